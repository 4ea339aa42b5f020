"""Pictures and papers made byte by byte, as cameras and scanners write them."""

import struct
import zlib

CAMERA = b"Exif\0\0" + b"MM\0*\0\0\0\x08\0\x02" + struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0)
PLACE = b"taken at 37.7726 N 122.4099 W"


def png(width: int = 4, height: int = 3, *, words: bytes = b"", unpacked: int | None = None) -> bytes:
    """A gray PNG; `words` stand in it as text, `unpacked` is how many bytes its pixels really unpack to."""
    pixels = b"\0" * ((width + 1) * height if unpacked is None else unpacked)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [
        (b"IHDR", header),
        (b"tEXt", b"Comment\0" + words),
        (b"IDAT", zlib.compress(pixels)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def jpeg(width: int = 8, height: int = 8, *, extra: bytes = b"") -> bytes:
    """A JPEG with what a camera says about itself and the place."""
    parts = [
        (0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        (0xE1, CAMERA + PLACE),
        (0xFE, PLACE),
        (0xDB, b"\0" + bytes(range(1, 65))),
        (0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0"),
        (0xC4, b"\0" + b"\0" * 16),
        (0xDA, b"\x01\x01\0\0?\0"),
    ]
    segments = b"".join(struct.pack(">BBH", 0xFF, marker, len(part) + 2) + part for marker, part in parts)
    return (
        b"\xff\xd8" + segments + b"\x12\xff\0\x34" + b"\xff\xd0\x56" + extra + b"\xff\xd9" + b"behind the end"
    )


def pdf(inside: bytes = b"") -> bytes:
    """The bones of a PDF."""
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\nstartxref\n9\n%%EOF\n"
