"""The demonstration's outbox: letters that nobody carried away."""

from datetime import datetime

from msgspec import Struct

from network.notices.queries import Outbox, SentLetter
from network.settings import Settings
from network.words import Say, say, say_number


class LetterRow(Struct, frozen=True):
    href: str
    subject: str
    address: str
    language: str
    sent_at: datetime


class OutboxPage(Struct, frozen=True):
    count: Say
    rows: tuple[LetterRow, ...]
    previous: str
    following: str
    position: Say


class Line(Struct, frozen=True):
    """One paragraph of a letter; a link when it is an address of ours."""

    text: str
    href: str


class LetterPage(Struct, frozen=True):
    subject: str
    address: str
    language: str
    sent_at: datetime
    lines: tuple[Line, ...]


def outbox_page(outbox: Outbox) -> OutboxPage:
    return OutboxPage(
        say_number("{number} letter", "{number} letters", outbox.total),
        tuple(
            LetterRow(f"/outbox/{one.id}", one.subject, one.address, one.language, one.sent_at)
            for one in outbox.letters
        ),
        f"/outbox?page={outbox.page - 1}" if outbox.page > 1 else "",
        f"/outbox?page={outbox.page + 1}" if outbox.page < outbox.pages else "",
        say("Page {page} of {pages}", page=outbox.page, pages=outbox.pages),
    )


def letter_page(letter: SentLetter, settings: Settings) -> LetterPage:
    here = settings.base_url.rstrip("/") + "/"
    lines = tuple(
        Line(part, "/" + part.removeprefix(here) if part.startswith(here) else "")
        for part in letter.body.strip().split("\n\n")
    )
    return LetterPage(letter.subject, letter.address, letter.language, letter.sent_at, lines)
