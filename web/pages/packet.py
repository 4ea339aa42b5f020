"""Who a referral is about, for somebody who answers by a link and gave the right code."""

from collections.abc import Iterator
from datetime import time

from babel.dates import format_time
from msgspec import Struct

from network.referrals.shown import ShownContact, ShownPerson, ShownReferral
from network.rules.notices_part2 import sentence_of
from network.rules.shared_fields import WORDS_OF
from network.rules.sharing import SharedField as F
from network.search.tongues import language_name
from network.tables import ContactWay
from network.words import Say, say, speak
from web.pages.need_facts import facts_said
from web.pages.times import local_date, locale_of

WAYS = {
    ContactWay.CALL: say("Best by telephone."),
    ContactWay.TEXT: say("Best by text message."),
    ContactWay.EMAIL: say("Best by e-mail."),
    ContactWay.IN_PERSON: say("Only through the agency that asks."),
}


class PacketLine(Struct, frozen=True):
    """One line: what it is, and what is told. `is_call`: a number to tap."""

    words: Say
    value: Say | str
    is_call: bool = False


class PacketPage(Struct, frozen=True):
    """Line by line; what is not shared is not there. The notice is federal text, in English."""

    lines: tuple[PacketLine, ...]
    rules: tuple[Say | str, ...]  # for reaching them without harm
    replies: tuple[str, ...]
    is_withheld: bool
    notice: tuple[str, ...]
    scopes: tuple[Say, ...]  # what the consent covers, beside the notice


def packet_page(shown: ShownReferral, language: str, time_zone: str) -> PacketPage:
    """What the other agency told, as far as it was permitted."""
    notice, contact = shown.notice, shown.person.contact
    return PacketPage(
        lines=(*_person(shown.person, language, time_zone), *_need(shown, language, time_zone)),
        rules=tuple(_rules(contact, language)) if contact else (),
        replies=tuple(
            line.words for line in shown.timeline if line.kind == "referral.replied" and line.words
        ),
        is_withheld=bool(shown.withheld),
        notice=notice.paragraphs if notice else (),
        scopes=tuple(sentence_of(scope, language) for scope in notice.scopes) if notice else (),
    )


def _person(person: ShownPerson, language: str, time_zone: str) -> Iterator[PacketLine]:
    if person.name:
        yield PacketLine(WORDS_OF[F.PERSON_NAME], person.name)
    if person.called:
        yield PacketLine(say("Goes by"), person.called)
    if person.born_on:
        yield PacketLine(WORDS_OF[F.PERSON_BORN_ON], local_date(person.born_on, language, time_zone))
    if person.language:
        yield PacketLine(WORDS_OF[F.PERSON_LANGUAGE], _spoken(person, language))
    contact = person.contact
    if contact and contact.phone:
        yield PacketLine(WORDS_OF[F.CONTACT_PHONE], contact.phone, is_call=contact.may_call)
    if contact and contact.email:
        yield PacketLine(WORDS_OF[F.CONTACT_EMAIL], contact.email)


def _spoken(person: ShownPerson, language: str) -> Say | str:
    spoken = language_name(person.language or "", language)
    return (
        say("{language}; an interpreter is needed", language=spoken) if person.needs_interpreter else spoken
    )


def _need(shown: ShownReferral, language: str, time_zone: str) -> Iterator[PacketLine]:
    if shown.need.facts:
        facts = facts_said(dict(shown.need.facts), language)
        spoken = (speak(fact, language) if isinstance(fact, Say) else fact for fact in facts)
        yield PacketLine(WORDS_OF[F.NEED_FACTS], ", ".join(spoken))
    if shown.need.words:
        yield PacketLine(WORDS_OF[F.NEED_WORDS], shown.need.words)
    if shown.note:
        yield PacketLine(WORDS_OF[F.REMARK_NOTE], shown.note)
    if shown.program:
        yield PacketLine(WORDS_OF[F.CASE_PROGRAM], shown.program)
    if shown.intake_by:
        yield PacketLine(WORDS_OF[F.CASE_INTAKE_BY], local_date(shown.intake_by, language, time_zone))


def _rules(contact: ShownContact, language: str) -> Iterator[Say | str]:
    """How to reach them without harm, what is forbidden included."""
    may_be_reached = contact.may_call or contact.may_text or contact.may_email
    if contact.preferred is not None and not (contact.preferred is ContactWay.IN_PERSON and may_be_reached):
        yield WAYS[contact.preferred]
    yield from _never(contact)
    if contact.not_before is not None:
        yield say("Not before {time}.", time=_clock(contact.not_before, language))
    if contact.not_after is not None:
        yield say("Not after {time}.", time=_clock(contact.not_after, language))
    if contact.words:
        yield contact.words


def _never(contact: ShownContact) -> Iterator[Say]:
    if not contact.may_call:
        yield say("Do not call.")
    elif not contact.may_leave_voicemail:
        yield say("Leave no message on a machine or with others.")
    if not contact.may_text:
        yield say("Never send a text.")
    if not contact.may_email:
        yield say("Do not write e-mail.")


def _clock(at: time, language: str) -> str:
    """At the end of a sentence, which brings its own full stop after "p.m."."""
    return (
        format_time(at, "h:mm a", locale=locale_of(language)).replace("\u202f", " ").lower().removesuffix(".")
    )
