"""A place that was held for somebody becomes theirs by a yes, and is free again when it comes to nothing."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.clock import now, stopped_at
from network.db import Store
from network.providers.operations.holding import lapse_holds, place_hold
from network.referrals.operations import (
    accept_referral,
    client_declined,
    decline_referral,
    release_referral,
    waitlist_referral,
    withdraw_referral,
)
from network.rules.reasons import DeclineReason
from network.tables import CapacityVoice, Hold, HoldStatus, Referral, ServiceAtLocation
from tests.cast import Cast
from tests.network.referrals.story import Story

OPEN, TAKEN, RELEASED = HoldStatus.OPEN, HoldStatus.TAKEN, HoldStatus.RELEASED


@pytest.fixture
def story(session: Session, cast: Cast) -> Story:
    cast.capacity(cast.clinic_place, 3)
    return Story(session, cast)


def numbers(story: Story, place: ServiceAtLocation) -> tuple[int, int]:
    row = story.capacity(place)
    return row.available, row.held


def held_and_sent(story: Story) -> tuple[Hold, Referral]:
    hold = place_hold(story.session, story.olive, story.cast.clinic_place, need=story.need)
    referral = story.sent()
    story.session.refresh(hold)
    return hold, referral


def test_the_referral_takes_the_hold_along(story: Story) -> None:
    hold, referral = held_and_sent(story)
    assert (hold.referral_id, hold.status) == (referral.id, OPEN)
    assert numbers(story, story.cast.clinic_place) == (2, 1)


def test_a_hold_that_names_nobody_goes_along_with_its_holders_referral(story: Story) -> None:
    hold = place_hold(story.session, story.olive, story.cast.clinic_place)
    referral = story.sent()
    story.session.refresh(hold)
    assert (hold.referral_id, hold.need_id) == (referral.id, story.need.id)


def test_a_colleagues_hold_that_names_nobody_stays_theirs(story: Story) -> None:
    hold = place_hold(story.session, story.cast.cody_coordinator, story.cast.clinic_place)
    referral = story.sent()
    accept_referral(story.session, story.pat, referral)
    story.session.refresh(hold)
    assert (hold.referral_id, hold.status) == (None, OPEN)
    assert numbers(story, story.cast.clinic_place) == (1, 1)


def test_a_yes_makes_the_held_place_the_taken_one(story: Story) -> None:
    hold, referral = held_and_sent(story)
    said_at = story.capacity(story.cast.clinic_place).said_at
    accept_referral(story.session, story.pat, referral)
    story.session.refresh(hold)
    row = story.capacity(story.cast.clinic_place)
    assert (hold.status, referral.takes_place) == (TAKEN, True)
    assert (row.available, row.held, row.said_at, row.said_by) == (2, 0, said_at, CapacityVoice.INFERRED)


def test_a_hold_placed_after_sending_is_taken_too(story: Story) -> None:
    referral = story.sent()
    hold = place_hold(story.session, story.olive, story.cast.clinic_place, need=story.need)
    accept_referral(story.session, story.pat, referral)
    story.session.refresh(hold)
    assert (hold.status, hold.referral_id) == (TAKEN, referral.id)
    assert numbers(story, story.cast.clinic_place) == (2, 0)


def test_a_taken_place_comes_back_when_the_agency_gives_the_referral_back(story: Story) -> None:
    _, referral = held_and_sent(story)
    accept_referral(story.session, story.pat, referral)
    release_referral(story.session, story.pat, referral, reason=DeclineReason.NO_CAPACITY)
    assert numbers(story, story.cast.clinic_place) == (3, 0)


def test_a_yes_after_the_hold_has_lapsed_takes_a_free_place(store: Store, story: Story) -> None:
    hold, referral = held_and_sent(story)
    story.session.commit()
    with stopped_at(now() + timedelta(minutes=31)):
        assert lapse_holds(store) == 1
        story.session.expire_all()
        accept_referral(story.session, story.pat, referral)
    story.session.refresh(hold)
    assert (hold.status, referral.takes_place) == (HoldStatus.LAPSED, True)
    assert numbers(story, story.cast.clinic_place) == (2, 0)


def test_a_no_frees_the_held_place(story: Story) -> None:
    hold, referral = held_and_sent(story)
    decline_referral(story.session, story.pat, referral, reason=DeclineReason.INELIGIBLE_RESIDENCY)
    story.session.refresh(hold)
    assert (hold.status, numbers(story, story.cast.clinic_place)) == (RELEASED, (3, 0))


def test_a_no_because_it_is_full_leaves_none_free(story: Story) -> None:
    _, referral = held_and_sent(story)
    decline_referral(story.session, story.pat, referral, reason=DeclineReason.NO_CAPACITY)
    assert numbers(story, story.cast.clinic_place) == (0, 0)


def test_the_waitlist_frees_the_held_place(story: Story) -> None:
    _, referral = held_and_sent(story)
    waitlist_referral(story.session, story.pat, referral)
    assert numbers(story, story.cast.clinic_place) == (3, 0)


def test_what_the_sender_or_the_person_ends_frees_the_held_place(story: Story) -> None:
    _, referral = held_and_sent(story)
    withdraw_referral(story.session, story.olive, referral, reason=DeclineReason.SERVED_ELSEWHERE)
    assert numbers(story, story.cast.clinic_place) == (3, 0)
    _, again = held_and_sent(story)
    client_declined(story.session, story.olive, again)
    assert numbers(story, story.cast.clinic_place) == (3, 0)


def test_one_yes_gives_the_other_holds_for_the_need_back(story: Story) -> None:
    hill, _ = story.another_clinic("Hill Clinic")
    story.cast.capacity(hill, 2)
    _, referral = held_and_sent(story)
    there = place_hold(story.session, story.olive, hill, need=story.need)
    for_somebody_else = place_hold(
        story.session, story.olive, hill, need=story.need_of("housing.emergency-shelter")
    )
    accept_referral(story.session, story.pat, referral)
    story.session.refresh(there)
    assert there.status is RELEASED
    assert numbers(story, hill) == (1, 1)
    assert story.session.exec(select(Hold).where(Hold.status == OPEN)).one().id == for_somebody_else.id
