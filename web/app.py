"""Builds the web application; everything it needs is an argument."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from threading import Event, Thread
from typing import Any

from litestar import Litestar, Request, Response, Router
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.static_files import create_static_files_router
from sqlmodel import Session

from network.actors import Actor
from network.errors import SignInNeeded
from web import refusals
from web.guarding import GuardedLitestar, GuardedRequest
from web.rendering import STATIC, make_environment
from web.routes import ROUTERS
from web.visit import find_actor, token_cookie_name, who_asks
from web.world import World, one_transaction

AnyRequest = Request[Any, Any, Any]
THREADS = 40
MOST_WRITERS = 24  # of those threads, so that pages are read while many wait to write
ASSETS = (".css", ".js", ".svg", ".png", ".woff2", ".json", ".ico")


def create_app(
    world: World,
    identify: Callable[[AnyRequest, World], Actor] = find_actor,
    *,
    meanwhile: Sequence[Callable[[Event], None]] = (),
) -> GuardedLitestar:
    """The application over this world; `identify` says who asks (tests put somebody there).

    Each of `meanwhile` runs in a thread of its own until the event it is given is set.
    """

    writers = asyncio.Semaphore(MOST_WRITERS)

    async def one_session(request: AnyRequest) -> AsyncIterator[Session]:
        async with one_transaction(world.store, request.method, writers) as session:
            yield session

    async def provide_actor(request: AnyRequest) -> Actor:
        actor = await who_asks(request, world, identify)
        request.scope["state"]["actor"] = actor
        return actor

    def provide_staff(actor: NamedDependency[Actor]) -> Actor:
        if not actor.is_signed_in:
            raise SignInNeeded
        return actor

    @asynccontextmanager
    async def with_threads(_: Litestar) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        stop = Event()
        threads = [Thread(target=work, args=(stop,), daemon=True) for work in meanwhile]
        for thread in threads:
            thread.start()
        yield
        stop.set()
        for thread in threads:
            thread.join(timeout=5)

    app = GuardedLitestar(
        request_class=GuardedRequest,
        lifespan=[with_threads],
        logging_config=None,  # ours is set up before (commands/logs.py)
        route_handlers=[*ROUTERS, _static()],
        dependencies={
            "session": Provide(one_session),
            "actor": Provide(provide_actor),
            "staff": Provide(provide_staff, sync_to_thread=False),
            "world": Provide(lambda: world, sync_to_thread=False),
        },
        exception_handlers=refusals.HANDLERS,
        csrf_config=CSRFConfig(
            secret=world.settings.secret_key,
            cookie_name=token_cookie_name(world.settings),
            cookie_httponly=True,
            cookie_secure=world.settings.base_url.startswith("https:"),
        ),
        allowed_hosts=AllowedHostsConfig(list(world.settings.allowed_hosts))
        if world.settings.allowed_hosts
        else None,
        compression_config=CompressionConfig(backend="gzip", minimum_size=1000, gzip_compress_level=5),
        request_max_body_size=world.settings.upload_megabytes * 1_000_000,
        openapi_config=OpenAPIConfig(
            "Trestle",
            "1",
            description="Finding services, for programs. docs/api.md tells how, with examples.",
            path="/api",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
            openapi_router=Router(
                "/api", route_handlers=[], include_in_schema=False, after_request=_as_all_that_is_missing
            ),
        ),
    )
    app.state.world = world
    app.state.finds_by_cookie = identify is find_actor
    app.state.templates = make_environment()
    return app


def _as_all_that_is_missing(response: Response[Any]) -> Response[Any]:
    """What the framework finds missing under /api is told like everything else that is."""
    if response.status_code == 404:
        raise NotFoundException
    return response


def _static() -> Router:
    forever = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)
    return create_static_files_router(
        "/static", [STATIC], cache_control=forever, include_in_schema=False, before_request=_only_assets
    )


def _only_assets(request: AnyRequest) -> None:
    """What makes the assets stands beside them and is nobody's to fetch. Raises NotFoundException."""
    if not request.url.path.endswith(ASSETS):
        raise NotFoundException
