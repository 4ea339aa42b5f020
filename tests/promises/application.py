"""The whole application over an empty world, for promises about what it is made of."""

from litestar.handlers import HTTPRouteHandler
from litestar.utils.helpers import unwrap_partial

from network.db import Database
from network.places.geocoder import open_geocoder
from network.search.embedded import EmbeddedEngine
from tests.web.conftest import SETTINGS
from web.app import create_app
from web.world import World

NOWHERE = Database("postgresql+psycopg://127.0.0.1:1/nowhere")
APP = create_app(World(SETTINGS, NOWHERE, EmbeddedEngine(), open_geocoder(SETTINGS)))


def handlers() -> dict[str, HTTPRouteHandler]:
    """Every handler of ours by the name of its route."""
    found = [
        handler
        for route in APP.routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler)
        and "OPTIONS" not in handler.http_methods
        and unwrap_partial(handler.fn).__module__.startswith("web.")
    ]
    return {handler.name or str(handler): handler for handler in found}


def whole_paths() -> dict[str, str]:
    """The address of each of our handlers, its router's part included, by the name of its route."""
    ours = set(map(id, handlers().values()))
    return {
        handler.name or str(handler): route.path
        for route in APP.routes
        for handler in getattr(route, "route_handlers", [])
        if id(handler) in ours
    }
