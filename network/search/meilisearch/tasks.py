"""Meilisearch does what it is told later: waits until it is done, and raises when it was not."""

from typing import Any

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError
from meilisearch.models.task import TaskInfo

WAIT_MS = 60_000  # for one task
LOOK_MS = 50


class TaskFailed(Exception):
    """Meilisearch could not do what it was told. `code` is Meilisearch's own word for why."""

    def __init__(self, kind: str, code: str) -> None:
        super().__init__(f"{kind}: {code}")
        self.code = code


def wait_for(client: Client, told: TaskInfo, *, unless: str = "") -> None:
    """Until it is done. Raises TaskFailed when it failed or was cancelled, unless for that reason."""
    wait_for_uid(client, told.task_uid, unless=unless)


def wait_for_uid(client: Client, uid: int, *, unless: str = "") -> None:
    """The same, of a task that is known by its number only."""
    task = client.wait_for_task(uid, timeout_in_ms=WAIT_MS, interval_in_ms=LOOK_MS)
    if task.status != "succeeded":
        code = str((task.error or {}).get("code", task.status))
        if code != unless:
            raise TaskFailed(task.type, code)


def make_index(client: Client, uid: str) -> None:
    """An empty index, unless it is there already."""
    wait_for(client, client.create_index(uid, {"primaryKey": "id"}), unless="index_already_exists")


def has_index(client: Client, uid: str) -> bool:
    """Whether there is an index of this name."""
    try:
        client.get_raw_index(uid)
    except MeilisearchApiError as error:
        if error.code == "index_not_found":
            return False
        raise
    return True


def swap_of(client: Client, uid: str) -> int | None:
    """The task that swapped this index with another, or is about to; None: nobody ordered that, or it failed.

    The name of an index that was built is never used again, so there is one such task at most.
    """
    query: dict[str, Any] = {
        "types": ["indexSwap"],
        "statuses": ["enqueued", "processing", "succeeded"],
        "limit": 1000,
    }
    for task in client.get_tasks(query).results:
        swaps = (task.details or {}).get("swaps", ())
        if any(uid in swap.get("indexes", ()) for swap in swaps):
            return task.uid
    return None
