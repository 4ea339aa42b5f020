"""A provider's own places: is what officers see about us true."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from network.providers.queries.capacities import PlaceCapacity
from network.rules.capacity_parts import POPULATIONS, room_of
from network.tables import CapacityPart, CapacityUnit, Waitlist
from network.words import Say, say, say_number
from web.pages.filled import Choice, Filled
from web.pages.fullness import UNIT_NAMES, Fullness, fullness
from web.pages.holds import HeldHere, HoldRules, held_here, hold_rules

UNITS = tuple(Choice(unit, name) for unit, name in UNIT_NAMES.items())
WAITLISTS = (
    Choice(Waitlist.UNKNOWN, say("Not said")),
    Choice(Waitlist.OPEN, say("Open: we write names down")),
    Choice(Waitlist.CLOSED, say("Closed")),
    Choice(Waitlist.NONE, say("We have none")),
)

JUST_SAID = timedelta(minutes=10)


class PartRow(Struct, frozen=True):
    """One part of a place, with its own plus and minus."""

    population: str
    label: Say | str
    number: int
    maximum: Say | None
    can_add: bool
    can_take: bool


class PlaceRow(Struct, frozen=True):
    """One service at one location, with its buttons. Actions are addresses for POST."""

    place_id: UUID
    service: str
    location: str
    href: str
    number: int | None
    parts: tuple[PartRow, ...]  # none: the whole has the plus and minus
    details_href: str
    unit: Say
    fullness: Fullness
    speaker: str
    can_add: bool
    can_take: bool
    is_full: bool
    step_action: str
    full_action: str
    same_action: str  # empty: said just now, or never
    undo_action: str  # empty: nothing to undo
    say_action: str
    form: Filled
    units: tuple[Choice, ...]
    waitlists: tuple[Choice, ...]
    is_open: bool  # the form of numbers stands open
    problem: Say | None
    held: tuple[HeldHere, ...]
    hold_rules: HoldRules | None


class CapacityPage(Struct, frozen=True):
    """All places of an organization."""

    rows: tuple[PlaceRow, ...]
    count: Say


def capacity_page(
    places: Sequence[PlaceCapacity],
    now: datetime,
    *,
    wrong: UUID | None = None,
    form: Filled | None = None,
    problem: Say | None = None,
    rules: Filled | None = None,
) -> CapacityPage:
    """The list; `wrong` is the place whose form, rules of holding or tap was refused."""
    rows = tuple(
        place_row(place, now, form=form, problem=problem, rules=rules)
        if place.place.id == wrong
        else place_row(place, now)
        for place in places
    )
    return CapacityPage(rows, say_number("{number} place", "{number} places", len(rows)))


def place_row(
    one: PlaceCapacity,
    now: datetime,
    *,
    form: Filled | None = None,
    problem: Say | None = None,
    rules: Filled | None = None,
) -> PlaceRow:
    """One place as its provider sees it; `form` and `rules` as they were typed, when they were wrong."""
    said, place_id = one.capacity, one.place.id
    number = said.available if said else None
    here = f"/capacity/{place_id}"
    return PlaceRow(
        place_id=place_id,
        service=one.service.name,
        location=one.location.name or "",
        href=f"/services/{one.service.id}?at={one.location.id}",
        number=number,
        parts=tuple(map(part_row, one.parts)) if said else (),
        details_href=f"{here}/details",
        unit=UNIT_NAMES[one.unit],
        fullness=fullness(said, now, one.parts),
        speaker=one.speaker,
        can_add=said is not None and (said.maximum is None or said.available + said.held < said.maximum),
        can_take=bool(number),
        is_full=number == 0,
        step_action=f"{here}/step",
        full_action=f"{here}/full",
        same_action=f"{here}/same" if said and now - said.said_at > JUST_SAID else "",
        undo_action=f"{here}/undo" if one.may_undo else "",
        say_action=here,
        form=form or _filled(one),
        units=UNITS,
        waitlists=WAITLISTS,
        is_open=form is not None or (said is None and not one.parts),
        problem=problem,
        held=held_here(one.holds, now),
        hold_rules=hold_rules(place_id, said, rules),
    )


def part_row(part: CapacityPart) -> PartRow:
    """One part of a place."""
    return PartRow(
        population=part.population,
        label=POPULATIONS.get(part.population, part.population),
        number=part.available,
        maximum=None
        if part.maximum is None
        else say_number("of {number} there is", "of {number} in all", part.maximum),
        can_add=room_of(part) != 0,
        can_take=part.available > 0,
    )


def prefix_of(place_id: UUID) -> str:
    """What begins the ids of one place's fields."""
    return f"p-{place_id.hex}-"


def _filled(one: PlaceCapacity) -> Filled:
    said = one.capacity
    values: dict[str, str | tuple[str, ...]] = {
        "available": "" if said is None else str(said.available),
        "maximum": "" if said is None or said.maximum is None else str(said.maximum),
        "expected_wait_days": ""
        if said is None or said.expected_wait_days is None
        else str(said.expected_wait_days),
        "waitlist": said.waitlist if said else Waitlist.UNKNOWN,
        "unit": said.unit if said else one.unit or CapacityUnit.PLACE,
    }
    return Filled(values, prefix=prefix_of(one.place.id))
