"""An officer holds a free place with one press; the provider sees it, and may end it."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from uuid import UUID

from sqlmodel import Session, select

from network.actors import Actor
from network.providers.changes import record_change
from network.providers.operations.holding import place_hold
from network.tables import Capacity, CapacityPart, Hold, HoldStatus, Translation
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.referring import Referring, referring

Browser = Callable[[Actor], TestBrowser]
HTMX = {"hx-request": "true"}


def numbers(session: Session) -> tuple[int, int]:
    session.expire_all()
    row = session.exec(select(Capacity)).one()
    return row.available, row.held


def listing(cast: Cast) -> str:
    at = cast.clinic_place.location_id
    return f"/services/{cast.clinic_service.id}?at={at}"


def wanted(cast: Cast, **more: str) -> dict[str, str]:
    return {"place": str(cast.clinic_place.id), "next": listing(cast), **more}


def the_hold(session: Session) -> UUID:
    session.expire_all()
    return session.exec(select(Hold.id).where(Hold.status == HoldStatus.OPEN)).one()


def test_officer_holds_a_bed_from_its_page_and_gives_it_back(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    cast.capacity(cast.clinic_place, 2)
    browser = as_actor(cast.olive_officer)
    assert "Hold a bed for 30 minutes" in browser.get(listing(cast)).text
    html = browser.post("/holds", data=wanted(cast)).text
    assert "The place is held for you." in html
    assert "Held for you until" in html
    assert "30 min left" in html
    assert "Refer now" in html
    assert "Hold a bed" not in html
    assert numbers(session) == (1, 1)
    html = browser.post(f"/holds/{the_hold(session)}/release", data={"next": listing(cast)}).text
    assert "Hold a bed for 30 minutes" in html
    assert numbers(session) == (2, 0)


def test_the_piece_is_the_same_as_that_part_of_the_page(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 2)
    browser = as_actor(cast.olive_officer)
    piece = browser.post("/holds", data=wanted(cast), headers=HTMX).text
    assert "<html" not in piece
    found = re.search(r'<div class="tr-hold" id="hold-.*?</form>', browser.get(listing(cast)).text, re.S)
    assert found
    assert plain(found[0]) in plain(piece)


def plain(html: str) -> str:
    """Without the place where the reader is led, and what the seconds change."""
    without = html.replace(' tabindex="-1" data-focus', "")
    return re.sub(r'value="[^"]*"|data-seconds-left="\d+"|\s+', " ", without)


def test_who_comes_second_to_the_last_bed_is_told_so(session: Session, cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 1)
    place_hold(session, cast.cody_coordinator, cast.clinic_place)
    session.commit()
    browser = as_actor(cast.olive_officer)
    response = browser.post("/holds", data=wanted(cast))
    assert response.status_code == 409
    assert "None is free here now" in response.text
    assert "See how it stands now" in response.text
    piece = browser.post("/holds", data=wanted(cast), headers=HTMX)
    assert piece.status_code == 409
    assert "<html" not in piece.text


def test_a_number_that_is_too_old_offers_no_hold(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=60 * 24 * 7)
    browser = as_actor(cast.olive_officer)
    assert "Hold a bed" not in browser.get(listing(cast)).text
    response = browser.post("/holds", data=wanted(cast))
    assert response.status_code == 409
    assert "Call first" in response.text


def test_visitors_and_providers_see_no_button(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 3)
    for actor in (cast.visitor, cast.pat_provider, cast.lena_leadership):
        assert "Hold a bed" not in as_actor(actor).get(listing(cast)).text


def test_a_place_is_held_for_the_need_and_stands_on_the_referral(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    story: Referring = referring(session, cast)
    cast.capacity(cast.clinic_place, 2)
    story.agree()
    session.commit()
    browser = as_actor(cast.olive_officer)
    browser.post("/holds", data=wanted(cast, need=str(story.need.id)))
    [draft] = story.draft()
    session.commit()
    assert "A place is held for this until" in browser.get(f"/referrals/{draft.id}/preview").text
    story.send(draft)
    session.commit()
    assert "A place is held for this until" in browser.get(f"/referrals/{draft.id}").text
    assert "A place is held for this until" in as_actor(cast.pat_provider).get(f"/referrals/{draft.id}").text


def test_nobody_holds_for_a_need_that_they_may_not_know(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    story = referring(session, cast)
    cast.capacity(cast.clinic_place, 2)
    stranger = cast.staff("Oda Officer", cast.other, *cast.olive_officer.roles)
    session.commit()
    response = as_actor(stranger).post("/holds", data=wanted(cast, need=str(story.need.id)))
    assert response.status_code == 404
    assert numbers(session) == (2, 0)


def test_no_bed_is_held_for_a_person_of_whom_nothing_is_kept_any_more(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    cast.capacity(cast.clinic_place, 2)
    for population, available in (("serves.men", 1), ("serves.women", 1)):
        place_id = cast.clinic_place.id
        session.add(CapacityPart(service_at_location_id=place_id, population=population, available=available))
    session.commit()
    browser = as_actor(cast.olive_officer)
    address = browser.post(
        "/search/facts", data={"search": "", "sex": "women"}, follow_redirects=False
    ).headers["location"]
    name = address.partition("facts=")[2]
    gone = browser.post("/holds", data=wanted(cast, facts="abcdefghij"))

    assert gone.status_code == 409
    assert "not kept any more" in gone.text
    assert numbers(session) == (2, 0)
    assert browser.post("/holds", data=wanted(cast, facts=name)).status_code == 200
    assert session.exec(select(Hold.population)).one() == "serves.women"


def test_the_day_begins_with_what_is_held(session: Session, cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 2)
    place_hold(session, cast.olive_officer, cast.clinic_place)
    session.commit()
    html = as_actor(cast.olive_officer).get("/today").text
    assert "Places held for you" in html
    assert "Riverside Clinic" in html
    assert "Nothing else needs you right now." in html
    assert "Places held for you" not in as_actor(cast.cody_coordinator).get("/today").text


def test_refer_now_from_the_day_goes_on_with_the_need_and_the_held_place(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    story = referring(session, cast)
    cast.capacity(cast.clinic_place, 2)
    session.commit()
    browser = as_actor(cast.olive_officer)
    browser.post("/holds", data=wanted(cast, need=str(story.need.id)))

    [href] = re.findall(r'href="([^"]*)"[^>]*>.{0,300}?Refer now', browser.get("/today").text, re.S)[-1:]
    page = browser.get(unescape(href)).text

    assert unescape(href) == f"/referrals/new?need={story.need.id}&place={cast.clinic_place.id}"
    assert "Held for you until" in page
    assert f'name="place" value="{cast.clinic_place.id}"' in page


def test_the_day_in_spanish_calls_a_held_service_by_its_spanish_name(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    cast.capacity(cast.clinic_place, 2)
    session.add(
        Translation(
            entity="service",
            entity_id=cast.clinic_service.id,
            field="name",
            language="es",
            text="Metadona y buprenorfina",
        )
    )
    place_hold(session, cast.olive_officer, cast.clinic_place)
    session.commit()
    in_spanish = as_actor(replace(cast.olive_officer, language="es")).get("/today").text
    assert "Riverside Clinic: Metadona y buprenorfina" in in_spanish
    assert cast.clinic_service.name in as_actor(cast.olive_officer).get("/today").text


def test_provider_sees_who_holds_not_for_whom_and_ends_it(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    story = referring(session, cast)
    cast.capacity(cast.clinic_place, 2)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place, need=story.need)
    session.commit()
    browser = as_actor(cast.pat_provider)
    html = browser.get("/capacity").text
    assert re.search(r"1 held until \d+:\d\d [ap]m by Marlow Diversion Unit, for somebody", html)
    assert "Rosa" not in html
    assert "Olive" not in html
    assert "Why?" in browser.get(f"/capacity/holds/{hold.id}/ending").text
    assert browser.post(f"/capacity/holds/{hold.id}/ending", data={}).status_code == 422
    html = browser.post(f"/capacity/holds/{hold.id}/ending", data={"reason": "no_holds"}).text
    assert "Who held the place is told." in html
    assert numbers(session) == (2, 0)
    assert browser.post(f"/capacity/holds/{hold.id}/ending", data={"reason": "no_holds"}).status_code == 409


def test_another_agency_cannot_end_it(session: Session, cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 2)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place)
    session.commit()
    for actor in (cast.olga_outsider, cast.olive_officer, cast.cora_curator):
        assert as_actor(actor).get(f"/capacity/holds/{hold.id}/ending").status_code == 404
    assert as_actor(cast.pat_provider).post(f"/holds/{hold.id}/release").status_code == 404


def test_provider_says_whether_and_how_long(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 2)
    pat, olive = as_actor(cast.pat_provider), as_actor(cast.olive_officer)
    rules = f"/capacity/{cast.clinic_place.id}/holds"
    pat.post(rules, data={"takes_holds": "yes", "hold_minutes": "15"})
    assert "Hold a bed for 15 minutes" in olive.get(listing(cast)).text
    pat.post(rules, data={})
    assert "Hold a bed" not in olive.get(listing(cast)).text


def test_a_wrong_number_of_minutes_is_shown_again_with_what_to_do(cast: Cast, as_actor: Browser) -> None:
    cast.capacity(cast.clinic_place, 2)
    pat = as_actor(cast.pat_provider)
    for typed, sentence in (
        ("1000", "A place is held for 5 to 240 minutes."),
        ("soon", "Type a whole number, for example 3."),
    ):
        again = pat.post(f"/capacity/{cast.clinic_place.id}/holds", data={"hold_minutes": typed})
        assert again.status_code == 422
        assert sentence in again.text
        assert f'value="{typed}"' in again.text
        form = re.search(r"<details open>\s*<summary>Holding our places.*?</details>", again.text, re.S)
        assert form
        assert " checked" not in form[0]  # the tick was taken out, and stays out


def test_nothing_calls_a_place_full_whose_last_bed_is_held_for_the_reader(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    cast.capacity(cast.clinic_place, 1)
    case = referring(session, cast)
    browser = as_actor(cast.olive_officer)
    browser.post("/holds", data=wanted(cast, need=str(case.need.id)))
    record_change(session, None)
    session.commit()

    new = browser.get(f"/referrals/new?need={case.need.id}&place={cast.clinic_place.id}").text
    found = browser.get("/search").text

    card = new[new.index("<h3") : new.index("</li>", new.index("<h3"))]
    assert "Held for you until" in card
    assert "Full" not in card
    assert "Only the one held for you" in found


def test_both_sides_read_that_the_held_place_became_the_taken_one(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    story = referring(session, cast)
    cast.capacity(cast.clinic_place, 2)
    place_hold(session, cast.olive_officer, cast.clinic_place, need=story.need)
    referral, unheld = story.asked(), story.draft()[0]
    session.commit()
    provider, officer = as_actor(cast.pat_provider), as_actor(cast.olive_officer)
    here = f"/referrals/{referral.id}"
    assert TAKEN not in officer.get(here).text
    html = provider.post(f"{here}/moves/accept", data={"seen": "sent"}).text
    assert "Done. The place that was held is theirs now. Everybody concerned is told." in html
    for page in (html, provider.get(here).text, officer.get(here).text):
        assert TAKEN in page
        assert "got the place that was held for it" in page
    in_spanish = as_actor(replace(cast.olive_officer, language="es")).get(here).text
    assert "El lugar que estaba apartado ya quedó ocupado para esta persona." in in_spanish
    assert "recibió el lugar que estaba apartado para ella" in in_spanish
    assert TAKEN not in officer.get(f"/referrals/{unheld.id}").text


def test_a_sender_who_may_not_know_of_the_yes_does_not_learn_it_from_the_held_place(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    story = referring(session, cast)
    cast.capacity(cast.clinic_place, 2)
    place_hold(session, cast.olive_officer, cast.clinic_place, need=story.need)
    referral = story.asked(tells_back=False)
    session.commit()
    here = f"/referrals/{referral.id}"
    as_actor(cast.pat_provider).post(f"{here}/moves/accept", data={"seen": "sent"})
    html = as_actor(cast.olive_officer).get(here).text
    assert TAKEN not in html
    assert "got the place that was held" not in html


TAKEN = "The place that was held for it is taken for this person now."
