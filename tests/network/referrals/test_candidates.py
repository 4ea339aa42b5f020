"""Several candidates for one need: in turn, or at once and the first yes wins."""

from datetime import timedelta

import pytest
from sqlmodel import select

from network.actors import Actor, ActorKind
from network.clock import now
from network.errors import Conflict, NotAllowed
from network.referrals.operations import (
    accept_referral,
    confirm_release,
    decline_referral,
    release_referral,
    send_referral,
    waitlist_referral,
    withdraw_referral,
)
from network.rules.reasons import DeclineReason
from network.tables import Candidacy, ConsentGrant, Referral, ReferralStatus, ServiceAtLocation, Trying
from tests.network.referrals.story import Story

S = ReferralStatus
NO = DeclineReason.NO_CAPACITY


class Two:
    """Riverside first, Hill second, with somebody at each."""

    def __init__(self, story: Story, trying: Trying, *, agreed: bool = True) -> None:
        self.story = story
        self.hill_place, self.hanna = story.another_clinic("Hill Clinic")
        self.places: list[ServiceAtLocation] = [story.cast.clinic_place, self.hill_place]
        if agreed:
            story.agree(*self.places)
        self.first, self.second = story.draft(*self.places, trying=trying)

    def send(self, *referrals: Referral) -> None:
        for referral in referrals:
            send_referral(self.story.session, self.story.olive, referral, acknowledged=True)

    @property
    def winner(self) -> object:
        query = select(Candidacy.won_by_id).where(Candidacy.id == self.first.candidacy_id)
        return self.story.session.exec(query).one()


def test_asked_at_once_the_first_yes_wins_and_the_other_is_withdrawn_and_told(story: Story) -> None:
    two = Two(story, Trying.AT_ONCE)
    two.send(two.first, two.second)

    accept_referral(story.session, two.hanna, two.second)

    assert (two.first.status, two.second.status) == (S.WITHDRAWN, S.ACCEPTED)
    assert two.winner == two.second.id
    withdrawn = story.rows(two.first)[-1]
    assert (withdrawn.kind, withdrawn.actor_kind) == ("referral.withdrawn", ActorKind.SYSTEM)
    assert withdrawn.facts["reason"] == "served_elsewhere"
    with pytest.raises(Conflict, match="Another place said yes first"):
        accept_referral(story.session, story.pat, two.first, seen=S.SENT)


def test_a_waitlist_at_one_place_is_no_yes(story: Story) -> None:
    two = Two(story, Trying.AT_ONCE)
    two.send(two.first, two.second)

    waitlist_referral(story.session, story.pat, two.first)
    assert two.second.status is S.SENT
    accept_referral(story.session, two.hanna, two.second)

    assert two.first.status is S.WITHDRAWN


def test_in_turn_the_next_goes_out_by_itself_after_a_no(story: Story) -> None:
    two = Two(story, Trying.IN_TURN)
    with pytest.raises(Conflict, match="turn has not come"):
        two.send(two.second)
    two.send(two.first)
    with pytest.raises(Conflict, match="turn has not come"):
        two.send(two.second)

    decline_referral(story.session, story.pat, two.first, reason=NO)

    assert two.second.status is S.SENT
    assert two.second.sent_at
    assert two.second.grant_id
    assert story.rows(two.second)[-1].actor_kind is ActorKind.SYSTEM
    assert story.timers(two.second)


def test_in_turn_without_consent_the_next_waits_and_its_sender_is_told(story: Story) -> None:
    two = Two(story, Trying.IN_TURN, agreed=False)
    story.agree()
    two.send(two.first)

    decline_referral(story.session, story.pat, two.first, reason=NO)

    assert two.second.status is S.AWAITING_CONSENT
    assert two.second.sent_at is None
    assert story.events(two.second) == ["prepared", "awaiting_consent"]


def test_consent_is_asked_again_when_the_turn_comes(story: Story) -> None:
    two = Two(story, Trying.IN_TURN)
    two.send(two.first)
    for grant in story.session.exec(select(ConsentGrant).where(ConsentGrant.person_id == story.rosa.id)):
        grant.until = now() - timedelta(seconds=1)
        story.keep(grant)

    decline_referral(story.session, story.pat, two.first, reason=NO)

    assert two.second.status is S.AWAITING_CONSENT


def test_a_place_that_can_be_sent_nothing_any_more_is_passed_over(story: Story) -> None:
    third_place, _ = story.another_clinic("Lake Clinic")
    hill_place, _ = story.another_clinic("Hill Clinic")
    places = [story.cast.clinic_place, hill_place, third_place]
    story.agree(*places)
    first, second, third = story.draft(*places)
    send_referral(story.session, story.olive, first, acknowledged=True)
    hill = next(service for service in story.services if service.id == hill_place.service_id)
    hill.takes_referrals = False
    story.keep(hill)

    decline_referral(story.session, story.pat, first, reason=NO)

    assert (second.status, third.status) == (S.DRAFT, S.SENT)


def test_what_the_sender_ends_is_not_begun_elsewhere_without_them(story: Story) -> None:
    two = Two(story, Trying.IN_TURN)
    two.send(two.first)

    withdraw_referral(story.session, story.olive, two.first)

    assert story.events(two.second) == ["prepared"]
    two.send(two.second)
    assert two.second.status is S.SENT


def test_after_a_release_the_coordinator_decides_before_the_next_is_asked(story: Story) -> None:
    two = Two(story, Trying.IN_TURN)
    two.send(two.first)
    accept_referral(story.session, story.pat, two.first)
    assert two.winner == two.first.id

    release_referral(story.session, story.pat, two.first, reason=DeclineReason.NEEDS_HIGHER_LEVEL_OF_CARE)
    assert (two.winner, two.second.status) == (None, S.DRAFT)
    confirm_release(story.session, story.cast.cody_coordinator, two.first)

    assert two.second.status is S.SENT
    accept_referral(story.session, two.hanna, two.second)
    assert two.winner == two.second.id


def test_one_place_alone_is_no_contest(story: Story) -> None:
    [referral] = story.draft()

    assert referral.candidacy_id is None


def test_the_same_place_twice_is_asked_once(story: Story) -> None:
    place = story.cast.clinic_place

    assert len(story.draft(place, place)) == 1


def test_who_stands_outside_learns_nothing_of_the_other_candidates(story: Story) -> None:
    two = Two(story, Trying.AT_ONCE)
    two.send(two.first, two.second)
    stranger: Actor = two.hanna

    with pytest.raises(NotAllowed, match="agency that was asked"):
        accept_referral(story.session, stranger, two.first)
