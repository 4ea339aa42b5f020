"""What people type, and whether the right thing stands first: `python -m bench queries`.

The queries and what should come first were written by hand (bench/queries/*.csv). Those in held_out.csv are
never looked at while the search is improved; they tell whether what was learned holds for others. Those in
independent.csv are by somebody who had not seen the search, its synonyms or the other queries. So are
those in blind.csv, blind_again.csv, blind_third.csv and danger_blind.csv, which are only asked with
`--blind`; figures.md never says which of them fail, so that nobody tunes on them.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.table import Table
from sqlalchemy import update
from sqlmodel import Session, select

from drills.databases import fresh
from network.clock import now
from network.places.geocoder import locate
from network.places.offline import OfflineGeocoder
from network.places.point import Point
from network.providers.kinds.loading import load_kinds
from network.search.danger import AGAINST_DANGER
from network.search.embedded import EmbeddedEngine
from network.search.engine import Result, Search
from network.search.kindred import kinds_by_code, with_parents
from network.search.placing import PlaceAmongWords, place_among
from network.search.tokens import fold
from network.tables import Service, ServiceStatus
from seeds.marlow.places import marlow_places
from seeds.marlow.reading import read_town
from seeds.marlow.seeding import seed_town
from seeds.otp.seeding import seed_treatment_programs

FOLDER = Path(__file__).parent / "queries"
LEARNED = "learned"
HELD_OUT = "held_out"
INDEPENDENT = "independent"
BLIND = "blind"
BLIND_AGAIN = "blind_again"
BLIND_THIRD = "blind_third"
DANGER_BLIND = "danger_blind"
UNREAD = {BLIND, BLIND_AGAIN, BLIND_THIRD, DANGER_BLIND}
LOTS = {
    LEARNED: "To learn from",
    HELD_OUT: "Held out",
    INDEPENDENT: "Independent until it was read",
    BLIND: "Blind until it was read",
    BLIND_AGAIN: "Blind, second",
    BLIND_THIRD: "Blind, third",
    DANGER_BLIND: "Danger and no danger, blind",
}
NOTHING = "nothing"
NO_ALARM = "no alarm"
FIRST = 5  # results that are read without scrolling


@dataclass(frozen=True)
class Query:
    """What somebody types, in which language, near which ZIP code, and what should stand first.

    `expected`: alternatives joined by " or ", each of conditions joined by " + ": kind:CODE (or a kind below
    it), agency:NAME and town:NAME (a part of the name is enough), service:NAME (the whole English name),
    place:TEXT (the page offers to look near it), nothing, or no alarm (first stands no help against danger).
    """

    group: str
    typed: str
    language: str
    near: str
    expected: str
    lot: str  # of LOTS


@dataclass(frozen=True)
class Answered:
    """A query, and at which place of the first five something fits that was expected; 0: at none."""

    query: Query
    place: int
    instead: str  # what stood first


def read_queries(*, blind: bool) -> list[Query]:
    """All of them, lot by lot; the blind ones only if they are asked for."""
    files = sorted(FOLDER.glob("*.csv"), key=lambda path: (list(LOTS).index(_lot(path)), path.stem))
    return [query for path in files if blind or _lot(path) not in UNREAD for query in _read(path)]


def _lot(path: Path) -> str:
    return path.stem if path.stem in LOTS else LEARNED


def _read(path: Path) -> Iterator[Query]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            group = row.get("group") or path.stem
            yield Query(group, row["query"], row["language"], row["near"], row["expected"], _lot(path))


def run_queries(folder: Path, *, blind: bool = False) -> None:
    """Build the seeded directories, ask everything, print what came, and note it in figures.md."""
    with fresh("sqlite", folder) as database:
        with database.writing() as session:
            seed_directories(session)
        with database.reading() as session:
            engine = EmbeddedEngine("America/New_York")
            engine.refresh(session)
            answered = ask_all(engine, service_names(session), read_queries(blind=blind))
    console = Console(width=140)
    for lot in _lots(answered):
        console.print(scores(answered, lot))
    for one in answered:
        if one.place != 1:
            console.print(failure(one), markup=False)
    (FOLDER / "figures.md").write_text(_figures(answered), encoding="utf-8")


def seed_directories(session: Session) -> None:
    """Marlow County, every service of which is open, and the treatment programs of 2017."""
    load_kinds(session)
    seed_town(session, read_town())
    session.exec(update(Service).values(status=ServiceStatus.ACTIVE))  # three are closed in the story
    seed_treatment_programs(session)


def service_names(session: Session) -> dict[UUID, str]:
    """The English name of every service."""
    return dict(session.exec(select(Service.id, Service.name)).all())


def ask_all(engine: EmbeddedEngine, names: dict[UUID, str], queries: Sequence[Query]) -> list[Answered]:
    """Each as the search page would ask it."""
    return [_ask(engine, names, query) for query in queries]


def _ask(engine: EmbeddedEngine, names: dict[UUID, str], query: Query) -> Answered:
    found = engine.search(
        Search(q=query.typed, point=_point(query.near), language=query.language, limit=FIRST, at=now())
    )
    first, among = found.results[:FIRST], place_among(query.typed)
    if query.expected == NOTHING:
        return Answered(query, int(not found.total), _told(first))
    if query.expected == NO_ALARM:
        return Answered(query, int(not any(_is_alarm(result) for result in first[:1])), _told(first))
    alternatives = [part.split(" + ") for part in query.expected.split(" or ")]
    fitting = (
        number
        for number, result in enumerate(first, 1)
        if any(all(_fits(result, among, names, each) for each in all_of) for all_of in alternatives)
    )
    return Answered(query, next(fitting, 0), _told(first))


def _told(first: Sequence[Result]) -> str:
    return "; ".join(f"{result.name} ({result.organization})" for result in first[:2]) or "nothing"


@cache
def _point(near: str) -> Point | None:
    found = locate(near, OfflineGeocoder(marlow_places())) if near else None
    return found.point if found else None


def _fits(result: Result, among: PlaceAmongWords | None, names: dict[UUID, str], condition: str) -> bool:
    what, _, value = condition.partition(":")
    if what == "kind":
        assert value in kinds_by_code(), value
        return any(value in with_parents(code) for code in result.kinds)
    if what == "service":
        return names[result.service_id] == value
    if what == "place":
        return among is not None and among.near == value
    said = result.organization if what == "agency" else result.city
    return fold(value) in fold(said)


def _is_alarm(result: Result) -> bool:
    """Whether it is a place for those who are in danger, and no other that also helps them."""
    return bool(result.kinds) and frozenset(result.kinds) <= AGAINST_DANGER


def failure(one: Answered) -> str:
    """One line about a query whose first result is not what was expected."""
    where = f"at {one.place}" if one.place else "missing"
    held = " (held out)" if one.query.lot == HELD_OUT else ""
    return f"{one.query.group}{held}: {one.query.typed!r} {where}: {one.query.expected} <- {one.instead}"


def scores(answered: Sequence[Answered], lot: str) -> Table:
    """Success at 1 and at 5 by group."""
    table = Table("group", "queries", "success@1", "success@5", title=LOTS[lot].lower())
    for row in _rows(answered, lot):
        table.add_row(*row)
    return table


def _rows(answered: Sequence[Answered], lot: str) -> Iterator[tuple[str, str, str, str]]:
    ours = [one for one in answered if one.query.lot == lot]
    groups = list(dict.fromkeys(one.query.group for one in ours))
    for group in [*groups, "all"] if len(groups) > 1 else groups:
        of_group = [one for one in ours if group in (one.query.group, "all")]
        at_first = sum(one.place == 1 for one in of_group) / len(of_group)
        at_five = sum(one.place > 0 for one in of_group) / len(of_group)
        yield group, str(len(of_group)), f"{at_first:.1%}", f"{at_five:.1%}"


def _lots(answered: Sequence[Answered]) -> list[str]:
    asked = {one.query.lot for one in answered}
    return [lot for lot in LOTS if lot in asked]


def _figures(answered: Sequence[Answered]) -> str:
    lines = [f"# What the queries found, {now():%Y-%m-%d}", "", "Written by `python -m bench queries`.", ""]
    for lot in _lots(answered):
        lines += [f"## {LOTS[lot]}", "", "| group | queries | success@1 | success@5 |", "|---|---|---|---|"]
        lines += ["| " + " | ".join(row) + " |" for row in _rows(answered, lot)]
        lines += [""]
    failures = [f"- {failure(one)}" for one in answered if one.place != 1 and one.query.lot not in UNREAD]
    return "\n".join([*lines, "## Not first", "", *failures, ""])
