"""What stands in a form that has groups of tick boxes or rows that repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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

    def rows(self, *names: str) -> list[dict[str, str]]:
        """Rows of a form: fields named `name-1`, `name-2`, …; empty rows are left out."""
        numbers = sorted(
            int(key.rpartition("-")[2])
            for key in self.given
            if key.rpartition("-")[0] in names and key.rpartition("-")[2].isdecimal()
        )
        found = [{name: self.text(f"{name}-{number}") for name in names} for number in dict.fromkeys(numbers)]
        return [row for row in found if any(row.values())]

    def shown(self) -> dict[str, str | tuple[str, ...]]:
        """Everything that was typed, to be shown again."""
        return {
            name: self.several(name) if isinstance(value, list) else self.text(name)
            for name, value in self.given.items()
            if name != "_csrf_token"
        }
