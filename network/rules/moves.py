"""The law of the referral: every way in which one status becomes another, who may make it, and what it is
called elsewhere (FHIR Task.status and businessStatus, HL7 closed-loop referral).

Nothing else changes a status. The same table is drawn by hand in docs/moves.md and in its test.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from network.tables.referral import ReferralStatus as S


class Party(StrEnum):
    """On which side of a referral somebody stands."""

    SENDER = "sender"  # the officer who made it, or their coordinator or supervisor
    COORDINATOR = "coordinator"  # of the sender's agency
    RECEIVER = "receiver"  # staff of the agency that was asked, or who holds its link
    PERSON = "person"  # the person themselves
    SYSTEM = "system"


@dataclass(frozen=True)
class Move:
    """One move: its name, who may make it, from where to where, the event that records it."""

    name: str
    parties: frozenset[Party]
    sources: frozenset[S]
    target: S
    event: str
    needs_reason: bool = False


@dataclass(frozen=True)
class Stage:
    """What a status is called in FHIR R4 Task."""

    task_status: str
    business_status: str


SENDER, COORDINATOR, RECEIVER = Party.SENDER, Party.COORDINATOR, Party.RECEIVER
PERSON, SYSTEM = Party.PERSON, Party.SYSTEM

UNSENT = frozenset({S.DRAFT, S.AWAITING_CONSENT})
ASKED = frozenset({S.SENT, S.VIEWED, S.UNDER_REVIEW, S.INFO_REQUESTED})  # the receiver has the ball
AGREED = frozenset({S.ACCEPTED, S.SCHEDULED, S.MISSED_APPT})
IN_CARE = frozenset({S.LINKED, S.ENGAGED})
WAITING = frozenset({S.WAITLISTED})
OPEN = UNSENT | ASKED | AGREED | WAITING | IN_CARE
ENDED = frozenset(S) - OPEN
REOPENABLE = frozenset({S.LOST_CONTACT, S.OUTCOME_UNKNOWN, S.NOT_LINKED})


def _move(
    name: str,
    parties: Collection[Party],
    sources: Collection[S],
    target: S,
    event: str = "",
    *,
    needs_reason: bool = False,
) -> Move:
    return Move(
        name, frozenset(parties), frozenset(sources), target, event or f"referral.{target}", needs_reason
    )


ASK_CONSENT = _move("ask_consent", {SENDER, SYSTEM}, {S.DRAFT}, S.AWAITING_CONSENT)
SEND = _move("send", {SENDER, SYSTEM}, UNSENT, S.SENT)
VIEW = _move("view", {RECEIVER}, {S.SENT}, S.VIEWED)
REVIEW = _move("review", {RECEIVER}, {S.SENT, S.VIEWED}, S.UNDER_REVIEW)
ASK = _move("ask", {RECEIVER}, ASKED, S.INFO_REQUESTED)
REPLY = _move("reply", {SENDER}, {S.INFO_REQUESTED}, S.UNDER_REVIEW, "referral.replied")
ACCEPT = _move("accept", {RECEIVER}, ASKED | WAITING, S.ACCEPTED)
WAITLIST = _move("waitlist", {RECEIVER}, ASKED | {S.ACCEPTED}, S.WAITLISTED)
DECLINE = _move("decline", {RECEIVER}, ASKED, S.DECLINED_PROVIDER, needs_reason=True)
RELEASE = _move("release", {RECEIVER}, AGREED | WAITING, S.RELEASED_AFTER_ACCEPT, needs_reason=True)
SEND_BACK = _move(
    "send_back", {COORDINATOR}, {S.RELEASED_AFTER_ACCEPT}, S.ACCEPTED, "referral.sent_back", needs_reason=True
)
SCHEDULE = _move("schedule", {RECEIVER, SENDER}, AGREED, S.SCHEDULED)
MISS = _move("miss", {RECEIVER, SENDER}, {S.SCHEDULED}, S.MISSED_APPT)
LINK = _move("link", {RECEIVER, SENDER}, AGREED, S.LINKED)
ENGAGE = _move("engage", {RECEIVER, SYSTEM}, {S.LINKED}, S.ENGAGED)
COMPLETE = _move("complete", {RECEIVER, COORDINATOR}, IN_CARE, S.COMPLETED)
NOT_LINK = _move("not_link", {RECEIVER, COORDINATOR}, AGREED | WAITING, S.NOT_LINKED, needs_reason=True)
LOSE = _move("lose", {RECEIVER, SENDER}, AGREED | IN_CARE, S.LOST_CONTACT)
CLIENT_DECLINE = _move(
    "client_decline", {SENDER, RECEIVER, PERSON}, UNSENT | ASKED | WAITING | AGREED, S.DECLINED_CLIENT
)
WITHDRAW = _move("withdraw", {SENDER, SYSTEM}, UNSENT | ASKED | WAITING | AGREED, S.WITHDRAWN)
EXPIRE = _move("expire", {SYSTEM}, ASKED | WAITING, S.EXPIRED_NO_RESPONSE)
REVOKE = _move("revoke", {SYSTEM}, OPEN, S.CONSENT_REVOKED)
OBSOLETE = _move("obsolete", {SYSTEM}, UNSENT | ASKED | WAITING | AGREED, S.OBSOLETE)
LOSE_TRACK = _move("lose_track", {SYSTEM}, AGREED | IN_CARE, S.OUTCOME_UNKNOWN)
REOPEN = _move("reopen", {COORDINATOR}, REOPENABLE, S.ACCEPTED, "referral.reopened", needs_reason=True)
UNSCHEDULE = _move("unschedule", {RECEIVER, SENDER}, {S.SCHEDULED}, S.ACCEPTED, "referral.unscheduled")
# When an entry is corrected on which a status stood, the status goes back to what the other entries say.
UNLINK = _move("unlink", {SYSTEM}, IN_CARE, S.ACCEPTED, "referral.unlinked")
DISENGAGE = _move("disengage", {SYSTEM}, {S.ENGAGED}, S.LINKED, "referral.disengaged")
UNCOMPLETE = _move("uncomplete", {SYSTEM}, {S.COMPLETED}, S.LINKED, "referral.uncompleted")
CORRECT = _move(
    "correct", {SENDER}, frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR, needs_reason=True
)

MOVES = (
    ASK_CONSENT, SEND, VIEW, REVIEW, ASK, REPLY, ACCEPT, WAITLIST, DECLINE, RELEASE, SEND_BACK, SCHEDULE,
    UNSCHEDULE, MISS, LINK, UNLINK, ENGAGE, DISENGAGE, COMPLETE, UNCOMPLETE, NOT_LINK, LOSE, CLIENT_DECLINE,
    WITHDRAW, EXPIRE, REVOKE, OBSOLETE, LOSE_TRACK, REOPEN, CORRECT,
)  # fmt: skip

STAGES: dict[S, Stage] = {
    S.DRAFT: Stage("draft", "drafting"),
    S.AWAITING_CONSENT: Stage("draft", "consent-pending"),
    S.SENT: Stage("requested", "sent"),
    S.VIEWED: Stage("requested", "viewed"),
    S.UNDER_REVIEW: Stage("requested", "under-review"),
    S.INFO_REQUESTED: Stage("requested", "info-needed"),
    S.ACCEPTED: Stage("accepted", "accepted"),
    S.WAITLISTED: Stage("on-hold", "waitlisted"),
    S.SCHEDULED: Stage("accepted", "appointment-booked"),
    S.MISSED_APPT: Stage("in-progress", "no-show"),
    S.LINKED: Stage("in-progress", "linked"),
    S.ENGAGED: Stage("in-progress", "engaged"),
    S.COMPLETED: Stage("completed", "loop-closed"),
    S.DECLINED_PROVIDER: Stage("rejected", "declined"),
    S.RELEASED_AFTER_ACCEPT: Stage("cancelled", "released"),
    S.DECLINED_CLIENT: Stage("cancelled", "client-declined"),
    S.NOT_LINKED: Stage("cancelled", "not-linked"),
    S.EXPIRED_NO_RESPONSE: Stage("cancelled", "expired"),
    S.WITHDRAWN: Stage("cancelled", "withdrawn"),
    S.CONSENT_REVOKED: Stage("cancelled", "consent-withdrawn"),
    S.LOST_CONTACT: Stage("cancelled", "lost-contact"),
    S.OUTCOME_UNKNOWN: Stage("cancelled", "outcome-unknown"),
    S.OBSOLETE: Stage("cancelled", "served-elsewhere"),
    S.ENTERED_IN_ERROR: Stage("entered-in-error", ""),
}
