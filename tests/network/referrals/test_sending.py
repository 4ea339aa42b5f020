"""An officer prepares a referral and sends it, or is told why not."""

import pytest

from network.errors import Conflict, Invalid, NotAllowed
from network.referrals.operations import (
    AlreadyReferred,
    ConsentMissing,
    accept_referral,
    await_consent,
    prepare_referrals,
    send_referral,
)
from network.tables import InformationKind, ReferralStatus
from tests.network.referrals.story import TOLD, Story


def test_olive_sends_a_referral_and_pat_accepts_it(story: Story) -> None:
    referral = story.sent()

    accept_referral(story.session, story.pat, referral)

    assert referral.status is ReferralStatus.ACCEPTED
    assert story.events(referral) == ["prepared", "sent", "accepted"]


def test_nothing_is_sent_without_consent_and_the_refusal_says_what_is_missing(story: Story) -> None:
    [referral] = story.draft()

    with pytest.raises(ConsentMissing) as refused:
        send_referral(story.session, story.olive, referral, acknowledged=True)

    assert refused.value.missing == set(TOLD)
    assert refused.value.recipient_organization_id == story.cast.clinic.id
    assert referral.status is ReferralStatus.DRAFT
    await_consent(story.session, story.olive, referral)
    story.agree()
    send_referral(story.session, story.olive, referral, acknowledged=True)
    assert referral.sent_at
    assert referral.grant_id
