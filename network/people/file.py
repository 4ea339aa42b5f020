"""Everything that one page tells about a person, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from network.actors import Actor
from network.clock import now
from network.errors import NotFound
from network.people.queries import (
    case_of,
    cases_of,
    get_case,
    get_person,
    needs_of,
    program_of,
    relation,
    safe_contact_of,
)
from network.rules.people_permissions import CASEWORKERS, may_change_person
from network.tables import (
    Account,
    AccountRole,
    AccountStatus,
    CaseFile,
    CaseParticipant,
    DiversionProgram,
    Event,
    Need,
    Organization,
    Person,
    SafeContact,
)

LATEST = 20


@dataclass(frozen=True)
class Participant:
    """Somebody who takes part in a case, by name and agency."""

    participation: CaseParticipant
    name: str
    organization: str


@dataclass(frozen=True)
class FileLine:
    """Something that happened to the person, their case or a need."""

    happened_at: datetime
    kind: str
    by: str  # a name; empty: not somebody of the staff


@dataclass(frozen=True)
class PersonFile:
    person: Person
    case: CaseFile | None  # that is open
    program: DiversionProgram | None
    participants: tuple[Participant, ...]  # of the open case, now
    earlier: tuple[CaseFile, ...]
    needs: tuple[Need, ...]
    safe: SafeContact | None
    history: tuple[FileLine, ...]
    may_change: bool


def person_file(session: Session, actor: Actor, person_id: UUID) -> PersonFile:
    """One person whom the actor may know. Raises NotFound."""
    person = get_person(session, actor, person_id)
    case, needs = case_of(session, person.id), needs_of(session, person.id)
    cases = cases_of(session, person.id)
    return PersonFile(
        person=person,
        case=case,
        program=program_of(session, case),
        participants=participants_of(session, case.id) if case else (),
        earlier=tuple(one for one in cases if one.closed_at is not None),
        needs=tuple(needs),
        safe=safe_contact_of(session, person.id),
        history=_history(session, [person.id, *(one.id for one in cases), *(need.id for need in needs)]),
        may_change=bool(may_change_person(actor, relation(session, actor, person))),
    )


def participants_of(session: Session, case_id: UUID, *, with_past: bool = False) -> tuple[Participant, ...]:
    """Who takes part in a case, in the order in which they came."""
    query = (
        select(CaseParticipant, Account.name, Organization.name)
        .join(Account, col(Account.id) == CaseParticipant.account_id)
        .outerjoin(Organization, col(Organization.id) == Account.organization_id)
        .where(CaseParticipant.case_id == case_id)
        .order_by(col(CaseParticipant.since), col(CaseParticipant.id))
    )
    if not with_past:
        query = query.where(or_(col(CaseParticipant.until).is_(None), col(CaseParticipant.until) > now()))
    return tuple(Participant(row, name, agency or "") for row, name, agency in session.exec(query))


def get_participation(
    session: Session, actor: Actor, case_id: UUID, participation_id: UUID
) -> CaseParticipant:
    """Somebody's part in the case of a person whom the actor may know. Raises NotFound."""
    case, _ = get_case(session, actor, case_id)
    participation = session.get(CaseParticipant, participation_id)
    if participation is None or participation.case_id != case.id:
        raise NotFound
    return participation


def programs_of(
    session: Session, organization_id: UUID | None, *, with_past: bool = False
) -> Sequence[DiversionProgram]:
    """The diversion programs of an agency, by name."""
    query = (
        select(DiversionProgram)
        .where(DiversionProgram.organization_id == organization_id)
        .order_by(DiversionProgram.name)
    )
    return session.exec(query if with_past else query.where(col(DiversionProgram.is_active))).all()


def get_program(session: Session, actor: Actor, program_id: UUID) -> DiversionProgram:
    """A diversion program of the actor's own agency. Raises NotFound."""
    program = session.get(DiversionProgram, program_id)
    if program is None or actor.organization_id is None or program.organization_id != actor.organization_id:
        raise NotFound
    return program


def caseworkers_of(session: Session, organization_id: UUID) -> Sequence[tuple[UUID, str]]:
    """Who keeps a caseload for an agency: id and name."""
    query = (
        select(Account.id, Account.name)
        .where(
            Account.organization_id == organization_id,
            Account.status == AccountStatus.ACTIVE,
            col(Account.id).in_(select(AccountRole.account_id).where(col(AccountRole.role).in_(CASEWORKERS))),
        )
        .order_by(Account.name)
    )
    return session.exec(query).all()


def account_at(session: Session, email: str) -> UUID | None:
    """Whoever signs in with this address; only the whole address finds them."""
    return session.exec(select(Account.id).where(Account.email == email)).one_or_none()


def _history(session: Session, subject_ids: Sequence[UUID]) -> tuple[FileLine, ...]:
    query = (
        select(Event, Account.name)
        .outerjoin(Account, col(Account.id) == Event.actor_id)
        .where(
            col(Event.subject_id).in_(subject_ids), col(Event.subject).in_(("person", "case_file", "need"))
        )
        .order_by(col(Event.id).desc())
        .limit(LATEST)
    )
    return tuple(FileLine(event.happened_at, event.kind, name or "") for event, name in session.exec(query))
