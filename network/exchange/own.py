"""What Trestle itself says of a record beyond HSDS, read back: confidential, verified, translated."""

from collections.abc import Callable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from network.exchange.draft import Draft
from network.exchange.incoming import Raw
from network.exchange.problems import Outcome, ProblemKind
from network.exchange.shape import OWN_FIELDS, kept_resources
from network.exchange.values import LONGEST_TEXT, Odd, Refused, clean, read_moment
from network.tables import Precision
from network.words import LANGUAGES, say

NO = {"", "0", "n", "no", "f", "false"}


def read_own(raw: Raw, draft: Draft) -> dict[str, Any]:
    """Those of our own fields that were said of this record and can be understood."""
    own: dict[str, Any] = {}
    for name in OWN_FIELDS.get(raw.resource, ()):
        if name not in raw.own:
            continue
        try:
            own[name] = READ[name](raw.own[name])
        except Odd as odd:
            own[name] = odd.value
        except (Refused, ValueError, TypeError):
            reason = say("is not a value that Trestle writes there")
            draft.problems.add(
                raw.place,
                raw.resource,
                name,
                ProblemKind.WRONG_TYPE,
                Outcome.WITHOUT,
                reason,
                raw.own[name],
            )
    return own


def read_translations(raw: Raw) -> dict[tuple[str, str], str]:
    """Texts of a record in other languages, by field and language."""
    told = raw.own.get("translations")
    found: dict[tuple[str, str], str] = {}
    for language, texts in told.items() if isinstance(told, dict) else ():
        for field, text in texts.items() if language in LANGUAGES and isinstance(texts, dict) else ():
            words = clean(text) if isinstance(text, str) and len(text) <= LONGEST_TEXT else None
            if words is not None and field in texts_of(raw.resource):
                found[field, language] = words
    return found


@cache
def texts_of(resource: str) -> frozenset[str]:
    """Fields of a record that are written in a language."""
    kept = kept_resources().get(resource)
    if kept is None:
        return frozenset()
    return frozenset(
        name for name, field in kept.fields.items() if field.kind == "string" and not field.options
    )


def is_yes(value: object) -> bool:
    """Whether somebody said yes. Whatever is not clearly a no counts: what should be hidden must not show."""
    return value if isinstance(value, bool) else str(value).strip().casefold() not in NO


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _time_zone(value: object) -> str:
    if value == "" or value in available_zones():
        return str(value)
    raise ValueError


@cache
def available_zones() -> frozenset[str]:
    """Every time zone this machine knows."""
    return frozenset(available_timezones())


READ: dict[str, Callable[[Any], Any]] = {
    "is_member": _flag,
    "is_victim_service": _flag,
    "takes_referrals": _flag,
    "verified_at": read_moment,
    "is_confidential": is_yes,
    "precision": Precision,
    "time_zone": _time_zone,
}
