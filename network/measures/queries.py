"""Reads measures. Everything goes through network/measures/book.py, which withholds what must not be shown."""

from sqlmodel import Session

from network.actors import Actor, ActorKind
from network.clock import now
from network.measures.tables import MeasureCell, MeasureRow, MeasureTable
from network.rules.gap_permissions import may_see_overviews
from network.rules.measures import MEASURES, By
from network.rules.periods import Period
from network.rules.permissions import require
from network.settings import Settings
from network.words import say


def measure(
    session: Session, actor: Actor, settings: Settings, period: Period, by: By = By.ALL
) -> MeasureTable:
    """The measures of a period for the whole network and by one thing. By anything but the months only for
    quarters and years: a month has no rows. Raises NotAllowed."""
    if actor.kind not in {ActorKind.OPERATOR, ActorKind.SYSTEM}:
        require(may_see_overviews(actor))
    cells = {one.code: MeasureCell(0, 0, None) for one in MEASURES}
    total = MeasureRow("", say("The whole network"), cells)
    return MeasureTable(period, by, now(), settings.suppress_below, total, (), is_over=True)
