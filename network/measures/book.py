"""All counts of one year that are published together, and which of them are withheld.

Whoever reads overviews may look at every table of a year: the whole network in each month, quarter and the
year; by kind, organization, service and area in each quarter and the year. So what must not be shown is
decided once for all of them, and nothing that was withheld follows from another table. Nothing else is
published: no other stretches of days, no two things at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.measures.counting import (
    OF_NEEDS,
    WHOLES,
    count_each,
    waits_for_answer,
    waits_for_service,
    wholes_of,
)
from network.measures.reading import Flags, Numbers, Sent
from network.measures.tree import (
    STRETCHES,
    WHOLE,
    YEAR,
    Key,
    Tree,
    add_up,
    count_different,
    grow_tree,
    sorted_by_cell,
)
from network.measures.withholding import Lines, show
from network.rules.periods import Period

Waits = Mapping[int, NDArray[np.float64]]


@dataclass(frozen=True)
class Book:
    """One year: every count in every cell, which of them are shown, and the days that were waited."""

    year: int
    least: int
    tree: Tree
    counts: Mapping[str, Numbers]
    shown: Mapping[str, Flags]
    waits: Mapping[str, Waits]  # for the answer and the first service: days in each cell, sorted
    served: Numbers  # how many persons had a first service

    def cell(self, key: Key, period: Period) -> int | None:
        """Where a row stands in a period; None: there is no such cell."""
        row = self.tree.places[key]
        if period.month:
            return STRETCHES * len(self.tree.keys) + period.month - 1 if key == WHOLE else None
        return STRETCHES * row + (period.quarter - 1 if period.quarter else YEAR)

    def count(self, name: str, cell: int) -> int | None:
        """A count; None: withheld."""
        return int(self.counts[name][cell]) if self.shown[name][cell] else None

    def people_served(self, cell: int) -> int | None:
        """How many different persons had a first service; None: withheld. They cannot be added up, so it is
        enough that neither they nor those who came a second time are few."""
        linked, people = self.count("linked", cell), int(self.served[cell])
        if linked is None or any(0 < number < self.least for number in (people, linked - people)):
            return None
        return people


def write_book(sent: Sent, year: int, least: int) -> Book:
    """Count everything of a year, and decide what of it is shown."""
    tree = grow_tree(sent)
    months = np.array([day.month - 1 for day in sent.days], dtype=np.intp)
    cells = tuple(tree.cells_of_each(months))
    each = count_each(sent)
    counts = {name: add_up(column, cells, tree.size) for name, column in each.items()}
    for name in OF_NEEDS:
        counts[name][tree.of_agencies()] = 0
    waits = {"answered": waits_for_answer(sent), "linked": waits_for_service(sent)}
    person = {one: number for number, one in enumerate(dict.fromkeys(sent.persons))}
    served = np.array([person[one] for one in sent.persons], dtype=np.intp)
    return Book(
        year=year,
        least=least,
        tree=tree,
        counts=counts,
        shown=_shown(tree, counts, least),
        served=count_different(np.where(each["linked"] > 0, served, -1), cells, tree.size),
        waits={
            name: sorted_by_cell(np.where(each[name] > 0, days, np.nan), cells)
            for name, days in waits.items()
        },
    )


def _shown(tree: Tree, counts: Mapping[str, Numbers], least: int) -> dict[str, Flags]:
    of_all = Lines.of(tree.lines(with_agencies=True), tree.size)
    of_needs = Lines.of(tree.lines(with_agencies=False), tree.size)
    shown: dict[str, Flags] = {}
    for name in WHOLES:
        wholes = [(counts[whole], shown[whole]) for whole in wholes_of(name)]
        shown[name] = show(counts[name], wholes, of_needs if name in OF_NEEDS else of_all, least)
    return shown
