"""From a need to a sent referral: whom to ask, what they will see, one button."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from html import unescape
from uuid import UUID

import pytest
from sqlmodel import Session, col, func, select

from network.actors import Actor
from network.clock import now
from network.ids import new_id
from network.referrals import operations
from network.rules.local_moments import moment_at
from network.tables import (
    ConsentGrant,
    Disclosure,
    InformationKind,
    NeedStatus,
    Referral,
    ReferralStatus,
    SafeContact,
    Trying,
)
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.forms import form_values
from tests.web.referring import Referring

Browser = Callable[[Actor], TestBrowser]
K = InformationKind


@pytest.fixture
def story(session: Session, cast: Cast) -> Referring:
    return Referring(session, cast)


def address(story: Referring, *places: UUID) -> str:
    chosen = "".join(f"&place={place}" for place in places or (story.cast.clinic_place.id,))
    return f"/referrals/new?need={story.need.id}{chosen}"


def only(session: Session) -> Referral:
    return session.exec(select(Referral)).one()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "<li>Not after 8:00 pm.</li>"), ("es", "<li>No después de las 8:00 p.m.</li>")],
)
def test_a_time_at_the_end_of_a_sentence_has_one_full_stop(
    session: Session, cast: Cast, story: Referring, as_actor: Browser, language: str, sentence: str
) -> None:
    story.keep(
        SafeContact(
            person_id=story.rosa.id, phone="415-555-0177", may_call=True, not_after=time(20), changed_at=now()
        )
    )
    story.agree(information=(K.IDENTITY, K.CONTACT, K.NEED))
    story.draft()
    session.commit()
    browser = as_actor(replace(cast.olive_officer, language=language))
    assert sentence in browser.get(f"/referrals/{only(session).id}/preview").text.replace("\u202f", " ")


def test_officer_sees_every_word_before_anything_is_sent(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.keep(SafeContact(person_id=story.rosa.id, phone="415-555-0177", may_call=True, changed_at=now()))
    story.agree(information=(K.IDENTITY, K.CONTACT, K.NEED, K.NOTE))
    cast.capacity(cast.clinic_place, 3, minutes_ago=92)
    browser = as_actor(cast.olive_officer)
    html = browser.get(address(story)).text
    assert "Riverside Clinic" in html
    assert "3 beds" in html
    form = form_values(html, address(story).replace("&", "&"))
    assert form["information"] == "contact"
    typed = {**form, "information": ["contact", "note"], "note": "Has a dog"}
    html = browser.post(address(story), data=typed).text
    assert "What they will get" in html
    for told in ("Rosa Marin", "415-555-0177", "Never send a text.", "Has a dog", "3 beds"):
        assert told in html
    assert "This record which has been disclosed to you" in html
    assert "consent covers this" in html
    assert only(session).status is ReferralStatus.DRAFT
    assert session.exec(select(func.count()).select_from(Disclosure)).one() == 0
    referral = only(session)
    html = browser.post(f"/referrals/{referral.id}/sending", data={"acknowledged": "yes"}).text
    assert "Sent. You see here what they answer." in html
    session.refresh(referral)
    assert referral.status is ReferralStatus.SENT


def test_what_is_not_ticked_is_neither_shown_nor_sent(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.keep(SafeContact(person_id=story.rosa.id, phone="415-555-0177", may_call=True, changed_at=now()))
    story.agree()
    browser = as_actor(cast.olive_officer)
    html = browser.post(address(story), data={"place": str(cast.clinic_place.id)}).text
    assert "Rosa Marin" in html
    assert "415-555-0177" not in html
    browser.post(f"/referrals/{only(session).id}/sending", data={"acknowledged": "yes"})
    assert "415-555-0177" not in as_actor(cast.pat_provider).get(f"/referrals/{only(session).id}").text


def test_without_consent_nothing_is_sent_and_the_page_offers_to_take_it(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    browser = as_actor(cast.olive_officer)
    html = browser.post(address(story), data={"place": str(cast.clinic_place.id)}).text
    referral = only(session)
    assert "Consent is missing" in html
    assert "Riverside Clinic is told" in html
    assert f"/people/{story.rosa.id}/consents/new?place={cast.clinic_place.id}&amp;next=" in html
    assert f"/referrals/{referral.id}/sending" not in html
    refused = browser.post(f"/referrals/{referral.id}/sending", data={"acknowledged": "yes"})
    assert refused.status_code == 409
    assert "Nothing was sent" in refused.text
    session.refresh(referral)
    assert referral.status is ReferralStatus.DRAFT


def test_the_consent_that_is_missing_is_proposed_with_all_that_would_be_told(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    browser = as_actor(cast.olive_officer)
    typed = {"place": str(cast.clinic_place.id), "information": "note", "note": "Has a dog"}
    html = browser.post(address(story), data=typed).text
    question = browser.get(unescape(re.findall(r'href="(/people/[^"]+/consents/new[^"]+)"', html)[0]))
    carried = {**form_values(question.text, f"/people/{story.rosa.id}/consents/new"), "condition": "no"}
    choices = browser.get(f"/people/{story.rosa.id}/consents/new", params=carried).text
    told = form_values(choices, f"/people/{story.rosa.id}/consents/text")["told"]
    assert told == ["identity", "contact", "need", "note"]


def test_a_consent_is_said_to_hold_until_the_last_day_that_the_person_read(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    consent = story.agree(information=(K.IDENTITY, K.CONTACT, K.NEED))
    zone = cast.olive_officer.time_zone
    for grant in session.exec(select(ConsentGrant).where(ConsentGrant.consent_id == consent.id)):
        grant.until = moment_at(date(2031, 5, 23), time(0), zone)  # the midnight after May 22
    session.commit()
    browser = as_actor(cast.olive_officer)
    html = browser.post(address(story), data={"place": str(cast.clinic_place.id)}).text
    assert "covers this until May 22, 2031" in html
    assert f'href="/consents/{consent.id}"' in html


def test_a_consent_that_ended_between_preview_and_send_stops_it(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.agree()
    browser = as_actor(cast.olive_officer)
    browser.post(address(story), data={"place": str(cast.clinic_place.id)})
    for grant in session.exec(select(ConsentGrant)):
        grant.revoked_at = now()
        session.add(grant)
    session.commit()
    refused = browser.post(f"/referrals/{only(session).id}/sending", data={"acknowledged": "yes"})
    assert refused.status_code == 409
    assert "Consent is missing" in refused.text


def test_a_second_open_one_is_warned_of_and_sent_only_when_meant(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    first = story.asked()
    browser = as_actor(cast.olive_officer)
    assert "There is one for this person and this need already" in browser.get(address(story)).text
    html = browser.post(address(story), data={"place": str(cast.clinic_place.id)}).text
    assert f'href="/referrals/{first.id}"' in html
    second = session.exec(select(Referral).where(col(Referral.id) != first.id)).one()
    sending = f"/referrals/{second.id}/sending"
    assert browser.post(sending, data={"acknowledged": "yes"}).status_code == 409
    assert browser.post(sending, data={"acknowledged": "yes", "second": "yes"}).status_code == 200
    session.refresh(second)
    assert second.status is ReferralStatus.SENT


@pytest.mark.parametrize("trying", list(Trying))
def test_several_are_asked_in_turn_or_at_once(
    session: Session, cast: Cast, story: Referring, as_actor: Browser, trying: Trying
) -> None:
    other, _ = story.another_clinic("Hillside Clinic")
    story.agree(cast.clinic_place, other)
    browser = as_actor(cast.olive_officer)
    places = [str(cast.clinic_place.id), str(other.id)]
    html = browser.get(address(story, cast.clinic_place.id, other.id)).text
    assert "One after the other" in html
    html = browser.post(
        address(story, cast.clinic_place.id, other.id), data={"place": places, "trying": trying}
    ).text
    assert "Hillside Clinic" in html
    first = session.exec(select(Referral).order_by(col(Referral.turn))).first()
    assert first
    browser.post(f"/referrals/{first.id}/sending", data={"acknowledged": "yes"})
    statuses = list(session.exec(select(Referral.status).order_by(col(Referral.turn))))
    sent = ReferralStatus.SENT if trying is Trying.AT_ONCE else ReferralStatus.DRAFT
    assert statuses == [ReferralStatus.SENT, sent]


def test_places_that_take_nothing_from_here_are_named_with_a_number_to_call(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    cast.source.takes_referrals = False
    session.add(cast.source)
    browser = as_actor(cast.olive_officer)
    html = browser.get(address(story)).text
    assert "Please call" in html
    assert "415-555-0100" in html
    assert "See what they will get" not in html
    assert browser.post(address(story), data={"place": str(cast.clinic_place.id)}).status_code == 403
    assert session.exec(select(func.count()).select_from(Referral)).one() == 0


def test_nothing_goes_to_a_shelter_for_victims(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    browser = as_actor(cast.olive_officer)
    html = browser.get(address(story, cast.shelter_place.id)).text
    assert "make this handover by telephone" in html
    assert browser.post(address(story), data={"place": str(cast.shelter_place.id)}).status_code == 403
    assert session.exec(select(func.count()).select_from(Referral)).one() == 0


def test_a_wrong_form_is_shown_again_with_everything_typed(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    browser = as_actor(cast.olive_officer)
    for typed, sentence in (
        ({"note": "Has a dog"}, "Choose from 1 to 5 places to ask."),
        ({"note": "Has a dog", "place": str(cast.clinic_place.id)}, "tick that it is sent"),
        ({"note": "Has a dog", "information": "everything"}, "Choose one of the list."),
        ({"note": "Has a dog" + "!" * 5000}, "too long"),
        ({"note": "Has a dog", "trying": "lucky"}, "Choose one of the list."),
        ({"note": "Has a dog", "place": ["x", str(new_id())]}, "tick that it is sent"),
    ):
        wrong = browser.post(address(story), data=typed)
        assert wrong.status_code in {404, 422}, typed
        if wrong.status_code == 422:
            assert sentence in wrong.text
            assert "Has a dog" in wrong.text


def test_a_need_that_was_closed_meanwhile_says_so(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.need.status = NeedStatus.MET
    session.add(story.need)
    refused = as_actor(cast.olive_officer).post(address(story), data={"place": str(cast.clinic_place.id)})
    assert refused.status_code == 409
    assert "This need is closed" in refused.text


def test_without_a_place_the_page_leads_to_the_search(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    html = as_actor(cast.olive_officer).get(f"/referrals/new?need={story.need.id}").text
    assert "Choose a place first" in html
    assert f"/search?need={story.need.id}" in html


def test_others_needs_and_drafts_are_not_there(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.agree()
    [draft] = story.draft()
    for actor in (cast.pat_provider, cast.olga_outsider, cast.ada_administrator, cast.cora_curator):
        browser = as_actor(actor)
        assert browser.get(address(story)).status_code == 404
        assert browser.get(f"/referrals/{draft.id}/preview").status_code == 404
        assert browser.get(f"/referrals/{draft.id}").status_code == 404
        assert browser.post(f"/referrals/{draft.id}/sending", data={"acknowledged": "yes"}).status_code == 404
        assert browser.post(f"/referrals/{draft.id}/discarding").status_code == 404
    for path in ("/referrals/new", "/referrals/new?need=x", f"/referrals/new?need={new_id()}"):
        assert as_actor(cast.olive_officer).get(path).status_code == 404
    assert only(session).status is ReferralStatus.DRAFT


def test_a_sent_one_has_no_preview_any_more(cast: Cast, story: Referring, as_actor: Browser) -> None:
    referral = story.asked()
    browser = as_actor(cast.olive_officer)
    assert browser.get(f"/referrals/{referral.id}/preview").status_code == 404
    assert browser.post(f"/referrals/{referral.id}/sending", data={"acknowledged": "yes"}).status_code == 404


def test_a_draft_is_thrown_away_and_nobody_is_told(
    session: Session, cast: Cast, story: Referring, as_actor: Browser
) -> None:
    other, _ = story.another_clinic("Hillside Clinic")
    drafts = story.draft(cast.clinic_place, other)
    html = as_actor(cast.olive_officer).post(f"/referrals/{drafts[0].id}/discarding").text
    assert "Not sent. Nobody was told anything." in html
    assert set(session.exec(select(Referral.status))) == {ReferralStatus.WITHDRAWN}
    assert "Nobody waits here" in as_actor(cast.pat_provider).get("/inbox").text


def test_the_preview_shows_exactly_what_the_provider_then_reads(
    cast: Cast, story: Referring, as_actor: Browser
) -> None:
    story.keep(SafeContact(person_id=story.rosa.id, phone="415-555-0177", may_call=True, changed_at=now()))
    story.agree()
    [draft] = story.draft()
    before = as_actor(cast.olive_officer).get(f"/referrals/{draft.id}/preview").text
    operations.send_referral(story.session, cast.olive_officer, draft, acknowledged=True)
    after = as_actor(cast.pat_provider).get(f"/referrals/{draft.id}").text
    for line in ("Rosa Marin", "415-555-0177", "Never send a text.", "Do not write e-mail."):
        assert (line in before, line in after) == (True, True), line
