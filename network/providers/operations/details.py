"""What belongs to a record: kinds, facts, hours, numbers to call, languages, documents, costs, access.

Each `put_…` makes the record say exactly this; what it already said keeps its id.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from network.actors import Actor
from network.providers.checks import check_codes, check_hours, check_phones, cleaned
from network.providers.kinds.reading import fact_term_id, kind_term_id, read_facts, read_kinds
from network.providers.operations.rows import add_rows, entity_of, replace_rows
from network.providers.operations.telling import require_edit, tell_changed
from network.providers.queries.words import hours_state
from network.providers.versions import check_version
from network.providers.words import (
    Access,
    Area,
    Cost,
    Document,
    Hours,
    LocationDetails,
    Person,
    PhoneNumber,
    ServiceDetails,
    Spoken,
)
from network.tables import (
    Accessibility,
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
)

Rows = list[tuple[dict[str, Any], Any]]


def put_kinds(session: Session, actor: Actor, service: Service, codes: Sequence[str]) -> None:
    """What kind of service it is. Raises Invalid for an unknown code."""
    require_edit(session, actor, service)
    write_details(session, service, ServiceDetails(kinds=tuple(codes)), is_new=False)
    tell_changed(session, actor, service, "kinds")


def put_facts(session: Session, actor: Actor, record: Service | Location, codes: Sequence[str]) -> None:
    """What must be known before a person is sent. Raises Invalid for a code not about such a record."""
    require_edit(session, actor, record)
    check_codes((), codes, entity_of(record))
    _write_facts(session, record, tuple(codes), is_new=False)
    tell_changed(session, actor, record, "facts")


def put_hours(
    session: Session,
    actor: Actor,
    record: Service | Location | ServiceAtLocation,
    rows: Sequence[Hours],
    *,
    seen: str = "",
) -> None:
    """When it is open. Raises Invalid, NotAllowed, EditedMeanwhile."""
    require_edit(session, actor, record)
    if seen:
        session.refresh(record, with_for_update=True)
        check_version(seen, hours_state(session, record))
    _write(session, Schedule, record, _hours_rows(rows), is_new=False)
    tell_changed(session, actor, record, "hours")


def put_phones(
    session: Session,
    actor: Actor,
    record: Organization | Service | Location | ServiceAtLocation,
    rows: Sequence[PhoneNumber],
) -> None:
    """Numbers to call. Raises Invalid."""
    require_edit(session, actor, record)
    write_phones(session, record, tuple(rows), is_new=False)
    tell_changed(session, actor, record, "phones")


def put_contacts(session: Session, actor: Actor, service: Service, rows: Sequence[Person]) -> None:
    """Whom to ask for."""
    require_edit(session, actor, service)
    write_details(session, service, ServiceDetails(contacts=tuple(rows)), is_new=False)
    tell_changed(session, actor, service, "contacts")


def put_languages(session: Session, actor: Actor, record: Service | Location, rows: Sequence[Spoken]) -> None:
    """Which languages are spoken."""
    require_edit(session, actor, record)
    _write(session, Language, record, _language_rows(rows), is_new=False)
    tell_changed(session, actor, record, "languages")


def put_documents(session: Session, actor: Actor, service: Service, rows: Sequence[Document]) -> None:
    """What people must bring."""
    require_edit(session, actor, service)
    write_details(session, service, ServiceDetails(documents=tuple(rows)), is_new=False)
    tell_changed(session, actor, service, "documents")


def put_costs(session: Session, actor: Actor, service: Service, rows: Sequence[Cost]) -> None:
    """What it costs."""
    require_edit(session, actor, service)
    write_details(session, service, ServiceDetails(costs=tuple(rows)), is_new=False)
    tell_changed(session, actor, service, "costs")


def put_areas(session: Session, actor: Actor, service: Service, rows: Sequence[Area]) -> None:
    """Where people must live."""
    require_edit(session, actor, service)
    write_details(session, service, ServiceDetails(areas=tuple(rows)), is_new=False)
    tell_changed(session, actor, service, "areas")


def put_accessibility(session: Session, actor: Actor, location: Location, rows: Sequence[Access]) -> None:
    """How people with a disability get in and around."""
    require_edit(session, actor, location)
    write_location_details(session, location, LocationDetails(accessibility=tuple(rows)), is_new=False)
    tell_changed(session, actor, location, "accessibility")


def write_details(session: Session, service: Service, details: ServiceDetails, *, is_new: bool) -> list[str]:
    """Write what is given of a service; returns the names of the parts. Raises Invalid before it writes."""
    check_codes(details.kinds or (), details.facts or (), "service")
    check_hours(details.hours or ())
    check_phones(details.phones or ())
    if details.kinds is not None:
        known = [kind.code for kind in read_kinds()]
        _write_terms(session, service, kind_term_id, known, details.kinds, is_new=is_new)
    if details.facts is not None:
        _write_facts(session, service, details.facts, is_new=is_new)
    if details.phones is not None:
        write_phones(session, service, details.phones, is_new=is_new)
    for table, rows in (
        (Schedule, None if details.hours is None else _hours_rows(details.hours)),
        (Language, None if details.languages is None else _language_rows(details.languages)),
        (Contact, _rows(details.contacts, "name", "title", "email")),
        (RequiredDocument, _rows(details.documents, "document")),
        (CostOption, _rows(details.costs, "option", "amount", "currency", "amount_description")),
        (ServiceArea, _rows(details.areas, "name", "description")),
    ):
        if rows is not None:
            _write(session, table, service, rows, is_new=is_new)
    return [name for name, part in vars(details).items() if part is not None]


def write_location_details(
    session: Session, location: Location, details: LocationDetails, *, is_new: bool
) -> list[str]:
    """Write what is given of a location; returns the names of the parts. Raises Invalid before it writes."""
    check_codes((), details.facts or (), "location")
    check_hours(details.hours or ())
    check_phones(details.phones or ())
    if details.facts is not None:
        _write_facts(session, location, details.facts, is_new=is_new)
    if details.phones is not None:
        write_phones(session, location, details.phones, is_new=is_new)
    for table, rows in (
        (Schedule, None if details.hours is None else _hours_rows(details.hours)),
        (Language, None if details.languages is None else _language_rows(details.languages)),
        (Accessibility, _rows(details.accessibility, "description", "details")),
    ):
        if rows is not None:
            _write(session, table, location, rows, is_new=is_new)
    return [name for name, part in vars(details).items() if part is not None]


def _write(session: Session, table: type[Any], owner: Any, rows: Rows, *, is_new: bool) -> list[Any]:
    return (add_rows if is_new else replace_rows)(session, table, owner, rows)


def _rows(said: Sequence[Any] | None, *names: str) -> Rows | None:
    if said is None:
        return None
    clean = [cleaned(one) for one in said]
    return [({name: getattr(one, name) for name in names}, one.spanish) for one in clean]


def _hours_rows(said: Sequence[Hours]) -> Rows:
    check_hours(said)
    names = [name for name in Hours.__dataclass_fields__ if name != "spanish"]
    return _rows(said, *names) or []


def _language_rows(said: Sequence[Spoken]) -> Rows:
    return [
        ({"name": one.name or one.code, "code": one.code, "note": one.note}, {}) for one in map(cleaned, said)
    ]


def write_phones(session: Session, owner: Any, said: tuple[PhoneNumber, ...], *, is_new: bool) -> None:
    check_phones(said)
    rows = _rows(said, "number", "extension", "type", "description") or []
    phones = _write(session, Phone, owner, rows, is_new=is_new)
    session.flush()  # languages refer to their number, and the order of inserts does not know it
    for phone, one in zip(phones, said, strict=True):
        languages = _language_rows([Spoken(code) for code in one.languages])
        if is_new:
            session.add_all(
                Language(phone_id=phone.id, source_id=phone.source_id, **values) for values, _ in languages
            )
        else:
            replace_rows(session, Language, phone, languages)


def _write_facts(
    session: Session, record: Service | Location, codes: tuple[str, ...], *, is_new: bool
) -> None:
    known = [fact.code for fact in read_facts()]
    _write_terms(session, record, fact_term_id, known, codes, is_new=is_new)


def _write_terms(
    session: Session,
    record: Service | Location,
    term_id: Any,
    known: list[str],
    codes: tuple[str, ...],
    *,
    is_new: bool,
) -> None:
    if not is_new:
        session.exec(
            delete(Attribute).where(
                col(Attribute.link_id) == record.id,
                col(Attribute.taxonomy_term_id).in_([term_id(code) for code in known]),
            )
        )
    session.add_all(
        Attribute(
            link_id=record.id,
            link_entity=entity_of(record),
            taxonomy_term_id=term_id(code),
            source_id=record.source_id,
        )
        for code in dict.fromkeys(codes)
    )
