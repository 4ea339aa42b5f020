"""How full a service is: who may say it, what counts, and two who tap at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from network.actors import Actor
from network.clock import now, stopped_at
from network.db import Database
from network.errors import Conflict, Invalid, NetworkError, NotAllowed
from network.providers.changes import changes_since, directory_version
from network.providers.operations import say_capacity, step_capacity, undo_capacity
from network.tables import Capacity, CapacityUnit, CapacityVoice, Event, ServiceAtLocation, Waitlist
from tests.cast import Cast

PROVIDER, PHONE, CURATOR = CapacityVoice.PROVIDER, CapacityVoice.PHONE, CapacityVoice.CURATOR


def say(session: Session, actor: Actor, place: ServiceAtLocation, available: int, **more: object) -> None:
    words: dict[str, object] = {"maximum": 10, "unit": CapacityUnit.BED, "said_by": PROVIDER} | more
    say_capacity(session, actor, place, available=available, **words)  # type: ignore[arg-type]


def said(session: Session, place: ServiceAtLocation) -> Capacity | None:
    session.expire_all()
    return session.exec(select(Capacity).where(Capacity.service_at_location_id == place.id)).one_or_none()


def free(session: Session, place: ServiceAtLocation) -> int:
    row = said(session, place)
    assert row is not None
    return row.available


def test_provider_says_how_many_are_free(session: Session, cast: Cast) -> None:
    before = directory_version(session)
    say(session, cast.pat_provider, cast.clinic_place, 3, waitlist=Waitlist.OPEN, expected_wait_days=7)
    row = said(session, cast.clinic_place)
    assert row is not None
    assert (row.available, row.maximum, row.waitlist, row.expected_wait_days) == (3, 10, Waitlist.OPEN, 7)
    assert (row.said_by, row.said_by_account_id) == (PROVIDER, cast.pat_provider.id)
    assert changes_since(session, before) == {cast.clinic_service.id}
    event = session.exec(select(Event).where(Event.kind == "capacity.said")).one()
    assert (event.facts["available"], event.facts["said_by"]) == (3, "provider")


def test_officer_passes_on_what_was_said_on_the_phone(session: Session, cast: Cast) -> None:
    say(session, cast.pat_provider, cast.clinic_place, 3)
    say(session, cast.olive_officer, cast.clinic_place, 1, said_by=PHONE)
    row = said(session, cast.clinic_place)
    assert row is not None
    assert (row.available, row.said_by) == (1, PHONE)


@pytest.mark.parametrize(
    ("who", "voice"),
    [
        ("olga_outsider", PROVIDER),
        ("olga_outsider", PHONE),
        ("olive_officer", PROVIDER),
        ("olive_officer", CURATOR),
        ("cora_curator", PROVIDER),
        ("pat_provider", PHONE),
        ("pat_provider", CapacityVoice.IMPORT),
        ("lena_leadership", PHONE),
        ("ada_administrator", PHONE),
        ("visitor", PHONE),
    ],
)
def test_nobody_speaks_for_somebody_else(
    session: Session, cast: Cast, who: str, voice: CapacityVoice
) -> None:
    with pytest.raises(NotAllowed):
        say(session, cast.everybody[who], cast.clinic_place, 1, said_by=voice)
    with pytest.raises(NotAllowed):
        step_capacity(session, cast.everybody[who], cast.clinic_place, 1, said_by=voice)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"available": -1}, "available"),
        ({"available": 11}, "available"),
        ({"available": 10_001, "maximum": None}, "available"),
        ({"available": 0, "maximum": 0}, "maximum"),
        ({"available": 0, "expected_wait_days": -1}, "expected_wait_days"),
    ],
)
def test_numbers_that_cannot_be_are_refused(
    session: Session, cast: Cast, words: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as told:
        say(session, cast.pat_provider, cast.clinic_place, **words)  # type: ignore[arg-type]
    assert set(told.value.problems) == {field}


def test_a_tap_stops_at_none_and_at_all(session: Session, cast: Cast) -> None:
    pat, place = cast.pat_provider, cast.clinic_place
    with pytest.raises(Invalid):
        step_capacity(session, pat, place, 1, said_by=PROVIDER)
    say(session, pat, place, 1, maximum=2)
    assert step_capacity(session, pat, place, 1, said_by=PROVIDER).available == 2
    with pytest.raises(Conflict):
        step_capacity(session, pat, place, 1, said_by=PROVIDER)
    assert step_capacity(session, pat, place, -1, said_by=PROVIDER).available == 1
    assert step_capacity(session, pat, place, -1, said_by=PROVIDER).available == 0
    with pytest.raises(Conflict):
        step_capacity(session, pat, place, -1, said_by=PROVIDER)
    assert free(session, place) == 0


def test_a_tap_makes_what_was_said_fresh(session: Session, cast: Cast) -> None:
    with stopped_at(now() - timedelta(days=3)):
        say(session, cast.pat_provider, cast.clinic_place, 4)
    row = step_capacity(session, cast.pat_provider, cast.clinic_place, -1, said_by=PROVIDER)
    assert now() - row.said_at < timedelta(minutes=1)


def test_provider_takes_back_a_slip(session: Session, cast: Cast) -> None:
    olive, pat, place = cast.olive_officer, cast.pat_provider, cast.clinic_place
    with stopped_at(now() - timedelta(hours=2)):
        say(session, olive, place, 5, said_by=PHONE)
    before = said(session, place)
    assert before is not None
    told = (before.available, before.said_by, before.said_by_account_id, before.said_at)
    step_capacity(session, pat, place, -1, said_by=PROVIDER)
    undo_capacity(session, pat, place)
    row = said(session, place)
    assert row is not None
    assert (row.available, row.said_by, row.said_by_account_id, row.said_at) == told
    with pytest.raises(Conflict):
        undo_capacity(session, pat, place)


def test_undo_is_not_a_redo(session: Session, cast: Cast) -> None:
    pat, place = cast.pat_provider, cast.clinic_place
    say(session, pat, place, 3)
    say(session, pat, place, 2)
    undo_capacity(session, pat, place)
    assert free(session, place) == 3
    with pytest.raises(Conflict):
        undo_capacity(session, pat, place)
    say(session, pat, place, 1)
    undo_capacity(session, pat, place)
    assert free(session, place) == 3


def test_undoing_the_first_word_leaves_nothing_said(session: Session, cast: Cast) -> None:
    say(session, cast.pat_provider, cast.clinic_place, 3)
    undo_capacity(session, cast.pat_provider, cast.clinic_place)
    assert said(session, cast.clinic_place) is None


def test_nobody_takes_back_what_somebody_else_said_or_said_long_ago(session: Session, cast: Cast) -> None:
    say(session, cast.pat_provider, cast.clinic_place, 3)
    with pytest.raises(Conflict):
        undo_capacity(session, cast.olive_officer, cast.clinic_place)
    with stopped_at(now() + timedelta(hours=1)), pytest.raises(Conflict):
        undo_capacity(session, cast.pat_provider, cast.clinic_place)


def test_of_many_taps_at_once_none_is_lost(database: Database) -> None:
    with database.writing() as session:
        cast = Cast(session)
        pat, place = cast.pat_provider, cast.clinic_place
    with database.writing() as session:
        say(session, pat, place, 5, maximum=10)

    def tap(step: int) -> int:
        try:
            with database.writing() as session:
                step_capacity(session, pat, place, step, said_by=PROVIDER)
        except NetworkError:
            return 0
        return step

    steps = [-1, 1, -1, -1, 1, -1] * 4
    with ThreadPoolExecutor(8) as pool:
        moved = sum(pool.map(tap, steps))
    with database.reading() as session:
        row = session.exec(select(Capacity)).one()
        assert row.available == 5 + moved
        assert 0 <= row.available <= 10
        numbers = session.exec(
            select(Event.facts).where(Event.kind == "capacity.said").order_by(col(Event.id))
        ).all()
        assert numbers[-1]["available"] == row.available


def test_two_who_say_the_first_number_at_once_both_get_through(database: Database) -> None:
    with database.writing() as session:
        cast = Cast(session)
        pat, place = cast.pat_provider, cast.clinic_place

    def tell(available: int) -> None:
        with database.writing() as session:
            say(session, pat, place, available)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tell, range(8)))
    with database.reading() as session:
        assert session.exec(select(Capacity.available)).one() in range(8)
