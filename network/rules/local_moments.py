"""A day and a time as a clock on a wall shows them, made into a moment; clocks that are changed included."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from network.errors import Invalid
from network.words import say


def moment_at(day: date, at: time, time_zone: str, *, second: bool | None = None) -> datetime:
    """The moment (UTC) at which the clock of this zone shows this time.

    `second` chooses between the two moments when clocks are set back. Raises Invalid for a time that clocks
    skip (field `at`), and for one that comes twice when nothing is chosen (field `second`).
    """
    zone = ZoneInfo(time_zone)
    first, later = (datetime.combine(day, at, tzinfo=zone).replace(fold=fold) for fold in (0, 1))
    moment, other = first.astimezone(UTC), later.astimezone(UTC)
    if moment == other:
        return moment
    if moment.astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise Invalid(
            {"at": say("Clocks are set forward that night and skip this time. Choose an hour later.")}
        )
    if second is None:
        raise Invalid(
            {"second": say("Clocks are set back that night and this time comes twice. Say which you mean.")}
        )
    return other if second else moment
