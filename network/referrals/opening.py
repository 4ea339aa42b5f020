"""Reads the rows behind referrals, each table once, and opens what is sealed only where it may be shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from network.providers.listing import ENGLISH
from network.referrals.viewing import Sight
from network.rules.sharing import SharedField
from network.rules.telling import EVENT_NEEDS
from network.tables import (
    Account,
    Address,
    Appointment,
    CaseFile,
    DiversionProgram,
    Event,
    Location,
    Need,
    Organization,
    Outcome,
    Person,
    Phone,
    Remark,
    SafeContact,
    Service,
    ServiceAtLocation,
    Translation,
)

_F = SharedField
Row = TypeVar("Row")


@dataclass(frozen=True)
class Course:
    """What happened to several referrals: events, outcomes; remarks and appointments without their
    words."""

    events: dict[UUID, list[Event]]
    outcomes: dict[UUID, list[Outcome]]
    appointments: dict[UUID, list[Appointment]]
    remarks: dict[UUID, list[Remark]]


def read_course(session: Session, referral_ids: Collection[UUID]) -> Course:
    """Everything that happened to these referrals, oldest first."""
    events = session.exec(
        select(Event)
        .where(
            Event.subject == "referral",
            col(Event.subject_id).in_(referral_ids),
            col(Event.kind).in_(EVENT_NEEDS),
        )
        .order_by(col(Event.id))
    ).all()
    outcomes = session.exec(
        select(Outcome)
        .where(col(Outcome.referral_id).in_(referral_ids))
        .order_by(col(Outcome.said_at), col(Outcome.id))
    ).all()
    appointments = session.exec(
        select(Appointment)
        .where(col(Appointment.referral_id).in_(referral_ids))
        .options(defer(Appointment.words))  # type: ignore[arg-type]
        .order_by(col(Appointment.made_at), col(Appointment.id))
    ).all()
    remarks = session.exec(
        select(Remark)
        .where(col(Remark.referral_id).in_(referral_ids))
        .options(defer(Remark.words))  # type: ignore[arg-type]
        .order_by(col(Remark.written_at), col(Remark.id))
    ).all()
    return Course(
        _grouped((event.subject_id, event) for event in events),
        _grouped((outcome.referral_id, outcome) for outcome in outcomes),
        _grouped((appointment.referral_id, appointment) for appointment in appointments),
        _grouped((remark.referral_id, remark) for remark in remarks),
    )


def _grouped(rows: Iterable[tuple[UUID, Row]]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for key, row in rows:
        found[key].append(row)
    return found


def open_people(session: Session, sights: Sequence[Sight]) -> dict[UUID, Person]:
    """The people whose name these viewers may know."""
    ids = {
        sight.referral.person_id
        for sight in sights
        if sight.sees(_F.PERSON_NAME, sight.referral.sender_organization_id)
    }
    people = session.exec(select(Person).where(col(Person.id).in_(ids))).all() if ids else []
    return {person.id: person for person in people}


def open_contacts(session: Session, sights: Sequence[Sight]) -> dict[UUID, SafeContact]:
    """How those can be reached of whom the viewer may know it."""
    ids = {
        sight.referral.person_id
        for sight in sights
        if sight.sees(_F.CONTACT_PHONE, sight.referral.sender_organization_id)
    }
    rows = session.exec(select(SafeContact).where(col(SafeContact.person_id).in_(ids))).all() if ids else []
    return {row.person_id: row for row in rows}


def open_needs(session: Session, sights: Sequence[Sight]) -> dict[UUID, tuple[str | None, str | None]]:
    """Facts and words of the needs that the viewer may know; the words only where they may be shown."""
    facts = {s.referral.need_id for s in sights if s.sees(_F.NEED_FACTS, s.referral.sender_organization_id)}
    words = {s.referral.need_id for s in sights if s.sees(_F.NEED_WORDS, s.referral.sender_organization_id)}
    found: dict[UUID, tuple[str | None, str | None]] = {}
    if facts:
        found = {
            id: (text, None)
            for id, text in session.exec(select(Need.id, Need.facts).where(col(Need.id).in_(facts)))
        }
    if words:
        for id, text in session.exec(select(Need.id, Need.words).where(col(Need.id).in_(words))):
            found[id] = (found.get(id, (None, None))[0], text)
    return found


def read_cases(session: Session, sights: Sequence[Sight]) -> dict[UUID, tuple[datetime | None, str | None]]:
    """Deadline and program of each case; never its reference."""
    ids = {sight.referral.case_id for sight in sights if sight.referral.case_id}
    if not ids:
        return {}
    rows = session.exec(
        select(CaseFile.id, CaseFile.intake_by, CaseFile.intake_done_at, DiversionProgram.name)
        .join(DiversionProgram, col(DiversionProgram.id) == CaseFile.program_id, isouter=True)
        .where(col(CaseFile.id).in_(ids))
    )
    return {id: (None if done else intake_by, name) for id, intake_by, done, name in rows}


def open_words(session: Session, remark_ids: Collection[UUID]) -> dict[UUID, str]:
    """The words of these remarks, which the viewer may read."""
    if not remark_ids:
        return {}
    return dict(session.exec(select(Remark.id, Remark.words).where(col(Remark.id).in_(remark_ids))).all())


def open_appointment_words(session: Session, ids: Collection[UUID]) -> dict[UUID, str | None]:
    """Whom to ask for and what to bring, for these appointments."""
    if not ids:
        return {}
    return dict(
        session.exec(select(Appointment.id, Appointment.words).where(col(Appointment.id).in_(ids))).all()
    )


@dataclass(frozen=True)
class Surroundings:
    """What the directory and the accounts say around referrals: nothing about anybody who is helped."""

    places: dict[UUID, tuple[Service, Organization, Location]]  # by service at location
    addresses: dict[UUID, Address]  # by location; none of a private place
    phones: dict[UUID, str]  # by service
    organizations: dict[UUID, str]
    accounts: dict[UUID, tuple[str, UUID | None]]  # name and organization
    names: dict[tuple[UUID, str], str]  # of services, by the language that they are in


def read_surroundings(session: Session, sights: Sequence[Sight], course: Course | None) -> Surroundings:
    """The places these referrals go to, and the names of agencies and staff that stand on them."""
    referrals = [sight.referral for sight in sights]
    rows = session.exec(
        select(ServiceAtLocation.id, Service, Organization, Location)
        .join(Service, col(Service.id) == ServiceAtLocation.service_id)
        .join(Organization, col(Organization.id) == Service.organization_id)
        .join(Location, col(Location.id) == ServiceAtLocation.location_id)
        .where(col(ServiceAtLocation.id).in_({r.service_at_location_id for r in referrals}))
    ).all()
    public = {location.id for _, _, _, location in rows if not location.is_confidential}
    addresses = session.exec(select(Address).where(col(Address.location_id).in_(public))).all()
    phones = session.exec(
        select(Phone)
        .where(col(Phone.service_id).in_({r.service_id for r in referrals}))
        .order_by(col(Phone.id).desc())
    ).all()
    organization_ids = {r.sender_organization_id for r in referrals} | {
        r.receiver_organization_id for r in referrals
    }
    account_ids = {r.sender_account_id for r in referrals} | {
        r.claimed_by_account_id for r in referrals if r.claimed_by_account_id
    }
    if course is not None:
        account_ids |= {
            event.actor_id for group in course.events.values() for event in group if event.actor_id
        }
        account_ids |= {
            row.said_by_account_id
            for group in course.outcomes.values()
            for row in group
            if row.said_by_account_id
        }
        account_ids |= {
            row.made_by_account_id
            for group in course.appointments.values()
            for row in group
            if row.made_by_account_id
        }
    accounts = session.exec(
        select(Account.id, Account.name, Account.organization_id).where(col(Account.id).in_(account_ids))
    ).all()
    names = session.exec(
        select(Organization.id, Organization.name).where(col(Organization.id).in_(organization_ids))
    ).all()
    return Surroundings(
        {id: (service, organization, location) for id, service, organization, location in rows},
        {address.location_id: address for address in addresses if address.location_id},
        {phone.service_id: phone.number for phone in phones if phone.service_id},
        dict(names),
        {id: (name, organization_id) for id, name, organization_id in accounts},
        _names(session, sights),
    )


def _names(session: Session, sights: Sequence[Sight]) -> dict[tuple[UUID, str], str]:
    """What the services are called in the languages of their readers."""
    languages = {sight.actor.language for sight in sights} - {ENGLISH}
    if not languages:
        return {}
    rows = session.exec(
        select(Translation.entity_id, Translation.language, Translation.text).where(
            col(Translation.entity_id).in_({sight.referral.service_id for sight in sights}),
            Translation.field == "name",
            col(Translation.language).in_(languages),
        )
    )
    return {(service_id, language): text for service_id, language, text in rows}
