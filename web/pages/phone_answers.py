"""A telephone number to tap, and afterwards: what did they say? Full, a number, or nobody answered.

Show it with `{% with page = row.phone_answer %}{% include "parts/phone_answer.html" %}{% endwith %}`; it is
None for those who may not pass on what they were told. Needs listing.css.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from network.actors import Actor
from network.providers.queries.calls import PhoneState
from network.rules.capacity_parts import POPULATIONS
from network.rules.permissions import may_speak_as
from network.tables import CapacityUnit, CapacityVoice
from network.words import Say, say
from web.pages.fullness import UNIT_NAMES, Fullness, key_at
from web.pages.holds import HoldPiece

QUICK_NUMBERS = (1, 2, 3)


class AnswerLine(Struct, frozen=True):
    """One row of buttons: the whole place, or one part of it."""

    label: Say
    population: str  # empty: the whole
    numbers: tuple[int, ...]  # beside "Full"


class PhoneAnswer(Struct, frozen=True):
    """What parts/phone_answer.html shows. Actions are addresses for POST."""

    key: str  # for the ids on the page
    dial: str
    number: str
    name: str  # who is called, for screen readers
    lines: tuple[AnswerLine, ...]
    say_action: str
    no_answer_action: str
    undo_action: str  # empty: nothing to take back
    more_href: str
    next: str  # where to come back to without a script
    swaps: bool  # htmx puts the new piece in its place; else the whole page comes again
    not_reached_at: datetime | None
    saved: Say | None  # what was just written down
    fullness: Fullness | None = None  # then: what the badge beside it says now
    hold: HoldPiece | None = None  # then: what can be held now


def phone_answer(
    actor: Actor,
    *,
    service_id: UUID,
    location_id: UUID | None,
    name: str,
    dial: str,
    number: str,
    unit: CapacityUnit | None = None,
    populations: Sequence[str] = (),
    state: PhoneState | None = None,
    next_path: str = "",
    swaps: bool = True,
    saved: Say | None = None,
    fullness: Fullness | None = None,
    hold: HoldPiece | None = None,
) -> PhoneAnswer | None:
    """For one result or listing; None for visitors and all who do not call on somebody's behalf, and where
    there is no number to call.

    `populations`: of the place's parts. `state`: of `network.providers.queries.calls.phone_states`. After an
    answer: `saved` says so, and `fullness` and `hold` are what stands beside it now.
    """
    if location_id is None or not dial or not may_speak_as(actor, None, CapacityVoice.PHONE):
        return None
    here = f"/services/{service_id}/capacity"
    return PhoneAnswer(
        key=key_at(service_id, location_id),
        dial=dial,
        number=number,
        name=name,
        lines=_lines(unit, populations),
        say_action=f"{here}?at={location_id}",
        no_answer_action=f"{here}/no-answer?at={location_id}",
        undo_action=f"{here}/undo?at={location_id}" if state is not None and state.may_undo else "",
        more_href=f"/services/{service_id}?at={location_id}&said=more#phone-more",
        next=next_path,
        swaps=swaps,
        not_reached_at=state.not_reached_at if state is not None else None,
        saved=saved,
        fullness=fullness,
        hold=hold,
    )


def heard(available: int) -> Say:
    """What was just written down."""
    if available == 0:
        return say("Saved: full. Everybody who searches sees it now.")
    return say("Saved: {number} free. Everybody who searches sees it now.", number=available)


def _lines(unit: CapacityUnit | None, populations: Sequence[str]) -> tuple[AnswerLine, ...]:
    if not populations:
        return (AnswerLine(UNIT_NAMES[unit or CapacityUnit.PLACE], "", QUICK_NUMBERS),)
    parts = (
        AnswerLine(POPULATIONS[population], population, QUICK_NUMBERS)
        for population in populations
        if population in POPULATIONS
    )
    return (AnswerLine(say("All of them"), "", ()), *parts)
