"""The eyes of other tests: what they look for is seen where it is told, and not where chance wrote it."""

import pytest

from tests.chance import words_in


@pytest.mark.parametrize(
    "text",
    [
        'value="1990-05-04"',
        "May 4, 1990",
        '{"born":1990}',
        "datetime.datetime(1990, 5, 4, 0, 0)",
        '<time datetime="1990-05-04T05:32:32+00:00">',
    ],
)
def test_a_year_is_seen_wherever_it_is_told(text: str) -> None:
    assert words_in(text, ("Rosa", "1990")) == ["1990"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T05:32:32.721990+00:00",
        "datetime.datetime(2026, 11, 24, 5, 32, 32, 721990)",
        '<input type="hidden" name="_csrf_token" value="1990">',
        "019900aa-1990-7e52-8337-dfcd57e7a502",
        "b4bbc7cc1990dd2a9a8cbc7cb4bbc7cc",
        "1763971234.1990",
    ],
)
def test_a_year_that_chance_wrote_is_none(text: str) -> None:
    assert words_in(text, ("1990",)) == []


def test_a_coordinate_is_seen_and_a_second_is_none() -> None:
    assert words_in('data-lat="37.7726"', ("37.77", "37.7726")) == ["37.77", "37.7726"]
    assert words_in("2026-11-24T05:32:37.772612+00:00", ("37.77", "37.7726")) == []
