"""A service is called by its Spanish name on every page of a referral, a question and a hold for who reads
Spanish."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

from sqlmodel import Session

from network.actors import Actor
from network.tables import Translation
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.referring import referring
from tests.web.test_holds import HTMX, listing, the_hold, wanted

Browser = Callable[[Actor], TestBrowser]
SPANISH = "Metadona y buprenorfina"


def test_officer_who_reads_spanish_finds_the_spanish_name_all_along_a_referral(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    story = referring(session, cast)
    service, place = cast.clinic_service, cast.clinic_place
    story.keep(Translation(entity="service", entity_id=service.id, field="name", language="es", text=SPANISH))
    story.agree()
    [draft] = story.draft()
    session.commit()
    in_spanish, in_english = (
        as_actor(replace(cast.olive_officer, language=language)) for language in ("es", "en")
    )

    def check(*addresses: str) -> None:
        for address in addresses:
            html = in_spanish.get(address).text
            assert SPANISH in html, address
            assert service.name not in html, address
            assert service.name in in_english.get(address).text, address

    new = f"/referrals/new?need={story.need.id}&place={place.id}"
    check(f"/refer?place={place.id}", new, f"/referrals/{draft.id}/preview")
    story.send(draft)
    session.commit()
    check(f"/referrals/{draft.id}", "/referrals")


def named_in_spanish(session: Session, cast: Cast) -> None:
    session.add(
        Translation(
            entity="service", entity_id=cast.clinic_service.id, field="name", language="es", text=SPANISH
        )
    )
    session.commit()


def test_a_question_calls_a_service_by_its_spanish_name_for_who_asks_and_who_answers(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    named_in_spanish(session, cast)
    place = cast.clinic_place.id
    officer, provider = (
        as_actor(replace(actor, language="es")) for actor in (cast.olive_officer, cast.pat_provider)
    )
    form = officer.get(f"/questions/new?place={place}").text
    words = {"place": str(place), "kind": "treatment.otp", "urgency": "routine"}
    asked = officer.post("/questions", data=words, follow_redirects=False).headers["location"]

    for html in (
        form,
        officer.get(asked).text,
        provider.get("/questions").text,
        provider.get(asked).text,
        provider.get("/inbox").text,
    ):
        assert SPANISH in html
        assert cast.clinic_service.name not in html


def test_a_screen_reader_says_in_spanish_where_a_place_is_held(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    named_in_spanish(session, cast)
    cast.capacity(cast.clinic_place, 2)
    officer = as_actor(replace(cast.olive_officer, language="es"))
    said = re.compile(r'<span class="usa-sr-only">:? ([^<]*)</span>')

    pressed = officer.post("/holds", data=wanted(cast), headers=HTMX).text
    given_back = officer.post(
        f"/holds/{the_hold(session)}/release", data={"next": listing(cast)}, headers=HTMX
    )
    called = officer.post(listing(cast).replace("?", "/capacity?"), data={"available": "2"}, headers=HTMX)

    for html in (officer.get(listing(cast)).text, pressed, given_back.text, called.text):
        labels = [
            unescape(label) for label in said.findall(html) if f"{cast.clinic.name}, " in unescape(label)
        ]
        assert labels
        assert all(SPANISH in label for label in labels)
