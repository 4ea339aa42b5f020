"""Reads the gaps that were opened, with their history; and who can be given one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind, Role
from network.errors import NotFound
from network.gaps.found import found_in
from network.rules.gap_moves import IN_WORK
from network.rules.gap_permissions import may_see_overviews
from network.rules.permissions import require
from network.search.kindred import with_parents
from network.tables import (
    Account,
    AccountRole,
    AccountStatus,
    Event,
    Gap,
    GapRemark,
    GapStatus,
)

OWNERS = (Role.LEADERSHIP, Role.SUPERVISOR, Role.COORDINATOR)
FORTNIGHT = 14  # days between two bars of the evidence over time
MOST_BARS = 13


@dataclass(frozen=True)
class GapFilter:
    """Which gaps a list shows; nothing chosen: those that need somebody."""

    statuses: frozenset[GapStatus] = field(default_factory=lambda: IN_WORK)
    county_fips: str = ""
    kind: str = ""  # with all kinds below it
    owner_id: UUID | None = None
    without_owner: bool = False
    only_due: bool = False  # those whose review date has come


def require_overviews(actor: Actor) -> None:
    """Raises NotAllowed for who may not see overviews."""
    if actor.kind not in {ActorKind.SYSTEM, ActorKind.OPERATOR}:
        require(may_see_overviews(actor))


def open_gaps(
    session: Session, actor: Actor, county_fips: str | None = None, kind: str | None = None
) -> list[Gap]:
    """Gaps that need somebody, of a kind with all below it; those due for review first, then the largest."""
    return list_gaps(session, actor, GapFilter(county_fips=county_fips or "", kind=kind or ""))


def list_gaps(session: Session, actor: Actor, wanted: GapFilter) -> list[Gap]:
    """The gaps of a list, in its order."""
    require_overviews(actor)
    query = select(Gap).where(col(Gap.status).in_(wanted.statuses))
    if wanted.county_fips:
        query = query.where(Gap.county_fips == wanted.county_fips)
    if wanted.owner_id:
        query = query.where(Gap.owner_account_id == wanted.owner_id)
    if wanted.without_owner:
        query = query.where(col(Gap.owner_account_id).is_(None))
    if wanted.only_due:
        query = query.where(col(Gap.review_on) <= actor.today)
    found = [
        gap for gap in session.exec(query).all() if not wanted.kind or wanted.kind in with_parents(gap.kind)
    ]
    return sorted(found, key=lambda gap: _order(gap, actor.today))


def get_gap(session: Session, actor: Actor, gap_id: UUID) -> Gap:
    """One gap. Raises NotFound, NotAllowed."""
    require_overviews(actor)
    gap = session.get(Gap, gap_id)
    if gap is None:
        raise NotFound
    return gap


def is_due(gap: Gap, today: date) -> bool:
    """Whether its review date has come and it is not resolved."""
    return gap.review_on is not None and gap.review_on <= today and gap.status is not GapStatus.RESOLVED


def possible_owners(session: Session) -> list[Account]:
    """Who can be given a gap: active accounts of leadership, supervisors and coordinators."""
    query = (
        select(Account)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(Account.status == AccountStatus.ACTIVE, col(AccountRole.role).in_(OWNERS))
        .distinct()
    )
    return sorted(session.exec(query).all(), key=lambda account: (account.name, account.id))


def remarks_on(session: Session, gap: Gap) -> dict[UUID, GapRemark]:
    """What was written about a gap, by id."""
    rows = session.exec(select(GapRemark).where(GapRemark.gap_id == gap.id)).all()
    return {row.id: row for row in rows}


def history_of(session: Session, gap: Gap) -> Sequence[Event]:
    """Everything that happened to it, the newest first."""
    query = select(Event).where(Event.subject == "gap", Event.subject_id == gap.id)
    return session.exec(query.order_by(col(Event.id).desc())).all()


def owner_names(session: Session, account_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of these accounts."""
    wanted = {one for one in account_ids if one is not None}
    return {
        row.id: row.name for row in session.exec(select(Account).where(col(Account.id).in_(wanted))).all()
    }


def _order(gap: Gap, today: date) -> tuple[bool, bool, int, str, str]:
    """By what may be shown: an order tells numbers too."""
    found = found_in(gap)
    size = found.least if found.count is None else found.count
    return not is_due(gap, today), gap.status is not GapStatus.NEW, -size, gap.county_fips, gap.kind
