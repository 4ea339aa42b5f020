"""Ends referrals, and takes an end back."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from network import events
from network.actors import SYSTEM, Actor
from network.clock import now
from network.errors import Conflict
from network.referrals.attempts import attempts_said
from network.referrals.candidates import next_in_turn
from network.referrals.consents import consent_missing, cover_of
from network.referrals.operations.making import hold_need, make_move
from network.referrals.standing import parties_at
from network.rules.moves import (
    CLIENT_DECLINE,
    COMPLETE,
    CORRECT,
    LOSE,
    NOT_LINK,
    RELEASE,
    REOPEN,
    REOPEN_WITHIN,
    SEND_BACK,
    WITHDRAW,
)
from network.rules.permissions import require
from network.rules.reasons import DeclineReason
from network.rules.referral_permissions import may_move_referral
from network.tables import Referral, ReferralStatus, RemarkKind
from network.words import say


def release_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    reason: DeclineReason,
    words: str = "",
    tried_on: Sequence[date] = (),
    channel: str = "page",
    seen: ReferralStatus | None = None,
    override: bool = False,
) -> None:
    """The agency that had said yes gives it back; a coordinator of the sender's looks into it."""
    make_move(
        session, actor, referral, RELEASE,
        reason=reason, words=words, channel=channel, seen=seen, override=override,
        tried_on=attempts_said(actor, reason, tried_on),
    )  # fmt: skip


def confirm_release(session: Session, actor: Actor, referral: Referral, *, channel: str = "page") -> None:
    """A coordinator has looked into it and the release stands; the next candidate goes out."""
    require(may_move_referral(SEND_BACK, parties_at(session, actor, referral)))
    hold_need(session, referral)
    session.refresh(referral)
    if referral.status is not ReferralStatus.RELEASED_AFTER_ACCEPT:
        raise Conflict(say("This referral is not given back any more. Nothing was changed."))
    events.record(session, actor, "referral.release_confirmed", "referral", referral.id, channel=channel)
    for step in next_in_turn(session, referral):
        make_move(session, SYSTEM, step.referral, step.move, channel="system", changes=step.changes)


def send_back_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    words: str,
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """A coordinator does not agree with the release: the agency has it again. Needs a live grant."""
    _require_cover(session, referral)
    make_move(session, actor, referral, SEND_BACK, words=words, channel=channel, seen=seen)


def withdraw_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    reason: DeclineReason | None = None,
    words: str = "",
    tried_on: Sequence[date] = (),
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """The sender takes it back, whatever the other side has said so far."""
    make_move(
        session, actor, referral, WITHDRAW,
        reason=reason, words=words, channel=channel, seen=seen,
        tried_on=attempts_said(actor, reason, tried_on),
    )  # fmt: skip


def client_declined(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    reason: DeclineReason = DeclineReason.CLIENT_DECLINED,
    words: str = "",
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """The person does not want it, as they told either side."""
    make_move(
        session, actor, referral, CLIENT_DECLINE, reason=reason, words=words, channel=channel, seen=seen
    )


def complete_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    words: str = "",
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """The person got what they were referred for."""
    make_move(
        session, actor, referral, COMPLETE,
        words=words, remark=RemarkKind.EVIDENCE, channel=channel, seen=seen,
    )  # fmt: skip


def not_linked(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    reason: DeclineReason,
    words: str = "",
    tried_on: Sequence[date] = (),
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """It was agreed and still came to nothing."""
    make_move(
        session, actor, referral, NOT_LINK,
        reason=reason, words=words, channel=channel, seen=seen,
        tried_on=attempts_said(actor, reason, tried_on),
    )  # fmt: skip


def lose_contact(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    tried_on: Sequence[date],
    words: str = "",
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """The person can no longer be reached; `tried_on`: when it was tried, at least three times."""
    reason = DeclineReason.CLIENT_UNREACHABLE
    make_move(
        session, actor, referral, LOSE,
        reason=reason, words=words, channel=channel, seen=seen,
        tried_on=attempts_said(actor, reason, tried_on),
    )  # fmt: skip


def reopen_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    words: str,
    channel: str = "page",
    seen: ReferralStatus | None = None,
    override: bool = False,
) -> None:
    """A coordinator takes it up again within 30 days; a supervisor later, too, with reason."""
    if not override and now() - referral.status_since > REOPEN_WITHIN:
        raise Conflict(
            say(
                "This ended more than {days} days ago. Make a new referral, or ask a supervisor.",
                days=REOPEN_WITHIN.days,
            )
        )
    _require_cover(session, referral)
    make_move(
        session, actor, referral, REOPEN,
        words=words, channel=channel, seen=seen, override=override, changes={"reopened_at": now()},
    )  # fmt: skip


def correct_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    reason: DeclineReason = DeclineReason.REFERRED_IN_ERROR,
    words: str = "",
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """It should never have been there; what happened stays written down."""
    make_move(session, actor, referral, CORRECT, reason=reason, words=words, channel=channel, seen=seen)


def _require_cover(session: Session, referral: Referral) -> None:
    cover = cover_of(session, referral)
    if not cover.is_whole:
        raise consent_missing(session, referral, cover)
