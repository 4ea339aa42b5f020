"""One person: how they are doing, what they need, how they may be reached, who works with them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from network.actors import Actor
from network.clock import day_of
from network.consent.overview import KnownConsent
from network.people.file import FileLine, Participant, PersonFile
from network.rules.contact import may_contact
from network.rules.happenings import HAPPENINGS
from network.rules.need_facts import facts_of
from network.search.kindred import kind_name
from network.search.tongues import language_within
from network.tables import CaseFile, ContactWay, Need, NeedStatus, Person, SafeContact, Urgency
from network.words import Say, say, say_number
from web.pages.case_words import ENDINGS, ROLES, URGENCIES
from web.pages.consents import ConsentsPiece, consents_piece
from web.pages.history import HistoryLine
from web.pages.need_facts import facts_said
from web.pages.people import ClockPage, clock_page, full_name, initials_of
from web.pages.work_cards import WorkCard

WAYS = {
    ContactWay.IN_PERSON: say("In person, through their officer"),
    ContactWay.CALL: say("By telephone"),
    ContactWay.TEXT: say("By text message"),
    ContactWay.EMAIL: say("By e-mail"),
}
NEED_STANDINGS = {
    NeedStatus.OPEN: say("Open"),
    NeedStatus.MET: say("Met"),
    NeedStatus.CLOSED: say("No longer needed"),
}


class NeedCard(Struct, frozen=True):
    href: str
    kind: str
    urgency: Say
    is_soon: bool
    facts: tuple[Say | str, ...]
    words: str
    zip: str
    since: datetime
    search: str  # the search for it
    standing: Say
    need_id: UUID


class ContactCard(Struct, frozen=True):
    """`lines` are rules as sentences: whether it is allowed, and the sentence."""

    preferred: Say
    phone: str
    email: str
    lines: tuple[tuple[bool, Say], ...]
    words: str
    may_call_now: bool


class CaseCard(Struct, frozen=True):
    href: str
    program: str
    reference: str
    opened_on: date
    intake_done_at: datetime | None
    participants: tuple[tuple[str, Say, str], ...]  # name, role, agency


class EarlierCase(Struct, frozen=True):
    href: str
    opened_on: date
    closed_at: datetime
    ending: Say


class PersonPage(Struct, frozen=True):
    id: UUID
    href: str
    initials: str
    name: str
    called: str
    is_fictional: bool
    born_on: date | None
    about: tuple[Say, ...]
    clock: ClockPage
    open_needs: tuple[NeedCard, ...]
    past_needs: tuple[NeedCard, ...]
    contact: ContactCard | None
    case: CaseCard | None
    earlier: tuple[EarlierCase, ...]
    history: tuple[HistoryLine, ...]
    may_change: bool
    consents: ConsentsPiece
    referrals: tuple[WorkCard, ...] = ()


def person_page(
    file: PersonFile, consents: Sequence[KnownConsent], actor: Actor, moment: datetime
) -> PersonPage:
    """The page of one person at this moment."""
    person, program = file.person, file.program.name if file.program else ""
    by_urgency = sorted(file.needs, key=lambda need: list(Urgency).index(need.urgency))
    cards = [(need, _need_card(need, actor.language)) for need in by_urgency]
    return PersonPage(
        id=person.id,
        href=f"/people/{person.id}",
        initials=initials_of(person),
        name=full_name(person),
        called=person.called or "",
        is_fictional=person.is_fictional,
        born_on=date.fromisoformat(person.born_on) if person.born_on else None,
        about=tuple(_about(person, actor, moment)),
        clock=clock_page(person, file.case, program, actor, moment),
        open_needs=tuple(card for need, card in cards if need.status is NeedStatus.OPEN),
        past_needs=tuple(card for need, card in cards if need.status is not NeedStatus.OPEN),
        contact=_contact_card(file.safe, actor, moment) if file.safe else None,
        case=_case_card(file.case, program, file.participants) if file.case else None,
        earlier=tuple(_earlier(one) for one in file.earlier if one.closed_at is not None),
        history=tuple(_line(line) for line in file.history),
        may_change=file.may_change,
        consents=consents_piece(actor, person, consents),
    )


def find_service(need: Need) -> str:
    """The search for what is needed: kind, place and what matters are read from the need itself."""
    return f"/search?need={need.id}"


def _about(person: Person, actor: Actor, moment: datetime) -> list[Say]:
    told: list[Say] = []
    if person.born_on:
        years = years_of(person.born_on, moment, actor.time_zone)
        told.append(say_number("{number} year old", "{number} years old", years))
    told.append(say("speaks {language}", language=language_within(person.language, actor.language)))
    if person.needs_interpreter:
        told.append(say("needs an interpreter"))
    return told


def years_of(born_on: str, moment: datetime, time_zone: str) -> int:
    """How old somebody is at this moment, on the calendar of whoever reads."""
    born, today = date.fromisoformat(born_on), day_of(moment, time_zone)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _need_card(need: Need, language: str) -> NeedCard:
    return NeedCard(
        href=f"/needs/{need.id}",
        kind=kind_name(need.kind, language),
        urgency=URGENCIES[need.urgency],
        is_soon=need.urgency is not Urgency.ROUTINE,
        facts=facts_said(facts_of(need), language),
        words=need.words or "",
        zip=need.zip or "",
        since=need.opened_at if need.status is NeedStatus.OPEN else need.status_since,
        search=find_service(need),
        standing=NEED_STANDINGS[need.status],
        need_id=need.id,
    )


def _contact_card(safe: SafeContact, actor: Actor, moment: datetime) -> ContactCard:
    lines = [
        (safe.may_call, say("May be called") if safe.may_call else say("Do not call")),
        (safe.may_text, say("May get text messages") if safe.may_text else say("Never text")),
        (safe.may_email, say("May get e-mail") if safe.may_email else say("No e-mail")),
    ]
    if safe.may_call:
        voicemail = safe.may_leave_voicemail
        words = say("May get voicemail") if voicemail else say("Leave no voicemail")
        lines.insert(1, (voicemail, words))
    if hours := _hours(safe):
        lines.append((True, hours))
    return ContactCard(
        preferred=WAYS[safe.preferred],
        phone=safe.phone or "" if safe.may_call or safe.may_text else "",
        email=safe.email or "" if safe.may_email else "",
        lines=tuple(lines),
        words=safe.words or "",
        may_call_now=bool(may_contact(safe, ContactWay.CALL, moment, actor.time_zone)),
    )


def _hours(safe: SafeContact) -> Say | None:
    first = safe.not_before.strftime("%H:%M") if safe.not_before else ""
    last = safe.not_after.strftime("%H:%M") if safe.not_after else ""
    if first and last:
        return say("Only between {first} and {last}", first=first, last=last)
    if first:
        return say("Only from {first} on", first=first)
    return say("Only until {last}", last=last) if last else None


def _case_card(case: CaseFile, program: str, participants: Sequence[Participant]) -> CaseCard:
    return CaseCard(
        href=f"/cases/{case.id}",
        program=program,
        reference=case.reference or "",
        opened_on=case.opened_on,
        intake_done_at=case.intake_done_at,
        participants=tuple(
            (one.name, ROLES[one.participation.role], one.organization) for one in participants
        ),
    )


def _earlier(case: CaseFile) -> EarlierCase:
    closed_at = case.closed_at or datetime.min.replace(tzinfo=ZoneInfo("UTC"))
    ending = ENDINGS[case.ending] if case.ending else say("Another reason")
    return EarlierCase(f"/cases/{case.id}", case.opened_on, closed_at, ending)


def _line(line: FileLine) -> HistoryLine:
    happening = HAPPENINGS.get(line.kind)
    return HistoryLine(line.happened_at, happening.sentence if happening else say("was changed"), line.by)
