"""What exactly an outcome was, by kind of service."""

from dataclasses import dataclass

from network.tables.outcome import OutcomeStep
from network.words import Say, say

ADMITTED, SERVICE = OutcomeStep.ADMITTED_ENROLLED, OutcomeStep.INITIATED
CONTINUING, DONE = OutcomeStep.CONTINUING, OutcomeStep.COMPLETED_SERVICE
CONTACTED, ARRIVED = OutcomeStep.CONTACTED, OutcomeStep.ARRIVED_SCREENED
ANY = ""


@dataclass(frozen=True)
class Detail:
    """One thing that a step can mean for services of a branch of our kinds (empty: for all of them)."""

    code: str
    branch: str
    steps: frozenset[OutcomeStep]
    words: Say


def _detail(code: str, branch: str, words: Say, *steps: OutcomeStep) -> Detail:
    return Detail(code, branch, frozenset(steps), words)


DETAILS = (
    _detail("not_enrolled", ANY, say("Seen, but not taken in"), ARRIVED),
    _detail("on_waitlist", ANY, say("Put on the program's own waitlist"), ARRIVED),
    _detail("detox_admit", "treatment", say("Admitted to withdrawal management"), ADMITTED, SERVICE),
    _detail("residential_admit", "treatment", say("Admitted to residential treatment"), ADMITTED, SERVICE),
    _detail("outpatient_start", "treatment", say("Started outpatient treatment"), SERVICE),
    _detail("moud_started", "treatment", say("Started medication"), SERVICE),
    _detail("warm_handoff_done", "treatment", say("Handed over in person"), CONTACTED, ARRIVED, SERVICE),
    _detail("bed_tonight", "housing", say("Has a bed for tonight"), ADMITTED, SERVICE),
    _detail("shelter_entered", "housing", say("Entered the shelter"), ADMITTED, SERVICE),
    _detail("moved_in", "housing", say("Moved in"), SERVICE),
    _detail("housed_retained_30", "housing", say("Still housed after 30 days"), CONTINUING),
    _detail("housed_retained_90", "housing", say("Still housed after 90 days"), CONTINUING, DONE),
    _detail("housed_retained_180", "housing", say("Still housed after 180 days"), CONTINUING, DONE),
    _detail("intake", "work", say("Had the intake talk"), ARRIVED, ADMITTED),
    _detail("training_started", "work", say("Started training"), SERVICE),
    _detail("placed", "work", say("Started a job"), SERVICE, DONE),
    _detail("retained_30", "work", say("Still in the job after 30 days"), CONTINUING),
    _detail("retained_90", "work", say("Still in the job after 90 days"), CONTINUING, DONE),
    _detail("retained_180", "work", say("Still in the job after 180 days"), CONTINUING, DONE),
    _detail("referral_accepted", "restorative", say("The case was taken on"), CONTACTED, ADMITTED),
    _detail("prep_held", "restorative", say("A preparation meeting was held"), ARRIVED, SERVICE),
    _detail("conference_held", "restorative", say("The conference was held"), SERVICE),
    _detail("agreement_reached", "restorative", say("An agreement was reached"), SERVICE, CONTINUING),
    _detail("agreement_completed", "restorative", say("The agreement was kept"), DONE),
    _detail(
        "declined_by_harmed_party",
        "restorative",
        say("The person who was harmed does not wish to take part"),
        OutcomeStep.NO_CONTACT,
        CONTACTED,
    ),
)
_BY_CODE = {detail.code: detail for detail in DETAILS}


def details_for(kind: str, step: OutcomeStep | None = None) -> tuple[Detail, ...]:
    """What a step can mean for a service of this kind; without a step, everything that any step can mean."""
    branch = kind.partition(".")[0]
    return tuple(
        detail
        for detail in DETAILS
        if detail.branch in {ANY, branch} and (step is None or step in detail.steps)
    )


def detail_words(code: str | None) -> Say | None:
    """What a code means; None for none and for a code that is not ours."""
    detail = _BY_CODE.get(code or "")
    return detail.words if detail else None


def detail_problem(kind: str, step: OutcomeStep, code: str | None) -> Say | None:
    """Why this code cannot stand beside the step for a service of this kind."""
    if code is None or code in {detail.code for detail in details_for(kind, step)}:
        return None
    if code not in _BY_CODE:
        return say("Choose one of the list.")
    return say("“{detail}” does not go with what you chose above. Choose again or leave it open.",
               detail=_BY_CODE[code].words)  # fmt: skip
