"""URLs of a person's own account."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.accounts import profile as operations
from network.accounts.queries import organization_name
from network.accounts.second_factors import (
    app_address,
    has_second_factor,
    offered_secret,
    set_second_factor,
)
from network.accounts.sessions import open_sessions
from network.actors import Actor
from network.errors import SignInNeeded
from network.words import Say, say
from web.entering import with_new_id
from web.forms.again import shown_again
from web.forms.profile import AppForm, AppRemovalForm, PasswordForm, ProfileForm
from web.language import COOKIE as LANGUAGE_COOKIE
from web.pages.filled import EMPTY, Filled
from web.pages.profile import AppRemovalPage, PasswordPage, ProfilePage, profile_page
from web.pages.signing_in import SetUpPage, set_up_page
from web.show import Page, go_to, show
from web.visit import visit_of
from web.world import World

AnyRequest = Request[Any, Any, Any]
URL_ENCODED = RequestEncodingType.URL_ENCODED
SHOW, PASSWORD, APP, REMOVAL = (
    "profile/show.html",
    "profile/password.html",
    "profile/app.html",
    "profile/app_removal.html",
)


@get("/", name="profile", sync_to_thread=True)
def show_profile(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    return show(request, staff, SHOW, _profile(request, session, staff, world))


@post("/", name="profile-changed", status_code=303, sync_to_thread=True)
def change_profile(
    request: AnyRequest,
    data: Annotated[ProfileForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    account = operations.own_account(session, staff)
    with shown_again(SHOW, lambda wrong: _profile(request, session, staff, world, data, wrong)):
        operations.change_profile(session, staff, account, language=data.language, time_zone=data.time_zone)
    response = go_to(request, "/profile", say("Saved."))
    response.delete_cookie(LANGUAGE_COOKIE)  # what this browser alone had chosen gives way
    return response


def _profile(
    request: AnyRequest,
    session: Session,
    staff: Actor,
    world: World,
    typed: ProfileForm | None = None,
    problems: Mapping[str, Say] | None = None,
) -> ProfilePage:
    account = operations.own_account(session, staff)
    return profile_page(
        staff,
        account,
        organization_name(session, account.organization_id),
        open_sessions(session, account.id, world.settings),
        has_app=has_second_factor(session, account.id),
        this=visit_of(request).session_id,
        typed=typed,
        problems=problems,
    )


@post("/sessions/{session_id:uuid}/end", name="profile-session-ended", status_code=303, sync_to_thread=True)
def sign_browser_out(
    request: AnyRequest,
    session_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    operations.sign_out(session, staff, session_id)
    return go_to(request, "/profile", say("That browser is signed out."))


@get("/password", name="profile-password", sync_to_thread=False)
def show_password(request: AnyRequest, staff: NamedDependency[Actor]) -> Page:
    return show(request, staff, PASSWORD, PasswordPage(EMPTY))


@post("/password", name="profile-password-changed", status_code=303, sync_to_thread=True)
def change_password(
    request: AnyRequest,
    data: Annotated[PasswordForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    with shown_again(PASSWORD, lambda wrong: PasswordPage(Filled({}, wrong))):
        new = operations.check_change(world.store, world.settings, staff, data.old, data.password, data.again)
    account, this = operations.own_account(session, staff), visit_of(request).session_id
    operations.change_password(session, staff, account, password_hash=new, but=this)
    done = go_to(request, "/profile", say("Your password is changed. You are signed out everywhere else."))
    return with_new_id(request, world.settings, session, done)


@get("/authenticator-app", name="profile-app", sync_to_thread=True)
def show_app(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page | Redirect:
    assert staff.id is not None
    if has_second_factor(session, staff.id):
        return go_to(request, "/profile/authenticator-app/removal")
    return show(request, staff, APP, _app(request, session, staff, world, {}))


@post("/authenticator-app", name="profile-app-set", status_code=303, sync_to_thread=True)
def set_app(
    request: AnyRequest,
    data: Annotated[AppForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    with shown_again(APP, lambda wrong: _app(request, session, staff, world, wrong)):
        operations.check_own_password(world.store, world.settings, staff, data.password)
        secret = offered_secret(session, _this(request), world.settings)
        step = operations.check_first_code(secret, data.code)
    account = operations.own_account(session, staff)
    set_second_factor(session, staff, account, secret=secret, step=step, but=_this(request))
    done = go_to(request, "/profile", say("The app is set up. From now on you need it to sign in."))
    return with_new_id(request, world.settings, session, done)


def _app(
    request: AnyRequest, session: Session, staff: Actor, world: World, problems: Mapping[str, Say]
) -> SetUpPage:
    secret = offered_secret(session, _this(request), world.settings)
    address = app_address(secret, operations.own_account(session, staff))
    action = "/profile/authenticator-app"
    return set_up_page(
        secret, address, action=action, next_path="/profile", problems=problems, asks_password=True
    )


@get("/authenticator-app/removal", name="profile-app-removal", sync_to_thread=False)
def show_app_removal(
    request: AnyRequest, staff: NamedDependency[Actor], world: NamedDependency[World]
) -> Page:
    page = AppRemovalPage(EMPTY, world.settings.second_factor_required)
    return show(request, staff, REMOVAL, page)


@post("/authenticator-app/removal", name="profile-app-removed", status_code=303, sync_to_thread=True)
def remove_app(
    request: AnyRequest,
    data: Annotated[AppRemovalForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    required = world.settings.second_factor_required
    with shown_again(REMOVAL, lambda wrong: AppRemovalPage(Filled({}, wrong), required)):
        operations.check_own_password(world.store, world.settings, staff, data.password)
    account, this = operations.own_account(session, staff), visit_of(request).session_id
    operations.remove_own_app(session, staff, account, but=this)
    done = go_to(request, "/profile", say("The app is removed."))
    return with_new_id(request, world.settings, session, done)


def _this(request: AnyRequest) -> UUID:
    session_id = visit_of(request).session_id
    if session_id is None:
        raise SignInNeeded
    return session_id


router = Router(
    "/profile",
    route_handlers=[
        show_profile,
        change_profile,
        sign_browser_out,
        show_password,
        change_password,
        show_app,
        set_app,
        show_app_removal,
        remove_app,
    ],
    include_in_schema=False,
)
