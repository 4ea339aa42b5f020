"""Keeps this process's search up to date: asks a few times a second whether the directory has changed."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Event
from typing import Protocol

from sqlmodel import Session

from network.search.engine import SearchEngine

log = logging.getLogger("trestle.search")

SECONDS_BETWEEN = 0.3  # a change is to be found everywhere within a second


class Readable(Protocol):
    """Whatever gives units of work that read; `network.db.Database` does."""

    def reading(self) -> AbstractContextManager[Session]: ...


def follow_directory(
    store: Readable,
    engine: SearchEngine,
    stop: Event,
    seconds: float = SECONDS_BETWEEN,
    *,
    also: Sequence[Callable[[Session], object]] = (),
) -> None:
    """Refresh until told to stop, and let others look too. While the database is away, search answers with
    what it last knew."""
    is_behind = False
    while not stop.wait(seconds):
        try:
            with store.reading() as session:
                for look in also:  # first: reading everything again takes long, and sees what was before it
                    look(session)
                engine.refresh(session)
        except Exception as error:  # whatever it is, the next try may succeed, and search must go on
            if not is_behind:
                log.warning("search cannot follow the directory", extra={"error": type(error).__name__})
            is_behind = True
        else:
            if is_behind:
                log.info("search follows the directory again")
            is_behind = False
