"""Many people do something at the same moment, on a machine with few threads."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
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
from web.world import World

THREADS, TAPS = 2, 24

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


async def tap_at_once(world: World, actor: Actor, address: str, step: str) -> Counter[int]:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    transport = httpx.ASGITransport(create_app(world, lambda _request, _world: actor))
    async with httpx.AsyncClient(transport=transport, base_url=world.settings.base_url) as browser:
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
