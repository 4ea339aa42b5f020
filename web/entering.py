"""From a right password to the page a person wanted: cookies, the second factor, a kept form."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request
from litestar.response import Redirect
from sqlmodel import Session

from network.accounts.sessions import actor_for, rotate_session
from network.accounts.signing_in import NextStep, SignedIn
from network.actors import Actor
from network.errors import NotFound, SignInNeeded
from network.settings import Settings
from network.tables import Account
from network.words import say
from web.forms.local_path import onward_path
from web.keeping import has_kept_for, offered_cookie
from web.pages.tour import landing_path
from web.show import go_to
from web.visit import no_token_cookie, session_cookie, visit_of

AnyRequest = Request[Any, Any, Any]
SIGN_IN = "signing_in/show.html"
PASSWORD_DUE = say("Your password is old or easy to guess. Please choose a new one now.")


@dataclass(frozen=True)
class HalfVisit:
    """Somebody whose password was right, while the second factor is missing."""

    account_id: UUID
    session_id: UUID

    def account(self, session: Session) -> Account:
        account = session.get(Account, self.account_id)
        if account is None:
            raise NotFound
        return account


def half_visit(request: AnyRequest) -> HalfVisit:
    """Who stands between password and second factor in this browser. Raises SignInNeeded otherwise."""
    visit = visit_of(request)
    if visit.half_account_id is None or visit.session_id is None:
        raise SignInNeeded
    return HalfVisit(visit.half_account_id, visit.session_id)


def next_of(request: AnyRequest) -> str:
    """The page that the person wanted, when the address names one of ours."""
    return onward_path(str(request.query_params.get("next", "/")))


def source_of(request: AnyRequest) -> str:
    """Where a request comes from; kept only as a hash."""
    return request.client.host if request.client else ""


def let_in(
    request: AnyRequest,
    settings: Settings,
    session: Session,
    actor: Actor,
    signed_in: SignedIn,
    next_path: str,
) -> Redirect:
    """Give the browser its new id, and send the person to what comes next."""
    response = _onward(request, settings, session, signed_in, next_path)
    response.set_cookie(session_cookie(signed_in.cookie_id, settings))
    if signed_in.account_id not in {visit_of(request).former_account_id, actor.id}:
        response.set_cookie(no_token_cookie(settings))  # forms of whoever was here before no longer count
    return response


def _onward(
    request: AnyRequest, settings: Settings, session: Session, signed_in: SignedIn, next_path: str
) -> Redirect:
    query = f"?{urlencode({'next': next_path})}" if next_path != "/" else ""
    if signed_in.next_step is NextStep.CODE:
        return go_to(request, f"/sign-in/code{query}")
    if signed_in.next_step is NextStep.SET_UP:
        return go_to(request, f"/sign-in/second-factor{query}")
    if has_kept_for(request, session, signed_in.account_id):
        response = go_to(request, "/kept-form")
        response.set_cookie(offered_cookie(request, settings))
        return response
    if signed_in.password_is_due:
        return go_to(request, "/profile/password", PASSWORD_DUE, kind="warning")
    account = session.get(Account, signed_in.account_id)
    return go_to(request, onward(actor_for(session, account), next_path) if account else next_path)


def onward(actor: Actor, next_path: str) -> str:
    """The page that somebody wanted; without one, where their work begins."""
    return landing_path(actor) if next_path == "/" else next_path


def with_new_id(request: AnyRequest, settings: Settings, session: Session, response: Redirect) -> Redirect:
    """The person may do more or other things than before: this browser gets another id."""
    session_id = visit_of(request).session_id
    if session_id is not None:
        response.set_cookie(session_cookie(rotate_session(session, session_id, settings), settings))
    return response
