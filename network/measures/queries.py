"""Reads measures: for the page, its files, the report and the results of one agency alike."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind
from network.clock import now, today_in
from network.measures.book import Book, write_book
from network.measures.naming import names_for
from network.measures.reading import read_sent
from network.measures.tables import MeasureTable
from network.measures.tabling import rows_by, whole_row
from network.places.naming import PlaceNames
from network.rules.gap_permissions import may_see_overviews
from network.rules.measures import By
from network.rules.periods import Period
from network.rules.permissions import require
from network.settings import Settings
from network.tables import Event, Referral

_BOOKS: dict[tuple[object, ...], Book] = {}
_KEPT_BOOKS = 4


def measure(
    session: Session,
    actor: Actor,
    settings: Settings,
    period: Period,
    by: By = By.ALL,
    *,
    language: str = "",
    places: PlaceNames | None = None,
) -> MeasureTable:
    """The measures of a period: of the whole network, and by one thing; a month has no rows.

    `language` is the actor's unless it is given; `places` are the operator's own names. Raises NotAllowed.
    """
    if actor.kind not in {ActorKind.OPERATOR, ActorKind.SYSTEM}:
        require(may_see_overviews(actor))
    book = open_book(session, settings, period.year)
    names = names_for(session, book.tree.keys, language or actor.language, places or PlaceNames())
    today = today_of(settings)
    return MeasureTable(
        period=period,
        by=by,
        counted_at=now(),
        suppress_below=book.least,
        total=whole_row(book, period, names, today),
        rows=rows_by(book, by, period, names, today),
        is_over=today > period.last,
    )


def open_book(session: Session, settings: Settings, year: int) -> Book:
    """All counts of a year, as they stand now; written anew when something has happened since."""
    name = (year, settings.default_time_zone, settings.suppress_below, *_state(session))
    if (book := _BOOKS.get(name)) is None:
        sent = read_sent(session, year, settings.default_time_zone)
        book = _BOOKS[name] = write_book(sent, year, settings.suppress_below)
        while len(_BOOKS) > _KEPT_BOOKS:
            _BOOKS.pop(next(iter(_BOOKS)), None)
    return book


def _state(session: Session) -> tuple[object, ...]:
    """What changes whenever a referral, or anything that is counted of it, does."""
    newest = session.exec(select(Event.id, Event.subject_id).order_by(col(Event.id).desc()).limit(1)).first()
    referrals = session.exec(select(func.count(), func.max(Referral.status_since))).one()
    return (str(session.get_bind().engine.url), *(newest or ()), *referrals)


def today_of(settings: Settings) -> date:
    """The day it is on the network's own clock."""
    return today_in(settings.default_time_zone)
