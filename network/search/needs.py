"""The search for what one person needs: kind and place of the need, and what is known to matter."""

from collections.abc import Mapping, Sequence

from network.people.facts import facts_of
from network.places.distance import METRES_PER_MILE
from network.places.point import Point
from network.search.counting import cost_codes
from network.search.engine import DEFAULT_MILES, Filters, Search, Sex
from network.search.tongues import language_code
from network.tables import Need

OLDEST = 120
YES = frozenset({"yes", "true", "1", "on"})


def filters_for(need: Need, *, takes_referrals: bool = False) -> Filters:
    """What a place must be for this need."""
    return filters_from(facts_of(need), takes_referrals=takes_referrals)


def filters_from(facts: Mapping[str, Sequence[str]], *, takes_referrals: bool = False) -> Filters:
    """What a place must be for a need with these facts; those that are no filters of ours do not count."""
    age, sex = (next(iter(facts.get(name, ())), "") for name in ("age", "sex"))
    return Filters(
        accessible=not YES.isdisjoint(facts.get("accessible", ())),
        court_ordered=not YES.isdisjoint(facts.get("court_ordered", ())),
        takes_referrals=takes_referrals,
        languages=tuple(filter(None, (language_code(one, one) for one in facts.get("language", ())))),
        costs=tuple(one for one in facts.get("cost", ()) if one in cost_codes()),
        age=int(age) if age.isascii() and age.isdecimal() and int(age) <= OLDEST else None,
        sex=Sex(sex) if sex in set(Sex) else None,
    )


def search_for(
    need: Need, *, filters: Filters, limit: int, language: str, miles: float | None = DEFAULT_MILES
) -> Search:
    """Everything of this kind near where help is needed; `miles` None: however far."""
    point = point_of(need)
    return Search(
        kinds=(need.kind,),
        point=point,
        within_metres=None if point is None or miles is None else miles * METRES_PER_MILE,
        filters=filters,
        limit=limit,
        language=language,
    )


def point_of(need: Need) -> Point | None:
    """Where help is needed, to 0.01 degrees."""
    if need.latitude is None or need.longitude is None:
        return None
    return Point(need.latitude, need.longitude)
