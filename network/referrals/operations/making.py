"""Makes a move: the one place where the status of a referral changes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from network import events
from network.actors import SYSTEM, Actor
from network.clock import now
from network.db import holds_all
from network.errors import Invalid
from network.providers.changes import one_change
from network.referrals.candidates import require_still_open
from network.referrals.following import follow
from network.referrals.meanwhile import changed_meanwhile
from network.referrals.remarks import write_remark
from network.referrals.standing import parties_at
from network.referrals.timers import set_timers
from network.rules.moves import ASKED, Move, Party, stretch_of
from network.rules.permissions import require
from network.rules.reasons import IMPLIED, REASONS, DeclineReason
from network.rules.referral_permissions import may_move_referral, may_override
from network.tables import Event, Need, Referral, ReferralStatus, RemarkKind
from network.words import say

_STATUS = (
    select(Referral.status)
    .where(col(Referral.id) == bindparam("referral_id"))
    .with_for_update(key_share=True)
)


def make_move(
    session: Session,
    actor: Actor,
    referral: Referral,
    move: Move,
    *,
    reason: DeclineReason | None = None,
    words: str = "",
    remark: RemarkKind = RemarkKind.REASON,
    channel: str = "page",
    seen: ReferralStatus | None = None,
    override: bool = False,
    changes: Mapping[str, Any] | None = None,
    **facts: str | int | None,
) -> Event:
    """Make one move by asking the database, write down what happened, then do what follows from it.

    `seen`: the status that the actor decided on; when another decision was made since, it is a Conflict and
    its sentence says which, by whom and when. `changes`: further columns of the referral. `override`: by a
    supervisor in place of another side, with `words` that say why. Raises NotAllowed, Invalid, Conflict.
    """
    parties = _require(session, actor, referral, move, words, override)
    reason = _checked_reason(move, reason, words)
    seen = seen or referral.status
    hold_need(session, referral)
    if move.target is ReferralStatus.ACCEPTED:
        require_still_open(session, referral)
    before = ReferralStatus(session.exec(_STATUS, params={"referral_id": referral.id}).one())
    moved = session.scalars(
        update(Referral)
        .where(
            col(Referral.id) == referral.id,
            col(Referral.status) == before,
            col(Referral.status).in_(move.sources & stretch_of(seen)),
        )
        .values(
            status=move.target,
            status_since=now(),
            reason=reason.value if reason else None,
            **_answered(before, move, by_receiver=override or Party.RECEIVER in parties),
            **(changes or {}),
        )
        .returning(Referral)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).one_or_none()
    if moved is None:
        raise changed_meanwhile(session, actor, referral)
    note = write_remark(session, actor, referral, remark, words)
    told: dict[str, str | int | None] = {
        "from": before.value,
        "to": move.target.value,
        "reason": reason.value if reason else None,
        "channel": channel,
        "remark": str(note.id) if note else None,
        "override": 1 if override else None,
    } | facts
    event = events.record(
        session, actor, move.event, "referral", referral.id,
        **{name: fact for name, fact in told.items() if fact is not None},
    )  # fmt: skip
    with one_change(session):
        set_timers(session, referral, move, before)
        for step in follow(session, referral, move, before):
            make_move(
                session, SYSTEM, step.referral, step.move,
                reason=step.reason, channel="system", changes=step.changes,
            )  # fmt: skip
    return event


def hold_need(session: Session, referral: Referral) -> None:
    """Whoever moves a referral holds its need first, so that moves of one need's referrals, which follow from
    each other, come one after the other and never wait for each other in a circle."""
    if not holds_all(session):
        held = select(Need.id).where(Need.id == referral.need_id)
        session.exec(held.with_for_update(key_share=True)).one()


def hold_needs(session: Session, person_id: UUID) -> None:
    """The same for all of a person's referrals, before their consent is touched: whoever is sending one
    meanwhile is waited for, whoever comes later finds the consent gone."""
    needs = select(Need.id).where(Need.person_id == person_id).order_by(col(Need.id))
    session.exec(needs.with_for_update(key_share=True)).all()


def _require(
    session: Session, actor: Actor, referral: Referral, move: Move, words: str, override: bool
) -> frozenset[Party]:
    """On which sides the actor stands, one of which may make the move. Raises NotAllowed, Invalid."""
    parties = parties_at(session, actor, referral)
    if override:
        require(may_override(actor, move, parties, words))
    else:
        require(may_move_referral(move, parties))
    if move.needs_words and not words.strip():
        raise Invalid({"words": say("Say it in a few words.")})
    return parties


def _checked_reason(move: Move, reason: DeclineReason | None, words: str) -> DeclineReason | None:
    reason = reason or IMPLIED.get(move.name)
    if reason is None:
        if move.needs_reason:
            raise Invalid({"reason": say("Choose a reason.")})
        return None
    if reason is not IMPLIED.get(move.name) and move.name not in REASONS[reason].moves:
        raise Invalid({"reason": say("This reason does not go with what you are doing. Choose another.")})
    if REASONS[reason].needs_words and not words.strip():
        raise Invalid({"words": say("Say the reason in a few words.")})
    return reason


def _answered(before: ReferralStatus, move: Move, *, by_receiver: bool) -> dict[str, Any]:
    """An answer is what the other side decides; what the sender ends before was never answered."""
    if before in ASKED and move.target not in ASKED and by_receiver and Party.RECEIVER in move.parties:
        return {"answered_at": now()}
    return {}
