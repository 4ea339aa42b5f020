"""What an outcome was, by kind of service."""

import pytest

from network.providers.kinds.reading import read_kinds
from network.rules.outcome_details import DETAILS, detail_problem, detail_words, details_for
from network.rules.outcome_words import APPOINTMENT_WORDS, EVIDENCE_WORDS, STEP_WORDS
from network.rules.outcomes import SAID_IN
from network.tables.outcome import Evidence, OutcomeStep
from network.tables.referral import AppointmentStatus

# Drawn a second time, from the codes that were agreed.
AGREED_CODES = {
    "treatment": "detox_admit residential_admit outpatient_start moud_started warm_handoff_done",
    "housing": "bed_tonight shelter_entered moved_in housed_retained_30 housed_retained_90"
    " housed_retained_180",
    "work": "intake training_started placed retained_30 retained_90 retained_180",
    "restorative": "referral_accepted prep_held conference_held agreement_reached agreement_completed"
    " declined_by_harmed_party",
    "": "not_enrolled on_waitlist",
}


def test_the_codes_are_those_that_were_agreed() -> None:
    built = {
        branch: " ".join(detail.code for detail in DETAILS if detail.branch == branch)
        for branch in AGREED_CODES
    }

    assert built == AGREED_CODES
    assert len({detail.code for detail in DETAILS}) == len(DETAILS)


def test_every_branch_is_one_of_our_kinds_and_every_step_can_be_said() -> None:
    assert {detail.branch for detail in DETAILS} - {""} <= {kind.code for kind in read_kinds()}
    assert all(detail.steps <= SAID_IN.keys() for detail in DETAILS)


def test_a_shelter_is_not_asked_about_medication() -> None:
    codes = {detail.code for detail in details_for("housing.emergency-shelter", OutcomeStep.INITIATED)}

    assert codes == {"bed_tonight", "shelter_entered", "moved_in"}


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (None, ""),
        ("moud_started", ""),
        ("bed_tonight", "does not go with"),
        ("housed_retained_30", "does not go with"),
        ("nonsense", "Choose one of the list"),
    ],
)
def test_details_that_do_not_fit_are_refused(code: str | None, sentence: str) -> None:
    problem = detail_problem("treatment.otp", OutcomeStep.INITIATED, code)

    assert sentence in str(problem) if sentence else problem is None


def test_everything_has_its_words() -> None:
    assert set(STEP_WORDS) == set(OutcomeStep)
    assert set(EVIDENCE_WORDS) == set(Evidence)
    assert set(APPOINTMENT_WORDS) == set(AppointmentStatus)
    assert str(detail_words("moved_in")) == "Moved in"
    assert detail_words(None) is detail_words("nonsense") is None
