"""Writes down that somebody has a copy of what they signed. (45 CFR 164.508(c)(4))"""

from sqlmodel import Session, select

from network import events
from network.actors import Actor
from network.clock import now
from network.rules.consent_permissions import may_take_consent
from network.rules.permissions import require
from network.tables import Consent, Person


def give_copy(session: Session, actor: Actor, consent: Consent) -> None:
    """The person was given a copy; the first time counts. Raises NotAllowed."""
    person = session.exec(select(Person).where(Person.id == consent.person_id)).one()
    require(may_take_consent(actor, person))
    if consent.copy_given_at is None:
        consent.copy_given_at = now()
        session.add(consent)
        events.record(session, actor, "consent.copy_given", "consent", consent.id, person=str(person.id))
        session.flush()
