"""Meilisearch's filter language, as far as we use it; anything else is refused, as Meilisearch would."""

import re
from collections.abc import Callable, Collection
from typing import Any

Document = dict[str, Any]
Holds = Callable[[Document], bool]

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\](),=]|[\w.-]+')
GEO = "_geoBoundingBox"


class WrongFilter(Exception):
    """What was asked is not in the language, or about an attribute that is not filterable."""


def read_filter(text: str, filterable: Collection[str]) -> Holds:
    """Whether a document fits."""
    reading = _Reading(_TOKENS.findall(text), filterable)
    holds = reading.either()
    if reading.left:
        raise WrongFilter(f"not understood: {reading.left[0]}")
    return holds


class _Reading:
    def __init__(self, tokens: list[str], filterable: Collection[str]) -> None:
        self.left = tokens
        self._filterable = filterable

    def either(self) -> Holds:
        parts = [self._both()]
        while self.left[:1] == ["OR"]:
            self._take("OR")
            parts.append(self._both())
        return lambda document: any(part(document) for part in parts)

    def _both(self) -> Holds:
        parts = [self._one()]
        while self.left[:1] == ["AND"]:
            self._take("AND")
            parts.append(self._one())
        return lambda document: all(part(document) for part in parts)

    def _one(self) -> Holds:
        token = self._take()
        if token == "(":
            inner = self.either()
            self._take(")")
            return inner
        name = "_geo" if token == GEO else token
        if name not in self._filterable:
            raise WrongFilter(f"Attribute `{name}` is not filterable.")
        if token == GEO:
            return self._box()
        if self._take() == "=":
            value = self._value()
            return lambda document: value in _values(document, name)
        self._take("[")
        values = set(self._values())
        return lambda document: not values.isdisjoint(_values(document, name))

    def _box(self) -> Holds:
        """Two corners: the top right one, then the bottom left one."""
        numbers = []
        for sign in "([", ",", "],[", ",", "])":
            for each in sign:
                self._take(each)
            if sign != "])":
                numbers.append(float(self._take()))
        top, right, bottom, left = numbers
        if top < bottom or max(abs(top), abs(bottom)) > 90 or max(abs(left), abs(right)) > 180:
            raise WrongFilter("a box that is not on the Earth")

        def holds(document: Document) -> bool:
            point = document.get("_geo")
            if point is None or not bottom <= point["lat"] <= top:
                return False
            is_across = right < left
            lng = point["lng"]
            return lng >= left or lng <= right if is_across else bool(left <= lng <= right)

        return holds

    def _values(self) -> list[str]:
        values = [self._value()]
        while self._take() == ",":
            values.append(self._value())
        return values

    def _value(self) -> str:
        return re.sub(r"\\(.)", r"\1", self._take().strip('"'))

    def _take(self, wanted: str = "") -> str:
        if not self.left or (wanted and self.left[0] != wanted):
            raise WrongFilter(f"expected {wanted or 'more'}")
        return self.left.pop(0)


def _values(document: Document, name: str) -> list[str]:
    value = document.get(name)
    many = value if isinstance(value, list) else [value]
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in many]
