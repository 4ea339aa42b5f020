"""Which counts of people must not be shown, so that none that is small can be worked out from the others.

What is defended against, and what is not: docs/decisions/0018-withheld-counts.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One sum that everybody knows: a total and its parts, as places in the list of values."""

    total: int
    parts: tuple[int, ...]


def withhold(values: Sequence[int], lines: Sequence[Line], least: int) -> set[int]:
    """Places of the values that must not be shown: those under `least`, and what would give them away.

    0 is always shown. Give every value that is shown and every sum that holds between them, of all views that are
    published together; a difference that anyone can take (sent less answered) is a value too, shown or not.
    Raises ValueError where a line does not add up or a count is below 0.
    """
    _check(values, lines)
    return {place for place, value in enumerate(values) if 0 < value < least}


def _check(values: Sequence[int], lines: Sequence[Line]) -> None:
    if any(value < 0 for value in values):
        raise ValueError("A count is below 0.")
    for line in lines:
        if values[line.total] != sum(values[part] for part in line.parts):
            raise ValueError(f"{line} does not add up.")
