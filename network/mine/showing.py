"""What somebody reads on their own page: where they go and when, who may know what, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind, Role
from network.clock import now
from network.consent.overview import KnownConsent, known_consents
from network.consent.queries import permits_of
from network.errors import NotFound
from network.people.queries import keepers_of
from network.referrals.queries import get_referral, visible_to
from network.referrals.showing import ShownReferral, shown_referral
from network.referrals.shown import ShownAppointment
from network.rules.moves import ENDED
from network.rules.sharing import Permit, SharedField, may_see
from network.tables import AppointmentStatus, Channel, Event, Organization, Person, Phone, Referral

SAID = frozenset({"appointment.confirmed", "appointment.cannot_come"})
STILL_THERE = timedelta(hours=3)  # after its time: somebody may be late, and looks for the address


@dataclass(frozen=True)
class OwnAppointment:
    """One appointment that is to come. `said` is the kind of event by which they last said something;
    `sender_hears`: who made the referral is told of it, because the consent says so."""

    appointment: ShownAppointment
    referral: ShownReferral
    said: str
    sender_hears: bool


@dataclass(frozen=True)
class OwnPage:
    """Everything on the page, before it is put into words."""

    called: str
    appointments: tuple[OwnAppointment, ...]  # the next one first
    underway: tuple[ShownReferral, ...]  # places that were asked, without an appointment yet
    consents: tuple[KnownConsent, ...]  # of which something holds now
    agency: str
    agency_phone: str
    caseworkers: tuple[str, ...]

    @property
    def time_zone(self) -> str:
        """Of the next appointment's place; empty without one."""
        place = self.appointments[0].referral.place if self.appointments else None
        return place.time_zone if place else ""


def own_page(session: Session, actor: Actor, person: Person) -> OwnPage:
    """The page of this person for themselves. Each line of a referral comes through the one door."""
    shown = [shown_referral(session, actor, row, Channel.LINK) for row in _sent(session, actor)]
    coming = [pair for one in shown if (pair := _coming(one))]
    said = _said(session, [one.id for _, one in coming])
    permits = permits_of(session, person.id)
    with_one = {one.id for _, one in coming}
    agency = session.get_one(Organization, person.organization_id)
    return OwnPage(
        called=person.called or person.given_name,
        appointments=tuple(
            OwnAppointment(appointment, one, said.get(str(appointment.id), ""), _sender_hears(one, permits))
            for appointment, one in sorted(coming, key=lambda pair: pair[0].starts_at)
        ),
        underway=tuple(one for one in shown if not one.is_over and one.id not in with_one),
        consents=tuple(known for known in known_consents(session, person) if known.is_live),
        agency=agency.name,
        agency_phone=_phone(session, agency.id),
        caseworkers=keepers_of(session, [person.id]).get(person.id, ()),
    )


def own_appointment(
    session: Session, actor: Actor, referral_id: UUID, appointment_id: UUID
) -> OwnAppointment:
    """The one that is to come of this referral. Raises NotFound, also when it has been moved meanwhile."""
    referral = get_referral(session, actor, referral_id)
    pair = _coming(shown_referral(session, actor, referral, Channel.LINK)) if referral.sent_at else None
    if actor.kind is not ActorKind.PERSON or pair is None or pair[0].id != appointment_id:
        raise NotFound
    said = _said(session, [referral_id]).get(str(appointment_id), "")
    return OwnAppointment(*pair, said, _sender_hears(pair[1], permits_of(session, referral.person_id)))


def _sent(session: Session, actor: Actor) -> list[Referral]:
    """What was sent and has not ended, the latest first."""
    query = visible_to(actor).where(col(Referral.sent_at).is_not(None), col(Referral.status).not_in(ENDED))
    return list(session.exec(query.order_by(col(Referral.id).desc())))


def _coming(shown: ShownReferral) -> tuple[ShownAppointment, ShownReferral] | None:
    booked = [
        one
        for one in shown.appointments
        if one.status is AppointmentStatus.BOOKED and one.starts_at + STILL_THERE > now()
    ]
    return (booked[-1], shown) if booked and not shown.is_over else None


def _sender_hears(shown: ShownReferral, permits: Sequence[Permit]) -> bool:
    sender = Actor(
        ActorKind.STAFF, organization_id=shown.sender_organization_id, roles=frozenset({Role.OFFICER})
    )
    return may_see(sender, SharedField.APPOINTMENT_WHEN, shown.receiver_organization_id, permits)


def _said(session: Session, referral_ids: list[UUID]) -> dict[str, str]:
    """By appointment: what they said of it last."""
    query = (
        select(Event)
        .where(
            col(Event.subject_id).in_(referral_ids),
            col(Event.kind).in_(SAID),
            Event.actor_kind == ActorKind.PERSON,
        )
        .order_by(col(Event.happened_at), col(Event.id))
    )
    return {str(event.facts["appointment"]): event.kind for event in session.exec(query)}


def _phone(session: Session, organization_id: UUID) -> str:
    query = select(Phone.number).where(Phone.organization_id == organization_id).order_by(col(Phone.id))
    return session.exec(query.limit(1)).first() or ""
