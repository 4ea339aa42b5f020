"""`trestle healthy`: whether one running part does its work, for whoever restarts it when not."""

import http.client
import time
from pathlib import Path
from urllib.parse import urlsplit

import click

from network.settings import Settings, read_settings

OLDEST_BEAT = 600.0  # seconds; a long job, an import for instance, stands between two looks of the worker


def why_web_is_ill(settings: Settings, port: int) -> str:
    """Empty when the site on this machine answers that it is ready."""
    host = settings.allowed_hosts[0] if settings.allowed_hosts else urlsplit(settings.base_url).netloc
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        asking.request("GET", "/ready", headers={"Host": host})
        status = asking.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"The site does not answer: {error or type(error).__name__}."
    finally:
        asking.close()
    return "" if status == 200 else f"The site is not ready: it answers {status}."


def why_worker_is_ill(settings: Settings, at: float) -> str:
    """Empty when the worker looked for work without a fault not long before `at` (seconds since 1970)."""
    if not settings.heartbeat_file:
        return "TRESTLE_HEARTBEAT_FILE is not set: nothing says whether the worker works."
    try:
        age = at - Path(settings.heartbeat_file).stat().st_mtime
    except OSError:
        return "The worker has not finished a look yet."
    return "" if age <= OLDEST_BEAT else f"The worker's last look without a fault was {age:.0f} s ago."


@click.command("healthy")
@click.argument("part", type=click.Choice(["web", "worker"]))
@click.option("--port", envvar="PORT", default=8000, show_default=True, help="Port of the site.")
def healthy_command(part: str, port: int) -> None:
    """Say whether the site or the worker on this machine does its work. Exit code 1 when not."""
    settings = read_settings()
    why = why_web_is_ill(settings, port) if part == "web" else why_worker_is_ill(settings, time.time())
    if why:
        raise click.ClickException(why)
    click.echo("healthy")
