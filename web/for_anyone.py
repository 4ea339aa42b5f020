"""Lets pages of any other site read what everybody may: without cookies, so as a stranger."""

from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from network.errors import NetworkError
from web import refusals

FROM_ANYWHERE = {"access-control-allow-origin": "*"}  # a browser sends no cookie along to such an answer


def _refuse(request: Request[Any, Any, Any], error: NetworkError) -> Response[Any]:
    return _for_anyone(refusals.refuse(request, error))


def _refuse_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    return _for_anyone(refusals.refuse_http(request, error))


def _for_anyone(response: Response[Any]) -> Response[Any]:
    response.headers.update(FROM_ANYWHERE)
    return response


REFUSALS: dict[Any, Any] = {NetworkError: _refuse, HTTPException: _refuse_http}
