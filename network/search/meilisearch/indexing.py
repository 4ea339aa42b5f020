"""Keeps Meilisearch's index up to date from the worker, a piece at a time, so that other work goes on.

Whatever is interrupted at any point is gone on with by whoever comes next: every piece may be done twice.
A version is written down only after Meilisearch has done what belongs to it; until then searches find what
changed by themselves.
"""

import logging
from dataclasses import dataclass
from uuid import UUID

import requests
from meilisearch import Client
from meilisearch.errors import MeilisearchError
from sqlmodel import Session

from network.db import Store
from network.providers.changes import changes_since, directory_version
from network.search.gathering import gather_records
from network.search.meilisearch.building import begin_building, build_on
from network.search.meilisearch.claiming import (
    NOT_BUILDING,
    Turn,
    TurnLost,
    end_turn,
    keep_turn,
    read_state,
    take_turn,
)
from network.search.meilisearch.configuring import code_version, index_settings, settings_version
from network.search.meilisearch.documents import documents_of
from network.search.meilisearch.names import INDEX
from network.search.meilisearch.standing import NEVER
from network.search.meilisearch.synonyms import read_word_synonyms
from network.search.meilisearch.tasks import TaskFailed, wait_for
from network.search.reading import read_directory
from network.settings import Settings

log = logging.getLogger("trestle.words")

SECONDS = 10  # for one answer of Meilisearch
AT_A_TIME = 400  # services
LOST = "index_not_found"  # Meilisearch's word for an index that is gone, with its disk perhaps


@dataclass(frozen=True)
class _Due:
    """What there is to do, from one look at the database."""

    version: int  # of the directory
    wanted: str  # version of the settings
    held: int  # version that the index holds
    changed: frozenset[UUID] | None  # since then; None: everything
    is_built_for: str  # the settings of the index
    is_building: bool

    @property
    def lacks_synonyms_only(self) -> bool:
        """Whether its documents are right, and all settings but the synonyms."""
        return self.is_built_for != self.wanted and self.is_built_for.startswith(code_version())


def client_of(settings: Settings) -> Client:
    """The official client, with the key that may write our indexes."""
    return Client(settings.meilisearch_url, settings.meilisearch_index_key or None, timeout=SECONDS)


def follow_words(store: Store, settings: Settings) -> bool:
    """Do one piece of what is due; answers whether there may be more at once. Faults are written down."""
    if not settings.meilisearch_url:
        return False
    with store.reading() as session:
        if not _is_due(_look(session)):
            return False
    with store.writing() as session:
        turn = take_turn(session)
    if turn is None:
        return False
    fault: str | None = None
    is_more = False
    try:
        is_more = _do_piece(store, client_of(settings), turn, settings.default_time_zone)
    except TurnLost:
        log.warning("word index: another worker went on")
    except (MeilisearchError, TaskFailed, requests.RequestException, ValueError) as error:
        fault = _kind_of(error)
        log.warning("word index: Meilisearch could not follow", extra={"error": fault})
    finally:
        anew = {"directory_version": NEVER, **NOT_BUILDING} if fault == LOST else {}
        with store.writing() as session:
            end_turn(session, turn, fault, **anew)
    return is_more


def order_rebuild(store: Store) -> bool:
    """Have a new index built from everything; answers whether it is our turn to say so."""
    with store.writing() as session:
        turn = take_turn(session)
        if turn is None:
            return False
        begin_building(
            session, turn, directory_version(session), settings_version(read_word_synonyms(session))
        )
        end_turn(session, turn)
    return True


def _look(session: Session) -> _Due:
    state, version = read_state(session), directory_version(session)
    wanted = settings_version(read_word_synonyms(session))
    if state is None:
        return _Due(version, wanted, NEVER, None, "", False)
    held = state.directory_version
    changed = changes_since(session, held) if held != NEVER and held <= version else None
    return _Due(
        version,
        wanted,
        held,
        None if changed is None else frozenset(changed),
        state.settings_version,
        state.building_uid is not None,
    )


def _is_due(due: _Due) -> bool:
    return due.is_building or due.is_built_for != due.wanted or due.held != due.version


def _do_piece(store: Store, client: Client, turn: Turn, time_zone: str) -> bool:
    """First what changed, which is little; then other synonyms, or a piece of a new index, if one is
    wanted."""
    with store.reading() as session:
        due = _look(session)
    if due.changed is not None and due.held != due.version:
        _send_changes(store, client, turn, due, time_zone)
    if due.changed is not None and due.lacks_synonyms_only:
        _send_synonyms(store, client, turn)
        return due.is_building
    if not due.is_building and (due.changed is None or due.is_built_for != due.wanted):
        with store.writing() as session:
            begin_building(session, turn, due.version, due.wanted)
    elif due.is_building:
        build_on(store, client, turn, time_zone)
    return due.is_building or due.changed is None or due.is_built_for != due.wanted


def _send_changes(store: Store, client: Client, turn: Turn, due: _Due, time_zone: str) -> None:
    ordered = sorted(due.changed or ())
    index = client.index(INDEX)
    for start in range(0, len(ordered), AT_A_TIME):
        services = ordered[start : start + AT_A_TIME]
        with store.reading() as session:
            documents = list(documents_of(gather_records(read_directory(session, services), time_zone)))
        named = ", ".join(f'"{service_id}"' for service_id in services)
        wait_for(client, index.delete_documents(filter=f"service IN [{named}]"))
        if documents:
            wait_for(client, index.add_documents(documents))
        with store.writing() as session:
            keep_turn(session, turn)
    with store.writing() as session:
        keep_turn(session, turn, directory_version=due.version)
    log.info("word index: followed", extra={"services": len(ordered), "version": due.version})


def _send_synonyms(store: Store, client: Client, turn: Turn) -> None:
    with store.reading() as session:
        synonyms = read_word_synonyms(session)
    wait_for(client, client.index(INDEX).update_settings(index_settings(synonyms)))
    with store.writing() as session:
        keep_turn(session, turn, settings_version=settings_version(synonyms))
    log.info("word index: synonyms", extra={"words": len(synonyms)})


def _kind_of(error: Exception) -> str:
    """What went wrong, in a word: Meilisearch's own code, or the kind of the error. Never what was sent."""
    return str(getattr(error, "code", None) or type(error).__name__)
