"""Every kind of event there is: the sentence that tells it, and whether somebody gets a letter.

Nothing else may be recorded. A test checks that each kind is recorded somewhere and has its sentence in
every language.
"""

from dataclasses import dataclass

from network.words import Say, say


@dataclass(frozen=True)
class Happening:
    """One kind of event; `letters` names the letter it causes, empty for none."""

    sentence: Say
    letters: str = ""


HAPPENINGS: dict[str, Happening] = {
    "account.invited": Happening(say("was invited"), letters="invitation"),
    "account.joined": Happening(say("set a password and can sign in")),
    "account.signed_in": Happening(say("signed in")),
    "account.sign_in_failed": Happening(say("did not get in: wrong password or code")),
    "account.locked": Happening(say("was locked after too many wrong tries"), letters="locked"),
    "account.released": Happening(say("was unlocked")),
    "account.signed_out": Happening(say("signed out")),
    "account.signed_out_everywhere": Happening(say("was signed out everywhere")),
    "account.password_forgotten": Happening(say("asked for a new password"), letters="password"),
    "account.password_changed": Happening(say("changed the password"), letters="password_changed"),
    "account.second_factor_set": Happening(
        say("set up an authenticator app"), letters="second_factor_changed"
    ),
    "account.second_factor_removed": Happening(
        say("removed the authenticator app"), letters="second_factor_changed"
    ),
    "account.link_made": Happening(say("was given a link to set a password, by hand")),
    "account.profile_changed": Happening(say("changed the profile")),
    "account.roles_changed": Happening(say("was given other roles")),
    "account.disabled": Happening(say("can no longer sign in")),
    "account.enabled": Happening(say("can sign in again")),
    "service.created": Happening(say("was added to the directory")),
    "service.changed": Happening(say("was edited")),
    "service.verified": Happening(say("was checked and found right")),
    "organization.created": Happening(say("was added to the directory")),
    "organization.changed": Happening(say("was edited")),
    "location.created": Happening(say("was added to the directory")),
    "location.changed": Happening(say("was edited")),
    "location.private_place_read": Happening(say("was read: the private address")),
    "capacity.said": Happening(say("told how full it is")),
    "capacity.no_answer": Happening(say("was called, and nobody answered")),
    "capacity.asked": Happening(say("was asked how full its places are"), letters="capacity_asked"),
    "capacity.asking_kept": Happening(say("said when it wants to be asked how full it is")),
    "capacity.links_voided": Happening(say("made the links useless with which it says how full it is")),
    "hold.placed": Happening(say("began to hold a place for somebody")),
    "hold.released": Happening(say("had its held place given back")),
    "hold.ended": Happening(say("was ended by the agency whose place it is"), letters="hold_ended"),
    "hold.lapsed": Happening(say("came to its end, so the place is free again")),
    "hold.taken": Happening(say("became the place of somebody who was accepted")),
    "hold.rules_changed": Happening(say("says otherwise whether its places may be held")),
    "problem.reported": Happening(say("was reported as wrong")),
    "problem.settled": Happening(say("was looked into")),
    "synonym.added": Happening(say("was taught to the search")),
    "synonym.removed": Happening(say("is no longer known to the search")),
    "source.kept": Happening(say("was described as a source")),
    "directory.imported": Happening(say("was imported")),
    "need.unmet": Happening(say("found no service that fits")),
    "gaps.surveyed": Happening(say("looked over what was needed and what was found")),
    "question.asked": Happening(
        say("asked whether somebody can be taken, without saying who"), letters="question_asked"
    ),
    "question.answered": Happening(say("was answered"), letters="question_answered"),
    "question.closed": Happening(say("was closed: no answer is needed any more")),
    "question.lapsed": Happening(say("came to its end without a yes"), letters="question_lapsed"),
    "consent.signed": Happening(say("was signed")),
    "consent.copy_given": Happening(say("was given to the person as a copy")),
    "consent.narrowed": Happening(say("was taken back in part")),
    "consent.revoked": Happening(say("was taken back")),
    "consent.revocation_asked": Happening(say("is to be taken back as soon as it can be")),
    "consent.replaced": Happening(say("was replaced by a newer one")),
    "person.entered": Happening(say("was put on the caseload")),
    "person.noticed": Happening(say("was found on the caseload when somebody alike was to be entered")),
    "person.changed": Happening(say("had their record corrected")),
    "person.contact_said": Happening(say("said how they can be reached safely")),
    "case.opened": Happening(say("began a diversion case")),
    "case.changed": Happening(say("had the reference or deadline of the case changed")),
    "case.intake_done": Happening(say("finished the intake")),
    "case.disposed": Happening(say("had the final disposition of the matter recorded")),
    "case.closed": Happening(say("had their case closed")),
    "case.participant_joined": Happening(say("got somebody else to take part in the case")),
    "case.participant_left": Happening(say("has somebody less taking part in the case")),
    "need.opened": Happening(say("said what they need")),
    "need.changed": Happening(say("said more about what they need")),
    "need.closed": Happening(say("no longer has this need")),
    "program.added": Happening(say("was added to the diversion programs")),
    "program.changed": Happening(say("was changed")),
    "answer_address.kept": Happening(say("was told where its messages go")),
    "own_link.made": Happening(say("was given a link to their own page")),
    "own_link.taken_back": Happening(say("had the link to their own page taken back")),
    "own_link.opened": Happening(say("opened their own page")),
    "own_link.code_wrong": Happening(say("had a wrong code typed for their own page")),
    "own_link.locked": Happening(say("had the link to their own page locked after five wrong codes")),
    "answer_link.opened": Happening(say("was opened by who holds the link")),
    "answer_link.code_asked": Happening(say("asked for a code"), letters="answer_code"),
    "answer_link.code_wrong": Happening(say("was given a wrong code")),
    "answer_link.code_right": Happening(say("was given the right code")),
    "answer_link.locked": Happening(say("was locked after five wrong codes"), letters="link_locked"),
    "answer_link.renewal_asked": Happening(
        say("was too old, and a new one was asked for"), letters="answer_link"
    ),
    "answer_link.renewed": Happening(say("was too old, and a new one was sent"), letters="answer_link"),
    "answer_link.sent_again": Happening(say("was sent once more"), letters="answer_link"),
    "answer_link.taken_back": Happening(say("was taken back: its links no longer work")),
    "referral.read": Happening(say("was read")),
    "referral.prepared": Happening(say("was prepared")),
    "referral.awaiting_consent": Happening(say("waits for the person's consent")),
    "referral.sent": Happening(say("was sent"), letters="referral_sent"),
    "referral.viewed": Happening(say("was opened by the agency that was asked")),
    "referral.under_review": Happening(say("is being looked at")),
    "referral.info_requested": Happening(say("came back with a question"), letters="referral_asked"),
    "referral.replied": Happening(say("got a reply to the question"), letters="referral_replied"),
    "referral.accepted": Happening(say("was accepted"), letters="referral_news"),
    "referral.place_taken": Happening(say("got the place that was held for it")),
    "referral.waitlisted": Happening(say("was put on the waitlist"), letters="referral_news"),
    "referral.declined_provider": Happening(say("was declined"), letters="referral_news"),
    "referral.released_after_accept": Happening(
        say("was given back by the agency that had taken it on"), letters="referral_released"
    ),
    "referral.release_confirmed": Happening(say("was looked into: the release stands")),
    "referral.sent_back": Happening(
        say("was sent back to the agency that had given it back"), letters="referral_back"
    ),
    "referral.scheduled": Happening(say("got an appointment"), letters="referral_news"),
    "referral.unscheduled": Happening(
        say("lost its appointment: it was called off"), letters="referral_news"
    ),
    "referral.missed_appt": Happening(say("had its appointment missed"), letters="referral_news"),
    "referral.linked": Happening(say("led to a first service")),
    "referral.engaged": Happening(say("led to regular help")),
    "referral.completed": Happening(say("was completed")),
    "referral.unlinked": Happening(say("was corrected: there was no first service")),
    "referral.disengaged": Happening(say("was corrected: there is no regular help yet")),
    "referral.uncompleted": Happening(say("was corrected: it is not completed")),
    "referral.not_linked": Happening(say("ended without a link to the service"), letters="referral_over"),
    "referral.lost_contact": Happening(say("ended because contact was lost"), letters="referral_over"),
    "referral.declined_client": Happening(
        say("ended because the person does not want it"), letters="referral_over"
    ),
    "referral.withdrawn": Happening(say("was withdrawn by the agency that made it"), letters="referral_over"),
    "referral.expired_no_response": Happening(
        say("ended because nobody answered in time"), letters="referral_expired"
    ),
    "referral.consent_revoked": Happening(
        say("ended because consent was taken back"), letters="consent_ended"
    ),
    "referral.obsolete": Happening(
        say("ended because the person got this help elsewhere"), letters="referral_over"
    ),
    "referral.outcome_unknown": Happening(say("ended without anybody knowing what came of it")),
    "referral.reopened": Happening(say("was opened again"), letters="referral_back"),
    "referral.entered_in_error": Happening(say("was marked as entered by mistake"), letters="referral_over"),
    "referral.nudged": Happening(
        say("waits for an answer: a first reminder is due"), letters="referral_nudge"
    ),
    "referral.escalated": Happening(say("waits too long for an answer"), letters="referral_escalated"),
    "referral.clock_burns": Happening(
        say("waits so long that the diversion deadline may be missed"), letters="clock_burns"
    ),
    "referral.appointment_needed": Happening(
        say("was accepted and has no appointment yet"), letters="appointment_needed"
    ),
    "referral.appointment_late": Happening(
        say("was accepted a week ago and has no appointment"), letters="appointment_late"
    ),
    "referral.appointment_near": Happening(say("has its appointment within a day"), letters="appointment"),
    "referral.outcome_asked": Happening(
        say("had its appointment: somebody should say whether it was kept"), letters="outcome_asked"
    ),
    "referral.check_in_due": Happening(say("is due for a look at how it goes"), letters="outcome_asked"),
    "referral.waitlist_confirm_due": Happening(
        say("is on a waitlist: both sides should confirm it"), letters="waitlist_confirm"
    ),
    "referral.taken_over": Happening(say("has somebody else looking after it at the sender's agency")),
    "referral.help_asked": Happening(say("is stuck: the coordinators were asked to step in")),
    "case.clock_warned": Happening(say("comes close to its intake deadline"), letters="clock_warned"),
    "case.clock_ended": Happening(say("has come to its intake deadline"), letters="clock_ended"),
    "appointment.booked": Happening(say("got a further appointment")),
    "appointment.moved": Happening(say("had its appointment moved")),
    "appointment.confirmed": Happening(say("had its appointment confirmed by the person")),
    "appointment.cannot_come": Happening(
        say("has an appointment that the person cannot come to"), letters="cannot_come"
    ),
    "appointment.kept": Happening(say("had its appointment kept")),
    "appointment.missed": Happening(say("had a further appointment missed")),
    "appointment.cancelled": Happening(say("had a further appointment called off")),
    "outcome.recorded": Happening(say("has something new about what came of it")),
    "outcome.corrected": Happening(say("had something corrected that came of it")),
    "report.made": Happening(say("was made and signed")),
    "gap.opened": Happening(say("was found by a survey")),
    "gap.reopened": Happening(say("was found again by a survey")),
    "gap.closed": Happening(say("was no longer found by the surveys of four weeks")),
    "gap.came_back": Happening(say("came back: its review date has come and it is still there")),
    "gap.acknowledged": Happening(say("was acknowledged")),
    "gap.planned": Happening(say("got a plan")),
    "gap.accepted": Happening(say("was accepted as it is until its review date")),
    "gap.resolved": Happening(say("was said to be resolved")),
    "gap.taken_up": Happening(say("was taken up again")),
    "gap.assigned": Happening(say("was given to somebody"), letters="gap_owner"),
    "gap.review_set": Happening(say("got another review date")),
    "gap.remarked": Happening(say("got a remark")),
    "gaps.week_began": Happening(
        say("came to a new week: the leaders are told of the gaps"), letters="gap_digest"
    ),
    "disclosures.read": Happening(say("had the list of what was told about them read")),
    "access.refused": Happening(say("was refused")),
}
