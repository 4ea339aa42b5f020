"""When an agency is asked how full its places are: at full hours of its own clock, on some weekdays."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_HOURS = 4  # a day: more would be noise


def next_moment(
    hours: Collection[int], weekdays: Collection[int], time_zone: str, after: datetime
) -> datetime | None:
    """The first full hour of these that comes after this moment (UTC); None when no hour or no day is chosen.

    An hour that does not exist on the day the clocks change is the next one that does; of one that comes
    twice only the first counts.
    """
    if not hours or not weekdays:
        return None
    zone = ZoneInfo(time_zone)
    today = after.astimezone(zone).date()
    for days in range(-1, 9):
        day = today + timedelta(days=days)
        if day.weekday() not in weekdays:
            continue
        moments = (datetime.combine(day, time(hour), zone).astimezone(UTC) for hour in hours)
        if coming := [moment for moment in moments if moment > after]:
            return min(coming)
    return None
