"""What a place says of itself that does not fit somebody, before their name is sent there."""

from uuid import UUID

from network.errors import NotFound
from network.rules.capacity_parts import Facts
from network.search.engine import Filters, Search, SearchEngine
from network.search.needs import person_facts
from network.words import Say


def misfits_of(
    engine: SearchEngine, facts: Facts, service_id: UUID, location_id: UUID, *, language: str
) -> tuple[Say, ...]:
    """A sentence for each fact of a person to which this place says no; none where it says yes or nothing,
    and where the search does not know the place."""
    known = person_facts(facts)
    if not known:
        return ()
    whoever = Search(within_metres=None, filters=Filters(include_old=True), facts=known, language=language)
    try:
        missed = engine.explain(whoever, service_id, location_id)
    except NotFound:
        return ()
    return tuple(one.sentence for one in missed)
