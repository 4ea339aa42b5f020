"""A service is called by its Spanish name on every page of a referral for who reads Spanish."""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from network.actors import Actor
from network.tables import Translation
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.referring import referring

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
