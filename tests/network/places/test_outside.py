"""Asking somebody else's geocoder, whatever state it is in."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from geopy.location import Location

from network.errors import Unavailable
from network.places.found import Precision
from network.places.geocoder import locate, open_geocoder
from network.settings import Settings
from network.words import speak
from tests.network.places.other_geocoder import ADDRESS, AGENT, OtherGeocoder, careful


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
    other.delay = 20.0
    began = time.monotonic()
    found = locate(ADDRESS, careful(other, timeout=0.2))
    assert time.monotonic() - began < 10
    assert found
    assert (found.precision, found.label) == (Precision.ZIP, "Newark, OH 43055")
    assert found.note
    assert speak(found.note, "en").startswith(
        "The address service did not answer, so this is measured from the"
    )
    assert "Newark, OH 43055" in speak(found.note, "es")


def test_a_service_that_answers_letter_by_letter_is_not_waited_for_either(other: OtherGeocoder) -> None:
    other.drip = 0.15  # every letter well within the time a connection may be silent
    began = time.monotonic()
    found = locate(ADDRESS, careful(other, timeout=0.2))
    assert time.monotonic() - began < 5
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
