"""Reads what places say of themselves: how full they are, when they take people in, how they answered, and
where people must live."""

from collections import defaultdict

from sqlmodel import Session

from network.rules.capacity_parts import in_order
from network.search.areas import area_codes
from network.search.bulk import Id, Ids, read_rows
from network.search.opening import Line, make_weekly_line
from network.search.records import Answering, Part, SaidCapacity
from network.tables import AnsweringRecord, Capacity, CapacityPart, IntakeHours, ServiceArea


def read_capacities(session: Session, ids: Ids) -> dict[Id, SaidCapacity]:
    columns = (
        "available", "maximum", "unit", "waitlist", "said_by", "said_at", "expected_wait_days", "held",
        "takes_holds", "service_at_location_id",
    )  # fmt: skip
    parts = _parts(session, ids)
    return {
        row.service_at_location_id: SaidCapacity(
            row.available,
            row.maximum,
            row.unit,
            row.waitlist,
            row.said_by,
            row.said_at.timestamp(),
            row.expected_wait_days,
            row.held,
            row.takes_holds,
            tuple(in_order(parts.get(row.service_at_location_id, ()))),
        )
        for row in read_rows(session, ids, Capacity, columns, ("service_at_location_id",))
    }


def _parts(session: Session, ids: Ids) -> dict[Id, list[Part]]:
    columns = ("population", "available", "maximum", "service_at_location_id")
    found: dict[Id, list[Part]] = defaultdict(list)
    for row in read_rows(session, ids, CapacityPart, columns, ("service_at_location_id",)):
        found[row.service_at_location_id].append(Part(row.population, row.available, row.maximum))
    return found


def read_intake(session: Session, ids: Ids) -> dict[Id, list[Line]]:
    columns = ("weekday", "opens_at", "closes_at", "service_at_location_id")
    found: dict[Id, list[Line]] = defaultdict(list)
    for row in read_rows(session, ids, IntakeHours, columns, ("service_at_location_id",)):
        line = make_weekly_line(row.weekday, row.opens_at, row.closes_at)
        found[row.service_at_location_id].append(line)
    return found


def read_answering(session: Session, ids: Ids) -> dict[Id, Answering]:
    columns = ("answered", "accepted", "answer_hours", "service_at_location_id")
    return {
        row.service_at_location_id: Answering(row.answered, row.accepted, row.answer_hours)
        for row in read_rows(session, ids, AnsweringRecord, columns, ("service_at_location_id",))
    }


def read_areas(session: Session, ids: Ids) -> dict[Id, frozenset[str]]:
    """Where people must live, by the service or the service at location that says so."""
    columns = ("service_id", "service_at_location_id", "name", "description", "extent", "extent_type", "uri")
    links = ("service_id", "service_at_location_id")
    said: dict[Id, list[frozenset[str]]] = defaultdict(list)
    for row in read_rows(session, ids, ServiceArea, columns, links):
        texts = (row.name, row.description, row.uri, None if row.extent_type else row.extent)
        if owner := row.service_at_location_id or row.service_id:
            said[owner].append(area_codes(*texts))
    # One area that cannot be read leaves open whom it would let in.
    return {owner: frozenset().union(*codes) for owner, codes in said.items() if all(codes)}
