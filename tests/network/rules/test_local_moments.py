"""A time on the wall becomes a moment, also on the nights when clocks are changed."""

from datetime import UTC, date, datetime, time

import pytest

from network.errors import Invalid
from network.rules.local_moments import moment_at

CHICAGO = "America/Chicago"
BACK = date(2026, 11, 1)
FORWARD = date(2026, 3, 8)


def test_an_ordinary_time_is_one_moment() -> None:
    assert moment_at(date(2026, 7, 1), time(9, 30), CHICAGO) == datetime(2026, 7, 1, 14, 30, tzinfo=UTC)
    assert moment_at(date(2026, 7, 1), time(9, 30), "America/Phoenix").hour == 16


def test_a_time_that_clocks_skip_is_refused_with_what_to_do() -> None:
    with pytest.raises(Invalid) as refused:
        moment_at(FORWARD, time(2, 30), CHICAGO)

    assert "skip this time" in str(refused.value.problems["at"])
    assert moment_at(FORWARD, time(3, 0), CHICAGO) == datetime(2026, 3, 8, 8, 0, tzinfo=UTC)


def test_a_time_that_comes_twice_is_asked_about() -> None:
    with pytest.raises(Invalid) as refused:
        moment_at(BACK, time(1, 30), CHICAGO)

    assert "comes twice" in str(refused.value.problems["second"])
    assert moment_at(BACK, time(1, 30), CHICAGO, second=False) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert moment_at(BACK, time(1, 30), CHICAGO, second=True) == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
