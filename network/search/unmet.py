"""Writes down that somebody looked for a service and found none: what, roughly where, never for whom."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import update
from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.db import holds_all
from network.places.counties import county_at
from network.places.distance import METRES_PER_MILE
from network.rules import permissions
from network.search.engine import Results, Search
from network.search.kindred import understood_kinds
from network.tables import Account, UnmetNeed

JOINS_WITHIN = timedelta(minutes=30)
AGES = (12, 18, 25, 35, 45, 55, 65)  # where a new band of ages begins


def shows_unmet_need(results: Results) -> bool:
    """Whether these say that something is missing: an empty directory says it of nothing in particular."""
    return not results.total and results.is_understood and not results.is_directory_empty


def record_unmet_need(
    session: Session, actor: Actor, search: Search, results: Results, *, zip_code: str | None = None
) -> UnmetNeed | None:
    """Count this search as a need that nothing fits; the same again within half an hour joins.

    None when something was found after all. Raises NotAllowed for who does not search for others.
    """
    permissions.require(permissions.may_record_unmet_need(actor))
    if results.total:
        return None
    # Two clicks at once wait here for each other.
    if not holds_all(session):
        session.exec(select(Account.id).where(Account.id == actor.id).with_for_update())
    need = _need(actor, search, results, zip_code)
    joined = session.exec(
        update(UnmetNeed)
        .where(col(UnmetNeed.same_search) == need.same_search, col(UnmetNeed.last_at) > now() - JOINS_WITHIN)
        .values(last_at=now(), times=col(UnmetNeed.times) + 1)
    )
    if joined.rowcount:
        same = select(UnmetNeed).where(UnmetNeed.same_search == need.same_search)
        return session.exec(same.order_by(col(UnmetNeed.last_at).desc())).first()
    session.add(need)
    events.record(session, actor, "need.unmet", "unmet_need", need.id)
    return need


def _need(actor: Actor, search: Search, results: Results, zip_code: str | None) -> UnmetNeed:
    kinds = sorted({*search.kinds, *understood_kinds(search.q)})
    filters = _filters(search)
    point = search.point.rounded() if search.point else None
    county = county_at(point) if point else None
    same = repr((str(actor.id), kinds, sorted(filters.items()), zip_code, point))
    return UnmetNeed(
        same_search=sha256(same.encode()).hexdigest(),
        kinds=kinds,
        filters=filters,
        zip=zip_code,
        county_fips=county.fips if county else None,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        organization_id=actor.organization_id,
        first_at=now(),
        last_at=now(),
        cause=results.cause,
    )


def _filters(search: Search) -> dict[str, object]:
    """What was asked for beside kind and place; an age only as the band it falls in.

    Of a person's facts only those are kept that many people share and that any service lists: band of age,
    sex, language, who pays, wheelchair, court order. Offences, medication, household, papers, use and where
    somebody lives are not: with the place and the hour they could tell who it was.
    """
    filters, facts = search.filters, search.facts
    said: dict[str, object] = {
        "has_capacity": filters.has_capacity,
        "hours": filters.hours,
        "accessible": filters.accessible or facts.accessible,
        "court_ordered": filters.court_ordered or facts.court_ordered,
        "takes_referrals": filters.takes_referrals,
        "language": list(dict.fromkeys((*filters.languages, *facts.languages))),
        "cost": list(dict.fromkeys((*filters.costs, *facts.costs))),
        "age_from": None if facts.age is None else max((0, *(age for age in AGES if age <= facts.age))),
        "sex": facts.sex,
        "within_miles": round(search.within_metres / METRES_PER_MILE)
        if search.point and search.within_metres
        else None,
    }
    return {name: value for name, value in said.items() if value not in (False, None, [])}
