"""Accounts of the demonstration. They are made only in demo mode, and cannot sign in outside it."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session

from network import events
from network.accounts.passwords import hash_password
from network.actors import OPERATOR, Role
from network.clock import now
from network.errors import NotAllowed
from network.rules.addresses import plain_email
from network.rules.names import plain_name
from network.settings import Settings
from network.tables import Account, AccountRole, AccountStatus
from network.words import say


def create_demo_account(
    session: Session,
    settings: Settings,
    *,
    name: str,
    email: str,
    password: str | None,
    roles: Collection[Role],
    organization_id: UUID | None = None,
    language: str = "en",
    time_zone: str = "America/Chicago",
) -> Account:
    """Somebody who can sign in to the demonstration at once; without a password they only act in its story.

    Raises NotAllowed outside demo mode.
    """
    if not settings.is_demo:
        raise NotAllowed(say("Demonstration accounts are made only in demo mode."))
    account = Account(
        email=plain_email(email),
        name=plain_name(name),
        organization_id=organization_id,
        language=language,
        time_zone=time_zone,
        status=AccountStatus.ACTIVE,
        is_demo=True,
        created_at=now(),
        password_hash=hash_password(password) if password else "",
        password_changed_at=now() if password else None,
    )
    session.add(account)
    session.flush()
    session.add_all(AccountRole(account_id=account.id, role=role) for role in set(roles))
    events.record(session, OPERATOR, "account.joined", "account", account.id)
    return account
