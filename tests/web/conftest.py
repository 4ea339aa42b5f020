"""A browser for each member of the cast, sharing the test's transaction."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
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
from web.app import create_app
from web.visit import find_actor
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


@pytest.fixture
def as_actor(world: World, session: Session) -> Iterator[Callable[[Actor], TestBrowser]]:
    """A browser in which this actor is signed in, without the detour over the sign-in page."""
    with ExitStack() as open_browsers:

        def browser(actor: Actor) -> TestBrowser:
            session.commit()
            app = create_app(world, lambda _request, _world: actor)
            return open_browsers.enter_context(TestBrowser(app, world))

        yield browser


@pytest.fixture
def stranger(world: World, cast: Cast) -> Iterator[TestBrowser]:  # noqa: ARG001  # the cast is there
    """A browser in which nobody is signed in; signing in works as for everybody."""
    with TestBrowser(create_app(world, find_actor), world) as browser:
        yield browser
