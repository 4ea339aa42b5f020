"""What no officer would type about a person is refused with a sentence, never with a fault."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from network.actors import Actor
from tests.caseload import case_due_in, rosa
from tests.cast import Cast
from tests.web.browser import TestBrowser

Browser = Callable[[Actor], TestBrowser]
DAYS = ("9999-12-31", "2999-01-01")
SEEN = ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "now", "\x00")


@pytest.mark.parametrize("day", DAYS)
def test_a_deadline_at_the_end_of_time(session: Session, cast: Cast, as_actor: Browser, day: str) -> None:
    person = rosa(session, cast.olive_officer)
    officer = as_actor(cast.olive_officer)
    opened = officer.post(f"/people/{person.id}/cases", data={"intake_by": day})
    assert opened.status_code == 422
    assert "Check the year." in opened.text

    case = case_due_in(session, cast.olive_officer, person, 3)
    changed = as_actor(cast.olive_officer).post(f"/cases/{case.id}", data={"intake_by": day})
    assert changed.status_code == 422
    assert f'value="{day}"' in changed.text


@pytest.mark.parametrize("seen", SEEN)
def test_a_record_seen_at_no_moment_there_is(
    session: Session, cast: Cast, as_actor: Browser, seen: str
) -> None:
    person = rosa(session, cast.olive_officer)
    answer = as_actor(cast.olive_officer).post(
        f"/people/{person.id}/record",
        data={"seen": seen, "given_name": "Rosa", "family_name": "Medina", "language": "es"},
    )

    assert answer.status_code in {200, 303, 409}


@pytest.mark.parametrize("rest", ["consents", "consents/text"])
@pytest.mark.parametrize("day", DAYS)
def test_a_consent_that_begins_at_the_end_of_time(
    session: Session, cast: Cast, as_actor: Browser, day: str, rest: str
) -> None:
    person = rosa(session, cast.olive_officer)
    signing = {
        "condition": "no",
        "recipient_organization_ids": str(cast.clinic.id),
        "told": "identity",
        "purposes": "referral",
        "effective_from": day,
        "expires_on": day,
        "language": "en",
        "way": "keyboard",
        "signed_name": "Rosa Medina",
        "could_decide": "yes",
    }
    answer = as_actor(cast.olive_officer).post(f"/people/{person.id}/{rest}", data=signing)

    assert answer.status_code == 422
    assert "Check the year." in answer.text
