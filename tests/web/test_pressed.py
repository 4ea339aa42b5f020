"""After a press on a card or a listing the badge beside it tells the new number, as a reload would."""

import re
from collections.abc import Callable

from sqlmodel import Session

from network.actors import Actor
from network.providers.changes import record_change
from network.tables import CapacityPart
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.referring import referring
from tests.web.test_holds import HTMX, listing, the_hold, wanted

Browser = Callable[[Actor], TestBrowser]
SEARCH = "/search?q=methadone"


def told(piece: str) -> str:
    """What the piece puts into the badge beside it."""
    found = re.search(r'<div hx-swap-oob="innerHTML:#capacity-[0-9a-f-]+">(.*?)</div>', piece, re.S)
    assert found
    return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split())


def badge(page: str) -> str:
    """What stands there when the page comes whole."""
    found = re.search(r'<div[^>]* id="capacity-[0-9a-f-]+">(.*?)</div>', page, re.S)
    assert found
    return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split())


def reload(session: Session, browser: TestBrowser, path: str) -> str:
    record_change(session, None)
    session.commit()
    return badge(browser.get(path).text)


def test_a_hold_changes_the_number_on_its_listing(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 2)
    browser = as_actor(cast.olive_officer)
    assert badge(browser.get(listing(cast)).text).startswith("2 beds")

    piece = browser.post("/holds", data=wanted(cast), headers=HTMX).text

    assert told(piece).startswith("1 bed ")
    assert told(piece) == badge(browser.get(listing(cast)).text)


def test_the_last_bed_is_not_called_full_for_who_holds_it(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 1)
    browser = as_actor(cast.olive_officer)

    piece = browser.post("/holds", data=wanted(cast), headers=HTMX).text
    there = badge(browser.get(listing(cast)).text)

    assert told(piece) == there
    assert there.startswith("Only the one held for you")
    assert badge(as_actor(cast.cody_coordinator).get(listing(cast)).text).startswith("Full")


def test_giving_it_back_brings_number_and_button_back(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    cast.capacity(cast.clinic_place, 1)
    browser = as_actor(cast.olive_officer)
    browser.post("/holds", data=wanted(cast), headers=HTMX)

    address, back = f"/holds/{the_hold(session)}/release", {"next": listing(cast)}
    piece = browser.post(address, data=back, headers=HTMX).text

    assert told(piece).startswith("1 bed ")
    assert "Hold a bed for 30 minutes" in piece


def test_who_comes_second_sees_that_it_is_full(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 1)
    as_actor(cast.cody_coordinator).post("/holds", data=wanted(cast))
    piece = as_actor(cast.olive_officer).post("/holds", data=wanted(cast), headers=HTMX)

    assert piece.status_code == 409
    assert told(piece.text).startswith("Full")


def test_a_card_counts_what_is_left_for_the_person_it_is_for(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    cast.capacity(cast.clinic_place, 5)
    for population, available in (("serves.men", 3), ("serves.women", 2)):
        place_id = cast.clinic_place.id
        session.add(CapacityPart(service_at_location_id=place_id, population=population, available=available))
    record_change(session, None)
    session.commit()
    browser = as_actor(cast.olive_officer)
    about_her = {"search": "q=methadone", "sex": "women"}
    path = browser.post("/search/facts", data=about_her, follow_redirects=False).headers["location"]
    facts = path.partition("facts=")[2]
    assert badge(browser.get(path).text).startswith("5 beds, 2 for this person")

    piece = browser.post("/holds", data=wanted(cast, next=path, facts=facts), headers=HTMX).text
    assert told(piece).startswith("4 beds, 1 for this person")
    assert told(piece) == reload(session, browser, path)

    back = {"next": path, "facts": facts}
    piece = browser.post(f"/holds/{the_hold(session)}/release", data=back, headers=HTMX).text
    assert f'name="facts" value="{facts}"' in piece
    assert told(piece).startswith("5 beds, 2 for this person")


def test_what_was_heard_on_the_phone_stands_on_the_card_and_can_be_held(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    need = referring(session, cast).need
    path = f"{SEARCH}&need={need.id}"
    record_change(session, None)
    session.commit()
    browser = as_actor(cast.olive_officer)
    before = browser.get(path).text
    assert "Free places not known" in badge(before)
    assert re.search(r'<div class="tr-hold" id="hold-[0-9a-f-]+" hidden>\s*</div>', before)

    answer = listing(cast).replace("?", "/capacity?")
    piece = browser.post(answer, data={"available": "2", "next": path}, headers=HTMX).text

    assert told(piece).startswith("2 openings")
    assert told(piece) == reload(session, browser, path)
    assert "Hold an opening for 30 minutes" in piece
    assert f'name="need" value="{need.id}"' in piece
    assert 'hx-swap-oob="true"' in piece


def test_visitors_have_nothing_to_press_and_no_name_on_the_badge(cast: Cast, stranger: TestBrowser) -> None:
    cast.capacity(cast.clinic_place, 2)
    for path in (SEARCH, listing(cast)):
        assert 'id="capacity-' not in stranger.get(path).text


def test_a_refused_hold_tells_of_a_private_place_what_its_page_tells(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    cast.capacity(cast.shelter_place, 3)
    for population, available in (("serves.women", 2), ("serves.families", 1)):
        session.add(
            CapacityPart(
                service_at_location_id=cast.shelter_place.id, population=population, available=available
            )
        )
    session.commit()
    browser = as_actor(cast.olive_officer)
    page = f"/services/{cast.shelter_service.id}?at={cast.shelter_place.location_id}"

    piece = browser.post(
        "/holds", data={"place": str(cast.shelter_place.id), "next": page, "facts": "gone"}, headers=HTMX
    )

    assert "for women" not in browser.get(page).text
    assert "for women" not in told(piece.text)
