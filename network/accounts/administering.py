"""What administrators (and the operator) do with accounts; every change is written down as an event."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from network import events
from network.accounts.second_factors import remove_second_factor
from network.accounts.sessions import end_sessions
from network.accounts.tries import account_key, forget_tries
from network.actors import Actor, Role
from network.clock import now
from network.errors import Conflict, Invalid, NotAllowed
from network.rules.addresses import is_email, plain_email
from network.rules.names import LONGEST as LONGEST_NAME
from network.rules.names import plain_name
from network.rules.permissions import may_manage_accounts, require
from network.settings import Settings
from network.tables import Account, AccountRole, AccountStatus, Organization
from network.words import LANGUAGES, Say, say

IN_AN_AGENCY = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR, Role.PROVIDER, Role.PRIVACY})
"""Roles of people who work on an agency's cases: without one they would see nothing and could do nothing."""


def invite_account(
    session: Session,
    actor: Actor,
    *,
    name: str,
    email: str,
    organization_id: UUID | None,
    roles: Collection[Role],
    language: str = "en",
    time_zone: str = "America/Chicago",
) -> Account:
    """A new account whose person gets a letter with a link. Raises Invalid with what is wrong."""
    require(may_manage_accounts(actor))
    name, email = plain_name(name), plain_email(email)
    if problems := _problems(session, name, email, organization_id, roles, language):
        raise Invalid(problems)
    account = Account(
        email=email,
        name=name,
        organization_id=organization_id,
        language=language,
        time_zone=time_zone,
        created_at=now(),
    )
    session.add(account)
    session.flush()
    session.add_all(AccountRole(account_id=account.id, role=role) for role in set(roles))
    events.record(session, actor, "account.invited", "account", account.id, roles=_codes(roles))
    return account


def invite_again(session: Session, actor: Actor, account: Account) -> None:
    """Another letter with another link; the earlier one ends. Raises Conflict when the person has joined."""
    require(may_manage_accounts(actor))
    if account.status is not AccountStatus.INVITED:
        raise Conflict(
            say("This person has joined already. If the password is forgotten, they can ask for a new one.")
        )
    events.record(session, actor, "account.invited", "account", account.id)


def release_account(session: Session, actor: Actor, account: Account, settings: Settings) -> None:
    """The account is locked no longer, and wrong tries count anew. Raises Conflict when it was not locked."""
    require(may_manage_accounts(actor))
    released = session.exec(
        update(Account)
        .where(col(Account.id) == account.id, col(Account.locked_at).is_not(None))
        .values(locked_at=None)
    )
    if released.rowcount != 1:
        raise Conflict(say("This account is not locked any more."))
    forget_tries(session, account_key(account.id, settings))
    events.record(session, actor, "account.released", "account", account.id)


def set_roles(session: Session, actor: Actor, account: Account, roles: Collection[Role]) -> bool:
    """Give the account exactly these roles; answers whether it had others.

    The person signs in again then. (CJIS v6.0 IA-11)
    """
    require(may_manage_accounts(actor))
    before = _roles_of(session, account.id)
    if problem := _role_problem(account.organization_id, roles):
        raise Invalid({"roles": problem})
    if set(roles) == before:
        return False
    if Role.ADMINISTRATOR in before and Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(session, account)
    session.exec(delete(AccountRole).where(col(AccountRole.account_id) == account.id))
    session.add_all(AccountRole(account_id=account.id, role=role) for role in set(roles))
    end_sessions(session, account.id)
    facts = {"before": _codes(before), "after": _codes(roles)}
    events.record(session, actor, "account.roles_changed", "account", account.id, **facts)
    return True


def disable_account(session: Session, actor: Actor, account: Account) -> None:
    """The person cannot sign in any more, from this moment. Raises NotAllowed for oneself."""
    require(may_manage_accounts(actor))
    if account.id == actor.id:
        raise NotAllowed(say("You cannot disable your own account. Ask another administrator."))
    _keep_an_administrator(session, account)
    disabled = session.exec(
        update(Account)
        .where(col(Account.id) == account.id, col(Account.status) != AccountStatus.DISABLED)
        .values(status=AccountStatus.DISABLED)
    )
    if disabled.rowcount != 1:
        raise Conflict(say("This account is disabled already."))
    end_sessions(session, account.id)
    events.record(session, actor, "account.disabled", "account", account.id)


def enable_account(session: Session, actor: Actor, account: Account) -> None:
    """The person can sign in again, or accept their invitation. Raises Conflict when it is not disabled."""
    require(may_manage_accounts(actor))
    status = AccountStatus.ACTIVE if account.password_hash else AccountStatus.INVITED
    enabled = session.exec(
        update(Account)
        .where(col(Account.id) == account.id, col(Account.status) == AccountStatus.DISABLED)
        .values(status=status)
    )
    if enabled.rowcount != 1:
        raise Conflict(say("This account is not disabled any more."))
    events.record(session, actor, "account.enabled", "account", account.id)


def sign_out_account(session: Session, actor: Actor, account: Account) -> int:
    """Sign the person out in every browser; answers how many that were."""
    require(may_manage_accounts(actor))
    count = end_sessions(session, account.id)
    events.record(session, actor, "account.signed_out_everywhere", "account", account.id, browsers=count)
    return count


def remove_lost_app(session: Session, actor: Actor, account: Account) -> None:
    """The person lost their authenticator app; they set up another at the next sign-in."""
    require(may_manage_accounts(actor))
    remove_second_factor(session, actor, account)


def _problems(
    session: Session,
    name: str,
    email: str,
    organization_id: UUID | None,
    roles: Collection[Role],
    language: str,
) -> dict[str, Say]:
    problems: dict[str, Say] = {}
    if not name or len(name) > LONGEST_NAME:
        problems["name"] = say(
            "Type the person's name, with at most {longest} letters.", longest=LONGEST_NAME
        )
    if not is_email(email):
        problems["email"] = say("Type a whole e-mail address, such as name@agency.org.")
    elif session.exec(select(Account.id).where(Account.email == email)).first() is not None:
        problems["email"] = say("There is an account with this address already.")
    if organization_id is not None and session.get(Organization, organization_id) is None:
        problems["organization_id"] = say("Choose an agency from the list.")
    if problem := _role_problem(organization_id, roles):
        problems["roles"] = problem
    if language not in LANGUAGES:
        problems["language"] = say("Choose a language from the list.")
    return problems


def _role_problem(organization_id: UUID | None, roles: Collection[Role]) -> Say | None:
    if not roles:
        return say("Choose at least one role.")
    if organization_id is None and not IN_AN_AGENCY.isdisjoint(roles):
        return say(
            "Officers, coordinators, supervisors, provider staff and privacy officers belong to an agency:"
            " choose it first."
        )
    return None


def _roles_of(session: Session, account_id: UUID) -> set[Role]:
    rows = session.exec(select(AccountRole.role).where(AccountRole.account_id == account_id)).all()
    return {Role(role) for role in rows}


def _keep_an_administrator(session: Session, account: Account) -> None:
    """Refuse when nobody else could manage accounts. Locks the rows, so that two cannot leave at once."""
    others = session.exec(
        select(AccountRole.account_id)
        .join(Account, col(Account.id) == AccountRole.account_id)
        .where(AccountRole.role == Role.ADMINISTRATOR, Account.status == AccountStatus.ACTIVE)
        .with_for_update()
    ).all()
    if account.id in others and len(others) == 1:
        raise NotAllowed(say("This is the last administrator. Make somebody else administrator first."))


def _codes(roles: Collection[Role]) -> str:
    return ",".join(sorted(role.value for role in roles))
