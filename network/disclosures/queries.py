"""Reads what was told: the accounting of one person, and the list of an agency.

An accounting names for each disclosure its date, who received it and their address if it is known, what was
disclosed and why. (45 CFR 164.528(b)(2), 42 CFR 2.24, 2.25)
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import String, and_, cast, func, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from network.actors import Actor
from network.clock import now
from network.disclosures.reading import note_readings
from network.errors import NotFound
from network.rules.disclosure_permissions import may_read_disclosures
from network.rules.permissions import require
from network.rules.sharing import SharedField
from network.tables import (
    Account,
    Address,
    Basis,
    Channel,
    Disclosure,
    Instrument,
    Location,
    Organization,
    Person,
)
from network.tables.consent import ConsentGrant, InformationKind, Purpose

YEARS_PART_2 = 3  # 42 CFR 2.24(a)(1), 2.25(a)
YEARS_HIPAA = 6  # 45 CFR 164.528(a)(1)
PER_PAGE = 50


@dataclass(frozen=True)
class Told:
    """One disclosure in words and names. `address` is None where it is not known, or private."""

    id: UUID
    person_id: UUID
    at: datetime
    discloser: str
    recipient: str
    recipient_person: str | None
    address: str | None
    information: tuple[InformationKind, ...]
    fields: tuple[SharedField, ...]
    purpose: Purpose
    basis: Basis
    instrument: Instrument | None
    channel: Channel
    notice_version: str


@dataclass(frozen=True)
class Accounting:
    """What was told about one person in a period, the latest first."""

    person_id: UUID
    is_own: bool  # the person is on the caseload of the reader's agency; else it is that agency's part
    made_for: str  # the reader's agency
    since: date
    until: datetime
    entries: tuple[Told, ...]


@dataclass(frozen=True)
class Filters:
    """What a privacy officer looks for in the list."""

    reference: str = ""  # the end of a person's number, see `reference_of`
    organization_id: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class DisclosureList:
    """One page of the list, and the agencies that stand on it."""

    total: int
    page: int
    rows: tuple[Told, ...]
    agencies: tuple[tuple[UUID, str], ...]


def reference_of(person_id: UUID) -> str:
    """A short number of a person that says nothing about who it is: "7F3A-21B0"."""
    mark = person_id.hex[-8:].upper()
    return f"{mark[:4]}-{mark[4:]}"


def start_of(years: int, today: date) -> date:
    """The same day so many years earlier; of February 29 the day before."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def accounting(
    session: Session,
    actor: Actor,
    person_id: UUID,
    *,
    since: date | None = None,
    channel: Channel = Channel.PAGE,
) -> Accounting:
    """The accounting for one person, of the last six years or since a later day that the person chose.

    The privacy officer of the person's own agency reads everything that was told here about them; one of
    another agency what that agency told. Raises NotAllowed, NotFound.
    """
    require(may_read_disclosures(actor))
    earliest = start_of(YEARS_HIPAA, actor.today)
    since = max(since, earliest) if since else earliest
    owner = session.exec(select(Person.organization_id).where(Person.id == person_id)).one_or_none()
    is_own = owner is not None and owner == actor.organization_id
    of_person = col(Disclosure.person_id) == person_id
    mine = of_person if is_own else and_(of_person, _told_by(actor))
    if owner is None or not (is_own or session.exec(select(Disclosure.id).where(mine).limit(1)).first()):
        raise NotFound
    rows = session.exec(
        select(Disclosure)
        .where(mine, col(Disclosure.disclosed_at) >= _midnight(since))
        .order_by(col(Disclosure.disclosed_at).desc(), col(Disclosure.id).desc())
    ).all()
    entries = _in_words(session, rows)
    note_readings(session, actor, "disclosures.read", "person", [person_id], channel)
    return Accounting(person_id, is_own, _name_of(session, actor.organization_id), since, now(), entries)


def list_disclosures(session: Session, actor: Actor, filters: Filters, page: int = 1) -> DisclosureList:
    """What the actor's agency told and was told, and what was told about the people on its caseload, the
    latest first. Raises NotAllowed."""
    require(may_read_disclosures(actor))
    conditions = [_concerns(actor), *_wanted(filters)]
    total = session.exec(select(func.count()).select_from(Disclosure).where(*conditions)).one()
    page = max(1, min(page, -(-total // PER_PAGE)))
    rows = session.exec(
        select(Disclosure)
        .where(*conditions)
        .order_by(col(Disclosure.disclosed_at).desc(), col(Disclosure.id).desc())
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    return DisclosureList(total, page, _in_words(session, rows), _agencies(session, actor))


def _told_by(actor: Actor) -> ColumnElement[bool]:
    return col(Disclosure.discloser_organization_id) == actor.organization_id


def _concerns(actor: Actor) -> ColumnElement[bool]:
    own_people = select(Person.id).where(Person.organization_id == actor.organization_id)
    return or_(
        _told_by(actor),
        col(Disclosure.recipient_organization_id) == actor.organization_id,
        col(Disclosure.person_id).in_(own_people),
    )


def _wanted(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.reference:
        written = cast(col(Disclosure.person_id), String)
        conditions.append(func.lower(written).endswith(filters.reference.lower(), autoescape=True))
    if filters.organization_id is not None:
        conditions.append(
            or_(
                col(Disclosure.discloser_organization_id) == filters.organization_id,
                col(Disclosure.recipient_organization_id) == filters.organization_id,
            )
        )
    if filters.since is not None:
        conditions.append(col(Disclosure.disclosed_at) >= _midnight(filters.since))
    if filters.until is not None:
        conditions.append(col(Disclosure.disclosed_at) < _midnight(filters.until + timedelta(days=1)))
    return conditions


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=now().tzinfo)


def _agencies(session: Session, actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """The agencies that stand anywhere in the list."""
    concerned = _concerns(actor)
    tellers = select(Disclosure.discloser_organization_id).where(concerned)
    told = select(Disclosure.recipient_organization_id).where(concerned)
    rows = session.exec(
        select(Organization.id, Organization.name)
        .where(or_(col(Organization.id).in_(tellers), col(Organization.id).in_(told)))
        .order_by(col(Organization.name), col(Organization.id))
    )
    return tuple(rows)


def _name_of(session: Session, organization_id: UUID | None) -> str:
    return session.exec(select(Organization.name).where(Organization.id == organization_id)).one()


def _in_words(session: Session, rows: Sequence[Disclosure]) -> tuple[Told, ...]:
    organization_ids = {row.discloser_organization_id for row in rows} | {
        row.recipient_organization_id for row in rows if row.recipient_organization_id
    }
    account_ids = {row.recipient_account_id for row in rows if row.recipient_account_id}
    grant_ids = {row.grant_id for row in rows if row.grant_id}
    names = dict(
        session.exec(
            select(Organization.id, Organization.name).where(col(Organization.id).in_(organization_ids))
        ).all()
    )
    people = dict(
        session.exec(select(Account.id, Account.name).where(col(Account.id).in_(account_ids))).all()
    )
    instruments = dict(
        session.exec(
            select(ConsentGrant.id, ConsentGrant.instrument).where(col(ConsentGrant.id).in_(grant_ids))
        ).all()
    )
    addresses = _addresses(session, organization_ids)
    return tuple(
        Told(
            id=row.id,
            person_id=row.person_id,
            at=row.disclosed_at,
            discloser=names[row.discloser_organization_id],
            recipient=names.get(row.recipient_organization_id, "") if row.recipient_organization_id else "",
            recipient_person=row.recipient_name
            or (people.get(row.recipient_account_id) if row.recipient_account_id else None),
            address=addresses.get(row.recipient_organization_id) if row.recipient_organization_id else None,
            information=tuple(InformationKind(kind) for kind in row.information),
            fields=tuple(SharedField(field) for field in row.fields),
            purpose=row.purpose,
            basis=row.basis,
            instrument=Instrument(instruments[row.grant_id]) if row.grant_id in instruments else None,
            channel=row.channel,
            notice_version=row.notice_version,
        )
        for row in rows
    )


def _addresses(session: Session, organization_ids: Collection[UUID]) -> dict[UUID, str]:
    """The first public address of each agency."""
    rows = session.exec(
        select(Location.organization_id, Address)
        .join(Address, col(Address.location_id) == Location.id)
        .where(col(Location.organization_id).in_(organization_ids), col(Location.is_confidential).is_(False))
        .order_by(col(Address.id).desc())
    )
    return {
        organization_id: ", ".join(
            part
            for part in (
                address.address_1,
                address.address_2,
                address.city,
                f"{address.state_province} {address.postal_code}",
            )
            if part
        )
        for organization_id, address in rows
        if organization_id is not None
    }
