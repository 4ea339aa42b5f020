"""The browsers of the bench, in a process of their own: `python -m bench.load`, a plan on stdin, what was
measured on stdout. It speaks HTTP on plain sockets, so that what it costs is little."""

import asyncio
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

Act = Callable[["Line", int], Awaitable[None]]


@dataclass(frozen=True)
class Plan:
    """What to ask. `paths` are fetched in turn; else every need of `need_ids` is referred and accepted."""

    port: int
    connections: int
    seconds: float
    paths: list[str] = field(default_factory=list)
    need_ids: list[str] = field(default_factory=list)
    place_id: str = ""
    officer: str = ""  # the Cookie header of each
    provider: str = ""
    token: str = ""


@dataclass
class Answer:
    """One response."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Measured:
    """Milliseconds of each act, by how they ended, and the client's own CPU."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    body_bytes: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0


class Line:
    """One connection that is kept."""

    def __init__(self, port: int, measured: Measured) -> None:
        self._port, self._measured = port, measured
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, path: str, cookie: str = "", form: dict[str, str] | None = None, token: str = ""
    ) -> Answer:
        """Send one request, read one response."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(_request(self._port, path, cookie, form, token))
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        body = await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection") == "close":
            writer.close()
            self._streams = None
        answer = Answer(int(lines[0].split(" ", 2)[1]), headers, body)
        self._measured.statuses[answer.status] += 1
        self._measured.body_bytes = max(self._measured.body_bytes, len(body))
        return answer


def _request(port: int, path: str, cookie: str, form: dict[str, str] | None, token: str) -> bytes:
    body = b"" if form is None else urlencode(form).encode()
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"host: 127.0.0.1:{port}"]
    if cookie:
        lines.append(f"cookie: {cookie}")
    if form is not None:
        lines += [
            "content-type: application/x-www-form-urlencoded",
            f"content-length: {len(body)}",
            f"x-csrftoken: {token}",
        ]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def run(plan: Plan) -> Measured:
    """Ask on every connection, one thing after the other, until the time is over."""
    measured, numbers = Measured(), count()
    act = _reading(plan) if plan.paths else _pairs(plan)
    await act(Line(plan.port, Measured()), next(numbers))  # the first of all is not counted
    began, cpu = time.perf_counter(), _cpu()
    await asyncio.gather(*(_keep_on(plan, act, numbers, measured, began) for _ in range(plan.connections)))
    measured.seconds, measured.cpu_seconds = time.perf_counter() - began, _cpu() - cpu
    return measured


async def _keep_on(plan: Plan, act: Act, numbers: Iterator[int], measured: Measured, began: float) -> None:
    line, most = Line(plan.port, measured), len(plan.need_ids) or sys.maxsize
    while time.perf_counter() - began < plan.seconds and (number := next(numbers)) < most:
        at = time.perf_counter()
        await act(line, number)
        measured.times.append(1000 * (time.perf_counter() - at))


def _reading(plan: Plan) -> Act:
    async def read(line: Line, number: int) -> None:
        await line.ask(plan.paths[number % len(plan.paths)])

    return read


def _pairs(plan: Plan) -> Act:
    """The officer chooses a place and sends; the provider reads, which is written down, and accepts."""

    async def refer_and_accept(line: Line, number: int) -> None:
        where = f"/referrals/new?need={plan.need_ids[number]}&place={plan.place_id}"
        chosen = {"place": plan.place_id, "information": "contact", "trying": "in_turn"}
        made = await line.ask(where, plan.officer, chosen, plan.token)
        referral = _expect(made, 303).headers["location"].removesuffix("/preview")
        _expect(await line.ask(f"{referral}/sending", plan.officer, {"acknowledged": "yes"}, plan.token), 303)
        _expect(await line.ask(referral, plan.provider), 200)
        accepted = await line.ask(f"{referral}/moves/accept", plan.provider, {"seen": "sent"}, plan.token)
        _expect(accepted, 303)

    return refer_and_accept


def _expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise ValueError(f"answered {answer.status}, not {status}: {answer.body[:2000]!r}")
    return answer


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Reads the plan, writes what was measured."""
    given: dict[str, Any] = json.load(sys.stdin)
    json.dump(vars(asyncio.run(run(Plan(**given)))), sys.stdout)


if __name__ == "__main__":
    main()
