"""A caseload: whose intake is due first, then who needs something soon."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, not_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.actors import Actor, Role
from network.clock import now
from network.errors import NotFound
from network.people.marks import look_up_values, spelled
from network.people.queries import keepers_of, own_people, program_names, visible_people
from network.rules.clock import SOON_DAYS, Clock, diversion_clock
from network.rules.people_permissions import OVERSEERS, may_add_person
from network.tables import CaseFile, MarkKind, Need, NeedStatus, Person, PersonMark, Urgency

PER_PAGE = 25
MOST_OPENED = 5_000  # names that one look for a part of a name opens


class Whose(StrEnum):
    OWN = "own"
    AGENCY = "agency"


class Stage(StrEnum):
    """Where people stand on the caseload."""

    HERE = "here"  # a case is open, or none ever was
    ENDED = "ended"  # every case is closed


@dataclass(frozen=True)
class CaseloadLine:
    """One person of the list."""

    person: Person
    case: CaseFile | None
    clock: Clock
    program: str
    needs: tuple[Need, ...]  # that are open, the most urgent first
    keepers: tuple[str, ...]


@dataclass(frozen=True)
class Caseload:
    """A part of a caseload. `counts` are of everybody in view, whatever the stage and the name."""

    lines: tuple[CaseloadLine, ...]
    total: int
    counts: dict[Stage, int]
    due_soon: int  # whose intake must be done within a week, or should have been
    page: int
    whose: Whose  # of what was asked for, what they may see
    may_choose: bool  # between their own and their agency's


def know_caseload(actor: Actor) -> None:
    """Whether the actor keeps or reads a caseload at all. Raises NotFound."""
    if actor.organization_id is None or not (may_add_person(actor) or _reads_agency(actor)):
        raise NotFound


def caseload(
    session: Session,
    actor: Actor,
    *,
    whose: Whose = Whose.OWN,
    stage: Stage = Stage.HERE,
    name: str = "",
    page: int = 1,
) -> Caseload:
    """The people in view, the most pressing first; with a `name`, those who have it or a part of it."""
    know_caseload(actor)
    whose = _effective(actor, whose)
    view = visible_people(actor) if whose is Whose.AGENCY else own_people(actor)
    in_stage = view.where(_stage(stage))
    if spelled(name):
        in_stage = in_stage.where(col(Person.id).in_(_named(session, actor, in_stage, name)))
    total = session.exec(select(func.count()).select_from(in_stage.subquery())).one()
    people = session.exec(_sorted(in_stage).offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    counts = {each: _count(session, view.where(_stage(each))) for each in Stage}
    return Caseload(
        lines=_lines(session, actor, people),
        total=total,
        counts=counts,
        due_soon=_count(session, view.where(_is_due(now() + timedelta(days=SOON_DAYS)))),
        page=page,
        whose=whose,
        may_choose=_reads_agency(actor) and bool(may_add_person(actor)),
    )


def _reads_agency(actor: Actor) -> bool:
    return actor.has(*OVERSEERS, Role.PRIVACY)


def _effective(actor: Actor, whose: Whose) -> Whose:
    """Who only reads has no caseload of their own; who does not oversee sees nothing but their own."""
    if not may_add_person(actor):
        return Whose.AGENCY
    return whose if _reads_agency(actor) else Whose.OWN


def _count(session: Session, query: SelectOfScalar[Person]) -> int:
    return session.exec(select(func.count()).select_from(query.subquery())).one()


def _stage(stage: Stage) -> ColumnElement[bool]:
    any_case = exists().where(col(CaseFile.person_id) == Person.id)
    ended = and_(any_case, not_(any_case.where(col(CaseFile.closed_at).is_(None))))
    return ended if stage is Stage.ENDED else not_(ended)


def _is_due(until: datetime) -> ColumnElement[bool]:
    return exists().where(
        col(CaseFile.person_id) == Person.id,
        col(CaseFile.closed_at).is_(None),
        col(CaseFile.intake_done_at).is_(None),
        col(CaseFile.intake_by) <= until,
    )


def _sorted(query: SelectOfScalar[Person]) -> SelectOfScalar[Person]:
    deadline = (
        select(func.min(CaseFile.intake_by))
        .where(
            CaseFile.person_id == Person.id,
            col(CaseFile.closed_at).is_(None),
            col(CaseFile.intake_done_at).is_(None),
        )
        .scalar_subquery()
    )
    order = {urgency: place for place, urgency in enumerate(Urgency)}
    urgency = (
        select(func.min(case(order, value=Need.urgency)))
        .where(Need.person_id == Person.id, Need.status == NeedStatus.OPEN)
        .scalar_subquery()
    )
    return query.order_by(
        deadline.is_(None),
        deadline,
        urgency.is_(None),
        urgency,
        col(Person.changed_at).desc(),
        col(Person.id),
    )


def _named(session: Session, actor: Actor, view: SelectOfScalar[Person], name: str) -> set[UUID]:
    """Who has exactly this name, and who has it as a part; the names of at most 5,000 people are opened."""
    exactly = session.exec(
        select(PersonMark.person_id).where(
            PersonMark.kind == MarkKind.NAME,
            PersonMark.organization_id == actor.organization_id,
            col(PersonMark.value).in_(look_up_values(MarkKind.NAME, [spelled(name)])),
        )
    )
    found = set(exactly)
    wanted = spelled(name).split()
    latest = view.order_by(col(Person.changed_at).desc()).limit(MOST_OPENED)
    for person in session.exec(latest):
        words = spelled(person.given_name, person.family_name, person.called).split()
        if all(any(part in word for word in words) for part in wanted):
            found.add(person.id)
    return found


def _lines(session: Session, actor: Actor, people: Sequence[Person]) -> tuple[CaseloadLine, ...]:
    ids = [person.id for person in people]
    open_cases = _open_cases(session, ids)
    needs = _open_needs(session, ids)
    keepers = keepers_of(session, ids)
    programs = program_names(session, {case.program_id for case in open_cases.values() if case.program_id})
    moment = now()
    return tuple(
        CaseloadLine(
            person=person,
            case=(present := open_cases.get(person.id)),
            clock=diversion_clock(present, moment, actor.time_zone),
            program=programs.get(present.program_id, "") if present and present.program_id else "",
            needs=tuple(needs.get(person.id, ())),
            keepers=keepers.get(person.id, ()),
        )
        for person in people
    )


def _open_cases(session: Session, person_ids: Collection[UUID]) -> dict[UUID, CaseFile]:
    rows = session.exec(
        select(CaseFile).where(col(CaseFile.person_id).in_(person_ids), col(CaseFile.closed_at).is_(None))
    )
    return {row.person_id: row for row in rows}


def _open_needs(session: Session, person_ids: Collection[UUID]) -> dict[UUID, list[Need]]:
    rows: Iterable[Need] = session.exec(
        select(Need)
        .where(col(Need.person_id).in_(person_ids), Need.status == NeedStatus.OPEN)
        .order_by(col(Need.id))
    )
    found: dict[UUID, list[Need]] = {}
    for need in sorted(rows, key=lambda need: list(Urgency).index(need.urgency)):
        found.setdefault(need.person_id, []).append(need)
    return found
