"""What the site serves over HTTP with 10,000 services: how fast, how dear, and beside the bare framework."""

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import numpy as np
from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from bench.load import Plan
from bench.people import Crew, disclosures, write_crew
from bench.rows import write_directory
from bench.search import WORDS
from bench.servers import Server, bare, bench_settings, site
from bench.synthetic import CITIES
from drills.databases import fresh
from drills.processes import free_port
from network.db import Database
from network.providers.kinds.reading import read_kinds
from network.providers.operations.capacity import step_capacity
from network.settings import Settings
from network.tables import CapacityVoice, ServiceAtLocation
from web.visit import cookie_name, token_cookie_name

SERVICES = 10_000
NEEDS = 4_000
CONNECTIONS = (1, 16)
DIFFERENT = 40_000  # questions of each sort; each run asks its own part of them, none of them twice
MOST_WARMING = 200  # questions before a run, other ones
REPEATED = 40  # questions, asked again and again: what is kept ready answers them
CHANGES = 10
HEADINGS = ("", "conn.", "per second", "goal", "p50 ms", "p99 ms", "CPU ms", "bare is", "client CPU")
PAIRS = "refer, send, read, accept"
WARM = ", repeated"
GOALS = {  # a second, with 16 connections
    "nearby search, JSON": 1_800,
    "text search, JSON": 1_490,
    "nearby search, HTML": 300,
    "listing, HSDS": 1_200,
}


@dataclass(frozen=True)
class Run:
    """One line of the table. `cpu` is seconds of the servers, `client` those of the browsers."""

    name: str
    connections: int
    times: Sequence[float]  # ms
    seconds: float
    cpu: float
    client: float
    body_bytes: int
    requests: int

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def requests_rate(self) -> float:
        return self.requests / self.seconds


def run_http(kind: str, folder: Path, seconds: float, processes: int = 1) -> None:
    """The whole table of one database, served by so many processes."""
    console = Console(width=140)
    with fresh(kind, folder) as database:
        settings = bench_settings(database.url, free_port())
        began = time.perf_counter()
        with Session(database.engine, expire_on_commit=False) as session:
            listings = write_directory(session, SERVICES)
            crew = write_crew(session, settings, NEEDS)
            session.commit()
        console.print(f"{kind}: {SERVICES:,} services written in {time.perf_counter() - began:.1f} s")
        console.print(_how_busy())
        began = time.perf_counter()
        with site(settings, folder, processes) as server, bare(folder) as beside:
            _wait_until_ready(server)
            ready = time.perf_counter() - began
            runs = [
                _read(server, name, paths, c, seconds)
                for name, paths in _reads(listings)
                for c in CONNECTIONS
            ]
            runs += list(_pairs(server, settings, crew, seconds))
            bares = {
                (media, c): _read(beside, "", [f"/{media}/{_like(runs, media)}"], c, seconds)
                for media in ("json", "html")
                for c in CONNECTIONS
            }
            seen = sorted(_until_seen(database, crew, server))
            memory = server.memory_bytes()
        with database.reading() as session:
            written = disclosures(session)
    console.print(_table(kind, runs, bares, seconds, processes))
    usual, longest = statistics.median(seen), seen[-1]
    console.print(f"another process sees a change of capacity after {usual:.0f} ms, at most {longest:.0f} ms")
    console.print(f"ready {ready:.1f} s after it was started; {memory / 1e6:.0f} MB in all its processes")
    console.print(_how_busy())
    console.print(f"{written:,} disclosures were written down meanwhile\n")


def _how_busy() -> str:
    """What else the machine does."""
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return f"{os.cpu_count()} processors, load average {busy}"


def _wait_until_ready(server: Server) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}") as browser:
        while browser.get("/ready").status_code != 200:
            time.sleep(0.02)


def _reads(listings: Sequence[tuple[UUID, UUID]]) -> Iterator[tuple[str, list[str]]]:
    chance = random.Random(5)
    kinds = [kind.code for kind in read_kinds() if kind.parent]

    def near() -> str:
        _, _, latitude, longitude = chance.choice(CITIES)
        return f"{latitude + chance.gauss(0, 0.1):.2f},{longitude + chance.gauss(0, 0.1):.2f}"

    nearby = [f"taxonomy={chance.choice(kinds)}&near={near()}" for _ in range(DIFFERENT)]
    anything = [f"near={near()}&within_miles=100" for _ in range(DIFFERENT)]  # 20 results on every page
    words = [f"q={chance.choice(WORDS).replace(' ', '+')}&near={near()}" for _ in range(DIFFERENT)]
    some = chance.sample(listings, len(listings))
    for name, paths in (
        ("nearby search, JSON", [f"/api/search?{query}" for query in nearby]),
        ("text search, JSON", [f"/api/search?{query}" for query in words]),
        ("nearby search, HTML", [f"/search?{query}" for query in anything]),
        ("listing, HSDS", [f"/hsds/services/{service_id}" for service_id, _ in some]),
    ):
        yield name, paths
        yield name + WARM, paths[:REPEATED]
    yield "listing, HTML", [f"/services/{service_id}?at={location_id}" for service_id, location_id in some]


def _read(server: Server, name: str, paths: list[str], connections: int, seconds: float) -> Run:
    if len(paths) > REPEATED:  # a part of its own, so that nothing is kept ready by the run before
        part = len(paths) // len(CONNECTIONS)
        paths = paths[CONNECTIONS.index(connections) * part :][:part]
    return _measure(server, name, Plan(server.port, connections, seconds, paths=paths))


def _pairs(server: Server, settings: Settings, crew: Crew, seconds: float) -> Iterator[Run]:
    token = _token(server, settings)
    half = len(crew.need_ids) // len(CONNECTIONS)
    for turn, connections in enumerate(CONNECTIONS):
        plan = Plan(
            server.port,
            connections,
            seconds,
            need_ids=[str(one) for one in crew.need_ids[turn * half : (turn + 1) * half]],
            place_id=str(crew.place_id),
            officer=_cookies(settings, crew.officer_cookie, token),
            provider=_cookies(settings, crew.provider_cookie, token),
            token=token,
        )
        yield _measure(server, PAIRS, plan)


def _token(server: Server, settings: Settings) -> str:
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}") as browser:
        browser.get("/help")
        return browser.cookies[token_cookie_name(settings)]


def _cookies(settings: Settings, cookie: str, token: str) -> str:
    return f"{cookie_name(settings)}={cookie}; {token_cookie_name(settings)}={token}"


def _measure(server: Server, name: str, plan: Plan) -> Run:
    first = plan.paths[-MOST_WARMING:]  # warms up
    _load(replace(plan, seconds=min(1.0, plan.seconds / 3), need_ids=plan.need_ids[-20:], paths=first))
    before = server.cpu_seconds()
    found = _load(replace(plan, need_ids=plan.need_ids[:-20]))
    odd = {status: n for status, n in found["statuses"].items() if status not in {"200", "303"}}
    if odd:
        raise RuntimeError(f"{name}: unexpected answers {odd}")
    return Run(
        name,
        plan.connections,
        found["times"],
        found["seconds"],
        server.cpu_seconds() - before,
        found["cpu_seconds"],
        found["body_bytes"],
        sum(found["statuses"].values()),
    )


def _load(plan: Plan) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(vars(plan)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _until_seen(database: Database, crew: Crew, server: Server) -> Iterator[float]:
    """Milliseconds from the commit of a change of capacity here until the server's search has it."""
    asked = {
        "taxonomy": "treatment.otp",
        "near": "37.77,-122.41",
        "q": "Methadone and buprenorphine",
        "limit": "100",
    }
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}") as client:
        for _ in range(CHANGES):
            with database.writing() as session:
                place = session.get_one(ServiceAtLocation, crew.place_id)
                said = step_capacity(
                    session, crew.provider, place, -1, said_by=CapacityVoice.PROVIDER
                ).available
            began = time.perf_counter()
            while _shown(client.get("/api/search", params=asked).json(), crew.service_id) != said:
                time.sleep(0.002)
            yield 1000 * (time.perf_counter() - began)


def _shown(answer: dict[str, Any], service_id: UUID) -> int | None:
    for one in answer["results"]:
        if one["service_id"] == str(service_id):
            available: int | None = one["capacity"]["available"]
            return available
    raise RuntimeError("the clinic is not found")


def _like(runs: Sequence[Run], media: str) -> int:
    """A usual size of what the site answers."""
    sizes = [run.body_bytes for run in runs if _media(run) == media]
    return int(statistics.median(sizes))


def _media(run: Run) -> str:
    return "html" if "HTML" in run.name or run.name == PAIRS else "json"


def _table(
    kind: str, runs: Sequence[Run], bares: dict[tuple[str, int], Run], seconds: float, processes: int
) -> Table:
    title = f"{kind}, {SERVICES:,} services, served by {processes}, {seconds:g} s each"
    shown = Table(title=title, caption=_CAPTION)
    for number, heading in enumerate(HEADINGS):
        shown.add_column(heading, justify="right" if number else "left")
    for run in runs:
        beside = bares[_media(run), run.connections]
        shown.add_row(
            *_cells(run), f"{beside.rate / run.requests_rate:.1f} ×", f"{run.client / run.seconds:.0%}"
        )
    for (media, _), run in bares.items():
        name = f"bare handler, {run.body_bytes:,} bytes of {media.upper()}"
        shown.add_row(*_cells(replace(run, name=name)), "", f"{run.client / run.seconds:.0%}")
    return shown


def _cells(run: Run) -> list[str]:
    p50, p99 = np.percentile(run.times, (50, 99))
    goal = GOALS.get(run.name) if run.connections == CONNECTIONS[-1] else None
    numbers = (p50, p99, 1000 * run.cpu / max(1, len(run.times)))
    return [
        run.name,
        str(run.connections),
        f"{run.rate:,.1f}",
        f"{goal:,}" if goal else "",
        *(f"{one:,.1f}" for one in numbers),
    ]


_CAPTION = (
    "CPU: of the server's processes for each line of the table's unit, without the database server's. "
    f"“{PAIRS}” is four requests by two people; all four together are one. "
    f"Questions are all different; “{WARM[2:]}” are the same {REPEATED} again and again, kept ready. "
    "“bare is”: how many times as many requests the bare handler answers."
)
