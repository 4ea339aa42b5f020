"""`trestle serve`: the site."""

import gc
import os

import click
import uvicorn

from commands.logs import set_up_logs
from commands.opening import open_world
from network.settings import Settings, check_secrets, read_settings


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="PORT", default=8000, show_default=True, help="Port to listen on.")
@click.option("--processes", default=1, show_default=True, help="How many processes serve.")
def serve_command(host: str, port: int, processes: int) -> None:
    """Serve the site. Needs TRESTLE_SECRET_KEY and TRESTLE_FIELD_KEYS; see `trestle secrets`."""
    gc.disable()  # until the site is built (commands/asgi.py): what a start makes is no garbage
    settings = read_settings()
    open_world(settings)  # refuses here, in a sentence, before any process starts
    serve(settings, host, port, processes)


def serve(settings: Settings, host: str, port: int, processes: int = 1, *, with_worker: bool = False) -> None:
    """Listen until told to stop."""
    check_secrets(settings)
    set_up_logs(settings.log_level)
    os.environ["TRESTLE_WITH_WORKER"] = "yes" if with_worker else "no"
    click.echo(f"Trestle serves on http://{host}:{port}", err=True)
    uvicorn.run(
        "commands.asgi:build",
        factory=True,
        host=host,
        port=port,
        workers=processes if processes > 1 else None,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=10,
    )
