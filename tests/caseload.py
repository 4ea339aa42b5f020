"""Somebody on the caseload of the cast's diversion unit. Everybody is invented."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.people.operations import add_person, add_program, open_case, open_need
from network.people.words import NeedWords, PersonWords
from network.tables import CaseFile, DiversionProgram, Need, Person
from tests.cast import Cast


def rosa(session: Session, actor: Actor, **changed: object) -> Person:
    """Rosa Medina, born 1990, entered by the actor; `changed` are other words."""
    words: dict[str, object] = {
        "given_name": "Rosa",
        "family_name": "Medina",
        "born_on": date(1990, 7, 31),
        "language": "es",
    }
    return add_person(session, actor, PersonWords(**words | changed), anyway=True)  # type: ignore[arg-type]


def program(
    session: Session, cast: Cast, *, name: str = "Early diversion", days: int = 14
) -> DiversionProgram:
    """A program of the unit with a clock."""
    return add_program(session, cast.cody_coordinator, name=name, intake_days=days)


def case_due_in(session: Session, actor: Actor, person: Person, days: float) -> CaseFile:
    """An open case whose intake must be done so many days from now."""
    deadline: datetime = now() + timedelta(days=days)
    return open_case(session, actor, person, intake_by=deadline, opened_on=min(actor.today, deadline.date()))


def methadone(session: Session, actor: Actor, person: Person, **changed: object) -> Need:
    """The person needs opioid medication, near the clinic."""
    words: dict[str, object] = {
        "kind": "treatment.otp",
        "zip": "94103",
        "latitude": 37.77262,
        "longitude": -122.40993,
    }
    return open_need(session, actor, person, NeedWords(**words | changed))  # type: ignore[arg-type]
