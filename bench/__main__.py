"""`python -m bench [http] [gaps] [start] [search] [queries]`: prints how fast and how well it answers, and
asserts nothing."""

import argparse
import signal
import sys

from bench.gaps import run_gaps
from bench.http import run_http
from bench.search import run_search
from bench.start import run_start
from bench.typed import run_queries
from drills.databases import KINDS, throwaway

PARTS = ("http", "gaps", "start", "search", "queries")


def main() -> None:
    """Runs the parts that were asked for, on the databases that were asked for."""
    asked = argparse.ArgumentParser(prog="python -m bench")
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], default=PARTS)
    asked.add_argument("--database", choices=KINDS, action="append", help="both, if none is named")
    asked.add_argument("--seconds", type=float, default=5.0, help="of each line of the table")
    asked.add_argument("--processes", type=int, default=1, help="that serve the site")
    asked.add_argument(
        "--blind", action="store_true", help="ask the blind queries too, and name their failures"
    )
    wanted = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    if "search" in wanted.parts:
        run_search()
    with throwaway() as folder:
        if "queries" in wanted.parts:
            run_queries(folder, blind=wanted.blind)
        for kind in wanted.database or KINDS:
            if "http" in wanted.parts:
                run_http(kind, folder, wanted.seconds, wanted.processes)
            if "gaps" in wanted.parts:
                run_gaps(kind, folder)
            if "start" in wanted.parts:
                run_start(kind, folder)


if __name__ == "__main__":
    main()
