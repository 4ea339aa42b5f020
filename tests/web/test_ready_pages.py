"""The page of a service is ready for strangers, as it is now, and holds nothing of anybody."""

import math
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from network.providers import changes
from network.providers import operations as write
from network.providers.changes import record_change
from network.tables import CapacityUnit, CapacityVoice, Location
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.test_ready import Awake
from web import ready_pages
from web.app import create_app
from web.at_once import TOKEN
from web.world import World


@pytest.fixture
def awake(
    world: World,
    cast: Cast,  # noqa: ARG001  # the cast is there
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TestBrowser]:
    """However slow this machine is, and whenever the minute ends."""
    monkeypatch.setattr(changes, "LONGEST_BLINK", 600.0)
    monkeypatch.setattr(ready_pages, "end_of_minute", lambda: math.inf)
    with Awake(create_app(world), world) as browser:
        yield browser


def page_of(cast: Cast) -> str:
    return f"/services/{cast.clinic_service.id}"


def test_two_strangers_get_the_same_page_each_with_a_token_of_their_own(
    awake: TestBrowser, cast: Cast, world: World
) -> None:
    first, own = awake.get(page_of(cast)), awake.cookies["trestle_csrf"]
    awake.cookies.clear()  # another browser
    second, theirs = awake.get(page_of(cast)), awake.cookies["trestle_csrf"]

    assert len(world.shelf) == 1
    assert own != theirs
    assert (own in second.text, theirs in second.text) == (False, True)
    assert first.text.replace(own, "") == second.text.replace(theirs, "")
    assert TOKEN not in second.text
    assert second.headers["cache-control"] == "no-store"


def test_a_ready_page_is_the_one_that_would_be_made(
    awake: TestBrowser, stranger: TestBrowser, cast: Cast
) -> None:
    token = "trestle_csrf"
    ready = [awake.get(page_of(cast)) for _ in range(2)][1]
    made = stranger.get(page_of(cast))

    assert ready.text.replace(awake.cookies[token], "") == made.text.replace(stranger.cookies[token], "")


def test_another_number_of_free_places_is_on_the_next_page(
    awake: TestBrowser, cast: Cast, session: Session
) -> None:
    awake.get(page_of(cast))
    write.say_capacity(
        session,
        cast.pat_provider,
        cast.clinic_place,
        available=7,
        unit=CapacityUnit.BED,
        said_by=CapacityVoice.PROVIDER,
    )
    session.commit()

    assert "7 beds" in awake.get(page_of(cast)).text


def test_a_place_that_became_private_is_on_no_page_any_more(
    awake: TestBrowser, cast: Cast, session: Session
) -> None:
    location = session.get_one(Location, cast.clinic_place.location_id)
    assert "kept private" not in awake.get(page_of(cast)).text

    write.hide_place(session, cast.cora_curator, location)
    session.commit()

    assert "This place is kept private." in awake.get(page_of(cast)).text


def test_a_change_of_another_service_leaves_it_ready(
    awake: TestBrowser, cast: Cast, session: Session, world: World
) -> None:
    awake.get(page_of(cast))
    [kept] = world.shelf._answers.values()
    record_change(session, [cast.shelter_service.id])
    session.commit()
    awake.get(page_of(cast))
    assert list(world.shelf._answers.values()) == [kept]

    record_change(session, [cast.clinic_service.id])
    session.commit()
    awake.get(page_of(cast))
    assert list(world.shelf._answers.values()) != [kept]


def test_staff_never_get_a_strangers_page_nor_a_stranger_theirs(
    awake: TestBrowser, cast: Cast, world: World
) -> None:
    with TestBrowser(create_app(world, lambda _request, _world: cast.olive_officer), world) as olive:
        olive.get(page_of(cast))
        assert not len(world.shelf)
        awake.get(page_of(cast))
        assert "Olive Officer" in olive.get(page_of(cast)).text

    assert "Olive Officer" not in awake.get(page_of(cast)).text


@pytest.mark.parametrize("query", ["need=8c1e", "facts=abc", f"at={'0' * 3000}"])
def test_a_page_for_somebody_is_not_kept(awake: TestBrowser, cast: Cast, world: World, query: str) -> None:
    assert awake.get(f"{page_of(cast)}?{query}").status_code == 200

    assert not len(world.shelf)


def test_a_browser_with_a_shortlist_gets_its_own_page(awake: TestBrowser, cast: Cast) -> None:
    awake.get(page_of(cast))
    awake.post("/shortlist", data={"place": str(cast.clinic_place.id), "next": page_of(cast)})

    assert "Take off the shortlist" in awake.get(page_of(cast)).text


def test_each_language_and_each_address_has_its_own(awake: TestBrowser, cast: Cast) -> None:
    english = awake.get(page_of(cast))
    spanish = awake.get(page_of(cast), headers={"accept-language": "es"})
    there = awake.get(f"{page_of(cast)}?at={cast.clinic_place.location_id}")

    assert ('lang="en"' in english.text, 'lang="es"' in spanish.text) == (True, True)
    assert 'name="next" value="/services/' in there.text
    assert f'value="{page_of(cast)}?at={cast.clinic_place.location_id}"' in there.text
    assert awake.get(page_of(cast)).text == english.text
