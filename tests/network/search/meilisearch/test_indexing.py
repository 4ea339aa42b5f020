"""The worker keeps Meilisearch's index like the directory, whatever happens to either of them."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from network.clock import now, stopped_at
from network.db import Store
from network.providers.changes import record_change
from network.search.meilisearch import configuring
from network.search.meilisearch.claiming import LEASE, RETRY, Turn, end_turn, read_state, take_turn
from network.search.meilisearch.documents import ATTRIBUTES, document_id
from network.search.meilisearch.indexing import order_rebuild
from network.search.meilisearch.names import INDEX
from network.search.meilisearch.reporting import report_on
from network.search.meilisearch.tasks import wait_for
from network.tables import Location, ServiceStatus, Synonym
from tests.cast import Cast
from tests.network.search.meilisearch.standin.server import Standin
from tests.network.search.meilisearch.worker import Killed, Site, Worker, killed_at


@pytest.fixture
def worker(
    standin: Standin, store: Store, session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> Worker:
    monkeypatch.setattr("network.search.meilisearch.tasks.LOOK_MS", 1)
    record_change(session, None)
    session.commit()
    assert cast.clinic_place
    return Worker.beside(standin, store)


@pytest.fixture
def site(worker: Worker) -> Iterator[Site]:
    site = Site.of(worker.settings)
    yield site
    site.finder.close()


def change(session: Session, cast: Cast, **named: object) -> None:
    """The clinic's service is otherwise now."""
    service = session.merge(cast.clinic_service)
    for name, value in named.items():
        setattr(service, name, value)
    session.flush()
    record_change(session, [service.id])
    session.commit()


def test_officer_searches_with_meilisearch_once_the_worker_has_told_it_everything(
    session: Session, worker: Worker, site: Site
) -> None:
    assert site.find(session, "methadone") == (["Methadone and buprenorphine"], "embedded")

    worker.work()

    assert site.find(session, "methadone") == (["Methadone and buprenorphine"], "meilisearch")
    assert len(worker.documents()) == 2


def test_nothing_is_sent_when_nothing_changed(worker: Worker) -> None:
    worker.work()
    before = len(worker.standin.asked)

    assert not worker.look()
    assert len(worker.standin.asked) == before


def test_officer_finds_a_change_before_and_after_the_worker_told_it(
    session: Session, cast: Cast, worker: Worker, site: Site
) -> None:
    worker.work()
    change(session, cast, name="Suboxone room")

    assert site.find(session, "suboxone") == (["Suboxone room"], "meilisearch")
    worker.work()
    assert site.find(session, "suboxone") == (["Suboxone room"], "meilisearch")
    sent = worker.documents()[document_id(cast.clinic_service.id, cast.clinic_place.location_id)]
    assert sent["name"].startswith("suboxone room")


def test_a_service_that_closed_is_found_by_nobody(
    session: Session, cast: Cast, worker: Worker, site: Site
) -> None:
    worker.work()
    change(session, cast, status=ServiceStatus.INACTIVE)

    assert site.find(session, "methadone")[0] == []
    worker.work()
    assert site.find(session, "methadone")[0] == []
    assert not any(each["service"] == str(cast.clinic_service.id) for each in worker.documents().values())


def test_meilisearch_is_told_nothing_of_a_private_place_but_what_everybody_may_read(
    session: Session, cast: Cast, worker: Worker
) -> None:
    location = session.get_one(Location, cast.shelter_place.location_id)
    location.latitude, location.longitude, location.name = 37.7001, -122.4001, "Hiddenville house"
    session.flush()
    record_change(session, None)
    session.commit()
    worker.work()

    documents = worker.documents()
    shelter = documents[document_id(cast.shelter_service.id, cast.shelter_place.location_id)]
    sent = str([body for _, _, body in worker.standin.asked]).casefold()

    assert "_geo" not in shelter
    assert shelter["is_placed"] is False
    assert "37.7001" not in sent
    assert "hiddenville" not in sent
    allowed = {"id", "service", "kinds", "is_placed", "_geo", *ATTRIBUTES.values()}
    assert all(set(document) <= allowed for document in documents.values())


def test_nobody_waits_while_an_index_of_other_settings_takes_the_place_of_the_old_one(
    session: Session, worker: Worker, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.work()
    before = dict(worker.documents())

    def is_there(_method: str, _path: str) -> None:
        assert worker.documents() == before

    worker.standin.before = is_there
    monkeypatch.setattr(configuring, "FORMAT", configuring.FORMAT + 1)
    configuring.code_version.cache_clear()
    worker.work()

    assert site.find(session, "methadone")[1] == "meilisearch"
    swaps = [path for _, path, _ in worker.standin.asked if path == "/swap-indexes"]
    assert len(swaps) == 2
    monkeypatch.undo()
    configuring.code_version.cache_clear()


def test_words_that_a_curator_taught_are_known_without_a_new_index(session: Session, worker: Worker) -> None:
    worker.work()
    session.add(Synonym(words="the program", means="methadone", is_both_ways=False, added_at=now()))
    session.commit()
    before = len(worker.standin.asked)

    worker.work()

    assert worker.standin.shelf.indexes[INDEX].settings["synonyms"]["program"] == ["methadone"]
    assert not any(path == "/swap-indexes" for _, path, _ in worker.standin.asked[before:])
    assert not worker.look()


def test_the_index_is_built_anew_when_an_operator_says_so(session: Session, worker: Worker) -> None:
    worker.work()
    worker.documents().clear()

    assert order_rebuild(worker.store)
    worker.work()

    assert len(worker.documents()) == 2
    assert report_on(session).behind == 0


FULL = "no_space_left_on_device"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("documentAdditionOrUpdate", FULL),
        ("settingsUpdate", FULL),
        ("indexCreation", FULL),
        ("indexSwap", "indexes_not_swapped"),  # why is not told to a key for our indexes alone
    ],
)
def test_a_task_that_fails_is_noticed_and_done_again(
    session: Session, worker: Worker, site: Site, kind: str, told: str
) -> None:
    worker.standin.shelf.failing[kind] = FULL
    worker.work()

    assert report_on(session).fault == told
    assert site.find(session, "methadone")[1] == "embedded"
    assert not worker.look()  # not at once
    with stopped_at(now() + RETRY + timedelta(seconds=1)):
        worker.work()
        assert report_on(session).fault is None
    assert site.find(session, "methadone")[1] == "meilisearch"


def test_a_change_that_could_not_be_told_is_found_by_the_site_itself(
    session: Session, cast: Cast, worker: Worker, site: Site
) -> None:
    worker.work()
    worker.standin.shelf.failing["documentAdditionOrUpdate"] = "internal"
    change(session, cast, name="Suboxone room")
    worker.work()

    assert site.find(session, "suboxone")[0] == ["Suboxone room"]
    assert report_on(session).behind == 1


@pytest.mark.parametrize("is_building", [False, True])
def test_an_index_that_meilisearch_lost_is_built_anew_with_the_next_change(
    session: Session, cast: Cast, worker: Worker, site: Site, is_building: bool
) -> None:
    worker.work()
    if is_building:
        assert order_rebuild(worker.store)
        assert worker.look()
    worker.standin.shelf.indexes.clear()
    change(session, cast, name="Suboxone room")
    worker.work()

    assert report_on(session).fault == "index_not_found"
    assert site.find(session, "suboxone") == (["Suboxone room"], "embedded")
    with stopped_at(now() + RETRY + timedelta(seconds=1)):
        worker.work()
        assert report_on(session).fault is None
    assert site.find(session, "suboxone") == (["Suboxone room"], "meilisearch")
    assert len(worker.documents()) == 2


def test_a_server_that_is_away_stops_no_other_work(session: Session, worker: Worker) -> None:
    worker.standin.close()

    worker.work()
    with stopped_at(now() + RETRY + timedelta(seconds=1)):
        assert worker.look() is False
    assert report_on(session).fault == "MeilisearchCommunicationError"


def test_the_key_of_the_site_may_not_write(session: Session, worker: Worker) -> None:
    settings = worker.settings
    worker.settings = type(settings)(
        meilisearch_url=settings.meilisearch_url, meilisearch_index_key=settings.meilisearch_search_key
    )
    worker.work()

    assert report_on(session).fault == "invalid_api_key"
    assert INDEX not in worker.standin.shelf.indexes


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_worker_killed_at_any_moment_leaves_nothing_that_another_cannot_finish(
    session: Session, cast: Cast, worker: Worker, site: Site, monkeypatch: pytest.MonkeyPatch, is_sent: bool
) -> None:
    moment, request, killed = now(), 0, True
    while killed:
        request += 1
        with stopped_at(moment):
            assert order_rebuild(worker.store)
            with killed_at(monkeypatch, request, is_sent=is_sent) as was_killed, suppress(Killed):
                worker.work()
            killed = was_killed()
            change(session, cast, name=f"Suboxone room {request}")
        moment += LEASE + timedelta(seconds=1)
        with stopped_at(moment):
            worker.work()
            assert report_on(session).behind == 0
            assert not report_on(session).is_building
        assert site.find(session, f"suboxone {request}") == ([f"Suboxone room {request}"], "meilisearch")
        ours = [uid for uid in worker.standin.shelf.indexes if "_test_" not in uid]
        assert len(ours) <= 2  # one that a killed worker left behind is removed by the next that builds

    assert request > 15


def test_two_workers_do_not_write_at_once(session: Session, worker: Worker) -> None:
    turn = take_turn(session)
    assert turn is not None
    session.commit()

    assert take_turn(session) is None
    assert not worker.look()
    end_turn(session, turn)
    session.commit()
    worker.work()
    assert len(worker.documents()) == 2


def test_a_worker_that_was_too_slow_does_not_disturb_the_one_that_took_over(
    session: Session, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[Turn | None] = []

    def wait_long(*given: Any, **named: Any) -> None:
        wait_for(*given, **named)
        with stopped_at(now() + LEASE + timedelta(seconds=1)), worker.store.writing() as other:
            others.append(take_turn(other))

    worker.work()
    assert order_rebuild(worker.store)
    monkeypatch.setattr("network.search.meilisearch.building.wait_for", wait_long)
    assert not worker.look()

    state = read_state(session)
    assert state is not None
    assert others[0] is not None
    assert state.lease_by == others[0].holder
    assert state.building_after is None


def test_neither_keys_nor_what_is_sent_stand_in_the_log(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "trestle")
    worker.standin.shelf.failing["settingsUpdate"] = "internal"
    worker.work()
    with stopped_at(now() + RETRY + timedelta(seconds=1)):
        worker.work()

    logged = " ".join(str(vars(record)) for record in caplog.records if record.name.startswith("trestle"))
    assert "the new one answers" in logged
    for secret in (worker.settings.meilisearch_index_key, "Methadone", "methadone"):
        assert secret not in logged
