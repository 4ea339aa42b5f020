"""A browser for each member of the cast, sharing the test's transaction."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session

from network.actors import Actor
from network.places.geocoder import open_geocoder
from network.search.embedded import EmbeddedEngine
from network.settings import Mode, Settings
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.web.browser import TestBrowser
from tests.web.stage import Stage, Stages, open_stages
from web.world import World

SETTINGS = Settings(
    secret_key="k" * 40,
    field_keys="test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    base_url="http://testserver.local",
    second_factor_required=False,
    mail_from="trestle@example.org",
)


@pytest.fixture
def database_kind() -> str:
    """Pages are tested on SQLite; the domain beneath them on both databases."""
    return "sqlite"


@pytest.fixture
def settings() -> Settings:
    return SETTINGS


@pytest.fixture
def demo_settings() -> Settings:
    return replace(SETTINGS, mode=Mode.DEMO)


@pytest.fixture
def world(store: RolledBack, settings: Settings) -> World:
    return World(settings, store, EmbeddedEngine(), open_geocoder(settings))


@pytest.fixture(scope="session")
def stages() -> Iterator[Stages]:
    """Applications that are built once."""
    with open_stages() as stages:
        yield stages


@pytest.fixture
def stage(stages: Stages, world: World) -> Stage:
    """The application over the test's world."""
    return stages.of(world)


@pytest.fixture
def as_actor(stage: Stage, world: World, session: Session) -> Callable[[Actor], TestBrowser]:
    """A browser in which this actor is signed in, without the detour over the sign-in page."""

    def browser(actor: Actor) -> TestBrowser:
        session.commit()
        return stage.browser(world, actor)

    return browser


@pytest.fixture
def stranger(stage: Stage, world: World, cast: Cast) -> TestBrowser:  # noqa: ARG001  # the cast is there
    """A browser in which nobody is signed in; signing in works as for everybody."""
    return stage.browser(world)
