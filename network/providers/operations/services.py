"""Services, and where they are given."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Conflict
from network.ids import new_id
from network.providers.changes import record_change
from network.providers.checks import check_service, clean, cleaned
from network.providers.operations.details import write_details
from network.providers.operations.organizations import source_for
from network.providers.operations.rows import add_translations, put_translations, remove_rows
from network.providers.operations.telling import require_edit, tell_changed
from network.providers.queries.words import service_state
from network.providers.versions import check_version
from network.providers.words import ServiceDetails, ServiceWords
from network.rules import permissions
from network.tables import (
    AnsweringRecord,
    AskedPlace,
    Capacity,
    CapacityPart,
    Contact,
    Hold,
    IntakeHours,
    Location,
    Organization,
    Phone,
    Referral,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
)
from network.words import say


def add_service(
    session: Session,
    actor: Actor,
    organization: Organization,
    words: ServiceWords,
    details: ServiceDetails | None = None,
    *,
    source: Source | None = None,
    service_id: UUID | None = None,
) -> Service:
    """A new service of an agency, with all that belongs to it. Raises Invalid, NotAllowed."""
    permissions.require(permissions.may_edit_listing(actor, organization.id))
    words = cleaned(words)
    check_service(words)
    service = Service(
        id=service_id or new_id(),
        organization_id=organization.id,
        source_id=source.id if source else source_for(session, organization),
        last_modified=now(),
        **_columns(words),
    )
    if actor.is_signed_in:
        service.verified_at, service.verified_by = now(), actor.id
    session.add(service)
    session.flush()  # what belongs to it may be added in any order then
    add_translations(session, service, words.spanish)
    if details is not None:
        write_details(session, service, details, is_new=True)
    events.record(session, actor, "service.created", "service", service.id)
    record_change(session, [service.id])
    return service


def change_service(
    session: Session,
    actor: Actor,
    service: Service,
    words: ServiceWords | None = None,
    details: ServiceDetails | None = None,
    *,
    seen: str = "",
) -> None:
    """Edit a service: its words, parts of what belongs to it. Raises Invalid, NotAllowed, EditedMeanwhile."""
    require_edit(session, actor, service)
    session.refresh(service, with_for_update=True)
    check_version(seen, service_state(session, service))
    parts = []
    if words is not None:
        words = cleaned(words)
        check_service(words)
        service.sqlmodel_update(_columns(words))
        put_translations(session, service, words.spanish)
        parts.append("words")
    if details is not None:
        parts += write_details(session, service, details, is_new=False)
    tell_changed(session, actor, service, *parts)


def verify_service(session: Session, actor: Actor, service: Service) -> None:
    """A human looked at the whole listing and found it right. Raises NotAllowed."""
    require_edit(session, actor, service)
    service.verified_at, service.verified_by = now(), actor.id
    session.add(service)
    events.record(session, actor, "service.verified", "service", service.id)
    record_change(session, [service.id])


def add_service_at_location(
    session: Session, actor: Actor, service: Service, location: Location, *, description: str = ""
) -> ServiceAtLocation:
    """The service is given at this place, too. Raises NotAllowed, Conflict."""
    require_edit(session, actor, service)
    there = select(ServiceAtLocation.id).where(
        ServiceAtLocation.service_id == service.id, ServiceAtLocation.location_id == location.id
    )
    if session.exec(there).first():
        raise Conflict(say("This service is listed at this place already."))
    place = ServiceAtLocation(
        service_id=service.id,
        location_id=location.id,
        description=clean(description) or None,
        source_id=service.source_id,
    )
    session.add(place)
    session.flush()
    tell_changed(session, actor, service, "places")
    return place


def remove_service_at_location(session: Session, actor: Actor, place: ServiceAtLocation) -> None:
    """The service is not given at this place any more. Raises NotAllowed, and Conflict where people were
    referred: what happened to them stays with its place."""
    require_edit(session, actor, place)
    _require_unused(session, place)
    for table in (Schedule, Phone, Contact, ServiceArea):
        column = table.service_at_location_id
        remove_rows(session, table, session.exec(select(table.id).where(column == place.id)).all())
    for along in (Capacity, CapacityPart, IntakeHours, AnsweringRecord):
        session.exec(delete(along).where(col(along.service_at_location_id) == place.id))
    service = session.get_one(Service, place.service_id)
    session.delete(place)
    session.flush()
    tell_changed(session, actor, service, "places")


def _require_unused(session: Session, place: ServiceAtLocation) -> None:
    for table in (Referral, AskedPlace, Hold):
        if session.exec(select(table.id).where(table.service_at_location_id == place.id).limit(1)).first():
            raise Conflict(
                say(
                    "People were referred to this place, so it stays. If it takes nobody any more, say that"
                    " the service is closed."
                )
            )


def _columns(words: ServiceWords) -> dict[str, Any]:
    found = {name: value for name, value in vars(words).items() if name != "spanish"}
    return {name: None if value == "" else value for name, value in found.items()}
