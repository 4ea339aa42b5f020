"""What a record of the directory must be, whoever writes it; problems are named by field."""

import dataclasses
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from network.errors import Invalid
from network.providers.kinds.reading import read_facts, read_kinds
from network.providers.words import (
    Hours,
    LocationWords,
    OrganizationWords,
    PhoneNumber,
    ServiceWords,
)
from network.words import Say, say

NAME_LENGTH = 200
TEXT_LENGTH = 10_000
OLDEST = 130  # years
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")

Words = TypeVar("Words")


def clean(text: str) -> str:
    """The text without signs nobody sees (they can reverse or hide words), in one spelling of Unicode."""
    readable = text.replace("\r\n", "\n").encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFC", _UNSEEN.sub("", readable)).strip()


def cleaned(words: Words) -> Words:
    """The same words with every text clean, translations too; empty translations are left out."""
    found: dict[str, Any] = {}
    for field in dataclasses.fields(words):  # type: ignore[arg-type]
        value = getattr(words, field.name)
        if isinstance(value, str) and type(value) is str:
            found[field.name] = clean(value)
        elif isinstance(value, Mapping):
            found[field.name] = {name: clean(text) for name, text in value.items() if clean(text)}
    return dataclasses.replace(words, **found)  # type: ignore[type-var]


def check_organization(words: OrganizationWords) -> None:
    """Raises Invalid."""
    _refuse(_texts(words) | _name(words.name) | _email(words.email) | _url("website", words.website))


def check_location(words: LocationWords) -> None:
    """Raises Invalid."""
    problems = _texts(words) | _name(words.name) | _url("url", words.url)
    problems |= _coordinates(words.latitude, words.longitude)
    if words.time_zone and not _is_time_zone(words.time_zone):
        problems["time_zone"] = say("Choose a time zone from the list.")
    if words.address is not None:
        problems |= _texts(words.address)
        for name in ("address_1", "city", "state_province", "postal_code"):
            if not getattr(words.address, name):
                problems[name] = say("An address needs a street, a city, a state and a ZIP code.")
    _refuse(problems)


def check_service(words: ServiceWords) -> None:
    """Raises Invalid."""
    problems = _texts(words) | _name(words.name) | _email(words.email) | _url("url", words.url)
    for name in ("minimum_age", "maximum_age"):
        age = getattr(words, name)
        if age is not None and not (math.isfinite(age) and 0 <= age <= OLDEST):
            problems[name] = say("An age is a number of years from 0 to {oldest}.", oldest=OLDEST)
    if not problems and words.maximum_age is not None and words.maximum_age < (words.minimum_age or 0):
        problems["maximum_age"] = say("The oldest age cannot be below the youngest.")
    _refuse(problems)


def check_hours(rows: Iterable[Hours]) -> None:
    """Raises Invalid; a problem is named hours."""
    for row in rows:
        if row.closes_at is not None and row.opens_at is None:
            raise Invalid({"hours": say("Say when it opens, too, not only when it closes.")})
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            raise Invalid({"hours": say("The last day cannot be before the first day.")})


def check_phones(rows: Iterable[PhoneNumber]) -> None:
    """Raises Invalid; a problem is named phones."""
    for row in rows:
        if sum(sign.isdigit() for sign in row.number) < 3:
            raise Invalid(
                {"phones": say("“{number}” is not a telephone number.", number=row.number[:NAME_LENGTH])}
            )


def check_codes(kinds: Iterable[str], facts: Iterable[str], about: str) -> None:
    """Whether these are codes of our kinds, and of our facts about this table. Raises Invalid."""
    known_kinds = {kind.code for kind in read_kinds()}
    known_facts = {fact.code for fact in read_facts() if fact.about == about and fact.parent}
    problems: dict[str, Say] = {}
    if unknown := sorted(set(kinds) - known_kinds):
        problems["kinds"] = say("There is no kind of service “{code}”.", code=unknown[0][:NAME_LENGTH])
    if unknown := sorted(set(facts) - known_facts):
        problems["facts"] = say("There is no fact “{code}”.", code=unknown[0][:NAME_LENGTH])
    _refuse(problems)


def _refuse(problems: dict[str, Say]) -> None:
    if problems:
        raise Invalid(problems)


def _name(name: str) -> dict[str, Say]:
    if not name:
        return {"name": say("Type a name.")}
    if len(name) > NAME_LENGTH:
        return {"name": say("The name is too long: at most {most} characters.", most=NAME_LENGTH)}
    return {}


def _texts(words: Any) -> dict[str, Say]:
    texts = {field.name: getattr(words, field.name) for field in dataclasses.fields(words)}
    texts |= {f"{name}_es": text for name, text in texts.pop("spanish", {}).items()}
    return {
        name: say("This is too long: at most {most} characters.", most=TEXT_LENGTH)
        for name, text in texts.items()
        if isinstance(text, str) and len(text) > TEXT_LENGTH
    }


def _email(email: str) -> dict[str, Say]:
    if email and not _EMAIL.fullmatch(email):
        return {"email": say("Type an e-mail address like name@example.org.")}
    return {}


def _url(name: str, url: str) -> dict[str, Say]:
    if url and not _URL.fullmatch(url):
        return {name: say("Type a web address that begins with https:// or http://.")}
    return {}


def _coordinates(latitude: float | None, longitude: float | None) -> dict[str, Say]:
    problems = {
        name: say("{what} is a number of degrees from -{most} to {most}.", what=what, most=most)
        for name, value, what, most in (
            ("latitude", latitude, say("Latitude"), 90),
            ("longitude", longitude, say("Longitude"), 180),
        )
        if value is not None and not (math.isfinite(value) and abs(value) <= most)
    }
    if (latitude is None) != (longitude is None):
        problems["longitude" if longitude is None else "latitude"] = say(
            "Latitude and longitude go together: type both or neither."
        )
    return problems


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
