"""Everything about one gap for who looks at it: its numbers over time, and what would have helped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor
from network.gaps.flags import history_of, owner_names, possible_owners, remarks_on
from network.gaps.overview import NOTHING, Shown, shown
from network.gaps.queries import figures_of, near_misses, newest_survey, zip_figures
from network.rules.causes import REASON_OF
from network.rules.gap_permissions import may_remark_gap
from network.rules.gap_rules import CAUSES
from network.search.kindred import with_parents
from network.tables import Cause, Event, Gap, GapFigure, GapRemark, GapRule, GapSurvey, Organization, Service

BARS_APART = 28  # days
MOST_BARS = 7  # half a year


@dataclass(frozen=True)
class Evidence:
    """What one survey found for the kind and county of a gap; None: withheld."""

    made_at: datetime
    count: int | None


@dataclass(frozen=True)
class Helper:
    """A service that would have met so many of the needs, but for one condition of the search."""

    service_id: UUID
    service: str
    organization: str
    condition: str
    needs: int


@dataclass(frozen=True)
class GapView:
    """One gap with what the newest survey says of its kind and county."""

    gap: Gap
    as_of: datetime | None  # of the newest survey; None before the first
    figures: Shown
    over_time: tuple[Evidence, ...]
    kinds: tuple[tuple[str, Shown], ...]  # below the gap's own, most unmet first
    zips: tuple[tuple[str, Shown], ...]  # empty code: not known where in the county
    helpers: tuple[Helper, ...]
    history: Sequence[Event]  # the newest first
    remarks: dict[UUID, GapRemark]
    names: dict[UUID, str]  # of accounts in it
    owners: tuple[tuple[UUID, str], ...]  # who can be given it
    may_remark: bool


def look_at_gap(session: Session, actor: Actor, gap: Gap) -> GapView:
    """Everything that its page shows. Raises NotAllowed for who may not see overviews."""
    survey = newest_survey(session)
    rows = figures_of(session, actor, survey, gap.county_fips) if survey else []
    by_kind = {row.kind: shown(row) for row in rows if gap.kind in with_parents(row.kind)}
    figures = by_kind.get(gap.kind, NOTHING)
    areas = zip_figures(session, actor, survey, gap.county_fips, gap.kind) if survey else []
    history, remarks = history_of(session, gap), remarks_on(session, gap)
    owners = tuple((one.id, one.name) for one in possible_owners(session))
    return GapView(
        gap=gap,
        as_of=survey.made_at if survey else None,
        figures=figures,
        over_time=tuple(evidence_over_time(session, gap)),
        kinds=_most_unmet([one for one in by_kind.items() if one[0] != gap.kind]),
        zips=_most_unmet([(row.zip or "", shown(row)) for row in areas]),
        helpers=tuple(_helpers(session, actor, survey, gap, figures)) if survey else (),
        history=history,
        remarks=remarks,
        names=owner_names(session, _accounts_in(gap, history)),
        owners=owners,
        may_remark=bool(may_remark_gap(actor, gap)),
    )


def evidence_over_time(session: Session, gap: Gap) -> list[Evidence]:
    """What the surveys found, oldest first: the newest one, and one for every four weeks before it."""
    surveys: list[GapSurvey] = []
    for survey in session.exec(select(GapSurvey).order_by(col(GapSurvey.made_at).desc())).all():
        if not surveys or (surveys[-1].made_at - survey.made_at).days >= BARS_APART:
            surveys.append(survey)
    surveys = surveys[:MOST_BARS]
    figures = session.exec(
        select(GapFigure).where(
            col(GapFigure.survey_id).in_([survey.id for survey in surveys]),
            GapFigure.kind == gap.kind,
            GapFigure.county_fips == gap.county_fips,
            col(GapFigure.zip).is_(None),
        )
    ).all()
    found = {figure.survey_id: shown(figure) for figure in figures}
    return [
        Evidence(survey.made_at, _counted(gap, found.get(survey.id, NOTHING))) for survey in reversed(surveys)
    ]


def _counted(gap: Gap, figures: Shown) -> int | None:
    """What the rule counts; for the rule that looks at access: everything that was needed."""
    if gap.rule in CAUSES:
        return figures.causes[CAUSES[gap.rule]]
    return figures.needed if gap.rule is GapRule.LOW_ACCESS else figures.unmet


def _most_unmet(rows: Sequence[tuple[str, Shown]]) -> tuple[tuple[str, Shown], ...]:
    """Those where something was needed, what is withheld last."""
    needed = [row for row in rows if row[1].needed != 0]
    return tuple(sorted(needed, key=lambda row: (row[1].unmet is None, -(row[1].unmet or 0), row[0])))


def _helpers(session: Session, actor: Actor, survey: GapSurvey, gap: Gap, figures: Shown) -> list[Helper]:
    """The services that missed by one condition, most needs first. They count some of the needs of a reason:
    where that is withheld, so are they."""
    misses = [
        miss
        for miss in near_misses(session, actor, survey, gap.kind, gap.county_fips)
        if figures.causes.get(REASON_OF.get(miss.condition, Cause.OTHER)) is not None
    ]
    wanted = {miss.service_id for miss in misses}
    rows = session.exec(
        select(Service, Organization)
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .where(col(Service.id).in_(wanted))
    ).all()
    named = {service.id: (service.name, organization.name) for service, organization in rows}
    found: dict[tuple[UUID, str], Helper] = {}
    for miss in misses:  # a service at two places would help the same people once
        if miss.service_id in named and miss.needs >= survey.suppress_below:
            helper = Helper(miss.service_id, *named[miss.service_id], miss.condition, miss.needs)
            found.setdefault((miss.service_id, miss.condition), helper)
    return list(found.values())


def _accounts_in(gap: Gap, history: Sequence[Event]) -> set[UUID]:
    found = {event.actor_id for event in history} | {gap.owner_account_id}
    found |= {UUID(str(event.facts["owner"])) for event in history if event.facts.get("owner")}
    return {one for one in found if one is not None}


def day_of(event: Event) -> date | None:
    """The review date that an event set."""
    text = event.facts.get("review_on")
    return date.fromisoformat(text) if isinstance(text, str) else None
