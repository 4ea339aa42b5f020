"""Whatever people do in whatever order, with time passing: what the table promises always holds."""

from collections import Counter
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from network.actors import SYSTEM, Actor
from network.clock import now, stopped_at
from network.errors import NetworkError
from network.referrals.firing import fire_timer
from network.referrals.operations import (
    accept_referral,
    confirm_release,
    make_move,
    send_referral,
    withdraw_consent,
)
from network.rules.moves import AGREED, ENDED, IN_CARE, MOVES, UNSENT
from network.rules.reasons import reasons_for
from network.rules.timers import waits_as
from network.tables import (
    Candidacy,
    Consent,
    ConsentStatus,
    Event,
    Referral,
    Timer,
    TimerKind,
    Trying,
    Urgency,
)
from tests.cast import Cast
from tests.network.referrals.story import Story

ALLOWED = {(source.value, move.event, move.target.value) for move in MOVES for source in move.sources}
TWICE = {TimerKind.CHECK_IN: 3}
WORDS = "Because it was said so on the telephone."
K = TimerKind
EXPECTED: dict[str, set[TimerKind]] = {
    "": set(),
    "answer": {K.NUDGE, K.ESCALATE, K.EXPIRE, K.CLOCK_BURNS},
    "reply": {K.NUDGE, K.ESCALATE, K.EXPIRE, K.CLOCK_BURNS},
    "appointment": {K.APPOINTMENT_NEEDED, K.APPOINTMENT_LATE, K.CLOCK_BURNS},
    "scheduled": {K.APPOINTMENT_REMINDER, K.OUTCOME_PROMPT, K.UNKNOWN},
    "waitlisted": {K.WAITLIST_CONFIRM, K.ESCALATE, K.EXPIRE, K.CLOCK_BURNS},
    "linked": {K.CHECK_IN, K.UNKNOWN},
    "engaged": {K.CHECK_IN, K.UNKNOWN},
}


class AnySequence(RuleBasedStateMachine):
    """Two candidates for one need and a third referral of another, moved at random by everybody."""

    def __init__(self, session: Session, cast: Cast, trying: Trying) -> None:
        super().__init__()
        self.session, self.cast = session, cast
        self.undoing = session.begin_nested()
        self.time = ExitStack()
        self.at: datetime = now()
        self.pass_time(0)
        self.story = story = Story(session, cast, urgency=Urgency.URGENT)
        story.case(9)
        self.hill, hanna = story.another_clinic("Hill Clinic")
        cast.capacity(cast.clinic_place, 1)
        cast.capacity(self.hill, 1)
        story.agree(cast.clinic_place, self.hill)
        self.referrals = [
            *story.draft(cast.clinic_place, self.hill, trying=trying),
            *story.draft(need=story.need_of("housing.shelter")),
        ]
        self.people: list[Actor] = [
            story.olive, cast.cody_coordinator, cast.sal_supervisor, story.pat, hanna, SYSTEM,
        ]  # fmt: skip

    def pass_time(self, hours: float) -> None:
        self.at += timedelta(hours=hours)
        self.time.close()
        self.time.enter_context(stopped_at(self.at))

    def tried(self, act: Any) -> None:
        """Do it, or nothing of it."""
        undo = self.session.begin_nested()
        try:
            act()
        except NetworkError:
            undo.rollback()
        else:
            undo.commit()

    @rule(which=st.integers(0, 2))
    def somebody_sends(self, which: int) -> None:
        self.tried(
            lambda: send_referral(self.session, self.story.olive, self.referrals[which], acknowledged=True)
        )

    @rule(which=st.integers(0, 2), who=st.integers(3, 4), days=st.none() | st.integers(1, 5))
    def a_provider_accepts(self, which: int, who: int, days: int | None) -> None:
        at = None if days is None else now() + timedelta(days=days)
        self.tried(
            lambda: accept_referral(self.session, self.people[who], self.referrals[which], appointment_at=at)
        )

    @rule(
        which=st.integers(0, 2),
        who=st.integers(0, 5),
        move=st.sampled_from(MOVES),
        reason=st.integers(0, 40),
        override=st.booleans(),
    )
    def anybody_moves(self, which: int, who: int, move: Any, reason: int, override: bool) -> None:
        reasons = [one.code for one in reasons_for(move)] if move.needs_reason else []
        if move.name in ("send", "ask_consent"):
            return
        self.tried(
            lambda: make_move(
                self.session,
                self.people[who],
                self.referrals[which],
                move,
                reason=reasons[reason % len(reasons)] if reasons else None,
                words=WORDS,
                override=override,
            )  # fmt: skip
        )

    @rule(which=st.integers(0, 2))
    def a_coordinator_confirms(self, which: int) -> None:
        self.tried(lambda: confirm_release(self.session, self.cast.cody_coordinator, self.referrals[which]))

    @rule(hours=st.sampled_from([0.2, 1, 5, 30, 200, 1000]))
    def time_passes(self, hours: float) -> None:
        self.pass_time(hours)
        due = self.session.exec(
            select(Timer.id).where(col(Timer.settled_at).is_(None), Timer.due_at <= now())
        ).all()
        for timer_id in due:
            fire_timer(self.session, timer_id)

    @rule()
    def rosa_takes_everything_back(self) -> None:
        for consent in self.session.exec(select(Consent).where(Consent.status == ConsentStatus.SIGNED)):
            withdraw_consent(self.session, self.story.olive, consent)

    @rule()
    def rosa_agrees_again(self) -> None:
        self.story.agree(self.cast.clinic_place, self.hill)

    @invariant()
    def every_status_came_along_the_table(self) -> None:
        for referral in self.referrals:
            self.session.refresh(referral)
            status = "draft"
            for event in self.moves_of(referral):
                assert event.facts["from"] == status
                assert (status, event.kind, event.facts["to"]) in ALLOWED
                status = str(event.facts["to"])
            assert referral.status == status

    def moves_of(self, referral: Referral) -> list[Event]:
        return [event for event in self.story.rows(referral) if "from" in event.facts]

    @invariant()
    def no_place_is_given_twice(self) -> None:
        free = self.story.free(self.cast.clinic_place)
        taken = [referral for referral in self.referrals if referral.takes_place]
        assert 0 <= free <= 10
        assert all(referral.status in AGREED for referral in taken)

    @invariant()
    def one_winner_per_candidacy(self) -> None:
        agreed = [r.id for r in self.referrals[:2] if r.status in AGREED | IN_CARE]
        query = select(Candidacy.won_by_id).where(Candidacy.id == self.referrals[0].candidacy_id)
        winner = self.session.exec(query).one()
        assert len(agreed) <= 1
        assert not agreed or agreed == [winner]

    @invariant()
    def one_open_set_of_timers_per_status(self) -> None:
        for referral in self.referrals:
            kinds = Counter(timer.kind for timer in self.story.timers(referral))
            assert set(kinds) <= EXPECTED[waits_as(referral.status)]
            assert all(count <= TWICE.get(kind, 1) for kind, count in kinds.items())
            if referral.status in ENDED | UNSENT:
                assert referral.answer_by is None

    @invariant()
    def nothing_was_sent_without_a_grant(self) -> None:
        for referral in self.referrals:
            if referral.status not in UNSENT | ENDED:
                assert referral.sent_at
                assert referral.grant_id

    def teardown(self) -> None:
        self.time.close()
        self.undoing.rollback()
        self.session.expire_all()


@pytest.mark.parametrize("trying", Trying)
def test_any_sequence_of_moves_keeps_what_the_table_promises(
    session: Session, cast: Cast, trying: Trying
) -> None:
    run_state_machine_as_test(
        lambda: AnySequence(session, cast, trying),  # type: ignore[arg-type]
        settings=settings(
            max_examples=5,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
