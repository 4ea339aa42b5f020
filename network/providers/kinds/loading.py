"""Puts our two vocabularies into the database, so that listings can say their terms."""

from sqlmodel import Session

from network.ids import id_from
from network.providers.changes import record_change
from network.providers.kinds.reading import (
    FACTS_DESCRIPTION,
    FACTS_NAME,
    KINDS_DESCRIPTION,
    KINDS_NAME,
    VOCABULARIES_VERSION,
    fact_term_id,
    facts_taxonomy_id,
    kind_term_id,
    kinds_taxonomy_id,
    read_facts,
    read_kinds,
)
from network.tables import Taxonomy, TaxonomyTerm, Translation


def load_kinds(session: Session) -> None:
    """Write or refresh the kinds of service and the facts; safe to repeat after every migration."""
    before = session.get(Taxonomy, kinds_taxonomy_id()), session.get(Taxonomy, facts_taxonomy_id())
    wanted = _taxonomies()
    for row in (*wanted, *_terms()):
        session.merge(row)
        session.flush()
    for row in _translations():
        session.merge(row)
    if None in before:
        record_change(session, None)


def _taxonomies() -> tuple[Taxonomy, Taxonomy]:
    return (
        Taxonomy(
            id=kinds_taxonomy_id(),
            name=KINDS_NAME,
            description=KINDS_DESCRIPTION,
            version=VOCABULARIES_VERSION,
        ),
        Taxonomy(
            id=facts_taxonomy_id(),
            name=FACTS_NAME,
            description=FACTS_DESCRIPTION,
            version=VOCABULARIES_VERSION,
        ),
    )


def _terms() -> list[TaxonomyTerm]:
    kinds = [
        TaxonomyTerm(
            id=kind.id,
            code=kind.code,
            name=kind.name_en,
            description=kind.description_en,
            parent_id=kind_term_id(kind.parent) if kind.parent else None,
            taxonomy=KINDS_NAME,
            taxonomy_id=kinds_taxonomy_id(),
            language="en",
        )
        for kind in read_kinds()
    ]
    facts = [
        TaxonomyTerm(
            id=fact.id,
            code=fact.code,
            name=fact.name_en,
            description=fact.name_en,
            parent_id=fact_term_id(fact.parent) if fact.parent else None,
            taxonomy=FACTS_NAME,
            taxonomy_id=facts_taxonomy_id(),
            language="en",
        )
        for fact in read_facts()
    ]
    return kinds + facts


def _translations() -> list[Translation]:
    texts = [(kind.id, "name", kind.name_es) for kind in read_kinds()]
    texts += [(kind.id, "description", kind.description_es) for kind in read_kinds()]
    texts += [(fact.id, "name", fact.name_es) for fact in read_facts()]
    return [
        Translation(
            id=id_from(term_id, f"{field} es"),
            entity="taxonomy_term",
            entity_id=term_id,
            field=field,
            language="es",
            text=text,
        )
        for term_id, field, text in texts
    ]
