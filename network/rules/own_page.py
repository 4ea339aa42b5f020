"""Who gives somebody the link to their own page, and what its standing is."""

from datetime import datetime, timedelta
from enum import StrEnum

from network.tables.own_link import OwnLink

WRONG_CODES = 5  # then the link is locked
KEY_GOOD_FOR = timedelta(minutes=30)  # of the browser that gave the right code: telephones are shared


class OwnStanding(StrEnum):
    """How a link to somebody's own page stands."""

    OPEN = "open"
    LAPSED = "lapsed"
    LOCKED = "locked"
    TAKEN_BACK = "taken_back"


def standing_of(link: OwnLink, moment: datetime) -> OwnStanding:
    """How it stands at this moment."""
    if link.revoked_at is not None:
        return OwnStanding.TAKEN_BACK
    if link.locked_at is not None:
        return OwnStanding.LOCKED
    return OwnStanding.OPEN if moment < link.expires_at else OwnStanding.LAPSED
