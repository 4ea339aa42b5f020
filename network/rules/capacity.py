"""How long what was said about free places may be believed, and how to say it.

"Likely" below one half-life, "call to confirm" to four, then it is not shown any more. Half-lives: beds 12
hours, all else 42 (Colorado asks its registry for a daily update; beds turn over faster than openings).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from network.tables.capacity import CapacityUnit, CapacityVoice
from network.words import Say, say, say_number

HALF_LIFE = {
    CapacityUnit.BED: timedelta(hours=12),
    CapacityUnit.SLOT: timedelta(hours=42),
    CapacityUnit.PLACE: timedelta(hours=42),
}
HIDDEN_AFTER = 4  # half-lives


class Confidence(StrEnum):
    """How far to believe it."""

    LIKELY = "likely"
    CALL = "call"  # call to confirm
    UNKNOWN = "unknown"  # nobody said, or too long ago: not shown


def confidence(unit: CapacityUnit, said_at: datetime, now: datetime) -> Confidence:
    """How far to believe what was said then; both moments in UTC."""
    age, half_life = now - said_at, HALF_LIFE[unit]
    if age < half_life:
        return Confidence.LIKELY
    return Confidence.CALL if age < half_life * HIDDEN_AFTER else Confidence.UNKNOWN


def capacity_sentence(available: int, unit: CapacityUnit, said_at: datetime, now: datetime) -> Say:
    """As people say it: "3 beds · 92 min ago · likely"."""
    believed = confidence(unit, said_at, now)
    if believed is Confidence.UNKNOWN:
        return say("Not known how full it is")
    return say(
        "{how_many} · {how_old} · {how_sure}",
        how_many=counted(available, unit),
        how_old=age_sentence(said_at, now),
        how_sure=say("likely still so") if believed is Confidence.LIKELY else say("call to confirm"),
    )


def counted(available: int, unit: CapacityUnit) -> Say:
    """How many are free, with the unit; none: full."""
    if available == 0:
        return say("Full")
    match unit:
        case CapacityUnit.BED:
            return say_number("{number} bed", "{number} beds", available)
        case CapacityUnit.SLOT:
            return say_number("{number} opening", "{number} openings", available)
        case CapacityUnit.PLACE:
            return say_number("{number} place", "{number} places", available)


def age_sentence(said_at: datetime, now: datetime) -> Say:
    """How long ago: minutes up to two hours, hours up to two days, then days."""
    minutes = max(0, int((now - said_at).total_seconds() // 60))
    if minutes < 1:
        return say("just now")
    if minutes < 120:
        return say_number("{number} min ago", "{number} min ago", minutes)
    if minutes < 48 * 60:
        return say_number("{number} hour ago", "{number} hours ago", minutes // 60)
    return say_number("{number} day ago", "{number} days ago", minutes // (24 * 60))


def speaker_sentence(voice: CapacityVoice) -> Say:
    """Who said so."""
    match voice:
        case CapacityVoice.PROVIDER:
            return say("said by its own staff")
        case CapacityVoice.PHONE:
            return say("said on the phone")
        case CapacityVoice.CURATOR:
            return say("said by the directory's curator")
        case CapacityVoice.IMPORT:
            return say("came with the directory")
        case CapacityVoice.INFERRED:
            return say("from answers to referrals")
