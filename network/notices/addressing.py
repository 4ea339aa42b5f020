"""Recipients that are accounts: one by one, or everybody of an agency with a role."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Role
from network.tables import Account, AccountRole, AccountStatus


@dataclass(frozen=True)
class To:
    """One recipient. `kind` is set where this one gets another letter than the event's usual one."""

    recipient: str  # an account's id, or a hash of an address
    address: str  # e-mail, or `tel:+1…`
    language: str = "en"
    kind: str = ""
    due_at: datetime | None = None


def with_role(session: Session, organization_id: UUID, role: Role) -> list[To]:
    """The staff of an agency who hold this role."""
    return [to_account(account) for account in role_rows(session, role, organization_id)]


def role_rows(session: Session, role: Role, organization_id: UUID | None = None) -> list[Account]:
    """Active accounts that hold this role, of one agency or of the whole network."""
    query = (
        select(Account)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(Account.status == AccountStatus.ACTIVE, AccountRole.role == role)
        .order_by(col(Account.id))
    )
    if organization_id is not None:
        query = query.where(Account.organization_id == organization_id)
    return list(session.exec(query).all())


def accounts(session: Session, ids: Iterable[UUID | None]) -> list[To]:
    """Those of these accounts that are active."""
    return [to_account(account) for account in account_rows(session, ids)]


def account_rows(session: Session, ids: Iterable[UUID | None]) -> list[Account]:
    """Those of these accounts that are active, as rows."""
    wanted = {one for one in ids if one is not None}
    query = select(Account).where(col(Account.id).in_(wanted), Account.status == AccountStatus.ACTIVE)
    return list(session.exec(query.order_by(col(Account.id))).all())


def to_account(account: Account) -> To:
    """A letter to its e-mail address, in its language."""
    return To(str(account.id), account.email, account.language)
