"""What a referral that waits costs of a diversion clock that is moved, met or taken away meanwhile."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from network.clock import stopped_at
from network.people.operations.cases import change_case, close_case, record_intake
from network.referrals.firing import fire_due
from network.tables import CaseEnding, Referral, TimerKind
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.referrals.story import Story

K = TimerKind
MONDAY = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # ten o'clock in the clinic, which is in California
DAY = timedelta(days=1)


@pytest.fixture
def told(session: Session, cast: Cast) -> Iterator[Story]:
    """The story on a Monday at ten."""
    with stopped_at(MONDAY):
        yield Story(session, cast)


def burns(story: Story, referral: Referral) -> list[timedelta]:
    return [timer.due_at - MONDAY for timer in story.timers(referral) if timer.kind is K.CLOCK_BURNS]


@pytest.mark.parametrize(("days", "burns_after"), [(20, 17), (4, 2), (None, None)])
def test_a_clock_that_is_moved_burns_before_its_new_end(
    store: RolledBack, told: Story, days: int | None, burns_after: int | None
) -> None:
    case = told.case(10)
    referral = told.sent()
    told.session.commit()
    fire_due(store)
    assert burns(told, referral) == [7 * DAY]

    change_case(told.session, told.olive, case, reference="", intake_by=MONDAY + days * DAY if days else None)
    told.session.commit()
    fire_due(store)
    assert fire_due(store) == {}

    told.session.expire_all()
    assert burns(told, referral) == ([burns_after * DAY] if burns_after else [])
    assert K.EXPIRE in {timer.kind for timer in told.timers(referral)}


def test_a_clock_that_is_taken_away_and_given_back_burns_again(store: RolledBack, told: Story) -> None:
    case = told.case(10)
    referral = told.sent()
    told.session.commit()
    fire_due(store)
    for intake_by in (None, MONDAY + 10 * DAY):
        change_case(told.session, told.olive, case, reference="", intake_by=intake_by)
        told.session.commit()
        fire_due(store)

    assert burns(told, referral) == [7 * DAY]


def test_a_clock_that_begins_after_a_referral_was_sent_burns_too(store: RolledBack, told: Story) -> None:
    case = told.case(10)
    case.intake_by = None
    told.keep(case)
    referral = told.sent()
    told.session.commit()
    assert burns(told, referral) == []

    change_case(told.session, told.olive, case, reference="", intake_by=MONDAY + 10 * DAY)
    told.session.commit()
    fire_due(store)

    assert burns(told, referral) == [7 * DAY]


def test_a_wait_keeps_its_time_when_its_clock_is_wound_late(store: RolledBack, told: Story) -> None:
    told.case(4)
    referral = told.sent()
    told.session.commit()
    with told.later(days=1):
        fire_due(store)

    assert burns(told, referral) == [2 * DAY]


@pytest.mark.parametrize("ends", ["intake", "closed"])
def test_a_clock_that_is_met_or_whose_case_is_closed_is_waited_for_no_more(
    store: RolledBack, told: Story, ends: str
) -> None:
    case = told.case(10)
    referral = told.sent()
    told.session.commit()
    fire_due(store)
    if ends == "intake":
        record_intake(told.session, told.olive, case)
    else:
        close_case(told.session, told.olive, case, ending=CaseEnding.COMPLETED)
    told.session.commit()
    fire_due(store)

    assert burns(told, referral) == []
    assert K.EXPIRE in {timer.kind for timer in told.timers(referral)}
