"""How a place misses a condition of a search, in one sentence from its record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from network.places.distance import METRES_PER_MILE
from network.rules.capacity import age_sentence
from network.rules.taking import Answer
from network.search.engine import HoursWish, Place, Search
from network.search.fact_masks import row_answers
from network.search.fact_words import fact_sentence
from network.search.kindred import fact_name, kind_name
from network.search.matching import Matching
from network.search.opening import CLOSED, coming_change, state_at
from network.search.records import Record
from network.search.taking_in import spoken_moment, taking_in_sentence
from network.search.tongues import language_within
from network.words import Say, say

HOURS_WORDS = {
    HoursWish.NOW: say("now"),
    HoursWish.TONIGHT: say("tonight"),
    HoursWish.EVENING: say("on weekday evenings"),
    HoursWish.WEEKEND: say("on weekends"),
}


def fact_missed(name: str, record: Record, search: Search) -> Say:
    """What a place says about the fact of this name for which it is not among the results."""
    answers = row_answers(record, search.facts)
    said = {own: code for (named, code), own in reversed(answers.items()) if named == name}
    answer = Answer.NO if Answer.NO in said else Answer.UNSAID
    return fact_sentence(name, said[answer], answer, record, search.language)


def wish_missed(name: str, matching: Matching, search: Search, row: int, moment: datetime) -> Say:
    """Why the wish of this name does not hold for a row."""
    record = matching.index.records[row]
    match name:
        case "has_capacity":
            return _of_capacity(matching, row, moment)
        case "within_miles":
            return _of_distance(matching, search, row)
        case "hours":
            return _of_hours(record, search, moment)
    return _PLAIN.get(name) or _of_wish(name, search)


_PLAIN = {
    "accessible": say("Does not say that a wheelchair can get in"),
    "court_ordered": say("Does not say that it takes people who are court-ordered"),
    "takes_referrals": say("Takes no referrals here"),
    "include_old": say("Nobody has confirmed the listing for a year"),
}


def _of_wish(name: str, search: Search) -> Say:
    language = search.language
    match name:
        case "q":
            return say("Its listing says nothing about “{words}”", words=search.q)
        case "taxonomy":
            return say("Does not offer: {kind}", kind=_names(search.kinds, kind_name, language))
        case "language":
            spoken = _names(search.filters.languages, language_within, language)
            return say("Does not list this language: {language}", language=spoken)
        case _:
            costs = _names(search.filters.costs, fact_name, language)
            return say("Does not list this way to pay: {cost}", cost=costs)


def _names(codes: tuple[str, ...], name_of: Callable[[str, str], str], language: str) -> str:
    return ", ".join(name_of(code, language) for code in codes)


def _of_capacity(matching: Matching, row: int, moment: datetime) -> Say:
    said = matching.index.records[row].capacity
    if said is None:
        return say("Has never said how full it is")
    ago = age_sentence(datetime.fromtimestamp(said.said_at, UTC), moment)
    if moment.timestamp() >= matching.index.hidden_from[row]:
        return say("Not known how full it is any more: last said {how_long_ago}", how_long_ago=ago)
    if said.available:
        return say("No free place for this person, said {how_long_ago}", how_long_ago=ago)
    return say("No place free, said {how_long_ago}", how_long_ago=ago)


def _of_distance(matching: Matching, search: Search, row: int) -> Say:
    record = matching.index.records[row]
    assert search.point is not None
    assert search.within_metres is not None
    if record.place is not Place.KNOWN:
        return say("Its agency is far from there")
    far = float(matching.index.positions.metres_from(search.point, np.array([row]))[0])
    return say(
        "{miles} miles away, you asked for {asked}",
        miles=_miles(far),
        asked=_miles(search.within_metres),
    )


def _miles(metres: float) -> str:
    miles = metres / METRES_PER_MILE
    return f"{miles:.1f}".removesuffix(".0") if miles < 10 else f"{miles:,.0f}"


def _of_hours(record: Record, search: Search, moment: datetime) -> Say:
    timetable = record.intake or record.timetable
    if timetable is None:
        return say("Does not say when it is open")
    wish = search.filters.hours or HoursWish.NOW
    if wish is not HoursWish.NOW:
        return say("Not known to be open {when}", when=HOURS_WORDS[wish])
    if state_at(timetable, moment) != CLOSED:
        return say("Does not say when it is open")
    if taking_in := taking_in_sentence(record, moment, search.language):
        return taking_in
    change = coming_change(timetable, moment)
    if change is None or not change.opens:
        return say("Closed now")
    when = spoken_moment(change.at, timetable.time_zone, search.language)
    return say("Closed until {when}", when=when)
