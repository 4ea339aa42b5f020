"""Who takes part in a case, in which role, from when to when; apart from the roles of an account."""

from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid
from network.people.queries import relation
from network.rules.people_permissions import CASEWORKERS, may_change_person
from network.rules.permissions import require
from network.tables import (
    Account,
    AccountRole,
    AccountStatus,
    CaseFile,
    CaseParticipant,
    CaseRole,
    Organization,
    Person,
)
from network.words import say


def add_participant(
    session: Session, actor: Actor, case: CaseFile, account_id: UUID, role: CaseRole
) -> CaseParticipant:
    """From now on somebody of the staff takes part. Raises Invalid; Conflict when they do already, or it is
    closed."""
    person = session.get_one(Person, case.person_id)
    require(may_change_person(actor, relation(session, actor, person)))
    if case.closed_at is not None:
        raise Conflict(say("This case is closed; it can no longer be changed."))
    check_participant(session, case.organization_id, account_id, role)
    session.exec(select(CaseFile.id).where(CaseFile.id == case.id).with_for_update())
    if session.exec(
        select(CaseParticipant.id).where(
            CaseParticipant.case_id == case.id,
            CaseParticipant.account_id == account_id,
            CaseParticipant.role == role,
            or_(col(CaseParticipant.until).is_(None), col(CaseParticipant.until) > now()),
        )
    ).first():
        raise Conflict(say("They take part in this case in this role already."))
    participation = begin_participation(session, case, account_id, role)
    facts = {"account_id": str(account_id), "role": str(role), "person_id": str(person.id)}
    events.record(session, actor, "case.participant_joined", "case_file", case.id, **facts)
    return participation


def end_participation(session: Session, actor: Actor, participation: CaseParticipant) -> None:
    """From now on they no longer take part. Raises Conflict when they do not already."""
    case = session.get_one(CaseFile, participation.case_id)
    person = session.get_one(Person, case.person_id)
    require(may_change_person(actor, relation(session, actor, person)))
    ended = session.exec(
        update(CaseParticipant)
        .where(
            col(CaseParticipant.id) == participation.id,
            or_(col(CaseParticipant.until).is_(None), col(CaseParticipant.until) > now()),
        )
        .values(until=now())
    )
    if ended.rowcount != 1:
        raise Conflict(say("They no longer take part in this case."))
    session.refresh(participation)
    facts = {
        "account_id": str(participation.account_id),
        "role": str(participation.role),
        "person_id": str(person.id),
    }
    events.record(session, actor, "case.participant_left", "case_file", case.id, **facts)


def begin_participation(
    session: Session, case: CaseFile, account_id: UUID, role: CaseRole
) -> CaseParticipant:
    """The row, after everything was checked."""
    participation = CaseParticipant(case_id=case.id, account_id=account_id, role=role, since=now())
    session.add(participation)
    session.flush()
    return participation


def check_participant(session: Session, organization_id: UUID, account_id: UUID, role: CaseRole) -> None:
    """Whether this account can take part so in a case of the organization. Raises Invalid."""
    account = session.get(Account, account_id)
    if account is None or account.status is AccountStatus.DISABLED or account.organization_id is None:
        raise Invalid({"account": say("Choose somebody who can sign in and works for an agency.")})
    if session.get_one(Organization, account.organization_id).is_victim_service:
        raise Invalid(
            {"account": say("Staff of a victim service take no part in cases here: speak by telephone.")}
        )
    if role is CaseRole.OFFICER and not _keeps_a_caseload(session, account, organization_id):
        raise Invalid({"account": say("Only staff of your agency who keep a caseload can be the officer.")})


def _keeps_a_caseload(session: Session, account: Account, organization_id: UUID) -> bool:
    if account.organization_id != organization_id:
        return False
    roles = set(session.exec(select(AccountRole.role).where(AccountRole.account_id == account.id)))
    return not CASEWORKERS.isdisjoint(roles)
