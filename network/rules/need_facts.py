"""What matters for a need: facts of the person that decide who takes them (network/rules/person_facts.py);
kept sealed, as JSON."""

import json
from collections.abc import Mapping, Sequence

from network.rules.person_facts import NAMES, ONE
from network.tables import Need


def facts_of(need: Need) -> dict[str, tuple[str, ...]]:
    """The need's facts by their names (`language`: (`es`,)); none is empty."""
    return kept_facts(need.facts)


def kept_facts(text: str | None) -> dict[str, tuple[str, ...]]:
    """The facts of a need that `facts_text` kept."""
    return plain_facts(json.loads(text)) if text else {}


def plain_facts(given: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Only facts that a need can have, each with what was chosen."""
    return {name: tuple(filter(None, given[name])) for name in NAMES if any(given.get(name, ()))}


def joined_facts(
    known: Mapping[str, Sequence[str]], said: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Both together: of what can be only one thing, what is said now counts."""
    joined = {
        name: tuple(said.get(name, ())) or tuple(known.get(name, ()))
        if name in ONE
        else tuple(dict.fromkeys((*known.get(name, ()), *said.get(name, ()))))
        for name in NAMES
    }
    return plain_facts(joined)


def facts_text(facts: Mapping[str, Sequence[str]]) -> str | None:
    """How they are kept."""
    plain = plain_facts(facts)
    return json.dumps(plain, sort_keys=True) if plain else None
