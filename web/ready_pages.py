"""Gives strangers the page of a service that was made for another of them, until the service changes.

It is the same for all who bring nothing that says who they are (web/at_once.py), and never older than what
the watch has seen (web/ready.py); hours and ages are said to the minute, so it lasts no longer than that.
"""

from collections.abc import Hashable
from uuid import UUID

from litestar import Response

from network.actors import Actor
from web.at_once import (
    LONGEST_KEPT,
    AnyRequest,
    as_page,
    end_of_minute,
    is_stranger,
    names_no_person,
    stranger_page,
)
from web.shelf import Kept
from web.visit import visitor_of
from web.world import World


def is_for_every_stranger(request: AnyRequest) -> bool:
    """Whether nothing in this request says who asks, or for whom."""
    return is_stranger(request) and names_no_person(request)


def find_ready_page(request: AnyRequest, service_id: UUID) -> Response[bytes] | None:
    """The page about this service, if it is kept and still good."""
    world: World = request.app.state.world
    if not (world.watch.is_awake() and is_for_every_stranger(request)):
        return None
    asked = _asked(request, world)
    kept = world.shelf.find(asked)
    if kept is None or world.watch.is_same(service_id, kept.version):
        return None if kept is None else as_page(request, kept)
    world.shelf.forget(asked)
    return None


def make_ready_page(
    request: AnyRequest, actor: Actor, template: str, page: object, version: int
) -> Response[bytes]:
    """The page for this stranger, kept for the next. `version` was the watch's before anything was read."""
    world: World = request.app.state.world
    made = Kept(stranger_page(request, actor, template, page), version, end_of_minute())
    if version >= 0 and world.watch.is_awake() and len(request.scope["query_string"]) <= LONGEST_KEPT:
        world.shelf.keep(_asked(request, world), made)
    return as_page(request, made)


def _asked(request: AnyRequest, world: World) -> Hashable:
    language = visitor_of(request, world.settings).language
    return "page", language, request.scope["path"], request.scope["query_string"]
