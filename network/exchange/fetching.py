"""Fetches a directory from the web into a temporary file."""

import ipaddress
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from network.errors import Invalid, Unavailable
from network.exchange import limits
from network.exchange.containers import unusable
from network.words import say

Tell = Callable[[int, int | None], None]


def is_web_address(text: str) -> bool:
    """Whether this names something on the web rather than on disk."""
    return text.lower().startswith(("http://", "https://"))


@contextmanager
def fetched(address: str, tell: Tell) -> Iterator[Path]:
    """The directory at this address as a file that vanishes afterwards.

    https from anywhere, plain http only from this machine: on its way a listing could be changed, and people
    are sent to where it says. Redirects follow the same rule. Raises Unavailable or Invalid.
    """
    with TemporaryDirectory(prefix="trestle-import-") as folder:
        path = Path(folder) / "directory"
        try:
            _download(address, path, tell)
        except httpx.HTTPError as error:
            raise Unavailable(
                say("Cannot fetch {address}: {why}", address=_shown(address), why=_why(error))
            ) from error
        except httpx.InvalidURL:
            raise unusable(
                say("This is not an address on the web: {address}", address=address[:200])
            ) from None
        yield path


def _download(address: str, path: Path, tell: Tell) -> None:
    url = httpx.URL(address)
    began_here = _is_this_machine(url)
    timeout = httpx.Timeout(limits.READ_SECONDS, connect=limits.CONNECT_SECONDS)
    with httpx.Client(timeout=timeout, follow_redirects=False, headers={"user-agent": "Trestle"}) as client:
        for _ in range(limits.MOST_REDIRECTS + 1):
            _check(url, began_here)
            with client.stream("GET", url) as response:
                if response.is_redirect and "location" in response.headers:
                    url = url.join(response.headers["location"])
                    continue
                response.raise_for_status()
                _save(response, path, tell)
                return
    raise Unavailable(say("Cannot fetch {address}: {why}", address=_shown(address), why="too many redirects"))


def _check(url: httpx.URL, began_here: bool) -> None:
    is_here = _is_this_machine(url)
    if (url.scheme == "https" and not is_here) or (
        url.scheme in {"http", "https"} and is_here and began_here
    ):
        return
    raise _not_safe(url)


def _not_safe(url: httpx.URL) -> Invalid:
    return unusable(
        say(
            "Directories are fetched over https only, not from {address}. "
            "Use https, or save the file and import it from disk.",
            address=_shown(str(url)),
        )
    )


def _is_this_machine(url: httpx.URL) -> bool:
    if url.host == "localhost":
        return True
    try:
        return ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return False


def _save(response: httpx.Response, path: Path, tell: Tell) -> None:
    announced = response.headers.get("content-length", "")
    total = int(announced) if announced.isdecimal() else None
    done, until = 0, time.monotonic() + limits.DOWNLOAD_SECONDS
    with path.open("wb") as file:
        for piece in response.iter_bytes(1 << 16):
            done += len(piece)
            if max(done, total or 0) > limits.MOST_DOWNLOADED:
                raise unusable(
                    say("This file is larger than {number} MB.", number=limits.MOST_DOWNLOADED // 1_000_000)
                )
            if time.monotonic() > until:
                raise httpx.ReadTimeout("took too long")
            file.write(piece)
            tell(done, total)


def _shown(address: str) -> str:
    """Without a password or query that may stand in it."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return address[:200]
    return str(url.copy_with(userinfo=b"", query=None, fragment=None))[:200]


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"{error.response.status_code} {error.response.reason_phrase}"
    return str(error) or type(error).__name__
