"""Two who reach for the same bed at the same moment; `make drills` does the same while processes die."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import Session, select

from network.actors import Actor, Role
from network.clock import now, stopped_at
from network.db import Database
from network.errors import Conflict
from network.providers.operations import step_capacity
from network.providers.operations.holding import lapse_holds, place_hold, release_as_provider, release_hold
from network.referrals.operations import accept_referral
from network.referrals.queries import get_referral
from network.rules.holding import EndReason
from network.tables import Capacity, CapacityVoice, Hold, HoldStatus, Referral, ServiceAtLocation
from tests.cast import Cast
from tests.network.referrals.story import Story

ROUNDS = 5
Act = Callable[[], object]


def at_once(*acts: Act) -> int:
    """All of them start together; answers how many were not refused."""
    barrier = Barrier(len(acts), timeout=20)

    def go(act: Act) -> bool:
        barrier.wait()
        try:
            act()
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(len(acts)) as threads:
        return sum(threads.map(go, acts))


def numbers(database: Database, place: ServiceAtLocation) -> tuple[int, int, int]:
    """Free, held, and how many open holds keep them."""
    with database.reading() as session:
        row = session.exec(select(Capacity).where(Capacity.service_at_location_id == place.id)).one()
        holds = select(Hold).where(Hold.service_at_location_id == place.id, Hold.status == HoldStatus.OPEN)
        return row.available, row.held, len(session.exec(holds).all())


def holding(database: Database, actor: Actor, place: ServiceAtLocation) -> Act:
    def act() -> None:
        with database.writing() as session:
            place_hold(session, actor, place)

    return act


def in_one(database: Database, act: Callable[[Session], object]) -> Act:
    def go() -> None:
        with database.writing() as session:
            act(session)

    return go


@pytest.fixture
def cast(database: Database) -> Cast:
    with Session(database.engine, expire_on_commit=False) as session:
        return Cast(session)


def officers(database: Database, cast: Cast, count: int) -> Sequence[Actor]:
    with database.writing() as session:
        cast.session = session
        return [cast.staff(f"Officer {number}", cast.unit, Role.OFFICER) for number in range(count)]


def said(database: Database, cast: Cast, available: int) -> None:
    with database.writing() as session:
        cast.session = session
        cast.capacity(cast.clinic_place, available)


def test_of_many_officers_who_tap_the_last_bed_one_holds_it(database: Database, cast: Cast) -> None:
    said(database, cast, 1)
    reaching = officers(database, cast, 4)
    for _ in range(ROUNDS):
        assert at_once(*(holding(database, one, cast.clinic_place) for one in reaching)) == 1
        assert numbers(database, cast.clinic_place) == (0, 1, 1)
        with database.writing() as session:
            release_hold(
                session, cast.sal_supervisor, session.exec(select(Hold).where(Hold.status == "open")).one()
            )


def test_a_hold_and_the_providers_tap_never_use_the_same_bed(database: Database, cast: Cast) -> None:
    said(database, cast, ROUNDS)
    place, pat = cast.clinic_place, cast.pat_provider
    for one in officers(database, cast, ROUNDS):
        free, held, _ = numbers(database, place)
        tap = in_one(
            database, lambda session: step_capacity(session, pat, place, -1, said_by=CapacityVoice.PROVIDER)
        )
        won = at_once(holding(database, one, place), tap)
        after = numbers(database, place)
        assert sum(after[:2]) + won - (after[1] - held) == free + held
        assert after[0] >= 0
        assert after[1] == after[2]


def test_a_bed_is_given_back_once(database: Database, cast: Cast) -> None:
    said(database, cast, 2)
    place = cast.clinic_place
    for _ in range(ROUNDS):
        holding(database, cast.olive_officer, place)()
        with database.reading() as session:
            hold = session.exec(select(Hold).where(Hold.status == "open")).one()

        def give_back(session: Session, hold: Hold = hold) -> None:
            release_hold(session, cast.olive_officer, hold)

        def end(session: Session, hold: Hold = hold) -> None:
            release_as_provider(session, cast.pat_provider, hold, reason=EndReason.NO_HOLDS)

        def late() -> None:
            with stopped_at(now() + timedelta(minutes=31)):
                lapse_holds(database)

        at_once(in_one(database, give_back), in_one(database, end), late, late)
        assert numbers(database, place) == (2, 0, 0)


def test_a_yes_and_the_end_of_the_time_take_the_bed_once(database: Database, cast: Cast) -> None:
    place = cast.clinic_place
    with Session(database.engine, expire_on_commit=False) as session:
        cast.session = session
        story = Story(session, cast)
        cast.capacity(place, ROUNDS)
        story.agree()
        session.commit()
    for taken in range(1, ROUNDS + 1):
        with Session(database.engine, expire_on_commit=False) as session:
            story.session = session
            need = story.need_of("treatment.otp")
            place_hold(session, story.olive, place, need=need)
            [referral] = story.draft(need=need)
            story.send(referral)
            session.commit()

        def accept(referral: Referral = referral) -> None:
            with database.writing() as session:
                accept_referral(
                    session, cast.pat_provider, get_referral(session, cast.pat_provider, referral.id)
                )

        def late() -> None:
            with stopped_at(now() + timedelta(minutes=31)):
                lapse_holds(database)

        at_once(accept, late)
        assert numbers(database, place) == (ROUNDS - taken, 0, 0)


def test_people_who_hold_at_several_places_never_wait_in_a_circle(database: Database, cast: Cast) -> None:
    with Session(database.engine, expire_on_commit=False) as session:
        cast.session = session
        story = Story(session, cast)
        hill, hanna = story.another_clinic("Hill Clinic")
        places, providers = (cast.clinic_place, hill), (cast.pat_provider, hanna)
        for place in places:
            cast.capacity(place, 10)
        story.agree(*places)
        session.commit()
    for _ in range(ROUNDS):
        with Session(database.engine, expire_on_commit=False) as session:
            story.session = session
            pairs = []
            for way in (0, 1):
                need = story.need_of("treatment.otp")
                for place, holder in zip(places, (cast.cody_coordinator, cast.sal_supervisor), strict=True):
                    place_hold(session, holder, place, need=need)
                [referral] = story.draft(places[way], need=need)
                story.send(referral)
                pairs.append((referral.id, providers[way]))
            session.commit()

        def accept(pair: tuple[object, Actor]) -> Act:
            return in_one(
                database,
                lambda session: accept_referral(session, pair[1], get_referral(session, pair[1], pair[0])),  # type: ignore[arg-type]
            )

        assert at_once(*map(accept, pairs)) == 2
    assert [numbers(database, place) for place in places] == [(10 - ROUNDS, 0, 0)] * 2
