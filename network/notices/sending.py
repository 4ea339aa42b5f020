"""Sends letters, each at most once.

A letter is claimed by turning it from due to sending, committed before the mail server hears of it. If the
worker dies in between, the letter stays there: perhaps sent, listed, never sent again by itself.
"""

import logging
from collections import Counter
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from network.clock import now
from network.db import Store
from network.notices.post import Envelope, NotTaken, PerhapsTaken, PostOffice
from network.notices.words import compose
from network.settings import Settings, WrongSetting
from network.tables import Letter, LetterStatus

log = logging.getLogger("trestle.letters")

AT_ONCE = 50
TOO_OLD = timedelta(days=3)  # a letter that waited so long for a mail server would only confuse
TEXTS = "text_"  # at the beginning of the kinds that go as text messages
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480))


def send_due(store: Store, post: PostOffice, settings: Settings) -> Counter[str]:
    """Send the letters that are due; answers how many were sent, postponed, failed, perhaps sent."""
    tally: Counter[str] = Counter()
    for letter_id in _due(store, post):
        outcome, goes_on = _send_one(store, post, settings, letter_id)
        tally[outcome] += 1
        if not goes_on:
            break
    return tally


def _due(store: Store, post: PostOffice) -> list[UUID]:
    """What this post office can carry; the rest waits for one that can."""
    is_text = col(Letter.kind).startswith(TEXTS, autoescape=True)
    with store.reading() as session:
        query = select(col(Letter.id)).where(Letter.status == LetterStatus.DUE, Letter.due_at <= now())
        if not post.carries_texts:
            query = query.where(~is_text)
        if not post.carries_mail:
            query = query.where(is_text)
        return list(session.exec(query.order_by(col(Letter.due_at), col(Letter.id)).limit(AT_ONCE)).all())


def _send_one(store: Store, post: PostOffice, settings: Settings, letter_id: UUID) -> tuple[str, bool]:
    """What became of the letter, and whether it makes sense to go on with the next."""
    try:
        envelope = _claim(store, settings, letter_id)
    except (OperationalError, WrongSetting):  # the database or a key is in trouble, not the letter
        raise
    except Exception as fault:
        log.error("letter fault", extra={"letter": str(letter_id), "error": type(fault).__name__})
        _give_up(store, letter_id)
        return "failed", True
    if envelope is None:
        return "not_needed", True
    try:
        post.send(envelope)
    except NotTaken as refusal:
        return _put_back(store, letter_id, refusal), not refusal.is_everybodys
    except PerhapsTaken:
        _note(store, letter_id, problem="connection broke while the letter was handed over")
        return "perhaps_sent", True
    gone = {} if post.keeps_words else {"body": ""}
    _note(store, letter_id, status=LetterStatus.SENT, sent_at=now(), problem="", **gone)
    return "sent", True


def _claim(store: Store, settings: Settings, letter_id: UUID) -> Envelope | None:
    """Take the letter and make its words; None when somebody else has it, or nobody needs it any more."""
    with store.writing() as session:
        claimed = session.exec(
            update(Letter)
            .where(col(Letter.id) == letter_id, col(Letter.status) == LetterStatus.DUE)
            .values(status=LetterStatus.SENDING, attempts=col(Letter.attempts) + 1)
        )
        letter = session.get(Letter, letter_id) if claimed.rowcount == 1 else None
        if letter is None:
            return None
        words = compose(session, letter, settings) if now() - letter.created_at < TOO_OLD else None
        if words is None:
            letter.status, letter.problem = LetterStatus.FAILED, "no longer needed, or waited too long"
            session.add(letter)
            return None
        letter.subject, letter.body = words.subject, words.body
        session.add(letter)
        return Envelope(letter.id, letter.address, words.subject, words.body, letter.language)


def _give_up(store: Store, letter_id: UUID) -> None:
    """Its words could not be made, and what was begun for them is undone."""
    with store.writing() as session:
        session.exec(
            update(Letter)
            .where(col(Letter.id) == letter_id, col(Letter.status) == LetterStatus.DUE)
            .values(
                status=LetterStatus.FAILED, attempts=col(Letter.attempts) + 1, problem="could not be written"
            )
        )


def _put_back(store: Store, letter_id: UUID, refusal: NotTaken) -> str:
    with store.writing() as session:
        letter = session.get_one(Letter, letter_id)
        gives_up = refusal.is_final or letter.attempts > len(WAITS)
        letter.status = LetterStatus.FAILED if gives_up else LetterStatus.DUE
        letter.problem, letter.body = refusal.reason, ""
        if not gives_up:
            letter.due_at = now() + WAITS[letter.attempts - 1]
        session.add(letter)
    return "failed" if gives_up else "postponed"


def _note(store: Store, letter_id: UUID, **values: object) -> None:
    with store.writing() as session:
        session.exec(
            update(Letter)
            .where(col(Letter.id) == letter_id, col(Letter.status) == LetterStatus.SENDING)
            .values(**values)
        )
