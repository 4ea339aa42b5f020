"""The diversion programs of an agency, and how soon the intake of each must be done."""

from uuid import UUID

from sqlmodel import Session, select

from network import events
from network.actors import Actor
from network.errors import Invalid, NotAllowed
from network.people.limits import LONGEST_PROGRAM, MOST_INTAKE_DAYS
from network.rules.names import folded, plain_name
from network.rules.people_permissions import may_keep_programs
from network.rules.permissions import require
from network.tables import DiversionProgram
from network.words import Say, say


def add_program(
    session: Session, actor: Actor, *, name: str, intake_days: int | None = None
) -> DiversionProgram:
    """A diversion program of the actor's agency. Raises Invalid."""
    program = DiversionProgram(organization_id=own_organization(actor), name="")
    _write(session, actor, program, name, intake_days, is_active=True)
    events.record(session, actor, "program.added", "diversion_program", program.id)
    return program


def own_organization(actor: Actor) -> UUID:
    """The agency somebody works for. Raises NotAllowed."""
    if actor.organization_id is None:
        raise NotAllowed(say("You work for no agency that is in the network."))
    return actor.organization_id


def change_program(
    session: Session,
    actor: Actor,
    program: DiversionProgram,
    *,
    name: str,
    intake_days: int | None,
    is_active: bool,
) -> None:
    """Change its name or clock for cases to come; open cases keep their deadline. Raises Invalid."""
    _write(session, actor, program, name, intake_days, is_active=is_active)
    events.record(session, actor, "program.changed", "diversion_program", program.id)


def _write(
    session: Session,
    actor: Actor,
    program: DiversionProgram,
    name: str,
    intake_days: int | None,
    *,
    is_active: bool,
) -> None:
    require(may_keep_programs(actor, program.organization_id))
    name = plain_name(name)
    if problems := _problems(session, program, name, intake_days):
        raise Invalid(problems)
    program.name, program.intake_days, program.is_active = name, intake_days, is_active
    session.add(program)
    session.flush()


def _problems(
    session: Session, program: DiversionProgram, name: str, intake_days: int | None
) -> dict[str, Say]:
    problems: dict[str, Say] = {}
    if not name or len(name) > LONGEST_PROGRAM:
        problems["name"] = say("Write the name of the program, at most {most} letters.", most=LONGEST_PROGRAM)
    others = session.exec(
        select(DiversionProgram).where(
            DiversionProgram.organization_id == program.organization_id, DiversionProgram.id != program.id
        )
    )
    if name and any(folded(other.name) == folded(name) for other in others):
        problems["name"] = say("Your agency has a program of this name already.")
    if intake_days is not None and not 0 <= intake_days <= MOST_INTAKE_DAYS:
        problems["intake_days"] = say("Write a number of days from 0 to {most}.", most=MOST_INTAKE_DAYS)
    return problems
