"""What the codes of a case are called on pages."""

from network.tables import CaseEnding, CaseRole, Urgency
from network.words import say

URGENCIES = {
    Urgency.EMERGENT: say("Right now"),
    Urgency.URGENT: say("Within days"),
    Urgency.ROUTINE: say("When there is a place"),
}
URGENCY_HINTS = {
    Urgency.EMERGENT: say("Handed over while you are with them; asked again after minutes"),
    Urgency.URGENT: say("Asked again after hours"),
    Urgency.ROUTINE: say("Asked again after a working day"),
}
ROLES = {
    CaseRole.OFFICER: say("Officer of the case"),
    CaseRole.PROSECUTOR: say("Prosecutor"),
    CaseRole.DEFENDER: say("Defender"),
    CaseRole.COURT: say("Court"),
    CaseRole.PROBATION: say("Probation officer"),
    CaseRole.PAROLE: say("Parole officer"),
    CaseRole.MONITOR: say("Monitor of the program"),
}
ENDINGS = {
    CaseEnding.COMPLETED: say("They finished the program"),
    CaseEnding.LEFT: say("They do not wish to go on"),
    CaseEnding.DEADLINE_PASSED: say("The deadline passed"),
    CaseEnding.MOVED_AWAY: say("They moved away"),
    CaseEnding.TRANSFERRED: say("Another agency took over"),
    CaseEnding.DIED: say("They died"),
    CaseEnding.OTHER: say("Another reason"),
}
