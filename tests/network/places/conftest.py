"""The other geocoder, started and stopped for a test."""

import threading
from collections.abc import Iterator

import pytest

from tests.network.places.other_geocoder import OtherGeocoder


@pytest.fixture
def other() -> Iterator[OtherGeocoder]:
    server = OtherGeocoder()
    thread = threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
