"""The appointments of one referral as a calendar file: what may be told to whoever asks, nothing else."""

from urllib.parse import urlsplit

from litestar import Response
from sqlmodel import Session

from network.actors import Actor
from network.errors import NotFound
from network.outcomes.places import time_zone_at
from network.outcomes.queries import appointments_of
from network.referrals.showing import shown_referral
from network.tables import Channel, Referral
from web.show import PRIVATE

HEADERS = {**PRIVATE, "content-disposition": 'attachment; filename="appointment.ics"'}


def send_appointments(session: Session, actor: Actor, referral: Referral, link: str) -> Response[bytes]:
    """The file; `link` leads from the calendar back to the page. Raises NotFound when nothing may be told."""
    from network.outcomes.calendar import calendar_file  # noqa: PLC0415  (icalendar is slow to import)

    told = {one.id for one in shown_referral(session, actor, referral, Channel.CALENDAR).appointments}
    if not told:
        raise NotFound
    file = calendar_file(
        [one for one in appointments_of(session, referral) if one.id in told],
        time_zone=time_zone_at(session, referral, actor.time_zone),
        link=link,
        host=urlsplit(link).hostname or "trestle",
        language=actor.language,
    )
    return Response(file, media_type="text/calendar", headers=HEADERS)
