"""What the web application needs from outside; everything in it is an argument of `create_app`."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from dataclasses import dataclass, field

from geopy.geocoders.base import Geocoder
from sqlmodel import Session, SQLModel

from network.db import Store, take_appended
from network.exchange.shared import KeptShared
from network.providers.changes import DirectoryWatch
from network.search.engine import SearchEngine
from network.settings import Settings
from web.shelf import Shelf

READING = {"GET", "HEAD", "OPTIONS"}
_finishers = ThreadPoolExecutor(4, thread_name_prefix="trestle-finish")


@dataclass(frozen=True)
class World:
    """Settings, the database, the search engine, the geocoder; what changed, and answers kept until then."""

    settings: Settings
    store: Store
    search: SearchEngine
    geocoder: Geocoder
    watch: DirectoryWatch = field(default_factory=DirectoryWatch)
    shelf: Shelf = field(default_factory=Shelf)
    shared: KeptShared = field(default_factory=KeptShared)  # what many services share in HSDS


@asynccontextmanager
async def one_transaction(
    store: Store, method: str, writers: AbstractAsyncContextManager[None]
) -> AsyncIterator[Session]:
    """The request's one transaction: reading for a GET, writing for all else as soon as `writers` let it.

    A GET may append rows that say what was seen; they are written when it has ended well, before the page is
    sent, and wait for the writer in the application's threads like everybody else.
    """
    if method in READING:
        async with _one(store.reading()) as session:
            yield session
            rows = take_appended(session)
        if rows:
            async with writers:
                await asyncio.shield(asyncio.to_thread(_write, store, rows))
    else:
        async with writers, _one(store.writing()) as session:
            yield session


def _write(store: Store, rows: Sequence[SQLModel]) -> None:
    with store.writing() as session:
        session.add_all(rows)


@asynccontextmanager
async def _one(unit: AbstractContextManager[Session]) -> AsyncIterator[Session]:
    session = unit.__enter__()  # touches no database: a transaction begins at its first statement
    try:
        yield session
    except BaseException as error:
        await _finish(unit, error)
        raise
    await _finish(unit, None)


async def _finish(unit: AbstractContextManager[Session], error: BaseException | None) -> None:
    """Keep what was done, or nothing of it after an error; also when the browser has gone meanwhile.

    Handlers wait for SQLite's one writer in the application's threads. If its end needed one of those too, as
    many requests as there are threads would stop each other: so it has threads of its own.
    """
    what = (type(error), error, error.__traceback__) if error is not None else (None, None, None)
    finishing = asyncio.get_running_loop().run_in_executor(_finishers, unit.__exit__, *what)
    await asyncio.shield(finishing)
