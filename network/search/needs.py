"""The search for what one person needs: kind and place of the need, and what is known to matter."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from network.places.distance import METRES_PER_MILE
from network.places.point import Point
from network.rules.need_facts import facts_of
from network.rules.taking import PersonFacts
from network.search.counting import cost_codes
from network.search.engine import DEFAULT_MILES, Filters, Search
from network.search.tongues import language_code
from network.tables import Need


def person_facts_of(need: Need) -> PersonFacts:
    """What is known of the person, as far as it decides who takes them. The caller may know the need."""
    return person_facts(facts_of(need))


def person_facts(facts: Mapping[str, Sequence[str]]) -> PersonFacts:
    """The same of facts under their names; those that are none of ours do not count."""
    languages = tuple(filter(None, (language_code(one, one) for one in facts.get("language", ()))))
    return PersonFacts.known({**facts, "language": languages})


def strictly(
    facts: Mapping[str, Sequence[str]], *, takes_referrals: bool = False
) -> tuple[Filters, PersonFacts]:
    """As a count of gaps asks: a service has to say that it has the language, the payer, the access and takes
    court-ordered people; of all else, only a no counts."""
    known = person_facts(facts)
    filters = Filters(
        languages=known.languages,
        costs=tuple(code for code in known.costs if code in cost_codes()),
        accessible=known.accessible,
        court_ordered=known.court_ordered,
        takes_referrals=takes_referrals,
    )
    return filters, replace(known, languages=(), costs=(), accessible=False, court_ordered=False)


def search_for(
    need: Need, *, filters: Filters, limit: int, language: str, miles: float | None = DEFAULT_MILES
) -> Search:
    """Everything of this kind near where help is needed that may take this person; `miles` None: however
    far."""
    point = point_of(need)
    return Search(
        kinds=(need.kind,),
        point=point,
        within_metres=None if point is None or miles is None else miles * METRES_PER_MILE,
        filters=filters,
        facts=person_facts_of(need),
        limit=limit,
        language=language,
    )


def point_of(need: Need) -> Point | None:
    """Where help is needed, to 0.01 degrees."""
    if need.latitude is None or need.longitude is None:
        return None
    return Point(need.latitude, need.longitude)
