"""The agency that was asked answers, and what follows from it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import select

from network.actors import Actor, ActorKind, Role
from network.clock import now, stopped_at
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.referrals.operations import (
    accept_referral,
    ask_sender,
    client_declined,
    confirm_release,
    correct_referral,
    decline_referral,
    lose_contact,
    make_move,
    not_linked,
    release_referral,
    reopen_referral,
    reply_to_receiver,
    review_referral,
    send_back_referral,
    view_referral,
    waitlist_referral,
    withdraw_referral,
)
from network.referrals.queries import (
    ended_without_next,
    get_referral,
    has_ended_without_next,
    open_moves,
    referrals_of_person,
    visible_to,
)
from network.rules.moves import ENGAGE, LINK, SCHEDULE, WITHDRAW
from network.rules.reasons import DeclineReason
from network.tables import (
    AnswerLink,
    Appointment,
    CapacityVoice,
    CaseParticipant,
    CaseRole,
    ConsentGrant,
    ConsentStatus,
    InformationKind,
    Instrument,
    Purpose,
    ReferralStatus,
    Remark,
    RemarkKind,
)
from tests.network.referrals.story import Story

S = ReferralStatus
R = DeclineReason


def test_pat_opens_claims_asks_gets_a_reply_and_accepts_with_an_appointment(story: Story) -> None:
    referral = story.sent()
    day = now() + timedelta(days=2)

    view_referral(story.session, story.pat, referral)
    view_referral(story.session, story.pat, referral)
    review_referral(story.session, story.pat, referral)
    ask_sender(story.session, story.pat, referral, "Is she on methadone now?")
    reply_to_receiver(story.session, story.olive, referral, "Yes, since May.")
    accept_referral(
        story.session, story.pat, referral, appointment_at=day, minutes=45, appointment_words="Side door"
    )

    [appointment] = story.session.exec(
        select(Appointment).where(Appointment.referral_id == referral.id)
    ).all()
    kinds = story.session.exec(select(Remark.kind).where(Remark.referral_id == referral.id)).all()
    assert story.events(referral) == [
        "prepared", "sent", "viewed", "under_review", "info_requested", "replied", "accepted", "scheduled",
    ]  # fmt: skip
    assert referral.claimed_by_account_id == story.pat.id
    assert (appointment.starts_at, appointment.words) == (day, "Side door")
    assert set(kinds) == {RemarkKind.QUESTION, RemarkKind.REPLY}


def test_a_stale_button_says_what_happened_meanwhile_by_whom_and_when(story: Story) -> None:
    referral = story.sent()
    story.hears_back()
    with stopped_at(now() + timedelta(minutes=5)):
        accept_referral(story.session, story.pat, referral)

    with pytest.raises(Conflict, match=r"was accepted \(the agency that was asked, .+\)\. Nothing"):
        withdraw_referral(story.session, story.olive, referral, seen=S.SENT)

    assert referral.status is S.ACCEPTED
    withdraw_referral(story.session, story.olive, referral, seen=S.ACCEPTED)
    assert story.events(referral)[-1] == "withdrawn"


def test_a_stale_button_tells_no_more_than_the_consent_lets(story: Story) -> None:
    referral = story.sent()
    accept_referral(story.session, story.pat, referral)

    with pytest.raises(Conflict, match="with the referral as it stands"):
        withdraw_referral(story.session, story.olive, referral, seen=S.SENT)


def test_that_somebody_opened_it_meanwhile_makes_no_button_stale(story: Story) -> None:
    referral = story.sent()
    review_referral(story.session, story.pat, referral)

    accept_referral(story.session, story.pat, referral, seen=S.SENT)

    assert referral.status is S.ACCEPTED


def test_two_colleagues_take_it_on_and_the_second_is_told(story: Story) -> None:
    referral = story.sent()
    paul = story.cast.staff("Paul Provider", story.cast.clinic, Role.PROVIDER)
    review_referral(story.session, story.pat, referral)

    with pytest.raises(Conflict, match="is being looked at"):
        review_referral(story.session, paul, referral)

    assert referral.claimed_by_account_id == story.pat.id


def test_each_side_makes_its_own_moves_only(story: Story) -> None:
    referral = story.sent()

    with pytest.raises(NotAllowed, match="the agency that was asked"):
        accept_referral(story.session, story.olive, referral)
    with pytest.raises(NotAllowed, match="those who work with the person"):
        withdraw_referral(story.session, story.pat, referral)
    for nobody in (story.cast.olga_outsider, story.cast.priya_privacy, story.cast.lena_leadership):
        with pytest.raises(NotAllowed):
            accept_referral(story.session, nobody, referral)


def test_the_buttons_are_the_moves_that_would_succeed(story: Story) -> None:
    referral = story.sent()

    def names(actor: Actor) -> set[str]:
        return {move.name for move in open_moves(story.session, actor, referral)}

    assert names(story.pat) == {"view", "review", "ask", "accept", "waitlist", "decline", "client_decline"}
    assert names(story.olive) == {"withdraw", "client_decline", "correct"}
    assert names(story.cast.priya_privacy) == set()


def test_who_may_not_know_a_referral_does_not_find_it(story: Story) -> None:
    draft, sent = story.draft()[0], story.sent()
    cast = story.cast
    omar = cast.staff("Omar Officer", cast.unit, Role.OFFICER)
    petra = cast.staff("Petra Privacy", cast.clinic, Role.PRIVACY)

    knows_both = (cast.olive_officer, cast.cody_coordinator, cast.sal_supervisor, cast.priya_privacy)
    knows_sent = (cast.pat_provider, petra)
    strangers = (omar, cast.olga_outsider, cast.lena_leadership, cast.cora_curator, cast.ada_administrator,
                 cast.visitor)  # fmt: skip

    def found(actor: Actor) -> set[object]:
        for referral in (draft, sent):
            try:
                get_referral(story.session, actor, referral.id)
            except NotFound:
                continue
        return {referral.id for referral in story.session.exec(visible_to(actor)).all()}

    assert all(found(actor) == {draft.id, sent.id} for actor in knows_both)
    assert all(found(actor) == {sent.id} for actor in knows_sent)
    assert all(found(actor) == set() for actor in strangers)
    for actor in strangers:
        with pytest.raises(NotFound):
            get_referral(story.session, actor, sent.id)
    assert referrals_of_person(story.session, cast.olive_officer, story.rosa.id) == [sent, draft]


def test_without_consent_a_stale_button_says_no_more_than_the_page(story: Story) -> None:
    referral = story.sent()
    accept_referral(story.session, story.pat, referral)

    with pytest.raises(Conflict) as refused:
        withdraw_referral(story.session, story.olive, referral, seen=S.SENT)

    assert "accepted" not in str(refused.value)


def test_a_stale_button_does_not_tell_that_somebody_else_helped(story: Story) -> None:
    hill, staff = story.another_clinic("Hill Clinic")
    here, there = story.sent(), story.sent(hill)
    accept_referral(story.session, story.pat, here)
    make_move(story.session, story.pat, here, LINK)

    with pytest.raises(Conflict) as refused:
        accept_referral(story.session, staff, there, seen=S.SENT)

    assert "no longer needed" in str(refused.value)
    assert "elsewhere" not in str(refused.value)


def test_a_probation_officer_of_the_case_sees_it_only_by_a_live_grant(story: Story) -> None:
    case = story.case(20)
    referral = story.sent()
    court = story.cast.organization("Probation Office")
    ben = story.cast.staff("Ben Probation", court, Role.OFFICER)
    assert ben.id
    story.keep(
        CaseParticipant(
            case_id=case.id, account_id=ben.id, role=CaseRole.PROBATION, since=now() - timedelta(hours=1)
        )
    )
    with pytest.raises(NotFound):
        get_referral(story.session, ben, referral.id)
    consent = story.agree()
    grant = story.keep(
        ConsentGrant(
            consent_id=consent.id, person_id=story.rosa.id, case_id=case.id,
            discloser_organization_id=story.cast.clinic.id, recipient_case_role=CaseRole.PROBATION,
            information=[InformationKind.STATUS.value], purpose=Purpose.MONITORING,
            instrument=Instrument.CRIMINAL_JUSTICE, starts_at=now() - timedelta(hours=1),
        )
    )  # fmt: skip

    assert get_referral(story.session, ben, referral.id) is referral
    assert open_moves(story.session, ben, referral) == []
    grant.revoked_at = now()
    story.keep(grant)
    with pytest.raises(NotFound):
        get_referral(story.session, ben, referral.id)


def test_a_grant_to_the_probation_of_one_case_opens_no_referral_of_another(story: Story) -> None:
    old = story.case(20)
    old.closed_at = now()
    story.keep(old)
    case = story.case(20)
    referral = story.sent()
    ben = story.cast.staff("Ben Probation", story.cast.organization("Probation Office"), Role.OFFICER)
    assert ben.id
    since = now() - timedelta(hours=1)
    story.keep(CaseParticipant(case_id=case.id, account_id=ben.id, role=CaseRole.PROBATION, since=since))
    story.keep(
        ConsentGrant(
            consent_id=story.agree().id, person_id=story.rosa.id, case_id=old.id,
            discloser_organization_id=story.cast.clinic.id, recipient_case_role=CaseRole.PROBATION,
            information=[InformationKind.STATUS.value], purpose=Purpose.MONITORING,
            instrument=Instrument.CRIMINAL_JUSTICE, starts_at=since,
        )
    )  # fmt: skip

    assert story.session.exec(visible_to(ben)).all() == []
    with pytest.raises(NotFound):
        get_referral(story.session, ben, referral.id)


@pytest.mark.parametrize("end", ["case", "disposition", "consent", "later"])
def test_what_monitoring_was_for_ends_and_its_lists_are_empty(story: Story, end: str) -> None:
    case = story.case(20)
    story.sent()
    ben = story.cast.staff("Ben Probation", story.cast.organization("Probation Office"), Role.OFFICER)
    assert ben.id
    since = now() - timedelta(hours=1)
    part = CaseParticipant(case_id=case.id, account_id=ben.id, role=CaseRole.PROBATION, since=since)
    story.keep(part)
    consent = story.agree()
    story.keep(
        ConsentGrant(
            consent_id=consent.id, person_id=story.rosa.id, case_id=case.id,
            discloser_organization_id=story.cast.clinic.id, recipient_case_role=CaseRole.PROBATION,
            information=[InformationKind.STATUS.value], purpose=Purpose.MONITORING,
            instrument=Instrument.CRIMINAL_JUSTICE, starts_at=since,
        )
    )  # fmt: skip
    assert len(story.session.exec(visible_to(ben)).all()) == 1

    match end:
        case "case":
            case.closed_at = now()
        case "disposition":
            case.disposed_on = now().date()
        case "consent":
            consent.status = ConsentStatus.REPLACED
        case "later":
            part.since = now() + timedelta(hours=1)
    story.session.add_all([case, consent, part])
    story.session.flush()

    assert story.session.exec(visible_to(ben)).all() == []


def test_who_holds_the_link_answers_this_one_referral_and_no_other(story: Story) -> None:
    referral, other = story.sent(), story.sent(need=story.need_of("housing.shelter"))
    link = story.keep(
        AnswerLink(
            token_hash="0" * 64, referral_id=referral.id, organization_id=story.cast.clinic.id,
            sent_to="desk@example.org", created_at=now(), expires_at=now() + timedelta(days=8),
        )
    )  # fmt: skip
    holder = Actor(ActorKind.LINK, link.id, organization_id=story.cast.clinic.id)

    with pytest.raises(NotFound):
        get_referral(story.session, holder, other.id)
    with pytest.raises(NotAllowed):
        accept_referral(story.session, holder, other)
    accept_referral(story.session, holder, get_referral(story.session, holder, referral.id), channel="link")
    assert story.rows(referral)[-1].actor_kind is ActorKind.LINK
    link.revoked_at = now()
    story.keep(link)
    with pytest.raises(NotFound):
        get_referral(story.session, holder, referral.id)


def test_a_no_wants_a_reason_that_fits_and_other_wants_words(story: Story) -> None:
    referral = story.sent()

    for wrong, words in ((R.OTHER, ""), (R.CONSENT_WITHDRAWN, ""), (R.ACTIVE_ILLEGAL_USE_IN_PROGRAM, "")):
        with pytest.raises(Invalid):
            decline_referral(story.session, story.pat, referral, reason=wrong, words=words)

    assert referral.status is S.SENT


def test_somebody_is_unreachable_only_after_three_dated_tries(story: Story) -> None:
    referral = story.sent()
    accept_referral(story.session, story.pat, referral)
    today = story.pat.today

    with pytest.raises(Invalid):
        lose_contact(story.session, story.pat, referral, tried_on=[today, today])
    with pytest.raises(Invalid):
        lose_contact(story.session, story.pat, referral, tried_on=[today, today, today + timedelta(days=1)])
    lose_contact(story.session, story.pat, referral, tried_on=[today - timedelta(days=1), today, today])

    assert referral.status is S.LOST_CONTACT
    assert referral.reason == R.CLIENT_UNREACHABLE


def test_an_appointment_lies_ahead_and_a_wait_has_sensible_numbers(story: Story) -> None:
    referral = story.sent()

    with pytest.raises(Invalid):
        accept_referral(story.session, story.pat, referral, appointment_at=now() - timedelta(hours=1))
    with pytest.raises(Invalid):
        accept_referral(story.session, story.pat, referral, minutes=30)
    with pytest.raises(Invalid):
        waitlist_referral(story.session, story.pat, referral, position=0)
    with pytest.raises(Invalid):
        waitlist_referral(story.session, story.pat, referral, expected_on=story.pat.today - timedelta(days=1))
    assert story.events(referral) == ["prepared", "sent"]


def test_a_place_expected_today_is_not_past_because_utc_has_tomorrow(story: Story) -> None:
    referral = story.sent()
    evening = datetime.combine(now().date() + timedelta(days=1), time(5), UTC)  # nine or ten at night there
    tonight = evening.date() - timedelta(days=1)

    with stopped_at(evening):
        waitlist_referral(story.session, story.pat, referral, expected_on=tonight)

    assert referral.expected_on == tonight


def test_a_waitlist_keeps_its_number_until_the_yes(story: Story) -> None:
    referral = story.sent()
    soon = story.pat.today
    waitlist_referral(story.session, story.pat, referral, position=4, expected_on=soon)
    assert (referral.waitlist_position, referral.expected_on) == (4, soon)
    assert referral.reason == R.NO_CAPACITY

    accept_referral(story.session, story.pat, referral)

    assert (referral.waitlist_position, referral.expected_on) == (None, None)
    assert referral.reason is None


def test_a_yes_takes_a_place_and_a_release_gives_it_back(story: Story) -> None:
    place = story.cast.clinic_place
    said_at = story.cast.capacity(place, 3, minutes_ago=90).said_at
    referral = story.sent()

    accept_referral(story.session, story.pat, referral)
    assert (story.free(place), referral.takes_place) == (2, True)
    release_referral(story.session, story.pat, referral, reason=R.NEEDS_HIGHER_LEVEL_OF_CARE)
    assert (story.free(place), referral.takes_place) == (3, False)
    send_back_referral(story.session, story.cast.cody_coordinator, referral, words="Please look again.")
    assert story.free(place) == 2
    client_declined(story.session, story.olive, referral)
    assert story.free(place) == 3
    capacity = story.capacity(place)
    assert (capacity.said_at, capacity.said_by) == (said_at, CapacityVoice.INFERRED)


def test_somebody_who_came_keeps_the_place(story: Story) -> None:
    place = story.cast.clinic_place
    story.cast.capacity(place, 3)
    referral = story.sent()
    accept_referral(story.session, story.pat, referral)
    make_move(story.session, story.pat, referral, LINK)
    make_move(story.session, story.pat, referral, ENGAGE)

    release_referral(story.session, story.pat, referral, reason=R.SAFETY_OR_BARRED)

    assert story.free(place) == 2


def test_a_no_for_want_of_places_empties_the_listing_and_other_noes_do_not(story: Story) -> None:
    place = story.cast.clinic_place
    story.cast.capacity(place, 3)
    decline_referral(story.session, story.pat, story.sent(), reason=R.LANGUAGE_UNMET)
    assert story.free(place) == 3

    second = story.sent(need=story.need_of("housing.shelter"))
    decline_referral(story.session, story.pat, second, reason=R.NO_CAPACITY)

    assert story.free(place) == 0


def test_a_yes_from_a_full_house_takes_nothing_below_zero(story: Story) -> None:
    place = story.cast.clinic_place
    story.cast.capacity(place, 0)
    referral = story.sent()

    accept_referral(story.session, story.pat, referral)
    assert (story.free(place), referral.takes_place) == (0, False)
    release_referral(story.session, story.pat, referral, reason=R.NO_CAPACITY)

    assert story.free(place) == 0


def test_a_number_too_old_to_believe_is_not_counted_on(story: Story) -> None:
    place = story.cast.clinic_place
    story.cast.capacity(place, 3, minutes_ago=60 * 24 * 5)
    referral = story.sent()

    accept_referral(story.session, story.pat, referral)

    assert (story.free(place), referral.takes_place) == (3, False)


def test_what_the_sender_ends_was_never_answered(story: Story) -> None:
    ended, answered = story.sent(), story.sent(need=story.need_of("housing.shelter"))

    client_declined(story.session, story.olive, ended)
    client_declined(story.session, story.pat, answered)

    assert ended.answered_at is None
    assert answered.answered_at


def test_a_release_is_looked_into_by_a_coordinator(story: Story) -> None:
    referral = story.sent()
    accept_referral(story.session, story.pat, referral)
    release_referral(story.session, story.pat, referral, reason=R.DID_NOT_ATTEND)

    with pytest.raises(NotAllowed, match="coordinator"):
        confirm_release(story.session, story.olive, referral)
    with pytest.raises(Invalid):
        send_back_referral(story.session, story.cast.cody_coordinator, referral, words=" ")
    confirm_release(story.session, story.cast.cody_coordinator, referral)

    assert story.events(referral)[-2:] == ["released_after_accept", "release_confirmed"]


def test_lost_touch_is_opened_again_within_thirty_days_and_later_by_a_supervisor_with_reason(
    story: Story,
) -> None:
    referral = story.sent()
    accept_referral(story.session, story.pat, referral)
    not_linked(story.session, story.pat, referral, reason=R.DID_NOT_ATTEND)
    cody, sal = story.cast.cody_coordinator, story.cast.sal_supervisor
    with stopped_at(now() + timedelta(days=31)):
        assert "reopen" not in {move.name for move in open_moves(story.session, cody, referral)}
        with pytest.raises(Conflict, match="30 days"):
            reopen_referral(story.session, cody, referral, words="She called.")
        with pytest.raises(NotAllowed):
            reopen_referral(story.session, sal, referral, words="She called.", override=True)
        with pytest.raises(NotAllowed):
            reopen_referral(
                story.session, cody, referral, words="She called from a new number.", override=True
            )
        reopen_referral(story.session, sal, referral, words="She called from a new number.", override=True)

    assert referral.status is S.ACCEPTED
    assert story.rows(referral)[-1].facts["override"] == 1


def test_a_supervisor_writes_down_an_answer_that_came_by_telephone(story: Story) -> None:
    referral = story.sent()
    why = "Told by Mia at the front desk at 10:40"

    with pytest.raises(NotAllowed, match="20 characters"):
        accept_referral(story.session, story.cast.sal_supervisor, referral, note="By phone", override=True)
    with pytest.raises(NotAllowed, match="supervisor"):
        accept_referral(story.session, story.cast.cody_coordinator, referral, note=why, override=True)
    accept_referral(
        story.session, story.cast.sal_supervisor, referral, note=why, override=True, channel="phone"
    )

    facts = story.rows(referral)[-1].facts
    assert (facts["override"], facts["channel"]) == (1, "phone")


def test_a_mistake_is_marked_and_what_happened_stays_written_down(story: Story) -> None:
    referral = story.sent()

    correct_referral(story.session, story.olive, referral)

    assert referral.status is S.ENTERED_IN_ERROR
    assert story.events(referral) == ["prepared", "sent", "entered_in_error"]
    with pytest.raises(Conflict):
        correct_referral(story.session, story.olive, referral)


def test_the_first_service_ends_other_referrals_of_this_need_only(story: Story) -> None:
    hill, _ = story.another_clinic("Hill Clinic")
    here, there = story.sent(), story.sent(hill)
    [waiting] = story.draft(hill)
    other_need = story.sent(need=story.need_of("housing.shelter"))
    accept_referral(story.session, story.pat, here)

    make_move(story.session, story.pat, here, LINK)

    assert here.status is S.LINKED
    assert {there.status, waiting.status} == {S.OBSOLETE}
    assert other_need.status is S.SENT


def test_what_ended_without_help_wants_a_next_try_until_there_is_one(story: Story) -> None:
    referral = story.sent()
    assert not has_ended_without_next(story.session, referral)

    decline_referral(story.session, story.pat, referral, reason=R.NO_CAPACITY)
    assert has_ended_without_next(story.session, referral)
    assert story.session.exec(ended_without_next(story.olive)).all() == [referral]

    story.draft()
    assert not has_ended_without_next(story.session, referral)
    assert story.session.exec(ended_without_next(story.olive)).all() == []


def test_a_missed_appointment_can_be_made_anew(story: Story) -> None:
    referral = story.sent()
    accept_referral(story.session, story.pat, referral, appointment_at=now() + timedelta(days=1))

    make_move(story.session, story.pat, referral, SCHEDULE)

    assert story.events(referral)[-2:] == ["scheduled", "scheduled"]
    with pytest.raises(NotAllowed):
        make_move(story.session, story.pat, referral, WITHDRAW)
