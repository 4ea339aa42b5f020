"""Makes the cells of measures from the counts of a book."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from network.measures.book import Book
from network.measures.tables import MeasureCell
from network.rules.measures import MEASURES, M, Measure, Unit
from network.rules.outcomes import CONTINUING_WITHIN, ENGAGED_WITHIN, INITIATED_WITHIN
from network.rules.periods import Period


@dataclass(frozen=True)
class Recipe:
    """From which counts a measure is made; for days also which part of the waits were shorter."""

    numerator: str
    denominator: str = ""
    left_out: str = ""
    shorter: float = 0.0
    settles_after: timedelta = timedelta(0)  # the end of the period; before that it is too early to judge


RECIPES: Mapping[M, Recipe] = {
    M.SENT: Recipe("sent", left_out="gone"),
    M.ANSWERED: Recipe("answered", "sent"),
    M.IN_TIME: Recipe("in_time", "answered"),
    M.DAYS_TO_ANSWER: Recipe("answered", shorter=0.5),
    M.DAYS_TO_ANSWER_90: Recipe("answered", shorter=0.9),
    M.ACCEPTED: Recipe("accepted", "answered"),
    M.LINKED: Recipe("linked", "accepted"),
    M.INITIATED: Recipe("soon", "sent", settles_after=INITIATED_WITHIN),
    M.DAYS_TO_SERVICE: Recipe("linked", shorter=0.5),
    M.KEPT: Recipe("kept", "held"),
    M.ENGAGED: Recipe("engaged", "linked", settles_after=INITIATED_WITHIN + ENGAGED_WITHIN),
    M.CONTINUING: Recipe("continuing", "linked", settles_after=INITIATED_WITHIN + CONTINUING_WITHIN),
    M.COMPLETED: Recipe("completed", "linked"),
    M.LOST: Recipe("lost", "accepted"),
    M.NEEDS_MET: Recipe("met", "needs", left_out="closed"),
}
NOTHING = MeasureCell(0, 0, None)


def settled_on(code: M, period: Period) -> date:
    """The first day on which a measure of this period can be judged."""
    return period.last + RECIPES[code].settles_after + timedelta(days=1)


def cells_of(book: Book, cell: int, period: Period, today: date, *, of_agency: bool) -> dict[M, MeasureCell]:
    """Every measure of one row of a period, in their order."""
    return {
        measure.code: _cell(book, cell, measure, period, today)
        for measure in MEASURES
        if measure.is_of_agencies or not of_agency
    }


def _cell(book: Book, cell: int, measure: Measure, period: Period, today: date) -> MeasureCell:
    recipe = RECIPES[measure.code]
    left_out = book.count(recipe.left_out, cell) if recipe.left_out else 0
    if recipe.settles_after and today < settled_on(measure.code, period):
        return MeasureCell(None, None, None, left_out, is_early=True)
    numerator = book.count(recipe.numerator, cell)
    denominator = book.count(recipe.denominator, cell) if recipe.denominator else numerator
    if numerator is None or denominator is None:
        return MeasureCell(numerator, denominator, None, left_out, is_withheld=True)
    if measure.unit is Unit.DAYS:
        waits, fewest = book.waits[recipe.numerator].get(cell, ()), _fewest(book, recipe)
        is_few = 0 < numerator < fewest or 0 < len(waits) < fewest  # of some it is not known how long it took
        days = None if is_few or not len(waits) else round(float(np.quantile(waits, recipe.shorter)), 1)
        return MeasureCell(numerator, denominator, days, left_out, is_withheld=is_few)
    share = numerator / denominator if denominator else None
    return MeasureCell(numerator, denominator, share if measure.unit is Unit.SHARE else numerator, left_out)


def _fewest(book: Book, recipe: Recipe) -> int:
    """The slowest tenth of few is one person's wait: it takes twice as many."""
    return book.least * 2 if recipe.shorter > 0.5 else book.least
