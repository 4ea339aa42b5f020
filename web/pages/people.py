"""A caseload, and one person: how they are doing and what they need next."""

from datetime import datetime
from urllib.parse import urlencode

from msgspec import Struct

from network.actors import Actor
from network.people.caseload import PER_PAGE, Caseload, CaseloadLine, Stage, Whose
from network.rules.clock import diversion_clock
from network.search.kindred import kind_name
from network.tables import CaseFile, Person, Urgency
from network.words import Say, say, say_number
from web.pages.case_words import URGENCIES
from web.pages.filled import Filled
from web.pages.paging import Paging, paging


class ClockPage(Struct, frozen=True):
    """The diversion clock, for people/_clock.html: the page of everything that belongs to a case has it as
    `clock`. `state` is a ClockState, for its picture and color."""

    href: str  # of the person
    initials: str
    words: Say
    state: str
    deadline: datetime | None
    program: str
    has_case: bool  # without an open one there is no clock to show


def clock_page(
    person: Person, case: CaseFile | None, program: str, actor: Actor, moment: datetime
) -> ClockPage:
    """The clock of a person's open case at this moment."""
    clock = diversion_clock(case, moment, actor.time_zone)
    return ClockPage(
        href=f"/people/{person.id}",
        initials=initials_of(person),
        words=clock.words,
        state=clock.state.value,
        deadline=clock.deadline,
        program=program,
        has_case=case is not None,
    )


def initials_of(person: Person) -> str:
    """What stands in headings and titles, which browsers keep: "R. M."."""
    names = (person.given_name, person.family_name)
    return " ".join(f"{name[:1].upper()}." for name in names if name)


def full_name(person: Person) -> str:
    return f"{person.given_name} {person.family_name}"


class CaseloadRow(Struct, frozen=True):
    href: str
    name: str
    called: str
    state: str  # of the clock
    clock: Say
    deadline: datetime | None
    program: str
    needs: tuple[tuple[str, Say | None], ...]  # what, and how soon if that is soon
    keepers: str


class Tab(Struct, frozen=True):
    href: str
    words: Say
    is_current: bool


class CaseloadPage(Struct, frozen=True):
    heading: Say
    count: Say
    due: Say | None
    rows: tuple[CaseloadRow, ...]
    tabs: tuple[Tab, ...]
    form: Filled
    action: str  # of the look for a name
    is_narrowed: bool
    is_empty: bool  # nobody in view at all
    may_add: bool
    everybody: str  # address of the list without a name
    keeps_programs: bool
    paging: Paging


def caseload_page(
    found: Caseload,
    actor: Actor,
    *,
    whose: Whose,
    stage: Stage,
    name: str,
    may_add: bool,
    keeps_programs: bool,
) -> CaseloadPage:
    """The list as it is shown. A name that was looked for stands in the field, never in an address."""
    here = _list_href(whose, stage)
    return CaseloadPage(
        heading=say("Caseload of your agency") if whose is Whose.AGENCY else say("Your caseload"),
        count=say_number("{number} person", "{number} people", found.total),
        due=say_number(
            "Intake of {number} person is due within a week, or late.",
            "Intake of {number} people is due within a week, or late.",
            found.due_soon,
        )
        if found.due_soon
        else None,
        rows=tuple(_row(line, actor.language) for line in found.lines),
        tabs=_tabs(found, whose, stage),
        form=Filled({"name": name}),
        action="/people/look" + here.removeprefix("/people"),
        is_narrowed=bool(name),
        is_empty=not any(found.counts.values()),
        may_add=may_add,
        everybody=here,
        keeps_programs=keeps_programs,
        paging=paging(here, found.page, found.total, PER_PAGE)
        if not name
        else Paging("", "", say("The first {number}", number=PER_PAGE)),
    )


def _list_href(whose: Whose, stage: Stage) -> str:
    query = urlencode(
        [("whose", whose.value)] * (whose is Whose.AGENCY) + [("stage", stage.value)] * (stage is Stage.ENDED)
    )
    return f"/people?{query}" if query else "/people"


def _tabs(found: Caseload, whose: Whose, stage: Stage) -> tuple[Tab, ...]:
    words = {
        Stage.HERE: say("Open ({number})", number=found.counts[Stage.HERE]),
        Stage.ENDED: say("Closed ({number})", number=found.counts[Stage.ENDED]),
    }
    tabs = [Tab(_list_href(whose, each), words[each], each is stage) for each in Stage]
    if found.may_choose:
        other = Whose.OWN if whose is Whose.AGENCY else Whose.AGENCY
        label = say("Only mine") if whose is Whose.AGENCY else say("Whole agency")
        tabs.append(Tab(_list_href(other, Stage.HERE), label, is_current=False))
    return tuple(tabs)


def _row(line: CaseloadLine, language: str) -> CaseloadRow:
    return CaseloadRow(
        href=f"/people/{line.person.id}",
        name=full_name(line.person),
        called=line.person.called or "",
        state=line.clock.state.value,
        clock=line.clock.words,
        deadline=line.clock.deadline if line.clock.is_running else None,
        program=line.program,
        needs=tuple(
            (
                kind_name(need.kind, language),
                URGENCIES[need.urgency] if need.urgency is not Urgency.ROUTINE else None,
            )
            for need in line.needs
        ),
        keepers=", ".join(line.keepers),
    )
