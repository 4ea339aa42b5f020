"""Behind the link of a message: each place of the agency, and how many are free in one tap."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from network.providers.queries.capacities import PlaceCapacity
from network.rules.capacity_links import PATH, CapacityLink
from network.rules.capacity_parts import POPULATIONS
from network.tables import Capacity, CapacityPart
from network.words import Say, say
from web.pages.filled import EMPTY, Filled
from web.pages.fullness import UNIT_NAMES, Fullness, fullness

MOST_BUTTONS = 6


class TapRow(Struct, frozen=True):
    """One row of numbers: the whole place, or one part of it."""

    label: Say | str
    population: str  # empty: the whole
    numbers: tuple[int, ...]  # beside "Full"
    present: int | None
    has_more: bool  # there may be more free than there are buttons
    form: Filled  # for any other number
    is_open: bool


class LinkedPlace(Struct, frozen=True):
    """One place with its buttons."""

    place_id: UUID
    service: str
    location: str  # empty for one that is kept private
    is_private: bool
    fullness: Fullness
    held: int
    is_done: bool  # somebody said a number since the message was sent
    rows: tuple[TapRow, ...]
    action: str
    same_action: str  # empty: nobody has said a number yet
    problem: Say | None


class LinkPage(Struct, frozen=True):
    """All places of the agency."""

    agency: str
    places: tuple[LinkedPlace, ...]
    same_action: str  # for all that have a number; empty when there is none
    is_done: bool


class LinkOverPage(Struct, frozen=True):
    """A link that no longer works, and what can be done."""

    words: Say
    next_step: Say
    renew_action: str  # empty: no new one is sent


def link_page(
    agency: str,
    link: CapacityLink,
    token: str,
    places: Sequence[PlaceCapacity],
    now: datetime,
    *,
    wrong: UUID | None = None,
    form: Filled = EMPTY,
    problem: Say | None = None,
) -> LinkPage:
    """The list; `wrong` is the place whose tap or number was refused."""
    rows = tuple(
        linked_place(one, link, token, now, form=form, problem=problem)
        if one.place.id == wrong
        else linked_place(one, link, token, now)
        for one in places
    )
    has_number = any(row.same_action for row in rows)
    return LinkPage(
        agency=agency,
        places=rows,
        same_action=f"{PATH}{token}/same" if has_number and len(rows) > 1 else "",
        is_done=bool(rows) and all(row.is_done for row in rows),
    )


def linked_place(
    one: PlaceCapacity,
    link: CapacityLink,
    token: str,
    now: datetime,
    *,
    form: Filled = EMPTY,
    problem: Say | None = None,
) -> LinkedPlace:
    """One place as who holds the link sees it."""
    said, here = one.capacity, f"{PATH}{token}/{one.place.id}"
    return LinkedPlace(
        place_id=one.place.id,
        service=one.service.name,
        location="" if one.location.is_confidential else one.location.name or "",
        is_private=one.location.is_confidential,
        fullness=fullness(said, now, one.parts),
        held=said.held if said else 0,
        is_done=said is not None and said.said_at >= link.sent_at,
        rows=_rows(one, form),
        action=here,
        same_action=f"{here}/same" if said else "",
        problem=problem,
    )


def link_over_page(link: CapacityLink | None, token: str, now: datetime) -> LinkOverPage:
    """Why it does not work: it is none of ours, too old, or was made useless."""
    if link is None:
        return LinkOverPage(
            say("This link does not work."),
            say("Open it once more from the message, or wait for the next."),
            "",
        )
    if now >= link.expires_at:
        return LinkOverPage(
            say("This link is too old."),
            say("A new one can be sent to the address that this one was sent to, and to no other."),
            f"{PATH}{token}/renewal",
        )
    return LinkOverPage(
        say("This link was made useless by your agency."),
        say("Wait for the next message, or sign in to say how full you are."),
        "",
    )


def _rows(one: PlaceCapacity, form: Filled) -> tuple[TapRow, ...]:
    said = one.capacity
    if one.parts:
        return tuple(
            _row(one, POPULATIONS.get(part.population, part.population), part, form) for part in one.parts
        )
    return (_row(one, UNIT_NAMES[one.unit], said, form),)


def _row(one: PlaceCapacity, label: Say | str, said: Capacity | CapacityPart | None, form: Filled) -> TapRow:
    population = said.population if isinstance(said, CapacityPart) else ""
    most = None if said is None or said.maximum is None else said.maximum - said.held
    wrong = bool(form.problems) and form.value("population") == population
    prefix = f"p-{one.place.id.hex}-{population.replace('.', '-')}-"
    return TapRow(
        label=label,
        population=population,
        numbers=_numbers(most),
        present=said.available if said else None,
        has_more=wrong or most is None or most > MOST_BUTTONS,
        form=Filled(form.values, form.problems, prefix) if wrong else Filled(prefix=prefix),
        is_open=wrong,
    )


def _numbers(most: int | None) -> tuple[int, ...]:
    """From one to as many as there can be, or as there is room for on a phone."""
    return tuple(range(1, (MOST_BUTTONS if most is None else min(MOST_BUTTONS, most)) + 1))
