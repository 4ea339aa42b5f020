"""The law of the referral: every way in which one status becomes another, who may make it, and what it is
called elsewhere (FHIR Task.status and businessStatus, HL7 closed-loop referral).

Nothing else changes a status. `trestle docs` writes the table to docs/moves.md; its test draws it by hand.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
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
    """One move: its name, who may make it, from where to where, the event that records it.

    `needs_reason`: a code of network/rules/reasons.py; `needs_words`: why, in the mover's own words.
    """

    name: str
    parties: frozenset[Party]
    sources: frozenset[S]
    target: S
    event: str
    needs_reason: bool = False
    needs_words: bool = False


@dataclass(frozen=True)
class Stage:
    """What a status is called in FHIR R4 Task."""

    task_status: str
    business_status: str


SENDER, COORDINATOR, RECEIVER = Party.SENDER, Party.COORDINATOR, Party.RECEIVER
PERSON, SYSTEM = Party.PERSON, Party.SYSTEM

UNSENT = frozenset({S.DRAFT, S.AWAITING_CONSENT})
ASKED = frozenset({S.SENT, S.VIEWED, S.UNDER_REVIEW, S.INFO_REQUESTED})  # sent, not answered yet
AGREED = frozenset({S.ACCEPTED, S.SCHEDULED, S.MISSED_APPT})
IN_CARE = frozenset({S.LINKED, S.ENGAGED})
WAITING = frozenset({S.WAITLISTED})
OPEN = UNSENT | ASKED | AGREED | WAITING | IN_CARE
ENDED = frozenset(S) - OPEN
REOPENABLE = frozenset({S.LOST_CONTACT, S.OUTCOME_UNKNOWN, S.NOT_LINKED})
STRETCHES = (UNSENT, ASKED, WAITING, AGREED, IN_CARE)
"""Statuses between which nothing was decided: what somebody saw in one still holds in the others."""

REOPEN_WITHIN = timedelta(days=30)
MOST_MISSED = 3  # appointments, before a coordinator or supervisor decides how to go on
LEAST_WORDS_TO_OVERRIDE = 20  # characters of a supervisor's reason


def _move(
    name: str,
    parties: Collection[Party],
    sources: Collection[S],
    target: S,
    event: str,
    *,
    needs_reason: bool = False,
    needs_words: bool = False,
) -> Move:
    return Move(name, frozenset(parties), frozenset(sources), target, event, needs_reason, needs_words)


ASK_CONSENT = _move(
    "ask_consent", {SENDER, SYSTEM}, {S.DRAFT}, S.AWAITING_CONSENT, "referral.awaiting_consent"
)
SEND = _move("send", {SENDER, SYSTEM}, UNSENT, S.SENT, "referral.sent")
VIEW = _move("view", {RECEIVER}, {S.SENT}, S.VIEWED, "referral.viewed")
REVIEW = _move("review", {RECEIVER}, {S.SENT, S.VIEWED}, S.UNDER_REVIEW, "referral.under_review")
# Not from info_requested: one question at a time, so that a second press of the button asks nothing twice.
ASK = _move(
    "ask",
    {RECEIVER},
    ASKED - {S.INFO_REQUESTED},
    S.INFO_REQUESTED,
    "referral.info_requested",
    needs_words=True,
)
REPLY = _move("reply", {SENDER}, {S.INFO_REQUESTED}, S.UNDER_REVIEW, "referral.replied", needs_words=True)
ACCEPT = _move("accept", {RECEIVER}, ASKED | WAITING, S.ACCEPTED, "referral.accepted")
WAITLIST = _move("waitlist", {RECEIVER}, ASKED | {S.ACCEPTED}, S.WAITLISTED, "referral.waitlisted")
# Only before any action; afterwards a provider can only release, and a coordinator looks into it.
DECLINE = _move(
    "decline", {RECEIVER}, ASKED, S.DECLINED_PROVIDER, "referral.declined_provider", needs_reason=True
)
RELEASE = _move(
    "release", {RECEIVER}, AGREED | WAITING | IN_CARE, S.RELEASED_AFTER_ACCEPT,
    "referral.released_after_accept", needs_reason=True,
)  # fmt: skip
SEND_BACK = _move(
    "send_back", {COORDINATOR}, {S.RELEASED_AFTER_ACCEPT}, S.ACCEPTED, "referral.sent_back", needs_words=True
)
SCHEDULE = _move("schedule", {RECEIVER, SENDER}, AGREED, S.SCHEDULED, "referral.scheduled")
MISS = _move("miss", {RECEIVER, SENDER}, {S.SCHEDULED}, S.MISSED_APPT, "referral.missed_appt")
LINK = _move("link", {RECEIVER, SENDER}, AGREED, S.LINKED, "referral.linked")
ENGAGE = _move("engage", {RECEIVER, SYSTEM}, {S.LINKED}, S.ENGAGED, "referral.engaged")
COMPLETE = _move("complete", {RECEIVER, COORDINATOR}, IN_CARE, S.COMPLETED, "referral.completed")
NOT_LINK = _move(
    "not_link", {RECEIVER, COORDINATOR}, AGREED | WAITING, S.NOT_LINKED, "referral.not_linked",
    needs_reason=True,
)  # fmt: skip
LOSE = _move("lose", {RECEIVER, SENDER}, AGREED | IN_CARE, S.LOST_CONTACT, "referral.lost_contact")
CLIENT_DECLINE = _move(
    "client_decline", {SENDER, RECEIVER, PERSON}, OPEN, S.DECLINED_CLIENT, "referral.declined_client"
)
WITHDRAW = _move(
    "withdraw", {SENDER, SYSTEM}, UNSENT | ASKED | WAITING | AGREED, S.WITHDRAWN, "referral.withdrawn"
)
EXPIRE = _move("expire", {SYSTEM}, ASKED | WAITING, S.EXPIRED_NO_RESPONSE, "referral.expired_no_response")
# Drafts stay: nothing has left, and sending asks for consent.
REVOKE = _move("revoke", {SYSTEM}, OPEN - UNSENT, S.CONSENT_REVOKED, "referral.consent_revoked")
OBSOLETE = _move("obsolete", {SYSTEM}, UNSENT | ASKED | WAITING | AGREED, S.OBSOLETE, "referral.obsolete")
# Only after an appointment or a first service: who was accepted without one is asked for, not forgotten.
LOSE_TRACK = _move(
    "lose_track", {SYSTEM}, {S.SCHEDULED} | IN_CARE, S.OUTCOME_UNKNOWN, "referral.outcome_unknown"
)
REOPEN = _move("reopen", {COORDINATOR}, REOPENABLE, S.ACCEPTED, "referral.reopened", needs_words=True)
UNSCHEDULE = _move("unschedule", {RECEIVER, SENDER}, {S.SCHEDULED}, S.ACCEPTED, "referral.unscheduled")
# When an entry is corrected on which a status stood, the status goes back to what the other entries say.
UNLINK = _move("unlink", {SYSTEM}, IN_CARE, S.ACCEPTED, "referral.unlinked")
DISENGAGE = _move("disengage", {SYSTEM}, {S.ENGAGED}, S.LINKED, "referral.disengaged")
UNCOMPLETE = _move("uncomplete", {SYSTEM}, {S.COMPLETED}, S.LINKED, "referral.uncompleted")
CORRECT = _move(
    "correct", {SENDER}, frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR,
    "referral.entered_in_error", needs_reason=True,
)  # fmt: skip

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


def stretch_of(status: S) -> frozenset[S]:
    """The statuses in which what somebody saw in this one still holds; an end is alone."""
    return next((stretch for stretch in STRETCHES if status in stretch), frozenset({status}))
