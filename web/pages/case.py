"""A case: its clock, who takes part, how it ends; and the diversion programs of an agency."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from network.actors import Actor
from network.people.file import Participant
from network.rules.clock import Clock, diversion_clock
from network.tables import CaseEnding, CaseFile, CaseRole, DiversionProgram, Person
from network.words import Say, say, say_number
from web.pages.case_words import ENDINGS, ROLES
from web.pages.filled import EMPTY, Choice, Filled
from web.pages.people import ClockPage, clock_page, full_name, initials_of

ROLE_CHOICES = tuple(Choice(role.value, ROLES[role]) for role in CaseRole)
ENDING_CHOICES = tuple(Choice(ending.value, ENDINGS[ending]) for ending in CaseEnding)


class ParticipantRow(Struct, frozen=True):
    name: str
    role: Say
    organization: str
    since: datetime
    until: datetime | None
    end_action: str  # empty: they no longer take part, or the viewer may not end it


class CasePage(Struct, frozen=True):
    """`form` is the one that was typed wrong, else each stands as it was kept."""

    person_href: str
    initials: str
    name: str
    clock: ClockPage
    href: str
    program: str
    reference: str
    opened_on: date
    intake_by: datetime | None
    intake_done_at: datetime | None
    disposed_on: date | None
    closed_at: datetime | None
    ending: Say | None
    participants: tuple[ParticipantRow, ...]
    may_change: bool
    may_record_intake: bool
    colleagues: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    endings: tuple[Choice, ...]
    change_form: Filled
    participant_form: Filled
    closing_form: Filled
    disposition_form: Filled


class NewCasePage(Struct, frozen=True):
    person_href: str
    initials: str
    name: str
    clock: ClockPage
    action: str
    programs: tuple[Choice, ...]
    officers: tuple[Choice, ...]
    form: Filled


class ProgramRow(Struct, frozen=True):
    href: str
    name: str
    clock: Say
    is_active: bool


class ProgramsPage(Struct, frozen=True):
    rows: tuple[ProgramRow, ...]
    may_change: bool
    form: Filled


class ProgramPage(Struct, frozen=True):
    href: str
    name: str
    form: Filled


def case_page(
    case: CaseFile,
    person: Person,
    program: str,
    participants: Sequence[Participant],
    colleagues: Sequence[tuple[UUID, str]],
    actor: Actor,
    moment: datetime,
    *,
    may_change: bool,
    forms: dict[str, Filled],
) -> CasePage:
    """The page of one case. `forms` are change, participant, closing and disposition."""
    clock: Clock = diversion_clock(case, moment, actor.time_zone)
    is_open = case.closed_at is None
    return CasePage(
        person_href=f"/people/{person.id}",
        initials=initials_of(person),
        name=full_name(person),
        clock=clock_page(person, case, program, actor, moment),
        href=f"/cases/{case.id}",
        program=program,
        reference=case.reference or "",
        opened_on=case.opened_on,
        intake_by=case.intake_by,
        intake_done_at=case.intake_done_at,
        disposed_on=case.disposed_on,
        closed_at=case.closed_at,
        ending=ENDINGS[case.ending] if case.ending else None,
        participants=tuple(_participant(one, case, moment, is_open and may_change) for one in participants),
        may_change=is_open and may_change,
        may_record_intake=is_open and may_change and clock.done_at is None,
        colleagues=tuple(Choice(str(account_id), name) for account_id, name in colleagues),
        roles=ROLE_CHOICES,
        endings=ENDING_CHOICES,
        change_form=forms.get("change", EMPTY),
        participant_form=forms.get("participant", EMPTY),
        closing_form=forms.get("closing", EMPTY),
        disposition_form=forms.get("disposition", EMPTY),
    )


def _participant(one: Participant, case: CaseFile, moment: datetime, may_end: bool) -> ParticipantRow:
    part = one.participation
    takes_part = part.until is None or part.until > moment
    return ParticipantRow(
        name=one.name,
        role=ROLES[part.role],
        organization=one.organization,
        since=part.since,
        until=None if takes_part else part.until,
        end_action=f"/cases/{case.id}/participants/{part.id}/end" if takes_part and may_end else "",
    )


def new_case_page(
    person: Person,
    programs: Sequence[DiversionProgram],
    officers: Sequence[tuple[UUID, str]],
    actor: Actor,
    moment: datetime,
    form: Filled,
) -> NewCasePage:
    """The form that opens a case."""
    return NewCasePage(
        person_href=f"/people/{person.id}",
        initials=initials_of(person),
        name=full_name(person),
        clock=clock_page(person, None, "", actor, moment),
        action=f"/people/{person.id}/cases",
        programs=tuple(Choice(str(program.id), program.name, _clock_words(program)) for program in programs),
        officers=tuple(Choice(str(account_id), name) for account_id, name in officers),
        form=form,
    )


def programs_page(programs: Sequence[DiversionProgram], *, may_change: bool, form: Filled) -> ProgramsPage:
    """The programs of an agency, and the form for a new one."""
    rows = tuple(
        ProgramRow(f"/programs/{program.id}", program.name, _clock_words(program), program.is_active)
        for program in programs
    )
    return ProgramsPage(rows, may_change, form)


def program_page(program: DiversionProgram, form: Filled) -> ProgramPage:
    """The form of one program."""
    return ProgramPage(f"/programs/{program.id}", program.name, form)


def _clock_words(program: DiversionProgram) -> Say:
    if program.intake_days is None:
        return say("No intake deadline")
    return say_number("Intake within {number} day", "Intake within {number} days", program.intake_days)
