"""How the people of the year sign, and for how long."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from network.consent.signing import Signing
from network.tables import CaseRole, EndEvent, InformationKind, Proceeding, Purpose, SigningWay
from seeds.marlow.year.plans import PersonPlan

TOLD = frozenset({InformationKind.IDENTITY, InformationKind.NEED})
MORE_TOLD = (InformationKind.CONTACT, InformationKind.NOTE, InformationKind.CASE)
BACK = frozenset({InformationKind.STATUS})
MORE_BACK = (InformationKind.ATTENDANCE, InformationKind.PROGRESS, InformationKind.REASONS)
DRAWN = "M12 60L20 22L34 58L48 30L66 52L90 34L120 48L150 40"
MOST_AGENCIES = 10


def signing_of(
    random: Random, plan: PersonPlan, agencies: list[UUID], today: date, *, is_condition: bool
) -> Signing:
    """What somebody signs today for these agencies; where it is a condition, also for who monitors."""
    wish = Random(plan.number)  # what they allow they allow again
    written = {
        "recipient_organization_ids": tuple(dict.fromkeys(agencies))[:MOST_AGENCIES],
        "told": TOLD | {kind for kind in MORE_TOLD if wish.random() < 0.75},
        "told_back": BACK | {kind for kind in MORE_BACK if wish.random() < 0.55},
        "language": plan.language,
        "could_decide": True,
        "copy_given": random.random() < 0.8,
    } | _signature(random, plan)
    if is_condition:
        return Signing(**written, **_condition(random, today))  # type: ignore[arg-type]
    ends = {"expires_on": today + timedelta(days=random.choice((180, 365, 365, 730)))}
    event = {"expires_event": EndEvent.PROGRAM_ENDED} if plan.has_case and random.random() < 0.2 else {}
    purposes = frozenset({Purpose.REFERRAL, Purpose.COORDINATION})
    return Signing(**written, **ends, **event, is_condition=False, purposes=purposes)  # type: ignore[arg-type]


def _signature(random: Random, plan: PersonPlan) -> dict[str, object]:
    match random.random():
        case chance if chance < 0.6:
            return {"way": SigningWay.SCREEN, "signature": DRAWN}
        case chance if chance < 0.9:
            return {"way": SigningWay.KEYBOARD, "signed_name": f"{plan.name.given} {plan.name.family}"}
        case _:
            return {"way": SigningWay.WITNESSED, "witness_name": "Winifred Osei"}


def _condition(random: Random, today: date) -> dict[str, object]:
    treatment, final = today + timedelta(days=200), today + timedelta(days=330)
    return {
        "is_condition": True,
        "purposes": frozenset({Purpose.REFERRAL, Purpose.COORDINATION, Purpose.MONITORING}),
        "monitor_roles": frozenset({CaseRole.PROBATION}),
        "monitored": frozenset({InformationKind.STATUS, InformationKind.ATTENDANCE}),
        "proceeding": random.choice((Proceeding.DEFERRED_CHARGE, Proceeding.SENTENCE_OR_PROBATION)),
        "condition_authority": "Marlow Municipal Court",
        "condition_set_on": today,
        "treatment_ends_on": treatment,
        "final_disposition_on": final,
        "expires_on": final,
        "revocable_on": treatment,
    }
