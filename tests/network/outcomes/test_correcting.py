"""A wrong entry is corrected by another one; both stay, and the status follows."""

from datetime import timedelta

import pytest

from network.errors import Conflict, Invalid, NotAllowed
from network.outcomes.operations import correct_outcome, take_back_outcome
from network.outcomes.queries import outcomes_of, standing_outcomes
from network.referrals.operations import withdraw_consent
from network.tables import Evidence, Outcome, OutcomeStep, ReferralStatus
from tests.network.outcomes.course import DAY, Course

S = OutcomeStep


def entry_of(course: Course, step: S, day: int) -> Outcome:
    return next(
        entry
        for entry in standing_outcomes(course.session, course.referral)
        if entry.step is step and (entry.happened_on - DAY).days == day
    )


def take_back(course: Course, entry: Outcome) -> None:
    take_back_outcome(course.session, course.pat, course.referral, entry)


def test_a_first_service_that_was_none_takes_the_link_back(course: Course) -> None:
    entry = course.service(0)
    take_back(course, entry)

    assert course.status() is ReferralStatus.ACCEPTED
    assert course.entries == []
    assert len(outcomes_of(course.session, course.referral)) == 2  # nothing is ever removed
    assert course.happened[-2:] == ["outcome.corrected", "referral.unlinked"]


def test_without_its_third_service_nobody_is_engaged(course: Course) -> None:
    third = course.service(0, 5, 10)
    assert course.status() is ReferralStatus.ENGAGED
    take_back(course, third)

    assert course.status() is ReferralStatus.LINKED
    assert course.entries == [("initiated", 0), ("initiated", 5)]


def test_without_the_first_service_the_others_count_from_the_second(course: Course) -> None:
    course.service(0, 5, 10, 38)
    assert ("engaged", 10) in course.entries
    take_back(course, entry_of(course, S.INITIATED, 0))

    assert course.status() is ReferralStatus.ENGAGED
    assert ("engaged", 38) in course.entries
    assert ("engaged", 10) not in course.entries


def test_a_completion_by_mistake_brings_the_person_back_into_care(course: Course) -> None:
    course.service(0, 5, 10)
    with course.at(11):
        wrong = course.say(S.COMPLETED_SERVICE, 11)
        assert course.status() is ReferralStatus.COMPLETED
        take_back(course, wrong)

    assert course.status() is ReferralStatus.ENGAGED


def test_another_day_is_said_by_a_new_entry(course: Course) -> None:
    with course.at(6):
        entry = course.say(S.INITIATED, 5)
        corrected = correct_outcome(
            course.session,
            course.pat,
            course.referral,
            entry,
            happened_on=DAY + timedelta(days=4),
            evidence=Evidence.DOCUMENT_OR_FEED,
        )

    assert course.entries == [("initiated", 4)]
    assert corrected.corrects_id == entry.id
    assert course.status() is ReferralStatus.LINKED


def test_a_correction_is_checked_like_an_entry(course: Course) -> None:
    entry = course.service(0)

    with course.at(0), pytest.raises(Invalid) as refused:
        correct_outcome(
            course.session,
            course.pat,
            course.referral,
            entry,
            happened_on=DAY + timedelta(days=1),
            evidence=Evidence.PROVIDER_ATTESTED,
            detail="bed_tonight",
        )
    assert set(refused.value.problems) == {"happened_on", "detail"}


def test_nobody_corrects_what_another_agency_said(course: Course) -> None:
    entry = course.service(0)

    with pytest.raises(NotAllowed):
        take_back_outcome(course.session, course.olive, course.referral, entry)
    with pytest.raises(NotAllowed):
        take_back_outcome(course.session, course.cast.olga_outsider, course.referral, entry)


def test_what_follows_from_services_is_not_corrected_by_hand(course: Course) -> None:
    course.service(0, 5, 10)

    with pytest.raises(NotAllowed) as refused:
        take_back(course, entry_of(course, S.ENGAGED, 10))
    assert "follows from the services" in str(refused.value)


def test_two_people_correct_the_same_and_the_second_is_told(course: Course) -> None:
    entry = course.service(0)
    take_back(course, entry)

    with pytest.raises(Conflict) as refused:
        take_back(course, entry)
    assert "corrected this meanwhile" in str(refused.value)


def test_with_the_consent_gone_nothing_more_is_written(course: Course) -> None:
    entry = course.service(0)
    with course.at(1):
        for consent in {grant.consent_id for grant in course.grants()}:
            withdraw_consent(course.session, course.olive, course.consent(consent))
        assert course.status() is ReferralStatus.CONSENT_REVOKED
        with pytest.raises(Conflict):
            take_back(course, entry)
