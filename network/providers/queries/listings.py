"""Everything that a listing shows, of one service or of many, in the same small number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from network.actors import Actor
from network.errors import NotFound
from network.providers.listing import ENGLISH, ListedPlace, Listing
from network.providers.operations.intake import intake_hours_of
from network.providers.operations.parts import parts_by_place
from network.providers.terms import Term
from network.rules.permissions import may_edit_listing, may_say_capacity
from network.tables import (
    Accessibility,
    Address,
    Attribute,
    Capacity,
    Contact,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Problem,
    ProblemStatus,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
    TaxonomyTerm,
    Translation,
)

_SAYS_TERMS = ("service", "service_at_location", "location")  # the index of terms begins with these


def get_service(session: Session, actor: Actor, service_id: UUID) -> Listing:
    """The listing of one service. Raises NotFound."""
    found = get_services(session, actor, [service_id])
    if not found:
        raise NotFound
    return found[0]


def get_services(session: Session, actor: Actor, service_ids: Sequence[UUID]) -> list[Listing]:
    """The listings of these services that exist, in the given order."""
    services = _by_id(
        session.exec(
            select(Service, Organization, Source)
            .join(Organization, col(Organization.id) == col(Service.organization_id))
            .join(Source, col(Source.id) == col(Service.source_id), isouter=True)
            .where(col(Service.id).in_(service_ids))
        )
    )
    places = session.exec(
        select(ServiceAtLocation, Location, Capacity)
        .join(Location, col(Location.id) == col(ServiceAtLocation.location_id))
        .join(Capacity, col(Capacity.service_at_location_id) == col(ServiceAtLocation.id), isouter=True)
        .where(col(ServiceAtLocation.service_id).in_(services))
        .order_by(col(ServiceAtLocation.id))
    ).all()
    rows = _Rows(
        session,
        services=list(services),
        places=[place.id for place, _, _ in places],
        locations=[location.id for _, location, _ in places],
        organizations=[organization.id for _, organization, _ in services.values()],
    )
    translations = _translations(session, actor.language, [*rows.everything(), *services])
    listed = {
        service_id: [rows.place(*three) for three in places if three[0].service_id == service_id]
        for service_id in services
    }
    return [
        rows.listing(actor, *services[service_id], listed[service_id], translations)
        for service_id in dict.fromkeys(service_ids)
        if service_id in services
    ]


def get_places(
    session: Session, actor: Actor, place_ids: Sequence[UUID]
) -> list[tuple[Listing, ListedPlace]]:
    """These services at locations as far as they exist, in the given order, each with its listing."""
    rows = session.exec(
        select(ServiceAtLocation.id, ServiceAtLocation.service_id).where(
            col(ServiceAtLocation.id).in_(place_ids)
        )
    )
    listings = get_services(session, actor, [service_id for _, service_id in rows])
    found = {place.place.id: (listing, place) for listing in listings for place in listing.places}
    return [found[place_id] for place_id in dict.fromkeys(place_ids) if place_id in found]


class _Rows:
    """The rows that belong to some services, places, locations and agencies, by the id of the owner."""

    def __init__(
        self,
        session: Session,
        *,
        services: list[UUID],
        places: list[UUID],
        locations: list[UUID],
        organizations: list[UUID],
    ) -> None:
        at: dict[str, list[UUID]] = {"service_id": services, "service_at_location_id": places}
        here = at | {"location_id": locations}
        self.schedules = _owned(session, Schedule, here)
        self.phones = _owned(session, Phone, here | {"organization_id": organizations})
        phones = [phone.id for rows in self.phones.values() for phone in rows]
        self.languages = _owned(
            session, Language, {"service_id": services, "location_id": locations, "phone_id": phones}
        )
        self.contacts = _owned(session, Contact, at)
        self.documents = _owned(session, RequiredDocument, {"service_id": services})
        self.costs = _owned(session, CostOption, {"service_id": services})
        self.areas = _owned(session, ServiceArea, at)
        self.addresses = _owned(session, Address, {"location_id": locations})
        self.accessibility = _owned(session, Accessibility, {"location_id": locations})
        self.terms = _terms(session, [*services, *places, *locations])
        self.problems: dict[UUID, int] = dict(
            session.exec(
                select(Problem.service_id, func.count())
                .where(col(Problem.service_id).in_(services), col(Problem.status) == ProblemStatus.OPEN)
                .group_by(col(Problem.service_id))
            ).all()
        )
        self.parts = parts_by_place(session, places)
        self.intake = intake_hours_of(session, places)
        self.ids = [*locations, *organizations]

    def everything(self) -> Iterable[UUID]:
        """Ids of every row that may be translated."""
        yield from self.ids
        for owned in (
            self.schedules,
            self.phones,
            self.contacts,
            self.documents,
            self.costs,
            self.areas,
            self.accessibility,
        ):
            yield from (row.id for rows in owned.values() for row in rows)

    def place(self, place: ServiceAtLocation, location: Location, capacity: Capacity | None) -> ListedPlace:
        addresses = () if location.is_confidential else self.addresses.get(location.id, ())
        return ListedPlace(
            place=place,
            location=location,
            address=next(iter(addresses), None),
            capacity=capacity,
            schedules=_together(self.schedules, place.id, place.service_id, location.id),
            phones=_together(self.phones, place.id, location.id),
            languages=self.languages.get(location.id, ()),
            accessibility=self.accessibility.get(location.id, ()),
            terms=(*self.terms.get(place.id, ()), *self.terms.get(location.id, ())),
            parts=() if location.is_confidential else tuple(self.parts.get(place.id, ())),
            intake=tuple(self.intake.get(place.id, ())),
        )

    def listing(
        self,
        actor: Actor,
        service: Service,
        organization: Organization,
        source: Source | None,
        places: list[ListedPlace],
        translations: dict[tuple[UUID, str], str],
    ) -> Listing:
        phones = self.phones.get(service.id, ())
        agency_phones = self.phones.get(organization.id, ())
        called = [*phones, *agency_phones, *(phone for place in places for phone in place.phones)]
        return Listing(
            service=service,
            organization=organization,
            source=source,
            places=tuple(places),
            schedules=self.schedules.get(service.id, ()),
            phones=phones,
            agency_phones=agency_phones,
            phone_languages={phone.id: self.languages.get(phone.id, ()) for phone in called},
            contacts=self.contacts.get(service.id, ()),
            languages=self.languages.get(service.id, ()),
            documents=self.documents.get(service.id, ()),
            costs=self.costs.get(service.id, ()),
            areas=self.areas.get(service.id, ()),
            terms=self.terms.get(service.id, ()),
            open_problems=self.problems.get(service.id, 0),
            translations=translations,
            language=actor.language,
            may_edit=may_edit_listing(actor, organization.id),
            may_say_capacity=may_say_capacity(actor, organization.id),
        )


def _by_id(rows: Iterable[tuple[Service, Organization, Source]]) -> dict[UUID, tuple[Any, Any, Any]]:
    return {service.id: (service, organization, source) for service, organization, source in rows}


def _owned(session: Session, table: Any, owners: dict[str, list[UUID]]) -> dict[UUID, tuple[Any, ...]]:
    """Rows of a table by each of their owners; one query."""
    rows = session.exec(
        select(table)
        .where(or_(*(col(getattr(table, column)).in_(ids) for column, ids in owners.items())))
        .order_by(table.id)
    ).all()
    found: dict[UUID, tuple[Any, ...]] = {}
    for row in rows:
        for column in owners:
            if (owner := getattr(row, column)) is not None:
                found[owner] = (*found.get(owner, ()), row)
    return found


def _together(owned: Mapping[UUID, tuple[Any, ...]], *owners: UUID) -> tuple[Any, ...]:
    rows = {row.id: row for owner in owners for row in owned.get(owner, ())}
    return tuple(rows.values())


def _terms(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[Term, ...]]:
    found: dict[UUID, tuple[Term, ...]] = {}
    rows = session.exec(
        select(Attribute.link_id, TaxonomyTerm)
        .join(TaxonomyTerm, col(TaxonomyTerm.id) == col(Attribute.taxonomy_term_id))
        .where(col(Attribute.link_entity).in_(_SAYS_TERMS), col(Attribute.link_id).in_(ids))
        .order_by(col(TaxonomyTerm.name))
    )
    for link_id, term in rows:
        said = Term(term.id, term.code or "", term.name, term.taxonomy or "")
        found[link_id] = (*found.get(link_id, ()), said)
    return found


def _translations(session: Session, language: str, ids: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
    if language == ENGLISH:
        return {}
    rows = session.exec(
        select(Translation.entity_id, Translation.field, Translation.text).where(
            Translation.language == language, col(Translation.entity_id).in_(list(ids))
        )
    )
    return {(entity_id, field): text for entity_id, field, text in rows}
