"""Makes the index's records of what was read: one for each service at each of its places."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from network.search.bulk import Id
from network.search.columns import IDS, Values
from network.search.engine import Place
from network.search.kindred import (
    Meaning,
    fact_words,
    most_exact,
    sign_of_name,
    signs_of_title,
    with_parents,
    words_of_kinds,
)
from network.search.opening import Line, Timetable
from network.search.reading import HERE, Directory
from network.search.records import MENTIONED, NAME, ORGANIZATION, PLACE, TITLED_KIND, Record
from network.search.tokens import tokens_of
from network.search.wording import Tokens, Wording, Words
from network.tables import LocationType, Precision

WOMEN, MEN = "sex:women", "sex:men"
LIVES_SAID = "lives:said"  # only people of the areas named by its other "lives:" marks


def gather_records(directory: Directory, time_zone: str) -> Iterator[tuple[Record, Words]]:
    """All records and the words by which each is found; `time_zone` is that of places that say none."""
    for values, wording in gather_values(directory, time_zone):
        ids = [None if each is None else UUID(each) for each in values[: len(IDS)]]
        yield Record(*ids, *values[len(IDS) :]), wording.counts()  # type: ignore[arg-type]


def gather_values(directory: Directory, time_zone: str) -> Iterator[tuple[Values, Wording]]:
    """The same, each record as its values, and its words as they were gathered. What was read of a service's
    places is let go as it is gathered."""
    gatherer = _Gatherer(directory, time_zone)
    return (
        gatherer.gather(service, location)
        for service in directory.services
        for location in directory.places.pop(service.id, None) or (None,)
    )


@dataclass(frozen=True, slots=True)
class _Described:
    """What the same terms, languages and so on say about every service that has them."""

    kinds: tuple[str, ...]
    marks: frozenset[str]
    shared: tuple[Words, ...]
    wording: int  # another for other words


@dataclass(frozen=True)
class _Gatherer:
    """Makes records of one directory; what many services have in common is made once."""

    directory: Directory
    time_zone: str
    _described: dict[tuple[Any, ...], _Described] = field(default_factory=dict)
    _timetables: dict[tuple[Any, ...], Timetable] = field(default_factory=dict)

    def gather(self, service: Any, location: Any) -> tuple[Values, Wording]:
        """One service at one place, or without one."""
        directory = self.directory
        ids = (service.id,) if location is None else (location.id, location.location_id, service.id)
        described = self._describe(ids)
        source = directory.sources.get(service.source_id, HERE)
        spanish = directory.spanish.get(service.id, {})
        place = _place(location)
        city = state = place_name = ""
        if place is Place.KNOWN:
            city, state = directory.addresses.get(location.location_id, ("", ""))
        if location is not None and place is not Place.PRIVATE:
            place_name = location.name or ""
        organization = directory.organizations.get(service.organization_id, "")
        names = (service.name, service.alternate_name or "", spanish.get("name", ""))
        texts = (service.description or "", service.eligibility_description or "", *spanish.values())
        places = (place_name, city, state)
        zone = (location.time_zone if location is not None else "") or self.time_zone
        timetable, intake = self._hours(ids, zone)
        # In the order of a Record's fields.
        values = (
            service.id,
            None if location is None else location.location_id,
            service.organization_id,
            service.name,
            spanish.get("name", ""),
            organization,
            place_name,
            city,
            state,
            _first(directory.phones, (*ids, service.organization_id)),
            place,
            location.precision if place is Place.KNOWN else Precision.UNKNOWN,
            location.latitude if place is Place.KNOWN else math.nan,
            location.longitude if place is Place.KNOWN else math.nan,
            described.kinds,
            described.marks,
            hash((texts, names, organization, places, described.wording)),
            None if location is None else directory.capacities.get(location.id),
            timetable,
            math.nan if service.minimum_age is None else service.minimum_age,
            math.nan if service.maximum_age is None else service.maximum_age,
            bool(service.takes_referrals and source.takes_referrals and location is not None),
            source.has_notice,
            source.is_ours or service.verified_at is not None,
            math.nan if service.verified_at is None else service.verified_at.timestamp(),
            source.year,
            intake,
            None if location is None else directory.answering.get(location.id),
        )
        return values, Wording(texts, _named(names, organization, places, described.kinds), described.shared)

    def _describe(self, ids: Sequence[Id]) -> _Described:
        directory = self.directory
        terms: list[int] = []
        languages: list[str] = []
        for each in ids:
            terms += directory.terms.get(each, ())
            languages += directory.languages.get(each, ())
        area = next((directory.areas[each] for each in ids if each in directory.areas), None)
        is_accessible = not directory.accessible.isdisjoint(ids)
        is_free = not directory.free.isdisjoint(ids)
        key = (*terms, *languages, area, is_accessible, is_free)
        if key not in self._described:
            meanings = [meaning for number in terms for meaning in directory.meanings[number]]
            kinds = frozenset(meaning.kind for meaning in meanings if meaning.kind)
            facts = {meaning.fact for meaning in meanings if meaning.fact}
            shared = _words_of(meanings, kinds, facts)
            if is_accessible:
                facts.add("access.wheelchair")
            if is_free:
                facts.add("cost.free")
            marks = frozenset(_marks(kinds, facts, languages, area))
            wording = hash((kinds, *(meaning.words for meaning in meanings), *sorted(facts)))
            self._described[key] = _Described(most_exact(kinds), marks, shared, wording)
        return self._described[key]

    def _hours(self, ids: Sequence[Id], zone: str) -> tuple[Timetable | None, Timetable | None]:
        """When it is open, and when it takes new people in: at the hours said for that, but not on a day that
        is an exception; at its opening hours where it says none."""
        directory = self.directory
        lines = [line for each in ids for line in directory.lines.get(each, ())]
        timetable = self._timetable(lines, zone) if lines else None
        said = [line for each in ids for line in directory.intake.get(each, ())]
        if not said:
            return timetable, timetable
        return timetable, self._timetable([*said, *(line for line in lines if line.freq is None)], zone)

    def _timetable(self, lines: list[Line], zone: str) -> Timetable:
        """The same object for equal ones: a hundred thousand places have some hundred of them."""
        key = zone, *map(id, lines)
        if key not in self._timetables:
            self._timetables[key] = _same(Timetable(tuple(lines), _known_zone(zone)))
        return self._timetables[key]


@lru_cache(maxsize=65536)
def _same(timetable: Timetable) -> Timetable:
    return timetable


def _place(location: Any) -> Place:
    """A place is known when people go there, it may be told, and its coordinates are on Earth."""
    if location is None:
        return Place.UNKNOWN
    if location.is_confidential:
        return Place.PRIVATE
    if location.location_type is LocationType.VIRTUAL:
        return Place.VIRTUAL
    degrees = (location.latitude, location.longitude)
    on_earth = None not in degrees and abs(degrees[0]) <= 90 and abs(degrees[1]) <= 180
    is_place = location.location_type is LocationType.PHYSICAL and location.precision is not Precision.UNKNOWN
    return Place.KNOWN if on_earth and is_place else Place.UNKNOWN


def _first(phones: Mapping[Id, str], ids: Iterable[Id]) -> str:
    return next((phones[each] for each in ids if each in phones), "")


def _marks(
    kinds: frozenset[str], facts: set[str], languages: Iterable[str], area: frozenset[str] | None
) -> Iterator[str]:
    """What filters ask for. Where people must live, when it says so: "lives:county:39089" and the like."""
    yield from (f"kind:{each}" for code in kinds for each in with_parents(code))
    yield from (f"fact:{code}" for code in facts)
    yield from (f"language:{code}" for code in languages)
    yield from _sexes(facts)
    if area:
        yield LIVES_SAID
        yield from (f"lives:{code}" for code in area)


def _sexes(facts: set[str]) -> Iterator[str]:
    """Whom the service is open to: everybody, unless it says women only or men only."""
    for_all = "serves.any" in facts or ("serves.women" in facts) == ("serves.men" in facts)
    if for_all or "serves.women" in facts:
        yield WOMEN
    if for_all or "serves.men" in facts:
        yield MEN


def _words_of(meanings: Iterable[Meaning], kinds: frozenset[str], facts: Iterable[str]) -> tuple[Words, ...]:
    """The words that its kinds and facts give to it."""
    mentioned: Iterable[tuple[str, ...] | frozenset[str]] = (
        *(meaning.words for meaning in meanings),
        *map(fact_words, facts),
    )
    return (words_of_kinds(kinds), *(_mentioned(words) for words in mentioned if words))


@lru_cache(maxsize=65536)
def _mentioned(words: frozenset[str] | tuple[str, ...]) -> Words:
    return dict.fromkeys(words, MENTIONED)


def _named(
    names: tuple[str, ...], organization: str, places: tuple[str, str, str], kinds: tuple[str, ...]
) -> tuple[tuple[Tokens, int], ...]:
    """The words of all its names, what stands for each whole one, and for its kinds of which one speaks."""
    own = [name for name in names if name]
    of_names = [token for name in own for token in _tokens_of_name(name)]
    whole = [_sign(name) for name in own]
    of_organization = _tokens_of_name(organization), ORGANIZATION
    of_places, whole_places = _of_places(*places)
    whole_ones = (*of_names, *whole, *whole_places, *((_sign(organization),) if organization else ()))
    titled = [sign for name in own for sign in signs_of_title(_tokens_of_name(name), kinds)]
    return (whole_ones, NAME), (tuple(titled), TITLED_KIND), of_organization, (of_places, PLACE)


@lru_cache(maxsize=4096)
def _of_places(place_name: str, city: str, state: str) -> tuple[Tokens, Tokens]:
    words = tuple(token for text in (place_name, city, state) for token in tokens_of(text))
    return words, tuple(sign_of_name(name) for name in (place_name, city) if name)


@lru_cache(maxsize=4096)
def _tokens_of_name(name: str) -> Tokens:
    return tuple(tokens_of(name))


@lru_cache(maxsize=4096)
def _sign(name: str) -> str:
    return f"@{''.join(_tokens_of_name(name))}"


@lru_cache(maxsize=1024)
def _known_zone(time_zone: str) -> str:
    try:
        return ZoneInfo(time_zone).key
    except (ValueError, OSError):  # no such time zone
        return "UTC"
