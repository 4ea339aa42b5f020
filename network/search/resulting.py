"""Makes the results of a page: all that one needs to know of a service at a place, and why it is here."""

import math
from datetime import UTC, datetime

from msgspec.structs import replace

from network.rules.capacity import Confidence, confidence
from network.rules.ranking import Parts
from network.rules.taking import PersonFacts, admits
from network.search.engine import AnsweredBefore, FoundCapacity, FoundPart, Place, Result, Search
from network.search.matching import Matching
from network.search.opening import CLOSED, OPEN, UNKNOWN
from network.search.ordering import PageOfRows
from network.search.reasons import asks_for, reasons_for, telling_kinds
from network.search.records import Record, SaidCapacity
from network.search.taking_in import taking_in_sentence

_IS_OPEN = {OPEN: True, CLOSED: False, UNKNOWN: None}
NOTHING_SAID = FoundCapacity(Confidence.UNKNOWN)


def results_of(matching: Matching, search: Search, page: PageOfRows, moment: datetime) -> tuple[Result, ...]:
    """The results of a page at this moment (UTC)."""
    rows = page.rows
    far = [math.nan] * len(rows) if matching.far is None else matching.far[rows].tolist()
    states = matching.index.hours.states(rows, moment)
    scored = page.scoring.parts_at(page.places)
    return tuple(
        [
            _result_of(matching, search, row, metres, state, parts, moment)
            for row, metres, state, parts in zip(rows.tolist(), far, states, scored, strict=True)
        ]
    )


def _result_of(
    matching: Matching, search: Search, row: int, far: float, state: int, parts: Parts, moment: datetime
) -> Result:
    record = matching.index.records[row]
    is_placed = record.place is Place.KNOWN
    return Result(
        service_id=record.service_id,
        location_id=record.location_id,
        organization_id=record.organization_id,
        name=record.name_es if search.language == "es" and record.name_es else record.name,
        organization=record.organization,
        kinds=telling_kinds(record, search, matching.found),
        place=record.place,
        place_name=record.place_name,
        city=record.city,
        state=record.state,
        phone=record.phone,
        distance_m=None if math.isnan(far) else round(far, 1),
        precision=record.precision,
        latitude=record.latitude if is_placed else None,
        longitude=record.longitude if is_placed else None,
        capacity=told_capacity(
            record.capacity, search.facts, moment, is_private=record.place is Place.PRIVATE
        ),
        is_open=_IS_OPEN[state],
        taking_in=taking_in_sentence(record, moment, search.language),
        takes_referrals=record.takes_referrals,
        has_notice=record.has_notice,
        is_checked=record.is_checked,
        listed_year=record.listed_year,
        why=reasons_for(matching, search, row),
        asks=asks_for(matching, search, row),
        unsaid=_unsaid(matching, row),
        parts=parts,
        record=_answered(record),
    )


def _unsaid(matching: Matching, row: int) -> tuple[str, ...]:
    facts = matching.facts.said
    return (
        tuple([name for name, said in facts.items() if not (said.yes[row] or said.no[row])]) if facts else ()
    )


def _answered(record: Record) -> AnsweredBefore | None:
    said = record.answering
    if said is None or not said.answered:
        return None
    return AnsweredBefore(said.answered, said.accepted, said.hours / said.answered)


def told_capacity(
    said: SaidCapacity | None, facts: PersonFacts, moment: datetime, *, is_private: bool
) -> FoundCapacity:
    """What a search tells of free places. Of a place that is kept private nobody is told for whom its free
    places are, only whether one is for this person: asking for one sort of person after the other would tell
    the numbers."""
    found = capacity_of(said, facts, moment)
    if not is_private:
        return found
    return replace(found, parts=(), for_person=found.available if found.for_person else found.for_person)


def capacity_of(said: SaidCapacity | None, facts: PersonFacts, moment: datetime) -> FoundCapacity:
    """What was said of free places, as far as it may still be believed."""
    if said is None:
        return NOTHING_SAID
    said_at = datetime.fromtimestamp(said.said_at, UTC)
    believed = confidence(said.unit, said_at, moment)
    if believed is Confidence.UNKNOWN:
        return NOTHING_SAID
    admitted = [part.available for part in said.parts if admits(part.population, facts)]
    return FoundCapacity(
        believed,
        said.available,
        said.maximum,
        said.unit,
        said.waitlist,
        said.said_by,
        said_at,
        expected_wait_days=said.wait_days,
        parts=tuple(FoundPart(*part) for part in said.parts),
        for_person=sum(admitted) if said.parts else said.available,
    )
