"""How long a web process needs until it answers: `python -m bench start`. Seconds from `trestle serve` to the
first page of results, over a directory that stands in a database."""

import os
import time
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from bench.rows import write_directory
from bench.servers import bench_settings, site
from drills.databases import fresh
from drills.processes import free_port

SIZES = (10_000, 100_000)
TIMES = 3
HEADINGS = ("places", "start", "until it answers, s", "CPU s", "memory MB", "at most MB")


def run_start(kind: str, folder: Path) -> None:
    """A line for each start, and the load of the machine when it began."""
    shown = Table(*HEADINGS, title=f"{kind}: start of a web process, machine load {_load()}")
    for places in SIZES:
        with fresh(kind, folder) as database:
            with Session(database.engine, expire_on_commit=False) as session:
                write_directory(session, places)
                session.commit()
            for number in range(1, TIMES + 1):
                shown.add_row(f"{places:,}", str(number), *_one_start(database.url, folder))
    Console(width=140).print(shown)


def _one_start(database_url: str, folder: Path) -> tuple[str, ...]:
    began = time.perf_counter()
    with site(bench_settings(database_url, free_port()), folder) as server:
        httpx.get(f"http://127.0.0.1:{server.port}/search", timeout=60).raise_for_status()
        seconds = time.perf_counter() - began
        measured = (server.cpu_seconds(), server.memory_bytes() / 1e6, server.most_memory_bytes() / 1e6)
    return f"{seconds:.1f}", f"{measured[0]:.1f}", f"{measured[1]:.0f}", f"{measured[2]:.0f}"


def _load() -> str:
    return "/".join(f"{each:.1f}" for each in os.getloadavg())
