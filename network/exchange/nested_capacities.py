"""How full places are, and when they take people in, as nested HSDS has it."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from network.exchange import capacities, intake
from network.exchange.gathering import Gathered
from network.exchange.publishing import Row
from network.exchange.shape import properties
from network.exchange.values import ordered, told

Object = dict[str, Any]


def sums_told(gathered: Gathered, service: Row) -> list[Object]:
    """The capacities of a service, and those that came in and could not be placed."""
    places = gathered.children.get(("service_at_location", "service", service["id"]), ())
    said = [gathered.capacities[place["id"]] for place in places if place["id"] in gathered.capacities]
    found = [_sum_told(one) for one in capacities.sums_of(service["id"], said)]
    kept = service["extra"].get(capacities.KEPT_AS)
    found += [ordered(one) for one in kept] if capacities.is_kept(kept) else []
    return sorted(found, key=lambda one: str(one["id"]))


def attributes_told(gathered: Gathered, place: Row) -> list[Object]:
    """What was said of a place, and of its parts."""
    capacity = gathered.capacities.get(place["id"])
    found = []
    for one in capacities.attributes_of(place["id"], capacity) if capacity is not None else ():
        shown = _told(one, ("id", "link_type", "link_entity", "value"))
        found.append({**shown, "taxonomy_term": _terms()[one["taxonomy_term_id"]]})
    return found


def schedules_told(gathered: Gathered, place: Row) -> list[Object]:
    """When a place takes people in."""
    found = []
    for one in intake.schedules_of(place["id"], gathered.intake.get(place["id"], ())):
        marked = _told(intake.attribute_of(one["id"]), ("id", "link_type", "link_entity"))
        shown = _told(one, [name for name in properties()["schedule"] if name != "service_at_location_id"])
        found.append({**shown, "attributes": [{**marked, "taxonomy_term": _terms()[intake.TERM]}]})
    return found


def _sum_told(capacity: Object) -> Object:
    shown = {name: told(capacity[name]) for name in ("id", "available", "maximum", "updated")}
    unit = {"id": str(capacity["unit_id"]), "name": capacity["unit"]}
    shown = {"id": shown.pop("id"), "unit": unit, **shown}
    return {name: value for name, value in shown.items() if value is not None}


def _told(values: Object, names: Sequence[str]) -> Object:
    return {name: told(values[name]) for name in names if name in values}


@cache
def _terms() -> dict[UUID, Object]:
    taxonomy = {name: told(value) for name, value in capacities.TAXONOMY.items()}
    return {
        term["id"]: {
            **{name: told(value) for name, value in term.items() if name not in {"taxonomy_id", "language"}},
            "taxonomy_detail": taxonomy,
            "language": term["language"],
        }
        for term in capacities.terms()
    }
