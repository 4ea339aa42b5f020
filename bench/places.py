"""What the places cost: `python -m bench.places` prints times and memory, and asserts nothing."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
from geographiclib.geodesic import Geodesic  # type: ignore[import-untyped]


def timed(what: str, action: Callable[[], object], rounds: int = 50) -> None:
    """Print the first and the median time of an action."""
    times = []
    for _ in range(rounds):
        began = perf_counter()
        action()
        times.append(1000 * (perf_counter() - began))
    sys.stdout.write(f"{what:58} first {times[0]:8.2f} ms   then {median(times):8.3f} ms\n")


def main() -> None:
    """Distances, tables, typed text, shapes."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    from network.places import counties, gazetteer, typed  # noqa: PLC0415  (reading them is measured)
    from network.places.distance import Positions, metres_between, metres_from  # noqa: PLC0415
    from network.places.offline import suggest_places  # noqa: PLC0415
    from network.places.point import Point  # noqa: PLC0415
    from network.places.shapes import topology  # noqa: PLC0415

    timed("read ZIP codes and towns", gazetteer.gazetteer, 1)
    timed("read counties", topology, 1)
    here = Point(40.06, -82.40)
    timed("one ZIP code", lambda: gazetteer.find_zip("43055"))
    timed("towns called Springfield", lambda: gazetteer.find_towns("Springfield"))
    timed("time zone at a point", lambda: gazetteer.time_zone_at(here))
    timed("county at a point", lambda: counties.county_at(here))
    timed("an address", lambda: typed.find_places("12 Elm Street, Newark, OH 43055"))
    timed("coordinates", lambda: typed.find_places("40.06,-82.40"))
    timed("10 MB of text", lambda: typed.find_places("saint " * 1_700_000), 5)
    timed("what was meant by a slip of the pen", lambda: suggest_places("San Fransisco, CA"), 10)
    for kilometres in (40, 160, 400):
        size = len(json.dumps(counties.shapes_near(here, 1000 * kilometres), separators=(",", ":")))
        timed(
            f"county shapes within {kilometres} km, {size // 1000} kB",
            lambda radius=1000.0 * kilometres: counties.shapes_near(here, radius),  # type: ignore[misc]
            5,
        )

    random = np.random.default_rng(1)
    latitudes, longitudes = random.uniform(25, 49, 100_000), random.uniform(-124, -67, 100_000)
    positions = Positions.of(latitudes, longitudes)
    timed("one distance", lambda: metres_between(here, Point(41, -81)))
    timed("100,000 distances from degrees", lambda: metres_from(here, latitudes, longitudes))
    timed("100,000 distances from kept positions", lambda: positions.metres_from(here))
    for kilometres in (16, 40, 160, 800):
        count = len(positions.within(here, 1000 * kilometres)[0])
        timed(
            f"within {kilometres} km of 100,000: {count}",
            lambda radius=1000.0 * kilometres: positions.within(here, radius),  # type: ignore[misc]
        )
    accuracy()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"memory: {before // 1024} MB before, {after // 1024} MB at most\n")


def accuracy(pairs: int = 2_000) -> None:
    """How far the formula is from the exact geodesic, by distance."""
    from network.places.distance import metres_between  # noqa: PLC0415
    from network.places.point import Point  # noqa: PLC0415

    random = np.random.default_rng(2)
    for kilometres in (1, 10, 100, 1_000, 5_000, 10_000, 15_000, 19_000, 19_500, 20_003):
        worst = 0.0
        for _ in range(pairs):
            latitude, longitude = np.degrees(np.arcsin(random.uniform(-1, 1))), random.uniform(-180, 180)
            there = Geodesic.WGS84.Direct(
                latitude, longitude, random.uniform(0, 360), 1000 * kilometres * random.uniform(0.9, 1)
            )
            exact = Geodesic.WGS84.Inverse(latitude, longitude, there["lat2"], there["lon2"])["s12"]
            ours = metres_between(Point(latitude, longitude), Point(there["lat2"], there["lon2"]))
            worst = max(worst, abs(ours - exact))
        share = 100 * worst / (1000 * kilometres)
        sys.stdout.write(f"up to {kilometres:6} km: at most {worst:10.3f} m from exact ({share:.5f} %)\n")


if __name__ == "__main__":
    main()
