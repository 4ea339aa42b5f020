"""What the web application needs from outside; everything in it is an argument of `create_app`."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from geopy.geocoders.base import Geocoder
from sqlmodel import Session

from network.search.engine import SearchEngine
from network.settings import Settings

READING = {"GET", "HEAD", "OPTIONS"}


class Store(Protocol):
    """Units of work: `network.db.Database` is one, a test's rolled-back transaction another."""

    def reading(self) -> AbstractContextManager[Session]: ...

    def writing(self) -> AbstractContextManager[Session]: ...

    def answers(self) -> bool: ...


@dataclass(frozen=True)
class World:
    """Settings, the database, the search engine and the geocoder."""

    settings: Settings
    store: Store
    search: SearchEngine
    geocoder: Geocoder


@contextmanager
def one_transaction(store: Store, method: str) -> Iterator[Session]:
    """The request's one transaction: reading for a GET, writing for all else."""
    with store.reading() if method in READING else store.writing() as session:
        yield session
