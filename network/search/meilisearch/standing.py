"""How far Meilisearch has come, as the database says: which index answers, and what it does not know yet."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from network.providers.changes import changes_since, directory_version
from network.search.meilisearch.configuring import settings_version
from network.search.meilisearch.names import ENGINE
from network.search.meilisearch.synonyms import read_word_synonyms
from network.tables import WordIndexState

NEVER = -1  # the version of an index that was never filled
MOST_BEHIND = 500  # services; with more, the index is not asked until it has caught up


@dataclass(frozen=True)
class Standing:
    """`behind`: services that changed since; None: too many of them, or the index is of other settings or
    synonyms."""

    index_uid: str
    behind: frozenset[UUID] | None


class Follower:
    """Reads the standing again whenever it may have changed."""

    def __init__(self) -> None:
        self.standing = Standing("", None)
        self._seen: tuple[object, ...] = ()

    def follow(self, session: Session) -> None:
        """One short look; two when something has changed."""
        state = session.exec(
            select(
                WordIndexState.index_uid, WordIndexState.settings_version, WordIndexState.directory_version
            ).where(col(WordIndexState.name) == ENGINE)
        ).first()
        seen = (*(state or ()), directory_version(session))
        if seen != self._seen:
            self.standing = Standing("", None) if state is None else _standing(session, *state)
            self._seen = seen


def _standing(session: Session, index_uid: str, of_settings: str, version: int) -> Standing:
    if version == NEVER or of_settings != settings_version(read_word_synonyms(session)):
        return Standing(index_uid, None)
    behind = changes_since(session, version)
    if behind is None or len(behind) > MOST_BEHIND:
        return Standing(index_uid, None)
    return Standing(index_uid, frozenset(behind))
