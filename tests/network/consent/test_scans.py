"""A scan is known by what is in it, and nothing that a camera adds is kept."""

import pytest

from network.consent.scans import NO_SCAN, NOT_SAFE, TOO_LARGE, check_scan
from network.errors import Invalid
from network.rules.scans import MOST_BYTES
from tests.pictures import PLACE, jpeg, pdf, png


def refused(content: bytes) -> object:
    with pytest.raises(Invalid) as no:
        check_scan(content)
    return no.value.problems["scan"]


def test_a_phone_picture_loses_camera_and_place_and_keeps_which_side_is_up() -> None:
    kept = check_scan(jpeg())

    assert kept.media_type == "image/jpeg"
    assert PLACE in jpeg()
    assert PLACE not in kept.content
    assert b"behind the end" not in kept.content
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept.content  # orientation 6
    assert b"\x12\xff\0\x34\xff\xd0\x56\xff\xd9" in kept.content  # the pixels as they were


def test_what_is_cleaned_stays_as_it_is_when_cleaned_again() -> None:
    for content in (jpeg(), png(words=PLACE)):
        once = check_scan(content)

        assert check_scan(once.content) == once


def test_a_png_loses_its_words() -> None:
    kept = check_scan(png(words=PLACE))

    assert kept.media_type == "image/png"
    assert PLACE not in kept.content


def test_a_pdf_is_kept_as_it_is() -> None:
    assert check_scan(pdf()).content == pdf()


@pytest.mark.parametrize(
    "inside", [b"/JavaScript", b"/Java#53cript", b"/Launch", b"/EmbeddedFile", b"/Encrypt 5 0 R"]
)
def test_a_pdf_that_does_something_is_refused(inside: bytes) -> None:
    assert refused(pdf(inside)) == NOT_SAFE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg onload='alert(1)'/>",
        b"GIF89a" + b"\0" * 50,
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        jpeg()[:60],
        jpeg().partition(b"\xff\xda")[0],
        jpeg(width=0),
        jpeg(width=60_000, height=60_000),
        png()[:-6],
        png()[:40] + b"x" + png()[41:],
        png(width=0),
        png(width=20_000, height=20_000),
        b"%PDF-1.7 and no end",
        b"%PDF-nonsense startxref %%EOF",
    ],
)
def test_what_is_no_whole_picture_is_refused_with_what_to_do(content: bytes) -> None:
    assert refused(content) == NO_SCAN


def test_a_picture_that_unpacks_to_more_than_it_says_is_refused() -> None:
    assert refused(png(unpacked=50_000_000)) == NO_SCAN


def test_a_scan_over_ten_megabytes_is_refused() -> None:
    assert refused(jpeg(extra=b"\0" * MOST_BYTES)) == TOO_LARGE
