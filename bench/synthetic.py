"""A directory of any size that exists nowhere: services over the United States, from a fixed random seed."""

import random
from collections.abc import Sequence
from datetime import time
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from network.providers.kinds.reading import read_kinds
from network.search.kindred import Meaning
from network.search.opening import Line, make_line
from network.search.reading import HERE, Directory
from network.search.records import SaidCapacity
from network.tables import CapacityUnit, CapacityVoice, LocationType, Precision, Waitlist

CITIES = (
    ("San Francisco", "CA", 37.77, -122.42), ("Oakland", "CA", 37.80, -122.27),
    ("Fresno", "CA", 36.74, -119.79),
    ("Chicago", "IL", 41.88, -87.63), ("Toledo", "OH", 41.65, -83.54), ("Houston", "TX", 29.76, -95.37),
    ("Phoenix", "AZ", 33.45, -112.07), ("Miami", "FL", 25.76, -80.19), ("Boston", "MA", 42.36, -71.06),
    ("Seattle", "WA", 47.61, -122.33), ("Denver", "CO", 39.74, -104.99), ("Anchorage", "AK", 61.22, -149.90),
)  # fmt: skip
FIRST = "North River Hill Lake Bridge Harbor Cedar Maple Summit Valley Grace New Open Common".split()  # noqa: SIM905
SECOND = "House Center Clinic Path Hope Alliance Partners Steps Door Light Works Place Circle Haven".split()  # noqa: SIM905
SENTENCES = (
    "Counselors meet each person on the first day and make a plan together.",
    "People may come without an appointment on weekday mornings.",
    "Bring a photo identification if there is one; staff help to get one if not.",
    "Groups meet in the evening for people who work during the day.",
    "The program takes people who are on medication for opioid use.",
    "A case manager helps with housing, benefits and transportation.",
    "Children may stay with a parent when a family room is free.",
)
SEEDED_WITH = 20261123
FACTS = (
    "access.wheelchair",
    "court-ordered.accepted",
    "cost.free",
    "cost.sliding",
    "payer.medicaid",
    "serves.women",
)


def synthetic_directory(services: int, seed: int = 0) -> Directory:
    """So many services, each at one place; others for another seed."""
    chance = random.Random(SEEDED_WITH + seed)
    kinds = [kind.code for kind in read_kinds() if kind.parent]
    meanings = [*(Meaning(kind=code) for code in kinds), *(Meaning(fact=code) for code in FACTS)]
    rows: list[Any] = []
    directory = Directory(
        [], {}, {}, {None: HERE}, [(each,) for each in meanings], {}, {}, {}, {}, set(), set(), {}, {}, {}
    )
    for number in range(services):
        service_id, place_id, location_id, organization_id = (_id(chance) for _ in range(4))
        city, state, latitude, longitude = chance.choice(CITIES)
        name = f"{chance.choice(FIRST)} {chance.choice(SECOND)}"
        directory.organizations[organization_id] = f"{name} of {city} {number % 97}"
        rows.append(_service(chance, service_id, organization_id, name))
        directory.places[service_id] = [_location(chance, place_id, location_id, latitude, longitude)]
        directory.addresses[location_id] = (city, state)
        directory.terms[service_id] = [
            chance.randrange(len(kinds)),
            *(len(kinds) + fact for fact in range(len(FACTS)) if chance.random() < 0.3),
        ]
        directory.languages[service_id] = ["en"] + (["es"] if chance.random() < 0.25 else [])
        directory.lines[service_id] = _hours(chance, service_id)
        if chance.random() < 0.4:
            directory.capacities[place_id] = _capacity(chance)
    return Directory(**{**vars(directory), "services": rows})


def _id(chance: random.Random) -> str:
    return UUID(int=chance.getrandbits(128), version=4).hex


def _service(chance: random.Random, service_id: str, organization_id: str, name: str) -> Any:
    return SimpleNamespace(
        id=service_id,
        organization_id=organization_id,
        source_id=None,
        name=f"{name} program",
        alternate_name=None,
        description=" ".join(chance.sample(SENTENCES, 4)),
        eligibility_description=chance.choice(SENTENCES),
        minimum_age=chance.choice((None, 18, 18, 21)),
        maximum_age=chance.choice((None, None, 64)),
        takes_referrals=chance.random() < 0.7,
        verified_at=None,
    )


def _location(
    chance: random.Random, place_id: str, location_id: str, latitude: float, longitude: float
) -> Any:
    return SimpleNamespace(
        id=place_id,
        location_id=location_id,
        name="",
        location_type=LocationType.PHYSICAL,
        latitude=latitude + chance.gauss(0, 0.3),
        longitude=longitude + chance.gauss(0, 0.3),
        precision=Precision.EXACT,
        time_zone="America/Chicago",
        is_confidential=False,
    )


def _hours(chance: random.Random, service_id: str) -> list[Line]:
    said = {
        "service_id": service_id,
        "freq": "WEEKLY",
        "byday": chance.choice(("MO,TU,WE,TH,FR", "MO,WE,FR", "MO,TU,WE,TH,FR,SA", "MO,TU,WE,TH,FR,SA,SU")),
        "opens_at": time(chance.randrange(6, 11)),
        "closes_at": time(chance.randrange(15, 22), chance.choice((0, 30))),
    }
    return [make_line(said)]


def _capacity(chance: random.Random) -> SaidCapacity:
    free: Sequence[int] = (0, 0, 1, 2, 5)
    unit = chance.choice(list(CapacityUnit))
    said_at = NOON - chance.random() * 200 * 3600
    return SaidCapacity(chance.choice(free), 10, unit, Waitlist.UNKNOWN, CapacityVoice.PROVIDER, said_at)


NOON = 1_795_456_800.0  # seconds since 1970: the moment at which the searches are made
