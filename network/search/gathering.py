"""Makes the index's records of what was read: one for each service at each of its places."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from network.search.engine import Place
from network.search.kindred import (
    Meaning,
    fact_words,
    most_exact,
    sign_of_name,
    with_parents,
    words_of_kinds,
)
from network.search.opening import Timetable
from network.search.reading import HERE, Directory
from network.search.records import MENTIONED, NAME, ORGANIZATION, PLACE, Record
from network.search.tokens import tokens_of
from network.tables import LocationType, Precision

WOMEN, MEN = "sex:women", "sex:men"
LIVES_SAID = "lives:said"  # only people of the areas named by its other "lives:" marks


Words = Mapping[str, int]  # token → how much it counts (network/search/records.py)


def gather_records(directory: Directory, time_zone: str) -> Iterator[tuple[Record, Words]]:
    """All records and the words by which each is found; `time_zone` is that of places that say none."""
    for service in directory.services:
        for location in directory.places.get(service.id) or (None,):
            ids = (service.id,) if location is None else (location.id, location.location_id, service.id)
            meanings = [meaning for each in ids for meaning in directory.meanings.get(each, ())]
            record = _record(directory, service, location, ids, meanings, time_zone)
            words = _words(directory, service, record, meanings)
            yield replace(record, wording=hash(frozenset(words.items()))), words


def _record(
    directory: Directory,
    service: Any,
    location: Any,
    ids: tuple[UUID, ...],
    meanings: Sequence[Meaning],
    time_zone: str,
) -> Record:
    source = directory.sources.get(service.source_id, HERE)
    kinds = frozenset(meaning.kind for meaning in meanings if meaning.kind)
    place = _place(location)
    city, state = (
        directory.addresses.get(location.location_id, ("", "")) if place is Place.KNOWN else ("", "")
    )
    place_name = (location.name or "") if location is not None and place is not Place.PRIVATE else ""
    zone = (location.time_zone if location is not None else "") or time_zone
    timetable = _timetable(directory, ids, zone)
    return Record(
        service_id=service.id,
        location_id=None if location is None else location.location_id,
        organization_id=service.organization_id,
        name=service.name,
        name_es=directory.spanish.get(service.id, {}).get("name", ""),
        organization=directory.organizations.get(service.organization_id, ""),
        place_name=place_name,
        city=city,
        state=state,
        phone=_first(directory.phones, (*ids, service.organization_id)),
        place=place,
        precision=location.precision if place is Place.KNOWN else Precision.UNKNOWN,
        latitude=location.latitude if place is Place.KNOWN else math.nan,
        longitude=location.longitude if place is Place.KNOWN else math.nan,
        kinds=most_exact(kinds),
        marks=_marks(directory, ids, meanings, kinds),
        wording=0,
        capacity=None if location is None else directory.capacities.get(location.id),
        timetable=timetable,
        youngest=math.nan if service.minimum_age is None else service.minimum_age,
        oldest=math.nan if service.maximum_age is None else service.maximum_age,
        takes_referrals=service.takes_referrals and source.takes_referrals and location is not None,
        has_notice=source.has_notice,
        is_checked=source.is_ours or service.verified_at is not None,
        verified_at=math.nan if service.verified_at is None else service.verified_at.timestamp(),
        listed_year=source.year,
        intake=_intake(directory, ids, timetable, zone),
        answering=None if location is None else directory.answering.get(location.id),
    )


def _place(location: Any) -> Place:
    """A place is known when it may be told and its coordinates are on Earth."""
    if location is None:
        return Place.UNKNOWN
    if location.is_confidential:
        return Place.PRIVATE
    degrees = (location.latitude, location.longitude)
    on_earth = None not in degrees and abs(degrees[0]) <= 90 and abs(degrees[1]) <= 180
    is_place = location.location_type is LocationType.PHYSICAL and location.precision is not Precision.UNKNOWN
    return Place.KNOWN if on_earth and is_place else Place.UNKNOWN


def _first(phones: Mapping[UUID, str], ids: Iterable[UUID]) -> str:
    return next((phones[each] for each in ids if each in phones), "")


def _marks(
    directory: Directory, ids: Sequence[UUID], meanings: Iterable[Meaning], kinds: frozenset[str]
) -> frozenset[str]:
    facts = {meaning.fact for meaning in meanings if meaning.fact}
    if not directory.accessible.isdisjoint(ids):
        facts.add("access.wheelchair")
    if not directory.free.isdisjoint(ids):
        facts.add("cost.free")
    languages = (code for each in ids for code in directory.languages.get(each, ()))
    return _shared(
        frozenset(
            (
                *(f"kind:{each}" for code in kinds for each in with_parents(code)),
                *(f"fact:{code}" for code in facts),
                *(f"language:{code}" for code in languages),
                *_sexes(facts),
                *_areas(directory, ids),
            )
        )
    )


@lru_cache(maxsize=65536)
def _shared(marks: frozenset[str]) -> frozenset[str]:
    """The same object for equal sets: most services of a kind have the same marks."""
    return marks


def _sexes(facts: set[str]) -> Iterator[str]:
    """Whom the service is open to: everybody, unless it says women only or men only."""
    for_all = "serves.any" in facts or ("serves.women" in facts) == ("serves.men" in facts)
    if for_all or "serves.women" in facts:
        yield WOMEN
    if for_all or "serves.men" in facts:
        yield MEN


def _areas(directory: Directory, ids: Iterable[UUID]) -> Iterator[str]:
    """Where people must live, when it says so: "lives:county:39089" and the like, and that it says so."""
    if codes := next((directory.areas[each] for each in ids if each in directory.areas), None):
        yield LIVES_SAID
        yield from (f"lives:{code}" for code in codes)


def _words(directory: Directory, service: Any, record: Record, meanings: Iterable[Meaning]) -> Words:
    """Every word by which it is found, with the weight of the best place where it stands."""
    kinds = frozenset(meaning.kind for meaning in meanings if meaning.kind)
    spanish = directory.spanish.get(service.id, {})
    texts = (service.description, service.eligibility_description, *spanish.values())
    facts = (meaning.fact for meaning in meanings if meaning.fact)
    counts = dict.fromkeys((word for code in facts for word in fact_words(code)), MENTIONED)
    counts |= dict.fromkeys((word for meaning in meanings for word in meaning.words), MENTIONED)
    counts |= dict.fromkeys(_tokens(texts), MENTIONED)
    for better in (
        words_of_kinds(kinds),
        dict.fromkeys(_tokens((record.place_name, record.city, record.state)), PLACE),
        dict.fromkeys(_tokens((record.organization,)), ORGANIZATION),
        dict.fromkeys(_tokens((service.name, service.alternate_name, record.name_es)), NAME),
    ):
        counts |= {word: weight for word, weight in better.items() if weight > counts.get(word, 0)}
    names = (record.organization, record.place_name, record.city, service.name, service.alternate_name)
    counts |= {sign_of_name(name): NAME for name in (*names, record.name_es) if name}
    return counts


def _tokens(texts: Iterable[str | None]) -> Iterator[str]:
    return (token for text in texts if text for token in tokens_of(text))


def _timetable(directory: Directory, ids: Iterable[UUID], time_zone: str) -> Timetable | None:
    lines = tuple(line for each in ids for line in directory.lines.get(each, ()))
    return Timetable(lines, _known_zone(time_zone)) if lines else None


def _intake(
    directory: Directory, ids: Iterable[UUID], timetable: Timetable | None, time_zone: str
) -> Timetable | None:
    """When it takes new people in: at the hours said for that, but not on a day that is an exception."""
    lines = tuple(line for each in ids for line in directory.intake.get(each, ()))
    if not lines:
        return timetable
    exceptions = () if timetable is None else tuple(line for line in timetable.lines if line.freq is None)
    return Timetable((*lines, *exceptions), _known_zone(time_zone))


@lru_cache(maxsize=1024)
def _known_zone(time_zone: str) -> str:
    try:
        return ZoneInfo(time_zone).key
    except (ValueError, OSError):  # no such time zone
        return "UTC"
