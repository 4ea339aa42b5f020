"""In which order places stand: one short formula, printed in docs/search.md and shown with each result.

    score = 40 · fit + 30 · near + 20 · room + 10 · answers

Each part lies between 0 and 1. All functions take and give columns, one number for each place.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.integer] | Floats
Mask = NDArray[np.bool_]

FIT, NEAR, ROOM, ANSWERS = 40.0, 30.0, 20.0, 10.0  # points
COUNTED_DAYS = 180  # how far back answers to referrals count

UNSAID = 0.5  # of a fact: it does not say; one it says yes to counts 1
NEVER_CHECKED = 0.5  # nobody of this network ever looked at the listing
HALF_NEAR = 8 * 1609.344  # metres at which nearness is one half
ROOM_UNKNOWN, ROOM_ON_WAITLIST = 0.3, 0.15
USUAL = 5.0  # so many answers as usual in the network are put to each place's own
USUAL_ACCEPTANCE, USUAL_HOURS = 0.5, 24.0  # where the network has no record at all
HALF_SPEED = 24.0  # hours to an answer at which speed is one half


class Parts(Struct, frozen=True):
    """What one place's score is made of; each between 0 and 1."""

    fit: float
    near: float
    room: float
    answers: float

    @property
    def score(self) -> float:
        """Of 100."""
        return FIT * self.fit + NEAR * self.near + ROOM * self.room + ANSWERS * self.answers


class Usual(NamedTuple):
    """How the whole network answers: the share of yes, and the mean hours to an answer."""

    acceptance: float = USUAL_ACCEPTANCE
    hours: float = USUAL_HOURS


def usual_of(answered: Numbers, accepted: Numbers, hours: Floats) -> Usual:
    """From all records; `hours` are sums."""
    total = float(answered.sum())
    return Usual(float(accepted.sum()) / total, float(hours.sum()) / total) if total else Usual()


def score(fit: Floats, near: Floats, room: Floats, answers: Floats) -> Floats:
    """The points of each place, of 100."""
    return FIT * fit + NEAR * near + ROOM * room + ANSWERS * answers


def fit(words: Floats | None, facts: Floats, is_checked: Mask) -> Floats:
    """How surely it is what was asked for.

    `words`: 1 where they say exactly what it is, less for a beginning, a typo or a wider word, nearly nothing
    for a mention (network/search/grades.py); None when none were typed. `facts`: the mean over the person's
    facts of 1 (yes) and ½ (does not say), 1 when none is known.
    """
    both = facts if words is None else words * facts
    return np.where(is_checked, both, NEVER_CHECKED * both)


def _or_nothing(column: Floats) -> Floats:
    """Nought where a number is not known."""
    column[np.isnan(column)] = 0.0
    return column


def near(metres: Floats) -> Floats:
    """How near it is; NaN, a private or unknown place, is not near at all."""
    return _or_nothing(1 / (1 + metres / HALF_NEAR))


def room(free: Mask, has_open_waitlist: Mask, sureness: Floats) -> Floats:
    """How likely somebody is taken in now. `free`: for this person, as last said; `sureness`: ½ to the power
    of half-lives since then, 0 when it was never said."""
    said = np.where(free, 1.0, np.where(has_open_waitlist, ROOM_ON_WAITLIST, 0.0))
    return sureness * said + (1 - sureness) * ROOM_UNKNOWN


def sureness(age: Floats, half_life: Floats) -> Floats:
    """How far what was said may be believed, both in the same unit; NaN, never said: not at all."""
    believed = np.exp2(-np.maximum(age, 0.0) / half_life)
    return _or_nothing(believed)


def answers(answered: Numbers, accepted: Numbers, hours: Floats, usual: Usual) -> Floats:
    """How likely and how soon it says yes. A place with few answers stands near what is usual."""
    acceptance: Floats = (accepted + USUAL * usual.acceptance) / (answered + USUAL)
    return acceptance / (1 + expected_hours(answered, hours, usual) / HALF_SPEED)


def expected_hours(answered: Numbers, hours: Floats, usual: Usual) -> Floats:
    """How many hours until it answers, to be expected."""
    expected: Floats = (hours + USUAL * usual.hours) / (answered + USUAL)
    return expected


A_DAY_TO_ASK = 24.0  # hours: of a place that never said how full it is, somebody has to find out


def hours_until_a_place(
    *, is_free: Mask, is_full: Mask, wait_days: Floats, opens_in: Floats, answer_hours: Floats
) -> Floats:
    """In how many hours somebody can probably start; infinite: nobody knows.

    Free: when it answers, or when it opens for new people if that is later. Full with an open waitlist: the
    days it says one waits, and its answer. Not said how full: when it opens, its answer, and a day to ask.
    `wait_days` and `opens_in` (hours) are NaN where they are not known.
    """
    free = np.fmax(answer_hours, opens_in)
    waiting = wait_days * 24 + answer_hours
    unsaid = opens_in + answer_hours + A_DAY_TO_ASK
    hours = np.where(is_free, free, np.where(is_full, waiting, unsaid))
    return np.where(np.isnan(hours), np.inf, hours)
