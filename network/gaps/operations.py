"""What leadership does with a gap. All take (session, actor, gap); NotAllowed, Invalid, Conflict.

`seen` is the state that the page had shown, so that a stale button is refused with a sentence that says what
happened meanwhile. Words are sealed rows that the events point to; they are about services, never about a
person.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, update

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Invalid
from network.gaps.flags import possible_owners
from network.gaps.meanwhile import changed_meanwhile
from network.rules.gap_moves import (
    ACCEPT,
    ACKNOWLEDGE,
    LONGEST_REVIEW,
    PLAN,
    RESOLVE,
    TAKE_UP,
    GapMove,
)
from network.rules.gap_permissions import may_keep_gaps, may_remark_gap
from network.rules.permissions import require
from network.tables import Gap, GapRemark, GapStatus
from network.words import Say, say

LONGEST = 4000  # characters


def acknowledge_gap(session: Session, actor: Actor, gap: Gap, *, seen: GapStatus | None = None) -> None:
    """Leadership has seen it."""
    _make(session, actor, gap, ACKNOWLEDGE, seen=seen)


def plan_gap(
    session: Session,
    actor: Actor,
    gap: Gap,
    *,
    words: str,
    owner_id: UUID | None,
    review_on: date | None = None,
    seen: GapStatus | None = None,
) -> None:
    """Somebody answers for it, and this is what will be done. A review date may be set with it."""
    _make(session, actor, gap, PLAN, words=words, owner_id=owner_id, review_on=review_on, seen=seen)


def resolve_gap(
    session: Session, actor: Actor, gap: Gap, *, words: str, seen: GapStatus | None = None
) -> None:
    """The gap is closed, and this is how. New evidence opens it again."""
    _make(session, actor, gap, RESOLVE, words=words, seen=seen)


def accept_gap(
    session: Session,
    actor: Actor,
    gap: Gap,
    *,
    words: str,
    review_on: date | None,
    seen: GapStatus | None = None,
) -> None:
    """It is known, and nothing will be done until the review date, for this reason."""
    _make(session, actor, gap, ACCEPT, words=words, review_on=review_on, seen=seen)


def take_up_gap(
    session: Session, actor: Actor, gap: Gap, *, words: str, seen: GapStatus | None = None
) -> None:
    """Work on it goes on after all, for this reason."""
    _make(session, actor, gap, TAKE_UP, words=words, seen=seen)


def assign_gap(session: Session, actor: Actor, gap: Gap, *, owner_id: UUID | None) -> None:
    """Give it to somebody, who gets a letter; None: to nobody."""
    require(may_keep_gaps(actor))
    problems = _owner_problems(session, owner_id) if owner_id is not None else {}
    if problems:
        raise Invalid(problems)
    if owner_id is None and gap.status is GapStatus.IN_PLAN:
        raise Invalid({"owner": say("A gap with a plan needs somebody who answers for it.")})
    if owner_id == gap.owner_account_id:
        return
    _change(session, actor, gap, col(Gap.owner_account_id).is_not_distinct_from(gap.owner_account_id),
            owner_account_id=owner_id)  # fmt: skip
    _tell_owner(session, actor, gap, owner_id)


def set_review(session: Session, actor: Actor, gap: Gap, *, review_on: date | None) -> None:
    """When leadership looks at it again; what is accepted always has such a day."""
    require(may_keep_gaps(actor))
    is_needed = gap.status is GapStatus.ACCEPTED
    if problems := _review_problems(actor, review_on, is_needed=is_needed):
        raise Invalid(problems)
    if review_on == gap.review_on:
        return
    _change(session, actor, gap, col(Gap.status) == gap.status, review_on=review_on)
    day = review_on.isoformat() if review_on else None
    events.record(session, actor, "gap.review_set", "gap", gap.id, review_on=day)


def remark_gap(session: Session, actor: Actor, gap: Gap, *, words: str) -> None:
    """Write down what is known, asked for or done. In every state."""
    require(may_remark_gap(actor, gap))
    remark = _written(session, actor, gap, words, is_needed=True)
    events.record(session, actor, "gap.remarked", "gap", gap.id, remark=remark)


def _make(
    session: Session,
    actor: Actor,
    gap: Gap,
    move: GapMove,
    *,
    words: str = "",
    owner_id: UUID | None = None,
    review_on: date | None = None,
    seen: GapStatus | None = None,
) -> None:
    """The one way in which people change the state of a gap."""
    require(may_keep_gaps(actor))
    _check(session, actor, move, words, owner_id, review_on)
    sources = move.sources if seen is None else move.sources & {seen}
    values: dict[str, object] = {"status": move.target, "status_since": now()}
    if move in (PLAN, ACCEPT):
        values["review_on"] = review_on
    if move in (RESOLVE, TAKE_UP):
        values["review_on"] = None
    before = gap.owner_account_id
    if move.needs_owner:
        values["owner_account_id"] = owner_id
    _change(session, actor, gap, col(Gap.status).in_(sources), **values)
    remark = _written(session, actor, gap, words, is_needed=move.needs_words)
    day = review_on.isoformat() if review_on else None
    events.record(session, actor, move.event, "gap", gap.id, remark=remark, review_on=day)
    if move.needs_owner and owner_id != before:
        _tell_owner(session, actor, gap, owner_id)


def _check(
    session: Session, actor: Actor, move: GapMove, words: str, owner_id: UUID | None, review_on: date | None
) -> None:
    problems: dict[str, Say] = {}
    if move.needs_words:
        problems |= _words_problems(words)
    if move.needs_owner:
        problems |= _owner_problems(session, owner_id)
    problems |= _review_problems(actor, review_on, is_needed=move.needs_review)
    if problems:
        raise Invalid(problems)


def _words_problems(words: str) -> dict[str, Say]:
    if not words.strip():
        return {"words": say("Write a few words, so that others understand it.")}
    if len(words.strip()) > LONGEST:
        return {"words": say("This is too long: at most {most} characters.", most=LONGEST)}
    return {}


def _owner_problems(session: Session, owner_id: UUID | None) -> dict[str, Say]:
    if owner_id is None:
        return {"owner": say("Choose who answers for it.")}
    if owner_id not in {account.id for account in possible_owners(session)}:
        return {"owner": say("Choose somebody of leadership, a supervisor or a coordinator with an account.")}
    return {}


def _review_problems(actor: Actor, review_on: date | None, *, is_needed: bool) -> dict[str, Say]:
    today = actor.today
    if review_on is None:
        return {"review_on": say("Say when you will look at it again.")} if is_needed else {}
    if not today < review_on <= today + LONGEST_REVIEW:
        return {"review_on": say("Choose a day from tomorrow on, within a year.")}
    return {}


def _written(session: Session, actor: Actor, gap: Gap, words: str, *, is_needed: bool) -> str | None:
    """The id of the row in which the words are sealed."""
    words = words.strip()
    if not words and not is_needed:
        return None
    if problems := _words_problems(words):
        raise Invalid(problems)
    remark = GapRemark(gap_id=gap.id, words=words, written_at=now(), written_by_account_id=actor.id)
    session.add(remark)
    session.flush()
    return str(remark.id)


def _change(session: Session, actor: Actor, gap: Gap, still: ColumnElement[bool], **values: object) -> None:
    """Raises Conflict when somebody else, or a survey, was faster."""
    moved = session.exec(update(Gap).where(col(Gap.id) == gap.id, still).values(**values))
    if moved.rowcount != 1:
        session.refresh(gap)
        raise changed_meanwhile(session, actor, gap)
    session.refresh(gap)


def _tell_owner(session: Session, actor: Actor, gap: Gap, owner_id: UUID | None) -> None:
    owner = str(owner_id) if owner_id else None
    events.record(session, actor, "gap.assigned", "gap", gap.id, owner=owner)
