"""What places say of themselves that does not fit a person, before a name is sent there."""

from collections.abc import Iterable
from uuid import UUID

from network.errors import NotFound
from network.rules.capacity_parts import Facts
from network.search.engine import Filters, Search, SearchEngine
from network.search.needs import person_facts
from network.tables import ServiceAtLocation
from network.words import Say


def misfits_of(
    engine: SearchEngine, facts: Facts, places: Iterable[ServiceAtLocation], *, language: str
) -> dict[UUID, tuple[Say, ...]]:
    """By place, a sentence for each fact of a person to which it says no. A place that says yes to all, or
    nothing, is not there, nor is one that the search does not know."""
    known = person_facts(facts)
    if not known:
        return {}
    whoever = Search(within_metres=None, filters=Filters(include_old=True), facts=known, language=language)
    found = {place.id: _misfits(engine, whoever, place) for place in places}
    return {place_id: misfits for place_id, misfits in found.items() if misfits}


def _misfits(engine: SearchEngine, whoever: Search, place: ServiceAtLocation) -> tuple[Say, ...]:
    try:
        missed = engine.explain(whoever, place.service_id, place.location_id)
    except NotFound:
        return ()
    return tuple(one.sentence for one in missed)
