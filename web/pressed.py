"""What changes on a page when somebody presses a button of one place there: the hold, and the badge that says
how full it is, both as they stand now."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from litestar import Request
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.errors import Conflict
from network.providers.operations.capacity import read_capacity
from network.providers.operations.parts import parts_of
from network.providers.queries.holds import holds_here
from network.questions.places import PlaceRow
from network.search.resulting import told_capacity
from network.search.said import read_capacities
from network.words import Say
from web.forms.holds import HoldForm
from web.forms.ids import id_or_none
from web.forms.search import SearchForm
from web.holding import PIECE, holding, row_of
from web.pages.fullness import Fullness, beside_hold, found_fullness, fullness
from web.pages.holds import HoldPiece, RefusedHold, hold_piece
from web.referring import referring
from web.refusals import WrongForm
from web.searching import SearchedFor, searched_for
from web.show import is_htmx

AnyRequest = Request[Any, Any, Any]
SEARCH = "/search"


def piece_now(
    request: AnyRequest, session: Session, actor: Actor, form: HoldForm, *, problem: Say | None = None
) -> HoldPiece:
    """What can be held of the form's place, or is."""
    place, need_id = row_of(session, actor, form), id_or_none(form.need)
    read_capacity(session, place.place.id)  # as it is now, whatever was read before it changed
    hold = holds_here(session, actor, [place.place.id], need_id=need_id).get(place.place.id)
    minutes = request.app.state.world.settings.hold_minutes
    return hold_piece(
        actor,
        place,
        hold,
        moment=now(),
        minutes=minutes,
        need_id=need_id,
        facts=form.facts,
        next_path=form.next,
        problem=problem,
        fullness=fullness_now(request, session, actor, place, form.next_path, is_held=hold is not None),
    )


def refused(request: AnyRequest, session: Session, actor: Actor, form: HoldForm, no: Conflict) -> WrongForm:
    """The piece with what stands against it, or a page of its own."""
    if is_htmx(request):
        return WrongForm(
            PIECE, piece_now(request, session, actor, form, problem=no.sentence), status_code=409
        )
    return WrongForm("holds/refused.html", RefusedHold(no.sentence, form.next_path), status_code=409)


def hold_beside(
    request: AnyRequest, session: Session, actor: Actor, place: PlaceRow, path: str
) -> HoldPiece | None:
    """What can be held of a place among the results at this path, or is; None for who holds nothing there."""
    asked, world = _searched_at(request, session, actor, path), request.app.state.world
    refer = referring(session, actor, [(place.service.id, place.location.id)], known=asked.known)
    minutes, facts = world.settings.hold_minutes, asked.form.facts
    found = holding(session, actor, refer, minutes=minutes, facts=facts, next_path=path)
    return found.at(place.place.id)


def fullness_now(
    request: AnyRequest, session: Session, actor: Actor, place: PlaceRow, path: str, *, is_held: bool
) -> Fullness:
    """How full a place is, in the words of the page at this path: a card of the search counts what is free
    for the person it is for."""
    moment, place_id = now(), place.place.id
    if urlsplit(path).path != SEARCH:
        parts = () if place.location.is_confidential else parts_of(session, place_id)
        return beside_hold(fullness(place.capacity, moment, parts), is_held=is_held)
    facts = _searched_at(request, session, actor, path).facts
    said = next(iter(read_capacities(session, [str(place_id)]).values()), None)
    told = told_capacity(said, facts, moment, is_private=place.location.is_confidential)
    return beside_hold(found_fullness(told, for_person=bool(facts)), is_held=is_held)


def _searched_at(request: AnyRequest, session: Session, actor: Actor, path: str) -> SearchedFor:
    """For whom a page of results is; for nobody where the path is another page's."""
    parts = urlsplit(path)
    query = parse_qs(parts.query) if parts.path == SEARCH else {}
    return searched_for(request, session, actor, SearchForm.read(query))
