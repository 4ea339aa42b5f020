"""A directory in which nothing is listed yet says so, and misses nothing in particular."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select, update

from network.actors import Actor
from network.providers.changes import record_change
from network.tables import Service, ServiceStatus, UnmetNeed
from tests.cast import Cast
from tests.web.browser import TestBrowser

AsActor = Callable[[Actor], TestBrowser]


@pytest.fixture
def empty_directory(cast: Cast, session: Session) -> None:  # noqa: ARG001  # the cast is there
    session.exec(update(Service).values(status=ServiceStatus.DEFUNCT))
    record_change(session, None)
    session.commit()


@pytest.mark.usefixtures("empty_directory")
def test_an_empty_directory_says_so_and_whom_to_call(stranger: TestBrowser) -> None:
    page = stranger.get("/search?q=detox&near=94103").text
    assert "Nothing is listed here yet" in page
    assert 'href="/help#call"' in page
    assert "Nothing fits" not in page
    assert "data-map" not in page
    assert 'id="filters"' not in page
    assert "/directory/organizations/new" not in page
    spanish = stranger.get("/search", headers={"accept-language": "es"}).text
    assert "Aquí todavía no hay ningún servicio" in spanish


@pytest.mark.usefixtures("empty_directory")
def test_a_curator_of_an_empty_directory_is_led_to_its_first_agency(as_actor: AsActor, cast: Cast) -> None:
    assert 'href="/directory/organizations/new"' in as_actor(cast.cora_curator).get("/search").text


@pytest.mark.usefixtures("empty_directory")
def test_a_search_of_an_empty_directory_is_no_unmet_need(
    as_actor: AsActor, cast: Cast, session: Session
) -> None:
    officer = as_actor(cast.olive_officer)
    assert "/search/unmet" not in officer.get("/search?q=detox&near=94103").text
    officer.post("/search/unmet?q=detox&near=94103")
    officer.post("/search/place", data={"q": "detox", "where": "94103"})
    assert session.exec(select(UnmetNeed)).all() == []
