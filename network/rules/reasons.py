"""Why a referral ends or waits: every code, whose side it is on, and what it may be used for.

Codes of the field (coordinated access systems, 211s, French and Spanish reception platforms). A provider's no
counts as result 3 of HUD's access events (4.20), a person's own no as 2.
"""

from dataclasses import dataclass
from enum import StrEnum

from network.rules.moves import Move
from network.words import Say, say

LEAST_ATTEMPTS = 3  # before somebody is called unreachable, each with its date


class DeclineReason(StrEnum):
    NO_CAPACITY = "no_capacity"
    WAITLIST_CLOSED = "waitlist_closed"
    PROGRAM_PAUSED_CLOSED = "program_paused_closed"
    INELIGIBLE_RESIDENCY = "ineligible_residency"
    INELIGIBLE_AGE_SEX_HOUSEHOLD = "ineligible_age_sex_household"
    INELIGIBLE_PAYER_FUNDING = "ineligible_payer_funding"
    INELIGIBLE_SERVICE_TYPE = "ineligible_service_type"
    NEEDS_HIGHER_LEVEL_OF_CARE = "needs_higher_level_of_care"
    NEEDS_LOWER_LEVEL_OF_CARE = "needs_lower_level_of_care"
    ACUITY_MEDICAL_PSYCHIATRIC = "acuity_medical_psychiatric"
    CRIMINAL_HISTORY_SCREEN = "criminal_history_screen"
    REGISTRY_RESTRICTION = "registry_restriction"
    SAFETY_OR_BARRED = "safety_or_barred"
    MEDICATION_NOT_SUPPORTED = "medication_not_supported"
    ACTIVE_ILLEGAL_USE_IN_PROGRAM = "active_illegal_use_in_program"
    DISABILITY_ACCESS_UNMET = "disability_access_unmet"
    LANGUAGE_UNMET = "language_unmet"
    DOCUMENTS_MISSING = "documents_missing"
    OUT_OF_SERVICE_AREA = "out_of_service_area"
    NO_TRANSPORT = "no_transport"
    CONFLICT_OR_NO_CONTACT_ORDER = "conflict_or_no_contact_order"
    INSUFFICIENT_REFERRAL_INFO = "insufficient_referral_info"
    DUPLICATE_REFERRAL = "duplicate_referral"
    REFERRED_IN_ERROR = "referred_in_error"
    ALREADY_ENROLLED_HERE = "already_enrolled_here"
    SERVED_ELSEWHERE = "served_elsewhere"
    CLIENT_DECLINED = "client_declined"
    CLIENT_NOT_INTERESTED_NOW = "client_not_interested_now"
    CLIENT_UNREACHABLE = "client_unreachable"
    DID_NOT_ATTEND = "did_not_attend"
    INCARCERATED = "incarcerated"
    HOSPITALIZED_OR_IN_TREATMENT = "hospitalized_or_in_treatment"
    MOVED_AWAY = "moved_away"
    DECEASED = "deceased"
    SELF_RESOLVED = "self_resolved"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    EXPIRED_NO_RESPONSE = "expired_no_response"
    PROVIDER_DISENGAGED = "provider_disengaged"
    OTHER = "other"


class Side(StrEnum):
    """On whose side the reason lies."""

    PROVIDER = "provider"
    CLIENT = "client"
    SYSTEM = "system"
    REFERRER = "referrer"


HUD_RESULT = {Side.PROVIDER: 3, Side.CLIENT: 2}


@dataclass(frozen=True)
class Reason:
    """One reason. `moves` names the moves it may be given for.

    `about_service`: it tells nothing about the person, so the sender learns it without any grant.
    `equity_review`: coordinators look whether people are turned away for what they are.
    """

    code: DeclineReason
    side: Side
    words: Say
    moves: frozenset[str]
    about_service: bool = False
    equity_review: bool = False
    needs_words: bool = False

    @property
    def hud_result(self) -> int | None:
        """Result of an access event (HUD data element 4.20); None where it counts as neither's no."""
        return HUD_RESULT.get(self.side)


_R = DeclineReason
_ANSWER = ("decline", "release")  # what a provider says before and after it took somebody
_LATER = ("decline", "release", "not_link")
_END = (*_LATER, "withdraw")  # what either side may know of the person's life
_WISH = (*_END, "client_decline")


def _reason(
    code: DeclineReason, side: Side, words: Say, moves: tuple[str, ...], *marks: str
) -> tuple[DeclineReason, Reason]:
    return code, Reason(
        code, side, words, frozenset(moves), "service" in marks, "equity" in marks, "words" in marks
    )


# fmt: off
REASONS: dict[DeclineReason, Reason] = dict((
    _reason(_R.NO_CAPACITY, Side.PROVIDER, say("No place is free"), (*_ANSWER, "waitlist"), "service"),
    _reason(_R.WAITLIST_CLOSED, Side.PROVIDER, say("The waitlist is closed"), _ANSWER, "service"),
    _reason(_R.PROGRAM_PAUSED_CLOSED, Side.PROVIDER, say("The program is paused or closed"),
            (*_LATER, "waitlist"), "service"),
    _reason(_R.INELIGIBLE_RESIDENCY, Side.PROVIDER, say("Does not live where the program requires"), _ANSWER),
    _reason(_R.INELIGIBLE_AGE_SEX_HOUSEHOLD, Side.PROVIDER,
            say("Age, sex or household does not fit the program"), _ANSWER),
    _reason(_R.INELIGIBLE_PAYER_FUNDING, Side.PROVIDER, say("Insurance or funding is not accepted"), _ANSWER),
    _reason(_R.INELIGIBLE_SERVICE_TYPE, Side.PROVIDER, say("We do not offer this kind of help"), _ANSWER),
    _reason(_R.NEEDS_HIGHER_LEVEL_OF_CARE, Side.PROVIDER, say("Needs more care than we can give"), _ANSWER),
    _reason(_R.NEEDS_LOWER_LEVEL_OF_CARE, Side.PROVIDER, say("Needs less care than we give"), _ANSWER),
    _reason(_R.ACUITY_MEDICAL_PSYCHIATRIC, Side.PROVIDER,
            say("Medical or psychiatric needs come first"), _ANSWER),
    _reason(_R.CRIMINAL_HISTORY_SCREEN, Side.PROVIDER, say("Not passed: screening of criminal history"),
            _ANSWER),
    _reason(_R.REGISTRY_RESTRICTION, Side.PROVIDER, say("A registry restriction rules this place out"),
            _ANSWER),
    _reason(_R.SAFETY_OR_BARRED, Side.PROVIDER, say("Safety: barred from this place"), _ANSWER),
    _reason(_R.MEDICATION_NOT_SUPPORTED, Side.PROVIDER, say("The person's medication is not supported here"),
            _ANSWER, "equity"),
    _reason(_R.ACTIVE_ILLEGAL_USE_IN_PROGRAM, Side.PROVIDER, say("Current illegal use while in the program"),
            ("release",)),
    _reason(_R.DISABILITY_ACCESS_UNMET, Side.PROVIDER, say("We cannot meet an access need"), _ANSWER,
            "equity"),
    _reason(_R.LANGUAGE_UNMET, Side.PROVIDER, say("We cannot serve in the person's language"), _ANSWER,
            "equity"),
    _reason(_R.DOCUMENTS_MISSING, Side.PROVIDER, say("Documents are missing"), _LATER),
    _reason(_R.OUT_OF_SERVICE_AREA, Side.PROVIDER, say("Outside of the area we serve"), _ANSWER),
    _reason(_R.NO_TRANSPORT, Side.CLIENT, say("No way to get there"), _WISH),
    _reason(_R.CONFLICT_OR_NO_CONTACT_ORDER, Side.PROVIDER,
            say("A conflict with somebody here, or a no-contact order"), _LATER),
    _reason(_R.INSUFFICIENT_REFERRAL_INFO, Side.REFERRER, say("The referral says too little to decide"),
            ("decline",), "service"),
    _reason(_R.DUPLICATE_REFERRAL, Side.REFERRER, say("The same referral is here already"),
            ("decline", "withdraw", "correct")),
    _reason(_R.REFERRED_IN_ERROR, Side.REFERRER, say("Referred in error"),
            ("decline", "withdraw", "correct"), "service"),
    _reason(_R.ALREADY_ENROLLED_HERE, Side.CLIENT, say("Already in this program"), ("decline", "not_link")),
    _reason(_R.SERVED_ELSEWHERE, Side.CLIENT, say("Gets this help elsewhere"), _WISH),
    _reason(_R.CLIENT_DECLINED, Side.CLIENT, say("The person does not want it"),
            ("client_decline", "not_link")),
    _reason(_R.CLIENT_NOT_INTERESTED_NOW, Side.CLIENT, say("The person does not want it now"),
            ("client_decline", "not_link")),
    _reason(_R.CLIENT_UNREACHABLE, Side.CLIENT, say("The person could not be reached"), (*_END, "lose")),
    _reason(_R.DID_NOT_ATTEND, Side.CLIENT, say("The person did not come"), ("release", "not_link", "lose")),
    _reason(_R.INCARCERATED, Side.CLIENT, say("The person is in jail or prison"), _END),
    _reason(_R.HOSPITALIZED_OR_IN_TREATMENT, Side.CLIENT, say("In a hospital or in treatment elsewhere"),
            _END),
    _reason(_R.MOVED_AWAY, Side.CLIENT, say("Moved away"), (*_WISH, "lose")),
    _reason(_R.DECEASED, Side.CLIENT, say("The person has died"), _END),
    _reason(_R.SELF_RESOLVED, Side.CLIENT, say("No longer needed"), _WISH),
    _reason(_R.CONSENT_WITHDRAWN, Side.CLIENT, say("Consent was taken back"), ("revoke",)),
    _reason(_R.EXPIRED_NO_RESPONSE, Side.SYSTEM, say("Nobody answered in time"), ("expire", "lose_track"),
            "service"),
    _reason(_R.PROVIDER_DISENGAGED, Side.PROVIDER, say("The agency no longer answers"),
            ("withdraw", "not_link"), "service"),
    _reason(_R.OTHER, Side.PROVIDER, say("Another reason, in words"), (*_WISH, "correct", "waitlist"),
            "words"),
))
# fmt: on

IMPLIED = {
    "waitlist": _R.NO_CAPACITY,
    "client_decline": _R.CLIENT_DECLINED,
    "expire": _R.EXPIRED_NO_RESPONSE,
    "revoke": _R.CONSENT_WITHDRAWN,
    "obsolete": _R.SERVED_ELSEWHERE,
    "lose_track": _R.EXPIRED_NO_RESPONSE,
}
"""The reason that a move gives by itself when no other is told: an end or a wait without one says nothing to
the other side's system (FHIR Task.statusReason)."""


def reasons_for(move: Move) -> list[Reason]:
    """The reasons that may be given for this move, in their order."""
    return [reason for reason in REASONS.values() if move.name in reason.moves]


def reason_of(code: str | None) -> Reason | None:
    """The reason of a code, as a referral keeps it."""
    return REASONS.get(DeclineReason(code)) if code else None
