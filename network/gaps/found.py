"""What was found where a gap is: its numbers as they may be shown."""

from dataclasses import dataclass
from datetime import datetime

from network.rules.gap_rules import counted_as
from network.rules.gap_words import finding
from network.search.kindred import kind_name
from network.tables import Gap, GapRule
from network.words import Say


@dataclass(frozen=True)
class Found:
    """The numbers of the survey in which the rule held last; None: withheld."""

    made_at: datetime
    since: datetime
    count: int | None  # of the rule
    least: int  # a count that is withheld is at least this
    needed: int | None
    unmet: int | None
    zips: tuple[str, ...]  # where it is hard to reach a service

    @property
    def days(self) -> int:
        """How far the survey looked back."""
        return (self.made_at - self.since).days


def found_in(gap: Gap) -> Found:
    """The evidence of a gap without what must be withheld."""
    said = gap.evidence
    withheld = {str(one) for one in _several(said.get("withheld"))}
    hides_count = gap.rule is not GapRule.LOW_ACCESS and counted_as(gap.rule) in withheld
    return Found(
        made_at=_moment(said.get("made_at"), gap.seen_at),
        since=_moment(said.get("since"), gap.seen_at),
        count=None if hides_count else _number(said.get("count")),
        least=_number(said.get("least")) or 0,
        needed=None if "needed" in withheld else _number(said.get("needed")),
        unmet=None if "unmet" in withheld else _number(said.get("unmet")),
        zips=tuple(str(one) for one in _several(said.get("zips"))),
    )


def headline(gap: Gap, language: str, county: str) -> Say:
    """The finding in a sentence for a reader of this language."""
    found = found_in(gap)
    return finding(
        gap.rule,
        days=found.days,
        count=found.count,
        least=found.least,
        kind=kind_name(gap.kind, language),
        county=county,
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _moment(value: object, otherwise: datetime) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else otherwise


def _several(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
