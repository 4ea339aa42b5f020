"""A code of six digits by another way than the link came; who types it is shown who the person is.

Tries are counted in a transaction of their own, before a code is compared, so that they survive a refusal.
"""

import hmac
from dataclasses import dataclass

from sqlmodel import Session

from network import events
from network.accounts.sessions import hash_of, new_code, new_secret
from network.actors import Actor
from network.answers.addresses import Reached, address_for
from network.answers.links import find_link, link_actor, living_links, place_of, subject_of
from network.clock import now
from network.db import Store
from network.errors import Conflict
from network.rules.answering import CODE_GOOD_FOR, KEY_GOOD_FOR, WRONG_CODES, typed_code
from network.settings import Settings
from network.tables import AnswerLink, CodeChannel
from network.words import Say, say


@dataclass(frozen=True)
class Tried:
    """What became of a typed code: a key for this browser, or how many tries are left."""

    key: str = ""
    tries_left: int = 0
    is_too_old: bool = False


def channel_for(reached: Reached | None, settings: Settings) -> CodeChannel:
    """The way a code takes: a text, else the second address, else the sender's voice."""
    if reached is not None and reached.mobile and settings.sms_url:
        return CodeChannel.SMS
    if reached is not None and reached.second_email:
        return CodeChannel.SECOND_ADDRESS
    return CodeChannel.SENDER


def reached_by(session: Session, link: AnswerLink) -> Reached | None:
    """The ways to the people at the address that this link was sent to.

    None when the link went somewhere else than what is kept now: then no kept way is known to be theirs.
    """
    subject = subject_of(session, link)
    reached = address_for(session, link.organization_id, place_of(session, subject)[1].id)
    return reached if reached is not None and reached.email == link.sent_to else None


def ask_code(
    session: Session, actor: Actor, link: AnswerLink, settings: Settings, *, by_sender: bool = False
) -> CodeChannel:
    """Make a code and have it sent. `by_sender`: to be read out, because it does not come otherwise.

    Of two codes only the newer counts. Wrong tries are not forgiven by a new code.
    """
    channel = CodeChannel.SENDER if by_sender else channel_for(reached_by(session, link), settings)
    link.code = new_code()
    link.code_channel, link.code_made_at = channel, now()
    session.add(link)
    events.record(session, actor, "answer_link.code_asked", "answer_link", link.id, channel=channel.value)
    return channel


def living_code(link: AnswerLink) -> str:
    """The code that counts now; empty when there is none or it is too old."""
    if link.code is None or link.code_channel is None or link.code_made_at is None:
        return ""
    return link.code if now() < link.code_made_at + CODE_GOOD_FOR[link.code_channel] else ""


def check_code(store: Store, secret: str, typed: str, visitor: Actor) -> Tried:
    """Compare a code, in a transaction of its own. The right one binds this browser by a key, and no other.

    Raises Conflict when the link is locked, taken back or too old; nothing is compared then.
    """
    with store.writing() as session:
        link = _counted(session, secret)
        wrong = sum(one.wrong_codes for one in _together(session, link))
        actor, code = link_actor(session, link, visitor), living_code(link)
        if hmac.compare_digest(code, typed_code(typed) or "none"):
            return Tried(key=_bind(session, actor, link))
        if not code:  # there was nothing to guess
            link.wrong_codes -= 1
            return Tried(tries_left=WRONG_CODES - wrong + 1, is_too_old=True)
        events.record(session, actor, "answer_link.code_wrong", "answer_link", link.id, wrong=wrong)
        if wrong >= WRONG_CODES:
            _lock(session, actor, link)
        return Tried(tries_left=max(0, WRONG_CODES - wrong))


def fits_key(link: AnswerLink, key: str) -> bool:
    """Whether this browser gave the right code, not long ago."""
    return (
        bool(key)
        and link.key_hash is not None
        and link.key_until is not None
        and now() < link.key_until
        and link.locked_at is None
        and link.revoked_at is None
        and hmac.compare_digest(link.key_hash, hash_of(key))
    )


def locked() -> Say:
    return say(
        "Five wrong codes were typed, so this link is locked. The agency that sent it can send another."
    )


def _counted(session: Session, secret: str) -> AnswerLink:
    """The link with one more wrong try, before anything is compared. Raises Conflict."""
    link = find_link(session, secret)
    if link is None:
        raise Conflict(say("This link does not work. Nothing was changed."))
    together = living_links(session, subject_of(session, link), to_change=True)
    session.refresh(link)
    if any(one.locked_at is not None for one in together):
        raise Conflict(locked())
    if link.revoked_at is not None or link.expires_at <= now():
        raise Conflict(say("This link does not work any more. Nothing was changed."))
    link.wrong_codes += 1
    session.add(link)
    session.flush()
    return link


def _together(session: Session, link: AnswerLink) -> list[AnswerLink]:
    """Every living link for the same thing: a new link brings no new tries."""
    return list(living_links(session, subject_of(session, link)))


def _bind(session: Session, actor: Actor, link: AnswerLink) -> str:
    key = new_secret()
    link.wrong_codes -= 1  # it was not wrong after all
    link.key_hash, link.key_until, link.code = hash_of(key), now() + KEY_GOOD_FOR, None
    session.add(link)
    events.record(session, actor, "answer_link.code_right", "answer_link", link.id)
    return key


def _lock(session: Session, actor: Actor, link: AnswerLink) -> None:
    for one in _together(session, link):
        one.locked_at, one.key_hash, one.key_until, one.code = now(), None, None, None
        session.add(one)
    events.record(session, actor, "answer_link.locked", "answer_link", link.id)
