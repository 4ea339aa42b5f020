"""What each serving process runs."""

import gc
import os
from collections.abc import Callable
from threading import Event

from commands.logs import set_up_logs
from commands.opening import open_world
from network.search.following import follow_directory
from network.settings import read_settings
from web.app import create_app
from web.guarding import GuardedLitestar


def build() -> GuardedLitestar:
    """The application over the world of the environment's settings; its search index is loaded before it
    answers."""
    gc.freeze()  # what was imported stays: nobody waits while it is looked through for garbage
    settings = read_settings()
    set_up_logs(settings.log_level)
    world = open_world(settings)
    with world.store.reading() as session:
        world.search.refresh(session)
        world.watch.look(session)
    meanwhile: list[Callable[[Event], None]] = [
        lambda stop: follow_directory(world.store, world.search, stop, also=[world.watch.look])
    ]
    if os.environ.get("TRESTLE_WITH_WORKER") == "yes":
        from commands.worker import run_worker  # noqa: PLC0415  (the site alone needs none of it)

        meanwhile.append(lambda stop: run_worker(world.store, settings, stop))
    app = create_app(world, meanwhile=meanwhile)
    gc.freeze()
    gc.enable()
    return app
