"""Links in letters with which a person sets their password, once. Opening one changes nothing."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from network import events
from network.accounts.passwords import hash_password
from network.accounts.sessions import end_sessions, hash_of, new_secret
from network.accounts.tries import LETTERS_PER_HOUR, add_try, key_of, tries
from network.actors import VISITOR, Actor, ActorKind
from network.clock import now
from network.db import Store
from network.errors import Conflict, Invalid
from network.rules.addresses import plain_email
from network.rules.passwords import password_problem
from network.rules.permissions import may_manage_accounts, require
from network.settings import Settings
from network.tables import Account, AccountLink, AccountStatus, LinkPurpose
from network.words import Say, say

GOOD_FOR = {LinkPurpose.INVITATION: timedelta(hours=72), LinkPurpose.PASSWORD: timedelta(hours=1)}
PER_SOURCE = 5  # times what one person can cause


@dataclass(frozen=True)
class UsableLink:
    """Whose link it is, and what for."""

    account_id: UUID
    name: str
    email: str
    purpose: LinkPurpose


def make_link(session: Session, account: Account) -> str:
    """A new secret for the account's link; its earlier links end. An invitation is good for 72 hours."""
    purpose = LinkPurpose.INVITATION if account.status is AccountStatus.INVITED else LinkPurpose.PASSWORD
    session.exec(
        update(AccountLink)
        .where(col(AccountLink.account_id) == account.id, col(AccountLink.used_at).is_(None))
        .values(expires_at=now())
    )
    secret = new_secret()
    session.add(
        AccountLink(
            token_hash=hash_of(secret),
            account_id=account.id,
            purpose=purpose,
            created_at=now(),
            expires_at=now() + GOOD_FOR[purpose],
        )
    )
    return secret


def link_address(secret: str, settings: Settings) -> str:
    """Where the link leads."""
    return f"{settings.base_url.rstrip('/')}/links/{secret}"


def find_link(session: Session, secret: str, settings: Settings) -> UsableLink | None:
    """The link, when it can be used now; None when unknown, used or too old, or the account is disabled."""
    query = (
        select(AccountLink, Account)
        .join(Account, col(Account.id) == AccountLink.account_id)
        .where(
            AccountLink.token_hash == hash_of(secret),
            col(AccountLink.used_at).is_(None),
            col(AccountLink.expires_at) > now(),
            col(Account.status) != AccountStatus.DISABLED,
        )
    )
    row = session.exec(query).one_or_none()
    if row is None or (row[1].is_demo and not settings.is_demo):
        return None
    link, account = row
    return UsableLink(account.id, account.name, account.email, link.purpose)


def check_link_password(store: Store, settings: Settings, secret: str, password: str, again: str) -> str:
    """The hash of a password that may be set with this link. Slow, in its own short transaction.

    Raises Conflict when the link cannot be used, Invalid when the password cannot.
    """
    with store.reading() as session:
        link = find_link(session, secret, settings)
    if link is None:
        raise Conflict(used_up())
    check_new_password(password, again, name=link.name, email=link.email)
    return hash_password(password)


def check_new_password(password: str, again: str, *, name: str, email: str) -> None:
    """Raises Invalid with the reason when this password cannot be chosen, or was not typed twice alike."""
    problem = password_problem(password, name=name, email=email)
    if problem is not None:
        raise Invalid({"password": problem})
    if password != again:
        raise Invalid({"again": say("The two passwords differ. Type the same one twice.")})


def use_link(session: Session, secret: str, password_hash: str, settings: Settings) -> UsableLink:
    """Set the password; every browser of the account is signed out. Of two at once, one meets Conflict.

    An account that is locked stays so: only an administrator releases it. (CJIS v6.0 AC-7)
    """
    link = find_link(session, secret, settings)
    used = session.exec(
        update(AccountLink)
        .where(
            col(AccountLink.token_hash) == hash_of(secret),
            col(AccountLink.used_at).is_(None),
            col(AccountLink.expires_at) > now(),
        )
        .values(used_at=now())
    )
    account = session.get(Account, link.account_id, with_for_update=True) if link is not None else None
    if link is None or account is None or used.rowcount != 1 or account.status is AccountStatus.DISABLED:
        raise Conflict(used_up())
    account.password_hash = password_hash
    account.password_changed_at = now()
    joins = account.status is AccountStatus.INVITED
    account.status = AccountStatus.ACTIVE
    session.add(account)
    end_sessions(session, account.id)
    actor = Actor(ActorKind.LINK, id=account.id, name=account.name, organization_id=account.organization_id)
    if joins:
        events.record(session, actor, "account.joined", "account", account.id)
    else:
        events.record(session, actor, "account.password_changed", "account", account.id, by="link")
    return link


def hand_out_link(session: Session, actor: Actor, account: Account, settings: Settings) -> str:
    """A link for somebody who gets no letters, to be told them in person; written down as an event.

    Raises Conflict for an account that is disabled.
    """
    require(may_manage_accounts(actor))
    if account.status is AccountStatus.DISABLED:
        raise Conflict(say("This account is disabled. Enable it first."))
    events.record(session, actor, "account.link_made", "account", account.id)
    return link_address(make_link(session, account), settings)


def used_up() -> Say:
    """Why a link does not work, and what to do."""
    return say("This link was used already, or it is too old. Ask for a new one below.")


def ask_for_password(session: Session, settings: Settings, email: str, source: str) -> None:
    """Somebody forgot this address's password. Whether it is known shows nowhere; letters are limited."""
    address = plain_email(email)
    by_address = key_of("forgotten", address, settings)
    by_source = key_of("forgotten from", source, settings)
    add_try(session, by_address)
    add_try(session, by_source)
    hour = timedelta(hours=1)
    if tries(session, by_address, hour) > LETTERS_PER_HOUR:
        return
    if tries(session, by_source, hour) > LETTERS_PER_HOUR * PER_SOURCE:
        return
    account = session.exec(select(Account).where(Account.email == address)).one_or_none()
    if (
        account is None
        or account.status is AccountStatus.DISABLED
        or (account.is_demo and not settings.is_demo)
    ):
        return
    events.record(session, VISITOR, "account.password_forgotten", "account", account.id)
