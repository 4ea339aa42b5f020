"""Undo brings back the number that was right before, whatever became of the places held meanwhile."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from network.clock import now, stopped_at
from network.providers.operations import say_capacity, undo_capacity
from network.providers.operations.held_places import end_holds, lock_places
from network.providers.operations.holding import place_hold, release_as_provider, release_hold
from network.rules.capacity_parts import PartWords
from network.rules.holding import EndReason
from network.tables import Capacity, CapacityPart, CapacityUnit, CapacityVoice, Hold, HoldStatus
from tests.cast import Cast
from tests.network.referrals.story import Story

FIRST, SECOND = 6, 2
Ends = Callable[[Session, Cast, Hold], object]


def stays(session: Session, cast: Cast, hold: Hold) -> None:
    """Nobody ends it."""


def given_back(session: Session, cast: Cast, hold: Hold) -> None:
    release_hold(session, cast.sal_supervisor, hold)


def lapsed(session: Session, cast: Cast, hold: Hold) -> None:
    lock_places(session, [cast.clinic_place.id])
    end_holds(session, cast.pat_provider, cast.clinic_place.id, HoldStatus.LAPSED, col(Hold.id) == hold.id)


def ended(reason: EndReason) -> Ends:
    def by_provider(session: Session, cast: Cast, hold: Hold) -> None:
        release_as_provider(session, cast.pat_provider, hold, reason=reason)

    return by_provider


# What becomes of a held place, and how many of the places there were are then neither free nor held.
FATES: dict[str, tuple[Ends, int]] = {
    "stays": (stays, 0),
    "given back": (given_back, 0),
    "lapsed": (lapsed, 0),
    "not free": (ended(EndReason.NOT_FREE), 1),
    "needed": (ended(EndReason.NEEDED), 1),
    "no holds": (ended(EndReason.NO_HOLDS), 0),
}


def whole(session: Session) -> tuple[int, int]:
    """Free and held."""
    row = session.exec(select(Capacity).execution_options(populate_existing=True)).one()
    return row.available, row.held


def the_part(session: Session) -> tuple[int, int]:
    row = session.exec(select(CapacityPart).execution_options(populate_existing=True)).one()
    return row.available, row.held


def say(session: Session, cast: Cast, available: int, parts: bool) -> None:
    divided = [PartWords("serves.women", available, FIRST + 1)] if parts else None
    say_capacity(
        session, cast.pat_provider, cast.clinic_place,
        available=available, maximum=FIRST + 1, unit=CapacityUnit.BED, said_by=CapacityVoice.PROVIDER,
        parts=divided,
    )  # fmt: skip


@pytest.mark.parametrize("parts", [False, True], ids=["whole", "parts"])
@pytest.mark.parametrize(
    ("before", "after"),
    [*((fate, "stays") for fate in FATES), *(("needed", fate) for fate in FATES if fate != "stays")],
)
def test_undo_brings_back_what_was_free_before_and_no_place_that_is_gone(
    session: Session, cast: Cast, before: str, after: str, parts: bool
) -> None:
    moment = now()
    with stopped_at(moment):
        say(session, cast, FIRST, parts)
        earlier = place_hold(session, cast.olive_officer, cast.clinic_place)
        FATES[before][0](session, cast, earlier)
    with stopped_at(moment + timedelta(minutes=1)):
        say(session, cast, SECOND, parts)
        later = place_hold(session, cast.cody_coordinator, cast.clinic_place)
        FATES[after][0](session, cast, later)
        undo_capacity(session, cast.pat_provider, cast.clinic_place)

    held = (before == "stays") + (after == "stays")
    gone = FATES[before][1] + FATES[after][1]
    assert whole(session) == (FIRST - held - gone, held)
    if parts:
        assert the_part(session) == (FIRST - held - gone, held)


def test_undo_of_another_place_loses_nothing_by_it(session: Session, cast: Cast) -> None:
    other, hanna = Story(session, cast).another_clinic("Hill Clinic")
    say(session, cast, FIRST, parts=False)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place)
    for available in (FIRST, SECOND):
        say_capacity(
            session, hanna, other,
            available=available, unit=CapacityUnit.BED, said_by=CapacityVoice.PROVIDER,
        )  # fmt: skip
    release_as_provider(session, cast.pat_provider, hold, reason=EndReason.NOT_FREE)
    undo_capacity(session, hanna, other)
    row = session.exec(select(Capacity).where(Capacity.service_at_location_id == other.id)).one()
    assert row.available == FIRST
