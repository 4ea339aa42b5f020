"""Ids that sort by the time they were made."""

import os
import threading
import time
from uuid import UUID, uuid5

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 bits that never run backwards within a
    process."""
    global _last
    with _lock:
        candidate = time.time_ns() // 1_000_000 << 74 | int.from_bytes(os.urandom(10)) >> 6
        _last = candidate if candidate > _last else _last + 1
        value = _last
    milliseconds, rest = value >> 74, value & (1 << 74) - 1
    return UUID(int=milliseconds << 80 | 7 << 76 | (rest >> 62) << 64 | 2 << 62 | rest & (1 << 62) - 1)


def id_from(source: UUID, original: str) -> UUID:
    """The same UUID every time for something that another system calls `original` (RFC 9562, version 5)."""
    return uuid5(source, original)
