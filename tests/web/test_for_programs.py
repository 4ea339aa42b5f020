"""Whoever writes a program is told in the answer what is wrong with the question."""

import re
from pathlib import Path

import pytest

from network.providers.changes import record_change
from network.rules.capacity_parts import POPULATIONS
from network.tables import CapacityPart
from tests.cast import Cast
from tests.web.browser import TestBrowser
from web.forms.search_posted import KNOWN
from web.routes.search_parameters import PARAMETERS

PROBLEM = "application/problem+json"
GUIDE = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ("/hsds/services?page=0", ["page"]),
        ("/hsds/services?modified_after=yesterday&organization_id=1", ["modified_after", "organization_id"]),
        ("/hsds/services?format=xml", ["format"]),
        ("/api/search?limit=0&sort=price", ["limit", "sort"]),
        ("/api/search?has_capacty=yes&facts=abc", ["facts", "has_capacty"]),
    ],
)
def test_programmer_reads_which_parameter_is_wrong(
    stranger: TestBrowser, asked: str, wrong: list[str]
) -> None:
    answer = stranger.get(asked)

    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == PROBLEM
    assert sorted(answer.json()["problems"]) == wrong


def test_programmer_who_posts_a_name_that_nobody_knows_reads_so(stranger: TestBrowser) -> None:
    answer = stranger.post("/api/search", json={"q": "detox", "has_capacty": True, "facts": {"sex": "men"}})

    assert answer.status_code == 422
    assert "has_capacity" in answer.json()["problems"]["has_capacty"]


def test_every_parameter_that_is_read_is_described_and_the_other_way_round() -> None:
    assert set(PARAMETERS) | {"open_now"} == KNOWN


def test_programmer_reads_groups_of_people_in_the_order_of_the_pages(
    stranger: TestBrowser, cast: Cast
) -> None:
    cast.capacity(cast.clinic_place, len(POPULATIONS))
    cast.session.add_all(
        CapacityPart(service_at_location_id=cast.clinic_place.id, population=population, available=1)
        for population in sorted(POPULATIONS)
    )
    record_change(cast.session, None)
    cast.session.commit()

    [found] = stranger.get("/api/search?q=methadone").json()["results"]

    assert [part["population"] for part in found["capacity"]["parts"]] == list(POPULATIONS)


@pytest.mark.parametrize(("body", "kind"), [("{", "application/json"), ("", ""), ("[1]", "application/json")])
def test_programmer_who_posts_no_json_reads_so(stranger: TestBrowser, body: str, kind: str) -> None:
    answer = stranger.post("/api/search", content=body, headers={"content-type": kind})

    assert answer.status_code == 400
    assert "JSON" in answer.json()["problems"]["body"]


def test_programmer_who_mistypes_an_address_gets_no_page_for_people(stranger: TestBrowser) -> None:
    for address in ("/api/serch", "/api/serch/1", "/hsds/organizations"):
        answer = stranger.get(address)

        assert answer.status_code == 404
        assert answer.headers["content-type"] == PROBLEM


def test_programmer_finds_every_refusal_in_the_description(stranger: TestBrowser) -> None:
    described = stranger.get("/api/openapi.json").json()["paths"]["/api/search"]

    assert set(described["get"]["responses"]) == {"200", "404", "422"}
    assert set(described["post"]["responses"]) == {"200", "400", "404", "422"}


def test_every_address_in_the_guide_for_programs_answers(stranger: TestBrowser, cast: Cast) -> None:
    service = str(cast.clinic_service.id)
    asked = re.findall(r"\$SITE(/\S*?)[\"']", GUIDE.read_text(encoding="utf-8"))

    assert len(asked) > 5
    for address in asked:
        answer = stranger.get(address.replace("$ID", service))
        assert answer.status_code == 200, address


def test_visitor_at_an_address_that_is_no_page_can_still_choose_a_language(stranger: TestBrowser) -> None:
    assert "EMPTY" not in stranger.get("/no-such-page").text

    stranger.get("/help")
    page = stranger.get("/no-such-page")
    token = re.findall(r'name="_csrf_token" value="([^"]+)"', page.text)[0]
    said = stranger.post(
        "/language", forged=True, data={"_csrf_token": token, "language": "es", "next": "/help"}
    )

    assert said.status_code == 200
    assert '<html lang="es"' in said.text


def test_programmer_who_uses_another_method_reads_which_there_are(stranger: TestBrowser) -> None:
    for address, methods in (("/api/search", {"GET", "POST"}), ("/hsds/services", {"GET"})):
        answer = stranger.request("PUT", address)

        assert answer.status_code == 405, address
        assert methods <= set(answer.headers["allow"].split(", ")), address


def test_page_of_another_site_may_read_the_search_of_everybody_and_no_other(
    stranger: TestBrowser, cast: Cast
) -> None:
    assert cast.clinic_service.id
    for address, status in (("q=methadone", 200), ("q=methadone", 200), ("limit=0", 422), ("why_not=x", 422)):
        answer = stranger.get(f"/api/search?{address}")
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == "*"
        assert status != 200 or answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-credentials" not in answer.headers

    assert "access-control-allow-origin" not in stranger.get("/search?q=methadone").headers
    assert "access-control-allow-origin" not in stranger.post("/api/search", json={}).headers


def test_programmer_reads_as_what_the_words_were_understood(stranger: TestBrowser, cast: Cast) -> None:
    assert cast.clinic_service.id
    known = stranger.get("/api/search?q=methadone").json()
    nonsense = stranger.get("/api/search?q=xyzzy+plugh+frobnicate+the+quux+now").json()

    assert known["is_understood"] is True
    assert known["understood"]
    assert (nonsense["is_understood"], nonsense["total"]) == (False, 0)
