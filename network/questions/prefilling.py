"""What a question can say from what is known of a need, as codes that fit many people."""

from uuid import UUID

from sqlmodel import Session, col, select

from network.providers.kinds.reading import kind_term_id, read_kinds
from network.rules.capacity_parts import Facts
from network.rules.person_facts import Household
from network.rules.questions import AgeBand, Circumstance, Payer, QuestionFacts, Served
from network.search.needs import person_facts
from network.tables import Attribute

_BANDS = ((18, AgeBand.UNDER_18), (25, AgeBand.FROM_18), (65, AgeBand.FROM_25))
_PAYERS = {
    "payer.medicaid": Payer.MEDICAID,
    "payer.medicare": Payer.MEDICARE,
    "payer.private": Payer.PRIVATE,
    "payer.none-needed": Payer.NONE,
}
_HOUSEHOLD = {
    Household.PREGNANT: Circumstance.PREGNANT,
    Household.CHILDREN: Circumstance.CHILDREN,
    Household.PETS: Circumstance.PETS,
    Household.COUPLE: Circumstance.COUPLE,
}
_ALSO = {
    "accessible": Circumstance.WHEELCHAIR,
    "no_id": Circumstance.NO_ID,
    "active_use": Circumstance.STILL_USING,
    "court_ordered": Circumstance.COURT_ORDERED,
}


def coarsened(known: Facts) -> QuestionFacts:
    """What is known of a person, in words that fit many people."""
    facts = person_facts(known)
    payers = [_PAYERS[code] for code in facts.costs if code in _PAYERS]
    also = {_HOUSEHOLD[one] for one in facts.household}
    also |= {circumstance for name, circumstance in _ALSO.items() if getattr(facts, name)}
    return QuestionFacts(
        age=None if facts.age is None else band_of(facts.age),
        served=Served(facts.sex.value) if facts.sex else None,
        language=next(iter(facts.languages), ""),
        payer=payers[0] if payers else None,
        medications=facts.moud,
        also=tuple(one for one in Circumstance if one in also),
    )


def band_of(age: int) -> AgeBand:
    """About how old somebody is."""
    return next((band for above, band in _BANDS if age < above), AgeBand.FROM_65)


def kind_of(session: Session, service_id: UUID) -> str:
    """The most exact kind of a service; empty when it has none of ours."""
    kinds = {kind_term_id(kind.code): kind.code for kind in read_kinds()}
    codes = session.exec(
        select(Attribute.taxonomy_term_id).where(
            Attribute.link_id == service_id, col(Attribute.taxonomy_term_id).in_(list(kinds))
        )
    )
    return max((kinds[code] for code in codes), key=len, default="")
