"""What a process does about its memory while it reads a whole directory."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

MANY = 5_000  # records, from which on it is worth while


@contextmanager
def without_collector() -> Iterator[None]:
    """Millions of objects are made that all stay: looking for garbage among them takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def settle(records: int) -> None:
    """What stays of many records is not looked at again, and what is free is given back to the machine."""
    if records < MANY:
        return
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library than the usual one
            ctypes.CDLL("libc.so.6").malloc_trim(0)
