"""Whatever people write down, in whatever order, never contradicts where the referral stands."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from network.clock import now
from network.errors import NetworkError
from network.outcomes.operations import (
    cancel_appointment,
    correct_outcome,
    keep_appointment,
    miss_appointment,
    move_appointment,
    take_back_outcome,
)
from network.outcomes.queries import (
    appointments_of,
    current_appointment,
    height_of,
    outcomes_of,
    standing_outcomes,
)
from network.referrals.queries import sides_of
from network.rules.moves import AGREED, IN_CARE
from network.rules.outcomes import ENDING, continuing_on, engaged_on, evidence_open_to, rung, service_days
from network.tables import Appointment, AppointmentStatus, OutcomeStep, ReferralStatus
from tests.network.outcomes.course import DAY, Course

A, S, R = AppointmentStatus, OutcomeStep, ReferralStatus
LEAST_HEIGHT = {
    R.SCHEDULED: S.APPOINTMENT_MADE,
    R.MISSED_APPT: S.APPOINTMENT_MADE,
    R.LINKED: S.INITIATED,
    R.ENGAGED: S.ENGAGED,
    R.COMPLETED: S.INITIATED,
}


class Days:
    """One course, in which anybody does anything; what is refused is refused whole."""

    def __init__(self, course: Course, seed: int) -> None:
        self.course, self.random, self.day = course, Random(seed), 0.1
        cast = course.cast
        self.people = (course.pat, course.pat, course.olive, cast.cody_coordinator, cast.olga_outsider)

    def pass_on(self) -> str:
        """Something happens, or is refused."""
        course, chance = self.course, self.random
        self.day += chance.choice((0, 0, 0.2, 1, 5, 16))
        act = chance.choice(
            (self.say, self.say, self.say, self.book, self.appoint, self.appoint, self.correct)
        )
        with course.at(self.day), suppress(NetworkError), course.session.begin_nested():
            act()
        course.session.expire_all()
        return act.__name__

    def say(self) -> None:
        chance, who = self.random, self.random.choice(self.people)
        sides = sides_of(self.course.session, who, self.course.referral)
        evidence = chance.choice(evidence_open_to(sides) or (None,))
        step = chance.choice((*S, S.INITIATED, S.INITIATED, S.INITIATED))
        self.course.say(step, int(self.day) - chance.choice((0, 0, 1, 3)), by=who, evidence=evidence)

    def book(self) -> None:
        self.course.book(self.random.choice((0.1, 1, 5)), by=self.random.choice(self.people))

    def appoint(self) -> None:
        appointments = appointments_of(self.course.session, self.course.referral)
        if not appointments:
            return
        one, who = self.random.choice((*appointments, appointments[-1])), self.random.choice(self.people)
        acts: tuple[Callable[[Appointment], object], ...] = (
            lambda it: keep_appointment(self.course.session, who, self.course.referral, it),
            lambda it: miss_appointment(self.course.session, who, self.course.referral, it),
            lambda it: cancel_appointment(self.course.session, who, self.course.referral, it),
            lambda it: move_appointment(
                self.course.session, who, self.course.referral, it, starts_at=now() + timedelta(days=1)
            ),
        )
        self.random.choice(acts)(one)

    def correct(self) -> None:
        entries = outcomes_of(self.course.session, self.course.referral)
        if not entries:
            return
        one, who = self.random.choice(entries), self.random.choice(self.people)
        if self.random.random() < 0.5:
            take_back_outcome(self.course.session, who, self.course.referral, one)
            return
        correct_outcome(
            self.course.session,
            who,
            self.course.referral,
            one,
            happened_on=DAY + timedelta(days=int(self.day) - self.random.choice((0, 2, 9))),
            evidence=one.evidence,
        )


def require_agreement(course: Course) -> None:
    """What must hold after everything."""
    session, referral = course.session, course.referral
    status = course.status()
    entries = standing_outcomes(session, referral)
    steps = {entry.step for entry in entries}
    days = service_days(entries)
    appointments = appointments_of(session, referral)
    booked = [one for one in appointments if one.status is A.BOOKED]
    current = current_appointment(session, referral)
    reached = height_of(session, referral)

    assert len(booked) <= 1
    assert bool(days) == (status not in AGREED) or status is R.LOST_CONTACT
    assert (S.ENGAGED in steps) == (status is R.ENGAGED) or status in {R.COMPLETED, R.LOST_CONTACT}
    assert status is not R.COMPLETED or steps & ENDING
    assert status not in IN_CARE or not steps & ENDING
    assert status is not R.SCHEDULED or (current and current.status in {A.BOOKED, A.KEPT})
    assert status is not R.MISSED_APPT or (current and current.status is A.MISSED)
    assert status is not R.ACCEPTED or not booked
    assert engaged_on(days) is None or S.ENGAGED in steps
    assert continuing_on(days) is None or S.CONTINUING in steps
    if status in LEAST_HEIGHT:
        least = rung(LEAST_HEIGHT[status])
        assert reached is not None
        assert least is not None
        assert (rung(reached.step) or 0) >= least


@pytest.mark.parametrize("seed", range(12))
def test_the_ladder_never_contradicts_the_status(course: Course, seed: int) -> None:
    days = Days(course, seed)
    met = set()
    for _ in range(60):
        act = days.pass_on()
        met.add(course.status())
        try:
            require_agreement(course)
        except AssertionError as wrong:
            raise AssertionError(f"after {act} of seed {seed} on day {days.day}: {course.entries}") from wrong

    assert len(met) > 1
