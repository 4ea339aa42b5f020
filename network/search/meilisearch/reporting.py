"""Whether Meilisearch is there, how far it has come, and whether its keys may do too much."""

from dataclasses import dataclass
from datetime import datetime

import requests
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchError
from sqlmodel import Session

from network.clock import now
from network.providers.changes import changes_since, directory_version
from network.search.meilisearch.claiming import read_state
from network.search.meilisearch.configuring import settings_version
from network.search.meilisearch.standing import MOST_BEHIND, NEVER
from network.search.meilisearch.synonyms import read_word_synonyms
from network.settings import Settings

SECONDS = 5


@dataclass(frozen=True)
class WordIndexReport:
    """How far the index is. `behind`: services that changed since; None: everything has to be read again."""

    index: str
    directory_version: int
    holds_version: int
    behind: int | None
    is_of_these_settings: bool
    is_building: bool
    is_at_work: bool  # a worker, this minute
    updated_at: datetime | None
    fault: str | None

    @property
    def answers(self) -> bool:
        """Whether searches ask it, as far as the database can say."""
        return self.is_of_these_settings and self.behind is not None and self.behind <= MOST_BEHIND


def report_on(session: Session) -> WordIndexReport:
    """What the database says."""
    state, version = read_state(session), directory_version(session)
    wanted = settings_version(read_word_synonyms(session))
    if state is None:
        return WordIndexReport("", version, NEVER, None, False, False, False, None, None)
    held = state.directory_version
    changed = None if held == NEVER else changes_since(session, held)
    return WordIndexReport(
        index=state.index_uid,
        directory_version=version,
        holds_version=held,
        behind=None if changed is None else len(changed),
        is_of_these_settings=state.settings_version == wanted,
        is_building=state.building_uid is not None,
        is_at_work=state.lease_by is not None and state.lease_until is not None and state.lease_until > now(),
        updated_at=state.updated_at,
        fault=state.fault,
    )


def why_unreachable(settings: Settings) -> str:
    """Empty when the server answers that it is well."""
    try:
        status = Client(settings.meilisearch_url, timeout=SECONDS).health().get("status")
    except (MeilisearchError, requests.RequestException, ValueError, AttributeError) as error:
        return type(error).__name__
    return "" if status == "available" else "it is not available"


def keys_that_do_too_much(settings: Settings) -> list[str]:
    """Names of settings whose key may also make keys, as the master key may. Raises nothing: who cannot ask
    is not known to do too much."""
    given = {
        "TRESTLE_MEILISEARCH_SEARCH_KEY": settings.meilisearch_search_key,
        "TRESTLE_MEILISEARCH_INDEX_KEY": settings.meilisearch_index_key,
    }
    return [name for name, key in given.items() if _may_read_keys(settings.meilisearch_url, key)]


def _may_read_keys(url: str, key: str) -> bool:
    try:
        Client(url, key or None, timeout=SECONDS).get_keys()
    except MeilisearchApiError:
        return False
    except (MeilisearchError, requests.RequestException, ValueError):
        return False
    return True
