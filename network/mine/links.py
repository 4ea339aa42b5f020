"""The link to somebody's own page: their officer makes it and hands it over; a newer one ends the others.

Whoever has only the link learns nothing: it asks for a code, and tries are counted in a transaction of their
own before a code is compared, so that they survive a refusal.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from network import events
from network.accounts.sessions import hash_of, new_code, new_secret
from network.actors import Actor, ActorKind
from network.clock import now
from network.db import Store
from network.errors import NotFound
from network.people.queries import get_person_to_change
from network.rules.answering import typed_code
from network.rules.own_page import KEY_GOOD_FOR, WRONG_CODES, OwnStanding, standing_of
from network.settings import Settings
from network.tables import OwnLink, Person
from network.words import LANGUAGES


@dataclass(frozen=True)
class Opening:
    """What became of a typed code: a key for this browser, or how many tries are left."""

    key: str = ""
    tries_left: int = 0


def give_own_link(session: Session, actor: Actor, person_id: UUID, settings: Settings) -> str:
    """A new secret for this person; older links end. Raises NotFound, NotAllowed."""
    person = get_person_to_change(session, actor, person_id)
    _end_links(session, person)
    secret = new_secret()
    link = OwnLink(
        token_hash=hash_of(secret),
        person_id=person.id,
        made_by_account_id=actor.id,
        made_at=now(),
        expires_at=now() + timedelta(days=settings.own_link_days),
        code=new_code(),
    )
    session.add(link)
    session.flush()
    events.record(session, actor, "own_link.made", "person", person.id)
    return secret


def take_own_link_back(session: Session, actor: Actor, person_id: UUID) -> None:
    """No link that this person was given works any more. Raises NotFound, NotAllowed."""
    person = get_person_to_change(session, actor, person_id)
    if _end_links(session, person):
        events.record(session, actor, "own_link.taken_back", "person", person.id)


def own_link_of(session: Session, person_id: UUID) -> OwnLink | None:
    """The newest link of this person that was not taken back."""
    return session.exec(
        select(OwnLink)
        .where(OwnLink.person_id == person_id, col(OwnLink.revoked_at).is_(None))
        .order_by(col(OwnLink.id).desc())
        .limit(1)
    ).one_or_none()


def own_address(secret: str, settings: Settings) -> str:
    """Where the link leads."""
    return f"{settings.base_url.rstrip('/')}/mine/{secret}"


def check_own_code(store: Store, secret: str, typed: str, visitor: Actor) -> Opening | None:
    """Compare a code, in a transaction of its own. The right one binds this browser by a key, and no other.

    None when nothing can be opened with this link: unknown, too old, locked or taken back; all look alike.
    """
    with store.writing() as session:
        link = session.exec(
            select(OwnLink).where(OwnLink.token_hash == hash_of(secret)).with_for_update()
        ).one_or_none()
        if link is None or standing_of(link, now()) is not OwnStanding.OPEN:
            return None
        link.wrong_codes += 1  # before anything is compared
        session.add(link)
        session.flush()
        actor = _person_actor(session.get_one(Person, link.person_id), visitor)
        if hmac.compare_digest(link.code, typed_code(typed) or "none"):
            return _open(session, actor, link)
        events.record(session, actor, "own_link.code_wrong", "person", link.person_id, wrong=link.wrong_codes)
        if link.wrong_codes >= WRONG_CODES:
            link.locked_at, link.key_hash, link.key_until = now(), None, None
            events.record(session, actor, "own_link.locked", "person", link.person_id)
            return None
        return Opening(tries_left=WRONG_CODES - link.wrong_codes)


def holder_of(session: Session, secret: str, key: str, visitor: Actor) -> tuple[Person, Actor]:
    """The person whose page this browser has opened, and as whom it acts. Raises NotFound for all others."""
    link = session.exec(select(OwnLink).where(OwnLink.token_hash == hash_of(secret))).one_or_none()
    if link is None or standing_of(link, now()) is not OwnStanding.OPEN or not _fits(link, key):
        raise NotFound
    person = session.get_one(Person, link.person_id)
    return person, _person_actor(person, visitor)


def close_own_page(session: Session, secret: str, key: str) -> None:
    """What this browser opened is closed: its key opens nothing any more. Any other key changes nothing."""
    link = session.exec(select(OwnLink).where(OwnLink.token_hash == hash_of(secret))).one_or_none()
    if link is not None and _fits(link, key):
        link.key_hash, link.key_until = None, None
        session.add(link)


def _fits(link: OwnLink, key: str) -> bool:
    if not key or link.key_hash is None or link.key_until is None or link.key_until <= now():
        return False
    return hmac.compare_digest(link.key_hash, hash_of(key))


def _open(session: Session, actor: Actor, link: OwnLink) -> Opening:
    key = new_secret()
    link.wrong_codes = 0
    link.key_hash, link.key_until = hash_of(key), now() + KEY_GOOD_FOR
    link.opened_at = link.opened_at or now()
    session.add(link)
    events.record(session, actor, "own_link.opened", "person", link.person_id)
    return Opening(key=key)


def _person_actor(person: Person, visitor: Actor) -> Actor:
    language = person.language if person.language in LANGUAGES else visitor.language
    return Actor(ActorKind.PERSON, id=person.id, language=language, time_zone=visitor.time_zone)


def _end_links(session: Session, person: Person) -> int:
    links = session.exec(
        select(OwnLink).where(OwnLink.person_id == person.id, col(OwnLink.revoked_at).is_(None))
    ).all()
    for link in links:
        link.revoked_at, link.key_hash, link.key_until = now(), None, None
        session.add(link)
    return len(links)
