"""A person takes their consent back, and what stood on it stops."""

from datetime import timedelta

from sqlmodel import select

from network.clock import now
from network.referrals.operations import (
    accept_referral,
    apply_withdrawals,
    end_uncovered,
    withdraw_consent,
)
from network.tables import ConsentGrant, Instrument, ReferralStatus
from tests.network.referrals.story import Story

S = ReferralStatus


def test_every_open_referral_that_nothing_covers_any_more_ends(story: Story) -> None:
    place = story.cast.clinic_place
    story.cast.capacity(place, 2)
    consent = story.agree()
    [accepted] = story.draft()
    [draft] = story.draft(need=story.need_of("housing.shelter"))
    story.send(accepted)
    accept_referral(story.session, story.pat, accepted)

    withdraw_consent(story.session, story.olive, consent)

    assert accepted.status is S.CONSENT_REVOKED
    assert accepted.reason == "consent_withdrawn"
    assert draft.status is S.DRAFT
    assert story.free(place) == 2
    assert story.timers(accepted) == []


def test_what_another_consent_covers_goes_on(story: Story) -> None:
    consent = story.agree()
    story.agree()
    [referral] = story.draft()
    story.send(referral)

    withdraw_consent(story.session, story.olive, consent)

    assert referral.status is S.SENT


def test_taking_back_one_agency_leaves_the_others(story: Story) -> None:
    hill, _ = story.another_clinic("Hill Clinic")
    consent = story.agree(story.cast.clinic_place, hill)
    [here], [there] = story.draft(), story.draft(hill)
    story.send(here, there)
    grants = story.session.exec(select(ConsentGrant).where(ConsentGrant.consent_id == consent.id)).all()
    to_clinic = {g.id for g in grants if g.recipient_organization_id == story.cast.clinic.id}

    withdraw_consent(story.session, story.olive, consent, only=to_clinic)

    assert (here.status, there.status) == (S.CONSENT_REVOKED, S.SENT)


def test_a_consent_under_a_condition_ends_when_it_can_and_the_worker_ends_what_stood_on_it(
    story: Story,
) -> None:
    consent = story.agree(revocable_from=now() + timedelta(days=30))
    consent.instrument = Instrument.CRIMINAL_JUSTICE
    story.keep(consent)
    [grant] = story.session.exec(select(ConsentGrant).where(ConsentGrant.consent_id == consent.id)).all()
    grant.instrument = Instrument.CRIMINAL_JUSTICE
    story.keep(grant)
    [referral] = story.draft()
    story.send(referral)

    withdraw_consent(story.session, story.olive, consent)
    assert referral.status is S.SENT
    assert apply_withdrawals(story.session) == 0
    with story.later(days=31):
        assert apply_withdrawals(story.session) == 1

    assert story.events(referral)[-1] == "consent_revoked"


def test_nothing_queued_changes_nothing(story: Story) -> None:
    referral = story.sent()

    assert apply_withdrawals(story.session) == 0
    assert end_uncovered(story.session, story.rosa.id) == []
    assert referral.status is S.SENT
