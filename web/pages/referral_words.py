"""The words, shapes and colors of a referral: where it stands, what can be done, how soon."""

from msgspec import Struct

from network.referrals.shown import ShownReferral
from network.rules.ball import ball_of
from network.rules.moves import Party
from network.tables import ReferralStatus as S
from network.tables.consent import InformationKind
from network.words import Say, say


class Standing(Struct, frozen=True):
    """A status for people: a word, a shape and a color. `state` is good, wait, stop, busy or quiet."""

    words: Say
    icon: str
    state: str


STANDINGS: dict[S, Standing] = {
    S.DRAFT: Standing(say("Not sent yet"), "edit", "quiet"),
    S.AWAITING_CONSENT: Standing(say("Waiting for consent"), "lock_outline", "wait"),
    S.SENT: Standing(say("Sent, not opened yet"), "send", "busy"),
    S.VIEWED: Standing(say("Opened, no answer yet"), "visibility", "busy"),
    S.UNDER_REVIEW: Standing(say("Being looked at"), "search", "busy"),
    S.INFO_REQUESTED: Standing(say("A question came back"), "forum", "wait"),
    S.ACCEPTED: Standing(say("Accepted"), "check_circle", "good"),
    S.WAITLISTED: Standing(say("On the waitlist"), "hourglass_empty", "wait"),
    S.SCHEDULED: Standing(say("Appointment made"), "calendar_today", "good"),
    S.MISSED_APPT: Standing(say("Appointment missed"), "priority_high", "wait"),
    S.LINKED: Standing(say("Linked: first service given"), "link", "good"),
    S.ENGAGED: Standing(say("Taking part"), "people", "good"),
    S.COMPLETED: Standing(say("Completed"), "verified", "good"),
    S.DECLINED_PROVIDER: Standing(say("Declined"), "cancel", "stop"),
    S.RELEASED_AFTER_ACCEPT: Standing(say("Given back after a yes"), "undo", "stop"),
    S.DECLINED_CLIENT: Standing(say("The person chose not to go"), "person", "quiet"),
    S.NOT_LINKED: Standing(say("Did not come about"), "highlight_off", "stop"),
    S.EXPIRED_NO_RESPONSE: Standing(say("No answer in time"), "timer", "stop"),
    S.WITHDRAWN: Standing(say("Taken back by the sender"), "remove", "quiet"),
    S.CONSENT_REVOKED: Standing(say("Consent was withdrawn"), "lock", "stop"),
    S.LOST_CONTACT: Standing(say("Lost touch"), "help_outline", "stop"),
    S.OUTCOME_UNKNOWN: Standing(say("Not known what came of it"), "help_outline", "quiet"),
    S.OBSOLETE: Standing(say("Helped elsewhere"), "check", "quiet"),
    S.ENTERED_IN_ERROR: Standing(say("Entered by mistake"), "delete", "quiet"),
}
CAME = Standing(say("Came; not said yet whether the service began"), "check", "good")
NOT_SHARED = Standing(say("Sent; what came of it is not shared"), "lock_outline", "quiet")

BALLS: dict[Party, Say] = {
    Party.SENDER: say("The sender has the ball"),
    Party.RECEIVER: say("The provider has the ball"),
    Party.COORDINATOR: say("A coordinator has the ball"),
    Party.PERSON: say("The person is on their way"),
}

INFORMATION: dict[InformationKind, tuple[Say, Say]] = {
    InformationKind.CONTACT: (say("How to reach them safely"), say("Only the ways they said are safe")),
    InformationKind.CASE: (
        say("Their diversion program"),
        say("Its name and the date by which intake must be done"),
    ),
    InformationKind.NOTE: (say("Your note and replies"), say("In your own words")),
}
"""What a sender chooses to tell a receiver beside who it is and what is needed: name, explanation."""

MOVES: dict[str, Say] = {
    "review": say("I am looking into it"),
    "ask": say("Ask the sender"),
    "reply": say("Reply"),
    "accept": say("Accept"),
    "waitlist": say("Put on the waitlist"),
    "decline": say("Decline"),
    "release": say("Give the referral back"),
    "send_back": say("Send back to the provider"),
    "confirm_release": say("Let it stand, and look elsewhere"),
    "withdraw": say("Take the referral back"),
    "client_decline": say("The person does not want this"),
    "not_link": say("It did not come about"),
    "lose": say("We lost touch"),
    "reopen": say("Open it again"),
    "correct": say("It was entered by mistake"),
}
"""The buttons, in the order of network/rules/moves.py; moves that outcomes make have none."""


def standing_of(shown: ShownReferral) -> Standing:
    """Where it stands, in the words for its reader."""
    if shown.status is None:
        return NOT_SHARED
    return CAME if shown.status is S.SCHEDULED and shown.has_come else STANDINGS[shown.status]


def turn_of(shown: ShownReferral) -> Party | None:
    """Whose turn it is, as far as its reader may know."""
    return ball_of(shown.status, has_come=shown.has_come) if shown.status else None
