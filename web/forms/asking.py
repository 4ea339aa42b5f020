"""When an agency wants to be asked how full it is, as somebody types it."""

from collections.abc import Mapping
from typing import Any

from network.providers.asking import AskingWords
from network.rules.asking import MOST_HOURS
from network.tables import CapacityAsking
from web.forms.typed import Typed


def asking_values(row: CapacityAsking | None, time_zone: str) -> dict[str, str | tuple[str, ...]]:
    """What stands in the form first: when nobody said anything, mornings of working days, turned off."""
    if row is None:
        return {"hours": (), "weekdays": ("0", "1", "2", "3", "4"), "time_zone": time_zone}
    return {
        "is_on": ("yes",) if row.hours else (),
        "hours": tuple(map(str, row.hours)),
        "weekdays": tuple(map(str, row.weekdays)),
        "time_zone": row.time_zone,
    }


def typed_asking(given: Mapping[str, Any]) -> AskingWords:
    """What the form says; without the tick no hour counts."""
    typed = Typed(given)
    hours = _numbers(typed.several("hours")) if typed.ticked("is_on") else ()
    return AskingWords(hours, _numbers(typed.several("weekdays")), typed.text("time_zone"))


def _numbers(texts: tuple[str, ...]) -> tuple[int, ...]:
    """Each chosen number once; what is no number is 99, which nothing accepts."""
    numbers = (int(text) if text.isdecimal() and len(text) < 3 else 99 for text in texts[: 24 + MOST_HOURS])
    return tuple(dict.fromkeys(numbers))
