"""The URL that asks for whom, when a place was chosen before a person."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from sqlmodel import Session

from network.actors import Actor
from network.people.caseload import Whose, caseload
from network.providers.queries.holds import holds_here
from network.questions.places import PlaceRow, place_rows
from network.questions.prefilling import kind_of
from network.referrals.misfits import misfits_of
from network.rules.capacity_parts import Facts
from network.rules.permissions import require
from network.rules.question_permissions import may_ask_question
from network.words import Say
from web.forms.ids import id_or_none
from web.forms.questions import QuestionForm
from web.forms.typed import Typed
from web.pages.paging import page_number
from web.pages.refer import ReferPage, refer_page
from web.referring import said_of_person
from web.show import Page, show

AnyRequest = Request[Any, Any, Any]


@get("/refer", name="refer", sync_to_thread=True)
def show_for_whom(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    require(may_ask_question(staff))
    return show(request, staff, "refer/show.html", page_of(request, session, staff))


def page_of(request: AnyRequest, session: Session, actor: Actor) -> ReferPage:
    """The caseload of this person beside the places of the address."""
    typed = Typed(request.query_params.dict())
    places = place_rows(session, QuestionForm(typed).place_ids, language=actor.language)
    held = holds_here(session, actor, [place.place.id for place in places])
    whose = Whose.AGENCY if typed.text("whose") == Whose.AGENCY else Whose.OWN
    return refer_page(
        caseload(session, actor, whose=whose, page=page_number(typed.text("page"))),
        places,
        frozenset(filter(None, (kind_of(session, place.service.id) for place in places))),
        question_id=id_or_none(typed.text("question")),
        language=actor.language,
        held={hold.population for hold in held.values() if hold.need_id is None},
        said=said_of_person(request, session, actor),
        misfits=lambda facts: misfits_at_all(request, actor, facts, places),
    )


def misfits_at_all(
    request: AnyRequest, actor: Actor, facts: Facts, places: Sequence[PlaceRow]
) -> tuple[Say, ...]:
    """What these places say of themselves that does not fit somebody of whom this is known."""
    engine, at = request.app.state.world.search, (place.place for place in places)
    found = misfits_of(engine, facts, at, language=actor.language)
    return tuple(dict.fromkeys(sentence for misfits in found.values() for sentence in misfits))


router = Router("/", route_handlers=[show_for_whom], include_in_schema=False)
