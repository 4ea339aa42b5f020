"""How long the embedded engine needs: `python -m bench.search [places …]`. Milliseconds of one core,
without HTTP."""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.synthetic import CITIES, NOON, synthetic_directory
from network.places.distance import metres
from network.places.point import Point
from network.rules.taking import PersonFacts
from network.search.embedded import EmbeddedEngine
from network.search.engine import Filters, HoursWish, Search, Sort
from network.search.gathering import gather_records
from network.search.index import Index

TIMES = 400
AT = datetime.fromtimestamp(NOON, UTC)
WORDS = ("detox", "sober living", "job training", "shelter", "counseling", "food", "legal", "methadone")
TYPOS = ("metadone", "shleter", "counsling", "buprenorfine", "employmnt", "restituton")


def main() -> None:
    """The numbers of places are given, or the usual ones."""
    run_search(*map(int, sys.argv[1:]))


def run_search(*sizes: int) -> None:
    """Print a table for each number of places."""
    for places in sizes or (1_090, 10_000):
        engine, seconds = make_engine(places)
        title = f"{places:,} places, built in {seconds:.2f} s"
        table = Table("search", "p50 ms", "p95 ms", "p99 ms", title=title)
        for name, make in SEARCHES.items():
            taken = measure(engine, make)
            table.add_row(name, *(f"{np.percentile(taken, share):.2f}" for share in (50, 95, 99)))
        Console().print(table)


def make_engine(places: int) -> tuple[EmbeddedEngine, float]:
    """An engine that has read so many places, and how long it took to build its index."""
    directory = synthetic_directory(places)
    engine = EmbeddedEngine()
    began = time.perf_counter()
    engine._index = Index.build(gather_records(directory, "America/Chicago")).prepare()
    engine.search(Search(filters=Filters(hours=HoursWish.NOW), at=AT))
    return engine, time.perf_counter() - began


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


def _point(chance: random.Random) -> Point:
    _, _, latitude, longitude = chance.choice(CITIES)
    return Point(latitude + chance.gauss(0, 0.1), longitude + chance.gauss(0, 0.1))


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
    "nearest 20, no filter": lambda chance: Search(point=_point(chance), within_metres=None, at=AT),
    "prefix, one to four letters": lambda chance: Search(
        q=chance.choice(WORDS)[: chance.randrange(1, 5)], point=_point(chance), at=AT
    ),
    "typo": lambda chance: Search(
        q=chance.choice(TYPOS), point=_point(chance), within_metres=metres(50), at=AT
    ),
    "facets over everything": lambda _: Search(sort=Sort.NAME, at=AT),
    "nothing found, relaxations": lambda chance: Search(
        q="methadone", point=Point(19.9, -155.5), facts=PersonFacts(age=chance.randrange(1, 17)), at=AT
    ),
}

if __name__ == "__main__":
    main()
