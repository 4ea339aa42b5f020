"""The demonstration's outbox: letters that a mail server would have carried away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from network.actors import Actor
from network.errors import NotFound
from network.settings import Settings
from network.tables import Account, Letter, LetterStatus

PER_PAGE = 25


@dataclass(frozen=True)
class Outbox:
    """One page of the letters, the newest first."""

    total: int
    page: int
    pages: int
    letters: tuple["SentLetter", ...]


@dataclass(frozen=True)
class SentLetter:
    """One letter as its reader would get it."""

    id: UUID
    address: str
    subject: str
    body: str
    language: str
    sent_at: datetime


def show_outbox(session: Session, actor: Actor, settings: Settings, page: int = 1) -> Outbox:
    """The letters of the demonstration. Raises NotFound outside it, and for who is not part of it."""
    _know_outbox(session, actor, settings)
    sent = Letter.status == LetterStatus.SENT
    total = session.exec(select(func.count()).select_from(Letter).where(sent)).one()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    query = select(Letter).where(sent).order_by(col(Letter.sent_at).desc(), col(Letter.id).desc())
    rows = session.exec(query.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    return Outbox(total, page, pages, tuple(_sent(row) for row in rows))


def get_letter(session: Session, actor: Actor, settings: Settings, letter_id: UUID) -> SentLetter:
    """One letter of the demonstration. Raises NotFound."""
    _know_outbox(session, actor, settings)
    letter = session.get(Letter, letter_id)
    if letter is None or letter.status is not LetterStatus.SENT:
        raise NotFound
    return _sent(letter)


def _know_outbox(session: Session, actor: Actor, settings: Settings) -> None:
    account = session.get(Account, actor.id) if settings.is_demo and actor.is_signed_in else None
    if account is None or not account.is_demo:
        raise NotFound


def _sent(letter: Letter) -> SentLetter:
    assert letter.sent_at is not None
    return SentLetter(letter.id, letter.address, letter.subject, letter.body, letter.language, letter.sent_at)


@dataclass(frozen=True)
class LetterState:
    """How far the letter with somebody's link has come."""

    status: LetterStatus
    attempts: int
    due_at: datetime
    sent_at: datetime | None


def last_link_letter(session: Session, account_id: UUID) -> LetterState | None:
    """The latest letter with a link for this account; None when none was written, or it is forgotten."""
    letter = session.exec(
        select(Letter)
        .where(Letter.recipient == str(account_id), col(Letter.kind).in_(("invitation", "password")))
        .order_by(col(Letter.id).desc())
        .limit(1)
    ).first()
    if letter is None:
        return None
    return LetterState(letter.status, letter.attempts, letter.due_at, letter.sent_at)
