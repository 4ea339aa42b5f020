"""What a person or a program may ask of a search, and the sentence when it is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from network.errors import Invalid
from network.places.found import Found
from network.rules.person_facts import NOTHING_KNOWN, PersonFacts
from network.search.engine import DEFAULT_LIMIT, DEFAULT_MILES, Filters, HoursWish, Search, Sort
from network.search.tokens import LONGEST_TEXT
from network.words import Say, say
from web.forms import search_values as values
from web.forms.search_values import ANYWHERE, NO, YES, near_of, texts

# All that may stand in a URL, where anyone can read it: a ZIP code, or coordinates to 0.01°.
FIT_FOR_URL = re.compile(rf"\d{{5}}|-?\d{{1,2}}(\.\d{{1,2}})?,-?\d{{1,3}}(\.\d{{1,2}})?|{ANYWHERE}", re.ASCII)
CHOICES = ("has_capacity", "accessible", "court_ordered", "takes_referrals", "only_sure", "include_old")
MANY = ("taxonomy", "language", "cost")
ONE = (
    "q", "near", "within_miles", "hours", *CHOICES, "sort", "limit", "cursor", "need", "facts", "beside",
)  # fmt: skip
FORMER_SORT = "nearest"  # as the usual order was called before
DEFAULTS = {"sort": Sort.FIT.value, "within_miles": str(DEFAULT_MILES), "limit": str(DEFAULT_LIMIT)}


@dataclass(frozen=True)
class OfNeed:
    """What a need says of itself: the search for it has these without naming them in its address."""

    kind: str
    near: str


@dataclass(frozen=True)
class SearchForm:
    """A search as it was typed."""

    q: str = ""
    near: str = ""
    within_miles: str = ""
    hours: str = ""
    has_capacity: str = ""
    accessible: str = ""
    court_ordered: str = ""
    takes_referrals: str = ""
    only_sure: str = ""
    include_old: str = ""
    sort: str = ""
    limit: str = ""
    cursor: str = ""
    need: str = ""  # the id of a need on a caseload; nothing of a person stands in a URL
    facts: str = ""  # the short name under which facts of a person are kept
    beside: str = ""  # ids of places that are chosen already: one more is looked for
    taxonomy: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    of_need: OfNeed | None = None

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "SearchForm":
        """From a query or a form; of a text that is far too long the beginning is kept."""
        typed: dict[str, Any] = {name: (texts(given, name) or [""])[-1] for name in ONE}
        typed |= {name: tuple(dict.fromkeys(filter(None, texts(given, name)))) for name in MANY}
        if not typed["hours"] and "".join(texts(given, "open_now")[-1:]).lower() in YES - NO:
            typed["hours"] = HoursWish.NOW.value  # as it was called before
        if typed["sort"] == FORMER_SORT:
            typed["sort"] = ""
        return cls(**typed)

    def of(self, need: OfNeed | None) -> "SearchForm":
        """The same search for this need: kind and place are the need's, unless others were asked for."""
        if need is None and ANYWHERE not in (self.near, *self.taxonomy) and self.of_need is None:
            return self
        kinds = tuple(kind for kind in self.taxonomy if kind != ANYWHERE)
        near = "" if self.near == ANYWHERE else self.near
        if need and not self.taxonomy:
            kinds = (need.kind,)
        if need and not self.near:
            near = need.near
        return replace(self, taxonomy=kinds, near=near, of_need=need)

    @property
    def is_fit_for_url(self) -> bool:
        """Whether the place may stand in a URL."""
        return not self.near or FIT_FOR_URL.fullmatch(self.near) is not None

    def at(self, found: Found | None) -> "SearchForm":
        """The same search with the place written so that it may stand in a URL."""
        near = "" if found is None else near_of(found)
        return self if near == self.near else replace(self, near=near)

    def pairs(self, **changed: Any) -> list[tuple[str, str]]:
        """Its parameters, as few as it goes, with these changes. Any change begins at the first page."""
        values = vars(self) | {"cursor": ""} | changed
        if self.need and self.of_need is not None:
            values = vars(SearchForm(**values)._without_what_the_need_says())
        return [
            *((name, values[name]) for name in ONE if _says_more(name, values[name])),
            *((name, value) for name in MANY for value in values[name]),
        ]

    def query(self, **changed: Any) -> str:
        """The same as part of a URL."""
        return urlencode(self.pairs(**changed), safe=",")

    def href(self, **changed: Any) -> str:
        """The address of this search, with these changes."""
        query = self.query(**changed)
        return f"/search?{query}" if query else "/search"

    def _without_what_the_need_says(self) -> "SearchForm":
        if not self.need or self.of_need is None:
            return self
        own = self.of_need
        kinds = () if self.taxonomy == (own.kind,) else self.taxonomy or (ANYWHERE,)
        near = "" if self.near == own.near else self.near or ANYWHERE
        return replace(self, taxonomy=kinds, near=near)

    def checked(self, found: Found | None, language: str, facts: PersonFacts = NOTHING_KNOWN) -> Search:
        """The search that is meant. Raises Invalid with a sentence for each parameter that is wrong."""
        problems: dict[str, Say] = {}
        search = Search(
            q=self.q,
            kinds=values.known_kinds(self.taxonomy, problems),
            point=found.point if found else None,
            within_metres=values.within(self.within_miles, problems),
            filters=self._filters(problems),
            facts=facts,
            sort=values.sort(self.sort, problems),
            limit=values.limit(self.limit, problems),
            cursor=self.cursor,
            language=language,
        )
        if len(self.q) > LONGEST_TEXT:
            problems["q"] = say("Please use fewer words: {most} letters at most.", most=LONGEST_TEXT)
        if problems:
            raise Invalid(problems)
        return search

    def _filters(self, problems: dict[str, Say]) -> Filters:
        return Filters(
            **{name: values.yes_or_no(name, getattr(self, name), problems) for name in CHOICES},
            hours=values.hours(self.hours, problems),
            languages=values.known_languages(self.language, problems),
            costs=values.known_costs(self.cost, problems),
        )


def _says_more(name: str, value: str) -> bool:
    """Whether an address without it would be another search."""
    return bool(value) and DEFAULTS.get(name) != value and not (name in CHOICES and value in NO)


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
        where, shown = ((texts(given, name) or [""])[-1] for name in ("where", "shown"))
        return cls(where, shown, SearchForm.read(given))

    @property
    def asked(self) -> SearchForm:
        """The search with its place as text; an emptied place is none, even if the need has one."""
        is_unchanged = bool(self.search.near and self.shown) and self.where == self.shown
        return self.search if is_unchanged else replace(self.search, near=self.where or ANYWHERE)
