"""What stands in a form that has groups of tick boxes or rows that repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_ROWS = 100
MOST_DIGITS = 6
MOST_TYPED = 20_000  # characters of one field; longer is cut, and refused as too long


@dataclass(frozen=True)
class Typed:
    """The fields of a form by name; a field may have come several times."""

    given: Mapping[str, Any]

    def text(self, name: str) -> str:
        """One field, trimmed; empty when it did not come."""
        return next(iter(self.several(name)), "").strip()

    def several(self, name: str) -> tuple[str, ...]:
        """Every value of a field, e.g. the ticked boxes of a group."""
        value = self.given.get(name, ())
        values: Sequence[object] = (value,) if isinstance(value, str) else value
        return tuple(str(one)[:MOST_TYPED] for one in values) if isinstance(values, list | tuple) else ()

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.text(name))

    def rows(self, *names: str, chosen: tuple[str, ...] = ()) -> list[dict[str, str]]:
        """Rows of a form: fields named `name-1`, `name-2`, …; rows in which nothing is typed are left out.

        `chosen` are further fields that always have a value, e.g. a list to choose from.
        """
        numbers = {
            int(number)
            for name, _, number in (key.rpartition("-") for key in self.given)
            if name in names and number.isdecimal() and len(number) < MOST_DIGITS
        }
        found = [
            {name: self.text(f"{name}-{number}") for name in (*names, *chosen)}
            for number in sorted(numbers)[:MOST_ROWS]
        ]
        return [row for row in found if any(row[name] for name in names)]

    def shown(self) -> dict[str, str | tuple[str, ...]]:
        """Everything that was typed, to be shown again."""
        return {
            name: self.several(name) if isinstance(value, list) else self.text(name)
            for name, value in self.given.items()
            if name != "_csrf_token"
        }
