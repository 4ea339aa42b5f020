"""Reads our two vocabularies and the crosswalks to other people's codes. The words are beside it."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from uuid import UUID

from network.ids import id_from
from network.tables.capacity import CapacityUnit

KINDS_NAME = "Trestle kinds of service"
KINDS_DESCRIPTION = "What a service is, in the words of officers, caseworkers and the people they help."
FACTS_NAME = "Trestle service facts"
FACTS_DESCRIPTION = (
    "What must be known before a person is sent: whom a service takes, what it costs, how to get in."
)
VOCABULARIES_VERSION = "1"

HERE = Path(__file__).parent
# Every id of our vocabularies follows from this one; changing it would orphan every listing that uses them.
OURS = UUID("5f0c1d9e-6a37-4b8b-9a55-2f6f6f0e7c41")


class Match(StrEnum):
    """How another vocabulary's term stands to ours."""

    EXACT = "exact"
    NARROWER = "narrower"  # theirs is a case of ours
    CLOSE = "close"  # helps to find, but is not the same
    PART = "part"  # a place with their code also offers this; that does not make it a service of our kind


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of service. `words_…` are what people type, slang included: for finding, never for showing."""

    code: str
    parent: str  # code; empty at the top
    name_en: str
    name_es: str
    description_en: str
    description_es: str
    words_en: tuple[str, ...]
    words_es: tuple[str, ...]
    half_life_hours: int  # after which half of what was said about free places is no longer to be trusted
    unit: CapacityUnit
    place_label_en: tuple[str, str]  # one, many
    place_label_es: tuple[str, str]

    @property
    def id(self) -> UUID:
        return kind_term_id(self.code)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know before a person is sent, as an attribute of a service or of a location."""

    code: str
    parent: str  # code; empty for the heading of a group
    about: str  # table it is said of: service or location
    name_en: str
    name_es: str
    is_filter: bool  # offered as a filter in search

    @property
    def id(self) -> UUID:
        return fact_term_id(self.code)


@dataclass(frozen=True, slots=True)
class Crossing:
    """One code of another vocabulary and the kind or fact of ours that it tells of; one of the two is set."""

    taxonomy: str  # its name, as directories write it
    code: str
    kind: str
    fact: str
    match: Match


@dataclass(frozen=True, slots=True)
class CareLevel:
    """The label of a level of care of The ASAM Criteria for one of our kinds: for identification only."""

    kind: str
    level: str
    edition: str


def kinds_taxonomy_id() -> UUID:
    return id_from(OURS, "kinds")


def facts_taxonomy_id() -> UUID:
    return id_from(OURS, "facts")


@cache
def kind_term_id(code: str) -> UUID:
    """The HSDS taxonomy_term id of a kind, the same in every network."""
    return id_from(kinds_taxonomy_id(), code)


@cache
def fact_term_id(code: str) -> UUID:
    """The HSDS taxonomy_term id of a fact, the same in every network."""
    return id_from(facts_taxonomy_id(), code)


@cache
def read_kinds() -> tuple[Kind, ...]:
    """All kinds, parents before their children."""
    return tuple(
        Kind(
            code=row["code"],
            parent=row["parent"],
            name_en=row["name_en"],
            name_es=row["name_es"],
            description_en=row["description_en"],
            description_es=row["description_es"],
            words_en=_several(row["words_en"]),
            words_es=_several(row["words_es"]),
            half_life_hours=int(row["half_life_hours"]),
            unit=CapacityUnit(row["unit"]),
            place_label_en=_one_and_many(row["place_label_en"]),
            place_label_es=_one_and_many(row["place_label_es"]),
        )
        for row in _rows("kinds.csv")
    )


@cache
def read_facts() -> tuple[Fact, ...]:
    """All facts, the heading of each group before its facts."""
    return tuple(
        Fact(
            row["code"],
            row["parent"],
            row["about"],
            row["name_en"],
            row["name_es"],
            row["is_filter"] == "yes",
        )
        for row in _rows("facts.csv")
    )


@cache
def read_crosswalk() -> tuple[Crossing, ...]:
    """What others' codes mean in our words: SAMHSA, HUD, and Open Eligibility by the ids of its terms."""
    crossings = [
        Crossing(row["taxonomy"], row["code"], row["kind"], row["fact"], Match(row["match"]))
        for row in _rows("crosswalk.csv")
    ]
    crossings += [
        Crossing("Open Eligibility", row["term"], row["kind"], "", Match(row["match"]))
        for row in _rows("openeligibility.csv")
    ]
    return tuple(crossings)


@cache
def read_care_levels() -> tuple[CareLevel, ...]:
    """Labels of levels of care, to show in small print beside our own words."""
    return tuple(CareLevel(row["kind"], row["level"], row["edition"]) for row in _rows("asam.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _several(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split("|") if word.strip())


def _one_and_many(text: str) -> tuple[str, str]:
    one, many = text.split("|")
    return one, many
