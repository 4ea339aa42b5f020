"""A JPEG, segment by segment. (ITU-T T.81, Exif 2.3)"""

import struct
from collections.abc import Iterator

from network.rules.scans import NotAScan, check_size

FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # markers that begin a frame and give its size
SCAN, END = 0xDA, 0xD9
KEPT = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF, 0xE0, 0xEE}) | FRAMES  # the picture itself
EXIF = 0xE1
ORIENTATION = 0x0112


def clean_jpeg(content: bytes) -> bytes:
    """The same picture without what it says about camera and place; only which side is up stays.

    Raises NotAScan when it is no whole JPEG.
    """
    kept, turned, frames, scans = [b"\xff\xd8"], 0, 0, 0
    for marker, segment, pixels in _segments(content):
        if marker in FRAMES:
            _check_frame(segment)
            frames += 1
        if marker == EXIF:
            turned = turned or _orientation(segment)
        scans += marker == SCAN
        if marker in KEPT or marker == SCAN:
            kept.append(struct.pack(">BBH", 0xFF, marker, len(segment) + 2) + segment + pixels)
    if frames != 1 or not scans:
        raise NotAScan("no picture")
    if turned:
        kept.insert(1, _exif(turned))
    return b"".join([*kept, b"\xff\xd9"])


def _check_frame(segment: bytes) -> None:
    if len(segment) < 6:
        raise NotAScan("frame")
    height, width = struct.unpack(">HH", segment[1:5])
    check_size(width, height)


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, its segment, and the pixels after a scan's head; until the end of the image."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 4 > len(content) or content[at] != 0xFF:
            if content[at : at + 2] == b"\xff\xd9":
                return
            raise NotAScan("marker")
        marker = content[at + 1]
        if marker == END:
            return
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        segment = content[at + 4 : at + 2 + length]
        if length < 2 or len(segment) != length - 2:
            raise NotAScan("length")
        at += 2 + length
        pixels_end = _end_of_pixels(content, at) if marker == SCAN else at
        yield marker, segment, content[at:pixels_end]
        at = pixels_end


def _end_of_pixels(content: bytes, at: int) -> int:
    """Where the next marker stands that is neither an escaped FF nor a restart."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        following = content[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return at
        at += 2
    raise NotAScan("pixels")


def _orientation(segment: bytes) -> int:
    """Which side is up, 1 to 8; 0 when it is not said."""
    tiff = segment[6:]
    if not segment.startswith(b"Exif\0\0") or tiff[:2] not in {b"II", b"MM"} or len(tiff) < 8:
        return 0
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack(f"{order}I", tiff[4:8])
    head = tiff[first : first + 2]
    count = struct.unpack(f"{order}H", head)[0] if len(head) == 2 else 0
    for number in range(min(count, 200)):
        entry = tiff[first + 2 + 12 * number : first + 14 + 12 * number]
        if len(entry) == 12 and struct.unpack(f"{order}H", entry[:2])[0] == ORIENTATION:
            value = int(struct.unpack(f"{order}H", entry[8:10])[0])
            return value if 1 <= value <= 8 else 0
    return 0


def _exif(orientation: int) -> bytes:
    """A segment that says which side is up, and nothing else."""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    segment = b"Exif\0\0" + tiff
    return struct.pack(">BBH", 0xFF, EXIF, len(segment) + 2) + segment
