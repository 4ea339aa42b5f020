"""Reads accounts: for administrators, and for whoever sets up the demonstration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from network.actors import Actor, Role
from network.errors import NotFound
from network.rules.addresses import plain_email
from network.rules.names import folded
from network.rules.permissions import may_manage_accounts
from network.tables import Account, AccountRole, AccountStatus, Event, Organization, SecondFactor

PER_PAGE = 25


class Standing(StrEnum):
    """Whether somebody can sign in, in one word."""

    INVITED = "invited"
    ACTIVE = "active"
    LOCKED = "locked"
    DISABLED = "disabled"


@dataclass(frozen=True)
class AccountLine:
    """One account as administrators see it."""

    id: UUID
    name: str
    email: str
    organization_id: UUID | None
    organization: str
    standing: Standing
    roles: tuple[Role, ...]
    last_signed_in_at: datetime | None
    has_second_factor: bool
    is_demo: bool


@dataclass(frozen=True)
class AccountsFound:
    """One page of the accounts that were asked for."""

    total: int
    page: int
    pages: int
    lines: tuple[AccountLine, ...]


@dataclass(frozen=True)
class AccountFilter:
    """Which accounts: words of name or address, role, standing, agency. Empty asks for all."""

    words: str = ""
    role: Role | None = None
    standing: Standing | None = None
    organization_id: UUID | None = None
    page: int = field(default=1)


@dataclass(frozen=True)
class DemoAccount:
    """Somebody of the demonstration who can sign in."""

    email: str
    name: str
    roles: tuple[str, ...]


def demo_accounts(session: Session) -> list[DemoAccount]:
    """Who can sign in to the demonstration, in the order in which they were made."""
    accounts = session.exec(
        select(Account).where(col(Account.is_demo), Account.password_hash != "").order_by(col(Account.id))
    ).all()
    roles = _roles(session, [account.id for account in accounts])
    return [
        DemoAccount(account.email, account.name, tuple(role.value for role in roles[account.id]))
        for account in accounts
    ]


def find_accounts(session: Session, actor: Actor, wanted: AccountFilter) -> AccountsFound:
    """The accounts that fit, by name. Raises NotFound for everybody who may not know of them."""
    know_accounts(actor)
    query = select(col(Account.id), col(Account.name), col(Account.email)).order_by(
        col(Account.name), col(Account.id)
    )
    if wanted.standing is not None:
        query = query.where(*_in_standing(wanted.standing))
    if wanted.organization_id is not None:
        query = query.where(Account.organization_id == wanted.organization_id)
    if wanted.role is not None:
        having = select(AccountRole.account_id).where(AccountRole.role == wanted.role)
        query = query.where(col(Account.id).in_(having))
    words = folded(wanted.words[:200]).split()
    found = [
        account_id
        for account_id, name, email in session.exec(query)
        if all(word in f"{folded(name)} {email}" for word in words)
    ]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, wanted.page), pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return AccountsFound(len(found), page, pages, tuple(_lines(session, shown)))


def get_account(session: Session, actor: Actor, account_id: UUID) -> Account:
    """One account. Raises NotFound when there is none, or when it is not for this person to know."""
    know_accounts(actor)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account


def get_account_by_email(session: Session, actor: Actor, email: str) -> Account:
    """The account with this address, however it is typed. Raises NotFound."""
    know_accounts(actor)
    account = session.exec(select(Account).where(Account.email == plain_email(email))).one_or_none()
    if account is None:
        raise NotFound
    return account


def account_line(session: Session, account: Account) -> AccountLine:
    """The account as administrators see it."""
    return next(iter(_lines(session, [account.id])))


def member_organizations(session: Session) -> Sequence[tuple[UUID, str]]:
    """The agencies whose staff can have accounts, by name."""
    query = select(col(Organization.id), col(Organization.name)).where(col(Organization.is_member))
    return [(row[0], row[1]) for row in session.exec(query.order_by(col(Organization.name))).all()]


def know_accounts(actor: Actor) -> None:
    """Raises NotFound for everybody who may not know who has an account."""
    if not may_manage_accounts(actor):
        raise NotFound


def _in_standing(standing: Standing) -> list[ColumnElement[bool]]:
    if standing is Standing.LOCKED:
        return [col(Account.locked_at).is_not(None), col(Account.status) != AccountStatus.DISABLED]
    return [
        col(Account.status) == AccountStatus(standing.value),
        *([col(Account.locked_at).is_(None)] if standing is not Standing.DISABLED else []),
    ]


def standing_of(account: Account) -> Standing:
    """Disabled counts more than locked, locked more than invited or active."""
    if account.status is AccountStatus.DISABLED:
        return Standing.DISABLED
    return Standing.LOCKED if account.locked_at is not None else Standing(account.status.value)


def _lines(session: Session, ids: Sequence[UUID]) -> Iterable[AccountLine]:
    query = (
        select(Account, col(Organization.name))
        .outerjoin(Organization, col(Organization.id) == Account.organization_id)
        .where(col(Account.id).in_(ids))
        .order_by(col(Account.name), col(Account.id))
    )
    roles = _roles(session, ids)
    with_app = set(
        session.exec(select(SecondFactor.account_id).where(col(SecondFactor.account_id).in_(ids))).all()
    )
    for account, organization in session.exec(query):
        yield AccountLine(
            account.id,
            account.name,
            account.email,
            account.organization_id,
            organization or "",
            standing_of(account),
            roles[account.id],
            account.last_signed_in_at,
            account.id in with_app,
            account.is_demo,
        )


def _roles(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[Role, ...]]:
    """Each account's roles, in the order in which the product names them."""
    rows = session.exec(select(AccountRole).where(col(AccountRole.account_id).in_(ids))).all()
    held: dict[UUID, set[Role]] = {account_id: set() for account_id in ids}
    for row in rows:
        held[row.account_id].add(row.role)
    return {account_id: tuple(role for role in Role if role in roles) for account_id, roles in held.items()}


def organization_name(session: Session, organization_id: UUID | None) -> str:
    """What an agency is called; empty for none."""
    if organization_id is None:
        return ""
    return session.exec(select(Organization.name).where(Organization.id == organization_id)).first() or ""


@dataclass(frozen=True)
class AccountEvent:
    """Something that happened to an account. `by` is empty for the system, the operator and the person."""

    happened_at: datetime
    kind: str
    by: str


def account_history(
    session: Session, actor: Actor, account: Account, at_most: int = 20
) -> list[AccountEvent]:
    """What happened to the account lately, the latest first."""
    know_accounts(actor)
    query = (
        select(Event, col(Account.name))
        .outerjoin(Account, (col(Account.id) == Event.actor_id) & (col(Event.actor_id) != account.id))
        .where(Event.subject_id == account.id, Event.subject == "account")
        .order_by(col(Event.id).desc())
        .limit(at_most)
    )
    return [AccountEvent(event.happened_at, event.kind, by or "") for event, by in session.exec(query)]
