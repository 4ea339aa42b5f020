"""Everything that a listing shows, of one service or of many, in the same small number of queries.

They are made once and give plain rows, not objects of the session: they are read in a fifth of the time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select
from sqlmodel import Session

from network.actors import Actor
from network.errors import NotFound
from network.providers.listing import ENGLISH, ListedPlace, Listing
from network.providers.queries.rows import records_beside, records_where, table_of
from network.providers.terms import Term
from network.rules.capacity_parts import in_order
from network.rules.permissions import may_edit_listing, may_say_capacity
from network.tables import ProblemStatus

_SAYS_TERMS = ("service", "service_at_location", "location")  # the index of terms begins with these
_SERVICE = ("service", "organization", "source")
_PLACE = ("service_at_location", "location", "capacity")

Owned = dict[UUID, tuple[Any, ...]]  # rows by their owner's id


def get_service(session: Session, actor: Actor, service_id: UUID) -> Listing:
    """The listing of one service. Raises NotFound."""
    found = get_services(session, actor, [service_id])
    if not found:
        raise NotFound
    return found[0]


def get_services(session: Session, actor: Actor, service_ids: Sequence[UUID]) -> list[Listing]:
    """The listings of these services that exist, in the given order."""
    session.flush()  # the rows are read past the session, and must have what it has changed
    connection = session.connection()
    services = {row[0].id: row for row in _beside(connection, _services(), service_ids, _SERVICE)}
    places = _beside(connection, _places(), list(services), _PLACE)
    rows = _Rows(
        connection,
        services=list(services),
        places=[place.id for place, _, _ in places],
        locations=[location.id for _, location, _ in places],
        organizations=[organization.id for _, organization, _ in services.values()],
    )
    translations = _translations(connection, actor.language, [*rows.everything(), *services])
    listed: dict[UUID, list[ListedPlace]] = defaultdict(list)
    for three in places:
        listed[three[0].service_id].append(rows.place(*three))
    return [
        rows.listing(actor, *services[service_id], places=listed[service_id], translations=translations)
        for service_id in dict.fromkeys(service_ids)
        if service_id in services
    ]


def get_places(
    session: Session, actor: Actor, place_ids: Sequence[UUID]
) -> list[tuple[Listing, ListedPlace]]:
    """These services at locations as far as they exist, in the given order, each with its listing."""
    session.flush()
    rows = records_where(session.connection(), "service_at_location", [("id", place_ids)])
    listings = get_services(session, actor, [row.service_id for row in rows])
    found = {place.place.id: (listing, place) for listing in listings for place in listing.places}
    return [found[place_id] for place_id in dict.fromkeys(place_ids) if place_id in found]


class _Rows:
    """The rows that belong to some services, places, locations and agencies, by the id of the owner."""

    def __init__(
        self,
        connection: Connection,
        *,
        services: list[UUID],
        places: list[UUID],
        locations: list[UUID],
        organizations: list[UUID],
    ) -> None:
        def owned(table: str, **owners: Iterable[UUID]) -> Owned:
            return _owned(connection, table, owners)

        here = {"service_id": services, "service_at_location_id": places, "location_id": locations}
        self.schedules = owned("schedule", **here)
        self.phones = owned("phone", **here, organization_id=organizations)
        phones = {phone.id for rows in self.phones.values() for phone in rows}
        self.languages = owned("language", service_id=services, location_id=locations, phone_id=phones)
        self.contacts = owned("contact", service_id=services, service_at_location_id=places)
        self.documents = owned("required_document", service_id=services)
        self.costs = owned("cost_option", service_id=services)
        self.areas = owned("service_area", service_id=services, service_at_location_id=places)
        self.addresses = owned("address", location_id=locations)
        self.accessibility = owned("accessibility", location_id=locations)
        self.parts = owned("capacity_part", service_at_location_id=places)
        self.intake = owned("intake_hours", service_at_location_id=places)
        self.terms = _terms(connection, [*services, *places, *locations])
        self.problems = _open_problems(connection, services)
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

    def place(self, place: Any, location: Any, capacity: Any) -> ListedPlace:
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
            parts=() if location.is_confidential else tuple(in_order(self.parts.get(place.id, ()))),
            intake=tuple(sorted(self.intake.get(place.id, ()), key=attrgetter("weekday", "opens_at"))),
        )

    def listing(
        self,
        actor: Actor,
        service: Any,
        organization: Any,
        source: Any,
        *,
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


def _beside(
    connection: Connection, question: Select[Any], ids: Sequence[UUID], names: Sequence[str]
) -> list[tuple[Any, ...]]:
    if not ids:
        return []
    return [tuple(records_beside(row, names)) for row in connection.execute(question, {"ids": ids})]


@cache
def _services() -> Select[Any]:
    service, organization, source = map(table_of, _SERVICE)
    return (
        select(service, organization, source)
        .join(organization, organization.c.id == service.c.organization_id)
        .join(source, source.c.id == service.c.source_id, isouter=True)
        .where(service.c.id.in_(_among()))
    )


@cache
def _places() -> Select[Any]:
    place, location, capacity = map(table_of, _PLACE)
    return (
        select(place, location, capacity)
        .join(location, location.c.id == place.c.location_id)
        .join(capacity, capacity.c.service_at_location_id == place.c.id, isouter=True)
        .where(place.c.service_id.in_(_among()))
        .order_by(place.c.id)
    )


def _owned(connection: Connection, table: str, owners: Mapping[str, Iterable[UUID]]) -> Owned:
    """Rows of a table by each of their owners; one query."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in records_where(connection, table, [(column, list(ids)) for column, ids in owners.items()]):
        for column in owners:
            if (owner := getattr(row, column)) is not None:
                found[owner].append(row)
    return {owner: tuple(rows) for owner, rows in found.items()}


def _together(owned: Owned, *owners: UUID) -> tuple[Any, ...]:
    rows = {row.id: row for owner in owners for row in owned.get(owner, ())}
    return tuple(rows.values())


def _terms(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, tuple[Term, ...]]:
    found: dict[UUID, list[Term]] = defaultdict(list)
    for link_id, term_id, code, name, taxonomy in connection.execute(_terms_said(), {"ids": ids}):
        found[link_id].append(Term(term_id, code or "", name, taxonomy or ""))
    return {link_id: tuple(terms) for link_id, terms in found.items()}


@cache
def _terms_said() -> Select[Any]:
    attribute, term = table_of("attribute"), table_of("taxonomy_term")
    return (
        select(attribute.c.link_id, term.c.id, term.c.code, term.c.name, term.c.taxonomy)
        .join(term, term.c.id == attribute.c.taxonomy_term_id)
        .where(attribute.c.link_entity.in_(_SAYS_TERMS), attribute.c.link_id.in_(_among()))
        .order_by(term.c.name)
    )


def _open_problems(connection: Connection, service_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many there are of each service that has any."""
    rows = connection.execute(_problems(), {"ids": service_ids}) if service_ids else ()
    return dict(tuple(row) for row in rows)


@cache
def _problems() -> Select[Any]:
    problem = table_of("problem")
    return (
        select(problem.c.service_id, func.count())
        .where(problem.c.service_id.in_(_among()), problem.c.status == ProblemStatus.OPEN)
        .group_by(problem.c.service_id)
    )


def _translations(connection: Connection, language: str, ids: Sequence[UUID]) -> dict[tuple[UUID, str], str]:
    if language == ENGLISH:
        return {}
    rows = connection.execute(_texts(), {"language": language, "ids": ids})
    return {(entity_id, field): text for entity_id, field, text in rows}


@cache
def _texts() -> Select[Any]:
    text = table_of("translation")
    return select(text.c.entity_id, text.c.field, text.c.text).where(
        text.c.language == bindparam("language"), text.c.entity_id.in_(_among())
    )


def _among() -> BindParameter[Any]:
    return bindparam("ids", expanding=True)
