"""What each line that can be shared is called, and who tells it."""

from network.rules.moves import Party
from network.rules.sharing import SharedField
from network.words import Say, say

_F = SharedField

# Who owns a line as a rule. A remark or an outcome belongs to the organization whose word it is.
TOLD_BY: dict[SharedField, Party] = {
    field: Party.SENDER if field.value.split(".")[0] in {"person", "contact", "need", "case", "remark"}
    else Party.RECEIVER
    for field in SharedField
}  # fmt: skip

WORDS_OF: dict[SharedField, Say] = {
    _F.PERSON_NAME: say("Name"),
    _F.PERSON_BORN_ON: say("Date of birth"),
    _F.PERSON_LANGUAGE: say("Language, and whether an interpreter is needed"),
    _F.CONTACT_WAY: say("How and when the person can be reached safely"),
    _F.CONTACT_PHONE: say("Phone number"),
    _F.CONTACT_EMAIL: say("E-mail address"),
    _F.CONTACT_WORDS: say("What to know before contacting the person"),
    _F.NEED_KIND: say("What help is needed"),
    _F.NEED_URGENCY: say("How soon help is needed"),
    _F.NEED_FACTS: say("What matters for the help that is needed"),
    _F.NEED_WORDS: say("What was written about the need"),
    _F.CASE_PROGRAM: say("The diversion program"),
    _F.CASE_INTAKE_BY: say("The day by which intake must be done"),
    _F.REMARK_NOTE: say("The sender's note"),
    _F.REMARK_REPLY: say("The sender's reply"),
    _F.ANSWER_STATUS: say("The answer to the referral"),
    _F.ANSWER_WORDS: say("What was written with the answer"),
    _F.APPOINTMENT_WHEN: say("The day and hour of the appointment"),
    _F.APPOINTMENT_WHERE: say("The place of the appointment, and what to bring"),
    _F.OUTCOME_COARSE: say("Whether the person was linked to the service"),
    _F.ATTENDANCE: say("Appointments kept and missed"),
    _F.OUTCOME_STEP: say("What came of the referral, step by step"),
    _F.OUTCOME_DETAIL: say("Details of what came of the referral"),
    _F.PROGRESS: say("Whether the person is staying, has finished or has left"),
    _F.REASON: say("A reason that is about the person"),
    _F.REASON_WORDS: say("What was written as a reason"),
    _F.EVIDENCE_WORDS: say("What was written about the outcome"),
}
