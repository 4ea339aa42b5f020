"""Finds out what of the places on a page can be held or is; holds one for those who look for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid, NotFound
from network.people.queries import get_need
from network.providers.operations.holding import place_hold
from network.providers.queries.holds import HoldOfPlace, holds_here
from network.questions.places import PlaceRow, place_rows
from network.rules.capacity_parts import Facts
from network.rules.holding import HOLD_MINUTES, may_hold
from network.rules.need_facts import facts_of
from network.search.engine import Result
from network.search.kept import read_facts
from network.tables import Hold, Need, Organization
from network.words import say
from web.forms.holds import HoldForm
from web.forms.ids import id_or_none
from web.pages.doors import Referring
from web.pages.holds import EndingPage, HoldPiece, ending_page, hold_piece

PIECE = "parts/hold.html"
GONE = say("What you said of the person is not kept any more. Say it again, then hold a place.")


@dataclass(frozen=True)
class Holding:
    """The pieces of the places that can be referred to, by the service at a location."""

    referring: Referring
    pieces: Mapping[UUID, HoldPiece] = field(default_factory=dict)

    def at(self, place_id: UUID | None) -> HoldPiece | None:
        """The piece of one service at a location; None where there is nothing to hold."""
        return self.pieces.get(place_id) if place_id is not None else None

    def of(self, result: Result) -> HoldPiece | None:
        """The piece of a result of the search."""
        at = result.service_id, result.location_id
        rows = self.referring.places.values()
        return self.at(next((row.place.id for row in rows if (row.service.id, row.location.id) == at), None))


def holding(
    session: Session,
    actor: Actor,
    referring: Referring,
    *,
    minutes: int = HOLD_MINUTES,
    facts: str = "",
    next_path: str = "",
) -> Holding:
    """For the places of `web.referring.referring`; visitors and all others who hold nothing get none. Where
    nothing can be held now the piece is empty: after a call there may be something.

    `minutes`: of the settings; `facts`: the short id of what is kept of a person.
    """
    if not may_hold(actor):
        return Holding(referring)
    held = holds_here(session, actor, list(referring.places), need_id=referring.need_id)
    moment = now()
    pieces = {
        place_id: hold_piece(
            actor,
            row,
            held.get(place_id),
            moment=moment,
            minutes=minutes,
            need_id=referring.need_id,
            facts=facts,
            next_path=next_path,
        )
        for place_id, row in referring.places.items()
    }
    return Holding(referring, pieces)


def hold_for(session: Session, actor: Actor, form: HoldForm, *, minutes: int, browser: str = "") -> Hold:
    """Hold the place of the form, for whom it says. Raises NotFound, NotAllowed, Conflict."""
    row = row_of(session, actor, form)
    need = _need(session, actor, form)
    facts = _facts(session, actor, form, need, browser)
    return place_hold(session, actor, row.place, need=need, facts=facts, minutes=minutes)


def page_of_ending(
    session: Session, actor: Actor, hold: Hold, no: Conflict | Invalid | None = None, typed: str = ""
) -> EndingPage:
    """The question before a provider ends a hold; after a refusal with what stands against it."""
    [row] = place_rows(session, [hold.service_at_location_id], language=actor.language)
    problems = no.problems if isinstance(no, Invalid) else {}
    against = no.sentence if isinstance(no, Conflict) else None
    holder = session.get_one(Organization, hold.organization_id).name
    return ending_page(
        actor, HoldOfPlace(hold, holder), row.name, problems=problems, problem=against, typed=typed
    )


def row_of(session: Session, actor: Actor, form: HoldForm) -> PlaceRow:
    """The place of the form. Raises NotFound."""
    rows = place_rows(session, [form.place_id], language=actor.language)
    if not rows:
        raise NotFound
    return rows[0]


def _need(session: Session, actor: Actor, form: HoldForm) -> Need | None:
    need_id = id_or_none(form.need)
    if form.need and need_id is None:
        raise NotFound
    return get_need(session, actor, need_id)[0] if need_id else None


def _facts(session: Session, actor: Actor, form: HoldForm, need: Need | None, browser: str) -> Facts:
    """What is known of the person; what was said for the search wins over what the need says. Raises Conflict
    when that is not kept any more: a bed could be held that is for others."""
    if not form.facts:
        return facts_of(need) if need else {}
    said = read_facts(session, actor, form.facts, browser=browser, need_id=need.id if need else None)
    if said is None:
        raise Conflict(GONE)
    return said.as_facts()
