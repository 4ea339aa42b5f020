"""Days and times of day as somebody types them, or their browser does."""

import re
from datetime import date, time

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE)


def typed_day(text: str) -> date | None:
    """The day, None for nothing. Raises ValueError."""
    text = text.strip()
    return date.fromisoformat(text) if text else None


def typed_time(text: str) -> time | None:
    """`14:30`, `2:30 pm`, `2 pm`; None for nothing. Raises ValueError."""
    text = text.strip()
    if not text:
        return None
    found = _TIME.fullmatch(text) if text.isascii() else None
    if found is None or (found[2] is None and found[3] is None):
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    hour = int(found[1])
    if found[3]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
    return time(hour, int(found[2] or 0))
