"""How old a listing may be: counted from the last time a human here said it is right, never from an edit.

Asked again after 90 days, flagged after 180, out of the default search after 365. A record that came with an
import and was never verified here stays, ranked below: only what was once verified ages out.
"""

from datetime import datetime
from enum import StrEnum

ASK_AFTER, FLAG_AFTER, OUT_AFTER = 90, 180, 365  # days


class Freshness(StrEnum):
    """How sure a listing is."""

    CHECKED = "checked"
    ASK = "ask"  # somebody should look at it again
    OLD = "old"  # call first
    OUT = "out"  # not in the default search any more
    NEVER = "never"  # nobody here has verified it


def freshness(verified_at: datetime | None, now: datetime) -> Freshness:
    """How sure a listing is that was verified then; both moments in UTC."""
    if verified_at is None:
        return Freshness.NEVER
    days = (now - verified_at).days
    if days < ASK_AFTER:
        return Freshness.CHECKED
    if days < FLAG_AFTER:
        return Freshness.ASK
    return Freshness.OLD if days < OUT_AFTER else Freshness.OUT
