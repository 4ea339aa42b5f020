"""Another geocoder, played by a small server on this machine: kind, slow, broken, rude."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import URLLibAdapter
from geopy.geocoders import Nominatim
from geopy.location import Location

from network.errors import Unavailable
from network.places.found import Precision
from network.places.geocoder import locate, open_geocoder
from network.places.offline import OfflineGeocoder
from network.places.outside import CarefulGeocoder
from network.settings import Settings, WrongSetting
from network.words import speak

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
            for letter in body[:40] if self.server.drip else ():
                time.sleep(self.server.drip)
                self.wfile.write(bytes([letter]))
            self.wfile.write(body[40:] if self.server.drip else body)
        except OSError:
            return  # whoever asked has gone

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@pytest.fixture
def other() -> Iterator[OtherGeocoder]:
    server = OtherGeocoder()
    thread = threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def careful(other: OtherGeocoder, *, timeout: float = 2.0, pause: float = 0.0) -> CarefulGeocoder:
    nominatim = Nominatim(
        domain=other.url.removeprefix("http://"),
        scheme="http",
        user_agent=AGENT,
        timeout=timeout,
        adapter_factory=URLLibAdapter,
    )
    return CarefulGeocoder(nominatim, OfflineGeocoder(), credit="© OSM", timeout=timeout, pause=pause)


def test_an_address_is_found_exactly_and_its_source_credited(other: OtherGeocoder) -> None:
    found = locate(ADDRESS, careful(other))
    assert found
    assert (found.precision, found.zip, found.county_fips) == (Precision.EXACT, "43055", "39089")
    assert (found.credit, found.note, found.time_zone) == ("© OSM", None, "America/New_York")
    assert found.radius_m < 50


def test_the_operator_names_the_server_and_it_hears_who_asks(other: OtherGeocoder) -> None:
    settings = Settings(geocoder="nominatim", geocoder_url=other.url, geocoder_agent=AGENT)
    found = locate(ADDRESS, open_geocoder(settings))
    assert found
    assert found.credit == "© OpenStreetMap contributors"
    assert [(query, agent) for query, agent, _ in other.asked] == [(ADDRESS, AGENT)]


@pytest.mark.parametrize(
    "typed",
    ["43055", "Newark, OH", "Newark, OH 43055", "Licking County", "40.06,-82.40", "", "🏠", "Springfield"],
)
def test_what_our_own_tables_know_is_never_sent(other: OtherGeocoder, typed: str) -> None:
    locate(typed, careful(other))
    assert other.asked == []


def test_nothing_is_sent_while_somebody_is_still_typing(other: OtherGeocoder) -> None:
    geocoder = careful(other)
    typing = locate(ADDRESS, geocoder, settled=False)
    assert typing
    assert (typing.precision, typing.note, other.asked) == (Precision.ZIP, None, [])
    locate(ADDRESS, geocoder)
    again = locate(ADDRESS, geocoder, settled=False)
    assert again
    assert again.precision is Precision.EXACT
    assert len(other.asked) == 1


def test_the_same_address_is_asked_once(other: OtherGeocoder) -> None:
    geocoder = careful(other)
    assert locate(ADDRESS, geocoder) == locate("12 elm street newark OH 43055", geocoder)
    assert len(other.asked) == 1


def test_only_so_many_answers_are_kept_and_not_for_ever(
    other: OtherGeocoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.places.outside.MOST_KEPT", 2)
    geocoder = careful(other)
    for number in (1, 2, 3, 1):
        locate(f"{number} Elm Street, Newark, OH", geocoder)
    assert [query[0] for query, _, _ in other.asked] == ["1", "2", "3", "1"]
    monkeypatch.setattr("network.places.outside.KEPT_SECONDS", 0.0)
    locate("1 Elm Street, Newark, OH", geocoder)
    assert len(other.asked) == 5


def test_where_somebody_stands_is_told_to_nobody(other: OtherGeocoder) -> None:
    location = careful(other).reverse((40.07, -82.40))
    assert isinstance(location, Location)
    assert location.address == "Newark, OH 43055"
    assert other.asked == []


def test_questions_keep_their_distance(other: OtherGeocoder) -> None:
    geocoder = careful(other, pause=0.2)
    for number in (1, 2, 3):
        locate(f"{number} Elm Street, Newark, OH", geocoder)
    times = [at for _, _, at in other.asked]
    assert all(later - earlier >= 0.19 for earlier, later in zip(times, times[1:], strict=False))


def test_a_slow_service_is_not_waited_for_and_the_officer_is_told(other: OtherGeocoder) -> None:
    other.delay = 2.0
    began = time.monotonic()
    found = locate(ADDRESS, careful(other, timeout=0.2))
    assert time.monotonic() - began < 1.5
    assert found
    assert (found.precision, found.label) == (Precision.ZIP, "Newark, OH 43055")
    assert found.note
    assert speak(found.note, "en").startswith(
        "The address service did not answer, so this is measured from the"
    )
    assert "Newark, OH 43055" in speak(found.note, "es")


def test_a_service_that_answers_letter_by_letter_is_not_waited_for_either(other: OtherGeocoder) -> None:
    other.drip = 0.05  # every letter well within the time a connection may be silent
    began = time.monotonic()
    found = locate(ADDRESS, careful(other, timeout=0.2))
    assert time.monotonic() - began < 1.5
    assert found
    assert found.note


def test_a_long_line_is_no_reason_to_leave_the_service_alone(other: OtherGeocoder) -> None:
    geocoder = careful(other, pause=0.3, timeout=0.5)
    with ThreadPoolExecutor(6) as officers:
        addresses = [f"{number} Elm Street, Newark, OH" for number in range(6)]
        everyone = list(officers.map(lambda address: locate(address, geocoder), addresses))
    exact = [found for found in everyone if found and found.precision is Precision.EXACT]
    told = [found for found in everyone if found and found.note]
    assert 1 <= len(exact) <= 3
    assert len(exact) + len(told) == 6
    assert len(other.asked) <= len(exact) + 1  # who left the line was not asked about
    later = locate(ADDRESS, geocoder)
    assert later
    assert later.precision is Precision.EXACT


def test_a_service_that_failed_is_left_alone_for_a_while(
    other: OtherGeocoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.places.asking.REST_SECONDS", 0.5)
    other.status = 500
    geocoder = careful(other)
    for number in (1, 2, 3):
        found = locate(f"{number} Elm Street, Newark, OH", geocoder)
        assert found
        assert found.note
    assert len(other.asked) == 1
    other.status = 200
    time.sleep(0.5)
    later = locate(ADDRESS, geocoder)
    assert later
    assert later.precision is Precision.EXACT


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b"no"),
        (429, b"too many"),
        (403, b"blocked"),
        (200, b"<html>sign in to the library's wi-fi</html>"),
        (200, b""),
        (200, {"error": "strange"}),
        (200, [{"lat": "x", "lon": "y", "display_name": "?"}]),
        (200, [{"nothing": 1}]),
        (200, [None]),
        (200, b"[" * 100_000),
    ],
)
def test_whatever_it_answers_the_officer_gets_a_place(other: OtherGeocoder, status: int, answer: Any) -> None:
    other.status, other.answer = status, answer
    found = locate(ADDRESS, careful(other))
    assert found
    assert (found.precision, found.label) == (Precision.ZIP, "Newark, OH 43055")
    assert found.note


def test_when_it_finds_nothing_the_zip_code_is_used_and_said(other: OtherGeocoder) -> None:
    other.answer = []
    found = locate(ADDRESS, careful(other))
    assert found
    assert found.precision is Precision.ZIP
    assert found.note
    assert speak(found.note, "en").startswith("We could not find that address")


def test_a_place_nobody_knows_is_none(other: OtherGeocoder) -> None:
    other.answer = []
    assert locate("The old mill", careful(other)) is None


def test_when_only_it_could_know_and_it_is_down_the_officer_is_told_what_to_type(
    other: OtherGeocoder,
) -> None:
    other.status = 503
    with pytest.raises(Unavailable, match="Type a ZIP code"):
        locate("The old mill", careful(other))


def test_a_service_that_is_not_there_is_no_error() -> None:
    settings = Settings(geocoder="nominatim", geocoder_url="http://127.0.0.1:9", geocoder_agent=AGENT)
    found = locate(ADDRESS, open_geocoder(settings))
    assert found
    assert found.note


def test_an_address_is_written_in_no_log(other: OtherGeocoder, caplog: pytest.LogCaptureFixture) -> None:
    geocoder = careful(other)
    with caplog.at_level(logging.DEBUG):
        locate(ADDRESS, geocoder)
        other.status = 500
        locate("99 Oak Street, Newark, OH", geocoder)
    assert "did not answer" in caplog.text
    for typed in ("Elm", "Oak", "43055", "Newark"):
        assert typed not in caplog.text


@pytest.mark.parametrize(
    ("kind", "box", "precision"),
    [
        ("building", 0.0001, Precision.EXACT),
        ("amenity", 0.0001, Precision.EXACT),
        ("road", 0.005, Precision.EXACT),
        ("road", 0.5, Precision.CITY),
        ("something new", 0.0005, Precision.EXACT),
        ("something new", 0.5, Precision.CITY),
        ("postcode", 0.05, Precision.ZIP),
        ("town", 0.05, Precision.CITY),
        ("county", 0.5, Precision.COUNTY),
    ],
)
def test_its_word_for_what_it_found_decides_how_precise_it_is(
    other: OtherGeocoder, kind: str, box: float, precision: Precision
) -> None:
    edges = [str(40.06 - box), str(40.06 + box), str(-82.4 - box), str(-82.4 + box)]
    other.answer = [HOUSE | {"addresstype": kind, "boundingbox": edges}]
    found = locate(ADDRESS, careful(other))
    assert found
    assert found.precision is precision


@pytest.mark.parametrize("wrong", [{"addresstype": "state"}, {"lat": "95"}])
def test_a_whole_state_is_no_place_to_be_near(other: OtherGeocoder, wrong: dict[str, str]) -> None:
    other.answer = [HOUSE | wrong]
    found = locate(ADDRESS, careful(other))
    assert found
    assert found.precision is Precision.ZIP


def test_others_than_nominatim_say_it_in_other_words(other: OtherGeocoder) -> None:
    photon = HOUSE | {
        "addresstype": None,
        "boundingbox": None,
        "properties": {"type": "house", "postcode": "43055"},
    }
    other.answer = [photon | {"address": None}]
    found = locate(ADDRESS, careful(other))
    assert found
    assert (found.precision, found.zip, found.radius_m) == (Precision.EXACT, "43055", 100)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"geocoder": "atlantis", "geocoder_agent": AGENT}, "TRESTLE_GEOCODER is 'atlantis'"),
        ({"geocoder": "nominatim"}, "TRESTLE_GEOCODER_AGENT"),
        (
            {"geocoder": "nominatim", "geocoder_agent": AGENT, "geocoder_url": "geo.example"},
            "TRESTLE_GEOCODER_URL",
        ),
        (
            {"geocoder": "here", "geocoder_agent": AGENT, "geocoder_url": "https://geo.example"},
            "TRESTLE_GEOCODER_URL",
        ),
        ({"geocoder": "nominatim", "geocoder_agent": AGENT, "geocoder_key": "k"}, "TRESTLE_GEOCODER_KEY"),
        ({"geocoder": "opencage", "geocoder_agent": AGENT}, "cannot be opened"),
    ],
)
def test_a_wrong_setting_is_refused_in_a_sentence(settings: dict[str, str], says: str) -> None:
    with pytest.raises(WrongSetting, match=says):
        open_geocoder(Settings(**settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("photon", {"geocoder_url": "https://photon.example"}),
        ("opencage", {"geocoder_key": "k"}),
        ("here", {"geocoder_key": "k"}),
        ("pelias", {"geocoder_url": "https://pelias.example/v1"}),
        ("Nominatim", {}),
    ],
)
def test_any_geocoder_of_geopy_opens_by_its_name(name: str, options: dict[str, str]) -> None:
    geocoder = open_geocoder(Settings(geocoder=name, geocoder_agent=AGENT, **options))  # type: ignore[arg-type]
    assert isinstance(geocoder, CarefulGeocoder)
