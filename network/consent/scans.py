"""Looks at the scan of a signed paper: it must be a picture or a PDF by its content, whatever it is called.

Nothing is decoded into pixels. What pictures say about where and with what they were taken is left out.
"""

from network.consent.jpeg import clean_jpeg
from network.consent.pdf import check_pdf
from network.consent.png import clean_png
from network.errors import Invalid
from network.rules.consent import Scan
from network.rules.scans import MOST_BYTES, NotAScan
from network.words import Say, say

TOO_LARGE = say(
    "This file is too large: at most 10 MB. Take the picture again with fewer pixels, or scan the paper in"
    " gray."
)
NO_SCAN = say(
    "This file is no picture or PDF that we can read. Take a photo of the paper (JPEG or PNG), or scan it"
    " as a PDF."
)
NOT_SAFE = say(
    "This PDF has a password, a program or another file in it. Print or scan the paper again as a plain PDF."
)


def check_scan(content: bytes) -> Scan:
    """The scan as it is kept. Raises Invalid with what to do."""
    if len(content) > MOST_BYTES:
        raise _wrong(TOO_LARGE)
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return Scan("image/jpeg", clean_jpeg(content))
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return Scan("image/png", clean_png(content))
        if content.startswith(b"%PDF-"):
            return Scan("application/pdf", check_pdf(content))
    except NotAScan as wrong:
        raise _wrong(NOT_SAFE if wrong.is_unsafe else NO_SCAN) from None
    raise _wrong(NO_SCAN)


def _wrong(sentence: Say) -> Invalid:
    return Invalid({"scan": sentence})
