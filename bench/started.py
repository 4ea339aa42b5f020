"""One start of a web process, with a clock at each step: `python -m bench.started` prints its steps as JSON,
each with its seconds of the processor and of the wall, and the megabytes that are held after it."""

import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

IMPORTED = ("commands.serving", "uvicorn", "commands.asgi")
STEPS = (  # of commands.asgi.build: where it is called, and what it is
    ("commands.asgi", "open_world", "settings, database, world"),
    ("network.search.embedded", "read_directory", "reading"),
    ("network.search.embedded.Index", "build_by_place", "gathering words, building"),
    ("network.search.embedded.Index", "prepare", "columns that are worked out"),
    ("commands.asgi", "create_app", "application"),
)

Step = tuple[str, float, float, float]


class Stopwatch:
    """What each step took; what is not within one of them stands as the rest."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._since = (0.0, time.perf_counter())  # of the processor from the process's beginning

    def lap(self, name: str) -> None:
        """All since the last one was this step."""
        cpu, wall = time.process_time(), time.perf_counter()
        self.steps.append((name, cpu - self._since[0], wall - self._since[1], _megabytes()))
        self._since = cpu, wall

    def around(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        """The step, which tells when it is done."""

        def timed(*given: Any, **named: Any) -> Any:
            self.lap("between")
            answer = step(*given, **named)
            self.lap(name)
            return answer

        return timed


def main() -> None:
    """Start as `trestle serve` does, but for the port."""
    watch = Stopwatch()
    watch.lap("Python itself")
    for name in IMPORTED:
        import_module(name)
    watch.lap("imports")
    for place, function, name in STEPS:
        holder = _holder(place)
        setattr(holder, function, watch.around(name, getattr(holder, function)))
    import_module("commands.asgi").build()
    watch.lap("between")
    json.dump([step for step in watch.steps if step[0] != "between" or step[1] > 0.02], sys.stdout)


def _holder(place: str) -> Any:
    """A module, or a class in one."""
    module, _, name = place.rpartition(".")
    return getattr(import_module(module), name) if name[0].isupper() else import_module(place)


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
