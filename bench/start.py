"""How long a web process needs until it is ready: `python -m bench start`, over a directory in a database.

Wall clock from `trestle serve` until its readiness address answers 200, then until the first page of
results; and the same start step by step (bench/started.py), by the processor's time, which a busy machine
changes little.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from bench.rows import write_directory
from bench.servers import Server, bench_settings, environment_of, site
from drills.databases import fresh
from drills.processes import free_port
from network.settings import Settings

SIZES = (10_000, 100_000)
TIMES = 3
HEADINGS = ("places", "start", "ready, s", "first page, s", "CPU s", "memory MB", "at most MB")


def run_start(kind: str, folder: Path) -> None:
    """A line for each start, and its steps; the load of the machine when it began."""
    shown = Table(*HEADINGS, title=f"{kind}: start of a web process, machine load {_load()}")
    steps = Table(
        "places", "step", "CPU ms", "wall ms", "memory MB after", title=f"{kind}: its steps in one process"
    )
    compiled = _as_set_up(folder)
    for places in SIZES:
        with fresh(kind, folder) as database:
            with Session(database.engine, expire_on_commit=False) as session:
                write_directory(session, places)
                session.commit()
            _steps(database.url, compiled)  # once for nothing: all that it reads is compiled, and at hand
            for number in range(1, TIMES + 1):
                shown.add_row(f"{places:,}", str(number), *_one_start(database.url, folder, compiled))
            for step in _steps(database.url, compiled):
                steps.add_row(f"{places:,}", *step)
    console = Console(width=140)
    console.print(shown)
    console.print(steps)


def _as_set_up(folder: Path) -> Mapping[str, str]:
    """Compiled files are kept, as set-up keeps them, but apart from anybody else's."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def _one_start(database_url: str, folder: Path, compiled: Mapping[str, str]) -> tuple[str, ...]:
    began = time.perf_counter()
    with site(bench_settings(database_url, free_port()), folder, also=compiled) as server:
        ready = _answers(server, "/ready", began)
        cpu = server.cpu_seconds()
        first_page = _answers(server, "/search", began)
        memory = server.memory_bytes() / 1e6, server.most_memory_bytes() / 1e6
    return (f"{ready:.2f}", f"{first_page:.2f}", f"{cpu:.2f}", *(f"{each:.0f}" for each in memory))


def _answers(server: Server, path: str, began: float) -> float:
    httpx.get(f"http://127.0.0.1:{server.port}{path}", timeout=60).raise_for_status()
    return time.perf_counter() - began


def _steps(database_url: str, compiled: Mapping[str, str]) -> list[tuple[str, ...]]:
    settings: Settings = bench_settings(database_url, free_port())
    said = subprocess.run(
        [sys.executable, "-m", "bench.started"],
        env={**os.environ, **environment_of(settings), **compiled},
        check=True,
        capture_output=True,
    )
    return [
        (name, f"{1000 * cpu:.0f}", f"{1000 * wall:.0f}", f"{memory:.0f}")
        for name, cpu, wall, memory in json.loads(said.stdout)
    ]


def _load() -> str:
    return "/".join(f"{each:.1f}" for each in os.getloadavg())
