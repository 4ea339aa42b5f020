"""Holds, for those who hold and for the agency whose places are held. A provider never learns for whom."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from network.actors import Actor
from network.clock import now
from network.errors import NotFound
from network.rules.holding import may_end_as_provider, may_hold, may_release_hold
from network.tables import (
    Hold,
    HoldStatus,
    Location,
    Organization,
    Referral,
    Service,
    ServiceAtLocation,
    Translation,
)


@dataclass(frozen=True)
class HeldPlace:
    """One open hold with the place that it keeps."""

    hold: Hold
    service: Service
    organization: Organization
    location: Location
    translated: str | None  # the service's name in the reader's language

    @property
    def name(self) -> str:
        """What the service is called."""
        return self.translated or self.service.name


@dataclass(frozen=True)
class HoldOfPlace:
    """One open hold as the agency sees it whose place it is: by whom, not for whom."""

    hold: Hold
    holder: str  # name of the agency that holds


def get_hold(session: Session, actor: Actor, hold_id: UUID) -> Hold:
    """A hold of this person's own agency that they may give back. Raises NotFound."""
    hold = session.get(Hold, hold_id)
    if hold is None or not may_release_hold(actor, hold):
        raise NotFound
    return hold


def get_hold_as_provider(session: Session, actor: Actor, hold_id: UUID) -> Hold:
    """A hold of a place of this person's own agency. Raises NotFound."""
    found = session.exec(
        select(Hold, Service.organization_id)
        .join(ServiceAtLocation, col(ServiceAtLocation.id) == col(Hold.service_at_location_id))
        .join(Service, col(Service.id) == col(ServiceAtLocation.service_id))
        .where(Hold.id == hold_id)
    ).one_or_none()
    if found is None or not may_end_as_provider(actor, found[1]):
        raise NotFound
    return found[0]


def open_holds(session: Session, actor: Actor) -> list[HeldPlace]:
    """What this person holds now, the first to end first."""
    if not may_hold(actor):
        return []
    of_name = and_(
        col(Translation.entity_id) == col(Service.id),
        col(Translation.field) == "name",
        col(Translation.language) == actor.language,
    )
    rows = session.exec(
        select(Hold, Service, Organization, Location, Translation.text)  # type: ignore[call-overload]
        .join(ServiceAtLocation, col(ServiceAtLocation.id) == col(Hold.service_at_location_id))
        .join(Service, col(Service.id) == col(ServiceAtLocation.service_id))
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .join(Location, col(Location.id) == col(ServiceAtLocation.location_id))
        .join(Translation, of_name, isouter=True)
        .where(Hold.held_by_account_id == actor.id, Hold.status == HoldStatus.OPEN, col(Hold.until) > now())
        .order_by(col(Hold.until), col(Hold.id))
    ).all()
    return [HeldPlace(*row) for row in rows]


def holds_here(
    session: Session, actor: Actor, place_ids: Collection[UUID], *, need_id: UUID | None = None
) -> dict[UUID, Hold]:
    """What this person, or their agency for this need, holds at these places now, by place."""
    if not place_ids or not may_hold(actor):
        return {}
    theirs = col(Hold.held_by_account_id) == actor.id
    if need_id is not None:
        theirs = (col(Hold.need_id) == need_id) | (theirs & col(Hold.need_id).is_(None))
    rows = session.exec(
        select(Hold)
        .where(
            col(Hold.service_at_location_id).in_(list(place_ids)),
            Hold.organization_id == actor.organization_id,
            Hold.status == HoldStatus.OPEN,
            col(Hold.until) > now(),
            theirs,
        )
        .order_by(col(Hold.need_id).is_(None).desc(), col(Hold.placed_at))
    ).all()
    return {hold.service_at_location_id: hold for hold in rows}


def hold_of_referral(session: Session, referral: Referral) -> Hold | None:
    """The open hold that a referral took along, or that its sender placed for its need afterwards; for those
    who may know the referral."""
    placed_later = and_(
        col(Hold.referral_id).is_(None),
        col(Hold.need_id) == referral.need_id,
        col(Hold.organization_id) == referral.sender_organization_id,
    )
    return session.exec(
        select(Hold).where(
            Hold.service_at_location_id == referral.service_at_location_id,
            Hold.status == HoldStatus.OPEN,
            col(Hold.until) > now(),
            or_(col(Hold.referral_id) == referral.id, placed_later),
        )
    ).first()


def holds_of_places(
    session: Session, actor: Actor, place_ids: Collection[UUID]
) -> dict[UUID, Sequence[HoldOfPlace]]:
    """Who holds at these places of this person's own agency, the first to end first. Others get nothing."""
    rows = session.exec(
        select(Hold, Organization.name, Service.organization_id)
        .join(ServiceAtLocation, col(ServiceAtLocation.id) == col(Hold.service_at_location_id))
        .join(Service, col(Service.id) == col(ServiceAtLocation.service_id))
        .join(Organization, col(Organization.id) == col(Hold.organization_id))
        .where(
            col(Hold.service_at_location_id).in_(list(place_ids)),
            Hold.status == HoldStatus.OPEN,
            col(Hold.until) > now(),
        )
        .order_by(col(Hold.until), col(Hold.id))
    ).all()
    found: dict[UUID, list[HoldOfPlace]] = defaultdict(list)
    for hold, holder, owner in rows:
        if may_end_as_provider(actor, owner):
            found[hold.service_at_location_id].append(HoldOfPlace(hold, holder))
    return dict(found)
