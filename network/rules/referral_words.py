"""What the statuses of a referral are called on pages and in sentences."""

from network.tables.referral import ReferralStatus as S
from network.words import Say, say

STATUS_WORDS: dict[S, Say] = {
    S.DRAFT: say("Draft"),
    S.AWAITING_CONSENT: say("Waiting for consent"),
    S.SENT: say("Sent"),
    S.VIEWED: say("Opened"),
    S.UNDER_REVIEW: say("Being looked at"),
    S.INFO_REQUESTED: say("Asked back"),
    S.ACCEPTED: say("Accepted"),
    S.WAITLISTED: say("On the waitlist"),
    S.SCHEDULED: say("Appointment made"),
    S.MISSED_APPT: say("Missed an appointment"),
    S.LINKED: say("First service given"),
    S.ENGAGED: say("In regular contact"),
    S.COMPLETED: say("Completed"),
    S.DECLINED_PROVIDER: say("Declined"),
    S.RELEASED_AFTER_ACCEPT: say("Given back"),
    S.DECLINED_CLIENT: say("Not wanted"),
    S.NOT_LINKED: say("Did not get there"),
    S.EXPIRED_NO_RESPONSE: say("No answer"),
    S.WITHDRAWN: say("Withdrawn"),
    S.CONSENT_REVOKED: say("Consent taken back"),
    S.LOST_CONTACT: say("Lost touch"),
    S.OUTCOME_UNKNOWN: say("Outcome not known"),
    S.OBSOLETE: say("Served elsewhere"),
    S.ENTERED_IN_ERROR: say("Entered by mistake"),
}
