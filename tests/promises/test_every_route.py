"""Promises kept by every URL at once, so that a new route cannot forget them."""

import ast
import inspect
import textwrap

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.utils.helpers import unwrap_partial

from tests.promises.application import handlers

# Handlers that ask for nobody's name: machines' checks, a language's choice, a map's outlines, open data,
# the key that anybody checks a report with, and a program's search (no session is read: nothing to forge).
HSDS = {"hsds", "hsds-openapi", "hsds-services", "hsds-service"}
PUBLIC = {"health", "ready", "language", "county-shapes", "report-key", "api-search-posted", *HSDS}
LONGEST = 12


def body(handler: HTTPRouteHandler) -> list[ast.stmt]:
    function = ast.parse(
        textwrap.dedent(inspect.getsource(unwrap_partial(getattr(handler.fn, "func", handler.fn))))
    ).body[0]
    assert isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if has_docstring else function.body


HANDLERS = [handler for _, handler in sorted(handlers().items())]


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda handler: str(handler.name))
def test_every_route_has_a_name(handler: HTTPRouteHandler) -> None:
    assert handler.name


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda handler: str(handler.name))
def test_every_route_knows_who_is_asking(handler: HTTPRouteHandler) -> None:
    asks = {"actor", "staff"} & set(inspect.signature(unwrap_partial(handler.fn)).parameters)

    assert asks or handler.name in PUBLIC


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda handler: str(handler.name))
def test_reading_changes_nothing(handler: HTTPRouteHandler) -> None:
    if "GET" in handler.http_methods:
        assert not [line for line in map(ast.unparse, body(handler)) if "operations." in line]


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda handler: str(handler.name))
def test_a_handler_fetches_does_and_shows(handler: HTTPRouteHandler) -> None:
    lines = body(handler)

    assert (lines[-1].end_lineno or 0) - lines[0].lineno < LONGEST
