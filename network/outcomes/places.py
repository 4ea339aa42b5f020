"""Where a referral's appointments are, for the clock on the wall there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from network.clock import now
from network.tables import Location, Referral, ServiceAtLocation


def time_zone_at(session: Session, referral: Referral, otherwise: str) -> str:
    """The time zone of the place that was asked; `otherwise` when its directory does not say."""
    found = session.exec(
        select(Location.time_zone)
        .join(ServiceAtLocation, col(ServiceAtLocation.location_id) == col(Location.id))
        .where(ServiceAtLocation.id == referral.service_at_location_id)
    ).one_or_none()
    return found or otherwise


def day_of(moment: datetime, time_zone: str) -> date:
    """The calendar day of a moment in this zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def today_in(time_zone: str) -> date:
    """Which day it is there now."""
    return day_of(now(), time_zone)
