"""What a question may say of a person: a few codes that fit many people, never a name, a date or words.

And until when it waits for answers, and which reasons fit a no.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from network.errors import Invalid
from network.rules.reasons import DeclineReason
from network.tables.case import Urgency
from network.words import say

Choice = TypeVar("Choice", bound=StrEnum)
MOST_PLACES = 5
ANSWER_WITHIN = timedelta(hours=2)  # emergent: on the clock, day and night
WORKING_DAYS = 3  # urgent
CALENDAR_DAYS = 8  # routine
_SATURDAY = 5


class AgeBand(StrEnum):
    """About how old somebody is."""

    UNDER_18 = "under_18"
    FROM_18 = "18_24"
    FROM_25 = "25_64"
    FROM_65 = "65_up"


class Served(StrEnum):
    """With whom somebody would stay or meet."""

    WOMEN = "women"
    MEN = "men"
    ANYONE = "anyone"


class Medication(StrEnum):
    """Medication for opioid use that somebody takes and must be able to keep taking."""

    METHADONE = "methadone"
    BUPRENORPHINE = "buprenorphine"
    NALTREXONE = "naltrexone"


class Payer(StrEnum):
    """Who could pay."""

    MEDICAID = "medicaid"
    MEDICARE = "medicare"
    PRIVATE = "private"
    NONE = "none"


class Circumstance(StrEnum):
    """What else decides whether a place fits."""

    TONIGHT = "tonight"
    PREGNANT = "pregnant"
    CHILDREN = "children"
    COUPLE = "couple"
    PETS = "pets"
    WHEELCHAIR = "wheelchair"
    NO_ID = "no_id"
    STILL_USING = "still_using"
    COURT_ORDERED = "court_ordered"


@dataclass(frozen=True)
class QuestionFacts:
    """What is said of the person. Everything is optional."""

    age: AgeBand | None = None
    served: Served | None = None
    language: str = ""  # ISO 639 code of two letters
    payer: Payer | None = None
    medications: tuple[Medication, ...] = ()
    also: tuple[Circumstance, ...] = ()

    @classmethod
    def read(cls, codes: Mapping[str, object]) -> "QuestionFacts":
        """From codes. Raises Invalid for anything that is none of ours: no words ever get in."""
        unknown = set(codes) - set(NAMES)
        language = codes.get("language") or ""
        if unknown or not isinstance(language, str) or not _is_language(language):
            raise Invalid({"facts": NOT_OURS})
        return cls(
            age=_one(AgeBand, codes.get("age"), "age"),
            served=_one(Served, codes.get("served"), "served"),
            language=language,
            payer=_one(Payer, codes.get("payer"), "payer"),
            medications=_several(Medication, codes.get("medications"), "medications"),
            also=_several(Circumstance, codes.get("also"), "also"),
        )

    def codes(self) -> dict[str, object]:
        """As they are kept: only what was said."""
        said: dict[str, object] = {
            "age": self.age.value if self.age else "",
            "served": self.served.value if self.served else "",
            "language": self.language,
            "payer": self.payer.value if self.payer else "",
            "medications": [one.value for one in self.medications],
            "also": [one.value for one in self.also],
        }
        return {name: value for name, value in said.items() if value}


NAMES = ("age", "served", "language", "payer", "medications", "also")
NOT_OURS = say("A question says only what can be chosen here, so that nobody can be recognized.")

# Of the reasons for declining, those that a place can have without knowing who it is; none needs words.
REASONS = (
    DeclineReason.NO_CAPACITY,
    DeclineReason.WAITLIST_CLOSED,
    DeclineReason.PROGRAM_PAUSED_CLOSED,
    DeclineReason.INELIGIBLE_AGE_SEX_HOUSEHOLD,
    DeclineReason.INELIGIBLE_PAYER_FUNDING,
    DeclineReason.INELIGIBLE_SERVICE_TYPE,
    DeclineReason.NEEDS_HIGHER_LEVEL_OF_CARE,
    DeclineReason.NEEDS_LOWER_LEVEL_OF_CARE,
    DeclineReason.MEDICATION_NOT_SUPPORTED,
    DeclineReason.DISABILITY_ACCESS_UNMET,
    DeclineReason.LANGUAGE_UNMET,
    DeclineReason.OUT_OF_SERVICE_AREA,
    DeclineReason.INSUFFICIENT_REFERRAL_INFO,
)


def answer_deadline(urgency: Urgency, asked_at: datetime, time_zone: str) -> datetime:
    """Until when answers are waited for. Working days are those of who asks: several places are asked."""
    match urgency:
        case Urgency.EMERGENT:
            return asked_at + ANSWER_WITHIN
        case Urgency.URGENT:
            return _after_working_days(asked_at, WORKING_DAYS, ZoneInfo(time_zone))
        case Urgency.ROUTINE:
            return asked_at + timedelta(days=CALENDAR_DAYS)


def _after_working_days(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    there = moment.astimezone(zone)
    while days:
        there += timedelta(days=1)
        days -= there.weekday() < _SATURDAY
    return there.astimezone(moment.tzinfo)


def _is_language(code: str) -> bool:
    return not code or (len(code) in {2, 3} and code.isascii() and code.islower() and code.isalpha())


def _one(choices: type[Choice], given: object, name: str) -> Choice | None:
    if not given:
        return None
    return next(iter(_several(choices, (given,), name)))


def _several(choices: type[Choice], given: object, name: str) -> tuple[Choice, ...]:
    listed: Collection[object] = given if isinstance(given, list | tuple) else (given,) if given else ()
    known = [choice.value for choice in choices]
    if any(one not in known for one in listed):
        raise Invalid({name: NOT_OURS})
    return tuple(choice for choice in choices if choice.value in listed)
