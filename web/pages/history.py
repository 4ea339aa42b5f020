"""What happened to somebody or something, line by line."""

from dataclasses import dataclass
from datetime import datetime

from network.words import Say


@dataclass(frozen=True)
class HistoryLine:
    """One event: when, what, and by whom."""

    at: datetime
    sentence: Say
    by: str
