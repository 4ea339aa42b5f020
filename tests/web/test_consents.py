"""Taking a consent, reading it again, and taking it back, as people do it on pages."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now
from network.consent.queries import permits_of
from network.tables import Consent, ConsentGrant, ConsentScan, Person
from network.tables.consent import ConsentStatus, Instrument
from tests.cast import Cast
from tests.web.browser import TestBrowser

Browse = Callable[[Actor], TestBrowser]


@pytest.fixture
def rae(session: Session, cast: Cast) -> Person:
    """Somebody on Olive's caseload."""
    person = Person(
        organization_id=cast.unit.id,
        given_name="Rae",
        family_name="Moss",
        created_at=now(),
        changed_at=now(),
        created_by_account_id=cast.olive_officer.id,
    )
    session.add(person)
    session.flush()
    return person


def choices(cast: Cast, **more: object) -> dict[str, object]:
    """A free consent for the clinic, as the first page sends it."""
    return {
        "condition": "no",
        "consent_id": str(uuid4()),
        "recipient_organization_ids": [str(cast.clinic.id)],
        "told": ["identity", "contact", "need"],
        "told_back": ["status"],
        "purposes": ["referral", "coordination"],
        "expires_on": (now().date() + timedelta(days=90)).isoformat(),
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
