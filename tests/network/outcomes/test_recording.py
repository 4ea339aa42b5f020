"""Somebody writes down what came of a referral."""

from datetime import timedelta

import pytest
from sqlmodel import select

from network.actors import Actor, ActorKind
from network.errors import Conflict, Invalid, NotAllowed
from network.outcomes.queries import height_of, outcomes_of, standing_outcomes
from network.referrals.operations import complete_referral, lose_contact, prepare_referrals, send_referral
from network.rules.outcomes import Height
from network.tables import Event, Evidence, OutcomeStep, ReferralStatus, Remark, RemarkKind
from tests.network.outcomes.course import DAY, Course
from tests.network.referrals.story import TOLD

S = OutcomeStep


def test_first_service_links_the_referral(course: Course) -> None:
    with course.at(3):
        entry = course.say(S.INITIATED, 3, detail="moud_started", words="Dose at the window")

    assert course.status() is ReferralStatus.LINKED
    assert (entry.said_by_account_id, entry.organization_id) == (course.pat.id, course.cast.clinic.id)
    assert not entry.for_justice  # never unless somebody ticks it
    remark = course.session.get_one(Remark, entry.remark_id)
    assert (remark.words, remark.kind) == ("Dose at the window", RemarkKind.EVIDENCE)
    assert course.happened[-2:] == ["outcome.recorded", "referral.linked"]


def test_events_hold_no_words_and_no_step(course: Course) -> None:
    course.say(S.INITIATED, detail="moud_started", words="Dose at the window")

    facts = [str(event.facts) for event in course.session.exec(select(Event)).all()]
    assert not any("window" in text or "moud" in text or "initiated" in text for text in facts)


def test_two_further_services_in_time_make_somebody_engaged(course: Course) -> None:
    course.service(3, 9)
    assert course.status() is ReferralStatus.LINKED
    course.service(37)

    assert course.status() is ReferralStatus.ENGAGED
    assert ("engaged", 37) in course.entries
    engaged = standing_outcomes(course.session, course.referral)[-1]
    assert engaged.said_by_kind is ActorKind.SYSTEM
    assert engaged.organization_id == course.cast.clinic.id  # it follows from the clinic's word
    assert engaged.evidence is Evidence.PROVIDER_ATTESTED


def test_a_further_service_too_late_engages_nobody(course: Course) -> None:
    course.service(0, 9, 35)

    assert course.status() is ReferralStatus.LINKED


def test_what_follows_is_only_as_sure_as_the_least_sure_service(course: Course) -> None:
    course.service(0, 2)
    with course.at(4):
        course.say(S.INITIATED, 4, by=course.olive, evidence=Evidence.SELF_REPORT)

    engaged = [entry for entry in outcomes_of(course.session, course.referral) if entry.step is S.ENGAGED]
    assert [entry.evidence for entry in engaged] == [Evidence.SELF_REPORT]


def test_four_services_in_a_month_are_written_down_as_continuing(course: Course) -> None:
    course.service(0, 7, 14, 21)

    assert ("continuing", 21) in course.entries
    assert height_of(course.session, course.referral) == Height(
        S.CONTINUING, Evidence.PROVIDER_ATTESTED, DAY + timedelta(days=21)
    )


def test_officer_writes_down_what_an_officer_saw(course: Course) -> None:
    with course.at(1):
        course.say(S.INITIATED, 1, by=course.olive)

    assert course.status() is ReferralStatus.LINKED
    reached = height_of(course.session, course.referral)
    assert reached is not None
    assert reached.evidence is Evidence.OFFICER_OBSERVED


@pytest.mark.parametrize(
    ("who", "evidence"),
    [("olive_officer", Evidence.PROVIDER_ATTESTED), ("pat_provider", Evidence.OFFICER_OBSERVED)],
)
def test_nobody_attests_for_another(course: Course, who: str, evidence: Evidence) -> None:
    with pytest.raises(NotAllowed):
        course.say(S.INITIATED, by=getattr(course.cast, who), evidence=evidence)

    assert course.entries == []


def test_a_stranger_says_nothing(course: Course) -> None:
    with pytest.raises(NotAllowed):
        course.say(S.CONTACTED, by=course.cast.olga_outsider, evidence=Evidence.SELF_REPORT)


def test_officer_cannot_complete_what_only_the_provider_knows(course: Course) -> None:
    course.service(0)

    with pytest.raises(NotAllowed) as refused:
        course.say(S.COMPLETED_SERVICE, by=course.olive)
    assert "Only the provider, or a coordinator" in str(refused.value)
    course.say(S.COMPLETED_SERVICE, by=course.cast.cody_coordinator)
    assert course.status() is ReferralStatus.COMPLETED


@pytest.mark.parametrize(
    ("step", "day", "field", "words"),
    [
        (S.INITIATED, 6, "happened_on", "still to come"),
        (S.INITIATED, -1, "happened_on", "before the referral was sent"),
        (S.COMPLETED_SERVICE, 1, "step", "First write down"),
        (S.APPOINTMENT_MADE, 1, "step", "another place"),
        (S.LOST_CONTACT, 1, "step", "another place"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    course: Course, step: S, day: int, field: str, words: str
) -> None:
    refusal: type[Exception] = Conflict if step is S.COMPLETED_SERVICE else Invalid
    with course.at(5), pytest.raises(refusal) as refused:
        course.say(step, day)

    if isinstance(refused.value, Invalid):
        assert words in str(refused.value.problems[field])
    assert course.entries == []
    assert course.status() is ReferralStatus.ACCEPTED


def test_today_is_the_day_at_the_clinic_not_in_london(course: Course) -> None:
    with course.at(0.5):  # ten in the evening there, the next day in UTC
        with pytest.raises(Invalid):
            course.say(S.INITIATED, 1)
        course.say(S.INITIATED, 0)


def test_a_detail_of_another_kind_and_endless_words_are_refused_together(course: Course) -> None:
    with pytest.raises(Invalid) as refused:
        course.say(S.INITIATED, detail="bed_tonight", words="x" * 2001)

    assert set(refused.value.problems) == {"detail", "words"}


def test_the_same_twice_is_written_once(course: Course) -> None:
    course.service(0)

    with pytest.raises(Conflict) as refused:
        course.say(S.INITIATED)
    assert "already" in str(refused.value)
    assert course.entries == [("initiated", 0)]


def test_both_sides_can_say_the_same_and_it_is_one_service(course: Course) -> None:
    course.service(0)
    course.say(S.INITIATED, by=course.olive)
    course.say(S.INITIATED, by=course.olive, evidence=Evidence.SELF_REPORT)

    assert course.status() is ReferralStatus.LINKED


def test_nothing_is_added_to_what_was_not_accepted_or_has_ended(course: Course) -> None:
    other = course.need_of("treatment.otp")
    (draft,) = prepare_referrals(
        course.session, course.olive, other, [course.cast.clinic_place.id], information=TOLD
    )
    send_referral(course.session, course.olive, draft, acknowledged=True)
    accepted, course.referral = course.referral, draft
    with pytest.raises(Conflict) as refused:
        course.say(S.INITIATED)
    assert "does not fit" in str(refused.value)

    course.referral = accepted
    with course.at(4):
        tried = [DAY + timedelta(days=day) for day in (1, 2, 3)]
        lose_contact(course.session, course.pat, accepted, tried_on=tried)
        with pytest.raises(Conflict) as refused:
            course.say(S.INITIATED, 4)
    assert "coordinator can reopen it" in str(refused.value)


def test_siblings_of_the_same_need_are_given_up_when_one_helps(course: Course) -> None:
    place, _ = course.another_clinic("Northside")
    course.agree(place)
    sibling = course.sent(place)
    elsewhere = course.sent(place, need=course.need_of("treatment.otp"))
    course.service(0)

    course.session.refresh(sibling)
    course.session.refresh(elsewhere)
    assert sibling.status is ReferralStatus.OBSOLETE
    assert elsewhere.status is ReferralStatus.SENT


def test_somebody_who_left_before_the_end_is_no_longer_waited_for(course: Course) -> None:
    course.service(0)
    with course.at(9):
        course.say(S.LEFT_AGAINST_ADVICE, 9)

    assert course.status() is ReferralStatus.LOST_CONTACT


def test_completion_without_an_entry_stands_too(course: Course) -> None:
    course.service(0)
    complete_referral(course.session, course.pat, course.referral)

    assert course.status() is ReferralStatus.COMPLETED
    with course.at(40):
        course.say(S.CONTINUING, 40)  # how it went on after
    assert course.status() is ReferralStatus.COMPLETED


def test_privacy_officer_only_reads(course: Course) -> None:
    reader: Actor = course.cast.priya_privacy
    with pytest.raises(NotAllowed):
        course.say(S.CONTACTED, by=reader)
