"""How full services are, in HSDS: a number for each service, its parts as attributes of its places.

HSDS 3.2 knows capacities of services only. Out go the sums over the places that are not confidential, and
what was said of each of these places, by whom and when, and for whom its free places are, as attributes whose
terms are those of the vocabulary below; in come both.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from network.exchange.draft import SOURCES, Draft, Record
from network.exchange.problems import Outcome, ProblemKind
from network.exchange.values import LARGEST_INTEGER, Odd, Refused, read_integer, read_moment, told
from network.ids import id_from
from network.rules.capacity_parts import POPULATIONS
from network.tables import CapacityUnit, CapacityVoice, Waitlist
from network.words import Say, say, speak

CAPACITIES = id_from(SOURCES, "trestle capacities")
TAXONOMY: dict[str, Any] = {
    "id": id_from(CAPACITIES, "taxonomy"),
    "name": "Trestle capacity",
    "description": "How many more people a service can take at one location, and who said so when.",
}
PARTS = {
    "available": "Places that are free",
    "maximum": "Places altogether",
    "unit": "What is counted: bed, slot or place",
    "waitlist": "Waiting list: open, closed, none or unknown",
    "expected_wait_days": "Expected wait in days",
    "said_by": "Who said so: provider, phone, curator, import or inferred",
    "said_at": "When it was said",
}
PART_COUNTS = {"available": "Places that are free for", "maximum": "Places altogether for"}
PARTS_BY_POPULATION = {
    f"{count}.{population}": f"{words}: {speak(name, 'en')}"
    for population, name in POPULATIONS.items()
    for count, words in PART_COUNTS.items()
}
TERM_NAMES = PARTS | PARTS_BY_POPULATION | {"intake": "When new people are taken in"}
TERMS = {part: id_from(CAPACITIES, f"term {part}") for part in TERM_NAMES}
UNITS = {
    "bed": CapacityUnit.BED,
    "beds": CapacityUnit.BED,
    "slot": CapacityUnit.SLOT,
    "slots": CapacityUnit.SLOT,
    "place": CapacityUnit.PLACE,
    "places": CapacityUnit.PLACE,
    "seat": CapacityUnit.PLACE,
    "seats": CapacityUnit.PLACE,
}
KEPT_AS = "capacities"  # the extra of a service in which capacities are kept that cannot be placed


def unit_id(unit: str) -> UUID:
    return id_from(CAPACITIES, f"unit {unit}")


def sum_id(service_id: UUID, unit: str) -> UUID:
    return id_from(CAPACITIES, f"{service_id} {unit}")


def attribute_id(place_id: UUID, part: str) -> UUID:
    return id_from(CAPACITIES, f"{place_id} {part}")


def terms() -> list[dict[str, Any]]:
    """The vocabulary's terms as records."""
    return [
        {
            "id": TERMS[part],
            "code": f"capacity.{part}",
            "name": name,
            "description": name,
            "taxonomy": TAXONOMY["name"],
            "taxonomy_id": TAXONOMY["id"],
            "language": "en",
        }
        for part, name in TERM_NAMES.items()
    ]


def attributes_of(place_id: UUID, capacity: dict[str, Any]) -> list[dict[str, Any]]:
    """What was said of a place, and of its parts, as attributes."""
    said = {part: capacity[part] for part in PARTS}
    for one in capacity["parts"]:
        said |= {f"{count}.{one['population']}": one[count] for count in PART_COUNTS}
    return [
        {
            "id": attribute_id(place_id, part),
            "link_id": place_id,
            "taxonomy_term_id": TERMS[part],
            "link_type": "capacity",
            "link_entity": "service_at_location",
            "value": str(told(value)),
        }
        for part, value in said.items()
        if value is not None and part in TERMS
    ]


def sums_of(service_id: UUID, capacities: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The service's capacities over its places that are not confidential, one for each unit.

    `updated` is when the oldest part was said: a sum is not fresher. Without a part's maximum there is none.
    """
    by_unit: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for capacity in capacities:
        by_unit[told(capacity["unit"])].append(capacity)
    sums = []
    for unit, parts in sorted(by_unit.items()):
        maxima = [part["maximum"] for part in parts]
        sums.append(
            {
                "id": sum_id(service_id, unit),
                "service_id": service_id,
                "unit_id": unit_id(unit),
                "unit": unit,
                "available": sum(part["available"] for part in parts),
                "maximum": None if None in maxima else sum(maxima),
                "updated": min(part["said_at"] for part in parts),
            }
        )
    return sums


def take_capacities(draft: Draft) -> None:
    """Turn what came in back into capacities of places; what cannot be placed stays with its service."""
    _take_parts(draft)
    places: dict[UUID, list[UUID]] = defaultdict(list)
    for place in draft.of("service_at_location").values():
        places[place.values["service_id"]].append(place.id)
    for record in draft.of("service_capacity").values():
        unit, service = draft.of("unit")[record.values["unit_id"]], record.values["service_id"]
        if service in draft.of("service"):
            _take_sum(draft, record, unit, places[service])
        else:
            reason = say("belongs to a service that is not in this file; it was left out")
            draft.note(record, "service_id", ProblemKind.CAPACITY, Outcome.WITHOUT, reason)
    draft.of("service_capacity").clear()
    draft.of("unit").clear()


def _take_sum(draft: Draft, record: Record, unit: Record, places: list[UUID]) -> None:
    service = draft.of("service")[record.values["service_id"]]
    is_ours = record.id == sum_id(service.id, unit.values["name"])
    if is_ours and any(place in draft.capacities for place in places):
        return
    stayed_before = record.is_whole and not is_ours
    reason = None if stayed_before else _why_not(draft, record, unit, places)
    if reason is None and not stayed_before:
        _place(draft, record, unit, places[0])
        return
    kept = service.extra.setdefault(KEPT_AS, [])
    if isinstance(kept, list):
        kept.append(_nested(record, unit))
        kept.sort(key=lambda one: str(one.get("id")) if isinstance(one, dict) else "")
    if reason is not None:
        draft.note(record, "available", ProblemKind.CAPACITY, Outcome.NOTED, reason)


def _why_not(draft: Draft, record: Record, unit: Record, places: list[UUID]) -> Say | None:
    """Why a number for a whole service cannot be said of one place."""
    available, maximum = record.values["available"], record.values["maximum"]
    if unit.values["name"].casefold().strip() not in UNITS:
        return say("counts neither beds nor slots nor places; kept with the service")
    if not _is_count(available) or not (maximum is None or _is_count(maximum)):
        return say("is no number of places; kept with the service")
    if maximum is not None and maximum < available:
        return say("has more free places than places; kept with the service")
    if len(places) != 1 or places[0] in draft.capacities:
        return say("belongs to a service at several locations; kept with the service")
    return None


def _place(draft: Draft, record: Record, unit: Record, place_id: UUID) -> None:
    maximum = record.values["maximum"]
    draft.capacities[place_id] = {
        "available": int(record.values["available"]),
        "maximum": None if maximum is None else int(maximum),
        "unit": UNITS[unit.values["name"].casefold().strip()],
        "waitlist": Waitlist.UNKNOWN,
        "expected_wait_days": None,
        "said_by": CapacityVoice.IMPORT,
        "said_at": record.values["updated"],
    }


def _take_parts(draft: Draft) -> None:
    ours = {term: part for part, term in TERMS.items()}
    said: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for record in list(draft.of("attribute").values()):
        part = ours.get(record.values["taxonomy_term_id"])
        if part is not None:
            del draft.of("attribute")[record.id]
            said[record.values["link_id"]][part] = (record, record.values["value"])
    for term in ours:
        draft.of("taxonomy_term").pop(term, None)
    draft.of("taxonomy").pop(TAXONOMY["id"], None)
    for place_id, parts in said.items():
        if place_id not in draft.of("service_at_location"):
            continue
        try:
            texts = {part: text for part, (_, text) in parts.items()}
            capacity = _capacity(texts)
            draft.capacity_parts[place_id] = _parts(texts, capacity["available"])
            draft.capacities[place_id] = capacity
        except (KeyError, ValueError, Refused, Odd):
            record = next(iter(parts.values()))[0]
            reason = say("is not a capacity that Trestle writes; it was left out")
            draft.note(record, "value", ProblemKind.CAPACITY, Outcome.WITHOUT, reason)


def _capacity(parts: dict[str, Any]) -> dict[str, Any]:
    available, maximum = read_integer(parts["available"]), read_integer(parts.get("maximum"))
    wait = read_integer(parts.get("expected_wait_days"))
    said_at = read_moment(parts["said_at"])
    if available is None or said_at is None or available < 0 or (wait is not None and wait < 0):
        raise ValueError
    if maximum is not None and maximum < available:
        raise ValueError
    return {
        "available": available,
        "maximum": maximum,
        "unit": CapacityUnit(parts["unit"]),
        "waitlist": Waitlist(parts.get("waitlist", "unknown")),
        "expected_wait_days": wait,
        "said_by": CapacityVoice(parts["said_by"]),
        "said_at": said_at,
    }


def _parts(texts: dict[str, Any], available: int) -> list[dict[str, Any]]:
    """For whom the free places are; they add up to the whole. Raises ValueError, Refused, Odd."""
    found: list[dict[str, Any]] = []
    for population in POPULATIONS:
        free = read_integer(texts.get(f"available.{population}"))
        most = read_integer(texts.get(f"maximum.{population}"))
        if free is None:
            continue
        if free < 0 or (most is not None and most < free):
            raise ValueError
        found.append({"population": population, "available": free, "maximum": most})
    if found and sum(part["available"] for part in found) != available:
        raise ValueError
    return found


def _is_count(number: float) -> bool:
    return 0 <= number <= LARGEST_INTEGER and float(number).is_integer()


def _nested(record: Record, unit: Record) -> dict[str, Any]:
    capacity = {"id": str(record.id), "unit": _told({"id": unit.id, **unit.values} | unit.extra)}
    return capacity | _told({**record.values, **record.extra}, without={"service_id", "unit_id"})


def _told(values: dict[str, Any], without: Iterable[str] = ()) -> dict[str, Any]:
    shown = {
        name: told(value) if not isinstance(value, (dict, list)) else value for name, value in values.items()
    }
    return {name: value for name, value in shown.items() if value is not None and name not in set(without)}


def is_kept(value: Any) -> bool:
    """Whether these are capacities that came in and could not be placed."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(one, dict)
            and {"id", "unit", "available", "updated"} <= one.keys()
            and isinstance(one["unit"], dict)
            and {"id", "name"} <= one["unit"].keys()
            for one in value
        )
    )
