"""Reminders, somebody who can help, and an end, each at its time and once."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import Session, col, select

from network.clock import now, stopped_at
from network.referrals.firing import fire_due, fire_timer
from network.referrals.operations import (
    accept_referral,
    ask_sender,
    decline_referral,
    make_move,
    reply_to_receiver,
    review_referral,
    view_referral,
    waitlist_referral,
)
from network.rules.moves import COMPLETE, ENGAGE, LINK, MISS, SCHEDULE
from network.rules.reasons import DeclineReason
from network.tables import (
    Appointment,
    Event,
    Frequency,
    Referral,
    ReferralStatus,
    Schedule,
    Timer,
    TimerKind,
    Urgency,
)
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.referrals.story import Story

S, K = ReferralStatus, TimerKind
MONDAY = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # ten o'clock in the clinic, which is in California
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def told(session: Session, cast: Cast) -> Iterator[Story]:
    """The story on a Monday at ten."""
    with stopped_at(MONDAY):
        yield Story(session, cast)


def urgent(story: Story, urgency: Urgency) -> Referral:
    return story.sent(need=story.need_of("treatment.otp", urgency=urgency))


def due(story: Story, referral: Referral) -> dict[TimerKind, timedelta]:
    return {timer.kind: timer.due_at - MONDAY for timer in story.timers(referral)}


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [
        (Urgency.EMERGENT, {K.NUDGE: HOUR / 6, K.ESCALATE: HOUR / 2, K.EXPIRE: 2 * HOUR}),
        (Urgency.URGENT, {K.NUDGE: 4 * HOUR, K.ESCALATE: DAY, K.EXPIRE: 3 * DAY}),
        (Urgency.ROUTINE, {K.NUDGE: DAY, K.ESCALATE: 2 * DAY, K.EXPIRE: 14 * DAY}),
    ],
)
def test_how_long_an_answer_may_take(
    told: Story, urgency: Urgency, expected: dict[TimerKind, timedelta]
) -> None:
    referral = urgent(told, urgency)

    assert due(told, referral) == expected
    assert referral.answer_by == MONDAY + expected[K.EXPIRE]


def test_the_receivers_hours_count_not_the_senders(told: Story) -> None:
    told.keep(
        Schedule(
            service_at_location_id=told.cast.clinic_place.id,
            freq=Frequency.WEEKLY, byday="TU,TH", opens_at=time(9), closes_at=time(12),
        )
    )  # fmt: skip

    referral = urgent(told, Urgency.URGENT)

    tuesday = datetime(2026, 11, 24, 17, tzinfo=UTC)  # nine in California
    assert MONDAY + due(told, referral)[K.NUDGE] == tuesday + 2 * DAY + HOUR  # 3 h on Tuesday, 1 on Thursday
    assert MONDAY + due(told, referral)[K.ESCALATE] == tuesday + 2 * DAY


def test_opening_and_taking_it_on_does_not_begin_the_time_anew_but_a_reply_does(told: Story) -> None:
    referral = told.sent()
    before = due(told, referral)
    with told.later(hours=2):
        view_referral(told.session, told.pat, referral)
        review_referral(told.session, told.pat, referral)
        assert due(told, referral) == before
        ask_sender(told.session, told.pat, referral, "Since when?")
    with told.later(hours=5):
        reply_to_receiver(told.session, told.olive, referral, "Since May.")

    assert due(told, referral)[K.EXPIRE] == 14 * DAY + 5 * HOUR


def test_every_stretch_has_its_own_timers(told: Story) -> None:
    referral = told.sent()
    waitlist_referral(told.session, told.pat, referral)
    assert due(told, referral) == {K.WAITLIST_CONFIRM: 7 * DAY, K.ESCALATE: 14 * DAY, K.EXPIRE: 60 * DAY}
    accept_referral(told.session, told.pat, referral)
    assert due(told, referral) == {K.APPOINTMENT_NEEDED: 3 * DAY, K.APPOINTMENT_LATE: 7 * DAY}
    assert referral.answer_by is None
    told.keep(
        Appointment(referral_id=referral.id, starts_at=MONDAY + 3 * DAY, status_since=now(), made_at=now())
    )
    make_move(told.session, told.pat, referral, SCHEDULE)
    assert due(told, referral) == {
        K.APPOINTMENT_REMINDER: 2 * DAY, K.OUTCOME_PROMPT: 4 * DAY, K.UNKNOWN: 8 * DAY,  # over the weekend
    }  # fmt: skip
    make_move(told.session, told.pat, referral, MISS)
    assert due(told, referral) == {K.APPOINTMENT_NEEDED: 3 * DAY, K.APPOINTMENT_LATE: 7 * DAY}
    make_move(told.session, told.pat, referral, LINK)
    assert [timer.due_at - MONDAY for timer in told.timers(referral)] == [
        14 * DAY, 34 * DAY, 64 * DAY, 90 * DAY,
    ]  # fmt: skip
    make_move(told.session, told.pat, referral, ENGAGE)
    assert [timer.kind for timer in told.timers(referral)] == [K.CHECK_IN, K.CHECK_IN, K.UNKNOWN]
    make_move(told.session, told.pat, referral, COMPLETE)
    assert told.timers(referral) == []


def test_silence_is_reminded_of_then_somebody_hears_of_it_then_it_ends(
    store: RolledBack, told: Story
) -> None:
    referral = urgent(told, Urgency.EMERGENT)
    told.session.commit()

    for minutes in (9, 10, 20, 30, 60, 120, 121):
        with told.later(minutes=minutes):
            fire_due(store)
            fire_due(store)

    told.session.refresh(referral)
    assert told.events(referral) == ["prepared", "sent", "nudged", "escalated", "expired_no_response"]
    assert referral.reason == "expired_no_response"
    assert told.timers(referral) == []


def test_an_answer_settles_what_was_due(store: RolledBack, told: Story) -> None:
    referral = told.sent()
    decline_referral(told.session, told.pat, referral, reason=DeclineReason.NO_CAPACITY)
    told.session.commit()

    with told.later(days=60):
        assert fire_due(store) == {}


def test_a_worker_that_was_away_reminds_before_it_ends_anything(store: RolledBack, told: Story) -> None:
    referral = urgent(told, Urgency.EMERGENT)
    told.session.commit()

    with told.later(hours=8):
        assert fire_due(store) == {"nudge": 1}
        told.session.expire_all()
        left = [timer.due_at - now() for timer in told.timers(referral)]

    assert left == [timedelta(minutes=20), timedelta(minutes=110)]
    assert referral.answer_by == MONDAY + 8 * HOUR + timedelta(minutes=110)


def test_a_waitlist_is_confirmed_every_week_until_it_ends(store: RolledBack, told: Story) -> None:
    referral = told.sent()
    waitlist_referral(told.session, told.pat, referral)
    told.session.commit()

    for day in range(62):
        with told.later(days=day):
            fire_due(store)

    told.session.refresh(referral)
    events = told.events(referral)
    assert events.count("waitlist_confirm_due") == 8
    assert events.count("escalated") == 1
    assert referral.status is S.EXPIRED_NO_RESPONSE


def test_an_appointment_nobody_speaks_of_ends_as_not_known(store: RolledBack, told: Story) -> None:
    referral = told.sent()
    accept_referral(told.session, told.pat, referral, appointment_at=MONDAY + 3 * DAY)
    told.session.commit()

    for day in range(2, 10):
        with told.later(days=day):
            fire_due(store)

    told.session.refresh(referral)
    assert told.events(referral)[-3:] == ["appointment_near", "outcome_asked", "outcome_unknown"]


def test_a_slow_answer_that_burns_the_diversion_clock_is_told_before_it_does(
    store: RolledBack, told: Story
) -> None:
    case = told.case(10)
    assert case.intake_by is not None
    referral = told.sent()
    told.session.commit()
    burns = due(told, referral)[K.CLOCK_BURNS]

    assert burns == 7 * DAY
    with stopped_at(MONDAY + burns):
        fire_due(store)
    assert "clock_burns" in told.events(referral)
    assert MONDAY + burns < case.intake_by


@pytest.mark.parametrize(("days", "burns_after"), [(2, 1), (4, 2), (6, 3), (30, 27)])
def test_the_shorter_the_clock_the_sooner_somebody_hears(told: Story, days: int, burns_after: int) -> None:
    told.case(days)

    assert due(told, told.sent())[K.CLOCK_BURNS] == burns_after * DAY


def test_a_clock_that_is_over_or_met_burns_nothing(store: RolledBack, told: Story) -> None:
    case = told.case(10)
    referral = told.sent()
    case.intake_done_at = now()
    told.keep(case)
    told.session.commit()

    with told.later(days=7):
        fire_due(store)

    assert "clock_burns" not in told.events(referral)


def test_the_diversion_clock_warns_seven_three_and_one_day_before_and_tells_its_end(
    store: RolledBack, told: Story
) -> None:
    case = told.case(14)
    told.session.commit()

    for day in range(16):
        with told.later(days=day):
            fire_due(store)

    rows = told.session.exec(select(Event).where(Event.subject_id == case.id).order_by(Event.id)).all()  # type: ignore[arg-type]
    assert [(row.kind, row.facts["days"], row.facts["escalate"]) for row in rows] == [
        ("case.clock_warned", 7, 0),
        ("case.clock_warned", 3, 1),
        ("case.clock_warned", 1, 1),
        ("case.clock_ended", 0, 1),
    ]


def test_a_clock_that_is_moved_warns_of_its_new_end(store: RolledBack, told: Story) -> None:
    case = told.case(4)
    told.session.commit()
    fire_due(store)
    case.intake_by = MONDAY + 20 * DAY
    told.keep(case)
    told.session.commit()
    fire_due(store)

    waiting = told.session.exec(
        select(Timer.due_at).where(Timer.case_id == case.id, col(Timer.settled_at).is_(None))
    ).all()
    assert sorted(moment - MONDAY for moment in waiting) == [13 * DAY, 17 * DAY, 19 * DAY, 20 * DAY]


def test_a_clock_that_is_moved_and_moved_back_warns_of_its_old_end(store: RolledBack, told: Story) -> None:
    case = told.case(4)
    told.session.commit()
    fire_due(store)
    for days in (20, 4):
        case.intake_by = MONDAY + days * DAY
        told.keep(case)
        told.session.commit()
        fire_due(store)

    waiting = told.session.exec(
        select(Timer.due_at).where(Timer.case_id == case.id, col(Timer.settled_at).is_(None))
    ).all()
    assert sorted(moment - MONDAY for moment in waiting) == [1 * DAY, 3 * DAY, 4 * DAY]


def test_a_closed_case_warns_nobody(store: RolledBack, told: Story) -> None:
    case = told.case(8)
    told.session.commit()
    fire_due(store)
    case.closed_at = now()
    told.keep(case)
    told.session.commit()

    with told.later(days=9):
        assert fire_due(store) == {}


def test_a_timer_is_fired_once(told: Story) -> None:
    referral = urgent(told, Urgency.EMERGENT)
    [nudge, *_] = told.timers(referral)

    with told.later(minutes=11):
        assert fire_timer(told.session, nudge.id) is K.NUDGE
        assert fire_timer(told.session, nudge.id) is None

    assert told.events(referral).count("nudged") == 1


def test_one_timer_that_fails_does_not_keep_the_others_waiting(
    store: RolledBack, told: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = urgent(told, Urgency.EMERGENT), urgent(told, Urgency.EMERGENT)
    [broken, *_] = told.timers(first)
    told.session.commit()

    def fail(session: Session, timer_id: object) -> object:
        if timer_id == broken.id:
            raise RuntimeError
        return fire_timer(session, timer_id)  # type: ignore[arg-type]

    monkeypatch.setattr("network.referrals.firing.fire_timer", fail)
    with told.later(minutes=11):
        assert fire_due(store) == {"failed": 1, "nudge": 1}

    assert told.events(second)[-1] == "nudged"
