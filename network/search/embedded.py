"""The search engine inside this process: the whole directory as columns of numbers (docs/decisions/0010)."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

import numpy as np
from sqlmodel import Session

from network.clock import now
from network.providers.changes import changes_since, directory_version
from network.search.building import settle, without_collector
from network.search.bulk import MOST_NAMED
from network.search.counting import count_facets
from network.search.diagnosing import diagnose
from network.search.engine import (
    Almost,
    Diagnosis,
    Missed,
    Relaxation,
    Results,
    Search,
)
from network.search.finding import EMBEDDED, WITHIN, WordFinder
from network.search.found_words import understood_as
from network.search.gathering import gather_values
from network.search.index import Index
from network.search.matching import match
from network.search.ordering import page_of
from network.search.phrases import Phrases, phrases_of
from network.search.reading import read_directory
from network.search.relaxing import relaxations_of
from network.search.resulting import results_of
from network.search.supply import Supply
from network.search.supplying import supply_of
from network.search.synonyms import SynonymRule, read_synonyms
from network.search.why_not import almost_of, explain_row
from network.tables import Cause

NEVER_READ = -1


class EmbeddedEngine:
    """Answers from memory. `refresh` reads what changed and puts a new index in the old one's place."""

    name = EMBEDDED

    def __init__(self, time_zone: str = "America/Chicago", finder: WordFinder = WITHIN) -> None:
        self._finder = finder  # who finds the words
        self._time_zone = time_zone  # of places that do not say theirs
        self._index = Index.build(())
        self._version = NEVER_READ
        self._refreshing = threading.Lock()

    @property
    def version(self) -> int:
        """The directory's version that it has wholly taken in; what it answers is never older."""
        return self._version

    @property
    def waits(self) -> bool:
        """Whether somebody else finds the words."""
        return self._finder is not WITHIN

    def search(self, request: Search) -> Results:
        """What fits. Raises Invalid for a cursor that is not one of this search."""
        began = time.perf_counter()
        moment = request.at or now()
        index = self._index  # one for all of this answer: another may take its place meanwhile
        matching = match(index, request, moment, self._finder)
        page = page_of(matching, request, moment)
        total = int(np.count_nonzero(matching.every))
        relaxations, cause = ((), None) if total else self._why_nothing(index, request, moment)
        return Results(
            total=total,
            before=page.before,
            previous=page.previous,
            results=results_of(matching, request, page, moment),
            facets=count_facets(matching, request, moment),
            next=page.next,
            relaxations=relaxations,
            took_ms=round((time.perf_counter() - began) * 1000, 2),
            engine=matching.finding.engine,
            note=matching.finding.note,
            is_understood=matching.finding.is_understood,
            understood=understood_as(matching.found),
            cause=cause,
            is_directory_empty=not len(index),
        )

    def _why_nothing(
        self, index: Index, request: Search, moment: datetime
    ) -> tuple[tuple[Relaxation, ...], Cause | None]:
        """What to give up so that something is found, and why nothing is."""
        whole = match(index, request, moment, self._finder, is_whole=True)
        [diagnosis] = diagnose(index, [request], moment, found=whole.finding)
        return relaxations_of(whole, request), diagnosis.cause

    def diagnose(
        self, requests: Iterable[Search], *, at: datetime, by_telephone: Collection[UUID] = ()
    ) -> list[Diagnosis]:
        """Why each search finds nothing."""
        return diagnose(self._index, requests, at, by_telephone=by_telephone)

    def explain(
        self,
        request: Search,
        service_id: UUID,
        location_id: UUID | None = None,
        *,
        at: datetime | None = None,
    ) -> tuple[Missed, ...]:
        """Every condition that a service misses. Raises NotFound for one that is not in the directory."""
        moment = at or request.at or now()
        matching = match(self._index, request, moment, self._finder, is_whole=True)
        return explain_row(matching, request, service_id, location_id, moment)

    def almost(self, request: Search, *, at: datetime | None = None) -> tuple[Almost, ...]:
        """The places that miss one condition only, the best first."""
        moment = at or request.at or now()
        matching = match(self._index, request, moment, self._finder, is_whole=True)
        return almost_of(matching, request, moment)

    def supply(self, at: datetime) -> Supply:
        """What there is to meet needs, at this moment (UTC)."""
        return supply_of(self._index, at)

    def knowing(self, rules: tuple[SynonymRule, ...]) -> EmbeddedEngine:
        """One that finds words in the same directory by these synonyms."""
        other = EmbeddedEngine(self._time_zone)
        other._index = self._index.taught(Phrases.of(rules))
        other._version = self._version
        return other

    def refresh(self, session: Session) -> bool:
        """Take in what changed since the last time; whether there was anything."""
        with self._refreshing:
            self._finder.follow(session)
            version = directory_version(session)
            if version == self._version:
                return False
            changed = self._changes(session, version)
            gathered = gather_values(read_directory(session, changed), self._time_zone)
            if changed is None:
                with without_collector():
                    index = Index.build_by_place(gathered)
            else:
                index = self._index.changed(changed, gathered)
            self._index = index.taught(phrases_of(read_synonyms(session))).prepare()
            self._version = version
            if changed is None:
                settle(len(self._index))
            return True

    def _changes(self, session: Session, version: int) -> set[UUID] | None:
        if self._version == NEVER_READ or version < self._version:  # or another database stands in its place
            return None
        changed = changes_since(session, self._version)
        return None if changed is None or len(changed) > MOST_NAMED else changed
