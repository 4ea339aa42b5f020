"""Where a referral's appointments are, for the clock on the wall there."""

from sqlmodel import Session, col, select

from network.tables import Location, Referral, ServiceAtLocation


def time_zone_at(session: Session, referral: Referral, otherwise: str) -> str:
    """The time zone of the place that was asked; `otherwise` when its directory does not say."""
    found = session.exec(
        select(Location.time_zone)
        .join(ServiceAtLocation, col(ServiceAtLocation.location_id) == col(Location.id))
        .where(ServiceAtLocation.id == referral.service_at_location_id)
    ).one_or_none()
    return found or otherwise
