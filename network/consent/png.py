"""A PNG, chunk by chunk. (ISO/IEC 15948)"""

import struct
import zlib
from collections.abc import Iterator

from network.rules.scans import NotAScan, check_size

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs", b"sBIT"})
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {1, 2, 4, 8, 16}
BLOCK = 1 << 16


def clean_png(content: bytes) -> bytes:
    """The same picture without words, times and profiles. Raises NotAScan when it is no whole PNG, or unpacks
    to more than its size says."""
    kept, inflated, most, names = [SIGNATURE], 0, 0, []
    inflate = zlib.decompressobj()
    for name, chunk, whole in _chunks(content):
        names.append(name)
        if name == b"IHDR":
            most = _most_bytes(chunk)
        if name == b"IDAT":
            inflated += _count(inflate, chunk, most - inflated)
        if name in KEPT:
            kept.append(whole)
    if names[:1] != [b"IHDR"] or names.count(b"IHDR") != 1 or b"IDAT" not in names or not inflate.eof:
        raise NotAScan("no picture")
    return b"".join(kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name, content and the whole chunk, to the end of the image."""
    at = len(SIGNATURE)
    while True:
        head = content[at : at + 8]
        if len(head) < 8:
            raise NotAScan("ends too soon")
        length, name = struct.unpack(">I4s", head)
        whole = content[at : at + 12 + length]
        if len(whole) != 12 + length or zlib.crc32(whole[4:-4]) != struct.unpack(">I", whole[-4:])[0]:
            raise NotAScan("chunk")
        yield name, whole[8:-4], whole
        if name == b"IEND":
            return
        at += len(whole)


def _most_bytes(header: bytes) -> int:
    """How much the pixels take unpacked; interlaced ones a little more."""
    if len(header) != 13:
        raise NotAScan("header")
    width, height, depth, color = struct.unpack(">IIBB", header[:10])
    check_size(width, height)
    if color not in CHANNELS or depth not in DEPTHS:
        raise NotAScan("color")
    row: int = (width * CHANNELS[color] * depth + 7) // 8 + 1
    return row * int(height) + 16 * int(width + height) * CHANNELS[color] + 64


def _count(inflate: "zlib._Decompress", chunk: bytes, most: int) -> int:
    """How many bytes these unpack to, in small steps, so that a bomb never unfolds."""
    count = 0
    try:
        while chunk and not inflate.eof:
            count += len(inflate.decompress(chunk, BLOCK))
            chunk = inflate.unconsumed_tail
            if count > most:
                raise NotAScan("unpacks to too much")
    except zlib.error:
        raise NotAScan("packed") from None
    return count
