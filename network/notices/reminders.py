"""Reminders to the person themselves, only in ways and at hours that they said are safe. They say nothing of
what the appointment is for, with whom, or who sends them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from sqlmodel import Session, col, select

from network.clock import now
from network.rules.answering import mobile_number
from network.rules.contact import may_contact, next_moment
from network.tables import (
    Appointment,
    AppointmentStatus,
    ContactWay,
    Location,
    Person,
    Phone,
    Referral,
    SafeContact,
    ServiceAtLocation,
)
from network.words import LANGUAGES, Say, say

TEXT, EMAIL = "text_appointment", "appointment_email"
WAY_OF = {TEXT: ContactWay.TEXT, EMAIL: ContactWay.EMAIL}


@dataclass(frozen=True)
class Reminder:
    """One way in which this person may be reminded."""

    kind: str
    address: str
    language: str
    due_at: datetime


def reminders_for(session: Session, referral: Referral) -> Iterator[Reminder]:
    """By text, else by e-mail, else not at all."""
    appointment, safe = next_appointment(session, referral), session.get(SafeContact, referral.person_id)
    person = session.get_one(Person, referral.person_id)
    if appointment is None or safe is None:
        return
    zone = zone_of(session, referral)
    for kind, address in _ways(safe):
        due_at = next_moment(safe, WAY_OF[kind], now(), zone)
        if due_at is not None and due_at < appointment.starts_at:
            language = person.language if person.language in LANGUAGES else "en"
            yield Reminder(kind, address, language, due_at)
            return


def reminder_words(
    session: Session, referral: Referral, kind: str, address: str, language: str
) -> Say | None:
    """What is said now; None when it may no longer be said, or there is nothing to remind of."""
    appointment, safe = next_appointment(session, referral), session.get(SafeContact, referral.person_id)
    zone = zone_of(session, referral)
    if appointment is None or safe is None or (kind, address) not in _ways(safe):
        return None
    if not may_contact(safe, WAY_OF[kind], now(), zone):
        return None
    when = when_words(appointment.starts_at, zone, language)
    number = _number(session, referral)
    if not number:
        return say("You have an appointment {when}.", when=when)
    return say("You have an appointment {when}. Questions: {number}", when=when, number=number)


def next_appointment(session: Session, referral: Referral) -> Appointment | None:
    """The appointment that is to come."""
    return session.exec(
        select(Appointment)
        .where(
            Appointment.referral_id == referral.id,
            Appointment.status == AppointmentStatus.BOOKED,
            col(Appointment.starts_at) > now(),
        )
        .order_by(col(Appointment.starts_at))
    ).first()


def when_words(moment: datetime, time_zone: str, language: str) -> Say:
    """ "tomorrow at 3:30 pm", on the clock of the place."""
    local, locale = moment.astimezone(ZoneInfo(time_zone)), "es_US" if language == "es" else "en_US"
    time = format_time(local, "h:mm a", tzinfo=local.tzinfo, locale=locale).replace("\u202f", " ").lower()
    match (local.date() - now().astimezone(local.tzinfo).date()).days:
        case 0:
            return say("today at {time}", time=time)
        case 1:
            return say("tomorrow at {time}", time=time)
    day = format_date(local.date(), "EEEE, MMMM d" if language != "es" else "EEEE d 'de' MMMM", locale=locale)
    return say("on {day} at {time}", day=day, time=time)


def zone_of(session: Session, referral: Referral) -> str:
    """The clock of the place that the person goes to."""
    place = session.get_one(ServiceAtLocation, referral.service_at_location_id)
    return session.get_one(Location, place.location_id).time_zone or "America/Chicago"


def _ways(safe: SafeContact) -> list[tuple[str, str]]:
    """What they allow, with where it goes; the preferred way first, a text before an e-mail otherwise."""
    ways = []
    mobile = mobile_number(safe.phone or "")
    if safe.may_text and mobile:
        ways.append((TEXT, f"tel:{mobile}"))
    if safe.may_email and safe.email:
        ways.append((EMAIL, safe.email))
    return sorted(ways, key=lambda way: WAY_OF[way[0]] is not safe.preferred)


def _number(session: Session, referral: Referral) -> str:
    """The number of the agency that works with the person, not of the place they go to."""
    query = select(Phone.number).where(Phone.organization_id == referral.sender_organization_id)
    return session.exec(query.order_by(col(Phone.id))).first() or ""
