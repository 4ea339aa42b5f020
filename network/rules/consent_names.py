"""What everything in a consent is called when it is read to somebody."""

from collections.abc import Sequence
from datetime import date
from functools import reduce

from network.tables.case import CaseRole
from network.tables.consent import EndEvent, InformationKind, Instrument, Proceeding, Purpose, SigningWay
from network.words import Say, say

_K = InformationKind
INFORMATION: dict[InformationKind, tuple[Say, Say]] = {
    _K.IDENTITY: (say("Who you are"), say("your name, birth date and language")),
    _K.CONTACT: (say("How to reach you safely"), say("only in the ways you said are safe")),
    _K.NEED: (say("What you need"), say("what kind of help, how soon, and what matters for it")),
    _K.CASE: (say("Your diversion program"), say("its name, and the day by which you must start")),
    _K.NOTE: (say("A note from your officer"), say("what your officer writes, and answers to questions")),
    _K.STATUS: (say("The answer"), say("if they can help you, when to come, and if you got there")),
    _K.ATTENDANCE: (say("Appointments"), say("which ones you kept and which you missed")),
    _K.PROGRESS: (say("How it goes"), say("if you stay, if you finish, or if you leave early")),
    _K.REASONS: (say("Reasons"), say("why they could not help you, when the reason is about you")),
}
"""Name and explanation, said to the person."""

FACTS: dict[str, Say] = {
    "age": say("your age"),
    "sex": say("whether you look for a place for women or men"),
    "language": say("the language you speak"),
    "lives_in": say("the ZIP code where you live"),
    "cost": say("how you can pay"),
    "accessible": say("that you use a wheelchair"),
    "court_ordered": say("that a court ordered it"),
    "moud": say("medication you take for opioid use"),
    "household.pregnant": say("pregnancy"),
    "household.children": say("children who come with you"),
    "household.couple": say("a partner who comes with you"),
    "household.pets": say("pets who come with you"),
    "no_id": say("that you have no ID"),
    "active_use": say("that you still use alcohol or drugs"),
    "offence": say("what is on your record"),
}
"""What can matter for a need, by the names of its facts, said to the person."""

PURPOSES: dict[Purpose, Say] = {
    Purpose.REFERRAL: say("to find help for you and to set it up"),
    Purpose.COORDINATION: say("to know if it worked, and to help you more if it did not"),
    Purpose.MONITORING: say("to check that you take part, because that is a condition in your case"),
    Purpose.PATIENT_REQUEST: say("because you asked for it"),
}

INSTRUMENTS: dict[Instrument, Say] = {
    Instrument.VOLUNTARY: say("Free: can be taken back at any time"),
    Instrument.CRIMINAL_JUSTICE: say("Taking part is a condition in a case"),
}

PROCEEDINGS: dict[Proceeding, Say] = {
    Proceeding.DEFERRED_CHARGE: say("a charge that is held back"),
    Proceeding.PRETRIAL_RELEASE: say("release before trial"),
    Proceeding.SENTENCE_OR_PROBATION: say("a sentence or probation"),
    Proceeding.PAROLE: say("parole"),
    Proceeding.OTHER: say("another decision in a criminal case"),
}

MONITORS: dict[CaseRole, Say] = {
    CaseRole.COURT: say("the court in this case"),
    CaseRole.PROSECUTOR: say("the prosecutor in this case"),
    CaseRole.PROBATION: say("the probation officer in this case"),
    CaseRole.PAROLE: say("the parole officer in this case"),
    CaseRole.MONITOR: say("the monitor of the diversion program"),
}

END_EVENTS: dict[EndEvent, Say] = {
    EndEvent.REFERRAL_CLOSED: say("30 days after the last referral made with this paper has ended"),
    EndEvent.PROGRAM_ENDED: say("the day your diversion program ends"),
    EndEvent.FINAL_DISPOSITION: say("the day your case in court is over"),
}

SIGNING_WAYS: dict[SigningWay, Say] = {
    SigningWay.SCREEN: say("Signed on the screen"),
    SigningWay.KEYBOARD: say("Signed by typing the name"),
    SigningWay.PAPER: say("Signed on paper"),
    SigningWay.WITNESSED: say("Agreed before a witness"),
}

_MONTHS = (
    say("January"), say("February"), say("March"), say("April"), say("May"), say("June"), say("July"),
    say("August"), say("September"), say("October"), say("November"), say("December"),
)  # fmt: skip


def listed(facts: Sequence[str]) -> Say:
    """These kinds of facts one after the other: "your age, pregnancy"."""
    first, *others = (FACTS[name] for name in FACTS if name in facts)
    return reduce(lambda before, one: say("{before}, {one}", before=before, one=one), others, first)


def day_words(day: date) -> Say:
    """A date inside a sentence: "November 3, 2026", "3 de noviembre de 2026"."""
    return say("{month} {day}, {year}", month=_MONTHS[day.month - 1], day=day.day, year=day.year)
