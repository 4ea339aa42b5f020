"""What came of what was sent to one agency, for its own staff; from the same book as the overviews."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from network.actors import Actor
from network.measures.book import Book, write_book
from network.measures.cells import cells_of
from network.measures.naming import names_for
from network.measures.queries import open_book, today_of
from network.measures.reading import read_sent
from network.measures.tables import MeasureCell, MeasureRow
from network.measures.tabling import row_of, rows_below, whole_row
from network.measures.tree import Key
from network.places.naming import PlaceNames
from network.rules.gap_permissions import may_see_own_results
from network.rules.measures import By, M
from network.rules.periods import Period
from network.rules.permissions import require
from network.settings import Settings
from network.tables import Organization

LEAST_OTHERS = 5  # agencies, before one is compared with them: of fewer one could guess the number of each
MOST = 0.6  # of the others


class Speed(StrEnum):
    """How soon an agency answers, beside the others."""

    FASTER = "faster"  # than most of them
    ALIKE = "alike"
    SLOWER = "slower"


@dataclass(frozen=True)
class OwnResults:
    """One agency in one period. `own` is None when nothing was sent to it."""

    agency: str
    period: Period
    suppress_below: int
    is_over: bool
    is_whole: bool  # nothing of the agency's own is withheld
    own: MeasureRow | None
    services: tuple[MeasureRow, ...]
    people_served: int | None  # None: withheld
    network_days: MeasureCell  # of all agencies together, to answer
    speed: Speed | None  # None: nobody to compare with


def own_results(
    session: Session,
    actor: Actor,
    settings: Settings,
    period: Period,
    *,
    language: str = "",
    for_others: bool = False,
) -> OwnResults:
    """The results of the actor's own agency. Raises NotAllowed.

    Its staff know everybody whom its rows count, so they are told all that they wrote down themselves; what
    others said of these people may not be theirs to know, and a count of few would tell it. What they give to
    others is of the same book as the overviews. Of the whole network they are told no more than others.
    """
    require(may_see_own_results(actor))
    assert actor.organization_id is not None, "who may see own results has an agency"
    book = open_book(session, settings, period.year)
    key: Key = (By.ORGANIZATION, str(actor.organization_id))
    names = names_for(session, book.tree.keys, language or actor.language, PlaceNames())
    today = today_of(settings)
    mine = book if for_others else _own_book(session, settings, period.year, actor.organization_id)
    own = row_of(mine, key, period, names, today)
    cell = mine.cell(key, period) if own else None
    return OwnResults(
        agency=session.get_one(Organization, actor.organization_id).name,
        period=period,
        suppress_below=book.least,
        is_over=today > period.last,
        is_whole=not for_others,
        own=own,
        services=rows_below(mine, key, By.SERVICE, period, names, today) if own else (),
        people_served=mine.people_served(cell) if cell is not None else 0,
        network_days=whole_row(book, period, names, today)[M.DAYS_TO_ANSWER],
        speed=_speed(book, key, period, today),
    )


def _own_book(session: Session, settings: Settings, year: int, agency_id: UUID) -> Book:
    """What an agency wrote down of a year, with nothing withheld."""
    return write_book(read_sent(session, year, settings.default_time_zone, agency_id), year, least=1)


def _speed(book: Book, key: Key, period: Period, today: date) -> Speed | None:
    """Beside the other agencies whose time to answer may be shown, without saying which or how long."""
    mine = _days(book, key, period, today) if key in book.tree.places else None
    others = [
        days
        for other in book.tree.keys
        if other[0] is By.ORGANIZATION
        and other != key
        and (days := _days(book, other, period, today)) is not None
    ]
    if mine is None or len(others) < LEAST_OTHERS:
        return None
    slower = sum(days > mine for days in others) / len(others)
    faster = sum(days < mine for days in others) / len(others)
    return Speed.FASTER if slower > MOST else Speed.SLOWER if faster > MOST else Speed.ALIKE


def _days(book: Book, key: Key, period: Period, today: date) -> float | None:
    cell = book.cell(key, period)
    if cell is None:
        return None
    return cells_of(book, cell, period, today, of_agency=True)[M.DAYS_TO_ANSWER].value
