"""What each serving process runs."""

import os

from commands.logs import set_up_logs
from commands.opening import open_world
from network.settings import read_settings
from web.app import create_app
from web.guarding import GuardedLitestar


def build() -> GuardedLitestar:
    """The application over the world of the environment's settings."""
    settings = read_settings()
    set_up_logs(settings.log_level)
    return create_app(open_world(settings), with_worker=os.environ.get("TRESTLE_WITH_WORKER") == "yes")
