"""A year to measure, and its measures with nothing withheld."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from network.actors import OPERATOR
from network.clock import stopped_at
from network.measures.queries import measure
from network.measures.tables import MeasureTable
from network.rules.measures import By
from network.rules.periods import read_period
from network.settings import Settings
from tests.cast import Cast
from tests.network.measures.history import History

LATER = datetime(2027, 3, 1, tzinfo=UTC)
OPEN = replace(Settings(), suppress_below=1)  # nothing is fewer

Count = Callable[..., MeasureTable]


@pytest.fixture
def history(session: Session, cast: Cast) -> History:
    return History(session, cast)


@pytest.fixture
def count(session: Session) -> Count:
    """The measures of a period, long after it."""

    def counted(
        period: str = "2026-Q2", by: By = By.ALL, settings: Settings = OPEN, moment: datetime = LATER
    ) -> MeasureTable:
        with stopped_at(moment):
            return measure(session, OPERATOR, settings, read_period(period), by)

    return counted
