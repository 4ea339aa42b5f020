"""What happened to somebody or something, line by line."""

from datetime import datetime

from msgspec import Struct

from network.words import Say


class HistoryLine(Struct, frozen=True):
    """One event: when, what, and by whom."""

    at: datetime
    sentence: Say
    by: str
