"""The single values of a search, understood; each that is wrong gets its sentence."""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from network.errors import Invalid
from network.places.distance import METRES_PER_MILE, metres
from network.places.found import Found
from network.search.counting import cost_codes
from network.search.engine import DEFAULT_LIMIT, DEFAULT_MILES, MOST_LIMIT, HoursWish, Sort
from network.search.kindred import kinds_by_code
from network.search.tokens import LONGEST_TEXT
from network.search.tongues import language_code
from network.words import Say, say

ANYWHERE = "any"
MOST_MILES = 12_500  # nothing on Earth is further
MOST_VALUES = 50
YES = frozenset({"yes", "true", "1", "on"})
NO = frozenset({"", "no", "false", "0", "off"})
YES_OR_NO = YES | NO
NEVER_IN_AN_ADDRESS = say("Facts about a person never stand in an address. Post them.")
# What only a person is; a service is never searched for by it alone.
OF_A_PERSON = ("age", "sex", "moud", "offence", "household", "no_id", "active_use", "lives_in")

Problems = dict[str, Say]


def refuse_facts(given: Mapping[str, Any]) -> None:
    """Facts of a person that came in an address are not used. Raises Invalid, without repeating them."""
    if any(any(texts(given, name)) for name in OF_A_PERSON):
        raise Invalid({"facts": NEVER_IN_AN_ADDRESS})


def without_facts(query: str) -> str:
    """Part of an address without what only a person is; anything else stays as it was."""
    if not any(f"{name}=" in query for name in OF_A_PERSON):
        return query
    return "&".join(one for one in query.split("&") if one.partition("=")[0] not in OF_A_PERSON)


def texts(given: Mapping[str, Any], name: str) -> list[str]:
    """Every value that came under a name."""
    values = given.get(name)
    if values is None:
        return []
    several = values if isinstance(values, list | tuple) else [values]
    return [clean(value) for value in several[:MOST_VALUES] if isinstance(value, str)]


def clean(text: str) -> str:
    """Without signs that cannot be seen or that turn the text around; a far too long text is cut."""
    if text.isascii() and text.isprintable():
        return " ".join(text[: 2 * LONGEST_TEXT].split())
    seen = (" " if unicodedata.category(sign)[0] == "C" else sign for sign in text[: 2 * LONGEST_TEXT])
    return " ".join("".join(seen).split())


def near_of(found: Found) -> str:
    """A place as it may stand in a URL: its ZIP code, or coordinates to 0.01°."""
    rounded = found.point.rounded()
    return found.zip or f"{rounded.latitude:g},{rounded.longitude:g}"


def yes_or_no(name: str, text: str, problems: Problems) -> bool:
    if text.lower() not in YES_OR_NO:
        problems[name] = say("Say yes or no.")
    return text.lower() in YES


def within(text: str, problems: Problems) -> float | None:
    """Metres; None: however far."""
    if text == ANYWHERE:
        return None
    try:
        given = float(text or DEFAULT_MILES)
    except ValueError:
        given = math.nan
    if not 0 < given <= MOST_MILES:
        problems["within_miles"] = say("The distance is a number of miles, for example 25.")
        return DEFAULT_MILES * METRES_PER_MILE
    return metres(given)


def limit(text: str, problems: Problems) -> int:
    if text and not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_LIMIT):
        problems["limit"] = say("The limit is a number from 1 to {most}.", most=MOST_LIMIT)
        return DEFAULT_LIMIT
    return int(text or DEFAULT_LIMIT)


def sort(text: str, problems: Problems) -> Sort:
    try:
        return Sort(text or Sort.FIT)
    except ValueError:
        problems["sort"] = say("Sort by one of these: {known}.", known=", ".join(Sort))
        return Sort.FIT


def hours(text: str, problems: Problems) -> HoursWish | None:
    if text and text not in set(HoursWish):
        problems["hours"] = say("Choose one of these times: {known}.", known=", ".join(HoursWish))
        return None
    return HoursWish(text) if text else None


def known_kinds(codes: Sequence[str], problems: Problems) -> tuple[str, ...]:
    known = tuple(code.lower() for code in codes if code.lower() in kinds_by_code())
    if len(known) < len(codes):
        problems["taxonomy"] = say("We do not know this kind of service.")
    return known


def known_languages(codes: Sequence[str], problems: Problems) -> tuple[str, ...]:
    known = tuple(filter(None, (language_code(given, given) for given in codes)))
    if len(known) < len(codes):
        problems["language"] = say("We do not know this language.")
    return known


def known_costs(codes: Sequence[str], problems: Problems) -> tuple[str, ...]:
    known = tuple(code for code in codes if code in cost_codes())
    if len(known) < len(codes):
        problems["cost"] = say("We do not know this way to pay.")
    return known
