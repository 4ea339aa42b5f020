"""What the message says with which an agency tells in one tap how full it is: no place, no person."""

from collections.abc import Callable

from sqlmodel import col, select

from network.clock import now
from network.notices.agencies import TEXT
from network.notices.reader import Reader, Text
from network.notices.words_referrals import NOBODY_ELSE
from network.providers.asking import asking_of
from network.rules.capacity_links import CapacityLink, link_address, sign_link, tag_of
from network.settings import Settings
from network.tables import Event, Service, ServiceAtLocation, ServiceStatus
from network.words import Say, say, speak

LONGEST_TEXT = 160  # one text message
SUBJECT = say("How full are you today?")


def _asked(reader: Reader) -> Text | None:
    link = _link(reader)
    if link is None:
        return None
    if reader.account is None:
        return SUBJECT, _paragraphs(link)
    asks_less = say("To be asked at other hours, or not at all:")
    return SUBJECT, [*_paragraphs(link), asks_less, reader.page("/capacity/asking")]


def _text(reader: Reader) -> Text | None:
    link = _link(reader)
    return (SUBJECT, [_in_a_text(link, reader.letter.language)]) if link is not None else None


def example(settings: Settings, language: str) -> tuple[Say, list[Say | str], Say | str]:
    """Subject, paragraphs and text of the message, with a link that says nothing."""
    link = link_address("…", settings)
    return SUBJECT, _paragraphs(link), _in_a_text(link, language)


def _paragraphs(link: str) -> list[Say | str]:
    return [
        say("People look for a place right now. Please say in one tap how many you have free."),
        link,
        say("You need no account. The link works for a day and a half."),
        NOBODY_ELSE,
    ]


def _in_a_text(link: str, language: str) -> Say | str:
    """The link alone where the address of this site leaves no room for words."""
    words = say("How full are you? Say it in one tap: {link}", link=link)
    return words if len(speak(words, language)) <= LONGEST_TEXT else link


def _link(reader: Reader) -> str | None:
    """A fresh link; None when the agency has no place, or was asked again since."""
    assert reader.event is not None
    organization_id, session = reader.event.subject_id, reader.session
    later = select(Event.facts).where(
        Event.kind == reader.event.kind,
        Event.subject_id == organization_id,
        col(Event.id) > reader.event.id,
    )
    places = (
        select(ServiceAtLocation.id)
        .join(Service, col(Service.id) == col(ServiceAtLocation.service_id))
        .where(Service.organization_id == organization_id, Service.status == ServiceStatus.ACTIVE)
    )
    if asking_of(session, organization_id) is None or session.exec(places).first() is None:
        return None
    was_asked_again = any(facts.get("to") is None for facts in session.exec(later))  # not only one of them
    if reader.event.facts.get("to") is None and was_asked_again:
        return None
    signed = CapacityLink(organization_id, now(), tag_of(reader.letter.recipient))
    return link_address(sign_link(signed, reader.settings), reader.settings)


WRITERS: dict[str, Callable[[Reader], Text | None]] = {"capacity_asked": _asked, TEXT: _text}
