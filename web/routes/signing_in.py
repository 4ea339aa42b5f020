"""URLs of signing in and out, of the second factor on the way in, and of a form that was kept meanwhile."""

from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect
from sqlmodel import Session

from network.accounts.keeping import forget_kept_form
from network.accounts.profile import check_first_code, sign_out, sign_out_everywhere
from network.accounts.second_factors import app_address, offered_secret, set_second_factor
from network.accounts.sessions import actor_for
from network.accounts.signing_in import (
    check_code,
    check_password,
    finish_set_up,
    pass_second_factor,
    sign_in,
)
from network.actors import Actor
from network.words import say
from web.entering import SIGN_IN, half_visit, let_in, next_of, onward, source_of
from web.forms.again import shown_again
from web.forms.signing_in import CodeForm, SignInForm
from web.keeping import has_kept, kept_form_of, kept_key, no_kept_cookie
from web.pages.filled import Filled
from web.pages.signing_in import (
    WRONG,
    WRONG_CODE,
    CodePage,
    SetUpPage,
    kept_page,
    set_up_page,
    sign_in_page,
)
from web.refusals import WrongForm
from web.show import Page, go_to, show
from web.visit import device_of, no_session_cookie, no_token_cookie, visit_of
from web.world import World

AnyRequest = Request[Any, Any, Any]
URL_ENCODED = RequestEncodingType.URL_ENCODED
SET_UP = "/sign-in/second-factor"


@get("/sign-in", name="sign-in", sync_to_thread=True)
def show_sign_in(
    request: AnyRequest, actor: NamedDependency[Actor], world: NamedDependency[World]
) -> Page | Redirect:
    if actor.is_signed_in:
        return go_to(request, onward(actor, next_of(request)))
    form = Filled({"next": next_of(request)})
    return show(
        request, actor, SIGN_IN, sign_in_page(world.settings, form, something_is_kept=has_kept(request))
    )


@post("/sign-in", name="signing-in", status_code=303, sync_to_thread=True)
def begin_signing_in(
    request: AnyRequest,
    data: Annotated[SignInForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    tried = check_password(world.store, world.settings, data.email, data.password, source_of(request))
    if tried is None:
        form = data.filled({"password": WRONG})
        raise WrongForm(SIGN_IN, sign_in_page(world.settings, form, something_is_kept=has_kept(request)))
    replaces = visit_of(request).session_id
    signed_in = sign_in(session, tried, world.settings, device=device_of(request), replaces=replaces)
    return let_in(request, world.settings, session, actor, signed_in, data.next_path)


@get("/sign-in/code", name="code", sync_to_thread=True)
def show_code(request: AnyRequest, actor: NamedDependency[Actor]) -> Page:
    half_visit(request)
    return show(request, actor, "signing_in/code.html", CodePage(Filled({"next": next_of(request)})))


@post("/sign-in/code", name="code-typed", status_code=303, sync_to_thread=True)
def type_code(
    request: AnyRequest,
    data: Annotated[CodeForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    half = half_visit(request)
    tried = check_code(world.store, world.settings, half.account_id, data.code, source_of(request))
    if tried is None:
        raise WrongForm("signing_in/code.html", CodePage(data.filled({"code": WRONG_CODE})))
    signed_in = pass_second_factor(session, tried, world.settings, half.session_id)
    return let_in(request, world.settings, session, actor, signed_in, data.next_path)


@get(SET_UP, name="second-factor", sync_to_thread=True)
def show_set_up(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    form = CodeForm(next=next_of(request))
    return show(request, actor, "signing_in/set_up.html", _set_up(request, session, world, form, {}))


@post(SET_UP, name="second-factor-set", status_code=303, sync_to_thread=True)
def set_up(
    request: AnyRequest,
    data: Annotated[CodeForm, Body(media_type=URL_ENCODED)],
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    half, settings = half_visit(request), world.settings
    secret = offered_secret(session, half.session_id, settings)
    with shown_again("signing_in/set_up.html", lambda wrong: _set_up(request, session, world, data, wrong)):
        step = check_first_code(secret, data.code)
    account = half.account(session)
    owner = actor_for(session, account)
    set_second_factor(session, owner, account, secret=secret, step=step, but=half.session_id)
    signed_in = finish_set_up(session, account, settings, half.session_id)
    return let_in(request, settings, session, actor, signed_in, data.next_path)


def _set_up(request: AnyRequest, session: Session, world: World, form: CodeForm, problems: Any) -> SetUpPage:
    half = half_visit(request)
    secret = offered_secret(session, half.session_id, world.settings)
    address = app_address(secret, half.account(session))
    return set_up_page(
        secret, address, action=SET_UP, next_path=form.next_path, problems=problems, asks_password=False
    )


@post("/sign-out", name="sign-out", status_code=303, sync_to_thread=True)
def leave(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    session_id = visit_of(request).session_id
    if actor.is_signed_in and session_id is not None:
        sign_out(session, actor, session_id)
    return _outside(request, world)


@post("/sign-out/everywhere", name="sign-out-everywhere", status_code=303, sync_to_thread=True)
def leave_everywhere(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    sign_out_everywhere(session, staff)
    return _outside(request, world)


def _outside(request: AnyRequest, world: World) -> Redirect:
    response = go_to(request, "/", say("You are signed out."))
    response.set_cookie(no_session_cookie(world.settings))
    response.set_cookie(no_token_cookie(world.settings))
    return response


@post("/session/presence", name="presence", status_code=204, sync_to_thread=False)
def stay(staff: NamedDependency[Actor]) -> None:
    """Somebody is still there: finding out who asks has kept the session awake. 401 when it is over."""
    assert staff.is_signed_in


@get("/kept-form", name="kept-form", sync_to_thread=True)
def show_kept(request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]) -> Page:
    action, fields = kept_form_of(request, session, staff)
    return show(request, staff, "signing_in/kept.html", kept_page(action, fields))


@post("/kept-form/forgotten", name="kept-form-forgotten", status_code=303, sync_to_thread=True)
def forget_kept(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Response[Any]:
    assert staff.id is not None
    forget_kept_form(session, staff.id, kept_key(request))
    response = go_to(request, "/", say("What you had typed is forgotten."))
    response.set_cookie(no_kept_cookie())
    return response


router = Router(
    "/",
    route_handlers=[
        show_sign_in,
        begin_signing_in,
        show_code,
        type_code,
        show_set_up,
        set_up,
        leave,
        leave_everywhere,
        stay,
        show_kept,
        forget_kept,
    ],
    include_in_schema=False,
)
