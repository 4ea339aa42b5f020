"""What was needed: every need and every settled search without a result, each counted once (docs/gaps.md).

Whole columns are read, not rows as objects, and people are known here only by the ids of their needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from network.gaps.areas import Area, area_of
from network.places.distance import METRES_PER_MILE
from network.places.point import Point
from network.rules.causes import FAILED, TAKEN, cause_of_end
from network.rules.moves import OPEN
from network.rules.need_facts import kept_facts
from network.rules.taking import PersonFacts, Sex
from network.search.engine import DEFAULT_MILES, Diagnosis, Filters, HoursWish, Search, SearchEngine
from network.search.kindred import with_parents
from network.search.needs import strictly
from network.tables import Cause, Need, NeedStatus, Organization, Person, Referral, UnmetNeed

ALL_KINDS = ""
EVER = datetime.min.replace(tzinfo=UTC)
Said = tuple[str, float | None, float | None, str | None]  # kind, where, and facts of a need


class Sort(NamedTuple):
    """Needs that are counted together; `cause` None: met, or only waiting."""

    kind: str  # the most exact; empty: none, or of different branches
    area: Area
    cause: Cause | None


class Missed(NamedTuple):
    """Unmet needs for which the same would have helped."""

    kind: str
    fips: str | None
    diagnosis: Diagnosis


@dataclass(frozen=True)
class Observed:
    """Everything that was needed: how many of each sort, and what would have helped the unmet."""

    counts: Counter[Sort]
    misses: Counter[Missed]

    def __len__(self) -> int:
        return self.counts.total()


def observe(
    session: Session, engine: SearchEngine, since: datetime, moment: datetime, refuges: frozenset[UUID]
) -> Observed:
    """All that was needed from `since` on, and why it was not found: by what came of it, and else by the
    directory as the engine knows it. `refuges`: victim services, of which no records are counted."""
    needs = list(_needs(session, since, _standings(session, since, refuges), refuges))
    searches = list(_settled_searches(session, since, refuges))
    asked = dict.fromkeys(each.search for each in (*needs, *searches) if each.search is not None)
    told = dict(zip(asked, engine.diagnose(asked, at=moment, by_telephone=refuges), strict=True))
    counts: Counter[Sort] = Counter()
    misses: Counter[Missed] = Counter()
    for each in (*needs, *searches):
        diagnosis = Diagnosis(None) if each.search is None else told[each.search]
        cause = each.cause_by(diagnosis)
        counts[Sort(each.kind, each.area, cause)] += 1
        if cause is not None and diagnosis.near_misses:
            misses[Missed(each.kind, each.area.fips, diagnosis)] += 1
    return Observed(counts, misses)


class _Need(NamedTuple):
    """One observation. `search` None: it is not looked for any more."""

    kind: str
    area: Area
    search: Search | None
    cause: Cause | None
    is_settled: bool = False  # a search that found nothing stays without a result

    def cause_by(self, diagnosis: Diagnosis) -> Cause | None:
        if self.cause is None and self.is_settled and diagnosis.cause is None:
            return Cause.OTHER  # there is one by now; why there was none then was not written down
        return self.cause or diagnosis.cause


@dataclass(slots=True)
class _Standing:
    """What came of a need's referrals."""

    is_taken: bool = False
    is_tried: bool = False  # one is on its way
    failed_at: datetime = EVER
    cause: Cause | None = None  # of the last try that came to nothing


def victim_services(session: Session) -> frozenset[UUID]:
    """Organizations to which and from which no record of a person flows (VAWA, 34 USC 12291(b)(2))."""
    wanted = select(col(Organization.id)).where(col(Organization.is_victim_service).is_(True))
    return frozenset(session.connection().execute(wanted).scalars())


def _in_window(since: datetime) -> ColumnElement[bool]:
    """Needs that were open at any moment since then."""
    return or_(col(Need.status) == NeedStatus.OPEN, col(Need.status_since) >= since)


def _standings(session: Session, since: datetime, refuges: frozenset[UUID]) -> dict[UUID, _Standing]:
    wanted = (
        select(
            col(Referral.need_id), col(Referral.status), col(Referral.reason), col(Referral.status_since),
            col(Referral.sender_organization_id), col(Referral.receiver_organization_id),
        )
        .join(Need, col(Need.id) == col(Referral.need_id))
        .where(_in_window(since), col(Referral.status).in_(sorted(TAKEN | OPEN | FAILED)))
    )  # fmt: skip
    standings: dict[UUID, _Standing] = {}
    for need_id, status, reason, at, sender, receiver in session.connection().execute(wanted):
        if sender in refuges or receiver in refuges:
            continue
        standing = standings.setdefault(need_id, _Standing())
        if status in TAKEN:
            standing.is_taken = True
        elif status in OPEN:
            standing.is_tried = True
        elif at >= max(since, standing.failed_at) and (cause := cause_of_end(status, reason)):
            standing.failed_at, standing.cause = at, cause
    return standings


def _needs(
    session: Session, since: datetime, standings: dict[UUID, _Standing], refuges: frozenset[UUID]
) -> Iterator[_Need]:
    wanted = (
        select(
            col(Need.id), col(Need.kind), col(Need.zip), col(Need.latitude), col(Need.longitude),
            col(Need.status), col(Need.facts), col(Person.organization_id),
        )
        .join(Person, col(Person.id) == col(Need.person_id))
        .where(_in_window(since))
    )  # fmt: skip
    search_for = cache(_search_for)
    for row in session.connection().execute(wanted):
        if row.organization_id in refuges:
            continue
        standing = standings.get(row.id, _Standing())
        kind = common_kind((row.kind,))
        area = area_of(row.zip, row.latitude, row.longitude)
        is_met = standing.is_taken or row.status is NeedStatus.MET
        is_waiting = standing.cause is None and (standing.is_tried or row.status is not NeedStatus.OPEN)
        if is_met or is_waiting:
            yield _Need(kind, area, None, None)
        else:
            search = search_for(row.kind, row.latitude, row.longitude, row.facts)
            yield _Need(kind, area, search, standing.cause)


def _search_for(kind: str, latitude: float | None, longitude: float | None, facts: str | None) -> Search:
    """Everything of this kind that takes referrals near where help is needed."""
    point = None if latitude is None or longitude is None else Point(latitude, longitude)
    filters, others = strictly(kept_facts(facts), takes_referrals=True)
    within = None if point is None else DEFAULT_MILES * METRES_PER_MILE
    return Search(kinds=(kind,), point=point, within_metres=within, filters=filters, facts=others)


def _settled_searches(session: Session, since: datetime, refuges: frozenset[UUID]) -> Iterator[_Need]:
    wanted = select(
        col(UnmetNeed.kinds), col(UnmetNeed.filters), col(UnmetNeed.zip), col(UnmetNeed.latitude),
        col(UnmetNeed.longitude), col(UnmetNeed.organization_id), col(UnmetNeed.cause),
    ).where(col(UnmetNeed.last_at) >= since)  # fmt: skip
    for row in session.connection().execute(wanted):
        if row.organization_id in refuges:
            continue
        search = _search_again(row) if row.kinds else None
        area = area_of(row.zip, row.latitude, row.longitude)
        yield _Need(
            common_kind(tuple(row.kinds)), area, search, row.cause or (None if search else Cause.OTHER), True
        )


def _search_again(row: Any) -> Search:
    """The search as far as it was kept: an age as the youngest of its band."""
    said: dict[str, Any] = row.filters
    point = None if row.latitude is None or row.longitude is None else Point(row.latitude, row.longitude)
    miles = said.get("within_miles")
    return Search(
        kinds=tuple(row.kinds),
        point=point,
        within_metres=miles * METRES_PER_MILE if point and miles else None,
        filters=Filters(
            has_capacity=bool(said.get("has_capacity")),
            hours=_hours(said),
            accessible=bool(said.get("accessible")),
            court_ordered=bool(said.get("court_ordered")),
            takes_referrals=bool(said.get("takes_referrals")),
            languages=tuple(said.get("language", ())),
            costs=tuple(said.get("cost", ())),
        ),
        facts=PersonFacts(
            age=said.get("age_from"), sex=Sex(said["sex"]) if said.get("sex") in set(Sex) else None
        ),
    )


def _hours(said: dict[str, Any]) -> HoursWish | None:
    if said.get("open_now"):  # as it was written before there were other hours to wish for
        return HoursWish.NOW
    return HoursWish(said["hours"]) if said.get("hours") in set(HoursWish) else None


@cache
def common_kind(kinds: tuple[str, ...]) -> str:
    """The most exact kind that all of these are; empty when they have none in common, or are not ours."""
    lines = [with_parents(kind)[::-1] for kind in kinds]
    common = ALL_KINDS
    for level in zip(*lines, strict=False):
        if len(set(level)) > 1:
            break
        common = level[0]
    return common
