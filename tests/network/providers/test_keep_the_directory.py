"""Lists from which the directory is kept true, on both databases."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from network.actors import OPERATOR
from network.clock import now
from network.errors import NotAllowed, NotFound
from network.providers import operations as write
from network.providers.queries.capacities import get_own_place, list_capacities
from network.providers.queries.directory import Wanting, list_agencies, list_services
from network.providers.queries.problems import list_problems
from network.providers.words import OrganizationWords, ServiceWords
from network.tables import CapacityUnit, CapacityVoice, ProblemKind, ProblemStatus, ServiceStatus, SourceKind
from tests.cast import Cast


def names(session: Session, cast: Cast, wanting: Wanting | None = None, q: str = "") -> list[str]:
    return [row.name for row in list_services(session, cast.cora_curator, wanting=wanting, q=q).rows]


def test_what_wants_a_look_comes_first_and_imported_records_last(session: Session, cast: Cast) -> None:
    old = write.add_source(session, OPERATOR, name="Old", kind=SourceKind.IMPORTED)
    agency = write.add_organization(session, OPERATOR, OrganizationWords("Aardvark"), source=old)
    write.add_service(session, OPERATOR, agency, ServiceWords("Imported"), source=old)
    cast.clinic_service.verified_at = now() - timedelta(days=100)
    reported = cast.service(cast.other, "Reported")
    write.report_problem(session, cast.visitor, reported, kind=ProblemKind.MOVED)
    cast.capacity(cast.clinic_place, 2)
    session.add(cast.clinic_service)
    session.commit()
    assert names(session, cast) == ["Reported", "Methadone and buprenorphine", "Safe shelter", "Imported"]
    assert names(session, cast, Wanting.REPORTED) == ["Reported"]
    assert names(session, cast, Wanting.CHECK) == ["Methadone and buprenorphine"]
    assert names(session, cast, Wanting.IMPORTED) == ["Imported"]
    assert set(names(session, cast, Wanting.CAPACITY)) == {"Reported", "Safe shelter"}
    assert names(session, cast, Wanting.INACTIVE) == []
    cast.shelter_service.status = ServiceStatus.TEMPORARILY_CLOSED
    session.add(cast.shelter_service)
    session.commit()
    assert names(session, cast, Wanting.INACTIVE) == ["Safe shelter"]
    counts = list_services(session, cast.cora_curator).counts
    assert counts[Wanting.CHECK] == counts[Wanting.REPORTED] == counts[Wanting.IMPORTED] == 1


def test_the_list_is_searched_by_service_and_agency_as_typed(session: Session, cast: Cast) -> None:
    assert names(session, cast, q="METHADONE") == ["Methadone and buprenorphine"]
    assert names(session, cast, q="harbor") == ["Safe shelter"]
    assert names(session, cast, q="%") == names(session, cast, q="_") == []
    found, total = list_agencies(session, cast.cora_curator, q="river")
    assert [(agency.name, agency.services) for agency in found] == [("Riverside Clinic", 1)]
    assert total == 1


def test_provider_staff_see_what_is_theirs(session: Session, cast: Cast) -> None:
    found = list_services(session, cast.pat_provider)
    assert [row.name for row in found.rows] == ["Methadone and buprenorphine"]
    agencies, total = list_agencies(session, cast.pat_provider)
    assert ([agency.name for agency in agencies], total) == (["Riverside Clinic"], 1)
    for actor in (cast.olive_officer, cast.lena_leadership, cast.ada_administrator, cast.visitor):
        with pytest.raises(NotAllowed):
            list_services(session, actor)
        with pytest.raises(NotAllowed):
            list_agencies(session, actor)


def test_provider_sees_who_said_how_full_each_place_is(session: Session, cast: Cast) -> None:
    write.put_kinds(session, cast.pat_provider, cast.clinic_service, ["housing.emergency-shelter"])
    [one] = list_capacities(session, cast.pat_provider)
    assert (one.capacity, one.unit, one.may_undo, one.speaker) == (None, CapacityUnit.BED, False, "")
    write.hear_capacity(
        session, cast.pat_provider, cast.clinic_place, available=3, said_by=CapacityVoice.PROVIDER
    )
    session.commit()
    [one] = list_capacities(session, cast.pat_provider)
    assert (one.speaker, one.may_undo, one.unit) == ("Pat Provider", True, CapacityUnit.BED)
    assert get_own_place(session, cast.pat_provider, cast.clinic_place.id).id == cast.clinic_place.id
    for actor in (cast.olga_outsider, cast.cora_curator, cast.visitor):
        with pytest.raises(NotFound):
            get_own_place(session, actor, cast.clinic_place.id)


def test_the_oldest_open_problem_comes_first(session: Session, cast: Cast) -> None:
    for kind in (ProblemKind.MOVED, ProblemKind.CLOSED):
        write.report_problem(
            session, cast.olive_officer, cast.clinic_service, kind=kind, words="See the door"
        )
    session.commit()
    found, total = list_problems(session, cast.cora_curator)
    assert [one.problem.kind for one in found] == [ProblemKind.MOVED, ProblemKind.CLOSED]
    assert (found[0].words, found[0].reporter, found[0].phone, total) == (
        "See the door",
        "Olive Officer",
        "415-555-0100",
        2,
    )
    write.settle_problem(session, cast.cora_curator, found[0].problem, status=ProblemStatus.MENDED)
    session.commit()
    assert list_problems(session, cast.cora_curator)[1] == 1
    assert list_problems(session, cast.cora_curator, settled=True)[1] == 1
    with pytest.raises(NotFound):
        list_problems(session, cast.pat_provider)
