"""Which figures of a survey open a gap. `trestle docs` writes the thresholds to docs/gaps.md.

A gap opens at the most exact kind of service that carries the evidence; a kind above it only when what is
left without the kinds below still carries it. "All kinds" never opens one: nobody could act on it.

A gap tells something by being there. So no rule asks for less than may be shown, and a rule holds on a
withheld figure only while whoever knows the thresholds could not work the figure out from it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
)
CAUSES: Mapping[GapRule, Cause] = {
    GapRule.NO_CAPACITY: Cause.NO_CAPACITY,
    GapRule.NOT_ELIGIBLE: Cause.NOT_ELIGIBLE,
    GapRule.TOO_FAR: Cause.TOO_FAR,
    GapRule.NO_ANSWER: Cause.NO_ANSWER,
    GapRule.NO_SERVICE: Cause.NO_SERVICE,
}
"""What each rule counts; the other rule looks at access."""


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
        needed, causes = self.needed, dict(self.causes)
        for other in others:
            needed -= other.needed
            causes = {cause: count - other.causes.get(cause, 0) for cause, count in causes.items()}
        return Figure(self.kind, self.county_fips, needed, causes, self.withheld, self.zip, self.access)


@dataclass(frozen=True)
class Finding:
    """A rule that holds. `count` needs carry it; `zips` are where, for the rule that looks at access."""

    rule: GapRule
    kind: str
    county_fips: str
    count: int
    figure: Figure
    zips: tuple[str, ...] = ()
    middle: float | None = None  # access of the middle area


def thresholds(suppress_below: int) -> tuple[Threshold, ...]:
    """The rules as they are used: never below what may be shown."""
    return tuple(
        Threshold(one.rule, max(one.least, suppress_below), one.share, one.explains) for one in THRESHOLDS
    )


def find_gaps(
    counties: Sequence[Figure], areas: Sequence[Figure], parents: Mapping[str, str], suppress_below: int
) -> list[Finding]:
    """Every rule that holds: `counties` are whole counties, `areas` their ZIP codes; `parents` says which
    kind is right above each."""
    found: list[Finding] = []
    for threshold in thresholds(suppress_below):
        if threshold.rule is GapRule.LOW_ACCESS:
            holding = list(_low_access(counties, areas, threshold))
        else:
            holding = [
                Finding(threshold.rule, one.kind, one.county_fips, count_of(one, threshold.rule), one)
                for one in counties
                if one.kind and holds(one, threshold, suppress_below)
            ]
        found.extend(_most_exact(holding, parents, threshold))
    return found


def count_of(figure: Figure, rule: GapRule) -> int:
    """How many needs this rule counts in a figure."""
    return figure.causes.get(CAUSES[rule], 0) if rule in CAUSES else figure.needed


def holds(figure: Figure, threshold: Threshold, suppress_below: int) -> bool:
    """Whether there are enough of them, and saying so gives nothing away."""
    count = count_of(figure, threshold.rule)
    if count < threshold.least or count < threshold.share * figure.needed:
        return False
    return keeps_secrets(figure, threshold, suppress_below)


def keeps_secrets(figure: Figure, threshold: Threshold, suppress_below: int) -> bool:
    """Whether withheld numbers stay unknown to somebody who sees that the rule holds.

    They learn that the count is at least a floor, and that all needed are at most count / share. What stays
    possible must be as wide as what is withheld in the first place.
    """
    cause, hidden = CAUSES[threshold.rule], figure.withheld
    count = figure.causes.get(cause, 0)
    if cause in hidden:
        floor = max(threshold.least, 0 if "needed" in hidden else threshold.share * figure.needed)
        ceiling = figure.needed if "unmet" in hidden else figure.unmet
        return {"unmet", "needed"} <= hidden or ceiling - floor >= suppress_below
    if "needed" in hidden:
        return count / threshold.share - figure.unmet >= suppress_below
    return True


def _low_access(
    counties: Sequence[Figure], areas: Sequence[Figure], threshold: Threshold
) -> Iterator[Finding]:
    """ZIP codes in the lowest fifth and far below the middle one, where much is needed."""
    whole = {(one.kind, one.county_fips): one for one in counties}
    for kind in sorted({one.kind for one in areas} - {""}):
        ranked = sorted(
            (one for one in areas if one.kind == kind and one.zip and one.access is not None),
            key=lambda one: (one.access or 0.0, one.zip),
        )
        if len(ranked) < LEAST_AREAS:
            continue
        middle = median(one.access or 0.0 for one in ranked)
        lowest = [
            one
            for one in ranked[: int(len(ranked) * LOWEST)]
            if (one.access or 0.0) < FAR_BELOW * middle
            and one.needed >= threshold.least
            and "needed" not in one.withheld
        ]
        for fips in sorted({one.county_fips for one in lowest}):
            here = [one for one in lowest if one.county_fips == fips]
            count = sum(one.needed for one in here)
            if (kind, fips) in whole:
                zips = tuple(one.zip for one in here)
                yield Finding(GapRule.LOW_ACCESS, kind, fips, count, whole[kind, fips], zips, middle)


def _most_exact(
    holding: Sequence[Finding], parents: Mapping[str, str], threshold: Threshold
) -> Iterator[Finding]:
    """Those that no kind below them explains, the most exact first."""
    by_kind = {(one.kind, one.county_fips): one for one in holding}
    taken: list[Finding] = []
    for one in sorted(
        by_kind.values(), key=lambda one: (-depth(one.kind, parents), one.kind, one.county_fips)
    ):
        below = [
            other
            for other in taken
            if other.county_fips == one.county_fips and one.kind in above(other.kind, parents)
        ]
        if below and (one.rule not in CAUSES or not _stands_alone(one, below, parents, threshold)):
            continue
        taken.append(one)
    yield from sorted(taken, key=lambda one: (one.county_fips, one.kind))


def _stands_alone(
    one: Finding, below: Sequence[Finding], parents: Mapping[str, str], threshold: Threshold
) -> bool:
    """Whether it still holds without what was counted below it, where all of that may be shown."""
    hidden = {CAUSES[one.rule], "needed"}
    if any(hidden & finding.figure.withheld for finding in (one, *below)):
        return False
    outermost = [
        finding for finding in below if not any(other.kind in above(finding.kind, parents) for other in below)
    ]
    rest = one.figure.less(finding.figure for finding in outermost)
    count = count_of(rest, one.rule)
    return count >= threshold.least and count >= threshold.share * rest.needed


def above(kind: str, parents: Mapping[str, str]) -> list[str]:
    """All kinds above this one, nearest first."""
    found: list[str] = []
    while kind := parents.get(kind, ""):
        found.append(kind)
    return found


def depth(kind: str, parents: Mapping[str, str]) -> int:
    """How many kinds are above it."""
    return len(above(kind, parents))
