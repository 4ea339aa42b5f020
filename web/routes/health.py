"""URLs for those who watch the machine: is it alive, is it ready."""

from litestar import Response, Router, get
from litestar.di import NamedDependency

from web.world import World


@get("/health", name="health", sync_to_thread=False)
def show_health() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@get("/ready", name="ready", sync_to_thread=True)
def show_ready(world: NamedDependency[World]) -> Response[dict[str, str | bool]]:
    """The database answers; the search index was loaded before the first request."""
    database = world.store.answers()
    return Response(
        {"status": "ready" if database else "not ready", "database": database},
        status_code=200 if database else 503,
    )


router = Router(
    "/", route_handlers=[show_health, show_ready], include_in_schema=False, opt={"exclude_from_csrf": True}
)
