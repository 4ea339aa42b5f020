"""Gives and keeps answers of the open directory: the same for everybody, until the service changes.

Nothing that depends on who asks is kept here. What is kept was read after its `version` was noted, so it is
never older than that version; a service that changed since, or a watch that sleeps, asks the database again.
"""

import zlib
from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response
from litestar.utils.scope.state import ScopeState

from web.shelf import Kept
from web.world import World

AnyRequest = Request[Any, Any, Any]
GZIP = 31  # zlib's way to say: with the head of a gzip file
QUICKLY = 3  # of 9; a record is packed once and sent often


def tag_of(version: int) -> dict[str, str]:
    """What lets a reader ask whether anything changed."""
    return {"etag": f'W/"{version}"', "cache-control": "no-cache"}


def find_ready(request: AnyRequest, asked: str, service_id: UUID) -> Response[Any] | None:
    """The answer about this service, if it is kept and still good; a 304 to those who have it already."""
    world: World = request.app.state.world
    watch = world.watch
    if not watch.is_awake():
        return None
    known = _version_in(request.headers.get("if-none-match", ""))
    if known is not None and watch.is_same(service_id, known):
        return Response(None, status_code=304, headers=tag_of(watch.version))
    kept = world.shelf.find((asked, service_id))
    if kept is None:
        return None
    version = watch.version
    if not watch.is_same(service_id, kept.version):
        world.shelf.forget((asked, service_id))
        return None
    return _packed(request, kept.body, tag_of(version))


def keep_ready(world: World, asked: str, service_id: UUID, body: bytes, version: int) -> None:
    """Keep the answer; `version` was the watch's before anything was read for it."""
    if version >= 0 and world.watch.is_awake():
        packer = zlib.compressobj(QUICKLY, wbits=GZIP)
        world.shelf.keep((asked, service_id), Kept(packer.compress(body) + packer.flush(), version))


def _packed(request: AnyRequest, body: bytes, headers: dict[str, str]) -> Response[bytes]:
    """As it is kept for those who can unpack it, unpacked for others."""
    headers["vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        ScopeState.from_scope(request.scope).is_cached = True  # the framework must not pack it again
    else:
        body = zlib.decompress(body, wbits=GZIP)
    return Response(body, media_type=MediaType.JSON, headers=headers)


def _version_in(tag: str) -> int | None:
    number = tag.removeprefix('W/"').removesuffix('"')
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else None
