"""What a person or a program may ask of a search, and the sentence when it is wrong."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from network.errors import Invalid
from network.places.distance import METRES_PER_MILE, metres
from network.places.found import Found
from network.rules.taking import PersonFacts, Sex
from network.search.counting import cost_codes
from network.search.engine import DEFAULT_LIMIT, DEFAULT_MILES, MOST_LIMIT, Filters, HoursWish, Search, Sort
from network.search.kindred import kinds_by_code
from network.search.tokens import LONGEST_TEXT
from network.search.tongues import language_code
from network.words import Say, say

ANYWHERE = "any"
MOST_MILES = 12_500  # nothing on Earth is further
MOST_VALUES = 50
YES = frozenset({"yes", "true", "1", "on"})
NO = frozenset({"", "no", "false", "0", "off"})
# All that may stand in a URL, where anyone can read it: a ZIP code, or coordinates to 0.01°.
FIT_FOR_URL = re.compile(r"\d{5}|-?\d{1,2}(\.\d{1,2})?,-?\d{1,3}(\.\d{1,2})?", re.ASCII)
CHOICES = ("has_capacity", "open_now", "accessible", "court_ordered", "takes_referrals", "include_old")
MANY = ("taxonomy", "language", "cost")
ONE = ("q", "near", "within_miles", *CHOICES, "age", "sex", "sort", "limit", "cursor", "need", "beside")
DEFAULTS = {"sort": Sort.FIT.value, "within_miles": str(DEFAULT_MILES), "limit": str(DEFAULT_LIMIT)}


@dataclass(frozen=True)
class SearchForm:
    """A search as it was typed."""

    q: str = ""
    near: str = ""
    within_miles: str = ""
    has_capacity: str = ""
    open_now: str = ""
    accessible: str = ""
    court_ordered: str = ""
    takes_referrals: str = ""
    include_old: str = ""
    age: str = ""
    sex: str = ""
    sort: str = ""
    limit: str = ""
    cursor: str = ""
    need: str = ""  # the id of a need on a caseload; nothing of a person stands in a URL
    beside: str = ""  # ids of places that are chosen already: one more is looked for
    taxonomy: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "SearchForm":
        """From a query or a form; of a text that is far too long the beginning is kept."""
        values: dict[str, Any] = {name: (_texts(given, name) or [""])[-1] for name in ONE}
        values |= {name: tuple(dict.fromkeys(filter(None, _texts(given, name)))) for name in MANY}
        return cls(**values)

    @property
    def is_fit_for_url(self) -> bool:
        """Whether the place may stand in a URL."""
        return not self.near or FIT_FOR_URL.fullmatch(self.near) is not None

    def at(self, found: Found | None) -> "SearchForm":
        """The same search with the place written so that it may stand in a URL."""
        return replace(self, near="" if found is None else near_of(found))

    def query(self, **changed: Any) -> str:
        """Its part of a URL, as short as it goes, with these changes. Any change begins at the first page."""
        form = replace(self, **{"cursor": "", **changed})
        single = [(name, getattr(form, name)) for name in ONE]
        pairs = [
            (name, value)
            for name, value in single
            if value and DEFAULTS.get(name) != value and not (name in CHOICES and value in NO)
        ]
        pairs += [(name, value) for name in MANY for value in getattr(form, name)]
        return urlencode(pairs, safe=",")

    def href(self, **changed: Any) -> str:
        """The address of this search, with these changes."""
        query = self.query(**changed)
        return f"/search?{query}" if query else "/search"

    def checked(self, found: Found | None, language: str) -> Search:
        """The search that is meant. Raises Invalid with a sentence for each parameter that is wrong."""
        problems: dict[str, Say] = {}
        search = Search(
            q=self.q,
            kinds=tuple(_known_kinds(self.taxonomy, problems)),
            point=found.point if found else None,
            within_metres=_within(self.within_miles, problems),
            filters=self._filters(problems),
            facts=PersonFacts(age=_age(self.age, problems), sex=_sex(self.sex, problems)),
            sort=_sort(self.sort, problems),
            limit=_limit(self.limit, problems),
            cursor=self.cursor,
            language=language,
        )
        if len(self.q) > LONGEST_TEXT:
            problems["q"] = say("Please use fewer words: {most} letters at most.", most=LONGEST_TEXT)
        if problems:
            raise Invalid(problems)
        return search

    def _filters(self, problems: dict[str, Say]) -> Filters:
        chosen = {name: _yes_or_no(name, getattr(self, name), problems) for name in CHOICES}
        is_open_now = chosen.pop("open_now")
        return Filters(
            **chosen,
            hours=HoursWish.NOW if is_open_now else None,
            languages=tuple(_known_languages(self.language, problems)),
            costs=tuple(_known_costs(self.cost, problems)),
        )


def near_of(found: Found) -> str:
    """A place as it may stand in a URL: its ZIP code, or coordinates to 0.01°."""
    rounded = found.point.rounded()
    return found.zip or f"{rounded.latitude:g},{rounded.longitude:g}"


def clean(text: str) -> str:
    """Without signs that cannot be seen or that turn the text around; a far too long text is cut."""
    seen = (" " if unicodedata.category(sign)[0] == "C" else sign for sign in text[: 2 * LONGEST_TEXT])
    return " ".join("".join(seen).split())


def _texts(given: Mapping[str, Any], name: str) -> list[str]:
    values = given.get(name, [])
    several = values if isinstance(values, list) else [values]
    return [clean(value) for value in several[:MOST_VALUES] if isinstance(value, str)]


def _yes_or_no(name: str, text: str, problems: dict[str, Say]) -> bool:
    if text.lower() not in YES | NO:
        problems[name] = say("Say yes or no.")
    return text.lower() in YES


def _within(text: str, problems: dict[str, Say]) -> float | None:
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


def _limit(text: str, problems: dict[str, Say]) -> int:
    if text and not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_LIMIT):
        problems["limit"] = say("The limit is a number from 1 to {most}.", most=MOST_LIMIT)
        return DEFAULT_LIMIT
    return int(text or DEFAULT_LIMIT)


def _sort(text: str, problems: dict[str, Say]) -> Sort:
    try:
        return Sort(text or Sort.FIT)
    except ValueError:
        problems["sort"] = say("Sort by one of these: {known}.", known=", ".join(Sort))
        return Sort.FIT


def _age(text: str, problems: dict[str, Say]) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and int(text[:9]) <= 120):
        problems["age"] = say("The age is a number of years, for example 34.")
        return None
    return int(text) if text else None


def _sex(text: str, problems: dict[str, Say]) -> Sex | None:
    if text and text not in set(Sex):
        problems["sex"] = say("Choose women, men, or neither.")
        return None
    return Sex(text) if text else None


def _known_kinds(codes: Sequence[str], problems: dict[str, Say]) -> Sequence[str]:
    known = [code.lower() for code in codes if code.lower() in kinds_by_code()]
    if len(known) < len(codes):
        problems["taxonomy"] = say("We do not know this kind of service.")
    return known


def _known_languages(codes: Sequence[str], problems: dict[str, Say]) -> Sequence[str]:
    known = [code for code in (language_code(given, given) for given in codes) if code]
    if len(known) < len(codes):
        problems["language"] = say("We do not know this language.")
    return known


def _known_costs(codes: Sequence[str], problems: dict[str, Say]) -> Sequence[str]:
    known = [code for code in codes if code in cost_codes()]
    if len(known) < len(codes):
        problems["cost"] = say("We do not know this way to pay.")
    return known


@dataclass(frozen=True)
class PlaceForm:
    """The search form as it is sent: the place as somebody typed it, so that it never stands in a URL.

    `shown` is what the field calls the place of `search.near`; if that still stands there, it is meant.
    """

    where: str
    shown: str
    search: SearchForm

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "PlaceForm":
        """From the fields of the form."""
        where, shown = ((_texts(given, name) or [""])[-1] for name in ("where", "shown"))
        return cls(where, shown, SearchForm.read(given))

    @property
    def asked(self) -> SearchForm:
        """The search with its place as text."""
        is_unchanged = bool(self.search.near and self.shown) and self.where == self.shown
        return self.search if is_unchanged else replace(self.search, near=self.where)
