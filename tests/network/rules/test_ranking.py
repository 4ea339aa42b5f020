"""The formula by which places stand in order, worked out once by hand."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from network.places.distance import METRES_PER_MILE
from network.rules import ranking
from network.rules.ranking import Parts, Usual


def column(*values: float) -> Any:
    return np.array(values, np.float64)


def test_the_worked_example_of_the_documents_comes_out() -> None:
    """Names both facts, 4 miles off, 2 beds said 92 minutes ago, 9 of 11 accepted within 33 hours in all."""
    fit = ranking.fit(column(1), column((1 + 0.5) / 2), np.array([True]))
    near = ranking.near(column(4 * METRES_PER_MILE))
    sure = ranking.sureness(column(92 / 60), column(12.0))
    room = ranking.room(np.array([True]), np.array([False]), sure)
    answers = ranking.answers(column(11), column(9), column(33.0), Usual(0.6, 12.0))

    parts = Parts(*(float(each[0]) for each in (fit, near, room, answers)))
    assert parts.fit == 0.75
    assert parts.near == pytest.approx(8 / 12)
    assert parts.room == pytest.approx(0.5 ** (92 / 720) + (1 - 0.5 ** (92 / 720)) * 0.3)
    assert parts.answers == pytest.approx((9 + 5 * 0.6) / 16 / (1 + (33 + 5 * 12) / 16 / 24))
    assert parts.score == pytest.approx(74.85, abs=0.005)
    assert ranking.score(fit, near, room, answers)[0] == parts.score


def test_words_count_by_how_surely_they_mean_it() -> None:
    checked = np.array([True, True, True, False])
    assert ranking.fit(column(1, 0.6, 0.1, 1), np.ones(4), checked).tolist() == [1.0, 0.6, 0.1, 0.5]
    assert ranking.fit(None, np.ones(4), checked).tolist() == [1.0, 1.0, 1.0, 0.5]


def test_a_place_that_nobody_can_measure_is_not_near() -> None:
    assert ranking.near(column(0, 8 * METRES_PER_MILE, math.nan)).tolist() == [1.0, 0.5, 0.0]


def test_what_was_said_fades_until_nobody_knows() -> None:
    free, waits = np.array([True, False, False, True]), np.array([False, True, False, False])
    now = ranking.room(free, waits, np.ones(4))
    long_ago = ranking.room(free, waits, np.zeros(4))
    assert now.tolist() == [1.0, 0.15, 0.0, 1.0]
    assert long_ago.tolist() == [0.3] * 4
    assert ranking.sureness(column(0, 12, 24, math.nan), column(12, 12, 12, math.nan)).tolist() == [
        1.0, 0.5, 0.25, 0.0,
    ]  # fmt: skip


def test_one_lucky_answer_hardly_counts_beside_many() -> None:
    answered, accepted, hours = column(1, 40, 0), column(1, 34, 0), column(3.0, 120.0, 0.0)
    lucky, steady, silent = ranking.answers(answered, accepted, hours, Usual(0.6, 3.0))
    assert silent < lucky < steady
    assert ranking.usual_of(column(1, 3), column(1, 2), column(6.0, 6.0)) == Usual(0.75, 3.0)
    assert ranking.usual_of(column(0), column(0), column(0)) == Usual(0.5, 24.0)


@given(
    some.integers(0, 500),
    some.integers(0, 500),
    some.floats(0, 10_000),
    some.floats(0, 1),
    some.floats(0, 500),
)
def test_every_part_stays_between_nothing_and_all(
    answered: int, accepted: int, hours: float, share: float, mean: float
) -> None:
    accepted = min(accepted, answered)
    value = ranking.answers(column(answered), column(accepted), column(hours), Usual(share, mean))[0]
    assert 0 <= value <= 1
    # One more yes at the same speed never hurts.
    assert (
        ranking.answers(column(answered + 1), column(accepted + 1), column(hours), Usual(share, mean))[0]
        >= value
    )


def test_soonest_is_free_now_then_a_short_wait_then_whoever_can_tell() -> None:
    hours = ranking.hours_until_a_place(
        is_free=np.array([True, True, False, False, False]),
        is_full=np.array([False, False, True, True, False]),
        wait_days=column(math.nan, math.nan, 3, math.nan, math.nan),
        opens_in=column(0, 14, 0, 0, 2),
        answer_hours=column(3, 3, 3, 3, 3),
    )
    assert hours.tolist() == [3, 14, 75, math.inf, 29]
