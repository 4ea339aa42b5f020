"""An appointment as a calendar file (RFC 5545) that says when, and nothing of whom, where or why.

A telephone shows its calendar to whoever looks at it, and the name of a provider can say what somebody is
treated for (42 CFR 2.13(c)): so the file names neither, and leads to the page that asks who reads it.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from network.ids import id_from
from network.tables import Appointment, AppointmentStatus
from network.words import say, speak

USUAL_MINUTES = 60  # when nobody said how long it takes
_BEGINS_ANEW = frozenset({AppointmentStatus.KEPT, AppointmentStatus.MISSED, AppointmentStatus.CANCELLED})


def calendar_file(
    appointments: Sequence[Appointment], *, time_zone: str, link: str, host: str, language: str = "en"
) -> bytes:
    """The last appointment of a referral, whose appointments these are, the first that was made first.

    One that was moved keeps its UID with a higher SEQUENCE, so that the entry moves with it; one that was
    called off comes with METHOD:CANCEL, which takes it away.
    """
    chain = _chain(appointments)
    last = chain[-1]
    is_off = last.status is AppointmentStatus.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", "-//Trestle//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if is_off else "PUBLISH")
    if zone := _zone_rules(last, time_zone):
        calendar.add_component(zone)
    calendar.add_component(_event(chain, time_zone, link, host, language, is_off=is_off))
    file: bytes = calendar.to_ical()
    return file


def calendar_id(appointments: Sequence[Appointment]) -> UUID:
    """What identifies the entry in a calendar, the same however often the appointment is moved."""
    return id_from(_chain(appointments)[0].id, "calendar")


def _event(
    chain: Sequence[Appointment], time_zone: str, link: str, host: str, language: str, *, is_off: bool
) -> Event:
    last = chain[-1]
    event = Event()
    event.add("uid", f"{id_from(chain[0].id, 'calendar')}@{host}")
    event.add("sequence", len(chain) - 1 + is_off)
    event.add("dtstamp", (last.status_since if is_off else last.made_at).astimezone(UTC))
    event.add("dtstart", _on_the_wall(last.starts_at, time_zone))
    ends = last.starts_at + timedelta(minutes=last.minutes or USUAL_MINUTES)
    event.add("dtend", _on_the_wall(ends, time_zone))
    event.add("summary", speak(say("Appointment"), language))
    event.add("description", speak(say("Where, and what to bring: {link}", link=link), language))
    event.add("url", link)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _chain(appointments: Sequence[Appointment]) -> list[Appointment]:
    """The last appointment and those that it took the place of by being moved."""
    chain: list[Appointment] = []
    for one in appointments:
        if chain and chain[-1].status in _BEGINS_ANEW:
            chain = []
        chain.append(one)
    if not chain:
        raise ValueError("no appointment")
    return chain


def _on_the_wall(moment: datetime, time_zone: str) -> datetime:
    """As the clock there shows it; in UTC within the hour that comes twice, which RFC 5545 cannot name."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return moment.astimezone(UTC) if local.fold else local


def _zone_rules(appointment: Appointment, time_zone: str) -> Timezone | None:
    """The clock changes around the appointment; some calendars know no time zones themselves."""
    if time_zone == "UTC":
        return None
    year = appointment.starts_at.year
    return Timezone.from_tzid(time_zone, first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1))
