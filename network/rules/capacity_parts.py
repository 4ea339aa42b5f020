"""The parts of a capacity: how many of the free places are for one population, and which part a change that
names none belongs to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from network.rules.person_facts import PersonFacts
from network.rules.taking import is_for
from network.words import Say, say

EVERYONE = "serves.any"
Facts = Mapping[str, Sequence[str]]
"""What is known of a person, by the names of `need.facts`: `{"sex": ("women",)}`."""

POPULATIONS: dict[str, Say] = {
    "serves.women": say("Women"),
    "serves.men": say("Men"),
    "serves.youth": say("Young people"),
    "serves.older-adults": say("Older adults"),
    "serves.families": say("Families with children"),
    "serves.couples": say("Couples"),
    "serves.pregnant": say("Pregnant people"),
    "serves.lgbtq": say("LGBTQ people"),
    "serves.veterans": say("Veterans"),
    "serves.native": say("Native people"),
    EVERYONE: say("Everyone"),
}
"""Whom a part can be for: codes of facts, in the order of network/providers/kinds/facts.csv; who is for
everyone stands last, after those for somebody."""
_ORDER = {population: number for number, population in enumerate(POPULATIONS)}


@dataclass(frozen=True)
class PartWords:
    """What somebody says of one part: how many are free, of how many."""

    population: str
    available: int
    maximum: int | None = None


class Part(Protocol):
    """What these rules read of a part; network.tables.CapacityPart is one."""

    population: str
    available: int
    maximum: int | None
    held: int


class ForSomebody(Protocol):
    """What is for one population."""

    @property
    def population(self) -> str: ...


P = TypeVar("P", bound=Part)
Q = TypeVar("Q", bound=ForSomebody)


def in_order(parts: Iterable[Q]) -> list[Q]:
    """As they are shown on every page; a population that we do not know comes last."""
    return sorted(parts, key=lambda part: _ORDER.get(part.population, len(_ORDER)))


def admits(population: str, facts: Facts) -> bool | None:
    """Whether places for this population are for this person; None: what is known of them does not say."""
    return is_for(population, PersonFacts.known(facts))


def excludes(population: str | None, facts: Facts) -> Say | None:
    """What to say before a place held for this population is used for a person whom it surely is not for."""
    if population is None or admits(population, facts) is not False:
        return None
    return say(
        "The place that is held here is for {whom}, and what is known of this person says otherwise."
        " You can go on, and they decide.",
        whom=_FOR.get(population, population),
    )


def room_of(part: Part) -> int | None:
    """How many more of this part can become free; None: as many as one likes."""
    return None if part.maximum is None else max(0, part.maximum - part.available - part.held)


def part_to_move(parts: Sequence[P], step: int, facts: Facts) -> P | None:
    """The part from which a place is taken, or to which it is given back, when nobody said which one.

    The one that is for this person, where that is known; else the one with the most free places (to take),
    or the fewest (to give back). None when none can move.
    """
    able = [part for part in parts if (part.available > 0 if step < 0 else room_of(part) != 0)]
    return min(able, key=lambda part: (_strangeness(part, facts), part.available * step), default=None)


def parts_for(parts: Sequence[P], facts: Facts) -> list[P]:
    """The parts that are surely for this person; all of them when nothing says so of any."""
    sure = [part for part in parts if part.population != EVERYONE and admits(part.population, facts)]
    return sure or list(parts)


def shared_out(parts: Sequence[Part], available: int, facts: Facts) -> dict[str, int] | None:
    """How many are free in each part when only the whole was said: as few parts change as can be.

    The difference belongs to the part that `part_to_move` names; None when there is no room for it.
    """
    left = [_Counted(part.population, part.available, part.maximum, part.held) for part in parts]
    while (missing := available - sum(part.available for part in left)) != 0:
        step = 1 if missing > 0 else -1
        part = part_to_move(left, step, facts)
        if part is None:
            return None
        room = room_of(part) if step > 0 else part.available
        part.available += step * min(abs(missing), abs(missing) if room is None else room)
    return {part.population: part.available for part in left}


def part_sentence(population: str, available: int) -> Say:
    """As people say it: "2 for women"."""
    return say("{number} for {whom}", number=available, whom=_FOR[population])


_FOR: dict[str, Say] = {
    "serves.women": say("women"),
    "serves.men": say("men"),
    "serves.families": say("families"),
    "serves.couples": say("couples"),
    "serves.pregnant": say("pregnant people"),
    "serves.youth": say("young people"),
    "serves.older-adults": say("older adults"),
    "serves.veterans": say("veterans"),
    "serves.lgbtq": say("LGBTQ people"),
    "serves.native": say("Native people"),
    EVERYONE: say("everyone"),
}


@dataclass
class _Counted:
    population: str
    available: int
    maximum: int | None
    held: int


def _strangeness(part: Part, facts: Facts) -> int:
    """0 for the part that is for this very person, 3 for one that is not."""
    said = admits(part.population, facts)
    if said is None:
        return 2
    if part.population == EVERYONE:
        return 1
    return 0 if said else 3
