"""What somebody says of a person for a search. A short id stands for it in addresses, so that nothing of the
person is in one; it is kept sealed for some hours, and only its account or its browser can use it."""

import hashlib
import json
import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, and_, col, or_, select

from network.actors import Actor
from network.clock import now
from network.errors import NotAllowed
from network.rules.taking import PersonFacts
from network.tables import KeptFacts, Need
from network.words import say

KEPT = timedelta(hours=12)
PER_READER = 20  # of one account or one browser: the newest
LETTERS = 10
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"  # base32: 50 random bits, no letter that looks like another


def keep_facts(
    session: Session, actor: Actor, facts: PersonFacts, *, browser: str = "", need: Need | None = None
) -> KeptFacts:
    """Keep what is said of a person for searches of this account, or of a visitor's browser (its key).

    `need`: the facts are said beside this need and count only for it. Raises NotAllowed for a visitor whose
    browser keeps no cookie: nobody could find the facts again.
    """
    if _reader(actor, browser) is None:
        raise NotAllowed(say("Your browser must keep a cookie so that only you can use what you say here."))
    _make_room(session, actor, browser)
    moment = now()
    kept = KeptFacts(
        name="".join(secrets.choice(ALPHABET) for _ in range(LETTERS)),
        account_id=actor.id if actor.is_signed_in else None,
        browser_hash=None if actor.is_signed_in else _hash_of(browser),
        need_id=need.id if need else None,
        facts=json.dumps(facts.as_facts(), sort_keys=True),
        made_at=moment,
        until=moment + KEPT,
    )
    session.add(kept)
    session.flush()
    return kept


def read_facts(
    session: Session, actor: Actor, name: str, *, browser: str = "", need_id: UUID | None = None
) -> PersonFacts | None:
    """What is kept under this name; None when it is too old, another's, or was said for another need."""
    mine = _reader(actor, browser)
    if mine is None or len(name) != LETTERS:
        return None
    kept = session.exec(
        select(KeptFacts).where(KeptFacts.name == name, KeptFacts.until > now(), mine)
    ).one_or_none()
    if kept is None or kept.need_id != need_id:
        return None
    return PersonFacts.known(json.loads(kept.facts))


def forget_facts(session: Session, actor: Actor, name: str, *, browser: str = "") -> bool:
    """Nobody looks for this person any more; whether there was anything."""
    mine = _reader(actor, browser)
    if mine is None:
        return False
    return bool(session.exec(delete(KeptFacts).where(col(KeptFacts.name) == name, mine)).rowcount)


def forget_old_facts(session: Session) -> int:
    """Remove what has been kept long enough; answers how many."""
    return session.exec(delete(KeptFacts).where(col(KeptFacts.until) <= now())).rowcount


def _make_room(session: Session, actor: Actor, browser: str) -> None:
    """Of one account or browser only so many are kept: a script cannot fill the table."""
    mine = _reader(actor, browser)
    assert mine is not None
    newest = select(KeptFacts.id).where(mine).order_by(col(KeptFacts.id).desc()).limit(PER_READER - 1)
    kept = list(session.exec(newest).all())
    session.exec(delete(KeptFacts).where(mine, col(KeptFacts.id).not_in(kept)))


def _reader(actor: Actor, browser: str) -> ColumnElement[bool] | None:
    """The rows that this account, or this visitor's browser, may use; None: none at all.

    Somebody who signs in goes on with what they said before in the same browser.
    """
    of_browser = and_(col(KeptFacts.account_id).is_(None), col(KeptFacts.browser_hash) == _hash_of(browser))
    if not actor.is_signed_in:
        return of_browser if browser else None
    of_account = col(KeptFacts.account_id) == actor.id
    return or_(of_account, of_browser) if browser else of_account


def _hash_of(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()
