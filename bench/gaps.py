"""How long a survey of the gaps takes, over needs that were written in bulk."""

import random
import resource
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlmodel import Session, func, select

from bench.rows import write_directory, write_rows
from bench.servers import bench_settings
from bench.synthetic import CITIES
from drills.databases import fresh
from network.clock import now
from network.gaps.surveying import make_survey
from network.ids import new_id
from network.places.gazetteer import ZipCode, gazetteer
from network.places.point import Point
from network.providers.kinds.reading import read_kinds
from network.rules.reasons import DeclineReason
from network.search.embedded import EmbeddedEngine
from network.tables import (
    GapFigure,
    Need,
    NeedStatus,
    Person,
    Referral,
    ReferralStatus,
    ServiceAtLocation,
    UnmetNeed,
    Urgency,
)
from tests.cast import Cast

SERVICES = 10_000
NEEDS = (10_000, 100_000)
TRIED, SEARCHED = 0.5, 0.2  # of the needs: referred somewhere; and as many searches that found nothing
HEADINGS = ("needs", "searches", "tries", "figures", "CPU s", "wall s", "memory MB")


def run_gaps(kind: str, folder: Path) -> None:
    """A small table for each number of needs, as soon as it is known."""
    for needs in NEEDS:
        shown = Table(*HEADINGS, title=f"{kind}: a survey of the gaps, {SERVICES:,} services")
        with fresh(kind, folder) as database:
            with Session(database.engine, expire_on_commit=False) as session:
                write_directory(session, SERVICES)
                searches, tries = _write_needs(session, needs)
                session.commit()
            engine = EmbeddedEngine()
            with database.reading() as session:
                engine.refresh(session)
            began, cpu = time.perf_counter(), time.process_time()
            with database.writing() as session:
                survey = make_survey(session, engine, bench_settings(database.url, 1))
            used, wall = time.process_time() - cpu, time.perf_counter() - began
            with database.reading() as session:
                figures = session.exec(select(func.count()).where(GapFigure.survey_id == survey.id)).one()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        shown.add_row(
            *(f"{n:,}" for n in (needs, searches, tries, figures)), f"{used:.1f}", f"{wall:.1f}", str(memory)
        )
        Console(width=140).print(shown)


def _write_needs(session: Session, needs: int) -> tuple[int, int]:
    """So many needs around the cities, half of them tried somewhere, and searches that found nothing."""
    chance, cast = random.Random(3), Cast(session)
    people = [new_id() for _ in range(needs // 4)]
    write_rows(session, Person, (_person(one, cast) for one in people))
    rows = [_need(chance, chance.choice(people)) for _ in range(needs)]
    write_rows(session, Need, rows)
    tries = write_rows(session, Referral, _tries(chance, cast, rows))
    searches = write_rows(session, UnmetNeed, (_search(chance) for _ in range(int(needs * SEARCHED))))
    return searches, tries


def _person(person_id: Any, cast: Cast) -> dict[str, Any]:
    name = {"given_name": "Bench", "family_name": "Mark"}
    agency = {"organization_id": cast.unit.id, "created_by_account_id": cast.olive_officer.id}
    return {"id": person_id, **name, **agency, "created_at": now(), "changed_at": now()}


def _where(chance: random.Random) -> dict[str, Any]:
    """A ZIP code in or near one of the cities, and its middle."""
    found = chance.choice(_zip_codes())
    middle = found.point.rounded()
    return {"zip": found.code, "latitude": middle.latitude, "longitude": middle.longitude}


@cache
def _zip_codes() -> list[ZipCode]:
    counties = {gazetteer().nearest_zip_code(Point(*middle))[0].county_fips for _, _, *middle in CITIES}
    return [each for fips in sorted(filter(None, counties)) for each in gazetteer().zip_codes_in(fips)]


@cache
def _kinds() -> list[str]:
    return [kind.code for kind in read_kinds() if kind.parent]


def _need(chance: random.Random, person_id: Any) -> dict[str, Any]:
    at = now() - timedelta(days=chance.random() * 80)
    status = chance.choices((NeedStatus.OPEN, NeedStatus.MET, NeedStatus.CLOSED), (6, 3, 1))[0]
    return {
        "id": new_id(),
        "person_id": person_id,
        "kind": chance.choice(_kinds()),
        "urgency": Urgency.ROUTINE,
        "status": status,
        "status_since": at,
        "opened_at": at,
        **_where(chance),
    }


def _tries(chance: random.Random, cast: Cast, needs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    place: ServiceAtLocation = cast.clinic_place
    reasons = (
        DeclineReason.NO_CAPACITY,
        DeclineReason.INELIGIBLE_PAYER_FUNDING,
        DeclineReason.OUT_OF_SERVICE_AREA,
    )
    for need in needs:
        if chance.random() < TRIED:
            status = chance.choice(
                (
                    ReferralStatus.DECLINED_PROVIDER,
                    ReferralStatus.EXPIRED_NO_RESPONSE,
                    ReferralStatus.COMPLETED,
                )
            )
            is_no = status is ReferralStatus.DECLINED_PROVIDER
            yield {
                "person_id": need["person_id"],
                "need_id": need["id"],
                "service_id": cast.clinic_service.id,
                "service_at_location_id": place.id,
                "sender_organization_id": cast.unit.id,
                "sender_account_id": cast.olive_officer.id,
                "receiver_organization_id": cast.clinic.id,
                "kind": need["kind"],
                "urgency": need["urgency"],
                "status": status,
                "status_since": need["opened_at"],
                "reason": chance.choice(reasons).value if is_no else None,
                "information": [],
                "created_at": need["opened_at"],
            }


def _search(chance: random.Random) -> dict[str, Any]:
    at = now() - timedelta(days=chance.random() * 80)
    return {
        "same_search": str(new_id()),
        "kinds": [chance.choice(_kinds())],
        "filters": {"within_miles": 25},
        "first_at": at,
        "last_at": at,
        **_where(chance),
    }
