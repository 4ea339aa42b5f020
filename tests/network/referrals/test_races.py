"""People who decide about one referral at the same moment; `make drills` runs the same 200 times."""

import pytest

from drills.races import RACES, Race, run_race
from network.db import Database

ROUNDS = 5


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.name)
def test_one_decision_stands_is_told_once_and_nobody_is_left_without(database: Database, race: Race) -> None:
    score = run_race(database, race, ROUNDS)

    assert (score.attempts, score.winners) == (2 * ROUNDS, ROUNDS)
    assert (score.lost, score.doubled) == (0, 0)
