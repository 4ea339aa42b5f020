"""Does short work where every request waits for it, and longer work in a few threads.

A thread costs more than a search: sixteen requests that all compute in threads of their own fight for the
interpreter and are all late. What takes long, or waits for another machine, must not stop the others.
"""

import asyncio
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

SHORT = 0.005  # seconds of the processor; in threads that fight for it the same work takes twice as long
MOST_COUNTED = 0.01  # of one piece of work: the first of all loads tables
WEIGHT = 0.05  # of the last piece in what is usual

_few = ThreadPoolExecutor(max(2, os.cpu_count() or 1), thread_name_prefix="trestle-compute")


class Pace:
    """How long one kind of work usually takes, and where it is done therefore."""

    def __init__(self) -> None:
        self._usual = 0.0

    async def do(self, work: Callable[[], T], *, waits: bool = False, is_much: bool = False) -> T:
        """What the work gives, or raises. `waits`: it may wait for another machine; `is_much`: it may take
        far longer than is usual."""
        if self._usual < SHORT and not waits and not is_much:
            return self._timed(work)
        # Who waits for another machine needs no processor: as many as there are threads may.
        return await asyncio.get_running_loop().run_in_executor(None if waits else _few, self._timed, work)

    def _timed(self, work: Callable[[], T]) -> T:
        began = time.thread_time()
        try:
            return work()
        finally:
            took = min(time.thread_time() - began, MOST_COUNTED)
            self._usual += WEIGHT * (took - self._usual)
