"""What is known of the people of the year, as far as it decides who takes them. Everybody is invented."""

from random import Random

from seeds.marlow.year.plans import NeedPlan, PersonPlan

Facts = dict[str, tuple[str, ...]]
TREATMENT, SHELTER, DETOX = "treatment.", "housing.emergency-shelter", "treatment.withdrawal-management"


def facts_of(person: PersonPlan, need: NeedPlan, number: int) -> Facts:
    """The facts of one need; the same every time, and drawn apart, so that nothing else of the year changes.

    Mostly such that most places take: an officer asks about what matters for this need, and no more.
    """
    random = Random(f"{person.number}-{number}")
    facts: Facts = {} if person.language == "en" else {"language": (person.language,)}
    if need.kind.startswith(TREATMENT) and random.random() < 0.6:
        facts["cost"] = ("payer.medicaid",)
    if need.kind == "treatment.otp" or (need.kind.startswith(TREATMENT) and random.random() < 0.15):
        facts["moud"] = ("methadone",)
    elif need.kind == "treatment.moud.buprenorphine":
        facts["moud"] = ("buprenorphine",)
    if need.kind == DETOX and random.random() < 0.7:
        facts["active_use"] = ("yes",)
    if need.kind in {SHELTER, "benefits.id-documents"} and random.random() < 0.4:
        facts["no_id"] = ("yes",)
    if need.kind == SHELTER and (random.random() < 0.15 or "dog" in need.words):
        facts["household"] = ("pets",)
    return facts
