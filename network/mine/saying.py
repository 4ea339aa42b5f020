"""Somebody says on their own page whether they come, or takes a consent back."""

from uuid import UUID

from sqlmodel import Session

from network import events
from network.actors import Actor
from network.consent.overview import KnownConsent, known_consent
from network.consent.queries import get_consent
from network.errors import Conflict, NotFound
from network.mine.showing import own_appointment
from network.referrals.operations import withdraw_consent
from network.tables import Consent, Person
from network.words import say


def say_coming(
    session: Session, actor: Actor, referral_id: UUID, appointment_id: UUID, *, comes: bool
) -> None:
    """They come, or they cannot. The agency that expects them reads it; who made the referral only where the
    consent says so. The appointment stays as it is until that agency moves it. Raises NotFound, Conflict."""
    own = own_appointment(session, actor, referral_id, appointment_id)
    kind = "appointment.confirmed" if comes else "appointment.cannot_come"
    if own.said == kind:
        raise Conflict(say("You have said so already. Nothing was changed."))
    events.record(session, actor, kind, "referral", referral_id, appointment=str(appointment_id))


def own_consent(session: Session, person: Person, consent_id: UUID) -> KnownConsent:
    """One of their own consents. Raises NotFound."""
    return known_consent(session, get_consent(session, person, consent_id))


def take_back(
    session: Session, actor: Actor, known: KnownConsent, *, agency_id: UUID | None = None
) -> Consent:
    """What is free ends at once, what is a condition as soon as it can (42 CFR 2.31(a)(6), 2.35(c)): all of
    it, or what is about one agency. Raises NotFound for an agency that it does not speak of."""
    only = known.grants_about(agency_id)
    if only is not None and not only:
        raise NotFound
    return withdraw_consent(session, actor, known.consent, only=only)
