"""Finds out what somebody may do with the places on a page: refer a person there, or ask."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request
from sqlmodel import Session

from network.actors import Actor
from network.errors import NotFound
from network.people.queries import get_need
from network.questions.places import places_to_refer
from network.referrals.next_options import next_options
from network.referrals.queries import has_ended_without_next
from network.rules.question_permissions import may_ask_question
from network.search.engine import SearchEngine
from network.search.kept import read_facts
from network.tables import Need, Person, Referral
from web.browser_key import read_browser_key
from web.forms.ids import id_or_none
from web.pages.doors import NOT_REFERRING, NOTHING_SAID, Referring, SaidOfPerson, wanted
from web.pages.next_options import NextOptionsPage, next_options_page


def referring(
    session: Session,
    actor: Actor,
    at: Sequence[tuple[UUID, UUID | None]],
    need: str | None = None,
    *,
    known: tuple[Need, Person] | None = None,
    clear_href: str = "",
    beside: str = "",
    facts: str = "",
) -> Referring:
    """For these services at locations. A need that this person may not know is as if it were not there.
    `known`: the need with its person, where they have been read already; `facts`: the short id of what was
    said of the person for the search."""
    if not may_ask_question(actor):
        return NOT_REFERRING
    known = known or known_need(session, actor, need)
    return Referring(
        places=places_to_refer(session, at, language=actor.language),
        need_id=known[0].id if known else None,
        wanted=wanted(*known, actor.language, clear_href=clear_href) if known else None,
        beside=tuple(filter(None, map(id_or_none, beside.split()))) if known else (),
        facts=facts,
    )


def options_after(
    session: Session, actor: Actor, engine: SearchEngine, referral: Referral
) -> NextOptionsPage | None:
    """What to try next for those who sent a referral that ended without help; None when nothing is wanted."""
    known = known_need(session, actor, str(referral.need_id)) if may_ask_question(actor) else None
    if known is None or not has_ended_without_next(session, referral):
        return None
    options = next_options(session, engine, known[0], language=actor.language)
    return next_options_page(known[0], options, actor)


def said_of_person(
    request: Request[Any, Any, Any], session: Session, actor: Actor, need_id: UUID | None = None
) -> SaidOfPerson:
    """What was said for the search from which somebody comes: of nobody in particular, or beside this need.
    What is not kept any more, or is somebody else's, is as if it had never been said."""
    name, browser = request.query_params.get("facts", ""), read_browser_key(request)
    for one in dict.fromkeys((need_id, None)) if name else ():
        if said := read_facts(session, actor, name, browser=browser, need_id=one):
            return SaidOfPerson(name, said.as_facts())
    return NOTHING_SAID


def known_need(session: Session, actor: Actor, need: str | None) -> tuple[Need, Person] | None:
    """The need of an address with its person, if this person may know them."""
    need_id = id_or_none(need)
    if need_id is None:
        return None
    try:
        return get_need(session, actor, need_id)
    except NotFound:
        return None
