"""What people say is wrong, for the curator who looks into it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from network.actors import Actor
from network.errors import NotFound
from network.rules.permissions import may_settle_problems
from network.rules.sharing import GuardedField, may_see
from network.tables import Account, Location, Organization, Phone, Problem, ProblemStatus, Service

PER_PAGE = 25


@dataclass(frozen=True)
class ReportedProblem:
    """A problem with its listing. `words` are empty for those who may not read them."""

    problem: Problem
    words: str
    service: Service
    organization: Organization
    location: Location | None
    reporter: str  # name of a staff account; empty for a visitor
    phone: str


def list_problems(
    session: Session, actor: Actor, *, settled: bool = False, page: int = 1
) -> tuple[list[ReportedProblem], int]:
    """One page of problems, and how many there are: the oldest open ones first, or the last settled ones.

    Raises NotFound for those who may not look into them.
    """
    if not may_settle_problems(actor):
        raise NotFound
    open_ = col(Problem.status) == ProblemStatus.OPEN
    condition = ~open_ if settled else open_
    rows = session.exec(
        select(Problem, Service, Organization, Location)
        .join(Service, col(Service.id) == col(Problem.service_id))
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .join(Location, col(Location.id) == col(Problem.location_id), isouter=True)
        .where(condition)
        .order_by(col(Problem.settled_at).desc() if settled else col(Problem.reported_at), col(Problem.id))
        .limit(PER_PAGE)
        .offset((max(1, page) - 1) * PER_PAGE)
    ).all()
    total = session.exec(select(func.count()).select_from(Problem).where(condition)).one()
    reporters = [problem.reported_by for problem, _, _, _ in rows if problem.reported_by]
    names = dict(session.exec(select(Account.id, Account.name).where(col(Account.id).in_(reporters))).all())
    phones = _phones(session, [service.id for _, service, _, _ in rows])
    found = [
        ReportedProblem(
            problem=problem,
            words=(problem.words or "")
            if may_see(actor, GuardedField.PROBLEM_WORDS, service.organization_id)
            else "",
            service=service,
            organization=organization,
            location=location,
            reporter=names.get(problem.reported_by, "") if problem.reported_by else "",
            phone=phones.get(service.id, ""),
        )
        for problem, service, organization, location in rows
    ]
    return found, total


def get_problem(session: Session, actor: Actor, problem_id: UUID) -> Problem:
    """One problem. Raises NotFound, also for those who may not look into it."""
    problem = session.get(Problem, problem_id)
    if problem is None or not may_settle_problems(actor):
        raise NotFound
    return problem


def _phones(session: Session, service_ids: list[UUID]) -> dict[UUID, str]:
    rows = session.exec(
        select(Phone.service_id, Phone.number)
        .where(col(Phone.service_id).in_(service_ids))
        .order_by(col(Phone.id).desc())
    )
    return {service_id: number for service_id, number in rows if service_id is not None}
