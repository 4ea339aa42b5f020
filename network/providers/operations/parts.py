"""How many of a place's free places are for one population: written together with the whole, their sum."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from network.errors import Invalid
from network.rules.capacity_parts import POPULATIONS, Facts, PartWords, in_order, shared_out
from network.tables import CapacityPart
from network.words import Say, say

MOST_PLACES = 10_000


def parts_of(session: Session, place_id: UUID) -> list[CapacityPart]:
    """The parts of one place, as they stand now, in the order in which they are shown."""
    return parts_by_place(session, [place_id]).get(place_id, [])


def parts_by_place(session: Session, place_ids: Iterable[UUID]) -> dict[UUID, list[CapacityPart]]:
    """The parts of each of these places (ids of service_at_location); places without parts are left out."""
    found: dict[UUID, list[CapacityPart]] = {}
    query = select(CapacityPart).where(col(CapacityPart.service_at_location_id).in_(list(place_ids)))
    rows = session.exec(query.execution_options(populate_existing=True)).all()
    for row in in_order(rows):
        found.setdefault(row.service_at_location_id, []).append(row)
    return found


def put_parts(session: Session, place_id: UUID, parts: Sequence[PartWords]) -> None:
    """These are the parts now; what is held of them stays held. The whole's row is locked by then.

    Raises Invalid, by `available.<population>` and `maximum.<population>`.
    """
    before = {row.population: row for row in parts_of(session, place_id)}
    held = {population: row.held for population, row in before.items()}
    if problems := check_parts(parts, held):
        raise Invalid(problems)
    for words in parts:
        row = before.pop(words.population, None) or CapacityPart(
            service_at_location_id=place_id, population=words.population, available=0
        )
        session.add(row.sqlmodel_update({"available": words.available, "maximum": words.maximum}))
    for row in before.values():
        session.delete(row)
    session.flush()


def check_parts(parts: Sequence[PartWords], held: Mapping[str, int]) -> dict[str, Say]:
    """What cannot be, by field. `held`: how many places open holds keep of each part there was."""
    problems: dict[str, Say] = {}
    named = [part.population for part in parts]
    for part in parts:
        if part.population not in POPULATIONS or named.count(part.population) > 1:
            problems["parts"] = say("Choose each group of people once, from the list.")
        if not 0 <= part.available <= MOST_PLACES:
            problems[f"available.{part.population}"] = say(
                "How many are free is a number from 0 to {most}.", most=MOST_PLACES
            )
        elif part.maximum is not None and not 1 <= part.maximum <= MOST_PLACES:
            problems[f"maximum.{part.population}"] = say(
                "How many there are in all is a number from 1 to {most}.", most=MOST_PLACES
            )
        elif part.maximum is not None and part.available + held.get(part.population, 0) > part.maximum:
            problems[f"available.{part.population}"] = too_many(part.maximum, held.get(part.population, 0))
    if any(number and population not in named for population, number in held.items()):
        problems["parts"] = say("A place of one of these groups is held now. Take the group out later.")
    return problems


def too_many(maximum: int, held: int) -> Say:
    """More free places than there can be."""
    if held:
        return say(
            "There cannot be more free than there are in all ({maximum}), and {held} of them are held.",
            maximum=maximum,
            held=held,
        )
    return say("There cannot be more free than there are in all ({maximum}).", maximum=maximum)


def share_out(session: Session, place_id: UUID, available: int, facts: Facts) -> list[PartWords] | None:
    """The parts when only the whole was said; None where there are none. Raises Invalid without room."""
    rows = parts_of(session, place_id)
    if not rows:
        return None
    shared = shared_out(rows, available, facts)
    if shared is None:
        most = sum(row.maximum or 0 for row in rows) - sum(row.held for row in rows)
        raise Invalid({"available": too_many(most, 0)})
    return [PartWords(row.population, shared[row.population], row.maximum) for row in rows]


def text_of_parts(rows: Iterable[CapacityPart]) -> str:
    """The parts as an event keeps them: `serves.women=2/4+1` is 2 free of 4, and 1 held."""
    return " ".join(f"{row.population}={row.available}/{row.maximum or ''}+{row.held}" for row in rows)


def read_parts(text: str) -> dict[str, tuple[int, int | None, int]]:
    """What `text_of_parts` wrote: free, in all, held, by population."""
    found = {}
    for one in text.split():
        population, _, numbers = one.partition("=")
        counts, _, held = numbers.partition("+")
        available, _, maximum = counts.partition("/")
        found[population] = int(available), int(maximum) if maximum else None, int(held)
    return found
