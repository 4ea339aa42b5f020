"""The search for programs: without a person in an address, or with one in the body of a request."""

from dataclasses import replace
from typing import Annotated, Any

from litestar import MediaType, Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import Body
from litestar.serialization import encode_json

from network.actors import VISITOR, Actor
from network.rules.person_facts import NOTHING_KNOWN
from network.search.answer import SearchAnswer
from web.at_once import Made, answer_at_once, is_stranger
from web.for_anyone import FROM_ANYWHERE, REFUSALS
from web.forms.search_posted import PostedSearch, read_address
from web.language import language_of
from web.pace import Pace
from web.routes.search_parameters import PostedOperation, SearchOperation
from web.searching import answer, answer_for_programs
from web.show import PRIVATE
from web.visit import visitor_of
from web.world import World

AnyRequest = Request[Any, Any, Any]


PACE = Pace()


async def answer_a_stranger(request: AnyRequest) -> Response[bytes] | None:
    """The answer to whoever has no sign-in here; None: they are answered in the usual way."""
    if not is_stranger(request):
        return None
    world = request.app.state.world
    actor = visitor_of(request, world.settings)
    asked = ("api-search", actor.language, request.scope["query_string"])
    kept = await answer_at_once(request, asked, PACE, lambda: made_for(request, actor, world))
    return None if kept is None else Response(kept.body, media_type=MediaType.JSON)


def made_for(request: AnyRequest, actor: Actor, world: World) -> Made:
    """The answer as bytes."""
    form, extras = read_address(request.query_params.dict())
    answered = answer(form, NOTHING_KNOWN, actor, world, named=False)
    body = encode_json(answer_for_programs(world, answered, actor, extras))
    return Made(body, lasts=answered.results.note is None)


@get(
    "/api/search",
    name="api-search",
    before_request=answer_a_stranger,
    response_headers={
        **FROM_ANYWHERE,
        **PRIVATE,
    },  # staff are told more than other sites may read
    exception_handlers=REFUSALS,
    exclude_from_csrf=True,  # programs read; there is no form
    sync_to_thread=True,
    operation_class=SearchOperation,
    summary="Find services",
    description="Services for a need near a place, best first, with exact counts. What is known of a person "
    "is posted instead: facts in an address are refused (422).",
    tags=["Search"],
)
def search_for_programs(
    request: AnyRequest, actor: NamedDependency[Actor], world: NamedDependency[World]
) -> SearchAnswer:
    form, extras = read_address(request.query_params.dict())
    answered = answer(form, NOTHING_KNOWN, actor, world, named=False)
    return answer_for_programs(world, answered, actor, extras)


@post(
    "/api/search",
    name="api-search-posted",
    response_headers=PRIVATE,
    status_code=200,
    sync_to_thread=True,
    operation_class=PostedOperation,
    summary="Find services that take somebody",
    description="The same, with what is known of a person in the body: it is used for this answer and not "
    "kept. Who asks is not looked at (no session is read), and nothing is changed: no token is needed.",
    tags=["Search"],
    exclude_from_csrf=True,  # there is nothing to forge: the answer is everybody's, and nothing is written
)
def search_for_somebody(
    request: AnyRequest, data: Annotated[dict[str, Any], Body()], world: NamedDependency[World]
) -> SearchAnswer:
    asked = PostedSearch.read(data)
    anybody = replace(VISITOR, language=language_of(request, world.settings))
    answered = answer(asked.form, asked.facts, anybody, world)
    return answer_for_programs(world, answered, anybody, asked.extras)


router = Router("/", route_handlers=[search_for_programs, search_for_somebody])
