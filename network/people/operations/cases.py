"""The case of a person: opened, its intake done, disposed of, closed."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid
from network.people.limits import LONGEST_REFERENCE
from network.people.operations.participants import begin_participation, check_participant
from network.people.queries import case_of, relation
from network.rules.clock import intake_deadline
from network.rules.people_permissions import may_change_person
from network.rules.permissions import require
from network.tables import CaseEnding, CaseFile, CaseRole, DiversionProgram, Person
from network.words import Say, say

LONGEST_AGO = timedelta(days=366 * 5)


def open_case(
    session: Session,
    actor: Actor,
    person: Person,
    *,
    program: DiversionProgram | None = None,
    reference: str = "",
    opened_on: date | None = None,
    intake_by: datetime | None = None,
    officer_id: UUID | None = None,
) -> CaseFile:
    """Begin the person's case; its clock is the program's unless `intake_by` says another deadline.

    `officer_id` (else the actor) takes part in it from now on.

    Raises Invalid; raises Conflict when a case is open already.
    """
    require(may_change_person(actor, relation(session, actor, person)))
    today = actor.today
    opened_on = opened_on or today
    _check_case(person, program, reference, opened_on, intake_by, today)
    officer_id = officer_id or actor.id
    if officer_id is not None:
        check_participant(session, person.organization_id, officer_id, CaseRole.OFFICER)
    session.exec(select(Person.id).where(Person.id == person.id).with_for_update())
    if case_of(session, person.id) is not None:
        raise Conflict(say("This person has an open case already. Close it before you open another one."))
    case = CaseFile(
        person_id=person.id,
        organization_id=person.organization_id,
        program_id=program.id if program else None,
        reference=reference.strip() or None,
        opened_on=opened_on,
        intake_by=intake_by
        or intake_deadline(opened_on, program.intake_days if program else None, actor.time_zone),
    )
    session.add(case)
    session.flush()
    if officer_id is not None:
        begin_participation(session, case, officer_id, CaseRole.OFFICER)
    facts = {"program_id": str(program.id) if program else None, "person_id": str(person.id)}
    events.record(session, actor, "case.opened", "case_file", case.id, **facts)
    return case


def change_case(
    session: Session, actor: Actor, case: CaseFile, *, reference: str, intake_by: datetime | None
) -> None:
    """Correct the reference number or move the deadline. Raises Invalid; Conflict when it is closed."""
    person = _person(session, actor, case)
    if len(reference.strip()) > LONGEST_REFERENCE:
        raise Invalid({"reference": _too_long()})
    if intake_by is not None and intake_by.date() < case.opened_on:
        raise Invalid({"intake_by": say("The deadline is before the case began.")})
    _change(
        session,
        case,
        {"reference": reference.strip() or None, "intake_by": intake_by},
        say("This case is closed; it can no longer be changed."),
    )
    events.record(session, actor, "case.changed", "case_file", case.id, person_id=str(person.id))


def record_intake(session: Session, actor: Actor, case: CaseFile) -> None:
    """The intake is done: the clock stops. Raises Conflict when it was done already."""
    person = _person(session, actor, case)
    done = session.exec(
        update(CaseFile)
        .where(
            col(CaseFile.id) == case.id,
            col(CaseFile.closed_at).is_(None),
            col(CaseFile.intake_done_at).is_(None),
        )
        .values(intake_done_at=now())
    )
    if done.rowcount != 1:
        raise Conflict(say("The intake of this case is recorded already, or the case is closed."))
    session.refresh(case)
    in_time = "yes" if case.intake_by is None or now() <= case.intake_by else "no"
    facts = {"person_id": str(person.id), "in_time": in_time}
    events.record(session, actor, "case.intake_done", "case_file", case.id, **facts)


def record_disposition(session: Session, actor: Actor, case: CaseFile, *, disposed_on: date) -> None:
    """The matter has its final disposition: consents that last until then end. Raises Invalid, Conflict."""
    person = _person(session, actor, case)
    if disposed_on > actor.today or disposed_on < case.opened_on:
        raise Invalid({"disposed_on": say("This day is before the case began, or in the future.")})
    _change(
        session, case, {"disposed_on": disposed_on}, say("This case is closed; it can no longer be changed.")
    )
    events.record(session, actor, "case.disposed", "case_file", case.id, person_id=str(person.id))


def close_case(session: Session, actor: Actor, case: CaseFile, *, ending: CaseEnding) -> None:
    """End the case; consents that last until then end with it. Raises Conflict when it is closed already."""
    person = _person(session, actor, case)
    _change(
        session, case, {"closed_at": now(), "ending": ending}, say("Somebody has closed this case already.")
    )
    facts = {"person_id": str(person.id), "ending": str(ending)}
    events.record(session, actor, "case.closed", "case_file", case.id, **facts)


def _person(session: Session, actor: Actor, case: CaseFile) -> Person:
    person = session.get_one(Person, case.person_id)
    require(may_change_person(actor, relation(session, actor, person)))
    return person


def _change(session: Session, case: CaseFile, values: dict[str, object], otherwise: Say) -> None:
    changed = session.exec(
        update(CaseFile)
        .where(col(CaseFile.id) == case.id, col(CaseFile.closed_at).is_(None))
        .values(**values)
    )
    if changed.rowcount != 1:
        raise Conflict(otherwise)
    session.refresh(case)


def _check_case(
    person: Person,
    program: DiversionProgram | None,
    reference: str,
    opened_on: date,
    intake_by: datetime | None,
    today: date,
) -> None:
    problems: dict[str, Say] = {}
    if program is not None and (program.organization_id != person.organization_id or not program.is_active):
        problems["program"] = say("Choose a diversion program of your agency.")
    if len(reference.strip()) > LONGEST_REFERENCE:
        problems["reference"] = _too_long()
    if not today - LONGEST_AGO <= opened_on <= today + timedelta(days=1):
        problems["opened_on"] = say("Say the day on which the case began: not in the future.")
    if intake_by is not None and intake_by.date() < opened_on:
        problems["intake_by"] = say("The deadline is before the case began.")
    if problems:
        raise Invalid(problems)


def _too_long() -> Say:
    return say("A reference number has at most {most} letters and digits.", most=LONGEST_REFERENCE)
