"""What is kept ready is what everybody may know, as it is now, and nothing of anybody."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session

from network.places.offline import OfflineGeocoder
from network.places.outside import CarefulGeocoder
from network.providers import changes
from network.providers import operations as write
from network.search.embedded import EmbeddedEngine
from network.search.engine import Results, Search
from network.tables import CapacityUnit, CapacityVoice, Location
from network.words import say
from tests.cast import Cast
from tests.chance import words_in
from tests.web.browser import TestBrowser
from web.app import create_app
from web.at_once import TOKEN
from web.flash import flash_cookie
from web.routes import hsds as hsds_routes
from web.shelf import Kept, Shelf
from web.world import World


class Awake(TestBrowser):
    """A browser of a site whose watch looks before every page, as the follower does a few times a second."""

    def get(self, url: Any, **options: Any) -> Any:
        with self._world.store.reading() as session:
            self._world.watch.look(session)
        return super().get(url, **options)


@pytest.fixture
def awake(
    world: World,
    cast: Cast,  # noqa: ARG001  # the cast is there
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TestBrowser]:
    monkeypatch.setattr(changes, "LONGEST_BLINK", 600.0)  # a page may take longer than two on a busy machine
    with Awake(create_app(world), world) as browser:
        yield browser


def hsds(cast: Cast) -> str:
    return f"/hsds/services/{cast.clinic_service.id}"


def test_a_program_gets_the_same_service_again_without_the_database(
    awake: TestBrowser, cast: Cast, world: World
) -> None:
    first, second = awake.get(hsds(cast)), awake.get(hsds(cast))

    assert len(world.shelf) == 1
    assert first.content == second.content
    assert second.headers["access-control-allow-origin"] == "*"
    assert second.headers["x-request-id"] != first.headers["x-request-id"]
    assert "content-security-policy" in second.headers


def test_a_program_that_cannot_unpack_gets_it_unpacked(awake: TestBrowser, cast: Cast) -> None:
    awake.get(hsds(cast))

    plain = awake.get(hsds(cast), headers={"accept-encoding": "identity"})
    packed = awake.get(hsds(cast), headers={"accept-encoding": "gzip"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.json() == packed.json()
    assert plain.headers["vary"] == packed.headers["vary"]


def test_a_changed_capacity_is_in_the_next_answer(
    awake: TestBrowser, cast: Cast, session: Session, world: World
) -> None:
    awake.get(hsds(cast))
    write.say_capacity(
        session,
        cast.pat_provider,
        cast.clinic_place,
        available=7,
        unit=CapacityUnit.BED,
        said_by=CapacityVoice.PROVIDER,
    )
    session.commit()

    told = awake.get(hsds(cast)).json()

    assert [one["available"] for one in told["capacities"]] == [7]
    assert len(world.shelf) == 1


def test_a_place_that_became_private_is_in_no_answer_any_more(
    awake: TestBrowser, cast: Cast, session: Session
) -> None:
    assert "latitude" in awake.get(hsds(cast)).text
    location = session.get_one(Location, cast.clinic_place.location_id)

    write.hide_place(session, cast.cora_curator, location)
    session.commit()

    told = awake.get(hsds(cast))
    assert "latitude" not in told.text
    assert awake.get(hsds(cast), headers={"if-none-match": 'W/"0"'}).status_code == 200


def test_who_has_it_already_is_told_so_until_it_changes(
    awake: TestBrowser, cast: Cast, session: Session
) -> None:
    tag = awake.get(hsds(cast)).headers["etag"]
    assert awake.get(hsds(cast), headers={"if-none-match": tag}).status_code == 304

    changes.record_change(session, [cast.shelter_service.id])
    session.commit()
    assert awake.get(hsds(cast), headers={"if-none-match": tag}).status_code == 304

    changes.record_change(session, [cast.clinic_service.id])
    session.commit()
    assert awake.get(hsds(cast), headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("read", ["get_service", "list_services"])
def test_a_tag_is_never_newer_than_what_it_stands_on(
    stranger: TestBrowser, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    """On PostgreSQL somebody may change the service while it is read."""
    address = hsds(cast) if read == "get_service" else "/hsds/services"
    usual = getattr(hsds_routes, read)

    def changed_meanwhile(*asked: Any) -> Any:
        found = usual(*asked)
        changes.record_change(session, [cast.clinic_service.id])
        session.commit()
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(hsds_routes, read, changed_meanwhile)
        tag = stranger.get(address).headers["etag"]

    assert stranger.get(address, headers={"if-none-match": tag}).status_code == 200


def test_nothing_is_taken_from_the_shelf_while_the_database_is_not_seen(
    awake: TestBrowser, cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    awake.get(hsds(cast))
    service_id = cast.clinic_service.id
    kept = world.shelf.find(("hsds", service_id))
    assert kept is not None
    world.shelf.keep(("hsds", service_id), Kept(b"not even packed", kept.version))

    monkeypatch.setattr(changes, "LONGEST_BLINK", 0.0)

    assert awake.get(hsds(cast)).json()["id"] == str(service_id)


def test_an_answer_read_before_a_change_is_not_good_after_it(cast: Cast, session: Session) -> None:
    watch, service_id = changes.DirectoryWatch(), cast.clinic_service.id
    watch.look(session)
    before = watch.version
    changes.record_change(session, [service_id])
    watch.look(session)

    assert not watch.is_same(service_id, before)
    assert watch.is_same(service_id, watch.version)
    assert watch.is_same(cast.shelter_service.id, before)

    changes.record_change(session, None)
    watch.look(session)
    assert not watch.is_same(cast.shelter_service.id, before)


def test_the_shelf_keeps_what_was_asked_for_last_and_never_more_than_it_holds() -> None:
    shelf = Shelf(most_bytes=3_000)
    for name in "abc":
        shelf.keep(name, Kept(b"x" * 400, 1))
    shelf.find("a")
    shelf.keep("d", Kept(b"x" * 400, 1))

    assert [name for name in "abcd" if shelf.find(name)] == ["a", "c", "d"]
    assert shelf.weight <= 3_000

    shelf.keep("e", Kept(b"x", 1, until=time.monotonic() - 1))
    assert shelf.find("e") is None
    shelf.keep("f", Kept(b"x" * 5_000, 1))
    assert (len(shelf), shelf.weight) == (0, 0)


NEAR = "/search?near=94103"


def refreshed(world: World) -> None:
    with world.store.reading() as session:
        world.search.refresh(session)


def test_two_strangers_get_the_same_search_each_with_a_token_of_their_own(
    awake: TestBrowser, world: World
) -> None:
    first, own = awake.get(NEAR), awake.cookies["trestle_csrf"]
    awake.cookies.clear()  # another browser
    second, theirs = awake.get(NEAR), awake.cookies["trestle_csrf"]

    assert len(world.shelf) == 1
    assert own != theirs
    assert (own in first.text, theirs in first.text) == (True, False)
    assert (own in second.text, theirs in second.text) == (False, True)
    assert first.text.replace(own, "") == second.text.replace(theirs, "")
    assert TOKEN not in second.text
    assert second.headers["cache-control"] == "no-store"
    assert first.headers["content-security-policy"] != second.headers["content-security-policy"]


def test_a_kept_search_is_sent_as_it_would_be_made(awake: TestBrowser, stranger: TestBrowser) -> None:
    token = "trestle_csrf"
    kept = [awake.get(NEAR) for _ in range(2)][1]
    made = stranger.get(NEAR)

    assert kept.text.replace(awake.cookies[token], "") == made.text.replace(stranger.cookies[token], "")
    assert {name for name in kept.headers if name != "set-cookie"} == {
        name for name in made.headers if name != "set-cookie"
    }


def test_two_languages_never_mix(awake: TestBrowser) -> None:
    for search in (NEAR, "/api/search?near=94103"):
        english = awake.get(search)
        spanish = awake.get(search, headers={"accept-language": "es"})

        assert english.text != spanish.text
        assert awake.get(search).text.count("Encuentre") == english.text.count("Encuentre")
        assert awake.get(search, headers={"accept-language": "es-MX"}).text == spanish.text


def test_a_piece_is_never_given_for_a_page(awake: TestBrowser) -> None:
    piece = awake.piece(NEAR)

    assert "<html" in awake.get(NEAR).text
    assert "<html" not in awake.piece(NEAR).text
    assert awake.piece(NEAR).headers["hx-replace-url"] == piece.headers["hx-replace-url"] == NEAR


@pytest.mark.parametrize("search", [NEAR, "/api/search?near=94103"])
def test_staff_never_get_a_strangers_search_nor_a_stranger_theirs(
    awake: TestBrowser, cast: Cast, world: World, search: str
) -> None:
    with TestBrowser(create_app(world, lambda _request, _world: cast.olive_officer), world) as olive:
        olive.get(search)
        assert not len(world.shelf)
        awake.get(search)
        assert len(world.shelf) == 1
        seen = olive.get(search)

    if search == NEAR:
        assert "Olive Officer" in seen.text
        assert "Olive Officer" not in awake.get(search).text
    assert len(world.shelf) == 1


def test_a_browser_with_any_sign_in_is_looked_up(awake: TestBrowser, world: World) -> None:
    awake.cookies["trestle_session"] = "not-a-session-of-ours"
    awake.get(NEAR)

    assert not len(world.shelf)


def test_what_was_just_done_is_said_once_and_not_to_others(awake: TestBrowser, world: World) -> None:
    cookie = flash_cookie(say("Saved. Everybody who searches sees it now."), world.settings)
    awake.cookies["trestle_said"] = str(cookie.value)

    assert "Saved. Everybody" in awake.get(NEAR).text
    assert not len(world.shelf)
    awake.cookies.delete("trestle_said")
    assert "Saved. Everybody" not in awake.get(NEAR).text


@pytest.mark.parametrize("more", ["&facts=ABCDEFGHIJ", "&need=x", "&beside=x", "&f%61cts=ABCDEFGHIJ"])
def test_a_search_for_a_person_is_never_kept(awake: TestBrowser, world: World, more: str) -> None:
    assert awake.get(NEAR + more).status_code == 200

    assert not len(world.shelf)


def test_a_stranger_sees_a_changed_capacity_with_the_next_beat(
    awake: TestBrowser, cast: Cast, session: Session, world: World
) -> None:
    address = "/api/search?near=94103"

    def free() -> list[int | None]:
        return [one["capacity"]["available"] for one in awake.get(address).json()["results"]]

    assert 7 not in free()
    write.say_capacity(
        session,
        cast.pat_provider,
        cast.clinic_place,
        available=7,
        unit=CapacityUnit.BED,
        said_by=CapacityVoice.PROVIDER,
    )
    session.commit()
    refreshed(world)

    assert 7 in free()


def test_a_place_that_became_private_is_in_no_search_any_more(
    awake: TestBrowser, cast: Cast, session: Session, world: World
) -> None:
    addresses = NEAR, "/api/search?near=94103"
    assert all(words_in(awake.get(address).text, ["37.7726"]) for address in addresses)

    write.hide_place(session, cast.cora_curator, session.get_one(Location, cast.clinic_place.location_id))
    session.commit()
    refreshed(world)

    assert not any(words_in(awake.get(address).text, ["37.7726"]) for address in addresses)


@pytest.mark.parametrize("search", [NEAR, "/api/search?near=94103"])
def test_long_addresses_fill_no_shelf(awake: TestBrowser, world: World, search: str) -> None:
    assert awake.get(search + "&cost=" * 2_000).status_code == 200

    assert not len(world.shelf)


class OtherGeocoder(CarefulGeocoder):
    """Notes whether everybody waits while it is asked."""

    def __init__(self) -> None:
        super().__init__(OfflineGeocoder(), OfflineGeocoder(), pause=0.0)
        self.made_all_wait: list[bool] = []

    def geocode(self, query: str, **options: Any) -> Any:
        try:
            self.made_all_wait.append(asyncio.get_running_loop().is_running())
        except RuntimeError:
            self.made_all_wait.append(False)
        return super().geocode(query, **options)


@pytest.mark.parametrize("search", ["/api/search?near=1+Nowhere+Street,+Xyzzy", "/search?near=00000"])
def test_nobody_waits_while_another_geocoder_is_asked(world: World, cast: Cast, search: str) -> None:
    assert cast.clinic_service.id
    geocoder = OtherGeocoder()
    with TestBrowser(create_app(replace(world, geocoder=geocoder)), world) as browser:
        browser.get(search)

    assert geocoder.made_all_wait
    assert not any(geocoder.made_all_wait)


@pytest.mark.parametrize("search", ["&within_miles=x", "&age=34", "&cursor=x"])
def test_a_wrong_search_is_refused_as_before(awake: TestBrowser, world: World, search: str) -> None:
    assert awake.get(NEAR + search).status_code == 422
    assert awake.get("/api/search?near=94103" + search).status_code == 422
    assert not len(world.shelf)


class Watched(EmbeddedEngine):
    """Writes down whether each search made everybody else wait."""

    def __init__(self) -> None:
        super().__init__()
        self.made_all_wait: list[bool] = []

    def search(self, request: Search) -> Results:
        try:
            self.made_all_wait.append(asyncio.get_running_loop().is_running())
        except RuntimeError:
            self.made_all_wait.append(False)
        return super().search(request)


def test_nobody_waits_while_very_many_words_are_looked_up(world: World, cast: Cast) -> None:
    assert cast.clinic_service.id
    watched = replace(world, search=Watched())
    with TestBrowser(create_app(watched), watched) as browser:
        browser.get("/api/search?q=detox")
        browser.get("/api/search?q=" + "detoxification" * 10)

    assert watched.search.made_all_wait == [True, False]  # type: ignore[attr-defined]
