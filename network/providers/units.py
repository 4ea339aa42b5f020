"""What services count when they say how full they are."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from network.providers.kinds.reading import kind_term_id, read_kinds
from network.tables import Attribute, CapacityUnit


def units_of(session: Session, service_ids: Iterable[UUID]) -> dict[UUID, CapacityUnit]:
    """What each of these services counts, by its kind; services of no kind of ours are left out."""
    units = {kind_term_id(kind.code): CapacityUnit(kind.unit.value) for kind in read_kinds()}
    rows = session.exec(
        select(Attribute.link_id, Attribute.taxonomy_term_id).where(
            col(Attribute.link_id).in_(list(service_ids)), col(Attribute.taxonomy_term_id).in_(list(units))
        )
    )
    return {service_id: units[term_id] for service_id, term_id in rows}
