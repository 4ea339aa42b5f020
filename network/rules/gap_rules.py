"""Which figures of a survey open a gap. `trestle docs` writes the thresholds to docs/gaps.md.

A gap opens at the most exact kind of service that carries the evidence; a kind above it only when what is
left without the kinds below still carries it. "All kinds" never opens one: nobody could act on it.

A gap tells something by being there. So rules look only at numbers that may be shown: whoever sees those and
knows the rules learns nothing more from a gap, or from there being none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from network.tables.gap import GapRule
from network.tables.unmet_need import Cause
from network.words import Say, say

LEAST_AREAS = 5  # fewer cannot be ranked: there is no lowest fifth of them
LOWEST = 0.2
FAR_BELOW = 0.5  # of the middle area; otherwise the lowest fifth of equals would be a gap


@dataclass(frozen=True)
class Threshold:
    """When a rule holds: at least so many needs without a service, and at least this share of all needed."""

    rule: GapRule
    least: int
    share: float
    explains: Say


THRESHOLDS = (
    Threshold(
        GapRule.NO_CAPACITY, 12, 0.15, say("Services that fit are there, but none of them had a free place.")
    ),
    Threshold(
        GapRule.NOT_ELIGIBLE,
        12,
        0.10,
        say("Services are there, but they do not take the people in question."),
    ),
    Threshold(
        GapRule.TOO_FAR, 12, 0.10, say("Services that fit are farther away than people can be asked to go.")
    ),
    Threshold(GapRule.NO_ANSWER, 12, 0.10, say("Services were asked and did not answer in time.")),
    Threshold(GapRule.NO_SERVICE, 12, 0.05, say("The directory knows no such service within reach.")),
    Threshold(
        GapRule.LOW_ACCESS,
        15,
        0.0,
        say("Around some ZIP codes there are far fewer free places within reach than around others."),
    ),
    Threshold(
        GapRule.UNMET,
        20,
        0.25,
        say("Many found no service. No single reason stands out, or so few have one that none is told."),
    ),
)
CAUSES: Mapping[GapRule, Cause] = {
    GapRule.NO_CAPACITY: Cause.NO_CAPACITY,
    GapRule.NOT_ELIGIBLE: Cause.NOT_ELIGIBLE,
    GapRule.TOO_FAR: Cause.TOO_FAR,
    GapRule.NO_ANSWER: Cause.NO_ANSWER,
    GapRule.NO_SERVICE: Cause.NO_SERVICE,
}
"""What each rule counts; the others look at access, and at all that found no service."""


@dataclass(frozen=True)
class Figure:
    """What a survey found for one kind in one county, or around one of its ZIP codes."""

    kind: str
    county_fips: str
    needed: int
    causes: Mapping[str, int]
    withheld: frozenset[str] = frozenset()
    zip: str = ""
    access: float | None = None

    @property
    def unmet(self) -> int:
        return sum(self.causes.values())

    def less(self, others: Iterable["Figure"]) -> "Figure":
        """What is left without these kinds below it."""
        needed, causes, withheld = self.needed, dict(self.causes), self.withheld
        for other in others:
            needed -= other.needed
            causes = {cause: count - other.causes.get(cause, 0) for cause, count in causes.items()}
            withheld |= other.withheld
        return replace(self, needed=needed, causes=causes, withheld=withheld)


@dataclass(frozen=True)
class Finding:
    """A rule that holds. `count` needs carry it; `zips` are where, for the rule that looks at access."""

    rule: GapRule
    kind: str
    county_fips: str
    count: int
    figure: Figure
    zips: tuple[str, ...] = ()


def thresholds(suppress_below: int) -> dict[GapRule, Threshold]:
    """The rules as they are used: never below what may be shown."""
    return {one.rule: replace(one, least=max(one.least, suppress_below)) for one in THRESHOLDS}


def find_gaps(
    counties: Sequence[Figure], areas: Sequence[Figure], parents: Mapping[str, str], suppress_below: int
) -> list[Finding]:
    """Every rule that holds: `counties` are whole counties, `areas` their ZIP codes; `parents` says which
    kind is right above each."""
    found: list[Finding] = []
    for rule, threshold in thresholds(suppress_below).items():
        if rule is GapRule.LOW_ACCESS:
            found += _most_exact(list(_low_access(counties, areas, threshold)), parents, threshold)
        elif rule in CAUSES:
            found += _most_exact(list(_holding(counties, threshold)), parents, threshold)
    causes = [one for one in found if one.rule in CAUSES]
    flagged = {(kind, one.county_fips) for one in causes for kind in above(one.kind, parents)}
    holding = [
        one
        for one in _holding(counties, thresholds(suppress_below)[GapRule.UNMET])
        if (one.kind, one.county_fips) not in flagged
    ]
    return found + list(_most_exact(holding, parents, None))


def counted_as(rule: GapRule) -> str:
    """The number of a figure that a rule counts."""
    return CAUSES.get(rule, "needed" if rule is GapRule.LOW_ACCESS else "unmet")


def count_of(figure: Figure, rule: GapRule) -> int:
    """How many needs this rule counts in a figure."""
    if rule in CAUSES:
        return figure.causes.get(CAUSES[rule], 0)
    return figure.needed if rule is GapRule.LOW_ACCESS else figure.unmet


def holds(figure: Figure, threshold: Threshold) -> bool:
    """Whether there are enough of them; a share can be asked only where it is told of how many."""
    if counted_as(threshold.rule) in figure.withheld:
        return False
    count = count_of(figure, threshold.rule)
    return count >= threshold.least and (
        "needed" in figure.withheld or count >= threshold.share * figure.needed
    )


def may_hold(figure: Figure, threshold: Threshold) -> bool:
    """Whether a cause that is withheld may still be that of enough needs, as far as anybody is shown."""
    if threshold.rule not in CAUSES or CAUSES[threshold.rule] not in figure.withheld:
        return False
    told = sum(count for cause, count in figure.causes.items() if cause not in figure.withheld)
    return "unmet" not in figure.withheld and figure.unmet - told >= threshold.least


def _holding(counties: Sequence[Figure], threshold: Threshold) -> Iterator[Finding]:
    for one in counties:
        if one.kind and holds(one, threshold):
            yield Finding(threshold.rule, one.kind, one.county_fips, count_of(one, threshold.rule), one)


def _low_access(
    counties: Sequence[Figure], areas: Sequence[Figure], threshold: Threshold
) -> Iterator[Finding]:
    """ZIP codes in the lowest fifth and far below the middle one, where much is needed."""
    whole = {(one.kind, one.county_fips): one for one in counties}
    for kind in sorted({one.kind for one in areas} - {""}):
        shown = [one for one in areas if one.kind == kind and one.zip and "needed" not in one.withheld]
        ranked = sorted(
            ((one.access, one.zip, one) for one in shown if one.access is not None), key=lambda one: one[:2]
        )
        if len(ranked) < LEAST_AREAS:
            continue
        middle = median(access for access, _, _ in ranked)
        lowest = [
            one
            for access, _, one in ranked[: int(len(ranked) * LOWEST)]
            if access < FAR_BELOW * middle and one.needed >= threshold.least
        ]
        for fips in sorted({one.county_fips for one in lowest}):
            here = [one for one in lowest if one.county_fips == fips]
            if (kind, fips) in whole:
                zips = tuple(one.zip for one in here)
                count = sum(one.needed for one in here)
                yield Finding(GapRule.LOW_ACCESS, kind, fips, count, whole[kind, fips], zips)


def _most_exact(
    holding: Sequence[Finding], parents: Mapping[str, str], threshold: Threshold | None
) -> Iterator[Finding]:
    """Those that no kind below them explains. With a threshold, also those that still hold without them."""
    taken: list[Finding] = []
    for one in sorted(holding, key=lambda one: (-len(above(one.kind, parents)), one.kind, one.county_fips)):
        below = [
            other
            for other in taken
            if other.county_fips == one.county_fips and one.kind in above(other.kind, parents)
        ]
        if not below or (threshold and _stands_alone(one, below, parents, threshold)):
            taken.append(one)
    yield from sorted(taken, key=lambda one: (one.county_fips, one.kind))


def _stands_alone(
    one: Finding, below: Sequence[Finding], parents: Mapping[str, str], threshold: Threshold
) -> bool:
    """Whether it still holds without what was counted below it; access cannot be taken apart so."""
    if threshold.rule is GapRule.LOW_ACCESS:
        return False
    outermost = [
        finding for finding in below if not any(other.kind in above(finding.kind, parents) for other in below)
    ]
    return holds(one.figure.less(finding.figure for finding in outermost), threshold)


def above(kind: str, parents: Mapping[str, str]) -> list[str]:
    """All kinds above this one, nearest first."""
    found: list[str] = []
    while kind := parents.get(kind, ""):
        found.append(kind)
    return found
