"""URLs where curators teach the search which words mean the same."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.search.synonyms import SynonymRule, read_synonyms
from network.search.teaching import (
    add_synonym,
    checked_rule,
    get_synonym,
    list_synonyms,
    remove_synonym,
)
from network.words import say
from web.forms.again import shown_again
from web.forms.synonyms import SynonymForm
from web.pages.filled import Filled
from web.pages.synonyms import SynonymsPage, synonyms_page, trial_page
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
LIST, TRIAL, REMOVAL = "synonyms/list.html", "synonyms/trial.html", "synonyms/removal.html"
HOME = "/directory/words"


@get("/", name="synonyms", sync_to_thread=True)
def show_synonyms(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Page:
    looked_for = request.query_params.get("find", "")
    return show(request, staff, LIST, synonyms_page(list_synonyms(session, staff), looked_for))


@post("/trial", name="synonym-trial", status_code=200, sync_to_thread=True)
def try_synonym(
    request: AnyRequest,
    data: Form,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    form = SynonymForm.read(data)
    with shown_again(LIST, lambda wrong: _listed(session, staff, form, wrong)):
        rule = checked_rule(session, staff, form.words, form.means, is_both_ways=form.is_both_ways)
    known = read_synonyms(session)
    page = trial_page(world.search, rule, known, (*known, rule), action=HOME, language=staff.language)
    return show(request, staff, TRIAL, page)


@post("/", name="synonym-add", status_code=303, sync_to_thread=True)
def add(
    request: AnyRequest, data: Form, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Redirect:
    form = SynonymForm.read(data)
    with shown_again(LIST, lambda wrong: _listed(session, staff, form, wrong)):
        add_synonym(session, staff, words=form.words, means=form.means, is_both_ways=form.is_both_ways)
    return go_to(request, HOME, say("The search knows it from now on."))


@get("/{synonym_id:uuid}/removal", name="synonym-removal", sync_to_thread=True)
def show_removal(
    request: AnyRequest,
    synonym_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    synonym = get_synonym(session, staff, synonym_id)
    rule = SynonymRule(synonym.words, synonym.means, synonym.is_both_ways)
    known = read_synonyms(session)
    others = [each for each in known if each != rule]
    action = f"{HOME}/{synonym_id}/removal"
    page = trial_page(world.search, rule, known, others, action=action, language=staff.language)
    return show(request, staff, REMOVAL, page)


@post("/{synonym_id:uuid}/removal", name="synonym-remove", status_code=303, sync_to_thread=True)
def remove(
    request: AnyRequest,
    synonym_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    remove_synonym(session, staff, get_synonym(session, staff, synonym_id))
    return go_to(request, HOME, say("The search has forgotten it. You can teach it again at any time."))


def _listed(session: Session, staff: Actor, form: SynonymForm, wrong: Any) -> SynonymsPage:
    return synonyms_page(list_synonyms(session, staff), "", Filled(form.values, wrong))


router = Router(
    HOME,
    route_handlers=[show_synonyms, try_synonym, add, show_removal, remove],
    include_in_schema=False,
)
