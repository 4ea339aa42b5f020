"""When somebody is expected, and whether they came; in the time of the place."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from network.actors import Actor
from network.clock import day_of, now
from network.outcomes.asking import Askable
from network.referrals.shown import ShownAppointment, ShownReferral
from network.rules.likely import SCHEDULE, is_likely
from network.rules.outcome_words import APPOINTMENT_WORDS
from network.rules.outcomes import SERVICE
from network.rules.telling import View
from network.tables import AppointmentStatus
from network.words import Say, say
from web.pages.filled import EMPTY, Choice, Filled
from web.pages.times import clock_time, exact_time, local_date

SECONDS = (
    Choice("first", say("The first time, before clocks are set back")),
    Choice("second", say("The second time, after clocks are set back")),
)


class DidTheyCome(Struct, frozen=True):
    """Three answers, one tap each, for appointments/_did_they_come.html on any page; `back` is that page."""

    appointment_id: UUID
    when: str
    kept_action: str
    missed_action: str
    move_href: str
    back: str


class AppointmentPart(Struct, frozen=True):
    """The piece appointments/_of_referral.html: what stands, and what can be done about it. Empty addresses
    are not offered."""

    words: Say  # "Appointment", "Appointment kept" …
    when: str  # empty: there is none, or it may not be known
    day: str  # ISO, of when
    length: Say | None
    note: str
    calendar_href: str
    did_they_come: DidTheyCome | None
    change_of_mind: DidTheyCome | None  # it was said already; a wrong tap can be turned round
    first_service_action: str  # they came: did the service begin?
    first_service: Mapping[str, str]  # the form's hidden fields
    move_href: str
    book_href: str
    book_is_likely: bool  # it most likely comes next
    is_empty: bool  # nothing to show and nothing to do


class AppointmentPage(Struct, frozen=True):
    """The form for a new time, and calling it off."""

    heading: Say
    crumb: str  # back to the referral
    part: AppointmentPart
    action: str
    cancel_action: str  # empty: there is none to call off
    appointment: str  # id of the one that is moved
    place_time: Say  # whose clock
    form: Filled
    asks_second: bool
    seconds: tuple[Choice, ...]
    problem: Say | None
    can_book: bool


def appointment_part(actor: Actor, shown: ShownReferral, can: Askable, *, back: str = "") -> AppointmentPart:
    """What a page of this referral shows of its appointment."""
    here = f"/referrals/{shown.id}"
    one = can.appointment
    asked = did_they_come(actor, shown, can, back=back or here)
    is_booked = one is not None and one.status is AppointmentStatus.BOOKED
    day = day_of(one.starts_at, can.time_zone).isoformat() if one else ""
    may_say = _may_say_service(can)
    return AppointmentPart(
        words=APPOINTMENT_WORDS[one.status or AppointmentStatus.BOOKED] if one else say("No appointment"),
        when=when(one.starts_at, actor, can.time_zone) if one else "",
        day=day,
        length=say("{minutes} minutes", minutes=one.minutes) if one and one.minutes else None,
        note=one.words or "" if one else "",
        calendar_href=f"{here}/appointment.ics" if is_booked and not shown.is_over else "",
        did_they_come=asked if is_booked else None,
        change_of_mind=None if is_booked else asked,
        first_service_action=f"{here}/outcomes" if may_say else "",
        first_service={"step": SERVICE, "happened_on": day, "evidence": can.seen, "back": back or here},
        move_href=f"{here}/appointment" if is_booked and can.may_attend else "",
        book_href=f"{here}/appointment" if can.may_book else "",
        book_is_likely=is_likely(SCHEDULE, shown.status) and not asks_now(can),
        is_empty=one is None and not can.may_book,
    )


def did_they_come(actor: Actor, shown: ShownReferral, can: Askable, *, back: str) -> DidTheyCome | None:
    """The question, once the day has come; None when it is not this person's to answer."""
    one = can.appointment
    if one is None or not can.may_attend or not has_come(one, can):
        return None
    return _asked(actor, shown.id, one.id, one.starts_at, can.time_zone, back=back)


def asks_now(can: Askable) -> bool:
    """Whether the appointment asks something first: did they come, or did the service begin."""
    one = can.appointment
    is_asked = one is not None and one.status is AppointmentStatus.BOOKED and has_come(one, can)
    return (can.may_attend and is_asked) or _may_say_service(can)


def _may_say_service(can: Askable) -> bool:
    """They came; that the service began has not been said yet."""
    one = can.appointment
    came = one is not None and one.status is AppointmentStatus.KEPT
    return came and SERVICE in can.steps and not can.service_days


def asked_in_list(actor: Actor, shown: ShownReferral, moment: datetime, *, back: str) -> DidTheyCome | None:
    """The question for a row of a list, once the appointment is over."""
    one = shown.appointment
    if (
        one is None
        or one.status is not AppointmentStatus.BOOKED
        or one.starts_at > moment
        or shown.is_over
        or shown.view is View.JUSTICE
    ):
        return None
    time_zone = (shown.place.time_zone if shown.place else "") or actor.time_zone
    return _asked(actor, shown.id, one.id, one.starts_at, time_zone, back=back)


def _asked(
    actor: Actor, referral_id: UUID, appointment_id: UUID, starts_at: datetime, time_zone: str, *, back: str
) -> DidTheyCome:
    here = f"/referrals/{referral_id}/appointment"
    return DidTheyCome(
        appointment_id=appointment_id,
        when=when(starts_at, actor, time_zone),
        kept_action=f"{here}/kept",
        missed_action=f"{here}/missed",
        move_href=here,
        back=back,
    )


def has_come(one: ShownAppointment, can: Askable) -> bool:
    """Whether its day has come, where the place is."""
    return day_of(one.starts_at, can.time_zone) <= can.today


def appointment_page(
    actor: Actor, shown: ShownReferral, can: Askable, form: Filled | None = None, problem: Say | None = None
) -> AppointmentPage:
    """The page of an appointment with its form, filled with the time that stands or what was typed."""
    part = appointment_part(actor, shown, can)
    here = f"/referrals/{shown.id}"
    one = can.appointment if can.appointment and not can.may_book else None
    form = form or _filled(one, can)
    return AppointmentPage(
        heading=say("Move the appointment") if one else say("Make an appointment"),
        crumb=here,
        part=part,
        action=f"{here}/appointment",
        cancel_action=f"{here}/appointment/cancellation" if one and can.may_attend else "",
        appointment=str(one.id) if one else "",
        place_time=say(
            "Times are those of the place: it is {time} there now.",
            time=clock_time(now(), actor.language, can.time_zone),
        ),  # fmt: skip
        form=form,
        asks_second="second" in form.problems,
        seconds=SECONDS,
        problem=problem,
        can_book=can.may_book or (one is not None and can.may_attend),
    )


def when(moment: datetime, actor: Actor, time_zone: str) -> str:
    """The whole date and time on the clock of the place; its zone too when it is not that of the reader."""
    if _shows_another_time(moment, actor.time_zone, time_zone):
        return exact_time(moment, actor.language, time_zone)
    date = local_date(moment, actor.language, time_zone)
    return f"{date}, {clock_time(moment, actor.language, time_zone)}"


def _shows_another_time(moment: datetime, one: str, other: str) -> bool:
    return moment.astimezone(ZoneInfo(one)).utcoffset() != moment.astimezone(ZoneInfo(other)).utcoffset()


def _filled(one: ShownAppointment | None, can: Askable) -> Filled:
    """A form that can be sent as it is only after a look: the old time, or tomorrow without one."""
    if one is None:
        return Filled({"day": (can.today + timedelta(days=1)).isoformat()}) if can.may_book else EMPTY
    local = one.starts_at.astimezone(ZoneInfo(can.time_zone))
    return Filled(
        {
            "day": local.date().isoformat(),
            "at": local.strftime("%H:%M"),
            "minutes": str(one.minutes or ""),
            "words": one.words or "",
        }
    )
