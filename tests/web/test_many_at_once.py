"""Many people do something at the same moment, on a machine with few threads."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

import httpx
import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.db import Database
from network.places.geocoder import open_geocoder
from network.search.embedded import EmbeddedEngine
from network.settings import Settings
from network.tables import Capacity
from tests.cast import Cast
from web.app import create_app
from web.guarding import GuardedLitestar
from web.world import World

THREADS, TAPS = 2, 24
WAITING, SOON = 60, 5.0

Result = TypeVar("Result")


def in_a_loop_of_its_own(work: Coroutine[Any, Any, Result]) -> Result:
    """Run it in a thread: in this one the tests of pages in a browser may have left a loop running."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, work).result()


@pytest.fixture
def many(database: Database, settings: Settings) -> World:
    return World(settings, database, EmbeddedEngine(), open_geocoder(settings))


def cast_with_places(database: Database, maximum: int) -> Cast:
    with Session(database.engine, expire_on_commit=False) as session:
        cast = Cast(session)
        cast.capacity(cast.clinic_place, 0).maximum = maximum
        session.commit()
    return cast


def browser_of(app: GuardedLitestar, world: World) -> httpx.AsyncClient:
    """A browser that does many things at once, which the one of other tests cannot."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=world.settings.base_url)


async def tap_at_once(world: World, actor: Actor, address: str, step: str) -> Counter[int]:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    async with browser_of(create_app(world, lambda _request, _world: actor), world) as browser:
        await browser.get("/help")
        headers = {"x-csrftoken": browser.cookies["trestle_csrf"]}
        taps = [browser.post(address, data={"step": step}, headers=headers) for _ in range(TAPS)]
        return Counter(response.status_code for response in await asyncio.gather(*taps))


def test_provider_staff_who_tap_at_the_same_moment_are_all_counted(database: Database, many: World) -> None:
    cast = cast_with_places(database, 100)
    address = f"/capacity/{cast.clinic_place.id}/step"
    assert in_a_loop_of_its_own(tap_at_once(many, cast.pat_provider, address, "1")) == {303: TAPS}
    with many.store.reading() as session:
        assert session.exec(select(Capacity.available)).one() == TAPS


def test_provider_staff_who_are_refused_at_the_same_moment_are_all_answered(
    database: Database, many: World
) -> None:
    cast = cast_with_places(database, 10)
    address = f"/capacity/{cast.clinic_place.id}/step"
    assert in_a_loop_of_its_own(tap_at_once(many, cast.pat_provider, address, "-1")) == {409: TAPS}


async def read_while_others_wait(world: World, address: str, hold: AbstractContextManager[None]) -> None:
    app = create_app(world)
    async with app.lifespan(), browser_of(app, world) as browser:
        await browser.get("/help")
        headers = {"x-csrftoken": browser.cookies["trestle_csrf"]}
        data = {"email": "nobody@example.org"}
        with hold:
            asked = [browser.post("/forgotten-password", data=data, headers=headers) for _ in range(WAITING)]
            waiting = asyncio.gather(*asked)
            await asyncio.sleep(1)
            page = await asyncio.wait_for(browser.get(address), SOON)
            assert page.status_code == 200
            assert not waiting.done()
        assert Counter(response.status_code for response in await waiting) == {303: WAITING}


@pytest.mark.parametrize("address", ["/help", "/hsds/services"])
def test_visitor_reads_while_many_wait_for_an_import_to_end(
    database: Database, many: World, address: str
) -> None:
    @contextmanager
    def import_runs() -> Iterator[None]:
        with database.writing() as session:
            session.exec(select(Capacity)).all()
            yield

    in_a_loop_of_its_own(read_while_others_wait(many, address, import_runs()))
