"""Nothing that is small is shown, and nothing that is withheld can be worked out from what is shown."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from network.ids import new_id
from network.measures.book import Book, write_book
from network.measures.counting import OF_NEEDS, WHOLES, wholes_of
from network.measures.reading import ENTRIES, Sent
from network.measures.withholding import Lines, show, worked_out
from network.rules.measures import By, M
from network.rules.suppression import Line
from network.settings import Settings
from network.tables import NeedStatus, OutcomeStep, ReferralStatus
from tests.network.measures.conftest import Count
from tests.network.measures.history import History

LEAST = 11
CLOSED = replace(Settings(), suppress_below=LEAST)
S = ReferralStatus
ENDS = (S.EXPIRED_NO_RESPONSE, S.DECLINED_PROVIDER, S.NOT_LINKED, S.LOST_CONTACT, S.LINKED, S.COMPLETED)
KINDS = ("treatment.otp", "treatment.iop", "housing", "work.jobs")
AREAS = (("06075", "94103"), ("06075", ""), ("06001", "94601"))


def some_year(seed: int, referrals: int) -> Sent:
    """A year of four agencies with up to three services, some large and some small."""
    chance = random.Random(seed)
    agencies = [new_id() for _ in range(4)]
    services = [(new_id(), agency) for agency in agencies for _ in range(chance.randint(1, 3))]
    sizes = [chance.choice((1, 3, 10)) for _ in services]
    chosen = chance.choices(services, sizes, k=referrals)
    days = sorted(date(2026, 1, 1) + timedelta(days=chance.randrange(365)) for _ in range(referrals))
    sent_at = np.array([day.toordinal() * 86400.0 for day in days])
    ends = np.array(chance.choices(ENDS, (2, 3, 3, 2, 6, 6), k=referrals), dtype=str)
    served = np.isin(ends, [S.LINKED, S.COMPLETED])
    accepted = served | np.isin(ends, [S.NOT_LINKED, S.LOST_CONTACT])
    waits = np.array([chance.random() * 5 for _ in days]) * 86400
    entries: dict[OutcomeStep, dict[int, list[date]]] = {step: {} for step in ENTRIES}
    for number in np.flatnonzero(served):
        first = days[number] + timedelta(days=chance.randrange(20))
        times = chance.choice((1, 3, 4))
        entries[OutcomeStep.INITIATED][int(number)] = [
            first + timedelta(days=8 * one) for one in range(times)
        ]
    return Sent(
        services=tuple(service for service, _ in chosen),
        organizations=tuple(agency for _, agency in chosen),
        persons=tuple(chance.choices([new_id() for _ in range(referrals)], k=referrals)),
        kinds=tuple(chance.choices(KINDS, (9, 3, 3, 1), k=referrals)),
        areas=tuple(chance.choices(AREAS, (6, 1, 3), k=referrals)),
        statuses=ends,
        is_gone=np.array([chance.random() < 0.05 for _ in days], dtype=bool),
        days=tuple(days),
        sent_at=sent_at,
        answered_at=np.where(ends == S.EXPIRED_NO_RESPONSE, np.nan, sent_at + waits),
        step_in_at=sent_at + 2 * 86400,
        was_accepted=accepted,
        kept=np.array([int(one) for one in served], dtype=np.int64),
        missed=np.array([chance.randrange(2) for _ in days], dtype=np.int64),
        opens_need=np.array([chance.random() < 0.7 for _ in days], dtype=bool),
        need_statuses=np.array([NeedStatus.OPEN] * referrals, dtype=str),
        need_linked=served,
        entries=entries,
    )  # fmt: skip


class Attacker:
    """Knows every table of a year, which sums hold, that no part is more than its whole, and that 0 is never
    withheld."""

    def __init__(self, book: Book) -> None:
        self.book = book
        size = book.tree.size
        self.first = {name: number * size for number, name in enumerate(WHOLES)}
        rows: list[dict[int, int]] = []
        for name, first in self.first.items():
            for line in book.tree.lines(with_agencies=name not in OF_NEEDS):
                rows.append({first + line.total: -1} | {first + part: 1 for part in line.parts})
        self.sums = _matrix(rows, size * len(WHOLES))
        pairs = [
            {self.first[name] + cell: 1, self.first[whole] + cell: -1}
            for name, whole in WHOLES.items()
            if whole
            for cell in range(size)
        ]
        self.parts = _matrix(pairs, size * len(WHOLES))
        values = np.concatenate([book.counts[name] for name in WHOLES])
        shown = np.concatenate([book.shown[name] for name in WHOLES])
        self.bounds = [
            (value, value) if known else (1, None) for value, known in zip(values, shown, strict=True)
        ]

    def range_of(self, *signed: tuple[str, int, int]) -> tuple[float, float]:
        """Between what a sum of counts (name, cell, sign) can lie."""
        aim = np.zeros(self.sums.shape[1])
        for name, cell, sign in signed:
            aim[self.first[name] + cell] += sign
        ends = []
        for way in (1, -1):
            found = linprog(
                way * aim, A_ub=self.parts, b_ub=np.zeros(self.parts.shape[0]), A_eq=self.sums,
                b_eq=np.zeros(self.sums.shape[0]), bounds=self.bounds, method="highs",
            )  # fmt: skip
            ends.append(np.inf if found.status == 3 else abs(found.fun))
        return ends[0], ends[1]


def _matrix(rows: list[dict[int, int]], width: int) -> csr_matrix:
    places = [(row, column, factor) for row, one in enumerate(rows) for column, factor in one.items()]
    row, column, factor = zip(*places, strict=True)
    return csr_matrix((factor, (row, column)), shape=(len(rows), width))


def small_things(book: Book) -> Iterator[tuple[tuple[str, int, int], ...]]:
    """Every count that is small, and every part that is missing to a whole by few."""
    for name in WHOLES:
        for cell in np.flatnonzero((book.counts[name] > 0) & (book.counts[name] < LEAST)):
            yield ((name, int(cell), 1),)
        for whole in wholes_of(name):
            rest = book.counts[whole] - book.counts[name]
            for cell in np.flatnonzero((rest > 0) & (rest < LEAST)):
                yield (whole, int(cell), 1), (name, int(cell), -1)


@pytest.mark.parametrize(("seed", "referrals"), [(1, 60), (3, 400), (4, 900)])
def test_who_knows_every_table_cannot_work_out_a_small_count(seed: int, referrals: int) -> None:
    book = write_book(some_year(seed, referrals), 2026, LEAST)
    small = list(small_things(book))
    attacker = Attacker(book)

    assert small
    assert not [one for one in small if all(book.shown[name][cell] for name, cell, _ in one)]
    for one in random.Random(seed).sample(small, min(8, len(small))):
        low, high = attacker.range_of(*one)
        assert high - low > 1e-6, one


def test_something_of_a_large_year_is_shown() -> None:
    book = write_book(some_year(5, 3000), 2026, LEAST)

    hidden = sum(int((~book.shown[name] & (book.counts[name] > 0)).sum()) for name in WHOLES)
    there = sum(int((book.counts[name] > 0).sum()) for name in WHOLES)
    assert hidden < there / 2
    assert all(book.shown[name][0] for name in ("sent", "answered", "accepted", "linked", "met", "kept"))


@pytest.mark.parametrize("seed", range(20))
def test_of_a_table_with_totals_nothing_hidden_follows_by_sums(seed: int) -> None:
    """Against linear algebra: what is hidden and follows is what no solution of the sums can change."""
    chance = np.random.default_rng(seed)
    rows, columns = int(chance.integers(2, 5)), int(chance.integers(2, 5))
    inner = chance.choice([0, 0, 2, 7, 12, 30], size=(rows, columns))
    wide = np.c_[inner, inner.sum(axis=1)]
    values = np.r_[wide, [wide.sum(axis=0)]].ravel().astype(np.int64)
    sums = Lines.of(grid(rows, columns), len(values))
    some = chance.random(len(values)) < 0.5

    assert worked_out(some, np.zeros_like(some), sums) == _fixed(some, grid(rows, columns))
    shown = show(values, [], sums, LEAST)
    assert not (shown & (values > 0) & (values < LEAST)).any()
    assert not _fixed(~shown & (values > 0), grid(rows, columns))


def grid(rows: int, columns: int) -> list[Line]:
    """The sums of a table: its cells row by row, each row's total behind it, the row of totals last."""
    width = columns + 1
    lines = [
        Line(row * width + columns, tuple(row * width + column for column in range(columns)))
        for row in range(rows + 1)
    ]
    return lines + [
        Line(rows * width + column, tuple(row * width + column for row in range(rows)))
        for column in range(width)
    ]


def _fixed(hidden: NDArray[np.bool_], lines: list[Line]) -> set[int]:
    places = np.flatnonzero(hidden)
    matrix = np.zeros((len(lines), len(hidden)))
    for number, line in enumerate(lines):
        matrix[number, line.total] = -1
        matrix[number, list(line.parts)] = 1
    of_hidden = matrix[:, places]
    if not len(places):
        return set()
    _, singular, right = np.linalg.svd(of_hidden)
    free = right[(singular > 1e-9).sum() :]
    return {int(place) for column, place in enumerate(places) if not (np.abs(free[:, column]) > 1e-9).any()}


def test_a_withheld_quarter_does_not_follow_from_the_year(history: History, count: Count) -> None:
    for quarter, sent in enumerate((20, 25, 4, 30)):
        history.many(sent, date(2026, 3 * quarter + 1, 15))

    quarters = [count(f"2026-Q{number}", settings=CLOSED).total[M.SENT] for number in (1, 2, 3, 4)]
    year = count("2026", settings=CLOSED).total[M.SENT]
    months = [row[M.SENT] for row in count("2026", By.MONTH, settings=CLOSED).rows]

    assert year.numerator == 79
    assert [cell.numerator for cell in quarters] == [None, 25, None, 30]
    assert [cell.numerator for cell in months if cell.numerator != 0] == [None, 25, None, 30]


def test_medians_of_few_and_the_slowest_of_not_so_few_are_withheld(history: History, count: Count) -> None:
    history.many(15, status=S.DECLINED_PROVIDER, answered_after=2)

    total = count("2026", settings=CLOSED).total

    assert total[M.DAYS_TO_ANSWER].value == 2
    assert (total[M.DAYS_TO_ANSWER_90].value, total[M.DAYS_TO_ANSWER_90].is_withheld) == (None, True)
    assert total[M.DAYS_TO_SERVICE].value is None
    assert not total[M.DAYS_TO_SERVICE].is_withheld


def test_one_answer_among_many_that_were_never_given_is_nobodys_median(
    history: History, count: Count
) -> None:
    """Who gave a service without pressing a button has answered, and nobody knows when."""
    history.many(30, status=S.LINKED, services=(3,))
    history.send(status=S.DECLINED_PROVIDER, answered_after=4.5)

    total = count("2026", settings=CLOSED).total

    for code in (M.DAYS_TO_ANSWER, M.DAYS_TO_ANSWER_90):
        assert (total[code].value, total[code].is_withheld) == (None, True)


def test_a_share_is_withheld_with_what_is_missing_to_it(history: History, count: Count) -> None:
    history.many(30, status=S.DECLINED_PROVIDER, answered_after=1)
    history.many(3, status=S.EXPIRED_NO_RESPONSE)

    answered = count("2026", settings=CLOSED).total[M.ANSWERED]

    assert (answered.numerator, answered.denominator, answered.value) == (None, 33, None)
    assert answered.is_withheld
