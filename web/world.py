"""What the web application needs from outside; everything in it is an argument of `create_app`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from geopy.geocoders.base import Geocoder
from sqlmodel import Session

from network.db import Store
from network.search.engine import SearchEngine
from network.settings import Settings

READING = {"GET", "HEAD", "OPTIONS"}


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
