"""Brings a whole directory in: read, check, link, place, compare, write; what cannot be used is reported."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from network import events
from network.actors import Actor
from network.errors import Conflict
from network.exchange.capacities import take_capacities
from network.exchange.checking import Checking
from network.exchange.draft import Draft, naming_of
from network.exchange.fetching import is_web_address
from network.exchange.hiding import hide_confidential_places
from network.exchange.intake import take_intake, write_intake
from network.exchange.known import Known, existing_rows
from network.exchange.linking import adopt_places, follow_references, refuse_others_records
from network.exchange.opening import incoming
from network.exchange.placing import place_locations
from network.exchange.problems import Outcome, Place, Problem, ProblemKind, Problems
from network.exchange.removing import Missing, find_missing, forget_hidden_places, remove_missing
from network.exchange.saving import (
    Changes,
    Counts,
    compare,
    write,
    write_capacities,
    write_translations,
)
from network.exchange.shape import kept_resources
from network.exchange.sourcing import LONGEST_NAME, Told, describe_sources, write_sources
from network.providers.changes import record_change
from network.rules.permissions import may_import, require
from network.search.building import without_collector
from network.tables import SourceKind
from network.words import Say, say

Tell = Callable[[Say, int, int | None], None]
SHOWN_WHEN_MISSING = ("organization", "service", "location")


def _keep_quiet(step: Say, done: int, total: int | None) -> None:
    """Whoever does not watch."""


@dataclass
class ImportReport:
    """What came of an import: records by kind, places found by ZIP code or town, every problem."""

    sources: list[str]
    was_checked_only: bool
    problems: Problems
    counts: dict[str, Counts] = field(default_factory=dict)
    translations: int = 0
    capacities: int = 0
    intake: int = 0  # places whose intake hours were put
    placed: int = 0

    @property
    def changed(self) -> int:
        """How many records were (or would be) written or removed."""
        return sum(one.inserted + one.updated + one.removed for one in self.counts.values())

    @property
    def came_in(self) -> int:
        """How many records are (or would be) as the file says."""
        return sum(one.inserted + one.updated + one.unchanged for one in self.counts.values())


def import_directory(
    session: Session,
    actor: Actor,
    path: str | Path,
    *,
    source: str | None = None,
    kind: SourceKind = SourceKind.IMPORTED,
    notice: str = "",
    notice_es: str = "",
    licence: str = "",
    url: str = "",
    listed_on: date | None = None,
    takes_referrals: bool | None = None,
    check_only: bool = False,
    remove_absent: bool = False,
    tell: Tell = _keep_quiet,
    tell_problem: Callable[[Problem], None] | None = None,
) -> ImportReport:
    """Import an HSDS data package or nested services from a path or an address.

    `source` names where it all comes from; without it, an export of Trestle keeps the sources that it tells,
    and anything else is named after its file. Records that are here from the same source are updated in
    place; of another source they are left alone. The other words describe a source that is new, or change one
    when they are given. Raises NotAllowed, Invalid (nothing to read), Unavailable (not to be fetched),
    Conflict (changed meanwhile).
    """
    require(may_import(actor))
    problems = Problems(also=tell_problem)
    told = Told(kind, notice, notice_es, licence, url, listed_on, takes_referrals)
    with without_collector():
        draft, checking = _read(str(path), problems, source, tell)
        tell(say("Placing on the map"), 0, None)
        placed = place_locations(draft)
        tell(say("Comparing with what is here"), 0, None)
        known = Known(session)
        describe_sources(draft, known, told, source or _name_of(str(path)))
        changes = _settle(draft, known, checking)
        missing = find_missing(draft, known, known.source_ids_of(draft.sources))
        names = sorted(name for name in draft.sources if name is not None)
        counts = _counts(draft, changes, missing)
        report = ImportReport(names, check_only, problems, placed=placed, counts=counts)
        if not check_only:
            _save(session, actor, known, draft, changes, missing if remove_absent else None, report, tell)
    return report


def _settle(draft: Draft, known: Known, checking: Checking) -> dict[str, Changes]:
    """What of the draft stays, seen beside what is here, and what has to be written for it."""
    adopt_places(draft, known)
    existing = existing_rows(known, draft.records)
    refuse_others_records(draft, known, existing)
    hide_confidential_places(draft, existing)  # first: what is said of a hidden address falls with it
    follow_references(draft, known, checking.written)
    take_intake(draft)
    take_capacities(draft)
    return compare(draft, known, existing)


def _read(path: str, problems: Problems, source: str | None, tell: Tell) -> tuple[Draft, Checking]:
    """Everything that takes long and needs no database, before the database's one writer is taken."""
    draft = Draft(problems)
    checking = Checking(draft, source or _name_of(path), forced=source is not None)
    reading = say("Reading")
    with incoming(path, problems, lambda done, total: tell(reading, done, total)) as came:
        checking.check_all(came.raws)
        draft.told_sources = came.sources
    return draft, checking


def _name_of(path: str) -> str:
    """What a directory is called when nobody names it: its file without the ending."""
    place = (
        path.partition("?")[0].partition("#")[0] if is_web_address(path) else Path(path).resolve().as_posix()
    )
    name = PurePosixPath(place).name
    while (ending := PurePosixPath(name).suffix.lower()) in {".zip", ".gz", ".ndjson", ".jsonl", ".json"}:
        name = name[: -len(ending)]
    return name[:LONGEST_NAME] or "directory"


def _counts(draft: Draft, changes: dict[str, Changes], missing: Missing) -> dict[str, Counts]:
    return {
        name: Counts(
            inserted=len(changes[name].inserted),
            updated=len(changes[name].updated),
            unchanged=changes[name].unchanged,
            left_out=len(draft.left_out[name]),
            missing=len(missing[name]),
        )
        for name in kept_resources()
    }


def _save(
    session: Session,
    actor: Actor,
    known: Known,
    draft: Draft,
    changes: dict[str, Changes],
    absent: Missing | None,
    report: ImportReport,
    tell: Tell,
) -> None:
    writing = say("Writing")
    try:
        ids = write_sources(draft, known)
        forget_hidden_places(draft, known)
        write(known, changes, lambda done, total: tell(writing, done, total))
        report.translations = write_translations(draft, known)
        report.capacities = write_capacities(draft, known)
        report.intake = write_intake(draft, known)
        if absent is not None:
            _remove(known, absent, report)
    except IntegrityError as error:
        raise Conflict(
            say(
                "The directory was changed by somebody else at the same time. "
                "Nothing was imported; please try again."
            )
        ) from error
    services = changes["service"]
    for identity in ids or [naming_of(None)]:
        events.record(
            session,
            actor,
            "directory.imported",
            "source",
            identity,
            services_new=len(services.inserted),
            services_changed=len(services.updated),
            services_removed=report.counts["service"].removed,
            left_out=report.problems.left_out(),
        )
    record_change(session, None)
    session.expire_all()  # rows that the session holds may be others now


def _remove(known: Known, absent: Missing, report: ImportReport) -> None:
    removed, kept = remove_missing(known, absent)
    for name, number in removed.items():
        report.counts[name].removed = number
    for name in SHOWN_WHEN_MISSING:
        for identity in sorted(kept[name]):
            reason = say("is not in the file, but still in use here; it stays")
            report.problems.add(
                Place("", 0, f"{name} {identity}"), name, "", ProblemKind.STILL_USED, Outcome.NOTED, reason
            )
