"""Somebody else's geocoder, played by a small server on this machine: kind, slow, broken, rude."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from geopy.adapters import URLLibAdapter
from geopy.geocoders import Nominatim

from network.places.offline import OfflineGeocoder
from network.places.outside import CarefulGeocoder

ADDRESS = "12 Elm Street, Newark, OH 43055"
AGENT = "trestle-test (operator@example.org)"
HOUSE = {
    "lat": "40.0581",
    "lon": "-82.4013",
    "display_name": "12, Elm Street, Newark, Licking County, Ohio, 43055, United States",
    "addresstype": "building",
    "boundingbox": ["40.0580", "40.0582", "-82.4014", "-82.4012"],
    "address": {"postcode": "43055"},
}


class OtherGeocoder(ThreadingHTTPServer):
    """Answers like Nominatim; `answer` is what it says, `asked` what it heard."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Ear)
        self.answer: Any = [HOUSE]
        self.status = 200
        self.delay = 0.0
        self.drip = 0.0
        self.asked: list[tuple[str, str, float]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Ear(BaseHTTPRequestHandler):
    server: OtherGeocoder

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self.server.asked.append((query["q"][0], self.headers["User-Agent"], time.monotonic()))
        time.sleep(self.server.delay)
        body = (
            self.server.answer
            if isinstance(self.server.answer, bytes)
            else json.dumps(self.server.answer).encode()
        )
        try:
            self.send_response(self.server.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for letter in body[:60] if self.server.drip else ():
                time.sleep(self.server.drip)
                self.wfile.write(bytes([letter]))
            self.wfile.write(body[60:] if self.server.drip else body)
        except OSError:
            return  # whoever asked has gone

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


def careful(other: OtherGeocoder, *, timeout: float = 2.0, pause: float = 0.0) -> CarefulGeocoder:
    nominatim = Nominatim(
        domain=other.url.removeprefix("http://"),
        scheme="http",
        user_agent=AGENT,
        timeout=timeout,
        adapter_factory=URLLibAdapter,
    )
    return CarefulGeocoder(nominatim, OfflineGeocoder(), credit="© OSM", timeout=timeout, pause=pause)
