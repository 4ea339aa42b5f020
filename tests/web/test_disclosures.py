"""What was told about people: the privacy officer's pages, and what goes with a referral as a file."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.actors import Actor, Role
from network.clock import now
from network.disclosures.queries import reference_of
from network.tables import Channel, Disclosure, InformationKind, Referral, ReferralStatus
from tests.cast import Cast
from tests.told import INWARD, Told
from tests.web.browser import TestBrowser
from web.csv_file import cell

Enter = Callable[[Actor], TestBrowser]
K = InformationKind
NOTICE = "This record which has been disclosed to you is protected by Federal confidentiality rules"


@pytest.fixture
def told(session: Session, cast: Cast) -> Told:
    return Told(session, cast)


@pytest.fixture
def read(told: Told, cast: Cast, as_actor: Enter) -> Referral:
    """A referral that Pat at the clinic has opened."""
    referral = told.refer(ReferralStatus.ACCEPTED)
    told.outward()
    assert as_actor(cast.pat_provider).get(f"/referrals/{referral.id}").status_code == 200
    return referral


@pytest.mark.usefixtures("read")
def test_privacy_officer_sees_that_the_clinic_read_it_and_what(
    told: Told, cast: Cast, as_actor: Enter
) -> None:
    page = as_actor(cast.priya_privacy).get("/disclosures")

    assert page.status_code == 200
    assert "1 disclosure" in page.text
    assert "Riverside Clinic" in page.text
    assert "how they can be reached" in page.text
    assert reference_of(told.person.id) in page.text
    assert "Zarqina" not in page.text


@pytest.mark.usefixtures("read")
def test_privacy_officer_narrows_the_list(told: Told, cast: Cast, as_actor: Enter) -> None:
    browser = as_actor(cast.priya_privacy)
    reference = reference_of(told.person.id)
    yesterday = (now() - timedelta(days=1)).date()

    for query, found in (
        (f"reference={reference}", True),
        ("reference=00000000", False),
        (f"agency={cast.clinic.id}", True),
        (f"agency={cast.other.id}", False),
        (f"since={yesterday}", True),
        (f"until={yesterday}", False),
        ("since=nonsense&agency=%00&page=9999999999", True),
    ):
        page = browser.get(f"/disclosures?{query}")
        assert page.status_code == 200
        assert ("1 disclosure" in page.text) == found, query


@pytest.mark.usefixtures("read")
def test_accounting_has_date_recipient_address_description_and_purpose(
    told: Told, cast: Cast, as_actor: Enter
) -> None:
    page = as_actor(cast.priya_privacy).get(f"/people/{told.person.id}/disclosures")

    assert page.status_code == 200
    assert "Zarqina Vexholm" in page.text
    assert "<title>Disclosures about" in page.text
    for words in (
        "1 Test Street",
        "Riverside Clinic",
        "Phone number",
        "to find and arrange a service",
        NOTICE,
    ):
        assert words in page.text


@pytest.mark.usefixtures("read")
def test_accounting_for_the_person_is_a_paper(told: Told, cast: Cast, as_actor: Enter) -> None:
    paper = as_actor(cast.priya_privacy).get(f"/people/{told.person.id}/disclosures.pdf")

    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["cache-control"] == "no-store"
    assert "Vexholm" not in paper.headers["content-disposition"]


@pytest.mark.usefixtures("read")
def test_accounting_as_table_and_for_other_systems_ends_with_the_notice(
    told: Told, cast: Cast, as_actor: Enter
) -> None:
    browser = as_actor(cast.priya_privacy)

    rows = list(csv.reader(io.StringIO(browser.get(f"/people/{told.person.id}/disclosures.csv").text)))
    members = browser.get(f"/people/{told.person.id}/disclosures.json").json()

    assert len(rows) == 3
    assert rows[1][2] == "Riverside Clinic"
    assert rows[-1][0].startswith(NOTICE)
    assert members["notice"]["text"].startswith(NOTICE)
    assert members["disclosures"][0]["recipient"]["name"] == "Riverside Clinic"
    assert members["disclosures"][0]["purpose"] == "referral"


@pytest.mark.usefixtures("read")
def test_person_may_choose_a_shorter_time(told: Told, cast: Cast, as_actor: Enter) -> None:
    row = told.session.exec(select(Disclosure)).one()
    row.disclosed_at = now() - timedelta(days=4 * 365)
    told.keep(row)
    browser = as_actor(cast.priya_privacy)
    href = f"/people/{told.person.id}/disclosures"

    assert "1 disclosure" in browser.get(href).text
    assert "Nothing was told in this time" in browser.get(f"{href}?years=3").text
    assert "Nothing was told in this time" in browser.get(f"{href}?since={now().date()}").text


def test_privacy_officer_of_the_clinic_accounts_for_what_the_clinic_told(
    told: Told, cast: Cast, read: Referral, as_actor: Enter
) -> None:
    prue = cast.staff("Prue Privacy", cast.clinic, Role.PRIVACY)
    href = f"/people/{told.person.id}/disclosures"
    assert as_actor(prue).get(href).status_code == 404

    told.inward(*INWARD)
    as_actor(cast.olive_officer).get(f"/referrals/{read.id}")
    page = as_actor(prue).get(href)

    assert page.status_code == 200
    assert "What Riverside Clinic told about this person." in page.text
    assert "1 disclosure" in page.text
    assert "Zarqina" not in page.text


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize("who", ["olive_officer", "cody_coordinator", "pat_provider", "ada_administrator"])
def test_nobody_else_reads_disclosures(told: Told, cast: Cast, as_actor: Enter, who: str) -> None:
    browser = as_actor(getattr(cast, who))

    assert browser.get("/disclosures").status_code == 403
    assert browser.get(f"/people/{told.person.id}/disclosures").status_code == 403


def test_packet_goes_with_the_person_and_is_disclosed_to_the_clinic_whoever_prints_it(
    told: Told, cast: Cast, as_actor: Enter
) -> None:
    referral = told.refer(ReferralStatus.SENT)
    told.outward()

    paper = as_actor(cast.olive_officer).get(f"/referrals/{referral.id}/packet.pdf")

    assert paper.status_code == 200
    assert paper.content.startswith(b"%PDF")
    row = told.session.exec(select(Disclosure)).one()
    assert (row.channel, row.recipient_organization_id) == (Channel.PDF, cast.clinic.id)


def test_nothing_is_printed_before_it_is_sent(told: Told, cast: Cast, as_actor: Enter) -> None:
    draft = told.refer(ReferralStatus.DRAFT)

    assert as_actor(cast.olive_officer).get(f"/referrals/{draft.id}/packet.pdf").status_code == 404


def test_task_says_where_it_stands_as_far_as_the_reader_may_know(
    told: Told, cast: Cast, as_actor: Enter
) -> None:
    referral = told.refer(ReferralStatus.COMPLETED)
    olive = as_actor(cast.olive_officer)

    without = olive.get(f"/referrals/{referral.id}/task.json").json()
    told.inward(K.STATUS)
    with_status = olive.get(f"/referrals/{referral.id}/task.json").json()

    assert without["status"] == "requested"
    assert without["businessStatus"]["coding"][0]["code"] == "not-shared"
    assert with_status["businessStatus"]["coding"][0]["code"] == "linked"
    assert "extension" not in without
    assert NOTICE in json.dumps(with_status)


def test_table_of_referrals_ends_with_the_notice(told: Told, cast: Cast, as_actor: Enter) -> None:
    told.refer(ReferralStatus.SENT)
    told.outward()

    page = as_actor(cast.pat_provider).get("/referrals.csv")
    rows = list(csv.reader(io.StringIO(page.text)))

    assert len(rows) == 3
    assert rows[1][1] == "Zarqina Vexholm"
    assert rows[2][0].startswith(NOTICE)


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\ufeff=1", "＝1"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(typed: str) -> None:
    assert cell(typed) == f"'{typed}"
    assert cell("a=1") == "a=1"
