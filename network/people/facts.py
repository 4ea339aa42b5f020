"""What matters for a need, as filters of a search; kept sealed, as JSON."""

import json
from collections.abc import Mapping, Sequence

from network.tables import Need

SEVERAL = ("language", "cost")
ONE = ("accessible", "court_ordered", "age", "sex")
NAMES = (*ONE, *SEVERAL)


def facts_of(need: Need) -> dict[str, tuple[str, ...]]:
    """The need's filters, by their name in the address of a search (`language`: (`es`,)); none is empty."""
    return plain_facts(json.loads(need.facts)) if need.facts else {}


def plain_facts(given: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Only filters that a need can have, each with what was chosen."""
    return {name: tuple(filter(None, given[name])) for name in NAMES if any(given.get(name, ()))}


def facts_text(facts: Mapping[str, Sequence[str]]) -> str | None:
    """How they are kept."""
    plain = plain_facts(facts)
    return json.dumps(plain, sort_keys=True) if plain else None
