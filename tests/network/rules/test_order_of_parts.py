"""Groups of people stand in one order on every page: that of the facts of services."""

import csv
from pathlib import Path
from uuid import UUID

import network.providers.kinds
from network.rules.capacity import Confidence
from network.rules.capacity_parts import EVERYONE, POPULATIONS, in_order
from network.search.engine import FoundCapacity, FoundPart
from network.tables import CapacityPart, CapacityUnit
from network.words import speak
from web.pages.fullness import found_fullness, part_words

FACTS = Path(network.providers.kinds.__file__).parent / "facts.csv"


def mixed_up() -> list[FoundPart]:
    return [FoundPart(population, 1, 4) for population in sorted(POPULATIONS)]


def test_groups_stand_as_in_the_facts_and_everyone_last() -> None:
    with FACTS.open(encoding="utf-8") as file:
        facts = [row["code"] for row in csv.DictReader(file)]
    assert list(POPULATIONS) == [code for code in facts if code in POPULATIONS and code != EVERYONE] + [
        EVERYONE
    ]
    assert [part.population for part in in_order(mixed_up())] == list(POPULATIONS)


def test_the_search_and_the_listing_say_them_in_the_same_order() -> None:
    found = FoundCapacity(Confidence.LIKELY, 11, 44, CapacityUnit.BED, parts=tuple(mixed_up()))
    rows = [
        CapacityPart(service_at_location_id=UUID(int=1), population=part.population, available=1, maximum=4)
        for part in mixed_up()
    ]
    listed = part_words(rows)
    assert found_fullness(found, for_person=False).parts == listed
    assert [speak(one, "en") for one in listed][:2] == ["1 for women", "1 for men"]
