"""Taking a consent, reading it again, and taking it back, as people do it on pages."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.consent.queries import permits_of
from network.consent.signing import sign_consent
from network.people.operations import add_facts, close_need, open_need
from network.people.words import NeedWords
from network.rules.scans import MOST_BYTES
from network.tables import Consent, ConsentScan, Person
from network.tables.case import CaseRole
from network.tables.consent import ConsentStatus, Instrument, Purpose
from tests.cast import Cast
from tests.network.consent.people import bound, free, prosecutor, somebody, today_here, with_case
from tests.pictures import PLACE, jpeg
from tests.web.browser import TestBrowser
from tests.web.forms import form_values

Browse = Callable[[Actor], TestBrowser]


@pytest.fixture
def rae(session: Session, cast: Cast) -> Person:
    """Somebody on Olive's caseload."""
    return somebody(session, cast)


def choices(cast: Cast, **more: Any) -> dict[str, Any]:
    """A free consent for the clinic, as the first page sends it."""
    return {
        "condition": "no",
        "consent_id": str(uuid4()),
        "recipient_organization_ids": [str(cast.clinic.id)],
        "told": ["identity", "contact", "need"],
        "told_back": ["status"],
        "purposes": ["referral", "coordination"],
        "expires_on": (today_here() + timedelta(days=90)).isoformat(),
        "language": "en",
        **more,
    }


SIGNED = {"way": "keyboard", "signed_name": "Rae Moss", "could_decide": "yes"}


def test_an_officer_takes_a_consent_step_by_step(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    browser = as_actor(cast.olive_officer)
    place = cast.clinic_place.id

    question = browser.get(f"/people/{rae.id}/consents/new?place={place}&next=/search")
    asked = browser.get(f"/people/{rae.id}/consents/new?place={place}&next=/search&condition=no")
    read = browser.post(f"/people/{rae.id}/consents/text", data=choices(cast, next="/search"))
    signed = browser.post(
        f"/people/{rae.id}/consents", data=choices(cast, next="/search") | SIGNED, follow_redirects=False
    )

    assert "Is taking part a condition" in question.text
    assert f'value="{cast.clinic.id}" checked' in asked.text
    assert "Rae Moss" in read.text
    assert "may tell Riverside Clinic" in read.text
    assert (signed.status_code, signed.headers["location"]) == (303, "/search")
    assert len([permit for permit in permits_of(session, rae.id) if permit.is_live()]) == 2


def consents(session: Session, person: Person) -> list[Consent]:
    return list(session.exec(select(Consent).where(Consent.person_id == person.id)).all())


def sign(
    browser: TestBrowser,
    rae: Person,
    data: dict[str, Any],
    scan: bytes | None = None,
    name: str = "paper.jpg",
) -> Any:
    """Send the second page, as a browser does it with a file."""
    files = (
        {"scan": (name, scan, "image/jpeg")}
        if scan is not None
        else {"scan": ("", b"", "application/octet-stream")}
    )
    return browser.post(f"/people/{rae.id}/consents", data=data, files=files, follow_redirects=False)


def test_a_person_reads_what_is_written_down_for_their_need_and_would_go(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    facts = {"moud": ("methadone",), "household": ("pregnant",)}
    need = open_need(session, cast.olive_officer, rae, NeedWords("treatment.otp", facts=facts))
    close_need(
        session,
        cast.olive_officer,
        open_need(session, cast.olive_officer, rae, NeedWords("work", facts={"offence": ("arson",)})),
    )
    session.commit()
    browser, path = as_actor(cast.olive_officer), f"/people/{rae.id}/consents"

    asked = browser.get(f"{path}/new?condition=no").text
    text = browser.post(f"{path}/text", data=choices(cast)).text
    signed = sign(browser, rae, choices(cast) | SIGNED).headers["location"]
    add_facts(session, cast.olive_officer, need, {"age": ("44",)})
    session.commit()

    assert "Written down now: medication you take for opioid use, pregnancy." in asked
    for page in (text, browser.get(signed).text):
        assert "<li>medication you take for opioid use</li><li>pregnancy</li>" in page
        assert "methadone" not in page
        assert "on your record" not in page  # of a need that is over
        assert "your age" not in page
    in_spanish = browser.post(f"{path}/text", data=choices(cast, language="es")).text
    assert "<li>el embarazo</li>" in in_spanish


def test_a_form_that_is_sent_twice_signs_once(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    browser, data = as_actor(cast.olive_officer), choices(cast) | SIGNED

    first, second = sign(browser, rae, data), sign(browser, rae, data)

    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert len(consents(session, rae)) == 1


def test_the_form_of_a_browser_without_scripts_is_enough(as_actor: Browse, cast: Cast, rae: Person) -> None:
    browser = as_actor(cast.olive_officer)
    text = browser.post(f"/people/{rae.id}/consents/text", data=choices(cast)).text
    path = f"/people/{rae.id}/consents"
    fields = {
        **form_values(text, path),
        "way": "witnessed",
        "witness_name": "Wanda Witness",
        "could_decide": "yes",
    }

    signed = sign(browser, rae, fields)
    page = browser.get(signed.headers["location"]).text

    assert signed.status_code == 303
    assert "Wanda Witness" in page
    assert "Rae Moss" in page
    assert "R. M." in page.partition("</title>")[0]
    assert "Moss" not in page.partition("</title>")[0]


def test_a_missing_choice_shows_the_choices_again_with_what_was_chosen(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    browser = as_actor(cast.olive_officer)

    answer = browser.post(
        f"/people/{rae.id}/consents/text",
        data=choices(cast, purposes=[], expires_on="soon", agency_words="Hill"),
    )
    nothing_told = browser.post(f"/people/{rae.id}/consents/text", data=choices(cast, told=[], told_back=[]))

    assert answer.status_code == 422
    assert "Choose a day, or type it like" in answer.text
    assert f'value="{cast.clinic.id}" checked' in answer.text
    assert 'value="Hill"' in answer.text
    assert "42 CFR 2.31(a)(3)" in nothing_told.text
    assert consents(session, rae) == []


def test_a_missing_signature_shows_the_text_again_with_what_was_typed(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    browser = as_actor(cast.olive_officer)

    answer = sign(browser, rae, choices(cast, way="keyboard", signed_name="R", representative="Uncle Ray"))

    assert answer.status_code == 422
    assert "42 CFR 2.31(a)(8)" in answer.text
    assert "164.508(c)(1)(vi)" in answer.text
    assert "Uncle Ray" in answer.text
    assert "may tell Riverside Clinic" in answer.text
    assert consents(session, rae) == []


@pytest.mark.parametrize(
    ("scan", "says"),
    [
        (jpeg(extra=b"\0" * MOST_BYTES), "too large: at most 10 MB"),
        (b"<svg onload='alert(1)'/>", "no picture or PDF that we can read"),
        (b"", "Add a picture or PDF"),
    ],
)
def test_a_scan_that_is_none_is_refused_and_the_rest_is_kept(
    as_actor: Browse, cast: Cast, session: Session, rae: Person, scan: bytes, says: str
) -> None:
    data = choices(cast, way="paper", could_decide="yes", signed_name="Rae Moss")

    answer = sign(as_actor(cast.olive_officer), rae, data, scan)

    assert answer.status_code == 422
    assert says in answer.text
    assert "Please choose the file again" in answer.text
    assert f'name="recipient_organization_ids" value="{cast.clinic.id}"' in answer.text
    assert 'value="Rae Moss"' in answer.text
    assert consents(session, rae) == []


def test_a_form_too_large_to_be_read_gets_a_page_that_says_so(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    answer = sign(as_actor(cast.olive_officer), rae, choices(cast, way="paper"), b"\0" * 17_000_000)

    assert answer.status_code == 413
    assert "<h1" in answer.text
    assert consents(session, rae) == []


def test_a_paper_is_only_handed_out_as_a_file_to_save(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    browser = as_actor(cast.olive_officer)
    signed = sign(browser, rae, choices(cast, way="paper", could_decide="yes"), jpeg(), "holiday & <b>.exe")

    scan = browser.get(signed.headers["location"] + "/scan")

    assert scan.status_code == 200
    assert scan.headers["content-type"] == "image/jpeg"
    assert scan.headers["content-disposition"] == 'attachment; filename="consent.jpg"'
    assert scan.headers["x-content-type-options"] == "nosniff"
    assert scan.headers["cache-control"] == "no-store"
    assert PLACE not in scan.content
    assert session.exec(select(ConsentScan)).one().size == len(scan.content)


def test_a_signature_is_drawn_as_lines_and_nothing_else(as_actor: Browse, cast: Cast, rae: Person) -> None:
    browser = as_actor(cast.olive_officer)
    drawn = "M10 20 L30 40 L50 60 L70 80"
    broken = sign(
        browser, rae, choices(cast, way="screen", could_decide="yes", signature='M1 1 L2"/><script>x')
    )

    signed = sign(browser, rae, choices(cast, way="screen", could_decide="yes", signature=drawn))

    assert broken.status_code == 422
    assert "<script>x" not in broken.text
    assert f'<path d="{drawn}"/>' in browser.get(signed.headers["location"]).text


def test_no_consent_can_be_made_for_a_shelter(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    browser = as_actor(cast.olive_officer)
    data = choices(cast, recipient_organization_ids=[str(cast.shelter.id)])

    found = browser.post(
        f"/people/{rae.id}/consents/text", data=choices(cast, agency_words="harbor", look="yes")
    )
    answer = sign(browser, rae, data | SIGNED)

    assert "Harbor House" not in found.text
    assert answer.status_code == 422
    assert "make this handover by telephone" in answer.text
    assert consents(session, rae) == []


def test_another_agency_is_found_by_part_of_its_name(as_actor: Browse, cast: Cast, rae: Person) -> None:
    cast.service(cast.other, "Dentist")
    page = as_actor(cast.olive_officer).post(
        f"/people/{rae.id}/consents/text", data=choices(cast, agency_words="hillt", look="yes")
    )

    assert page.status_code == 200
    assert "Hilltop Services" in page.text
    assert f'value="{cast.clinic.id}" checked' in page.text


def test_the_text_changes_its_language_with_one_button(as_actor: Browse, cast: Cast, rae: Person) -> None:
    browser = as_actor(cast.olive_officer)

    spanish = browser.post(f"/people/{rae.id}/consents/text", data=choices(cast, switch="es"))
    back = browser.post(f"/people/{rae.id}/consents/text", data=choices(cast, language="es", change="yes"))

    assert '<div class="tr-consent-text" id="consent-text" lang="es">' in spanish.text
    assert "puede informar a Riverside Clinic" in spanish.text
    assert 'name="language" value="es"' in spanish.text
    assert "Which agencies" in back.text


def test_a_consent_is_taken_back_in_two_taps(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    browser = as_actor(cast.olive_officer)
    href = sign(browser, rae, choices(cast) | SIGNED).headers["location"]

    listed = browser.get(f"/people/{rae.id}/consents")
    asked = browser.get(f"{href}/withdrawal")
    done = browser.post(f"{href}/withdrawal", data={}, follow_redirects=True)

    assert f'href="{href}/withdrawal"' in listed.text
    assert "This stops at once" in asked.text
    assert "Marlow Diversion Unit may tell Riverside Clinic" in asked.text
    assert "Nothing more is shared by it" in done.text
    assert not any(permit.is_live() for permit in permits_of(session, rae.id))


def test_one_agency_alone_is_taken_out(as_actor: Browse, cast: Cast, session: Session, rae: Person) -> None:
    browser = as_actor(cast.olive_officer)
    both = choices(cast, recipient_organization_ids=[str(cast.clinic.id), str(cast.other.id)])
    href = sign(browser, rae, both | SIGNED).headers["location"]

    asked = browser.get(f"{href}/withdrawal?agency={cast.clinic.id}")
    browser.post(f"{href}/withdrawal", data={"agency": str(cast.clinic.id)})
    wrong = browser.post(f"{href}/withdrawal", data={"agency": "all of them"})

    assert "only for Riverside Clinic" in asked.text
    assert "may tell Hilltop" not in asked.text
    assert wrong.status_code == 422
    left = [permit for permit in permits_of(session, rae.id) if permit.is_live()]
    assert {permit.recipient_organization_id for permit in left} == {cast.other.id, cast.unit.id}


def test_what_is_signed_is_what_was_read_though_somebody_wrote_something_down_meanwhile(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    need = open_need(session, cast.olive_officer, rae, NeedWords("treatment.otp"))
    browser = as_actor(cast.olive_officer)
    opened = browser.post(f"/people/{rae.id}/consents/text", data=choices(cast)).text
    add_facts(session, cast.olive_officer, need, {"active_use": ("yes",)})

    refused = browser.post(f"/people/{rae.id}/consents", data=choices(cast, seen=seen(opened)) | SIGNED)

    assert refused.status_code == 422
    assert "The text has changed since it was opened." in refused.text
    assert "that you still use alcohol or drugs" in refused.text
    assert 'value="Rae Moss"' not in refused.text
    assert consents(session, rae) == []
    sign(browser, rae, choices(cast, seen=seen(refused.text)) | SIGNED)
    (consent,) = consents(session, rae)
    assert consent.text is not None
    assert "that you still use alcohol or drugs" in consent.text


def seen(page: str) -> str:
    """What a page of the text says of which text it showed."""
    found = re.search(r'name="seen" value="(\w{16})"', page)
    assert found
    return found[1]


def test_under_a_condition_the_form_asks_for_more_and_the_page_says_what_waits(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    pim = prosecutor(cast)
    with_case(session, rae, (pim, CaseRole.PROSECUTOR))
    browser = as_actor(cast.olive_officer)
    today = today_here()
    more = {
        "condition": "yes",
        "monitor_account_ids": [str(pim.id)],
        "monitored": ["status", "attendance"],
        "proceeding": "deferred_charge",
        "condition_authority": "Marlow Circuit Court",
        "condition_set_on": today.isoformat(),
        "treatment_ends_on": (today + timedelta(days=100)).isoformat(),
        "final_disposition_on": (today + timedelta(days=120)).isoformat(),
        "revocable_on": (today + timedelta(days=121)).isoformat(),
    }
    form = browser.get(f"/people/{rae.id}/consents/new?condition=yes&place={cast.clinic_place.id}")
    too_late = browser.post(f"/people/{rae.id}/consents/text", data=choices(cast, **more))
    more["revocable_on"] = (today + timedelta(days=60)).isoformat()
    read = browser.post(f"/people/{rae.id}/consents/text", data=choices(cast, **more))
    href = sign(browser, rae, choices(cast, **more) | SIGNED).headers["location"]
    asked = browser.get(f"{href}/withdrawal")
    done = browser.post(f"{href}/withdrawal", data={}, follow_redirects=True)

    assert "Pim Prosecutor, Prosecutor" in form.text
    assert "42 CFR 2.35(c)" in too_late.text
    assert "Pim Prosecutor, the prosecutor in this case." in read.text
    assert "This stops on the first day it can" in asked.text
    assert "The rest ends on the first day it can" in done.text
    (consent,) = consents(session, rae)
    assert (consent.instrument, consent.status) == (Instrument.CRIMINAL_JUSTICE, ConsentStatus.SIGNED)
    waiting = [permit for permit in permits_of(session, rae.id) if permit.is_live()]
    assert {permit.purpose for permit in waiting} == {Purpose.MONITORING}


def test_a_defender_or_officer_cannot_be_named_as_monitor(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    with_case(session, rae, (cast.olive_officer, CaseRole.OFFICER))
    form = as_actor(cast.olive_officer).get(f"/people/{rae.id}/consents/new?condition=yes")

    assert "Olive Officer, " not in form.text
    assert "Nobody is named in this case yet" in form.text


def test_a_consent_is_renewed_with_what_it_said(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    browser = as_actor(cast.olive_officer)
    old = sign(browser, rae, choices(cast, told_back=["status", "progress"]) | SIGNED).headers["location"]
    old_id = old.rpartition("/")[2]

    form = browser.get(f"/people/{rae.id}/consents/new?renews={old_id}")
    sign(browser, rae, choices(cast, renews=old_id) | SIGNED)

    assert 'name="told_back" value="progress" checked' in form.text
    assert f'value="{cast.clinic.id}" checked' in form.text
    assert "Replaced by a newer one" in browser.get(old).text
    assert len({permit.consent_id for permit in permits_of(session, rae.id) if permit.is_live()}) == 1


def test_the_copy_is_a_page_and_a_tagged_pdf_and_is_written_down(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    browser = as_actor(cast.olive_officer)
    href = sign(browser, rae, choices(cast, language="es") | SIGNED).headers["location"]

    page, pdf = browser.get(f"{href}/copy"), browser.get(f"{href}/copy.pdf")
    done = browser.post(f"{href}/copy", data={}, follow_redirects=True)

    assert 'lang="es"' in page.text
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"] == 'attachment; filename="consent.pdf"'
    assert pdf.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf.content
    assert "Written down: the person has a copy" in done.text
    assert consents(session, rae)[0].copy_given_at is not None


def test_a_consent_of_one_person_is_not_found_under_another(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    consent = sign_consent(session, cast.olive_officer, rae, free(cast))

    assert as_actor(cast.pat_provider).get(f"/consents/{consent.id}").status_code == 404
    assert as_actor(cast.olive_officer).get(f"/consents/{uuid4()}").status_code == 404
    assert as_actor(cast.priya_privacy).get(f"/consents/{consent.id}").status_code == 200
    assert "Take it back" not in as_actor(cast.priya_privacy).get(f"/consents/{consent.id}").text


def test_a_stranger_s_next_page_is_not_followed(as_actor: Browse, cast: Cast, rae: Person) -> None:
    answer = sign(as_actor(cast.olive_officer), rae, choices(cast, next="https://example.org/") | SIGNED)

    assert answer.headers["location"].startswith("/consents/")


def test_what_is_no_form_of_ours_gets_a_sentence(as_actor: Browse, cast: Cast, rae: Person) -> None:
    browser = as_actor(cast.olive_officer)
    for data in (
        {},
        {"condition": "perhaps"},
        {"recipient_organization_ids": ["x", "\x00"]},
        {"told": "é" * 30_000},
    ):
        assert browser.post(f"/people/{rae.id}/consents/text", data=data).status_code == 422
    assert browser.get(f"/people/{rae.id}/consents/new?condition=no&place=nowhere").status_code == 200
    assert browser.get(f"/people/{rae.id}/consents/new?renews={uuid4()}").status_code == 404


def test_an_under_condition_consent_shows_when_asked_to_end(
    as_actor: Browse, cast: Cast, session: Session, rae: Person
) -> None:
    pim = prosecutor(cast)
    with_case(session, rae, (pim, CaseRole.PROSECUTOR))
    consent = sign_consent(session, cast.olive_officer, rae, bound(cast, pim))
    browser = as_actor(cast.cody_coordinator)
    browser.post(f"/consents/{consent.id}/withdrawal", data={})

    page = browser.get(f"/consents/{consent.id}").text

    assert "The person asked on" in page
    assert "Ends as soon as it can" in page


def test_a_reloaded_text_leads_back_to_the_question(as_actor: Browse, cast: Cast, rae: Person) -> None:
    answer = as_actor(cast.olive_officer).get(f"/people/{rae.id}/consents/text", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{rae.id}/consents/new")
