"""A free place is held for somebody: who may, how long, and what the number of free places says meanwhile."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from network.actors import Role
from network.clock import now, stopped_at
from network.db import Store
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.providers.changes import changes_since, directory_version
from network.providers.operations import say_capacity, step_capacity, undo_capacity
from network.providers.operations.holding import (
    allow_holds,
    lapse_holds,
    place_hold,
    release_as_provider,
    release_hold,
)
from network.providers.queries.holds import get_hold, holds_here, holds_of_places, open_holds
from network.rules.capacity_parts import PartWords
from network.rules.holding import EndReason
from network.tables import (
    Capacity,
    CapacityPart,
    CapacityUnit,
    CapacityVoice,
    Event,
    HoldStatus,
    ServiceAtLocation,
)
from tests.cast import Cast
from tests.network.referrals.story import Story

PROVIDER = CapacityVoice.PROVIDER


def counted(session: Session, place: ServiceAtLocation) -> tuple[int, int]:
    """How many are free, and how many are held."""
    row = session.exec(
        select(Capacity)
        .where(Capacity.service_at_location_id == place.id)
        .execution_options(populate_existing=True)
    ).one()
    return row.available, row.held


def part(session: Session, place: ServiceAtLocation, population: str) -> tuple[int, int]:
    row = session.exec(
        select(CapacityPart)
        .where(CapacityPart.service_at_location_id == place.id, CapacityPart.population == population)
        .execution_options(populate_existing=True)
    ).one()
    return row.available, row.held


def test_officer_holds_a_place_for_half_an_hour(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 3)
    before = directory_version(session)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place)
    assert counted(session, cast.clinic_place) == (2, 1)
    assert hold.until - hold.placed_at == timedelta(minutes=30)
    assert changes_since(session, before) == {cast.clinic_service.id}
    event = session.exec(select(Event).where(Event.kind == "hold.placed")).one()
    assert (event.subject_id, event.facts) == (hold.id, {"service_at_location": str(cast.clinic_place.id)})
    assert [one.hold.id for one in open_holds(session, cast.olive_officer)] == [hold.id]


def test_pressing_twice_holds_once(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 3)
    first = place_hold(session, cast.olive_officer, cast.clinic_place)
    assert place_hold(session, cast.olive_officer, cast.clinic_place).id == first.id
    assert counted(session, cast.clinic_place) == (2, 1)


def test_the_last_place_is_held_once(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 1)
    place_hold(session, cast.olive_officer, cast.clinic_place)
    with pytest.raises(Conflict):
        place_hold(session, cast.cody_coordinator, cast.clinic_place)
    assert counted(session, cast.clinic_place) == (0, 1)


@pytest.mark.parametrize(
    "who", ["pat_provider", "lena_leadership", "cora_curator", "ada_administrator", "visitor"]
)
def test_others_hold_nothing(session: Session, cast: Cast, who: str) -> None:
    cast.capacity(cast.clinic_place, 3)
    with pytest.raises(NotAllowed):
        place_hold(session, cast.everybody[who], cast.clinic_place)
    assert counted(session, cast.clinic_place) == (3, 0)


def test_nothing_is_held_where_nobody_can_be_referred(session: Session, cast: Cast) -> None:
    cast.capacity(cast.shelter_place, 3)
    with pytest.raises(NotAllowed):
        place_hold(session, cast.olive_officer, cast.shelter_place)


def test_a_number_that_is_too_old_or_was_never_said_holds_nothing(session: Session, cast: Cast) -> None:
    with pytest.raises(Conflict, match="Call first"):
        place_hold(session, cast.olive_officer, cast.clinic_place)
    cast.capacity(cast.clinic_place, 3, minutes_ago=60 * 24 * 7)
    with pytest.raises(Conflict, match="Call first"):
        place_hold(session, cast.olive_officer, cast.clinic_place)
    assert counted(session, cast.clinic_place) == (3, 0)


def test_somebody_holds_three_places_at_most(session: Session, cast: Cast) -> None:
    story = Story(session, cast)
    places = [story.another_clinic(f"Clinic {number}")[0] for number in range(4)]
    for place in places:
        cast.capacity(place, 1)
    holds = [place_hold(session, cast.olive_officer, place) for place in places[:3]]
    with pytest.raises(Conflict, match="Give one back"):
        place_hold(session, cast.olive_officer, places[3])
    release_hold(session, cast.olive_officer, holds[0])
    place_hold(session, cast.olive_officer, places[3])


def test_for_one_need_the_agency_holds_a_place_once(session: Session, cast: Cast) -> None:
    story = Story(session, cast)
    cast.capacity(cast.clinic_place, 5)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place, need=story.need)
    with pytest.raises(Conflict, match="colleague"):
        place_hold(session, cast.cody_coordinator, cast.clinic_place, need=story.need)
    place_hold(session, cast.cody_coordinator, cast.clinic_place)
    assert counted(session, cast.clinic_place) == (3, 2)
    shown = holds_here(session, cast.cody_coordinator, [cast.clinic_place.id], need_id=story.need.id)
    assert shown == {cast.clinic_place.id: hold}


def test_officer_gives_it_back(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 3)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place)
    release_hold(session, cast.olive_officer, hold)
    assert (counted(session, cast.clinic_place), hold.status) == ((3, 0), HoldStatus.RELEASED)
    with pytest.raises(Conflict):
        release_hold(session, cast.olive_officer, hold)
    assert counted(session, cast.clinic_place) == (3, 0)


def test_a_colleague_cannot_give_it_back_but_a_supervisor_can(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 3)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place)
    oscar = cast.staff("Oscar Officer", cast.unit, Role.OFFICER)
    for nobody in (oscar, cast.pat_provider, cast.olga_outsider, cast.visitor):
        with pytest.raises(NotAllowed):
            release_hold(session, nobody, hold)
        with pytest.raises(NotFound):
            get_hold(session, nobody, hold.id)
    release_hold(session, cast.sal_supervisor, get_hold(session, cast.sal_supervisor, hold.id))


def test_it_ends_by_itself(store: Store, session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 3)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place)
    session.commit()
    assert lapse_holds(store) == 0
    with stopped_at(now() + timedelta(minutes=31)):
        assert open_holds(session, cast.olive_officer) == []
        assert lapse_holds(store) == 1
        assert lapse_holds(store) == 0
    session.refresh(hold)
    assert (counted(session, cast.clinic_place), hold.status) == ((3, 0), HoldStatus.LAPSED)


def test_the_next_one_need_not_wait_for_the_worker(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 1)
    late = place_hold(session, cast.olive_officer, cast.clinic_place)
    with stopped_at(now() + timedelta(minutes=31)):
        place_hold(session, cast.cody_coordinator, cast.clinic_place)
    session.refresh(late)
    assert (counted(session, cast.clinic_place), late.status) == ((0, 1), HoldStatus.LAPSED)


def test_provider_says_how_long_or_not_at_all(session: Session, cast: Cast) -> None:
    pat, olive, place = cast.pat_provider, cast.olive_officer, cast.clinic_place
    with pytest.raises(Invalid):
        allow_holds(session, pat, place, takes_holds=True, minutes=None)
    cast.capacity(place, 3)
    with pytest.raises(Invalid):
        allow_holds(session, pat, place, takes_holds=True, minutes=4)
    with pytest.raises(NotAllowed):
        allow_holds(session, cast.olga_outsider, place, takes_holds=False, minutes=None)
    allow_holds(session, pat, place, takes_holds=True, minutes=15)
    hold = place_hold(session, olive, place)
    assert hold.until - hold.placed_at == timedelta(minutes=15)
    allow_holds(session, pat, place, takes_holds=False, minutes=None)
    assert counted(session, place) == (2, 1)
    with pytest.raises(Conflict, match="does not let"):
        place_hold(session, cast.cody_coordinator, place)


@pytest.mark.parametrize(
    ("reason", "free"), [(EndReason.NO_HOLDS, 3), (EndReason.NOT_FREE, 2), (EndReason.NEEDED, 2)]
)
def test_provider_ends_a_hold(session: Session, cast: Cast, reason: EndReason, free: int) -> None:
    cast.capacity(cast.clinic_place, 3)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place)
    [seen] = holds_of_places(session, cast.pat_provider, [cast.clinic_place.id])[cast.clinic_place.id]
    assert (seen.hold.id, seen.holder) == (hold.id, "Marlow Diversion Unit")
    assert holds_of_places(session, cast.olga_outsider, [cast.clinic_place.id]) == {}
    with pytest.raises(NotAllowed):
        release_as_provider(session, cast.olga_outsider, hold, reason=reason)
    release_as_provider(session, cast.pat_provider, hold, reason=reason)
    assert counted(session, cast.clinic_place) == (free, 0)
    event = session.exec(select(Event).where(Event.kind == "hold.ended")).one()
    assert event.facts["reason"] == reason.value
    with pytest.raises(Conflict):
        release_as_provider(session, cast.pat_provider, hold, reason=reason)


def test_what_the_provider_says_is_beside_what_is_held(session: Session, cast: Cast) -> None:
    pat, place = cast.pat_provider, cast.clinic_place
    cast.capacity(place, 3)
    hold = place_hold(session, cast.olive_officer, place)
    say_capacity(session, pat, place, available=9, maximum=10, unit=CapacityUnit.BED, said_by=PROVIDER)
    assert counted(session, place) == (9, 1)
    with pytest.raises(Conflict):
        step_capacity(session, pat, place, 1, said_by=PROVIDER)
    with pytest.raises(Invalid):
        say_capacity(session, pat, place, available=10, maximum=10, unit=CapacityUnit.BED, said_by=PROVIDER)
    release_hold(session, cast.olive_officer, hold)
    assert counted(session, place) == (10, 0)


def test_undo_keeps_what_is_held(session: Session, cast: Cast) -> None:
    pat, place = cast.pat_provider, cast.clinic_place
    say_capacity(session, pat, place, available=5, unit=CapacityUnit.BED, said_by=PROVIDER)
    say_capacity(session, pat, place, available=3, unit=CapacityUnit.BED, said_by=PROVIDER)
    place_hold(session, cast.olive_officer, place)
    undo_capacity(session, pat, place)
    assert counted(session, place) == (4, 1)


def test_what_was_first_said_stays_while_a_place_is_held(session: Session, cast: Cast) -> None:
    pat, place = cast.pat_provider, cast.clinic_place
    say_capacity(session, pat, place, available=5, unit=CapacityUnit.BED, said_by=PROVIDER)
    place_hold(session, cast.olive_officer, place)
    with pytest.raises(Conflict):
        undo_capacity(session, pat, place)


def divided(session: Session, cast: Cast, *parts: PartWords) -> None:
    say_capacity(
        session, cast.pat_provider, cast.clinic_place,
        available=0, unit=CapacityUnit.BED, said_by=PROVIDER, parts=parts,
    )  # fmt: skip


def test_a_place_of_the_part_that_is_for_the_person_is_held(session: Session, cast: Cast) -> None:
    divided(session, cast, PartWords("serves.women", 1, 4), PartWords("serves.men", 3, 4))
    hold = place_hold(session, cast.olive_officer, cast.clinic_place, facts={"sex": ("women",)})
    assert hold.population == "serves.women"
    assert part(session, cast.clinic_place, "serves.women") == (0, 1)
    assert counted(session, cast.clinic_place) == (3, 1)
    with pytest.raises(Conflict, match="for this person"):
        place_hold(session, cast.cody_coordinator, cast.clinic_place, facts={"sex": ("women",)})
    release_hold(session, cast.olive_officer, hold)
    assert part(session, cast.clinic_place, "serves.women") == (1, 0)
    assert counted(session, cast.clinic_place) == (4, 0)


def test_when_nothing_is_known_of_the_person_the_fullest_part_gives(session: Session, cast: Cast) -> None:
    divided(session, cast, PartWords("serves.women", 1, 4), PartWords("serves.men", 3, 4))
    hold = place_hold(session, cast.olive_officer, cast.clinic_place)
    assert hold.population == "serves.men"
    other = place_hold(session, cast.cody_coordinator, cast.clinic_place, population="serves.women")
    assert other.population == "serves.women"
    assert counted(session, cast.clinic_place) == (2, 2)


def test_a_place_that_was_divided_meanwhile_still_adds_up(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 2)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place)
    divided(session, cast, PartWords("serves.women", 1, 2), PartWords("serves.men", 2, 4))
    release_hold(session, cast.olive_officer, hold)
    numbers = session.exec(select(CapacityPart.available).order_by(col(CapacityPart.available))).all()
    assert counted(session, cast.clinic_place) == (sum(numbers), 0)
