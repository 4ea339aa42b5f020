"""What every answer carries: security headers, a request id, and one log line without personal data."""

import logging
import re
import secrets
import time
from typing import Any

from litestar import Litestar, Request
from litestar.datastructures import FormMultiDict
from litestar.exceptions import ClientException, PermissionDeniedException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.types import Message, Receive, Scope, Send

log = logging.getLogger("trestle.requests")

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
}
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
BEHIND_LINKS = (
    "/answers/",
    "/mine/",
    "/capacity/by-link/",
)  # their addresses hold a secret: no other site, no search engine learns it
QUIET = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow, noarchive"}
MOST_FIELDS = 5_000
_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_POLICY_AROUND_NONCE = [part.encode() for part in POLICY.split("{nonce}")]
_QUIET = [(name.encode(), value.encode()) for name, value in QUIET.items()]
_QUIET_NAMES = {name for name, _ in _QUIET}
_ONLY_HTTPS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_CLEAN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_OUR_SECRETS = {b"cookie", b"x-csrftoken"}
_NOT_OURS = re.compile(rb"[^\x20-\x7e]")


class GuardedRequest(Request[Any, Any, Any]):
    """A request whose form is read or refused; what cannot be read is no fault of ours."""

    async def body(self) -> bytes:
        """What was sent. Raises RequestEntityTooLarge for more fields than any form of ours has.

        They are taken apart where every other request waits, whatever the content type says.
        """
        body = await super().body()
        if body.count(b"&") >= MOST_FIELDS:
            raise RequestEntityTooLarge
        return body

    async def json(self) -> Any:
        """What was sent as JSON. Raises ClientException when its lists stand in each other without end."""
        try:
            return await super().json()
        except RecursionError as error:
            raise ClientException("The JSON cannot be read.") from error

    async def form(self) -> FormMultiDict:
        """The fields. Raises ClientException, and PermissionDeniedException for a token that is none."""
        try:
            form = await super().form()
        except (LookupError, UnicodeError) as error:  # a part says a character set that it is not in
            raise ClientException("The form cannot be read.") from error
        token = form.get("_csrf_token", "")
        if not isinstance(token, str) or not token.isascii():
            await form.close()
            raise PermissionDeniedException("CSRF token verification failed")
        return form


class GuardedLitestar(Litestar):
    """The application, with every request marked on its way in and every answer guarded on its way out."""

    async def __call__(self, scope: Scope | Any, receive: Receive | Any, send: Send | Any) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        began = time.perf_counter()
        state = scope.setdefault("state", {})
        scope["headers"] = [_readable(name, value) for name, value in scope["headers"]]
        state["request_id"] = _request_id(scope)
        state["nonce"] = secrets.token_urlsafe(16)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _guard(message, scope, secure=self.state.world.settings.base_url.startswith("https:"))
                _log(scope, message, state["request_id"], time.perf_counter() - began)
            await send(message)

        await super().__call__(scope, receive, guarded)


def _readable(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Cookies and tokens in ASCII, as ours are, so that they can be compared. Other sites' may not be."""
    return name, _NOT_OURS.sub(b"?", value) if name in _OUR_SECRETS else value


def _guard(message: Any, scope: Any, *, secure: bool) -> None:
    """Adds what is not there yet; as bytes, since every answer passes here."""
    headers, state = list(message.get("headers", ())), scope["state"]
    if scope["path"].startswith(BEHIND_LINKS):
        headers = [one for one in headers if one[0].lower() not in _QUIET_NAMES] + _QUIET
    there = {name.lower() for name, _ in headers}
    headers += [one for one in _HEADERS if one[0] not in there]
    if b"content-security-policy" not in there:
        before, after = _POLICY_AROUND_NONCE
        headers.append((b"content-security-policy", before + state["nonce"].encode() + after))
    headers.append((b"x-request-id", state["request_id"].encode()))
    if secure:
        headers.append(_ONLY_HTTPS)
    message["headers"] = headers


def _log(scope: Any, message: Any, request_id: str, seconds: float) -> None:
    if not log.isEnabledFor(logging.INFO):
        return
    if message["status"] >= 500 or not scope["path"].startswith("/static/"):
        log.info(
            "request",
            extra={
                "request_id": request_id,
                "method": scope["method"],
                "route": scope.get(
                    "path_template", "unknown"
                ),  # never the path itself: it may hold a link's secret
                "status": message["status"],
                "milliseconds": round(seconds * 1000, 1),
            },
        )


def _request_id(scope: Any) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _CLEAN_ID.fullmatch(value.decode("latin-1")):
            return str(value.decode())
    return secrets.token_hex(8)
