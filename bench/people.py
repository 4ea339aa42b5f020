"""Invented people for the bench: an officer, a provider who answers, and needs that wait to be referred."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from bench.rows import write_rows
from network.accounts.sessions import begin_session
from network.actors import Actor
from network.clock import now
from network.ids import new_id
from network.settings import Settings
from network.tables import (
    Account,
    Consent,
    ConsentGrant,
    ConsentStatus,
    Disclosure,
    InformationKind,
    Instrument,
    Need,
    NeedStatus,
    Person,
    Purpose,
    Urgency,
)
from tests.cast import Cast

KIND = "treatment.otp"
PLACES = 10_000  # of the clinic, so that none of the pairs is the last that fits


@dataclass(frozen=True)
class Crew:
    """Who acts, the cookies of their browsers, and what waits."""

    provider: Actor
    officer_cookie: str
    provider_cookie: str
    place_id: UUID
    service_id: UUID
    need_ids: list[UUID]


def write_crew(session: Session, settings: Settings, needs: int) -> Crew:
    """The cast of the tests, two of them signed in, and so many people with a need and a consent each."""
    cast = Cast(session)
    cast.capacity(cast.clinic_place, PLACES)
    people = [new_id() for _ in range(needs)]
    consents = {person_id: new_id() for person_id in people}
    write_rows(session, Person, (_person(one, cast) for one in people))
    write_rows(session, Consent, (_consent(one, person_id, cast) for person_id, one in consents.items()))
    write_rows(session, ConsentGrant, _grants(consents, cast))
    waiting = [_need(person_id) for person_id in people]
    write_rows(session, Need, waiting)
    return Crew(
        provider=cast.pat_provider,
        officer_cookie=_signed_in(session, settings, cast.olive_officer),
        provider_cookie=_signed_in(session, settings, cast.pat_provider),
        place_id=cast.clinic_place.id,
        service_id=cast.clinic_service.id,
        need_ids=[need["id"] for need in waiting],
    )


def disclosures(session: Session) -> int:
    """How many readings are written down."""
    return session.exec(select(func.count()).select_from(Disclosure)).one()


def _signed_in(session: Session, settings: Settings, actor: Actor) -> str:
    account = session.exec(select(Account).where(col(Account.id) == actor.id)).one()
    return begin_session(session, account, settings, device="bench", is_whole=True)


def _person(person_id: UUID, cast: Cast) -> dict[str, Any]:
    return {
        "id": person_id,
        "organization_id": cast.unit.id,
        "given_name": "Bench",
        "family_name": "Mark",
        "created_at": now(),
        "created_by_account_id": cast.olive_officer.id,
        "changed_at": now(),
        "is_fictional": True,
    }


def _consent(consent_id: UUID, person_id: UUID, cast: Cast) -> dict[str, Any]:
    return {
        "id": consent_id,
        "person_id": person_id,
        "organization_id": cast.unit.id,
        "instrument": Instrument.VOLUNTARY,
        "status": ConsentStatus.SIGNED,
        "effective_from": now().date(),
        "signed_at": now(),
        "created_at": now(),
    }


def _grants(consents: dict[UUID, UUID], cast: Cast) -> Iterator[dict[str, Any]]:
    """There, and back."""
    unit, clinic = cast.unit.id, cast.clinic.id
    told = (InformationKind.IDENTITY, InformationKind.CONTACT, InformationKind.NEED)
    ways = (
        (unit, clinic, told, Purpose.REFERRAL),
        (clinic, unit, (InformationKind.STATUS,), Purpose.COORDINATION),
    )
    for person_id, consent_id in consents.items():
        for discloser, recipient, information, purpose in ways:
            yield {
                "consent_id": consent_id,
                "person_id": person_id,
                "discloser_organization_id": discloser,
                "recipient_organization_id": recipient,
                "information": [kind.value for kind in information],
                "purpose": purpose,
                "instrument": Instrument.VOLUNTARY,
                "starts_at": now(),
            }


def _need(person_id: UUID) -> dict[str, Any]:
    return {
        "id": new_id(),
        "person_id": person_id,
        "kind": KIND,
        "urgency": Urgency.ROUTINE,
        "status": NeedStatus.OPEN,
        "status_since": now(),
        "opened_at": now(),
    }
