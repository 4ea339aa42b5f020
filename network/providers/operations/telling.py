"""Asks whether somebody may edit, and tells that they did: the event and the search index."""

from uuid import UUID

from sqlmodel import Session

from network import events
from network.actors import Actor
from network.clock import now
from network.providers.changes import record_change
from network.providers.operations.rows import Owner, services_of
from network.rules import permissions
from network.tables import Location, Organization, Service, ServiceAtLocation


def organization_of(session: Session, record: Owner) -> UUID | None:
    """The organization whose listing this is part of; None for a location that belongs to nobody."""
    match record:
        case Organization():
            return record.id
        case Service() | Location():
            return record.organization_id
        case ServiceAtLocation():
            return session.get_one(Service, record.service_id).organization_id


def require_edit(session: Session, actor: Actor, record: Owner) -> None:
    """Raises NotAllowed unless this person may edit the listing."""
    permissions.require(permissions.may_edit_listing(actor, organization_of(session, record)))


def tell_changed(session: Session, actor: Actor, record: Owner, *parts: str) -> None:
    """Record that these parts were edited, so that the search index hears of it. Call it last."""
    services = services_of(session, record)
    match record:
        case Service():
            kind, subject, subject_id = "service.changed", "service", record.id
        case ServiceAtLocation():
            kind, subject, subject_id = "service.changed", "service", record.service_id
        case Location():
            kind, subject, subject_id = "location.changed", "location", record.id
        case Organization():
            kind, subject, subject_id = "organization.changed", "organization", record.id
    if isinstance(record, Service):
        record.last_modified = now()
        session.add(record)
    events.record(session, actor, kind, subject, subject_id, parts=",".join(sorted(parts)))
    record_change(session, services)
