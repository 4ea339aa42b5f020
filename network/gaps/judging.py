"""What a survey does to the gaps: opens, keeps, closes and reopens them. docs/gaps.md tells the rules."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import CursorResult
from sqlmodel import Session, col, select, update

from network import events
from network.actors import SYSTEM
from network.ids import new_id
from network.rules.gap_evidence import is_over, speaks_anew, was_away
from network.rules.gap_moves import CLOSE, COME_BACK, IN_WORK, REOPEN, UNRESOLVED, GapMove
from network.rules.gap_rules import CAUSES, Figure, Finding, find_gaps, may_hold, thresholds
from network.search.kindred import kinds_by_code, with_parents
from network.tables import Gap, GapFigure, GapRule, GapStatus, GapSurvey

HALF_A_DAY = timedelta(hours=12)  # a review date has come when it has begun everywhere from UTC-12 on

Key = tuple[str, str, str]


def judge_gaps(session: Session, survey: GapSurvey) -> Counter[str]:
    """Compare the gaps with what this survey found; answers how many were opened, reopened, closed, and came
    back. For the newest survey, in its transaction; doing it twice changes nothing."""
    parents = {code: kind.parent or "" for code, kind in kinds_by_code().items()}
    counties, areas = _figures(session, survey)
    found = {
        _key(one.kind, one.county_fips, one.rule): one
        for one in find_gaps(counties, areas, parents, survey.suppress_below)
    }
    figures = {(one.kind, one.county_fips): one for one in counties}
    gaps = session.exec(select(Gap).order_by(col(Gap.id)).with_for_update()).all()
    judging = _Judging(session, survey, _survey_times(session), gaps, found.values())
    for gap in gaps:
        judging.judge(gap, found.pop(_key(gap.kind, gap.county_fips, gap.rule), None), figures)
    for finding in found.values():
        judging.open(finding)
    return judging.tally


class _Judging:
    """One survey that meets the gaps one after the other."""

    def __init__(
        self,
        session: Session,
        survey: GapSurvey,
        times: list[datetime],
        gaps: Iterable[Gap],
        found: Iterable[Finding],
    ) -> None:
        self.tally: Counter[str] = Counter()
        self._session, self._survey, self._times = session, survey, times
        self._made_at = survey.made_at
        self._thresholds = thresholds(survey.suppress_below)
        standing = [gap for gap in gaps if gap.status in UNRESOLVED and gap.rule is not GapRule.LOW_ACCESS]
        self._unmet = {(gap.kind, gap.county_fips) for gap in standing if gap.rule is GapRule.UNMET}
        self._told = {(kind, gap.county_fips) for gap in standing for kind in with_parents(gap.kind)}
        self._found = {(one.kind, one.county_fips) for one in found if one.rule in CAUSES}
        self._settled: dict[tuple[str, str, bool], int] = {}  # low access counts other needs
        for gap in gaps:
            if (
                gap.status is GapStatus.RESOLVED
                and gap.status_since > survey.since
                and gap.rule is not GapRule.LOW_ACCESS
            ):
                key = (gap.kind, gap.county_fips, gap.rule is GapRule.UNMET)
                self._settled[key] = max(self._settled.get(key, 0), _number(gap.evidence.get("unmet")))

    def judge(self, gap: Gap, finding: Finding | None, figures: Mapping[tuple[str, str], Figure]) -> None:
        """One gap that is there already."""
        figure = figures.get((gap.kind, gap.county_fips))
        if finding is not None:
            self._meet(gap, finding)
        elif figure is not None and may_hold(figure, self._thresholds[gap.rule]):
            self._doubt(gap)
        else:
            self._miss(gap)

    def open(self, finding: Finding) -> None:
        """A gap that is not told by another one already."""
        if self._is_told(finding):
            return
        gap = Gap(
            id=new_id(),
            kind=finding.kind,
            county_fips=finding.county_fips,
            rule=finding.rule,
            status_since=self._made_at,
            opened_at=self._made_at,
            seen_at=self._made_at,
            evidence=self._evidence(finding),
        )
        self._session.add(gap)
        self._session.flush()
        self._tell(gap, "gap.opened")

    def _meet(self, gap: Gap, finding: Finding) -> None:
        """The rule holds."""
        seen: dict[str, object] = {"seen_at": self._made_at, "is_seen": True}
        if (
            gap.status is not GapStatus.RESOLVED
        ):  # what it was when it was resolved is what new is compared to
            seen["evidence"] = self._evidence(finding)
        if gap.status is GapStatus.RESOLVED and self._is_new(gap, finding) and not self._is_told(finding):
            seen |= {"opened_at": self._made_at, "times_opened": gap.times_opened + 1}
            self._move(gap, REOPEN, **seen, evidence=self._evidence(finding))
        elif gap.status is GapStatus.ACCEPTED and self._review_has_come(gap):
            self._move(gap, COME_BACK, **seen, review_on=None)
        else:
            self._keep(gap, **seen)

    def _doubt(self, gap: Gap) -> None:
        """The number is withheld, and may be as high as before: what was believed of it stays so."""
        if not gap.is_seen:
            return
        if gap.status is GapStatus.ACCEPTED and self._review_has_come(gap):
            self._move(gap, COME_BACK, seen_at=self._made_at, review_on=None)
        else:
            self._keep(gap, seen_at=self._made_at)

    def _miss(self, gap: Gap) -> None:
        """The rule does not hold: after four weeks of surveys without it, it is over."""
        may_end = gap.status in IN_WORK or (gap.status is GapStatus.ACCEPTED and self._review_has_come(gap))
        if may_end and is_over(self._away_since(gap), self._made_at):
            self._move(gap, CLOSE, is_seen=False, review_on=None)
        else:
            self._keep(gap, is_seen=False)

    def _is_told(self, finding: Finding) -> bool:
        """Whether the same needs have a gap already: for one reason, for all of them, or of a kind below; or
        had one that somebody resolved."""
        here, is_unmet = (finding.kind, finding.county_fips), finding.rule is GapRule.UNMET
        if finding.rule is GapRule.LOW_ACCESS:
            return False
        if here in (self._found | self._told if is_unmet else self._unmet):
            return True
        settled = self._settled.get((*here, not is_unmet))
        return settled is not None and finding.count - settled < self._thresholds[finding.rule].least

    def _is_new(self, gap: Gap, finding: Finding) -> bool:
        return was_away(self._away_since(gap), self._made_at) or speaks_anew(
            since=self._survey.since,
            resolved_at=gap.status_since,
            count=finding.count,
            count_then=_number(gap.evidence.get("count")),
            least=self._thresholds[finding.rule].least,
        )

    def _away_since(self, gap: Gap) -> datetime:
        """The first survey in which it did not hold any more; this one when it held in the one before."""
        following = bisect_right(self._times, gap.seen_at)
        return self._times[following] if following < len(self._times) else self._made_at

    def _review_has_come(self, gap: Gap) -> bool:
        return gap.review_on is not None and gap.review_on <= (self._made_at - HALF_A_DAY).date()

    def _move(self, gap: Gap, move: GapMove, **values: object) -> None:
        if self._keep(gap, **values, status=move.target, status_since=self._made_at):
            self._tell(gap, move.event)

    def _keep(self, gap: Gap, **values: object) -> bool:
        """Whether nobody has moved it meanwhile; else the next survey judges it."""
        result = self._session.exec(
            update(Gap).where(col(Gap.id) == gap.id, col(Gap.status) == gap.status).values(**values)
        )
        assert isinstance(result, CursorResult)
        self._session.refresh(gap)
        return result.rowcount == 1

    def _tell(self, gap: Gap, event: str) -> None:
        self.tally[event.removeprefix("gap.")] += 1
        events.record(self._session, SYSTEM, event, "gap", gap.id, survey=str(self._survey.id))

    def _evidence(self, finding: Finding) -> dict[str, object]:
        """The numbers of this survey; what is in `withheld` must not be shown."""
        figure = finding.figure
        return {
            "survey": str(self._survey.id),
            "made_at": self._made_at.isoformat(),
            "since": self._survey.since.isoformat(),
            "least": self._thresholds[finding.rule].least,
            "count": finding.count,
            "needed": figure.needed,
            "unmet": figure.unmet,
            "withheld": sorted(figure.withheld),
            "zips": list(finding.zips),
        }


def _figures(session: Session, survey: GapSurvey) -> tuple[list[Figure], list[Figure]]:
    """Whole counties, and around their ZIP codes."""
    rows = session.exec(
        select(GapFigure).where(GapFigure.survey_id == survey.id, col(GapFigure.county_fips).is_not(None))
    ).all()
    return [_figure(row) for row in rows if row.zip is None], [_figure(row) for row in rows if row.zip]


def _figure(row: GapFigure) -> Figure:
    withheld = frozenset(row.withheld)
    return Figure(
        row.kind, row.county_fips or "", row.needed, row.causes, withheld, row.zip or "", row.access
    )


def _survey_times(session: Session) -> list[datetime]:
    return list(session.exec(select(GapSurvey.made_at).order_by(col(GapSurvey.made_at))).all())


def _key(kind: str, county_fips: str, rule: str) -> Key:
    return kind, county_fips, str(rule)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
