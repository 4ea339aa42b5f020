"""Why a result stands where it stands: the four parts of its score, each with what it was made from."""

from functools import cache

from msgspec import Struct

from network.rules.ranking import ANSWERS, FIT, NEAR, ROOM
from network.search.engine import AnsweredBefore, Place, Result
from network.words import Say, say, say_number, speak

DAY = 24  # hours
LABELS = (
    say("How well it fits"),
    say("How near it is"),
    say("How likely it has room"),
    say("How it answers"),
)
MOST_FIT, MOST_NEAR, MOST_ROOM, MOST_ANSWERS = map(round, (FIT, NEAR, ROOM, ANSWERS))
NOT_CHECKED = say("listing not checked here")


class ScoreLine(Struct, frozen=True):
    """One part: "4 miles · 23 of 30"."""

    label: str
    told: Say | str
    points: int
    most: int


class Score(Struct, frozen=True):
    """The whole, of 100, and its parts."""

    points: int
    lines: tuple[ScoreLine, ...]


def score_of(result: Result, far: str, room: Say | str, language: str, *, with_counts: bool) -> Score | None:
    """`far` and `room`: as the card says them. `with_counts`: the reader may see how many referrals a place
    answered; others learn only what the record comes to."""
    parts = result.parts
    if parts is None:
        return None
    fit, near, likely, answers = _labels(language)
    answered = _answers(result.record) if with_counts else ""
    lines = (
        ScoreLine(fit, _fit(result), round(FIT * parts.fit), MOST_FIT),
        ScoreLine(near, _near(result, far), round(NEAR * parts.near), MOST_NEAR),
        ScoreLine(likely, room, round(ROOM * parts.room), MOST_ROOM),
        ScoreLine(answers, answered, round(ANSWERS * parts.answers), MOST_ANSWERS),
    )
    return Score(round(parts.score), lines)


@cache
def _labels(language: str) -> tuple[str, ...]:
    """What the four parts are called."""
    return tuple(speak(label, language) for label in LABELS)


def _fit(result: Result) -> Say | str:
    open_questions = len(result.asks)
    if open_questions and not result.is_checked:
        return say_number(
            "{number} thing to ask about, listing not checked here",
            "{number} things to ask about, listing not checked here",
            open_questions,
        )
    if open_questions:
        return say_number("{number} thing to ask about", "{number} things to ask about", open_questions)
    return "" if result.is_checked else NOT_CHECKED


def _near(result: Result, far: str) -> Say | str:
    if result.place is Place.KNOWN and result.distance_m is None:
        return say("no place was given, so it counts the same for all")
    return far


def _answers(record: AnsweredBefore | None) -> Say | str:
    if record is None or not record.answered:
        return ""
    return say_number(
        "said yes to {accepted} of {number} referral, after {how_long}",
        "said yes to {accepted} of {number} referrals, after {how_long}",
        record.answered,
        accepted=record.accepted,
        how_long=_about(record.mean_hours),
    )


def _about(hours: float) -> Say:
    if hours < 1:
        return say("less than an hour")
    if hours < 2 * DAY:
        return say_number("about {number} hour", "about {number} hours", round(hours))
    return say_number("about {number} day", "about {number} days", round(hours / DAY))
