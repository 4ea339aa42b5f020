"""Whoever restarts what hangs asks these, and believes the answer."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from commands.healthy import OLDEST_BEAT, why_web_is_ill, why_worker_is_ill
from commands.worker import run_worker
from network.db import Database
from network.settings import Settings


class Site(BaseHTTPRequestHandler):
    """Is ready for those who ask under its own name."""

    def do_GET(self) -> None:
        mine = self.headers["Host"] == "trestle.example.org" and self.path == "/ready"
        self.send_response(200 if mine else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_a_site_that_answers_under_its_own_name_is_healthy(port: int) -> None:
    assert why_web_is_ill(Settings(allowed_hosts=("trestle.example.org",)), port) == ""
    assert why_web_is_ill(Settings(base_url="https://trestle.example.org"), port) == ""


def test_a_site_that_is_not_ready_is_ill(port: int) -> None:
    assert "503" in why_web_is_ill(Settings(base_url="https://other.example.org"), port)


def test_a_site_that_is_not_there_is_ill() -> None:
    assert "does not answer" in why_web_is_ill(Settings(), 1)


def test_a_worker_is_healthy_once_it_has_looked_without_a_fault(database: Database, tmp_path: Path) -> None:
    settings = Settings(heartbeat_file=str(tmp_path / "beat"))
    assert "not finished" in why_worker_is_ill(settings, time.time())

    run_worker(database, settings, threading.Event(), once=True)

    assert why_worker_is_ill(settings, time.time()) == ""
    assert "ago" in why_worker_is_ill(settings, time.time() + OLDEST_BEAT + 60)


def test_without_a_heartbeat_nobody_claims_that_the_worker_works() -> None:
    assert "TRESTLE_HEARTBEAT_FILE" in why_worker_is_ill(Settings(), time.time())
