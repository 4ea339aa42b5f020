"""Whatever people do with the places of two agencies in whatever order: what is held is what open holds keep,
and nobody ever holds a place that was not free."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from network.actors import Actor
from network.clock import now, stopped_at
from network.errors import NetworkError
from network.providers.operations import hear_capacity, say_capacity, step_capacity, undo_capacity
from network.providers.operations.holding import (
    allow_holds,
    lapse_holds,
    place_hold,
    release_as_provider,
    release_hold,
)
from network.referrals.operations import accept_referral, decline_referral, withdraw_referral
from network.rules.capacity_parts import PartWords
from network.rules.holding import EndReason
from network.rules.moves import ASKED
from network.rules.reasons import DeclineReason
from network.tables import (
    Capacity,
    CapacityPart,
    CapacityUnit,
    CapacityVoice,
    Hold,
    HoldStatus,
    Referral,
    ServiceAtLocation,
)
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.referrals.story import Story

PROVIDER = CapacityVoice.PROVIDER
MAXIMUM = 4
WHICH, WHO = st.integers(0, 1), st.integers(0, 2)
FACTS = st.sampled_from(({}, {"sex": ("women",)}, {"sex": ("men",)}))


class Holds(RuleBasedStateMachine):
    """Two places, three who hold, two providers, and time that passes."""

    store: RolledBack
    session: Session
    story: Story
    places: tuple[ServiceAtLocation, ServiceAtLocation]
    providers: tuple[Actor, Actor]

    def __init__(self) -> None:
        super().__init__()
        self.holders = (
            self.story.olive,
            self.story.cast.cody_coordinator,
            self.story.cast.sal_supervisor,
        )
        self.needs = [self.story.need_of("treatment.otp") for _ in range(2)]
        self.clock: datetime = now()
        self.stopped = ExitStack()
        for which in (0, 1):
            self.say(which, 2)

    def teardown(self) -> None:
        self.stopped.close()

    def do(self, act: Callable[[], object]) -> None:
        """What the network refuses changes nothing."""
        with stopped_at(self.clock), suppress(NetworkError), self.session.begin_nested():
            act()

    def the_holds(self) -> list[Hold]:
        return list(
            self.session.exec(
                select(Hold)
                .where(Hold.status == HoldStatus.OPEN)
                .order_by(col(Hold.id))
                .execution_options(populate_existing=True)
            )
        )

    @rule(minutes=st.sampled_from((1, 10, 31)))
    def time_passes(self, minutes: int) -> None:
        self.clock += timedelta(minutes=minutes)

    @rule(which=WHICH, available=st.integers(0, MAXIMUM))
    def say(self, which: int, available: int) -> None:
        words = {"available": available, "maximum": MAXIMUM, "unit": CapacityUnit.BED, "said_by": PROVIDER}
        self.do(
            lambda: say_capacity(
                self.session,
                self.providers[which],
                self.places[which],
                **words,  # type: ignore[arg-type]
            )
        )

    @rule(which=WHICH, women=st.integers(0, 2), men=st.integers(0, 2), divides=st.booleans())
    def divide(self, which: int, women: int, men: int, divides: bool) -> None:
        parts = (PartWords("serves.women", women, 2), PartWords("serves.men", men, 2)) if divides else ()
        self.do(
            lambda: say_capacity(
                self.session, self.providers[which], self.places[which],
                available=women + men, maximum=MAXIMUM, unit=CapacityUnit.BED, said_by=PROVIDER, parts=parts,
            )
        )  # fmt: skip

    @rule(which=WHICH, step=st.sampled_from((1, -1)), population=st.sampled_from((None, "serves.women")))
    def tap(self, which: int, step: int, population: str | None) -> None:
        provider, place = self.providers[which], self.places[which]
        self.do(
            lambda: step_capacity(
                self.session, provider, place, step, said_by=PROVIDER, population=population
            )
        )

    @rule(which=WHICH, available=st.integers(0, 3))
    def hear(self, which: int, available: int) -> None:
        self.do(
            lambda: hear_capacity(self.session, self.story.olive, self.places[which], available=available)
        )

    @rule(which=WHICH)
    def undo(self, which: int) -> None:
        self.do(lambda: undo_capacity(self.session, self.providers[which], self.places[which]))

    @rule(which=WHICH, who=WHO, need=st.sampled_from((None, 0, 1)), facts=FACTS)
    def hold(self, which: int, who: int, need: int | None, facts: dict[str, tuple[str, ...]]) -> None:
        for_need = None if need is None else self.needs[need]
        self.do(
            lambda: place_hold(
                self.session, self.holders[who], self.places[which], need=for_need, facts=facts
            )
        )

    @rule(number=st.integers(0, 5))
    def give_back(self, number: int) -> None:
        for hold in self.the_holds()[number : number + 1]:
            self.do(partial(release_hold, self.session, self.story.cast.sal_supervisor, hold))

    @rule(number=st.integers(0, 5), reason=st.sampled_from(EndReason))
    def provider_ends(self, number: int, reason: EndReason) -> None:
        for hold in self.the_holds()[number : number + 1]:
            provider = self.provider_of(hold.service_at_location_id)
            self.do(partial(release_as_provider, self.session, provider, hold, reason=reason))

    @rule(which=WHICH, takes=st.booleans())
    def provider_rules(self, which: int, takes: bool) -> None:
        provider, place = self.providers[which], self.places[which]
        self.do(lambda: allow_holds(self.session, provider, place, takes_holds=takes, minutes=10))

    @rule()
    def worker_looks(self) -> None:
        with stopped_at(self.clock):
            self.session.flush()
            lapse_holds(self.store)

    @rule(which=WHICH, need=st.integers(0, 1))
    def refer(self, which: int, need: int) -> None:
        def act() -> None:
            [referral] = self.story.draft(self.places[which], need=self.needs[need])
            self.story.send(referral)

        self.do(act)

    @rule(number=st.integers(0, 3), answer=st.sampled_from(("yes", "full", "no", "withdrawn")))
    def answered(self, number: int, answer: str) -> None:
        asked = self.session.exec(
            select(Referral).where(col(Referral.status).in_(ASKED)).order_by(col(Referral.id))
        ).all()
        for referral in asked[number : number + 1]:
            self.do(partial(self.answer, referral, answer))

    def answer(self, referral: Referral, answer: str) -> None:
        provider = self.provider_of(referral.service_at_location_id)
        match answer:
            case "yes":
                accept_referral(self.session, provider, referral)
            case "full":
                decline_referral(self.session, provider, referral, reason=DeclineReason.NO_CAPACITY)
            case "no":
                decline_referral(self.session, provider, referral, reason=DeclineReason.INELIGIBLE_RESIDENCY)
            case _:
                withdraw_referral(self.session, self.story.olive, referral)

    @invariant()
    def what_is_held_is_what_open_holds_keep(self) -> None:
        open_ones = self.the_holds()
        held = Counter(hold.service_at_location_id for hold in open_ones)
        for row in self.rows(Capacity):
            assert row.held == held[row.service_at_location_id]
            assert row.available >= 0
            assert row.maximum is None or row.available + row.held <= row.maximum
        assert held.keys() <= {row.service_at_location_id for row in self.rows(Capacity)}

    @invariant()
    def the_parts_add_up(self) -> None:
        parts: dict[object, list[CapacityPart]] = {}
        for part in self.rows(CapacityPart):
            assert part.available >= 0
            assert part.held >= 0
            parts.setdefault(part.service_at_location_id, []).append(part)
        for row in self.rows(Capacity):
            if own := parts.get(row.service_at_location_id):
                assert row.available == sum(part.available for part in own)
                assert row.held >= sum(part.held for part in own)

    @invariant()
    def nobody_holds_more_than_three_or_twice_for_one_need(self) -> None:
        open_ones = [hold for hold in self.the_holds() if hold.until > self.clock]
        assert all(number <= 3 for number in Counter(hold.held_by_account_id for hold in open_ones).values())
        twice = Counter((hold.need_id, hold.service_at_location_id) for hold in open_ones if hold.need_id)
        assert all(number == 1 for number in twice.values())

    def provider_of(self, place_id: UUID) -> Actor:
        return self.providers[[place.id for place in self.places].index(place_id)]

    def rows(self, table: Any) -> list[Any]:
        return list(self.session.exec(select(table).execution_options(populate_existing=True)))


def test_what_is_held_always_adds_up(store: RolledBack, session: Session, cast: Cast) -> None:
    story = Story(session, cast)
    hill, hanna = story.another_clinic("Hill Clinic")
    story.agree(cast.clinic_place, hill)
    session.commit()

    class Told(Holds):
        def __init__(self) -> None:
            self.before = session.begin_nested()
            super().__init__()

        def teardown(self) -> None:
            super().teardown()
            self.before.rollback()
            session.expire_all()

    Told.store, Told.session, Told.story = store, session, story
    Told.places, Told.providers = (cast.clinic_place, hill), (cast.pat_provider, hanna)
    run_state_machine_as_test(
        Told,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
