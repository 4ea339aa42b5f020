"""A search that finds nothing is a need that somebody should know of, without knowing whose it is."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.clock import now, stopped_at
from network.errors import NotAllowed
from network.places.point import Point
from network.rules.person_facts import Offence
from network.rules.questions import Medication
from network.rules.taking import PersonFacts, Sex
from network.search.embedded import EmbeddedEngine
from network.search.engine import Filters, HoursWish, Results, Search
from network.search.unmet import record_unmet_need
from network.tables import Event, UnmetNeed
from tests.cast import Cast

SEARCH = Search(
    q="detox for Jane Doe",
    point=Point(37.774912, -122.419412),
    filters=Filters(languages=("es",), hours=HoursWish.NOW),
    facts=PersonFacts(
        age=23, sex=Sex.WOMEN, moud=(Medication.METHADONE,), offences=(Offence.ARSON,), lives_in="94103"
    ),
)


def nothing(session: Session, search: Search = SEARCH) -> Results:
    engine = EmbeddedEngine()
    engine.refresh(session)
    return engine.search(search)


def test_an_officer_who_finds_nothing_leaves_the_need_without_the_person(
    session: Session, cast: Cast
) -> None:
    record_unmet_need(session, cast.olive_officer, SEARCH, nothing(session), zip_code="94103")

    need = session.exec(select(UnmetNeed)).one()
    assert (need.latitude, need.longitude) == (37.77, -122.42)
    assert (need.zip, need.county_fips, need.times) == ("94103", "06075", 1)
    assert need.filters == {
        "hours": "now",
        "language": ["es"],
        "age_from": 18,
        "sex": "women",
        "within_miles": 25,
    }
    assert need.kinds == ["treatment.withdrawal-management"]
    assert need.organization_id == cast.unit.id
    event = session.exec(select(Event).where(Event.kind == "need.unmet")).one()
    kept = f"{need!r} {event!r}".casefold()
    assert "jane" not in kept
    assert "37.774912" not in kept
    assert "arson" not in kept
    assert "methadone" not in kept


def test_why_nothing_was_found_is_kept_with_it(session: Session, cast: Cast) -> None:
    methadone = Search(q="methadone", point=SEARCH.point, filters=Filters(has_capacity=True))
    for search in (SEARCH, methadone, Search(q="methadone", point=Point(34.05, -118.24))):
        record_unmet_need(session, cast.olive_officer, search, nothing(session, search))
    assert cast.clinic_place

    causes = session.exec(select(UnmetNeed.cause).order_by(UnmetNeed.first_at)).all()  # type: ignore[arg-type]
    assert causes == ["no_service", "no_capacity", "too_far"]


def test_what_was_typed_is_kept_only_as_the_kind_it_means(session: Session, cast: Cast) -> None:
    search = Search(q="detox", filters=Filters(languages=("fr",)))

    record_unmet_need(session, cast.cody_coordinator, search, nothing(session, search))

    assert session.exec(select(UnmetNeed)).one().kinds == ["treatment.withdrawal-management"]


def test_the_same_search_within_half_an_hour_joins(session: Session, cast: Cast) -> None:
    results = nothing(session)
    began = now()
    for minutes in (0, 10, 39, 100):
        with stopped_at(began + timedelta(minutes=minutes)):
            record_unmet_need(session, cast.olive_officer, SEARCH, results)

    needs = session.exec(select(UnmetNeed).order_by(UnmetNeed.first_at)).all()  # type: ignore[arg-type]
    assert [need.times for need in needs] == [3, 1]
    assert needs[0].last_at == began + timedelta(minutes=39)


def test_another_officer_another_place_and_another_wish_do_not_join(session: Session, cast: Cast) -> None:
    results = nothing(session)
    record_unmet_need(session, cast.olive_officer, SEARCH, results)
    record_unmet_need(session, cast.sal_supervisor, SEARCH, results)
    record_unmet_need(session, cast.olive_officer, Search(q="detox", filters=SEARCH.filters), results)
    record_unmet_need(session, cast.olive_officer, Search(q=SEARCH.q, point=SEARCH.point), results)

    assert len(session.exec(select(UnmetNeed)).all()) == 4


@pytest.mark.parametrize(
    "who", ["visitor", "pat_provider", "lena_leadership", "cora_curator", "ada_administrator"]
)
def test_searches_of_others_are_not_counted(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        record_unmet_need(session, cast.everybody[who], SEARCH, nothing(session))

    assert session.exec(select(UnmetNeed)).all() == []


def test_a_search_that_finds_something_is_no_unmet_need(session: Session, cast: Cast) -> None:
    search = Search(q="methadone")

    assert record_unmet_need(session, cast.olive_officer, search, nothing(session, search)) is None
