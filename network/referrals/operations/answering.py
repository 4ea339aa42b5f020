"""The agency that was asked answers: on a page, or with a link from a message."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.errors import Invalid
from network.referrals.attempts import attempts_said
from network.referrals.operations.making import make_move
from network.rules.moves import ACCEPT, ASK, DECLINE, REPLY, REVIEW, SCHEDULE, VIEW, WAITLIST
from network.rules.reasons import DeclineReason
from network.tables import Appointment, Referral, ReferralStatus, RemarkKind
from network.words import say

LONGEST_APPOINTMENT = 24 * 60  # minutes


def view_referral(session: Session, actor: Actor, referral: Referral, *, channel: str = "page") -> None:
    """It was opened by a press of the button, never by a GET: mail scanners follow links. Opening it again
    changes nothing."""
    if referral.status is ReferralStatus.SENT:
        make_move(session, actor, referral, VIEW, channel=channel)


def review_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """Somebody of the agency takes it on; of two at once the first does. Raises Conflict."""
    mine = actor.id if actor.is_signed_in else None
    make_move(
        session, actor, referral, REVIEW, channel=channel, seen=seen, changes={"claimed_by_account_id": mine}
    )


def ask_sender(
    session: Session,
    actor: Actor,
    referral: Referral,
    words: str,
    *,
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """Ask back; the sender's reply returns it."""
    make_move(
        session, actor, referral, ASK,
        words=words, remark=RemarkKind.QUESTION, channel=channel, seen=seen,
    )  # fmt: skip


def reply_to_receiver(
    session: Session,
    actor: Actor,
    referral: Referral,
    words: str,
    *,
    channel: str = "page",
    seen: ReferralStatus | None = None,
) -> None:
    """Answer what the agency asked."""
    make_move(
        session, actor, referral, REPLY,
        words=words, remark=RemarkKind.REPLY, channel=channel, seen=seen,
    )  # fmt: skip


def accept_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    appointment_at: datetime | None = None,
    minutes: int | None = None,
    appointment_words: str = "",
    note: str = "",
    channel: str = "page",
    seen: ReferralStatus | None = None,
    override: bool = False,
) -> None:
    """Yes. With `appointment_at` (UTC) it is scheduled at once. Of several candidates the first yes wins.

    Raises NotAllowed, Invalid, Conflict.
    """
    _check_appointment(appointment_at, minutes, appointment_words)
    make_move(
        session, actor, referral, ACCEPT,
        words=note, remark=RemarkKind.REASON if override else RemarkKind.REPLY,
        channel=channel, seen=seen, override=override,
        changes={"waitlist_position": None, "expected_on": None},
    )  # fmt: skip
    if appointment_at is None:
        return
    appointment = Appointment(
        referral_id=referral.id,
        starts_at=appointment_at,
        minutes=minutes,
        words=appointment_words.strip() or None,
        status_since=now(),
        made_at=now(),
        made_by_account_id=actor.id if actor.is_signed_in else None,
    )
    session.add(appointment)
    session.flush()
    make_move(
        session, actor, referral, SCHEDULE,
        words=note if override else "", channel=channel, override=override,
        appointment=str(appointment.id), starts_at=appointment_at.isoformat(),
    )  # fmt: skip


def waitlist_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    position: int | None = None,
    expected_on: date | None = None,
    note: str = "",
    reason: DeclineReason | None = None,
    channel: str = "page",
    seen: ReferralStatus | None = None,
    override: bool = False,
) -> None:
    """Not now, but on the list: at which place of it and until when, as far as known."""
    if position is not None and not 1 <= position <= 10_000:
        raise Invalid(
            {"position": say("The place on the waitlist is a number from 1 to {most}.", most=10_000)}
        )
    _check_expected(actor, expected_on)
    make_move(
        session, actor, referral, WAITLIST,
        reason=reason, words=note, channel=channel, seen=seen, override=override,
        changes={"waitlist_position": position, "expected_on": expected_on},
        position=position, expected_on=expected_on.isoformat() if expected_on else None,
    )  # fmt: skip


def decline_referral(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    reason: DeclineReason,
    words: str = "",
    expected_on: date | None = None,
    tried_on: Sequence[date] = (),
    channel: str = "page",
    seen: ReferralStatus | None = None,
    override: bool = False,
) -> None:
    """No, and why. `expected_on`: when a place is expected; `tried_on`: when it was tried to reach the
    person, at least three times before they are called unreachable."""
    _check_expected(actor, expected_on)
    make_move(
        session, actor, referral, DECLINE,
        reason=reason, words=words, channel=channel, seen=seen, override=override,
        changes={"expected_on": expected_on},
        expected_on=expected_on.isoformat() if expected_on else None,
        tried_on=attempts_said(actor, reason, tried_on),
    )  # fmt: skip


def _check_appointment(starts_at: datetime | None, minutes: int | None, words: str) -> None:
    problems = {}
    if starts_at is None and (minutes is not None or words.strip()):
        problems["appointment_at"] = say("Say when the appointment is.")
    if starts_at is not None and starts_at <= now():
        problems["appointment_at"] = say("The appointment is in the past. Choose a later time.")
    if minutes is not None and not 1 <= minutes <= LONGEST_APPOINTMENT:
        problems["minutes"] = say(
            "How long it takes is a number of minutes from 1 to {most}.", most=LONGEST_APPOINTMENT
        )
    if problems:
        raise Invalid(problems)


def _check_expected(actor: Actor, expected_on: date | None) -> None:
    if expected_on is not None and expected_on < actor.today:
        raise Invalid({"expected_on": say("The day on which a place is expected is in the past.")})
