"""Meilisearch does what it is told later: waits until it is done, and raises when it was not."""

from datetime import datetime

from meilisearch import Client
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
    task = client.wait_for_task(told.task_uid, timeout_in_ms=WAIT_MS, interval_in_ms=LOOK_MS)
    if task.status != "succeeded":
        code = str((task.error or {}).get("code", task.status))
        if code != unless:
            raise TaskFailed(task.type, code)


def make_index(client: Client, uid: str) -> None:
    """An empty index, unless it is there already."""
    wait_for(client, client.create_index(uid, {"primaryKey": "id"}), unless="index_already_exists")


def made_at(client: Client, uid: str) -> datetime:
    """When this index was made, UTC; swapped indexes take it along. Raises MeilisearchApiError when there is
    none."""
    return datetime.fromisoformat(str(client.get_raw_index(uid)["createdAt"]))
