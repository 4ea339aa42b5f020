"""What a person needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid
from network.people.limits import LONGEST_WORDS
from network.people.queries import case_of, relation
from network.people.words import NeedWords
from network.rules.need_facts import facts_of, facts_text, joined_facts
from network.rules.people_permissions import may_change_person
from network.rules.permissions import require
from network.tables import Need, NeedStatus, Person, TaxonomyTerm
from network.words import Say, say

DIGITS = 2  # of degrees


def open_need(session: Session, actor: Actor, person: Person, words: NeedWords) -> Need:
    """The person needs this from now on; it belongs to their open case. Raises Invalid."""
    require(may_change_person(actor, relation(session, actor, person)))
    _check(session, words)
    case, moment = case_of(session, person.id), now()
    need = Need(
        person_id=person.id,
        case_id=case.id if case else None,
        kind=words.kind,
        **_columns(words),
        status_since=moment,
        opened_at=moment,
        opened_by_account_id=actor.id,
    )
    session.add(need)
    session.flush()
    facts = {"need_kind": need.kind, "urgency": str(need.urgency), "person_id": str(person.id)}
    events.record(session, actor, "need.opened", "need", need.id, **facts)
    return need


def change_need(session: Session, actor: Actor, need: Need, words: NeedWords) -> None:
    """Say more exactly what is needed; the kind stays. Raises Invalid; Conflict when it is closed."""
    person = session.get_one(Person, need.person_id)
    require(may_change_person(actor, relation(session, actor, person)))
    _check(session, words)
    _change(session, need, _columns(words))
    events.record(session, actor, "need.changed", "need", need.id, person_id=str(person.id))


def add_facts(session: Session, actor: Actor, need: Need, facts: Mapping[str, Sequence[str]]) -> None:
    """Write down what else is known of the person, beside what the need says already. Raises Conflict when it
    is closed."""
    person = session.get_one(Person, need.person_id)
    require(may_change_person(actor, relation(session, actor, person)))
    _change(session, need, {"facts": facts_text(joined_facts(facts_of(need), facts))})
    events.record(session, actor, "need.changed", "need", need.id, person_id=str(person.id))


def close_need(session: Session, actor: Actor, need: Need, *, status: NeedStatus = NeedStatus.MET) -> None:
    """The need is met, or no longer there. Raises Conflict when somebody has closed it already."""
    person = session.get_one(Person, need.person_id)
    require(may_change_person(actor, relation(session, actor, person)))
    if status is NeedStatus.OPEN:
        raise Invalid({"status": say("Say whether the need is met or no longer there.")})
    _change(session, need, {"status": status, "status_since": now()})
    facts = {"status": str(status), "person_id": str(person.id)}
    events.record(session, actor, "need.closed", "need", need.id, **facts)


def _change(session: Session, need: Need, values: dict[str, object]) -> None:
    changed = session.exec(
        update(Need).where(col(Need.id) == need.id, col(Need.status) == NeedStatus.OPEN).values(**values)
    )
    if changed.rowcount != 1:
        raise Conflict(say("Somebody has closed this need already."))
    session.refresh(need)


def _check(session: Session, words: NeedWords) -> None:
    problems: dict[str, Say] = {}
    known = select(TaxonomyTerm.id).where(TaxonomyTerm.code == words.kind)
    if not words.kind or session.exec(known.limit(1)).first() is None:
        problems["kind"] = say("Choose what is needed.")
    if words.zip and not (len(words.zip) == 5 and words.zip.isdecimal() and words.zip.isascii()):
        problems["zip"] = say("Type the five digits of a ZIP code.")
    if len(words.words) > LONGEST_WORDS:
        problems["words"] = say("Please use at most {most} letters.", most=LONGEST_WORDS)
    if problems:
        raise Invalid(problems)


def _columns(words: NeedWords) -> dict[str, Any]:
    return {
        "urgency": words.urgency,
        "facts": facts_text(words.facts),
        "words": words.words.strip() or None,
        "zip": words.zip or None,
        "latitude": _rounded(words.latitude),
        "longitude": _rounded(words.longitude),
    }


def _rounded(degrees: float | None) -> float | None:
    """To about half a mile: enough to search by, too little to find a door."""
    return None if degrees is None else round(degrees, DIGITS)
