"""What a question can say from what is known of a need, as codes that fit many people."""

from uuid import UUID

from sqlmodel import Session, col, select

from network.providers.kinds.reading import kind_term_id, read_kinds
from network.rules.questions import AgeBand, Circumstance, Payer, QuestionFacts, Served
from network.search.needs import filters_for
from network.tables import Attribute, Need

_BANDS = ((18, AgeBand.UNDER_18), (25, AgeBand.FROM_18), (65, AgeBand.FROM_25))
_PAYERS = {
    "payer.medicaid": Payer.MEDICAID,
    "payer.medicare": Payer.MEDICARE,
    "payer.private": Payer.PRIVATE,
    "payer.none-needed": Payer.NONE,
}


def facts_from(need: Need) -> QuestionFacts:
    """The facts of a need, coarsened. Its words stay where they are."""
    filters = filters_for(need)
    payers = [_PAYERS[code] for code in filters.costs if code in _PAYERS]
    also = [Circumstance.WHEELCHAIR] * filters.accessible + [
        Circumstance.COURT_ORDERED
    ] * filters.court_ordered
    return QuestionFacts(
        age=None if filters.age is None else band_of(filters.age),
        served=Served(filters.sex.value) if filters.sex else None,
        language=next(iter(filters.languages), ""),
        payer=payers[0] if payers else None,
        also=tuple(also),
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
