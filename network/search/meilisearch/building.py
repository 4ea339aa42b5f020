"""Builds a new index beside the one that answers, then lets it take its place in one step."""

import logging
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from meilisearch import Client
from sqlmodel import Session, col, select

from network.db import Store
from network.search.gathering import gather_records
from network.search.meilisearch.claiming import NOT_BUILDING, Turn, keep_turn, read_state
from network.search.meilisearch.configuring import index_settings
from network.search.meilisearch.documents import documents_of
from network.search.meilisearch.names import INDEX
from network.search.meilisearch.synonyms import read_word_synonyms
from network.search.meilisearch.tasks import TaskFailed, made_at, make_index, wait_for
from network.search.reading import read_directory
from network.tables import Service

log = logging.getLogger("trestle.words")

AT_A_TIME = 400  # services


def begin_building(session: Session, turn: Turn, version: int, settings: str) -> None:
    """Decide on a new index of the directory as it is now, or was a moment ago."""
    uid = f"{INDEX}_{secrets.token_hex(4)}"
    keep_turn(
        session,
        turn,
        building_uid=uid,
        building_settings=settings,
        building_version=version,
        building_after=None,
    )
    log.info("word index: building begins", extra={"index": uid, "version": version})


def build_on(store: Store, client: Client, turn: Turn, time_zone: str) -> None:
    """Fill the new index with the next services, or let it take its place when there are none."""
    with store.reading() as session:
        state = read_state(session)
        assert state is not None
        uid, after = state.building_uid, state.building_after
        services = [] if uid is None else _next_services(session, after)
        documents = list(documents_of(gather_records(read_directory(session, services), time_zone)))
        settings = index_settings(read_word_synonyms(session))
    assert uid is not None
    if after is None:
        _forget_leftovers(client, uid)
        make_index(client, INDEX)  # before the other: `_answers` tells by that
        make_index(client, uid)
        wait_for(client, client.index(uid).update_settings(settings))
    if not services:
        _take_its_place(store, client, turn, uid)
        return
    if documents:
        wait_for(client, client.index(uid).add_documents(documents))
    with store.writing() as session:
        keep_turn(session, turn, building_after=services[-1])
    log.info("word index: building", extra={"index": uid, "services": len(services)})


def _next_services(session: Session, after: UUID | None) -> Sequence[UUID]:
    wanted = select(Service.id).order_by(col(Service.id)).limit(AT_A_TIME)
    return session.exec(wanted if after is None else wanted.where(col(Service.id) > after)).all()


def _take_its_place(store: Store, client: Client, turn: Turn, uid: str) -> None:
    """Swap the two, unless a worker that was killed has ordered it: twice would bring the old one back."""
    if not _answers(client, uid):
        with store.writing() as session:
            keep_turn(session, turn)
        client.swap_indexes([{"indexes": [INDEX, uid]}])
        if not _answers(client, uid):
            raise TaskFailed("indexSwap", "indexes_not_swapped")
    with store.writing() as session:
        state = read_state(session)
        assert state is not None
        keep_turn(
            session,
            turn,
            settings_version=state.building_settings or "",
            directory_version=state.building_version,
            **NOT_BUILDING,
        )
    log.info("word index: the new one answers", extra={"index": uid})
    wait_for(client, client.delete_index(uid), unless="index_not_found")  # the old one, by its new name


def _answers(client: Client, uid: str) -> bool:
    """Whether what was built under this name answers, after all that was ordered so far.

    A key for our indexes alone is never told how a swap went (Meilisearch's issue 4103). But the index that
    answers was made before the other, and after it once they are swapped. Raises MeilisearchApiError when one
    of both is gone.
    """
    made_at(client, INDEX)
    make_index(client, INDEX)  # it is there; but tasks are done in their order, so that earlier ones are over
    return made_at(client, INDEX) > made_at(client, uid)


def _forget_leftovers(client: Client, building: str) -> None:
    """Remove what earlier builders left behind when they were killed."""
    listed: Any = client.get_raw_indexes({"limit": 1000})  # not the list that its type promises
    for index in listed["results"]:
        uid = str(index["uid"])
        if uid.startswith(f"{INDEX}_") and uid != building:
            wait_for(client, client.delete_index(uid), unless="index_not_found")
