"""What people say is wrong with a listing, and what came of it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid, TooMany
from network.providers.changes import record_change
from network.providers.checks import clean
from network.rules import permissions
from network.tables import Problem, ProblemKind, ProblemStatus, Service, ServiceAtLocation
from network.words import say

LONGEST_WORDS = 2000
MOST_AN_HOUR = 20  # about one service; a person who reads them can still keep up


def report_problem(
    session: Session,
    actor: Actor,
    service: Service,
    *,
    kind: ProblemKind,
    words: str = "",
    location_id: UUID | None = None,
) -> Problem:
    """Say what is wrong with a listing; anybody may. Raises Invalid, TooMany."""
    words = clean(words)
    if len(words) > LONGEST_WORDS:
        raise Invalid({"words": say("This is too long: at most {most} characters.", most=LONGEST_WORDS)})
    if kind is ProblemKind.OTHER and not words:
        raise Invalid({"words": say("Say in a few words what is wrong.")})
    lately = select(func.count()).where(
        col(Problem.service_id) == service.id, col(Problem.reported_at) > now() - timedelta(hours=1)
    )
    if session.exec(lately).one() >= MOST_AN_HOUR:
        raise TooMany(say("Many people have reported this listing in the last hour. Somebody will check it."))
    problem = Problem(
        service_id=service.id,
        location_id=_own_location(session, service, location_id),
        kind=kind,
        words=words or None,
        reported_by=actor.id if actor.is_signed_in else None,
        reported_at=now(),
    )
    session.add(problem)
    session.flush()
    events.record(
        session,
        actor,
        "problem.reported",
        "problem",
        problem.id,
        service_id=str(service.id),
        problem=kind.value,
    )
    record_change(session, [service.id])
    return problem


def settle_problem(session: Session, actor: Actor, problem: Problem, *, status: ProblemStatus) -> None:
    """Say that the listing was mended, or that nothing was wrong. Raises NotAllowed, Conflict, Invalid."""
    permissions.require(permissions.may_settle_problems(actor))
    if status is ProblemStatus.OPEN:
        raise Invalid({"status": say("Say whether you mended the listing or found it right.")})
    settled = session.exec(
        update(Problem)
        .where(col(Problem.id) == problem.id, col(Problem.status) == ProblemStatus.OPEN)
        .values(status=status, settled_by=actor.id, settled_at=now())
    )
    if settled.rowcount != 1:
        raise Conflict(say("Somebody else has settled this already."))
    events.record(session, actor, "problem.settled", "problem", problem.id, status=status.value)
    record_change(session, [problem.service_id])
    session.refresh(problem)


def _own_location(session: Session, service: Service, location_id: UUID | None) -> UUID | None:
    """The location when the service is given there; a forged one is left out."""
    return session.exec(
        select(ServiceAtLocation.location_id).where(
            ServiceAtLocation.service_id == service.id, ServiceAtLocation.location_id == location_id
        )
    ).one_or_none()
