"""The least that the same framework can serve: fixed text of a given size. What every ratio is a ratio to."""

from functools import cache

from litestar import Litestar, MediaType, Response, get
from litestar.params import FromPath


@get("/{media:str}/{size:int}", sync_to_thread=False)
async def answer(media: FromPath[str], size: FromPath[int]) -> Response[bytes]:
    """So many bytes, as JSON or HTML."""
    return Response(_body(size), media_type=MediaType.JSON if media == "json" else MediaType.HTML)


@cache
def _body(size: int) -> bytes:
    return b'"' + b"x" * max(0, size - 2) + b'"'


app = Litestar([answer], openapi_config=None)
