"""Words by which somebody is in danger: help against violence, or with suicide, is what their sentence asks
for first, whatever else it says. The words themselves are synonyms (network/search/synonyms.csv)."""

from collections.abc import Set

AGAINST_DANGER = frozenset((
    "housing.dv-shelter", "legal.victim-advocacy", "mental-health.crisis-stabilization",
    "mental-health.mobile-crisis",
))  # fmt: skip
OFTEN_BESIDE = "mental-health.trauma"  # of "raped"; by itself it is no danger of now
# Fear and pain may be of anything: they decide only where nothing else says what is asked for.
_SAID_OF_FEAR = """
abused afraid danger harass harassed harassing hopeless hurt hurting miedo peligro proteccion protect
protection robaron robbed scared terrified touched trapped
unsafe victim victima violence violencia violent violento
"""
_FEAR = frozenset(_SAID_OF_FEAR.split())


def says_danger(word: str, kinds: Set[str]) -> bool:
    """Whether a word that means these kinds says that somebody is harmed, or may die."""
    against = kinds - {OFTEN_BESIDE}
    return bool(against) and against <= AGAINST_DANGER and not says_fear(word)


def says_fear(word: str) -> bool:
    """Whether it says no more than that somebody is afraid or hurt."""
    return word in _FEAR
