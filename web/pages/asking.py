"""When an agency is asked how full it is, what the message says, and where it goes."""

from collections.abc import Sequence
from datetime import datetime, time

from babel.dates import format_time, get_day_names
from msgspec import Struct

from network.notices.words_capacity import example
from network.rules.asking import MOST_HOURS
from network.settings import Settings
from network.tables import AnswerAddress, CapacityAsking, Organization
from network.words import Say, say
from web.forms.asking import asking_values
from web.pages.answer_links import addresses_href
from web.pages.filled import Choice, Filled
from web.pages.times import locale_of
from web.pages.zones import time_zones


class AskingPage(Struct, frozen=True):
    """The settings, and the message as it will be. Actions are addresses for POST."""

    agency: str
    trail: tuple[tuple[Say | str, str], ...]
    action: str
    now_action: str
    void_action: str
    addresses_href: str
    form: Filled
    hours: tuple[Choice, ...]
    most_hours: int
    weekdays: tuple[Choice, ...]
    zones: tuple[Choice, ...]
    goes_to: tuple[Say | str, ...]
    goes_nowhere: bool
    asked_at: datetime | None
    next_at: datetime | None
    subject: Say
    message: tuple[Say | str, ...]
    text: Say | str


def asking_page(
    organization: Organization,
    row: CapacityAsking | None,
    *,
    is_own: bool,
    address: AnswerAddress | None,
    staff: int,
    time_zone: str,
    settings: Settings,
    language: str,
    wrong: Filled | None = None,
) -> AskingPage:
    """The page; `staff` is how many people of the agency can sign in, `wrong` the form as it was typed."""
    names = get_day_names(locale=locale_of(language))
    at = f"?organization={organization.id}"
    goes_to = _goes_to(organization, address, staff)
    subject, message, text = example(settings, language)
    return AskingPage(
        agency=organization.name,
        trail=(
            ((say("How full are we?"), "/capacity"),)
            if is_own
            else ((organization.name, f"/organizations/{organization.id}"),)
        ),
        action=f"/capacity/asking{at}",
        now_action=f"/capacity/asking/now{at}",
        void_action=f"/capacity/asking/void{at}",
        addresses_href="" if organization.is_victim_service else addresses_href(organization.id),
        form=wrong or Filled(asking_values(row, time_zone)),
        hours=tuple(Choice(str(hour), _clock(hour, language)) for hour in range(24)),
        most_hours=MOST_HOURS,
        weekdays=tuple(Choice(str(day), str(names[day]).capitalize()) for day in range(7)),
        zones=time_zones(row.time_zone if row else time_zone),
        goes_to=goes_to,
        goes_nowhere=not goes_to,
        asked_at=row.asked_at if row else None,
        next_at=row.next_at if row else None,
        subject=subject,
        message=tuple(message),
        text=text,
    )


def address_of_agency(rows: Sequence[AnswerAddress]) -> AnswerAddress | None:
    """The address that was kept for the whole agency."""
    return next((row for row in rows if row.service_id is None), None)


def _goes_to(organization: Organization, address: AnswerAddress | None, staff: int) -> tuple[Say | str, ...]:
    if address is not None and not organization.is_victim_service:
        texts = [say("{number}, as a text", number=address.mobile)] if address.mobile else []
        return (address.email, *texts)
    if staff == 1:
        return (say("the one person of your agency who can sign in"),)
    if staff:
        return (say("the {number} people of your agency who can sign in", number=staff),)
    return ()


def _clock(hour: int, language: str) -> str:
    return format_time(time(hour), "h a" if language != "es" else "h:mm a", locale=locale_of(language))
