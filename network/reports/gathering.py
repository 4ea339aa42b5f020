"""Gathers the figures of a report: measures of the quarter, what the newest survey found, and the gaps."""

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind
from network.clock import now
from network.gaps.flags import OWNERS, GapFilter, list_gaps
from network.gaps.found import found_in
from network.gaps.overview import Overview
from network.measures.queries import measure, today_of
from network.measures.tables import MeasureCell
from network.places.naming import PlaceNames
from network.places.states import BY_CODE
from network.reports.drafting import Draft, check_draft, check_replaced
from network.reports.figures import AreaLine, Figures, GapLine, Measured, MeasureLine, Surveyed
from network.rules.gap_permissions import may_make_reports
from network.rules.measures import MEASURES, By
from network.rules.permissions import require
from network.settings import Settings
from network.tables import Account, AccountRole, Event, Gap, GapRemark, GapStatus, Organization

MOST_GAPS = 40
MOST_KINDS = 10


def gather_figures(
    session: Session,
    actor: Actor,
    settings: Settings,
    draft: Draft,
    overview: Overview | None,
    names: PlaceNames,
) -> Figures:
    """What the report would say now; `overview` is the newest survey, None before the first.

    Raises NotAllowed, Invalid, Conflict.
    """
    if actor.kind is not ActorKind.OPERATOR:
        require(may_make_reports(actor))
    check_draft(draft, today_of(settings))
    replaced = check_replaced(session, draft)
    gaps = _gaps(session, actor, draft)
    return Figures(
        quarter=str(draft.quarter),
        language=draft.language,
        operator=settings.operator_name,
        made_at=iso(now()),
        made_by=actor.name,
        words=draft.words,
        replaces=str(replaced.id) if replaced else "",
        replaces_made_at=iso(replaced.made_at) if replaced else "",
        suppress_below=settings.suppress_below,
        measures=_measures(session, actor, settings, draft),
        survey=_survey(overview, names) if overview else None,
        gaps=tuple(_gap_line(session, gap, names) for gap in gaps[:MOST_GAPS]),
        more_gaps=max(len(gaps) - MOST_GAPS, 0),
    )


def iso(moment: datetime) -> str:
    """A moment to the second, in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _measures(session: Session, actor: Actor, settings: Settings, draft: Draft) -> tuple[MeasureLine, ...]:
    now_, before = (
        measure(session, actor, settings, period, By.ALL, language=draft.language).total
        for period in (draft.quarter, draft.quarter.before)
    )
    return tuple(
        MeasureLine(one.code.value, _measured(now_[one.code]), _measured(before[one.code]))
        for one in MEASURES
    )


def _measured(cell: MeasureCell) -> Measured:
    members = asdict(cell)
    members.pop("excluded")
    return Measured(**members)


def _survey(overview: Overview, names: PlaceNames) -> Surveyed:
    state = BY_CODE.get(overview.state)
    total = overview.total
    kinds = [one for one in overview.kinds if one.code and one.figures.unmet]
    kinds.sort(key=lambda one: (-(one.figures.unmet or 0), one.code))
    return Surveyed(
        made_at=iso(overview.made_at),
        since=iso(overview.since),
        place=names.county(overview.county) if overview.county else state.name if state else "",
        needed=total.needed,
        unmet=total.unmet,
        causes={cause.value: count for cause, count in total.causes.items()},
        kinds=tuple(
            AreaLine(one.code, "", one.figures.needed, one.figures.unmet) for one in kinds[:MOST_KINDS]
        ),
        areas=tuple(
            AreaLine(
                area.key,
                _area_name(area.key, overview, names),
                area.figures.needed,
                area.figures.unmet,
            )
            for area in overview.areas
        ),
    )


def _area_name(key: str, overview: Overview, names: PlaceNames) -> str:
    if not key:
        return ""
    return f"{key} {names.town(key)}".strip() if overview.county else names.county(key)


def _gaps(session: Session, actor: Actor, draft: Draft) -> list[Gap]:
    """Those that stand, and those that were resolved since the quarter began."""
    everything = list_gaps(session, actor, GapFilter(statuses=frozenset(GapStatus)))
    return [
        gap
        for gap in everything
        if gap.status is not GapStatus.RESOLVED or gap.status_since.date() >= draft.quarter.first
    ]


def _gap_line(session: Session, gap: Gap, names: PlaceNames) -> GapLine:
    found = found_in(gap)
    role, agency = _office(session, gap)
    return GapLine(
        kind=gap.kind,
        county_fips=gap.county_fips,
        county=names.county(gap.county_fips),
        rule=gap.rule.value,
        status=gap.status.value,
        since=gap.status_since.astimezone(UTC).date().isoformat(),
        count=found.count,
        least=found.least,
        days=found.days,
        owner_role=role,
        owner_agency=agency,
        review_on=gap.review_on.isoformat() if gap.review_on else "",
        plan=_plan(session, gap),
    )


def _office(session: Session, gap: Gap) -> tuple[str, str]:
    """The role and agency of whoever answers for a gap."""
    if gap.owner_account_id is None:
        return "", ""
    held = set(
        session.exec(select(AccountRole.role).where(AccountRole.account_id == gap.owner_account_id)).all()
    )
    agency = session.exec(
        select(Organization.name)
        .join(Account, col(Account.organization_id) == Organization.id)
        .where(Account.id == gap.owner_account_id)
    ).first()
    return next((role.value for role in OWNERS if role in held), ""), agency or ""


def _plan(session: Session, gap: Gap) -> str:
    """What leadership wrote when the gap came into a plan or was accepted, while it is in that state."""
    if gap.status not in (GapStatus.IN_PLAN, GapStatus.ACCEPTED):
        return ""
    kind = "gap.planned" if gap.status is GapStatus.IN_PLAN else "gap.accepted"
    event = session.exec(
        select(Event)
        .where(Event.subject == "gap", Event.subject_id == gap.id, Event.kind == kind)
        .order_by(col(Event.id).desc())
        .limit(1)
    ).first()
    remark_id = event.facts.get("remark") if event else None
    remark = session.get(GapRemark, UUID(str(remark_id))) if remark_id else None
    return remark.words if remark else ""
