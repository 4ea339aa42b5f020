"""What a record says now, in the words that operations take: what an edit form shows first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from network.providers.kinds.reading import fact_term_id, kind_term_id, read_facts, read_kinds
from network.providers.words import (
    Access,
    Area,
    Cost,
    Document,
    Hours,
    LocationDetails,
    LocationWords,
    OrganizationWords,
    Person,
    PhoneNumber,
    PostalAddress,
    ServiceDetails,
    ServiceWords,
    Spoken,
)
from network.tables import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Translation,
)


def service_words(session: Session, service: Service) -> ServiceWords:
    """What a service says of itself."""
    words: ServiceWords = _words(ServiceWords, service, _spanish(session, [service.id]))
    return words


def organization_words(session: Session, organization: Organization) -> OrganizationWords:
    """What an agency says of itself."""
    words: OrganizationWords = _words(OrganizationWords, organization, _spanish(session, [organization.id]))
    return words


def location_words(session: Session, location: Location) -> LocationWords:
    """What a place says of itself; of a confidential one neither address nor coordinates."""
    address = None
    if not location.is_confidential:
        address = session.exec(
            select(Address).where(Address.location_id == location.id).order_by(col(Address.id))
        ).first()
    words: LocationWords = _words(
        LocationWords,
        location,
        _spanish(session, [location.id]),
        address=None if address is None else _words(PostalAddress, address, {}),
    )
    return words


def service_details(session: Session, service: Service) -> ServiceDetails:
    """All that belongs to a service itself, not to its places."""
    terms = _terms(session, service.id)
    return ServiceDetails(
        kinds=tuple(kind.code for kind in read_kinds() if kind_term_id(kind.code) in terms),
        facts=tuple(fact.code for fact in read_facts() if fact_term_id(fact.code) in terms),
        hours=hours_of(session, Schedule.service_id, service.id),
        phones=phones_of(session, Phone.service_id, service.id),
        contacts=_details(session, Person, Contact, Contact.service_id, service.id),
        languages=_details(session, Spoken, Language, Language.service_id, service.id),
        documents=_details(session, Document, RequiredDocument, RequiredDocument.service_id, service.id),
        costs=_details(session, Cost, CostOption, CostOption.service_id, service.id),
        areas=_details(session, Area, ServiceArea, ServiceArea.service_id, service.id),
    )


def location_details(session: Session, location: Location) -> LocationDetails:
    """All that belongs to a place itself."""
    terms = _terms(session, location.id)
    return LocationDetails(
        facts=tuple(fact.code for fact in read_facts() if fact_term_id(fact.code) in terms),
        hours=hours_of(session, Schedule.location_id, location.id),
        phones=phones_of(session, Phone.location_id, location.id),
        languages=_details(session, Spoken, Language, Language.location_id, location.id),
        accessibility=_details(session, Access, Accessibility, Accessibility.location_id, location.id),
    )


def hours_of(session: Session, column: Any, owner_id: UUID) -> tuple[Hours, ...]:
    """The rows of opening hours whose `column` is this owner."""
    return _details(session, Hours, Schedule, column, owner_id)


def own_hours(session: Session, record: Service | Location | ServiceAtLocation) -> tuple[Hours, ...]:
    """The rows of opening hours that belong to this very record."""
    column = getattr(Schedule, f"{type(record).__tablename__}_id")
    return hours_of(session, column, record.id)


def hours_state(session: Session, record: Service | Location | ServiceAtLocation) -> dict[str, object]:
    """The hours of a record as they are now, for `versions`."""
    return {"hours": own_hours(session, record)}


def places_with_hours(session: Session, service_id: UUID) -> list[tuple[UUID, str | None]]:
    """Ids and names of the locations at which a service has hours of its own."""
    at = col(ServiceAtLocation.id)
    return list(
        session.exec(
            select(Location.id, Location.name)
            .join(ServiceAtLocation, col(ServiceAtLocation.location_id) == col(Location.id))
            .where(
                ServiceAtLocation.service_id == service_id,
                at.in_(
                    select(Schedule.service_at_location_id).where(col(Schedule.service_at_location_id) == at)
                ),
            )
            .order_by(col(Location.name))
        ).all()
    )


def phones_of(session: Session, column: Any, owner_id: UUID) -> tuple[PhoneNumber, ...]:
    """The numbers whose `column` is this owner, each with its languages."""
    phones = session.exec(select(Phone).where(column == owner_id).order_by(col(Phone.id))).all()
    ids = [phone.id for phone in phones]
    spoken = session.exec(
        select(Language).where(col(Language.phone_id).in_(ids)).order_by(col(Language.id))
    ).all()
    spanish = _spanish_by_row(session, ids)
    return tuple(
        _words(
            PhoneNumber,
            phone,
            spanish.get(phone.id, {}),
            languages=tuple(row.code or "" for row in spoken if row.phone_id == phone.id),
        )
        for phone in phones
    )


def service_state(session: Session, service: Service) -> dict[str, object]:
    """Every field of a service's forms as it is now, for `versions`."""
    return _state(service_words(session, service), service_details(session, service))


def location_state(session: Session, location: Location) -> dict[str, object]:
    """Every field of a place's form as it is now, for `versions`."""
    return _state(location_words(session, location), location_details(session, location))


def organization_state(session: Session, organization: Organization) -> dict[str, object]:
    """Every field of an agency's form as it is now, for `versions`."""
    words = organization_words(session, organization)
    return _state(words, None) | {"phones": phones_of(session, Phone.organization_id, organization.id)}


def _state(words: Any, details: Any) -> dict[str, object]:
    found = dict(vars(words)) | (dict(vars(details)) if details is not None else {})
    spanish = found.pop("spanish")
    return found | {f"{name}_es": text for name, text in spanish.items()}


def _details(session: Session, said: Any, table: Any, column: Any, owner_id: UUID) -> tuple[Any, ...]:
    rows = session.exec(select(table).where(column == owner_id).order_by(table.id)).all()
    if "spanish" not in said.__dataclass_fields__:
        return tuple(_words(said, row, None) for row in rows)
    spanish = _spanish_by_row(session, [row.id for row in rows])
    return tuple(_words(said, row, spanish.get(row.id, {})) for row in rows)


def _words(said: Any, row: Any, spanish: dict[str, str] | None, **more: Any) -> Any:
    """A row as a dataclass of network/providers/words.py; nothing in a column is the field's own nothing."""
    values = dict(more)
    for name, field in said.__dataclass_fields__.items():
        if name in more or name == "spanish":
            continue
        value = getattr(row, name)
        values[name] = ("" if field.type is str else field.default) if value is None else value
    if spanish is not None and "spanish" in said.__dataclass_fields__:
        values["spanish"] = spanish
    return said(**values)


def _terms(session: Session, link_id: UUID) -> set[UUID]:
    return set(session.exec(select(Attribute.taxonomy_term_id).where(Attribute.link_id == link_id)))


def _spanish(session: Session, ids: Sequence[UUID]) -> dict[str, str]:
    return next(iter(_spanish_by_row(session, ids).values()), {})


def _spanish_by_row(session: Session, ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    if ids:
        rows = session.exec(
            select(Translation)
            .where(col(Translation.entity_id).in_(ids), Translation.language == "es")
            .order_by(col(Translation.field))
        )
        for row in rows:
            found.setdefault(row.entity_id, {})[row.field] = row.text
    return found
