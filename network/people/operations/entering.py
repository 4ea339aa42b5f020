"""Putting somebody on the caseload, and correcting who they are."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid
from network.ids import new_id
from network.people.known import Known, find_known
from network.people.limits import LONGEST_LANGUAGE, LONGEST_NAME, OLDEST_YEARS
from network.people.marks import write_marks
from network.people.queries import relation, safe_contact_of
from network.people.words import AlreadyKnown, PersonWords
from network.rules.names import plain_name
from network.rules.people_permissions import (
    may_add_person,
    may_change_person,
    may_keep_caseload_for,
)
from network.rules.permissions import require
from network.tables import Organization, Person
from network.words import Say, say


def add_person(
    session: Session,
    actor: Actor,
    words: PersonWords,
    *,
    phone: str = "",
    anyway: bool = False,
    is_fictional: bool = False,
    person_id: UUID | None = None,
) -> Person:
    """Somebody new on the caseload of the actor's agency.

    Raises Invalid; raises AlreadyKnown when somebody alike is there and `anyway` was not said; `phone` only
    helps to notice that. Sent twice with the same `person_id`, it is one person.
    """
    require(may_add_person(actor))
    organization = session.get_one(Organization, actor.organization_id)
    require(may_keep_caseload_for(organization.is_victim_service))
    if entered := _entered_before(session, actor, person_id):
        return entered
    plain = _checked(words)
    known = find_known(
        session,
        actor,
        given_name=plain.given_name,
        family_name=plain.family_name,
        called=plain.called,
        born_on=plain.born_on,
        phone=phone,
    )
    if known and not anyway:
        raise AlreadyKnown(known)
    moment = now()
    person = Person(
        id=person_id or new_id(),
        organization_id=organization.id,
        **_columns(plain),
        created_at=moment,
        created_by_account_id=actor.id,
        changed_at=moment,
        is_fictional=is_fictional,
    )
    session.add(person)
    session.flush()
    write_marks(session, person, None)
    events.record(session, actor, "person.entered", "person", person.id, alike=len(known))
    return person


def _entered_before(session: Session, actor: Actor, person_id: UUID | None) -> Person | None:
    before = session.get(Person, person_id) if person_id else None
    if before is None:
        return None
    if before.created_by_account_id == actor.id:
        return before
    raise Conflict(say("This form was used before. Open a new one."))


def notice_known(session: Session, actor: Actor, known: Iterable[Known]) -> None:
    """Write down who was found when somebody alike was typed: the look across a colleague's caseload is
    kept."""
    for one in known:
        events.record(session, actor, "person.noticed", "person", one.person_id, alike=str(one.alike))


def change_person(
    session: Session, actor: Actor, person: Person, words: PersonWords, *, seen: datetime | None = None
) -> None:
    """Correct who somebody is. Raises Invalid; raises Conflict when it was changed since `seen`."""
    require(may_change_person(actor, relation(session, actor, person)))
    plain = _checked(words)
    changed = session.exec(
        update(Person)
        .where(col(Person.id) == person.id, col(Person.changed_at) == (seen or person.changed_at))
        .values(**_columns(plain), changed_at=now())
    )
    if changed.rowcount != 1:
        raise Conflict(
            say("Somebody else has changed this record meanwhile. Look at it, then make your change again.")
        )
    session.refresh(person)
    write_marks(session, person, safe_contact_of(session, person.id))
    events.record(session, actor, "person.changed", "person", person.id)


def _checked(words: PersonWords) -> PersonWords:
    plain = PersonWords(
        plain_name(words.given_name),
        plain_name(words.family_name),
        plain_name(words.called),
        words.born_on,
        words.language.strip() or "en",
        words.needs_interpreter,
    )
    problems: dict[str, Say] = {}
    for field, name in (("given_name", plain.given_name), ("family_name", plain.family_name)):
        if not any(sign.isalnum() for sign in name):
            problems[field] = say("Write the name, or what is known of it.")
    for field, name in (
        ("given_name", plain.given_name),
        ("family_name", plain.family_name),
        ("called", plain.called),
    ):
        if len(name) > LONGEST_NAME:
            problems[field] = say("Please use at most {most} letters.", most=LONGEST_NAME)
    if problem := _birth_problem(plain.born_on):
        problems["born_on"] = problem
    if len(plain.language) > LONGEST_LANGUAGE or not plain.language.replace("-", "").isalnum():
        problems["language"] = say("Choose a language from the list.")
    if problems:
        raise Invalid(problems)
    return plain


def _birth_problem(born_on: date | None) -> Say | None:
    if born_on is None:
        return None
    today = now().date() + timedelta(days=1)  # somewhere it is tomorrow
    if born_on > today:
        return say("This birth date is in the future.")
    if born_on.year < today.year - OLDEST_YEARS:
        return say("This birth date is too long ago. Check the year.")
    return None


def _columns(plain: PersonWords) -> dict[str, Any]:
    return {
        "given_name": plain.given_name,
        "family_name": plain.family_name,
        "called": plain.called or None,
        "born_on": plain.born_on.isoformat() if plain.born_on else None,
        "language": plain.language,
        "needs_interpreter": plain.needs_interpreter,
    }
