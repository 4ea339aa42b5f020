"""Which events need a letter, and to whom; the letters are rows until they are sent.

A row says only what it tells of and for whom. Its words are made when it is sent (words.py), so that a link
in it is fresh, and nothing is sent that has meanwhile lost its reason.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import String, cast, delete, literal
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from network.clock import now
from network.notices.reader import is_of_account
from network.notices.recipients import recipients_of
from network.rules.happenings import HAPPENINGS
from network.tables import Account, Event, Letter, LetterStatus

LOOK_BACK = timedelta(days=7)  # older events are told by no letter any more
KEPT = timedelta(days=30)
AT_ONCE = 200
NOBODY = "nobody"

_WITH_LETTER = tuple(kind for kind, happening in HAPPENINGS.items() if happening.letters)


def events_wait(session: Session) -> bool:
    """Whether some event needs a letter that is not written yet."""
    return bool(_untold(session, 1))


def write_letters(session: Session) -> int:
    """Write the letters that events need and do not have; answers how many."""
    return sum(_add(session, letter) for event in _untold(session) for letter in letters_for(session, event))


def letters_for(session: Session, event: Event) -> Iterator[Letter]:
    """The letters that this event causes, none for most. When nobody can be written to, a row says so."""
    kind, recipients = HAPPENINGS[event.kind].letters, recipients_of(session, event)
    for to in recipients:
        yield Letter(
            kind=to.kind or kind,
            cause=cause_of(event),
            recipient=to.recipient,
            address=to.address,
            subject="",
            body="",
            language=to.language,
            created_at=now(),
            due_at=to.due_at or now(),
        )
    if kind and not recipients:
        yield _told_to_nobody(event, kind)


def cause_of(event: Event) -> str:
    """How a letter names the event it tells of."""
    return f"event:{event.id}"


def event_of(session: Session, letter: Letter) -> Event | None:
    """The event that the letter tells of."""
    kind, _, event_id = letter.cause.partition(":")
    return session.get(Event, int(event_id)) if kind == "event" and event_id.isdecimal() else None


def recipient_of(session: Session, letter: Letter) -> Account | None:
    """The account that the letter is for; None when it is for an address."""
    return session.get(Account, UUID(letter.recipient)) if is_of_account(letter) else None


def forget_letters(session: Session) -> int:
    """Remove letters that are a month old, sent or not; answers how many."""
    old = (col(Letter.created_at) < now() - KEPT, col(Letter.status) != LetterStatus.DUE)
    return session.exec(delete(Letter).where(*old)).rowcount


def _untold(session: Session, at_most: int = AT_ONCE) -> Sequence[Event]:
    told = select(Letter.id).where(col(Letter.cause) == literal("event:") + cast(col(Event.id), String))
    return session.exec(
        select(Event)
        .where(
            col(Event.kind).in_(_WITH_LETTER),
            col(Event.happened_at) > now() - LOOK_BACK,
            ~told.exists(),
        )
        .order_by(col(Event.id))
        .limit(at_most)
    ).all()


def _told_to_nobody(event: Event, kind: str) -> Letter:
    """So that the event is not looked at again every second."""
    return Letter(
        kind=kind,
        cause=cause_of(event),
        recipient=NOBODY,
        address="",
        subject="",
        body="",
        status=LetterStatus.FAILED,
        problem="nobody to write to",
        created_at=now(),
        due_at=now(),
    )


def _add(session: Session, letter: Letter) -> bool:
    """Whether the letter is new: another worker may have written it at the same moment."""
    try:
        with session.begin_nested():
            session.add(letter)
    except IntegrityError:
        return False
    return True
