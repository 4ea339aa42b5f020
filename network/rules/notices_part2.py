"""The notice that goes with every disclosure (42 CFR 2.32), and what who monitors a case must know
(2.35(d), 2.12(d)).

These are the regulation's own words: English is authoritative, they are shown as they are, with their
citation. Each version that was ever sent out stays here under its id, which is kept with the disclosure.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date

from network.rules.sharing import Permit
from network.tables.consent import InformationKind, Purpose
from network.words import LANGUAGES, Say, say, speak

LONG_VERSION = "part2_2_32_a1@2024"
SHORT_VERSION = "part2_2_32_a2@2024"
JUSTICE_VERSION = "part2_2_35_d@2024+part2_2_12_d1@2024"

PART2_2_32_A1_2024 = (
    "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part"
    " 2). These rules prohibit you from using or disclosing this record, or testimony that describes the"
    " information contained in this record, in any civil, criminal, administrative, or legislative"
    " proceedings by any Federal, State, or local authority, against the patient, unless authorized by the"
    " consent of the patient, except as provided at 42 CFR 2.12(c)(5) or as authorized by a court in"
    " accordance with 42 CFR 2.64 or 2.65. In addition, the Federal rules prohibit you from making any other"
    " use or disclosure of this record unless at least one of the following applies:",
    "(i) Further use or disclosure is expressly permitted by the written consent of the individual whose"
    " information is being disclosed in this record or as otherwise permitted by 42 CFR part 2.",
    "(ii) You are a covered entity or business associate and have received the record for treatment, payment,"
    " or health care operations, or",
    "(iii) You have received the record from a covered entity or business associate as permitted by 45 CFR"
    " part 164, subparts A and E.",
    "A general authorization for the release of medical or other information is NOT sufficient to meet the"
    " required elements of written consent to further use or redisclose the record (see 42 CFR 2.31).",
)
PART2_2_32_A2_2024 = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
PART2_2_35_D_2024 = (
    "Any persons within the criminal justice system who receive patient information under this section may"
    " use and redisclose it only to carry out official duties with regard to the patient's conditional"
    " release or other action in connection with which the consent was given. (42 CFR 2.35(d))"
)
PART2_2_12_D1_2024 = (
    "This restriction on use and disclosure bars, among other things, the introduction into evidence of a"
    " record or testimony in any criminal prosecution or civil action before a Federal or state court,"
    " reliance on the record or testimony to inform any decision or otherwise be taken into account in any"
    " proceeding before a Federal, state, or local agency, the use of such record or testimony by any"
    " Federal, state, or local agency for a law enforcement purpose or to conduct any law enforcement"
    " investigation, and the use of such record or testimony in any application for a warrant, absent patient"
    " consent or a court order in accordance with subpart E of this part. (42 CFR 2.12(d)(1))"
)

KIND_WORDS: dict[InformationKind, Say] = {
    InformationKind.IDENTITY: say("who the person is"),
    InformationKind.CONTACT: say("how they can be reached"),
    InformationKind.NEED: say("what help they need"),
    InformationKind.CASE: say("that they are in a diversion program, and its deadline"),
    InformationKind.NOTE: say("what the sender writes in their own words"),
    InformationKind.STATUS: say("the answer, the appointment, and whether they were linked"),
    InformationKind.ATTENDANCE: say("appointments kept and missed"),
    InformationKind.PROGRESS: say("how the service is going"),
    InformationKind.REASONS: say("reasons that are about them"),
}
PURPOSE_WORDS: dict[Purpose, Say] = {
    Purpose.REFERRAL: say("to find and arrange a service"),
    Purpose.COORDINATION: say("to know what came of a referral and help further"),
    Purpose.MONITORING: say("to monitor progress, as a condition in a criminal case requires"),
    Purpose.PATIENT_REQUEST: say("because the person asked for it"),
}


@dataclass(frozen=True)
class Scope:
    """What one grant lets be told, what for, and until when: the clear explanation of 2.32(b)."""

    kinds: tuple[Say, ...]
    purpose: Say
    until: datetime | None  # UTC; None: as the consent says, or when it is taken back


@dataclass(frozen=True)
class Part2Notice:
    """What stands with a disclosure: the rule's words with their version, and the scope of the consent."""

    version: str
    paragraphs: tuple[str, ...]
    short: str
    for_justice: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()

    @property
    def text(self) -> str:
        """The rule's words in one line, as for a cell or a member."""
        return " ".join((*self.paragraphs, *self.for_justice))

    def scope_text(self, language: str) -> str:
        """The scope of the consent in one line, in this language."""
        return " ".join(speak(sentence_of(scope, language), language) for scope in self.scopes)


def notice_for(permits: Collection[Permit] = (), *, is_justice: bool = False) -> Part2Notice:
    """The notice for what is told by these grants; without any it says the rule alone."""
    return Part2Notice(
        version=f"{LONG_VERSION}+{JUSTICE_VERSION}" if is_justice else LONG_VERSION,
        paragraphs=PART2_2_32_A1_2024,
        short=PART2_2_32_A2_2024,
        for_justice=(PART2_2_35_D_2024, PART2_2_12_D1_2024) if is_justice else (),
        scopes=tuple(_scope_of(permit) for permit in permits),
    )


def sentence_of(scope: Scope, language: str) -> Say:
    """The scope as a sentence for a reader of this language."""
    kinds = ", ".join(speak(kind, language) for kind in scope.kinds)
    if scope.until is None:
        return say(
            "The person's written consent covers: {kinds}. It may be used {purpose}. It ends as the consent"
            " says, or when it is taken back.",
            kinds=kinds,
            purpose=scope.purpose,
        )
    return say(
        "The person's written consent covers: {kinds}. It may be used {purpose}. It ends on {day}, or when it"
        " is taken back.",
        kinds=kinds,
        purpose=scope.purpose,
        day=format_date(_last_day(scope.until), "long", locale=language if language in LANGUAGES else "en"),
    )


def _last_day(until: datetime) -> date:
    """The day at whose end a grant ends: `until` is the midnight after it, on the wall of a place between
    twelve hours behind and ahead of UTC."""
    return (until - timedelta(hours=12)).date()


def _scope_of(permit: Permit) -> Scope:
    return Scope(
        tuple(KIND_WORDS[kind] for kind in InformationKind if kind in permit.information),
        PURPOSE_WORDS[permit.purpose],
        permit.until,
    )
