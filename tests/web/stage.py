"""One application for all tests that share their settings: building it takes longer than most tests.

What it needs from outside is put under it before each test; what it remembered of the test before is gone.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from litestar import Litestar, Request
from litestar.testing import TestClient

from network.actors import Actor
from network.settings import Settings
from tests.web.browser import TestBrowser
from web.app import create_app
from web.visit import find_actor
from web.world import World

WHO = "x-test-actor"


@dataclass
class Stage:
    """The application, and who acts in it: by a number in a header, or whoever the cookie says."""

    app: Litestar
    world: World
    loop: TestClient[Litestar]  # has begun the application, and lends its event loop
    remembered: frozenset[str]
    actors: list[Actor] = field(default_factory=list)

    def browser(self, world: World, actor: Actor | None = None) -> "StageBrowser":
        """A browser of somebody who need not take the detour over the sign-in page; None: of a stranger."""
        browser = StageBrowser(self, world)
        if actor is not None:
            self.actors.append(actor)
            browser.headers[WHO] = str(len(self.actors) - 1)
        return browser

    def set(self, world: World) -> None:
        """Begin a test over this world."""
        for each in fields(World):
            object.__setattr__(self.world, each.name, getattr(world, each.name))
        for name in set(self.app.state.dict()) - self.remembered:
            del self.app.state[name]
        self.actors.clear()


class StageBrowser(TestBrowser):
    """A browser that finds the application already begun."""

    def __init__(self, stage: Stage, world: World) -> None:
        super().__init__(stage.app, world)
        self.blocking_portal = stage.loop.blocking_portal

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: Any) -> None:
        pass


class Stages:
    """The stages of all settings that tests asked for."""

    def __init__(self, ending: ExitStack) -> None:
        self._ending = ending
        self._stages: dict[Settings, Stage] = {}

    def of(self, world: World) -> Stage:
        """The stage for the settings of this world, set for a new test."""
        stage = self._stages.get(world.settings)
        if stage is None:
            stage = self._stages[world.settings] = self._build(world)
        stage.set(world)
        return stage

    def _build(self, world: World) -> Stage:
        actors: list[Actor] = []

        def identify(request: Request[Any, Any, Any], world: World) -> Actor:
            number = request.headers.get(WHO)
            return actors[int(number)] if number else find_actor(request, world)

        under = replace(world)
        app = create_app(under, identify)
        loop = self._ending.enter_context(TestClient[Litestar](app))
        return Stage(app, under, loop, frozenset(app.state.dict()), actors)


@contextmanager
def open_stages() -> Iterator[Stages]:
    """Stages that end together."""
    with ExitStack() as ending:
        yield Stages(ending)
