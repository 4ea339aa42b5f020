"""URLs of the accounts, for administrators; everybody else finds nothing here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.accounts import administering as operations
from network.accounts import queries
from network.accounts.sessions import open_sessions
from network.actors import Actor
from network.notices.queries import last_link_letter
from network.tables import Account
from network.words import Say, say
from web.forms.again import shown_again
from web.forms.users import InviteForm, RolesForm, UsersQuery
from web.pages.users import UserPage, invite_page, new_invite_form, user_page, users_page
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
URL_ENCODED = RequestEncodingType.URL_ENCODED
SHOW, NEW = "users/show.html", "users/new.html"


@get("/", name="users", sync_to_thread=True)
def list_users(request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]) -> Page:
    query = UsersQuery.read(request.query_params.dict())
    found = queries.find_accounts(session, staff, query.wanted)
    page = users_page(query, found, queries.member_organizations(session))
    return show(request, staff, "users/list.html", page)


@get("/new", name="users-new", sync_to_thread=True)
def show_invitation(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    queries.know_accounts(staff)
    organizations = queries.member_organizations(session)
    page = invite_page(world.settings, organizations, new_invite_form(world.settings), {})
    return show(request, staff, NEW, page)


@post("/", name="users-invited", status_code=303, sync_to_thread=True)
def invite(
    request: AnyRequest,
    data: Annotated[InviteForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    queries.know_accounts(staff)
    with shown_again(NEW, lambda wrong: _invitation(session, world, data, wrong)):
        account = _invite(session, staff, data, world)
    return go_to(request, f"/users/{account.id}", say("{name} is invited.", name=account.name))


def _invitation(session: Session, world: World, form: InviteForm, problems: Mapping[str, Say]) -> object:
    return invite_page(world.settings, queries.member_organizations(session), form, problems)


def _invite(session: Session, staff: Actor, form: InviteForm, world: World) -> Account:
    return operations.invite_account(
        session,
        staff,
        name=form.name,
        email=form.email,
        organization_id=form.organization,
        roles=form.chosen_roles,
        language=form.language,
        time_zone=world.settings.default_time_zone,
    )


@get("/{account_id:uuid}", name="user", sync_to_thread=True)
def show_user(
    request: AnyRequest,
    account_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    account = queries.get_account(session, staff, account_id)
    return show(request, staff, SHOW, _user(session, staff, world, account))


def _user(
    session: Session,
    staff: Actor,
    world: World,
    account: Account,
    roles: Sequence[str] | None = None,
    problems: Mapping[str, Say] | None = None,
) -> UserPage:
    return user_page(
        staff,
        queries.account_line(session, account),
        queries.account_history(session, staff, account),
        last_link_letter(session, account.id),
        len(open_sessions(session, account.id, world.settings)),
        roles,
        problems,
    )


@post("/{account_id:uuid}/roles", name="user-roles", status_code=303, sync_to_thread=True)
def give_roles(
    request: AnyRequest,
    account_id: FromPath[UUID],
    data: Annotated[RolesForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    account, chosen = queries.get_account(session, staff, account_id), data.chosen_roles
    with shown_again(
        SHOW, lambda wrong: _user(session, staff, world, account, sorted(chosen), wrong), field="roles"
    ):
        operations.set_roles(session, staff, account, chosen)
    return _back(request, account, say("The roles of {name} are saved.", name=account.name))


def _back(request: AnyRequest, account: Account, done: Say) -> Redirect:
    return go_to(request, f"/users/{account.id}", done)


Change = Callable[[Session, Actor, Account], object]


def _do(
    request: AnyRequest, session: Session, staff: Actor, account_id: UUID, change: Change, done: Say
) -> Redirect:
    account = queries.get_account(session, staff, account_id)
    change(session, staff, account)
    return _back(request, account, done)


@post("/{account_id:uuid}/release", name="user-released", status_code=303, sync_to_thread=True)
def release(
    request: AnyRequest,
    account_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    account = queries.get_account(session, staff, account_id)
    operations.release_account(session, staff, account, world.settings)
    return _back(request, account, say("The account is unlocked."))


@post("/{account_id:uuid}/disabling", name="user-disabled", status_code=303, sync_to_thread=True)
def disable(
    request: AnyRequest,
    account_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    done = say("The account is disabled, and signed out everywhere.")
    return _do(request, session, staff, account_id, operations.disable_account, done)


@post("/{account_id:uuid}/enabling", name="user-enabled", status_code=303, sync_to_thread=True)
def enable(
    request: AnyRequest,
    account_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    done = say("The account is enabled again.")
    return _do(request, session, staff, account_id, operations.enable_account, done)


@post("/{account_id:uuid}/invitation", name="user-invited-again", status_code=303, sync_to_thread=True)
def invite_again(
    request: AnyRequest,
    account_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    done = say("Another invitation is on its way; the earlier link no longer works.")
    return _do(request, session, staff, account_id, operations.invite_again, done)


@post("/{account_id:uuid}/sign-out", name="user-signed-out", status_code=303, sync_to_thread=True)
def sign_out(
    request: AnyRequest,
    account_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    done = say("This person is signed out everywhere.")
    return _do(request, session, staff, account_id, operations.sign_out_account, done)


@post("/{account_id:uuid}/app-removal", name="user-app-removed", status_code=303, sync_to_thread=True)
def remove_app(
    request: AnyRequest,
    account_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    done = say("The authenticator app is removed. The person sets up another one at the next sign-in.")
    return _do(request, session, staff, account_id, operations.remove_lost_app, done)


router = Router(
    "/users",
    route_handlers=[
        list_users,
        show_invitation,
        invite,
        show_user,
        give_roles,
        release,
        disable,
        enable,
        invite_again,
        sign_out,
        remove_app,
    ],
    include_in_schema=False,
)
