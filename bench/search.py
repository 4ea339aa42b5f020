"""How long the embedded engine needs: `python -m bench.search [places …]`. Milliseconds of one core,
without HTTP; how long it takes to be built and to take in a change, and how much memory it needs."""

import gc
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.synthetic import CITIES, NOON, synthetic_directory
from network.places.distance import metres
from network.places.point import Point
from network.search.building import settle, without_collector
from network.search.columns import Values, values_of
from network.search.embedded import EmbeddedEngine
from network.search.engine import Filters, HoursWish, Search, Sort
from network.search.gathering import gather_values
from network.search.index import Index
from network.search.wording import Wording

SIZES = (10_000, 100_000)
AT_A_TIME = 50_000  # services that are invented at a time
TIMES = 400
CHANGES = 10
AT = datetime.fromtimestamp(NOON, UTC)
WORDS = ("detox", "sober living", "job training", "shelter", "counseling", "food", "legal", "methadone")
TYPOS = ("metadone", "shleter", "counsling", "buprenorfine", "employmnt", "restituton")


def main() -> None:
    """The numbers of places are given, or the usual ones."""
    run_search(*map(int, sys.argv[1:]))


def run_search(*sizes: int) -> None:
    """Print a table for each number of places."""
    for places in sizes or SIZES:
        engine, seconds = make_engine(places)
        load = "/".join(f"{each:.1f}" for each in os.getloadavg())
        title = f"{places:,} places, built in {seconds:.1f} s, {memory():,.0f} MB in all, machine load {load}"
        table = Table("search", "p50 ms", "p95 ms", "p99 ms", title=title)
        for name, make in SEARCHES.items():
            _add(table, name, measure(engine, make))
        for name, change in CHANGED.items():
            _add(table, name, list(change(engine._index)))
        Console().print(table)


def make_engine(places: int) -> tuple[EmbeddedEngine, float]:
    """An engine that knows so many places, and how many seconds it took to build its index."""
    engine = EmbeddedEngine()
    seconds = 0.0

    def gathered() -> Iterator[tuple[Values, Wording]]:
        nonlocal seconds
        for start in range(0, places, AT_A_TIME):
            began = time.perf_counter()
            directory = synthetic_directory(min(AT_A_TIME, places - start), seed=start)
            seconds -= time.perf_counter() - began
            yield from gather_values(directory, "America/Chicago")

    began = time.perf_counter()
    with without_collector():
        engine._index = Index.build_by_place(gathered()).prepare()
    engine.search(Search(filters=Filters(hours=HoursWish.NOW), at=AT))
    seconds += time.perf_counter() - began
    settle(places)
    return engine, seconds


def measure(engine: EmbeddedEngine, make: Callable[[random.Random], Search]) -> list[float]:
    """Milliseconds of each of many searches."""
    chance = random.Random(7)
    searches = [make(chance) for _ in range(TIMES)]
    taken = []
    for search in searches:
        began = time.perf_counter()
        engine.search(search)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def memory() -> float:
    """Megabytes of this process."""
    with open("/proc/self/statm") as sizes:
        return int(sizes.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def _add(table: Table, name: str, taken: list[float]) -> None:
    table.add_row(name, *(f"{np.percentile(taken, share):.2f}" for share in (50, 95, 99)))


def _point(chance: random.Random) -> Point:
    _, _, latitude, longitude = chance.choice(CITIES)
    return Point(latitude + chance.gauss(0, 0.1), longitude + chance.gauss(0, 0.1))


def _other_numbers(index: Index) -> Iterator[float]:
    """A place says another number of free places."""
    for row in _with_capacity(index):
        record = index.records[row]
        assert record.capacity is not None
        said = replace(record.capacity, available=record.capacity.available + 1)
        yield _taken(index, record.service_id, replace(record, capacity=said))


def _other_names(index: Index) -> Iterator[float]:
    """A service has another name."""
    for row in _with_capacity(index):
        record = index.records[row]
        yield _taken(index, record.service_id, replace(record, name="Renamed house", wording=row))


def _with_capacity(index: Index) -> list[int]:
    chance = random.Random(7)
    return chance.sample(np.flatnonzero(index.available >= 0).tolist(), CHANGES)


def _taken(index: Index, service_id: UUID, record: object) -> float:
    gc.collect()
    words = {"renamed": 9, "house": 9, "mentioned": 1}
    began = time.perf_counter()
    index.changed({service_id}, [(values_of(record), words)]).prepare()  # type: ignore[arg-type]
    return (time.perf_counter() - began) * 1000


SEARCHES: dict[str, Callable[[random.Random], Search]] = {
    "text + radius + filters": lambda chance: Search(
        q=chance.choice(WORDS),
        point=_point(chance),
        filters=Filters(has_capacity=True, hours=HoursWish.NOW),
        at=AT,
    ),
    "nearest 20, rare filters": lambda chance: Search(
        point=_point(chance),
        within_metres=None,
        filters=Filters(languages=("es",), costs=("cost.free",), court_ordered=True, accessible=True),
        at=AT,
    ),
    "typo": lambda chance: Search(
        q=chance.choice(TYPOS), point=_point(chance), within_metres=metres(50), at=AT
    ),
    "prefix, one to four letters": lambda chance: Search(
        q=chance.choice(WORDS)[: chance.randrange(1, 5)], point=_point(chance), at=AT
    ),
    "facets over everything": lambda _: Search(sort=Sort.NAME, at=AT),
    "everything near": lambda chance: Search(point=_point(chance), at=AT),
    "nearest 20, no filter": lambda chance: Search(point=_point(chance), within_metres=None, at=AT),
    "nothing found, relaxations": lambda chance: Search(
        q="methadone", point=Point(19.9, -155.5 + chance.random() / 10), filters=Filters(), at=AT
    ),
}
CHANGED: dict[str, Callable[[Index], Iterator[float]]] = {
    "other free places": _other_numbers,
    "another name": _other_names,
}

if __name__ == "__main__":
    main()
