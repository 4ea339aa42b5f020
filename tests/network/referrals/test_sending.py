"""An officer prepares a referral and sends it, or is told why not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select, update

from network.clock import now
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.ids import new_id
from network.referrals.operations import (
    AlreadyReferred,
    ConsentMissing,
    accept_referral,
    await_consent,
    decline_referral,
    prepare_referrals,
    send_referral,
)
from network.referrals.queries import open_duplicates
from network.rules.reasons import DeclineReason
from network.tables import (
    ConsentGrant,
    InformationKind,
    NeedStatus,
    ReferralStatus,
    Remark,
    ServiceStatus,
    Source,
    SourceKind,
)
from tests.network.referrals.story import TOLD, Story

K = InformationKind


def test_olive_sends_a_referral_and_pat_accepts_it(story: Story) -> None:
    referral = story.sent()

    accept_referral(story.session, story.pat, referral)

    assert referral.status is ReferralStatus.ACCEPTED
    assert referral.answered_at
    assert story.events(referral) == ["prepared", "sent", "accepted"]


def test_every_event_tells_from_where_to_where_and_by_which_way(story: Story) -> None:
    referral = story.sent()

    decline_referral(
        story.session, story.pat, referral, reason=DeclineReason.OTHER, words="The roof leaks", channel="link"
    )

    facts = story.rows(referral)[-1].facts
    [remark] = story.session.exec(select(Remark).where(Remark.referral_id == referral.id)).all()
    assert (facts["from"], facts["to"]) == ("sent", "declined_provider")
    assert (facts["reason"], facts["channel"]) == ("other", "link")
    assert facts["remark"] == str(remark.id)
    assert remark.words == "The roof leaks"
    assert "roof" not in str([row.facts for row in story.rows(referral)])


def test_nothing_is_sent_without_consent_and_the_refusal_says_what_is_missing(story: Story) -> None:
    [referral] = story.draft()

    with pytest.raises(ConsentMissing) as refused:
        send_referral(story.session, story.olive, referral, acknowledged=True)

    assert refused.value.missing == set(TOLD)
    assert refused.value.recipient_organization_id == story.cast.clinic.id
    assert "Riverside Clinic" in str(refused.value)
    assert story.events(referral) == ["prepared"]
    await_consent(story.session, story.olive, referral)
    await_consent(story.session, story.olive, referral)
    assert referral.status is ReferralStatus.AWAITING_CONSENT
    story.agree()
    send_referral(story.session, story.olive, referral, acknowledged=True)
    assert story.events(referral) == ["prepared", "awaiting_consent", "sent"]
    assert referral.sent_at
    assert referral.grant_id


def test_a_consent_that_leaves_out_a_kind_of_information_does_not_cover_it(story: Story) -> None:
    story.agree(information=(K.IDENTITY, K.NEED))
    [referral] = story.draft()

    with pytest.raises(ConsentMissing) as refused:
        send_referral(story.session, story.olive, referral, acknowledged=True)

    assert refused.value.missing == {K.CONTACT}


def test_two_consents_to_the_same_agency_together_cover_a_referral(story: Story) -> None:
    story.agree(information=(K.IDENTITY, K.NEED))
    story.agree(information=(K.CONTACT,))
    [referral] = story.draft()

    send_referral(story.session, story.olive, referral, acknowledged=True)

    assert referral.status is ReferralStatus.SENT


def test_a_consent_to_somebody_else_covers_nothing_here(story: Story) -> None:
    other, _ = story.another_clinic("Hill Clinic")
    story.agree(other)
    [referral] = story.draft()

    with pytest.raises(ConsentMissing):
        send_referral(story.session, story.olive, referral, acknowledged=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": now() - timedelta(days=1)},
        {"revoked_at": now() - timedelta(days=1)},
        {"starts_at": now() + timedelta(days=1)},
    ],
    ids=["ended", "taken back", "not begun"],
)
def test_a_grant_that_does_not_hold_now_covers_nothing(story: Story, wrong: dict[str, object]) -> None:
    story.agree()
    [grant] = story.session.exec(select(ConsentGrant).where(ConsentGrant.person_id == story.rosa.id)).all()
    grant.sqlmodel_update(wrong)
    story.keep(grant)
    [referral] = story.draft()

    with pytest.raises(ConsentMissing):
        send_referral(story.session, story.olive, referral, acknowledged=True)


def test_olive_must_look_at_what_she_sends(story: Story) -> None:
    story.agree()
    [referral] = story.draft()

    with pytest.raises(Invalid):
        send_referral(story.session, story.olive, referral, acknowledged=False)


def test_a_second_referral_to_the_same_place_is_warned_of_and_can_be_meant(story: Story) -> None:
    first = story.sent()
    [second] = story.draft()

    with pytest.raises(AlreadyReferred) as warned:
        send_referral(story.session, story.olive, second, acknowledged=True)
    send_referral(story.session, story.olive, second, acknowledged=True, duplicate_acknowledged=True)

    assert warned.value.others == (first,)
    assert open_duplicates(story.session, story.rosa.id, story.need.id, story.cast.clinic_place.id) == [
        first,
        second,
    ]


def test_another_need_at_the_same_place_is_no_duplicate(story: Story) -> None:
    story.sent()
    [referral] = story.draft(need=story.need_of("housing.shelter"))

    send_referral(story.session, story.olive, referral, acknowledged=True)

    assert referral.status is ReferralStatus.SENT


def test_pressing_send_twice_sends_once(story: Story) -> None:
    referral = story.sent()

    with pytest.raises(Conflict, match=r"was sent \(the agency that sent it"):
        send_referral(story.session, story.olive, referral, acknowledged=True)

    assert story.events(referral) == ["prepared", "sent"]


def test_nothing_goes_to_those_who_serve_victims(story: Story) -> None:
    with pytest.raises(NotAllowed, match="by telephone"):
        story.draft(story.cast.shelter_place)


def test_nothing_goes_out_from_those_who_serve_victims(story: Story) -> None:
    story.agree()
    [referral] = story.draft()
    story.cast.unit.is_victim_service = True
    story.keep(story.cast.unit)

    with pytest.raises(NotAllowed, match="by telephone"):
        send_referral(story.session, story.olive, referral, acknowledged=True)


def test_real_programs_of_a_foreign_directory_are_never_sent_anything(story: Story) -> None:
    source = story.keep(Source(name="Real list of 2017", kind=SourceKind.IMPORTED, takes_referrals=False))
    story.agree()
    [referral] = story.draft()
    story.cast.clinic_service.source_id = source.id
    story.keep(story.cast.clinic_service)

    with pytest.raises(NotAllowed, match="takes no referrals"):
        story.draft()
    with pytest.raises(NotAllowed, match="takes no referrals"):
        send_referral(story.session, story.olive, referral, acknowledged=True)


def test_an_agency_that_does_not_take_part_is_called_not_written_to(story: Story) -> None:
    story.cast.clinic.is_member = False
    story.keep(story.cast.clinic)

    with pytest.raises(NotAllowed, match="does not take part"):
        story.draft()


def test_a_closed_service_is_sent_nothing(story: Story) -> None:
    story.cast.clinic_service.status = ServiceStatus.TEMPORARILY_CLOSED
    story.keep(story.cast.clinic_service)

    with pytest.raises(NotAllowed, match="not open"):
        story.draft()


def test_only_those_who_work_with_rosa_refer_her(story: Story) -> None:
    for actor in (story.pat, story.cast.lena_leadership, story.cast.priya_privacy, story.cast.visitor):
        with pytest.raises(NotAllowed):
            prepare_referrals(
                story.session, actor, story.need, [story.cast.clinic_place.id], information=TOLD
            )


def test_what_is_prepared_makes_sense(story: Story) -> None:
    def prepare(place_ids: Sequence[UUID], **more: Any) -> None:
        prepare_referrals(
            story.session,
            story.olive,
            story.need,
            place_ids,
            **{"information": TOLD, **more},
        )

    place = story.cast.clinic_place.id
    for wrong in ([], [new_id() for _ in range(6)]):
        with pytest.raises(Invalid):
            prepare(wrong)
    with pytest.raises(NotFound):
        prepare([new_id()])
    with pytest.raises(Invalid):
        prepare([place], information=(K.IDENTITY,))
    with pytest.raises(Invalid):
        prepare([place], information=(*TOLD, K.PROGRESS))
    with pytest.raises(Invalid):
        prepare([place], note="Ask for his sister")
    story.need.status = NeedStatus.CLOSED
    story.keep(story.need)
    with pytest.raises(Conflict):
        prepare([place])


def test_consent_that_ended_after_the_preview_was_read_keeps_it_here(story: Story) -> None:
    consent = story.agree()
    [referral] = story.draft()
    read = story.session.exec(select(ConsentGrant).where(ConsentGrant.consent_id == consent.id)).one()
    story.session.exec(
        update(ConsentGrant)
        .where(col(ConsentGrant.consent_id) == consent.id)
        .values(revoked_at=now())
        .execution_options(synchronize_session=False)  # by somebody else, in a transaction of their own
    )

    with pytest.raises(ConsentMissing):
        send_referral(story.session, story.olive, referral, acknowledged=True)
    assert read.revoked_at is not None
