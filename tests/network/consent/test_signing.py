"""Somebody signs, and that makes permissions."""

from datetime import timedelta

from sqlmodel import Session

from network.clock import now
from network.consent.queries import permits_of
from network.consent.revoking import revoke_consent
from network.consent.signing import Signing, sign_consent
from network.tables import Person
from network.tables.consent import InformationKind, Purpose, SigningWay
from tests.cast import Cast

K = InformationKind


def test_an_officer_takes_a_consent_and_the_person_takes_it_back(session: Session, cast: Cast) -> None:
    person = Person(
        organization_id=cast.unit.id, given_name="Rae", family_name="Moss", created_at=now(), changed_at=now()
    )
    session.add(person)
    session.flush()
    signing = Signing(
        is_condition=False,
        recipient_organization_ids=(cast.clinic.id,),
        told=frozenset({K.IDENTITY, K.CONTACT, K.NEED}),
        told_back=frozenset({K.STATUS}),
        purposes=frozenset({Purpose.REFERRAL, Purpose.COORDINATION}),
        expires_on=now().date() + timedelta(days=90),
        way=SigningWay.KEYBOARD,
        signed_name="Rae Moss",
        could_decide=True,
    )
    consent = sign_consent(session, cast.olive_officer, person, signing)
    outward, inward = permits_of(session, person.id)

    assert outward.is_live()
    assert inward.is_live()
    assert outward.recipient_organization_id == cast.clinic.id == inward.discloser_organization_id

    revoke_consent(session, cast.olive_officer, consent)
    assert not any(permit.is_live() for permit in permits_of(session, person.id))
