"""Reads people, their cases and needs. Whoever may not know a person finds nothing."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, exists, false, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.actors import Actor, Role
from network.clock import now
from network.errors import NotFound
from network.rules.people_permissions import (
    CASEWORKERS,
    OVERSEERS,
    Relation,
    may_change_person,
    may_see_person,
    relate,
)
from network.rules.permissions import require
from network.tables import (
    Account,
    CaseFile,
    CaseParticipant,
    CaseRole,
    DiversionProgram,
    Need,
    NeedStatus,
    Person,
    SafeContact,
)


def visible_people(actor: Actor) -> SelectOfScalar[Person]:
    """The people whose record this actor may open."""
    return select(Person).where(_is_visible(actor))


def own_people(actor: Actor) -> SelectOfScalar[Person]:
    """Of those, the ones the actor entered or works with."""
    return visible_people(actor).where(or_(_entered(actor), _works_with(actor)))


def _is_visible(actor: Actor) -> ColumnElement[bool]:
    if not actor.is_signed_in or actor.organization_id is None:
        return false()
    of_agency = col(Person.organization_id) == actor.organization_id
    if actor.has(*OVERSEERS, Role.PRIVACY):
        return of_agency
    if actor.has(*CASEWORKERS):
        return and_(of_agency, or_(_entered(actor), _works_with(actor)))
    return false()


def _entered(actor: Actor) -> ColumnElement[bool]:
    return col(Person.created_by_account_id) == actor.id


def _works_with(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        col(CaseFile.person_id) == Person.id,
        col(CaseParticipant.case_id) == CaseFile.id,
        col(CaseParticipant.account_id) == actor.id,
        *_now_part(),
    )


def _now_part() -> tuple[ColumnElement[bool], ...]:
    moment = now()
    return (
        col(CaseParticipant.since) <= moment,
        or_(col(CaseParticipant.until).is_(None), col(CaseParticipant.until) > moment),
    )


def get_person(session: Session, actor: Actor, person_id: UUID) -> Person:
    """A person whose record the actor may open. Raises NotFound."""
    person = session.exec(visible_people(actor).where(Person.id == person_id)).one_or_none()
    if person is None or not may_see_person(actor, relation(session, actor, person)):
        raise NotFound
    return person


def get_person_to_change(session: Session, actor: Actor, person_id: UUID) -> Person:
    """A person whose record the actor may change. Raises NotFound, or NotAllowed for those who only read."""
    person = get_person(session, actor, person_id)
    require(may_change_person(actor, relation(session, actor, person)))
    return person


def relation(session: Session, actor: Actor, person: Person) -> Relation:
    """How the actor stands to the person now. Other agencies' part ends with the case."""
    if not actor.is_signed_in:
        return Relation.NONE
    if relate(actor, person.organization_id, person.created_by_account_id) is Relation.OWN:
        return Relation.OWN  # whoever entered them needs no part in a case
    query = (
        select(CaseParticipant.role)
        .join(CaseFile, col(CaseFile.id) == CaseParticipant.case_id)
        .where(CaseFile.person_id == person.id, CaseParticipant.account_id == actor.id, *_now_part())
    )
    if actor.organization_id != person.organization_id:
        query = query.where(col(CaseFile.closed_at).is_(None))
    roles = session.exec(query).all()
    return relate(actor, person.organization_id, person.created_by_account_id, [*map(CaseRole, roles)])


def case_of(session: Session, person_id: UUID) -> CaseFile | None:
    """The person's open case."""
    return session.exec(
        select(CaseFile)
        .where(CaseFile.person_id == person_id, col(CaseFile.closed_at).is_(None))
        .order_by(col(CaseFile.id).desc())
        .limit(1)
    ).one_or_none()


def cases_of(session: Session, person_id: UUID) -> Sequence[CaseFile]:
    """All cases of the person, the latest first."""
    return session.exec(
        select(CaseFile).where(CaseFile.person_id == person_id).order_by(col(CaseFile.id).desc())
    ).all()


def get_case(session: Session, actor: Actor, case_id: UUID) -> tuple[CaseFile, Person]:
    """A case of a person whom the actor may know. Raises NotFound."""
    case = session.get(CaseFile, case_id)
    if case is None:
        raise NotFound
    return case, get_person(session, actor, case.person_id)


def case_roles(session: Session, actor: Actor, case_id: UUID | None) -> frozenset[CaseRole]:
    """What the actor is in this case now; nothing once it is closed."""
    if case_id is None or not actor.is_signed_in:
        return frozenset()
    roles = session.exec(
        select(CaseParticipant.role)
        .join(CaseFile, col(CaseFile.id) == CaseParticipant.case_id)
        .where(
            CaseParticipant.case_id == case_id,
            CaseParticipant.account_id == actor.id,
            col(CaseFile.closed_at).is_(None),
            *_now_part(),
        )
    )
    return frozenset(map(CaseRole, roles))


def needs_of(session: Session, person_id: UUID, *, only_open: bool = False) -> Sequence[Need]:
    """What the person needs, the latest first."""
    query = select(Need).where(Need.person_id == person_id).order_by(col(Need.id).desc())
    return session.exec(query.where(Need.status == NeedStatus.OPEN) if only_open else query).all()


def get_need(session: Session, actor: Actor, need_id: UUID) -> tuple[Need, Person]:
    """A need of a person whom the actor may know. Raises NotFound."""
    need = session.get(Need, need_id)
    if need is None:
        raise NotFound
    return need, get_person(session, actor, need.person_id)


def safe_contact_of(session: Session, person_id: UUID) -> SafeContact | None:
    """How the person may be reached; None: nobody has said so, and nobody writes to them."""
    return session.get(SafeContact, person_id)


def program_of(session: Session, case: CaseFile | None) -> DiversionProgram | None:
    """The diversion program of a case."""
    return session.get(DiversionProgram, case.program_id) if case and case.program_id else None


def keepers_of(session: Session, person_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The names of those of the person's agency who work with each person now; else who entered them."""
    names: dict[UUID, list[str]] = {}
    working = session.exec(
        select(CaseFile.person_id, Account.name)
        .join(CaseParticipant, col(CaseParticipant.case_id) == CaseFile.id)
        .join(Account, col(Account.id) == CaseParticipant.account_id)
        .join(Person, col(Person.id) == CaseFile.person_id)
        .where(
            col(CaseFile.person_id).in_(person_ids),
            col(CaseFile.closed_at).is_(None),
            Account.organization_id == Person.organization_id,
            *_now_part(),
        )
        .order_by(Account.name)
    )
    for person_id, name in working:
        if name not in names.setdefault(person_id, []):
            names[person_id].append(name)
    entered = session.exec(
        select(Person.id, Account.name)
        .join(Account, col(Account.id) == Person.created_by_account_id)
        .where(col(Person.id).in_(set(person_ids) - set(names)))
    )
    return {person_id: tuple(found) for person_id, found in names.items()} | {
        person_id: (name,) for person_id, name in entered
    }


def program_names(session: Session, program_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of these diversion programs."""
    rows = session.exec(select(DiversionProgram).where(col(DiversionProgram.id).in_(program_ids)))
    return {row.id: row.name for row in rows}
