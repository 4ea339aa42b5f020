"""The ways from a search, a listing and a shortlist to a referral or a question."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, select

from network.actors import Actor, Role
from network.people.operations import add_facts, add_person, open_need
from network.people.words import NeedWords, PersonWords
from network.providers.changes import record_change
from network.providers.kinds.reading import fact_term_id
from network.providers.operations.holding import place_hold
from network.rules.need_facts import facts_of
from network.tables import CapacityPart, Need
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.forms import form_values
from tests.web.referring import referring

Browser = Callable[[Actor], TestBrowser]


def need_of(session: Session, cast: Cast, kind: str = "treatment.otp", **words: Any) -> Need:
    person = add_person(session, cast.olive_officer, PersonWords("Rosalind", "Quimby"), anyway=True)
    need = open_need(session, cast.olive_officer, person, NeedWords(kind, **words))
    session.commit()
    return need


def test_officer_refers_from_a_result_with_the_need_along(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    need, place = need_of(session, cast), cast.clinic_place
    officer = as_actor(cast.olive_officer)
    html = officer.get(f"/search?need={need.id}").text
    assert "Rosalind Quimby" in html
    assert "Rosalind" not in html[: html.index("<body")]
    assert f'href="/referrals/new?need={need.id}&amp;place={place.id}"' in html
    assert f'href="/questions/new?need={need.id}&amp;place={place.id}"' in html
    listing = f"/services/{place.service_id}?at={place.location_id}&need={need.id}"
    assert listing.replace("&", "&amp;") in html
    assert f'href="/referrals/new?need={need.id}&amp;place={place.id}"' in officer.get(listing).text
    piece = officer.piece(f"/search?need={need.id}").text
    assert f'name="need" value="{need.id}"' in piece
    assert 'href="/search?taxonomy=treatment.otp"' in piece  # for nobody in particular


def test_one_more_place_is_added_to_those_that_are_chosen(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    need, place, first = need_of(session, cast), cast.clinic_place, cast.shelter_place
    officer = as_actor(cast.olive_officer)
    address = f"/referrals/new?need={need.id}&place={first.id}"
    looked = officer.post(address, data={"place": str(first.id), "look": "yes"}, follow_redirects=False)
    assert f"need={need.id}&beside={first.id}" in looked.headers["location"]
    html = officer.get(f"/search?taxonomy=treatment.otp&need={need.id}&beside={first.id}").text
    assert f'href="/referrals/new?need={need.id}&amp;place={first.id}&amp;place={place.id}"' in html
    assert f'name="beside" value="{first.id}"' in html


def test_somebody_new_is_referred_to_the_place_that_was_found_for_them(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    place, officer = cast.clinic_place, as_actor(cast.olive_officer)
    said = officer.post(
        "/search/facts", data={"search": "q=methadone", "age": "34", "moud": "methadone"}
    ).url.params["facts"]
    address = f"place={place.id}&facts={said}"
    link = f"/people/new?{address}".replace("&", "&amp;")
    assert f'href="{link}"' in officer.get(f"/refer?{address}").text
    typed = form_values(officer.get(f"/people/new?{address}").text, "/people/new")

    wrong = officer.post("/people/new", data=typed | {"given_name": "Basil"})
    typed = form_values(wrong.text, "/people/new") | {"family_name": "Quimby"}
    entered = officer.post("/people/new", data=typed)
    [action] = re.findall(r'action="(/people/[^"]+/needs)"', entered.text)
    need = form_values(entered.text, action)
    assert (need["kind"], need["age"], need["moud"]) == ("treatment.otp", "34", "methadone")
    wrong = officer.post(action, data=need | {"zip": "1"})
    referral = officer.post(action, data=form_values(wrong.text, action) | {"zip": ""})

    kept = session.exec(select(Need)).one()
    assert facts_of(kept) == {"age": ("34",), "moud": ("methadone",)}
    assert referral.url.path == "/referrals/new"
    assert f'name="place" value="{place.id}"' in referral.text
    assert "Now say what they may know" in referral.text


def test_without_a_need_the_officer_is_asked_for_whom(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    fitting = need_of(session, cast)
    other = need_of(session, cast, "work")
    place, officer = cast.clinic_place, as_actor(cast.olive_officer)
    html = officer.get("/search?taxonomy=treatment.otp").text
    assert f'href="/refer?place={place.id}"' in html
    assert f'href="/questions/new?place={place.id}"' in html
    page = officer.get(f"/refer?place={place.id}").text
    first, second = (
        page.index(f"/referrals/new?need={one.id}&amp;place={place.id}") for one in (fitting, other)
    )
    assert first < second
    assert (
        "Nobody is on your caseload"
        in as_actor(cast.staff("Otto", cast.unit, Role.OFFICER)).get("/refer").text
    )
    assert "Rosalind Quimby" in as_actor(cast.cody_coordinator).get("/refer?whose=agency").text
    assert f'href="/search?need={other.id}"' in officer.get("/refer").text  # no place yet: look for one


@pytest.mark.parametrize(
    "who", ["visitor", "pat_provider", "lena_leadership", "priya_privacy", "cora_curator"]
)
def test_others_find_no_such_door(session: Session, cast: Cast, as_actor: Browser, who: str) -> None:
    need = need_of(session, cast)
    browser = as_actor(getattr(cast, who))
    for url in (
        f"/search?taxonomy=treatment.otp&need={need.id}",
        f"/services/{cast.clinic_place.service_id}?need={need.id}",
    ):
        html = browser.get(url).text
        assert "/referrals/new" not in html
        assert "/refer?" not in html
        assert "/questions/new" not in html
        assert "Rosalind" not in html


def test_a_need_of_somebody_elses_caseload_is_as_if_it_were_not_there(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    need = need_of(session, cast)
    browser = as_actor(cast.staff("Otto Officer", cast.unit, Role.OFFICER))
    for text in (str(need.id), "nonsense"):
        html = browser.get(f"/search?taxonomy=treatment.otp&need={text}").text
        assert "Rosalind" not in html
        assert "/referrals/new" not in html
        assert "/refer?place=" in html


def test_no_door_leads_to_a_victim_service_or_to_a_real_program(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    officer = as_actor(cast.olive_officer)
    html = officer.get(f"/services/{cast.shelter_service.id}").text
    assert "/refer?" not in html
    cast.source.takes_referrals = False
    session.commit()
    assert "/refer?" not in officer.get(f"/services/{cast.clinic_service.id}").text
    page = officer.get(f"/refer?place={cast.shelter_place.id}&place={cast.clinic_place.id}").text
    assert "Make this handover by telephone." in page
    assert "/referrals/new" not in page


def test_shortlist_asks_and_refers_to_at_most_five(cast: Cast, as_actor: Browser) -> None:
    officer = as_actor(cast.olive_officer)
    places = [
        cast.place(cast.service(cast.other, f"Service {number}"), "Hilltop", 37.7, -122.4)
        for number in range(6)
    ]
    for place in (cast.shelter_place, *places):
        officer.post("/shortlist", data={"place": str(place.id)})
    html = officer.get("/shortlist").text
    five = "&amp;".join(f"place={place.id}" for place in places[:5])
    assert f'href="/questions/new?{five}"' in html
    assert f'href="/refer?{five}"' in html
    form = officer.get("/questions/new?" + five.replace("&amp;", "&")).text
    assert form.count('type="checkbox" name="place"') == 5


def test_a_bed_held_for_women_is_not_used_for_a_man_unwarned(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    his = need_of(session, cast, facts={"sex": ("men",)})
    hers = need_of(session, cast, facts={"sex": ("women",)})
    unsaid, place = need_of(session, cast), cast.clinic_place
    cast.capacity(place, 3)
    session.add(CapacityPart(service_at_location_id=place.id, population="serves.women", available=3))
    session.commit()
    hold = place_hold(session, cast.olive_officer, place)
    session.commit()
    assert hold.population == "serves.women"
    officer = as_actor(cast.olive_officer)
    page = officer.get(f"/refer?place={place.id}").text
    assert page.count(NOT_FOR_THEM) == 1
    assert (
        f'usa-button--outline" href="/referrals/new?need={his.id}&amp;place={place.id}"' in page
    )  # a way on
    assert f'usa-button" href="/referrals/new?need={hers.id}&amp;place={place.id}"' in page
    for need, is_warned in ((his, True), (hers, False), (unsaid, False)):
        form = officer.get(f"/referrals/new?need={need.id}&place={place.id}").text
        assert (NOT_FOR_THEM in form) is is_warned
        assert "See what they will get" in form  # a warning, not a wall
    in_spanish = as_actor(replace(cast.olive_officer, language="es")).get(f"/refer?place={place.id}").text
    assert "El lugar apartado aquí es para mujeres" in in_spanish


def test_what_was_said_for_the_search_goes_along_to_the_referral_and_onto_the_need(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    need, place = need_of(session, cast, facts={"moud": ("buprenorphine",)}), cast.clinic_place
    cast.capacity(place, 2)
    officer = as_actor(cast.olive_officer)
    said = {"search": "q=methadone", "sex": "women", "household": "pregnant", "moud": "buprenorphine"}
    path = officer.post("/search/facts", data=said, follow_redirects=False).headers["location"]
    name = path.partition("facts=")[2]
    officer.post("/holds", data={"place": str(place.id), "facts": name, "next": path})

    found = officer.get(path).text
    assert found.count(f'href="/refer?place={place.id}&amp;facts={name}"') == 2  # of the card, of the hold
    assert f'href="/questions/new?place={place.id}&amp;facts={name}"' in found
    whom = officer.get(f"/refer?place={place.id}&facts={name}").text
    here = f"/referrals/new?need={need.id}&place={place.id}"
    assert "pregnant</li>" in whom
    assert f'href="{here.replace("&", "&amp;")}&amp;facts={name}"' in whom
    new = officer.get(f"{here}&facts={name}").text
    tags = new[new.index("You said more for the search") : new.index("Write it down for this need")]
    assert "pregnant</li>" in tags
    assert "takes buprenorphine" not in tags  # the need says so already

    typed = {"write": "yes", "place": str(place.id), "note": "Call after nine."}
    back = officer.post(f"{here}&facts={name}", data=typed, follow_redirects=False)
    assert back.headers["location"] == here
    after = officer.get(here).text
    assert "You said more for the search" not in after
    assert "Call after nine." in after
    session.expire_all()
    known = {"sex": ("women",), "household": ("pregnant",), "moud": ("buprenorphine",)}
    assert facts_of(session.get_one(Need, need.id)) == known


def test_a_question_begins_with_what_was_said_for_the_search(cast: Cast, as_actor: Browser) -> None:
    officer = as_actor(cast.olive_officer)
    said = {"search": "", "sex": "women", "household": "pregnant", "age": "30"}
    path = officer.post("/search/facts", data=said, follow_redirects=False).headers["location"]
    form = officer.get(
        f"/questions/new?place={cast.clinic_place.id}&facts={path.partition('facts=')[2]}"
    ).text
    assert re.search(r'value="pregnant"[^>]* checked', form)
    assert re.search(r'<option value="women" selected', form)
    assert re.search(r'<option value="25_64" selected', form)


def test_what_is_not_kept_any_more_or_is_somebody_elses_is_as_if_it_had_never_been_said(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    need, place = need_of(session, cast), cast.clinic_place
    colleague, officer = as_actor(cast.cody_coordinator), as_actor(cast.olive_officer)
    said = {"search": "", "household": "pregnant"}
    path = colleague.post("/search/facts", data=said, follow_redirects=False).headers["location"]
    for name in (path.partition("facts=")[2], "abcdefghij", "%00", "x" * 5000):
        whom = officer.get(f"/refer?place={place.id}&facts={name}").text
        new = officer.get(f"/referrals/new?need={need.id}&place={place.id}&facts={name}").text
        for html in (whom, new):
            assert "pregnant</li>" not in html
            assert "facts=" not in html[html.index("<main") : html.index("</main>")]
        gone = officer.post(
            f"/referrals/new?need={need.id}&place={place.id}&facts={name}", data={"write": "yes"}
        )
        assert "is not kept any more" in gone.text
    session.expire_all()
    assert session.get_one(Need, need.id).facts is None


def test_a_place_for_women_says_so_before_the_name_of_a_man_goes_there(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    story = referring(session, cast)
    add_facts(session, cast.olive_officer, story.need, {"sex": ("men",)})
    cast.say_term("service", cast.clinic_service.id, fact_term_id("serves.women"))
    story.agree()
    [draft] = story.draft()
    record_change(session, None)
    session.commit()
    officer = as_actor(cast.olive_officer)
    new, preview = (
        f"/referrals/new?need={story.need.id}&place={cast.clinic_place.id}",
        f"/referrals/{draft.id}/preview",
    )
    for path in (new, preview):
        html = officer.get(path).text
        assert "does not fit what is known of this person" in html
        assert "<li>Serves women only</li>" in html
    assert "Send</button>" in officer.get(preview).text  # a warning, not a wall
    in_spanish = as_actor(replace(cast.olive_officer, language="es")).get(preview).text
    assert "<li>Atiende solo a mujeres</li>" in in_spanish

    whom = officer.get(f"/refer?place={cast.clinic_place.id}").text
    assert "Opioid treatment program: Serves women only</p>" in whom
    assert f'usa-button--outline" href="{new.replace("&", "&amp;")}"' in whom

    fitting = need_of(session, cast, facts={"sex": ("women",)})
    assert (
        "does not fit"
        not in officer.get(f"/referrals/new?need={fitting.id}&place={cast.clinic_place.id}").text
    )


NOT_FOR_THEM = "The place that is held here is for women, and what is known of this person says otherwise."
