"""Outcomes, evidence and appointments in words."""

from network.tables.outcome import Evidence, OutcomeStep
from network.tables.referral import AppointmentStatus
from network.words import Say, say

STEP_WORDS: dict[OutcomeStep, Say] = {
    OutcomeStep.NO_CONTACT: say("Could not be reached yet"),
    OutcomeStep.CONTACTED: say("Was reached"),
    OutcomeStep.APPOINTMENT_MADE: say("Has an appointment"),
    OutcomeStep.ARRIVED_SCREENED: say("Came and was seen"),
    OutcomeStep.ADMITTED_ENROLLED: say("Was admitted or enrolled"),
    OutcomeStep.INITIATED: say("Received a service"),
    OutcomeStep.ENGAGED: say("Takes part regularly"),
    OutcomeStep.CONTINUING: say("Goes on taking part"),
    OutcomeStep.COMPLETED_SERVICE: say("Completed it"),
    OutcomeStep.NO_SHOW: say("Missed an appointment"),
    OutcomeStep.RESCHEDULED: say("The appointment was moved"),
    OutcomeStep.LEFT_AGAINST_ADVICE: say("Left before the end"),
    OutcomeStep.TRANSFERRED: say("Went on to another provider"),
    OutcomeStep.RECONNECTED: say("Came back"),
    OutcomeStep.LOST_CONTACT: say("Lost touch"),
    OutcomeStep.ENTERED_IN_ERROR: say("Entered by mistake: this did not happen"),
}
EVIDENCE_WORDS: dict[Evidence, Say] = {
    Evidence.SELF_REPORT: say("The person said so"),
    Evidence.OFFICER_OBSERVED: say("Seen by an officer or coordinator"),
    Evidence.PROVIDER_ATTESTED: say("Confirmed by the provider"),
    Evidence.DOCUMENT_OR_FEED: say("There is a document"),
}
APPOINTMENT_WORDS: dict[AppointmentStatus, Say] = {
    AppointmentStatus.BOOKED: say("Appointment"),
    AppointmentStatus.KEPT: say("Appointment kept"),
    AppointmentStatus.MISSED: say("Appointment missed"),
    AppointmentStatus.MOVED: say("Appointment moved"),
    AppointmentStatus.CANCELLED: say("Appointment called off"),
}
