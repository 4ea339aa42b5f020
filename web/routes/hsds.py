"""URLs for programs that read the directory as HSDS has it. Public and read only."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.serialization import encode_json
from sqlmodel import Session

from network.exchange.describing import describe_api, describe_reads
from network.exchange.queries import MOST_ON_PAGE, Asked, get_service, list_services
from network.providers.changes import directory_version
from web.for_anyone import FROM_ANYWHERE, REFUSALS
from web.pages.hsds import Object, page_of_services
from web.ready import find_ready, keep_ready, tag_of
from web.world import World

Uuid = UUID | None


@get("/", name="hsds", sync_to_thread=False)
def show_about(world: NamedDependency[World]) -> Response[Object]:
    """About these reads."""
    return Response(dict(describe_api(_address(world))))


@get("/openapi.json", name="hsds-openapi", sync_to_thread=False)
def show_openapi(world: NamedDependency[World]) -> Response[Object]:
    """These reads in OpenAPI."""
    return Response(describe_reads(_address(world)))


@get("/services", name="hsds-services", sync_to_thread=True)
def show_services(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    world: NamedDependency[World],
    search: Annotated[str, QueryParameter(max_length=200)] = "",
    page: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
    per_page: Annotated[int, QueryParameter(ge=1, le=MOST_ON_PAGE)] = 50,
    format: FromQuery[Literal["json"]] = "json",  # noqa: ARG001
    taxonomy_term_id: FromQuery[Uuid] = None,
    taxonomy_id: FromQuery[Uuid] = None,
    organization_id: FromQuery[Uuid] = None,
    modified_after: FromQuery[datetime | None] = None,
    minimal: FromQuery[bool] = False,
    full: FromQuery[bool] = False,
) -> Response[Any]:
    """A page of services."""
    since = _utc(modified_after)
    asked = Asked(
        search, taxonomy_term_id, taxonomy_id, organization_id, since, page, per_page, minimal, full
    )
    version = directory_version(session)
    if (same := _unchanged(request, tag_of(version))) is not None:
        return same
    found = list_services(session, asked, world.shared.as_of(session, version))
    shown = page_of_services(found.services, total=found.total, page=page, per_page=asked.size)
    return Response(shown, headers=tag_of(version))


async def find_service(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """The service as it is kept ready, before anybody asks the database."""
    return find_ready(request, "hsds", request.path_params["service_id"])


@get("/services/{service_id:uuid}", name="hsds-service", sync_to_thread=True, before_request=find_service)
def show_service(
    request: Request[Any, Any, Any],
    service_id: FromPath[UUID],
    session: NamedDependency[Session],
    world: NamedDependency[World],
) -> Response[Any]:
    """One service with all that stands in it."""
    seen, version = world.watch.version, directory_version(session)
    if (same := _unchanged(request, tag_of(version))) is not None:
        return same
    body = encode_json(get_service(session, service_id, world.shared.as_of(session, version)))
    keep_ready(world, "hsds", service_id, body, seen)
    return Response(body, headers=tag_of(version), media_type=MediaType.JSON)


def _unchanged(request: Request[Any, Any, Any], tag: dict[str, str]) -> Response[Any] | None:
    """Says that the reader has it already, when nothing in the directory changed since."""
    if request.headers.get("if-none-match") != tag["etag"]:
        return None
    return Response(None, status_code=304, headers=tag)


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is None:
        return moment.replace(tzinfo=UTC) if moment is not None else None
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first or last day that there is, in another time zone
        return moment.replace(tzinfo=UTC)


def _address(world: World) -> str:
    return world.settings.base_url.rstrip("/") + "/hsds"


router = Router(
    "/hsds",
    route_handlers=[show_about, show_openapi, show_services, show_service],
    opt={"exclude_from_csrf": True},  # programs read; there is no form, and no browser to remember
    response_headers=FROM_ANYWHERE,
    exception_handlers=REFUSALS,
)
