"""Notices somebody who is on the agency's caseload already. Other agencies' people are never compared."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, and_, col, select

from network.actors import Actor
from network.people.marks import look_up_values, marks_of
from network.people.queries import keepers_of, visible_people
from network.tables import MarkKind, Person, PersonMark

MOST = 5
# Only the strongest likeness is said.
STRONGEST = (MarkKind.NAME_AND_BIRTH, MarkKind.FAMILY_AND_BIRTH, MarkKind.PHONE, MarkKind.NAME)


@dataclass(frozen=True)
class Known:
    """Somebody alike. `person` is None when the record is a colleague's, whom `keepers` names."""

    person_id: UUID
    alike: MarkKind
    person: Person | None
    keepers: tuple[str, ...]


def find_known(
    session: Session,
    actor: Actor,
    *,
    given_name: str,
    family_name: str,
    called: str = "",
    born_on: date | None = None,
    phone: str = "",
) -> tuple[Known, ...]:
    """Who on the caseload of the actor's agency is like this, the most alike first; at most five."""
    if actor.organization_id is None:
        return ()
    wanted = marks_of(given_name, family_name, called, born_on, phone)
    likeness = [
        and_(PersonMark.kind == kind, col(PersonMark.value).in_(look_up_values(kind, texts)))
        for kind, texts in wanted.items()
        if texts
    ]
    if not likeness:
        return ()
    found: dict[UUID, set[MarkKind]] = defaultdict(set)
    rows = session.exec(
        select(PersonMark.person_id, PersonMark.kind)
        .where(PersonMark.organization_id == actor.organization_id, or_(*likeness))
        .limit(200)
    )
    for person_id, kind in rows:
        found[person_id].add(MarkKind(kind))
    return _told(session, actor, found)


def _told(session: Session, actor: Actor, found: dict[UUID, set[MarkKind]]) -> tuple[Known, ...]:
    strongest = {
        person_id: next(kind for kind in STRONGEST if kind in kinds) for person_id, kinds in found.items()
    }
    nearest = sorted(strongest, key=lambda person_id: (STRONGEST.index(strongest[person_id]), person_id))[
        :MOST
    ]
    visible = {
        person.id: person for person in session.exec(visible_people(actor).where(col(Person.id).in_(nearest)))
    }
    keepers = keepers_of(session, nearest)
    return tuple(
        Known(
            person_id=person_id,
            alike=strongest[person_id],
            person=visible.get(person_id),
            keepers=keepers.get(person_id, ()),
        )
        for person_id in nearest
    )
