"""An appointment is made, moved, called off; somebody comes or does not."""

from datetime import timedelta

import pytest

from network.clock import now
from network.errors import Conflict, Invalid, NotAllowed
from network.outcomes.operations import (
    book_appointment,
    cancel_appointment,
    keep_appointment,
    miss_appointment,
    move_appointment,
)
from network.outcomes.queries import appointments_of, current_appointment, height_of
from network.referrals.operations import accept_referral, withdraw_referral
from network.tables import Appointment, AppointmentStatus, Evidence, OutcomeStep, ReferralStatus
from tests.network.outcomes.course import Course

A = AppointmentStatus


def statuses(course: Course) -> list[AppointmentStatus]:
    return [one.status for one in appointments_of(course.session, course.referral)]


def keep(course: Course, one: Appointment, **more: Evidence) -> None:
    keep_appointment(course.session, course.pat, course.referral, one, **more)


def miss(course: Course, one: Appointment) -> None:
    miss_appointment(course.session, course.pat, course.referral, one)


def miss_times(course: Course, times: int) -> None:
    for number in range(times):
        with course.at(2 * number):
            one = course.book(1)
        with course.at(2 * number + 1.1):
            miss(course, one)


def test_provider_books_and_the_referral_is_scheduled(course: Course) -> None:
    with course.at(0):
        one = course.book(2, minutes=45, words=" Ask for Dana ")

    assert course.status() is ReferralStatus.SCHEDULED
    assert (one.minutes, one.words, one.made_by_account_id) == (45, "Ask for Dana", course.pat.id)
    reached = height_of(course.session, course.referral)
    assert reached is not None
    assert (reached.step, reached.evidence) == (OutcomeStep.APPOINTMENT_MADE, Evidence.PROVIDER_ATTESTED)


def test_officer_books_what_was_said_on_the_telephone(course: Course) -> None:
    with course.at(0):
        course.book(2, by=course.olive)

    reached = height_of(course.session, course.referral)
    assert reached is not None
    assert reached.evidence is Evidence.OFFICER_OBSERVED


def test_an_appointment_that_came_with_the_yes_counts_the_same(course: Course) -> None:
    place, northside = course.another_clinic("Northside")
    course.agree(place)
    need = course.need_of("treatment.otp")
    with course.at(1):
        course.referral = course.sent(place, need=need)
        accept_referral(course.session, northside, course.referral, appointment_at=now() + timedelta(days=1))

    one = current_appointment(course.session, course.referral)
    assert one is not None
    with course.at(2.1):
        keep_appointment(course.session, northside, course.referral, one)
    assert one.status is A.KEPT


@pytest.mark.parametrize(
    ("days", "more", "field"),
    [
        (-0.1, {}, "at"),
        (900, {}, "at"),
        (1, {"minutes": 0}, "minutes"),
        (1, {"minutes": 1441}, "minutes"),
        (1, {"words": "x" * 1001}, "words"),
    ],
)
def test_a_time_that_cannot_be_is_refused(
    course: Course, days: float, more: dict[str, object], field: str
) -> None:
    with course.at(0), pytest.raises(Invalid) as refused:
        book_appointment(
            course.session,
            course.pat,
            course.referral,
            starts_at=now() + timedelta(days=days),
            **more,  # type: ignore[arg-type]
        )

    assert set(refused.value.problems) == {field}
    assert course.status() is ReferralStatus.ACCEPTED


def test_now_can_be_booked_for_a_warm_handoff(course: Course) -> None:
    with course.at(0):
        course.book(-5 / 24 / 60)

    assert course.status() is ReferralStatus.SCHEDULED


def test_a_double_submit_books_once(course: Course) -> None:
    with course.at(0):
        course.book()
        with pytest.raises(Conflict) as refused:
            course.book()

    assert "already" in str(refused.value)
    assert statuses(course) == [A.BOOKED]


def test_moved_keeps_its_history(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
        later = move_appointment(
            course.session, course.olive, course.referral, one, starts_at=now() + timedelta(days=3)
        )
        with pytest.raises(Conflict) as refused:
            move_appointment(
                course.session, course.pat, course.referral, one, starts_at=now() + timedelta(days=4)
            )

    assert "moved meanwhile" in str(refused.value)
    assert statuses(course) == [A.MOVED, A.BOOKED]
    assert current_appointment(course.session, course.referral) == later
    assert course.entries == [("rescheduled", 0)]


def test_moving_to_the_same_time_changes_nothing(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
        with pytest.raises(Conflict):
            move_appointment(course.session, course.pat, course.referral, one, starts_at=one.starts_at)

    assert statuses(course) == [A.BOOKED]


def test_called_off_the_referral_is_accepted_again(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
        cancel_appointment(course.session, course.pat, course.referral, one)
        assert course.status() is ReferralStatus.ACCEPTED
        with pytest.raises(Conflict) as refused:
            cancel_appointment(course.session, course.pat, course.referral, one)
        course.book(4)

    assert "called off" in str(refused.value)
    assert statuses(course) == [A.CANCELLED, A.BOOKED]


def test_they_came(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
    with course.at(2.1):
        keep(course, one)

    assert course.entries == [("arrived_screened", 2)]
    assert course.status() is ReferralStatus.SCHEDULED  # seen is not helped yet
    assert "appointment.kept" in course.happened


def test_they_did_not_come_and_get_another(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
    with course.at(2.1):
        miss(course, one)
        assert course.status() is ReferralStatus.MISSED_APPT
        assert course.entries == [("no_show", 2)]
        course.book(2)

    assert course.status() is ReferralStatus.SCHEDULED


def test_nobody_is_said_to_have_missed_what_is_still_to_come(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
        with pytest.raises(Conflict):
            miss(course, one)
        with pytest.raises(Conflict):
            keep(course, one)


def test_whoever_comes_early_on_the_day_has_come(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
    with course.at(1.9):
        keep(course, one)

    assert one.status is A.KEPT


def test_a_wrong_tap_is_turned_round(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
    with course.at(2.1):
        miss(course, one)
        keep(course, one)
        assert course.status() is ReferralStatus.SCHEDULED
        assert course.entries == [("arrived_screened", 2)]
        miss(course, one)

    assert course.status() is ReferralStatus.MISSED_APPT
    assert course.entries == [("no_show", 2)]


def test_a_second_tap_says_that_it_was_said(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
    with course.at(2.1):
        miss(course, one)
        with pytest.raises(Conflict) as refused:
            miss_appointment(course.session, course.olive, course.referral, one)

    assert "already said that this appointment was missed" in str(refused.value)


def test_an_old_appointment_is_not_turned_round_after_the_next(course: Course) -> None:
    with course.at(0):
        one = course.book(1)
    with course.at(1.1):
        miss(course, one)
        course.book(2)
        with pytest.raises(Conflict) as refused:
            keep(course, one)

    assert "another appointment since" in str(refused.value)


def test_after_three_missed_a_coordinator_decides(course: Course) -> None:
    miss_times(course, 3)
    with course.at(9):
        for somebody in (course.pat, course.olive):
            with pytest.raises(Conflict) as refused:
                course.book(by=somebody)
        assert "3 appointments were missed" in str(refused.value)
        course.book(by=course.cast.cody_coordinator)

    assert course.status() is ReferralStatus.SCHEDULED


def test_the_network_chooses_after_how_many(course: Course) -> None:
    miss_times(course, 1)
    with course.at(9), pytest.raises(Conflict):
        course.book(most_missed=1)


def test_first_service_on_the_day_keeps_the_appointment(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
    course.service(2)

    assert course.status() is ReferralStatus.LINKED
    course.session.refresh(one)
    assert one.status is A.KEPT


def test_who_is_linked_can_have_further_appointments(course: Course) -> None:
    course.service(0)
    with course.at(1):
        one = course.book(2)
        moved = move_appointment(
            course.session, course.pat, course.referral, one, starts_at=now() + timedelta(days=3)
        )
    with course.at(4.1):
        miss(course, moved)
        other = course.book(2)
        cancel_appointment(course.session, course.pat, course.referral, other)

    assert course.status() is ReferralStatus.LINKED
    assert (
        course.happened[-5:]
        == [
            "outcome.recorded",
            "appointment.moved",
            "outcome.recorded",
            "appointment.missed",
            "appointment.booked",
            "appointment.cancelled",
        ][-5:]
    )


def test_nothing_is_booked_before_a_yes_or_after_the_end(course: Course) -> None:
    with course.at(0):
        withdraw_referral(course.session, course.olive, course.referral)
        with pytest.raises(Conflict) as refused:
            course.book()

    assert "has ended" in str(refused.value)


def test_an_outsider_books_nothing(course: Course) -> None:
    with course.at(0):
        with pytest.raises(NotAllowed):
            course.book(by=course.cast.olga_outsider)
        one = course.book()
        for act in (keep_appointment, miss_appointment, cancel_appointment):
            with pytest.raises(NotAllowed):
                act(course.session, course.cast.priya_privacy, course.referral, one)
