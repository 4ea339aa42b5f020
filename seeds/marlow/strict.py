"""Takes values out of a file's tables one by one, so that a misspelled or forgotten one is found."""

from typing import Any


class BadSeed(ValueError):
    """A file of the seeds says something that cannot be used; the sentence names file and record."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


class Table:
    """A table of a TOML file. What was not asked for by the time of `finish` is a mistake."""

    def __init__(self, values: dict[str, Any], where: str) -> None:
        self._values = dict(values)
        self.where = where

    def text(self, name: str, *, needed: bool = True) -> str:
        return str(self._take(name, str, "", needed=needed))

    def number(self, name: str) -> float:
        return float(self._take(name, (int, float), 0, needed=True))

    def whole(self, name: str) -> int | None:
        found = self._take(name, int, None, needed=False)
        return None if found is None else int(found)

    def yes(self, name: str) -> bool:
        return bool(self._take(name, bool, False, needed=False))

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(str(text) for text in self._take(name, list, [], needed=False))

    def table(self, name: str) -> "Table":
        """The table of this name; an empty one when it is not there."""
        return Table(self._take(name, dict, {}, needed=False), f"{self.where}, {name}")

    def tables(self, name: str) -> "list[Table]":
        """The tables of this name, each called by its key, place or number."""
        rows = self._take(name, list, [], needed=False)
        return [
            Table(row, f"{self.where}, {name} “{row.get('key') or row.get('location') or number}”")
            for number, row in enumerate(rows, start=1)
        ]

    def has(self, name: str) -> bool:
        return name in self._values

    def finish(self) -> None:
        """Raises BadSeed when something in the table has not been used."""
        if self._values:
            raise self.bad(f"nobody reads {', '.join(sorted(self._values))}")

    def bad(self, what: str) -> BadSeed:
        return BadSeed(self.where, what)

    def _take(self, name: str, kind: Any, default: Any, *, needed: bool) -> Any:
        if name not in self._values:
            if needed:
                raise self.bad(f"{name} is missing")
            return default
        value = self._values.pop(name)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.bad(f"{name} is of the wrong kind: {value!r}")
        if needed and value == "":
            raise self.bad(f"{name} is empty")
        return value
