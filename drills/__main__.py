"""`python -m drills [races] [killing] [holding]`: the drills on both databases, and what they found."""

import argparse
import signal
import sys
from pathlib import Path

from drills.databases import KINDS, fresh, throwaway
from drills.holding import run_holding
from drills.killing import run_killing
from drills.races import RACES, run_race
from drills.score import Score, table

DRILLS = ["races", "killing", "holding"]


def main() -> int:
    """Answers 1 when anything was lost or doubled."""
    asked = argparse.ArgumentParser(prog="python -m drills")
    asked.add_argument("drills", nargs="*", choices=[*DRILLS, []], default=DRILLS)
    asked.add_argument("--rounds", type=int, default=200, help="of each race")
    asked.add_argument("--referrals", type=int, default=500, help="answered while processes are killed")
    asked.add_argument("--presses", type=int, default=600, help="of officers who hold and give back")
    asked.add_argument("--database", choices=KINDS, action="append", help="both, if none is named")
    wanted = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    scores: list[Score] = []
    with throwaway() as folder:
        for kind in wanted.database or KINDS:
            if "races" in wanted.drills:
                scores += _races(kind, folder, wanted.rounds)
            if "killing" in wanted.drills:
                scores.append(_killing(kind, folder, wanted.referrals))
            if "holding" in wanted.drills:
                scores.append(_holding(kind, folder, wanted.presses))
    sys.stdout.write(f"\n{table(scores)}\n")
    return 0 if all(score.is_clean for score in scores) else 1


def _races(kind: str, folder: Path, rounds: int) -> list[Score]:
    found = []
    for race in RACES:
        sys.stdout.write(f"{kind}: {race.name}, {rounds} rounds\n")
        sys.stdout.flush()
        with fresh(kind, folder) as database:
            found.append(run_race(database, race, rounds))
    return found


def _killing(kind: str, folder: Path, referrals: int) -> Score:
    sys.stdout.write(f"{kind}: kill -9 of web and workers while {referrals} referrals are answered\n")
    sys.stdout.flush()
    with fresh(kind, folder) as database:
        return run_killing(database, folder, referrals)


def _holding(kind: str, folder: Path, presses: int) -> Score:
    sys.stdout.write(f"{kind}: kill -9 of web and workers while {presses} holds are pressed\n")
    sys.stdout.flush()
    with fresh(kind, folder) as database:
        return run_holding(database, folder, presses)


if __name__ == "__main__":
    sys.exit(main())
