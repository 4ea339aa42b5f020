"""`trestle users`: accounts, from the shell of the machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from commands.opening import open_database, print_json
from network.accounts import administering
from network.accounts.links import hand_out_link
from network.accounts.queries import (
    AccountFilter,
    AccountLine,
    Standing,
    account_line,
    find_accounts,
    get_account_by_email,
    member_organizations,
)
from network.actors import OPERATOR, Role
from network.errors import Invalid, NotFound
from network.settings import Settings, read_settings
from network.tables import Account
from network.words import LANGUAGES

Command = TypeVar("Command", bound=Callable[..., Any])


def _json(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


ROLE = click.Choice([role.value for role in Role])


@click.group("users")
def users_command() -> None:
    """List, invite, unlock, disable and enable accounts; give roles; hand out password links.

    Whatever is changed is recorded as done by the operator.
    """


@users_command.command("list")
@click.option("--search", default="", help="Words of the name or address.")
@click.option("--role", type=ROLE, help="Only with this role.")
@click.option("--status", type=click.Choice([one.value for one in Standing]), help="Only in this state.")
@_json
def list_accounts(search: str, role: str | None, status: str | None, as_json: bool) -> None:
    """List the accounts, by name."""
    wanted = (Role(role) if role else None, Standing(status) if status else None)
    with _writing() as (session, _):
        lines = list(_all_lines(session, search, *wanted))
    if as_json:
        print_json([_plain(line) for line in lines])
        return
    table = Table("Name", "E-mail", "Agency", "State", "Roles", "Last sign-in", box=None)
    for line in lines:
        seen = f"{line.last_signed_in_at:%Y-%m-%d %H:%M}" if line.last_signed_in_at else "never"
        roles = ", ".join(role.value for role in line.roles)
        table.add_row(line.name, line.email, line.organization, line.standing.value, roles, seen)
    Console().print(table)
    click.echo(f"{len(lines)} accounts")


def _all_lines(
    session: Session, search: str, role: Role | None, standing: Standing | None
) -> Iterator[AccountLine]:
    page, pages = 1, 1
    while page <= pages:
        wanted = AccountFilter(words=search, role=role, standing=standing, page=page)
        found = find_accounts(session, OPERATOR, wanted)
        yield from found.lines
        page, pages = page + 1, found.pages


@users_command.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", "roles", multiple=True, required=True, type=ROLE, help="A role; may be repeated.")
@click.option("--organization", default="", help="Name of the member agency.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), help="Language of letters and pages.")
@_json
def invite(
    email: str, name: str, roles: tuple[str, ...], organization: str, language: str | None, as_json: bool
) -> None:
    """Invite somebody; the worker sends them a letter. Without a mail server see `trestle users link`."""
    with _writing() as (session, settings):
        account = administering.invite_account(
            session,
            OPERATOR,
            name=name,
            email=email,
            organization_id=_organization_id(session, organization),
            roles={Role(role) for role in roles},
            language=language or settings.default_language,
            time_zone=settings.default_time_zone,
        )
        _tell(account_line(session, account), as_json, "Invited")


def _organization_id(session: Session, name: str) -> Any:
    if not name:
        return None
    found = [key for key, known in member_organizations(session) if known.casefold() == name.casefold()]
    if len(found) != 1:
        raise click.ClickException(f"{len(found)} member agencies are called {name!r}.")
    return found[0]


@users_command.command("roles")
@click.argument("email")
@click.argument("roles", nargs=-1, required=True, type=ROLE)
@_json
def set_roles(email: str, roles: tuple[str, ...], as_json: bool) -> None:
    """Give an account exactly these roles; the person signs in again."""
    given = {Role(role) for role in roles}
    _change(
        email,
        as_json,
        "Changed",
        lambda session, account, _: administering.set_roles(session, OPERATOR, account, given),
    )


@users_command.command("unlock")
@click.argument("email")
@_json
def unlock(email: str, as_json: bool) -> None:
    """Release an account that was locked after too many wrong tries."""

    def release(session: Session, account: Account, settings: Settings) -> None:
        administering.release_account(session, OPERATOR, account, settings)

    _change(email, as_json, "Unlocked", release)


@users_command.command("disable")
@click.argument("email")
@_json
def disable(email: str, as_json: bool) -> None:
    """End every sign-in of an account and allow no other."""
    _change(
        email, as_json, "Disabled", lambda s, account, _: administering.disable_account(s, OPERATOR, account)
    )


@users_command.command("enable")
@click.argument("email")
@_json
def enable(email: str, as_json: bool) -> None:
    """Allow a disabled account to sign in again."""
    _change(
        email, as_json, "Enabled", lambda s, account, _: administering.enable_account(s, OPERATOR, account)
    )


@users_command.command("sign-out")
@click.argument("email")
@_json
def sign_out(email: str, as_json: bool) -> None:
    """Sign an account out in every browser."""

    def end(session: Session, account: Account, _: Settings) -> None:
        administering.sign_out_account(session, OPERATOR, account)

    _change(email, as_json, "Signed out", end)


@users_command.command("remove-app")
@click.argument("email")
@_json
def remove_app(email: str, as_json: bool) -> None:
    """Remove a lost authenticator app; the person sets up another at the next sign-in."""
    _change(
        email,
        as_json,
        "App removed",
        lambda s, account, _: administering.remove_lost_app(s, OPERATOR, account),
    )


@users_command.command("link")
@click.argument("email")
@_json
def link(email: str, as_json: bool) -> None:
    """Print a link with which this person sets a password, once: for when letters are not set up."""
    with _writing() as (session, settings):
        account = get_account_by_email(session, OPERATOR, email)
        address = hand_out_link(session, OPERATOR, account, settings)
    if as_json:
        print_json({"email": email, "link": address})
    else:
        click.echo(address)


def _change(
    email: str, as_json: bool, done: str, change: Callable[[Session, Account, Settings], object]
) -> None:
    with _writing() as (session, settings):
        account = get_account_by_email(session, OPERATOR, email)
        change(session, account, settings)
        session.flush()
        session.expire(account)
        _tell(account_line(session, account), as_json, done)


def _tell(line: AccountLine, as_json: bool, done: str) -> None:
    if as_json:
        print_json(_plain(line))
    else:
        click.echo(f"{done}: {line.name} <{line.email}>, {line.standing.value}, {', '.join(line.roles)}")


def _plain(line: AccountLine) -> dict[str, Any]:
    return asdict(line) | {"roles": [role.value for role in line.roles], "standing": line.standing.value}


@contextmanager
def _writing() -> Iterator[tuple[Session, Settings]]:
    settings = read_settings()
    database = open_database(settings)
    try:
        with database.writing() as session:
            yield session, settings
    except NotFound:
        raise click.ClickException("There is no account with this address.") from None
    except Invalid as wrong:
        raise click.ClickException(" ".join(str(problem) for problem in wrong.problems.values())) from None
    finally:
        database.close()
