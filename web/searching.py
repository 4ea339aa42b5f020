"""Understands a search: for whom it is, near where, and what was found."""

from dataclasses import dataclass, replace
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from sqlmodel import Session

from network.actors import Actor
from network.errors import Invalid, Unavailable
from network.places.found import Found, Precision
from network.places.geocoder import locate
from network.places.typed import find_coordinates
from network.providers.queries.calls import phone_states
from network.rules.person_facts import NOTHING_KNOWN, PersonFacts
from network.rules.question_permissions import may_ask_question
from network.search.answer import SearchAnswer, answer_of
from network.search.engine import Filters, Missed, Result, Results, Search
from network.search.kept import forget_facts, keep_facts, read_facts
from network.search.needs import person_facts_of
from network.tables import Need, Person
from network.words import say
from web.browser_key import browser_key_cookie, read_browser_key
from web.forms.search import OfNeed, SearchForm
from web.forms.search_posted import Extras
from web.holding import holding
from web.limits import key_of, limit_of
from web.pages.search import SearchPage, search_page
from web.pages.search_results import Reader
from web.pages.search_who import who_panel
from web.referring import known_need, referring
from web.sealed_cursors import open_cursor, seal_cursor
from web.world import World

AnyRequest = Request[Any, Any, Any]
FEW = 10  # results: below, one wants to know who nearly fits
MOST_EXPLAINED = 5
# Facts kept for strangers of one address: a whole library may share it, and no script fills the table.
KEPT_FROM_ONE, KEPT_SECONDS = 120, 600


@dataclass(frozen=True)
class SearchedFor:
    """A search with what is known of the person it is for; nothing of that stands in its address."""

    form: SearchForm
    facts: PersonFacts = NOTHING_KNOWN
    known: tuple[Need, Person] | None = None  # the need of the address, if this actor may know it
    is_forgotten: bool = False  # the address names facts that are not kept any more, or are somebody else's


@dataclass(frozen=True)
class Answered:
    """A search that was understood, and what it found."""

    form: SearchForm
    found: Found | None
    search: Search
    results: Results


def searched_for(request: AnyRequest, session: Session, actor: Actor, form: SearchForm) -> SearchedFor:
    """For whom this search is. Facts that were said beside it win over those of its need. A need or facts
    that this actor may not know are as if they were not there."""
    known = known_need(session, actor, form.need) if form.need and may_ask_question(actor) else None
    need = known[0] if known else None
    form = form.of(OfNeed(need.kind, need.zip or "") if need else None)
    said = None
    if form.facts:
        browser, need_id = read_browser_key(request), need.id if need else None
        said = read_facts(session, actor, form.facts, browser=browser, need_id=need_id)
    if said is not None:
        return SearchedFor(form, said, known)
    facts = person_facts_of(need) if need else NOTHING_KNOWN
    return SearchedFor(replace(form, facts=""), facts, known, is_forgotten=bool(form.facts))


def find_place(form: SearchForm, world: World) -> Found | None:
    """Where to look; None when no place was given. Raises Invalid for a place that nobody knows."""
    if not form.near:
        return None
    try:
        found = locate(form.near, world.geocoder)
    except Unavailable as error:
        raise Invalid({"near": error.sentence}) from None
    if found is None:
        raise Invalid({"near": say("We do not know this place. Type a ZIP code, or a city and state.")})
    return found


def answer(
    form: SearchForm, facts: PersonFacts, actor: Actor, world: World, *, named: bool = True
) -> Answered:
    """Find what the form asks for; a point whose name nobody reads need not be `named`. Raises Invalid with
    what is wrong with it."""
    point = None if named else find_coordinates(form.near)
    found = Found(point, Precision.EXACT, "", 0) if point else find_place(form, world)
    search = form.checked(found, actor.language, facts)
    return Answered(form.at(found), found, search, _results(search, world))


def _results(search: Search, world: World) -> Results:
    """What is found; of a search for somebody the cursors tell nothing."""
    if not search.facts:
        return world.search.search(search)
    settings = world.settings
    results = world.search.search(replace(search, cursor=open_cursor(search.cursor, settings)))
    return replace(
        results,
        next=seal_cursor(results.next, settings),
        previous=seal_cursor(results.previous, settings),
    )


def page_of(
    session: Session, actor: Actor, world: World, asked: SearchedFor, answered: Answered
) -> SearchPage:
    """The page of what was found, with what this actor may do there."""
    form, results = answered.form, answered.results
    at = [(result.service_id, result.location_id) for result in results.results]
    known, path = asked.known, form.href(cursor=form.cursor)
    refer = referring(
        session,
        actor,
        at,
        known=known,
        clear_href=form.href(need="", facts="", beside=""),
        beside=form.beside,
        facts=form.facts,
    )
    minutes = world.settings.hold_minutes
    reader = Reader(
        actor,
        refer,
        calls=phone_states(session, actor, [(one, place) for one, place in at if place]),
        hold_of=holding(session, actor, refer, minutes=minutes, facts=form.facts, next_path=path).of,
        need=form.need if known else "",
        path=path,
    )
    is_asked = not form.cursor and (bool(asked.facts) or results.total < FEW)
    almost = world.search.almost(answered.search) if is_asked else ()
    who = who_panel(form, asked.facts, actor.language, is_forgotten=asked.is_forgotten)
    return search_page(form, who, answered.search, answered.found, results, reader, almost)


def say_facts(
    request: AnyRequest, session: Session, actor: Actor, asked: SearchedFor, facts: PersonFacts
) -> tuple[str, tuple[Cookie, ...]]:
    """Keep what was said of the person: the address of the search for them, and a visitor's cookie."""
    form, browser = asked.form, read_browser_key(request)
    own = person_facts_of(asked.known[0]) if asked.known else NOTHING_KNOWN
    if facts == own:
        forget_facts(session, actor, form.facts, browser=browser)
        return form.href(facts=""), ()
    if not actor.is_signed_in:
        sentence = say("Too many people were described from here. Please wait some minutes and try again.")
        limit_of(request, "facts kept", KEPT_FROM_ONE, KEPT_SECONDS).count(key_of(request, actor), sentence)
    cookie = browser_key_cookie(request.app.state.world.settings, browser)
    key = "" if actor.is_signed_in else str(cookie.value)
    kept = keep_facts(session, actor, facts, browser=key, need=asked.known[0] if asked.known else None)
    return form.href(facts=kept.name), () if actor.is_signed_in else (cookie,)


def explained(world: World, search: Search, which: str) -> list[tuple[Result, tuple[Missed, ...]]]:
    """The places of this name, wherever they are, each with all that it misses of the search."""
    if not which:
        return []
    by_name = Search(q=which, within_metres=None, filters=Filters(include_old=True), limit=MOST_EXPLAINED)
    named = world.search.search(replace(by_name, point=search.point, language=search.language)).results
    return [(one, world.search.explain(search, one.service_id, one.location_id)) for one in named]


def answer_for_programs(world: World, answered: Answered, actor: Actor, extras: Extras) -> SearchAnswer:
    """The answer as data. Counts of referrals are for the staff of the network only."""
    search, engine = answered.search, world.search
    return answer_of(
        answered.results,
        actor.language,
        with_counts=actor.is_signed_in,
        almost=engine.almost(search) if extras.almost else (),
        why_not=engine.explain(search, extras.why_not, extras.at) if extras.why_not else None,
    )
