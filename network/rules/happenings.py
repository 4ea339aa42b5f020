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
    "problem.reported": Happening(say("was reported as wrong")),
    "problem.settled": Happening(say("was looked into")),
    "source.kept": Happening(say("was described as a source")),
    "directory.imported": Happening(say("was imported")),
    "need.unmet": Happening(say("found no service that fits")),
    "question.asked": Happening(say("asked whether somebody can be taken, without saying who")),
    "question.answered": Happening(say("was answered")),
    "question.closed": Happening(say("was closed: no answer is needed any more")),
    "question.lapsed": Happening(say("came to its end without a yes")),
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
    "answer_link.opened": Happening(say("was opened by who holds the link")),
    "answer_link.code_asked": Happening(say("asked for a code")),
    "answer_link.code_wrong": Happening(say("was given a wrong code")),
    "answer_link.code_right": Happening(say("was given the right code")),
    "answer_link.locked": Happening(say("was locked after five wrong codes")),
    "answer_link.renewal_asked": Happening(say("was too old, and a new one was asked for")),
    "answer_link.renewed": Happening(say("was too old, and a new one was sent")),
    "answer_link.sent_again": Happening(say("was sent once more")),
    "answer_link.taken_back": Happening(say("was taken back: its links no longer work")),
    "access.refused": Happening(say("was refused")),
}
