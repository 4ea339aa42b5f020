"""How long a link, its code and a browser with the code are good; how codes and numbers are typed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from network.rules.questions import AgeBand, Circumstance, Medication, Payer, QuestionFacts, Served
from network.settings import Settings
from network.tables.case import Urgency
from network.tables.question import CodeChannel
from network.tables.referral import ReferralStatus as S

_LANGUAGE = re.compile(r"[a-z]{2,3}")
WRONG_CODES = 5  # then the link is locked
KEY_GOOD_FOR = timedelta(minutes=30)  # of the browser that gave the right code
OPENED_FOR = timedelta(hours=12)  # of the browser that pressed Open; it keeps scanners out, not people
CODES_PER_HOUR = 5
CODE_GOOD_FOR = {
    CodeChannel.SMS: timedelta(minutes=15),
    CodeChannel.SECOND_ADDRESS: timedelta(minutes=30),
    CodeChannel.SENDER: timedelta(hours=8),  # a working day to call each other
}

# A link is there for these: the receiver can still do something.
STILL_ASKED = frozenset({S.SENT, S.VIEWED, S.UNDER_REVIEW, S.INFO_REQUESTED})
STILL_OURS = frozenset({S.WAITLISTED, S.ACCEPTED, S.SCHEDULED, S.MISSED_APPT})
WITH_LINK = STILL_ASKED | STILL_OURS


class Standing(StrEnum):
    """What somebody who opens a link finds."""

    ASKED = "asked"  # an answer is waited for
    OURS = "ours"  # this agency said yes, or put the person on its list
    DECLINED = "declined"  # this agency said no
    RELEASED = "released"
    HELPED = "helped"  # the person came
    WITHDRAWN = "withdrawn"
    HELPED_ELSEWHERE = "helped_elsewhere"
    TOO_LATE = "too_late"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    PERSON_DECLINED = "person_declined"
    MISTAKE = "mistake"
    OVER = "over"
    LAPSED = "lapsed"  # the link is too old, its referral is not
    TAKEN_BACK = "taken_back"
    LOCKED = "locked"
    UNKNOWN = "unknown"


STANDINGS = {
    **dict.fromkeys(STILL_ASKED, Standing.ASKED),
    **dict.fromkeys(STILL_OURS, Standing.OURS),
    S.LINKED: Standing.HELPED,
    S.ENGAGED: Standing.HELPED,
    S.COMPLETED: Standing.HELPED,
    S.DECLINED_PROVIDER: Standing.DECLINED,
    S.RELEASED_AFTER_ACCEPT: Standing.RELEASED,
    S.DECLINED_CLIENT: Standing.PERSON_DECLINED,
    S.NOT_LINKED: Standing.OVER,
    S.EXPIRED_NO_RESPONSE: Standing.TOO_LATE,
    S.WITHDRAWN: Standing.WITHDRAWN,
    S.CONSENT_REVOKED: Standing.CONSENT_WITHDRAWN,
    S.LOST_CONTACT: Standing.OVER,
    S.OUTCOME_UNKNOWN: Standing.OVER,
    S.OBSOLETE: Standing.HELPED_ELSEWHERE,
    S.ENTERED_IN_ERROR: Standing.MISTAKE,
}


def link_good_for(urgency: Urgency, settings: Settings) -> timedelta:
    """How long a link works after it was sent; a lapsed one is renewed while its referral is open."""
    days = {
        Urgency.EMERGENT: settings.answer_days_emergent,
        Urgency.URGENT: settings.answer_days_urgent,
        Urgency.ROUTINE: settings.answer_days_routine,
    }
    return timedelta(days=days[urgency])


_ALSO = {
    ("accessible", "yes"): Circumstance.WHEELCHAIR,
    ("court_ordered", "yes"): Circumstance.COURT_ORDERED,
    ("no_id", "yes"): Circumstance.NO_ID,
    ("active_use", "yes"): Circumstance.STILL_USING,
    ("household", "pregnant"): Circumstance.PREGNANT,
    ("household", "children"): Circumstance.CHILDREN,
    ("household", "couple"): Circumstance.COUPLE,
    ("household", "pets"): Circumstance.PETS,
}


def unnamed_facts(facts: Mapping[str, object], born_on: date | None, today: date) -> QuestionFacts:
    """What matters for a need, as it is said to people who may not know whose need it is: an age becomes a
    band; where somebody lives, their record, and what could be their own words are left out."""
    chosen = {name: _texts(values) for name, values in facts.items()}
    ages = [int(age) for age in chosen.get("age", ()) if age.isdecimal() and len(age) <= 3]
    age = _years(born_on, today) if born_on else next(iter(ages), None)
    known = {circumstance for (name, code), circumstance in _ALSO.items() if code in chosen.get(name, ())}
    also = tuple(one for one in Circumstance if one in known)
    medications = tuple(one for one in Medication if one in chosen.get("moud", ()))
    served = next((Served(sex) for sex in chosen.get("sex", ()) if sex in set(Served)), None)
    language = next((code for code in chosen.get("language", ()) if _LANGUAGE.fullmatch(code)), "")
    payer = next((Payer(code) for code in _payers(chosen.get("cost", ()))), None)
    return QuestionFacts(age_band(age), served, language, payer, medications, also)


def age_band(years: int | None) -> AgeBand | None:
    """About how old somebody is."""
    if years is None:
        return None
    if years < 18:
        return AgeBand.UNDER_18
    return AgeBand.FROM_18 if years < 25 else AgeBand.FROM_25 if years < 65 else AgeBand.FROM_65


def _years(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def _texts(values: object) -> tuple[str, ...]:
    several = values if isinstance(values, list | tuple) else (values,)
    return tuple(str(one) for one in several)


def _payers(codes: Sequence[str]) -> list[str]:
    return [word for code in codes for word in [code.rpartition(".")[2]] if word in set(Payer)]


def typed_code(text: str) -> str:
    """The six digits as typed, whatever stands between them; empty when they are not six."""
    digits = re.sub(r"[\s\-.]", "", text)
    return digits if re.fullmatch(r"[0-9]{6}", digits) else ""


def mobile_number(text: str) -> str | None:
    """A North American number as +1 and ten digits; empty when nothing was typed, None when it is none."""
    if not text.strip():
        return ""
    digits = re.sub(r"[\s\-.()/]", "", text.strip())
    found = re.fullmatch(r"(?:\+?1)?([2-9][0-9]{2}[2-9][0-9]{6})", digits)
    return f"+1{found[1]}" if found else None
