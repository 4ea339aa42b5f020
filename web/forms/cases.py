"""A case and the programs of an agency as somebody types them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from network.clock import day_of, today_in
from network.errors import Invalid
from network.rules.addresses import plain_email
from network.tables import CaseEnding, CaseFile, CaseRole, DiversionProgram, NeedStatus
from network.words import Say, say
from web.forms.ids import id_or_none
from web.forms.numbers import whole_number
from web.forms.people import Values, typed_day
from web.forms.typed import Typed

CASE_FIELDS = ("program", "reference", "opened_on", "intake_by", "officer")
LATEST = timedelta(days=3650)  # a deadline later than this is a slip of the finger


@dataclass(frozen=True)
class TypedCase:
    """`intake_by` is the end of the day that was typed, where the person at the screen is."""

    program_id: UUID | None
    reference: str
    opened_on: date | None
    intake_by: datetime | None
    officer_id: UUID | None


@dataclass(frozen=True)
class TypedParticipant:
    """Either somebody chosen, or the address by which they sign in."""

    account_id: UUID | None
    email: str
    role: CaseRole


def typed_case(typed: Typed, time_zone: str) -> TypedCase:
    """A case to open or change. Raises Invalid."""
    problems: dict[str, Say] = {}
    opened_on = typed_day(typed, "opened_on", problems)
    last_day = typed_day(typed, "intake_by", problems)
    if last_day is not None and last_day > today_in(time_zone) + LATEST:
        problems["intake_by"] = say("Check the year.")
    program_id = id_or_none(typed.text("program"))
    if typed.text("program") and program_id is None:
        problems["program"] = say("Choose a diversion program of your agency.")
    if problems:
        raise Invalid(problems)
    return TypedCase(
        program_id,
        typed.text("reference"),
        opened_on,
        datetime.combine(last_day, time(23, 59), ZoneInfo(time_zone)) if last_day else None,
        id_or_none(typed.text("officer")),
    )


def case_values(case: CaseFile, time_zone: str) -> Values:
    """What stands in the form first."""
    deadline = day_of(case.intake_by, time_zone).isoformat() if case.intake_by else ""
    return {
        "reference": case.reference or "",
        "opened_on": case.opened_on.isoformat(),
        "intake_by": deadline,
        "program": str(case.program_id or ""),
    }


def typed_participant(typed: Typed) -> TypedParticipant:
    """Who is to take part. Raises Invalid."""
    problems: dict[str, Say] = {}
    account_id, email = id_or_none(typed.text("account")), plain_email(typed.text("email"))
    if (account_id is None) == (not email):
        problems["account"] = say(
            "Choose a colleague, or type the e-mail address of somebody else; not both."
        )
    role = typed.text("role")
    if role not in set(CaseRole):
        problems["role"] = say("Choose what they are in this case.")
    if problems:
        raise Invalid(problems)
    return TypedParticipant(account_id, email, CaseRole(role))


def typed_ending(typed: Typed) -> CaseEnding:
    """Why a case is closed. Raises Invalid."""
    ending = typed.text("ending")
    if ending not in set(CaseEnding):
        raise Invalid({"ending": say("Say how the case ended.")})
    return CaseEnding(ending)


def typed_disposition(typed: Typed) -> date:
    """The day of the final disposition. Raises Invalid."""
    problems: dict[str, Say] = {}
    day = typed_day(typed, "disposed_on", problems)
    if day is None:
        raise Invalid(problems or {"disposed_on": say("Say on which day it was.")})
    return day


def typed_standing(typed: Typed) -> NeedStatus:
    """Why a need is closed. Raises Invalid."""
    status = typed.text("status")
    if status not in {NeedStatus.MET, NeedStatus.CLOSED}:
        raise Invalid({"status": say("Say whether the need is met or no longer there.")})
    return NeedStatus(status)


def typed_program(typed: Typed) -> tuple[str, int | None]:
    """The name of a diversion program, and the days to its intake. Raises Invalid."""
    try:
        days = whole_number(typed.text("intake_days"))
    except ValueError:
        raise Invalid({"intake_days": say("Type a whole number, for example 3.")}) from None
    return typed.text("name"), days


def program_values(program: DiversionProgram) -> Values:
    """What stands in the form first."""
    return {
        "name": program.name,
        "intake_days": "" if program.intake_days is None else str(program.intake_days),
        "is_active": "yes" if program.is_active else "",
    }
