"""The forms about a person: who they are, how they may be reached, what they need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from network.actors import Actor
from network.people.known import Known
from network.rules.person_facts import NAMES
from network.search.kindred import kind_name
from network.tables import CaseFile, ContactWay, MarkKind, Need, NeedStatus, Person, Urgency
from network.words import Say, say
from web.pages.case_words import URGENCIES, URGENCY_HINTS
from web.pages.editing import kind_choices, language_choices
from web.pages.filled import EMPTY, Choice, Filled
from web.pages.need_facts import FactChoices, fact_choices
from web.pages.onward import NOWHERE, Onward
from web.pages.people import ClockPage, clock_page, full_name, initials_of
from web.pages.person import NEED_STANDINGS, WAYS, years_of
from web.pages.zones import time_zones

ALIKE = {
    MarkKind.NAME_AND_BIRTH: say("the same name and birth date"),
    MarkKind.FAMILY_AND_BIRTH: say("the same family name and birth date"),
    MarkKind.PHONE: say("the same telephone number"),
    MarkKind.NAME: say("the same name"),
}


@dataclass(frozen=True)
class KnownRow:
    """Somebody alike; `href` is empty when the record is a colleague's."""

    href: str
    name: str
    alike: Say
    keepers: str


@dataclass(frozen=True)
class NewPersonPage:
    form: Filled
    key: str  # sent twice, it is one person
    known: tuple[KnownRow, ...]
    languages: tuple[Choice, ...]
    onward: Onward = NOWHERE


@dataclass(frozen=True)
class RecordPage:
    """A form of a person that is there already."""

    person_href: str
    initials: str
    name: str
    clock: ClockPage
    action: str
    form: Filled
    languages: tuple[Choice, ...]
    ways: tuple[Choice, ...]
    zones: tuple[Choice, ...]


@dataclass(frozen=True)
class NeedPage:
    person_href: str
    initials: str
    name: str
    clock: ClockPage
    action: str
    closing: str  # action of the form that closes it; empty for a new or closed one
    kind: str  # its name, when it cannot be changed any more
    standing: Say | None  # when it is closed
    form: Filled
    closing_form: Filled
    kinds: tuple[Choice, ...]
    urgencies: tuple[Choice, ...]
    facts: FactChoices
    has_facts: bool
    endings: tuple[Choice, ...]
    onward: Onward = NOWHERE


def new_person_page(
    form: Filled, key: str, known: Sequence[Known], actor: Actor, onward: Onward = NOWHERE
) -> NewPersonPage:
    """The form for somebody new, and who is known already. `onward`: the place that was chosen before."""
    rows = tuple(
        KnownRow(
            href=f"/people/{one.person_id}" if one.person else "",
            name=full_name(one.person) if one.person else "",
            alike=ALIKE[one.alike],
            keepers=", ".join(one.keepers),
        )
        for one in known
    )
    languages = _languages(actor, form.value("language"))
    return NewPersonPage(form, key, rows, languages, onward)


def record_page(
    person: Person,
    case: CaseFile | None,
    program: str,
    actor: Actor,
    moment: datetime,
    what: str,
    form: Filled,
) -> RecordPage:
    """The form of who somebody is (`what` is record), or of how they may be reached (contact)."""
    return RecordPage(
        person_href=f"/people/{person.id}",
        initials=initials_of(person),
        name=full_name(person),
        clock=clock_page(person, case, program, actor, moment),
        action=f"/people/{person.id}/{what}",
        form=form,
        languages=_languages(actor, person.language),
        ways=tuple(Choice(way.value, WAYS[way]) for way in ContactWay),
        zones=time_zones(form.value("time_zone")),
    )


def need_page(
    person: Person,
    need: Need | None,
    case: CaseFile | None,
    program: str,
    actor: Actor,
    moment: datetime,
    form: Filled,
    closing_form: Filled = EMPTY,
    onward: Onward = NOWHERE,
) -> NeedPage:
    """The form of a need, new or there already."""
    language, is_open = actor.language, need is not None and need.status is NeedStatus.OPEN
    return NeedPage(
        person_href=f"/people/{person.id}",
        initials=initials_of(person),
        name=full_name(person),
        clock=clock_page(person, case, program, actor, moment),
        action=f"/needs/{need.id}" if need else f"/people/{person.id}/needs",
        closing=f"/needs/{need.id}/closing" if need and is_open else "",
        kind=kind_name(need.kind, language) if need else "",
        standing=NEED_STANDINGS[need.status] if need and not is_open else None,
        form=form,
        closing_form=closing_form,
        kinds=kind_choices(language),
        urgencies=tuple(
            Choice(urgency.value, URGENCIES[urgency], URGENCY_HINTS[urgency]) for urgency in Urgency
        ),
        facts=fact_choices(language, form.chosen("language")),
        has_facts=any(form.chosen(name) not in ((), ("",)) or form.problem(name) for name in NAMES),
        endings=tuple(
            Choice(status.value, NEED_STANDINGS[status]) for status in (NeedStatus.MET, NeedStatus.CLOSED)
        ),
        onward=onward,
    )


def first_values(person: Person, time_zone: str, moment: datetime) -> dict[str, str | tuple[str, ...]]:
    """What stands in the form of a new need: what is known of the person already."""
    language = () if person.language == "en" else (person.language,)
    age = str(years_of(person.born_on, moment, time_zone)) if person.born_on else ""
    return {"urgency": Urgency.ROUTINE.value, "language": language, "age": age}


def _languages(actor: Actor, *also: str) -> tuple[Choice, ...]:
    return language_choices(actor.language, also)
