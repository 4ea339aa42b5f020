"""What is behind a link from a message, in this browser: the page, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.answers.codes import Tried
from network.answers.opening import FoundLink, find_opened, sender_of
from network.answers.showing import opened_link
from network.clock import now
from network.errors import Invalid, NetworkError
from network.rules.answering import CODES_PER_HOUR, Standing
from network.words import Say, say, say_number
from web.limits import key_of, limit_of
from web.link_cookies import key_of_browser, was_opened_here
from web.pages.answers import DoorPage, OverPage, ShownPage, Wrong, over_page, shown_page
from web.refusals import WrongForm
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
DOOR, OVER, SHOWN = "answers/door.html", "answers/over.html", "answers/show.html"
LOOKS, LOOK_SECONDS = 120, 600  # of one address: a whole office may share one, a guesser gets nowhere
ANSWERED = say("Your answer was sent. The agency that asks is told at once.")
RENEWED = say("A new link is on its way to the address that your agency has registered.")
RIGHT = Wrong()


@dataclass(frozen=True)
class Behind:
    """What this browser may be shown of a link: its page, and the link itself when it was opened here."""

    request: AnyRequest
    actor: Actor
    template: str
    page: DoorPage | OverPage | ShownPage
    status_code: int
    found: FoundLink | None = None

    def show(self) -> Page:
        return show(self.request, self.actor, self.template, self.page, status_code=self.status_code)

    def required(self) -> FoundLink:
        """The open link. Raises WrongForm with the page that says what happened, when there is none."""
        if self.found is None:
            status = 409 if self.status_code == 200 else self.status_code
            raise WrongForm(self.template, self.page, status_code=status)
        return self.found


def behind(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    secret: str,
    wrong: Wrong = RIGHT,
    *,
    shows: bool = True,
) -> Behind:
    """The link as it stands at this moment, if Open was pressed in this browser; else its door."""
    settings = request.app.state.world.settings
    found = find_opened(session, actor, secret)
    if found is None or not was_opened_here(request, found.link.id, settings):
        return Behind(request, actor, DOOR, DoorPage(f"{base_of(secret)}/opening"), 200)
    if not found.is_open:
        return Behind(request, actor, OVER, _over(session, secret, found), 410)
    if not shows:
        return Behind(request, actor, SHOWN, DoorPage(""), 200, found)
    link = opened_link(session, found, key_of_browser(request))
    page = shown_page(link, base_of(secret), actor.language, now(), wrong)
    there = replace(actor, time_zone=found.actor.time_zone)  # times as on the clock of the place
    return Behind(request, there, SHOWN, page, 200, found)


def over(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    secret: str,
    found: FoundLink | None,
    *,
    renewed: bool = False,
) -> Page:
    """The page of a link that cannot be opened; whoever holds none of ours learns only that."""
    if found is None:
        page = over_page(Standing.UNKNOWN, base=base_of(secret))
    else:
        page = _over(session, secret, found, problem=RENEWED if renewed and found.is_lapsed else None)
    return show(request, actor, OVER, page, status_code=410)


def again(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    secret: str,
    refused: NetworkError,
    *,
    form: Any = None,
    beds: Any = None,
) -> WrongForm:
    """The page as it is now, with what was typed and what is wrong with it; or what happened meanwhile."""
    session.expire_all()
    problems = refused.problems if isinstance(refused, Invalid) else {}
    status_code = 422 if problems else 409
    wrong = Wrong(
        form=_typed(form),
        beds=_typed(beds),
        problems=problems,
        problem=None if problems else refused.sentence,
    )
    now_behind = behind(request, session, actor, secret, wrong)
    return WrongForm(now_behind.template, now_behind.page, status_code=status_code)


def code_again(request: AnyRequest, world: World, actor: Actor, secret: str, tried: Tried) -> WrongForm:
    """The page with the sentence about the wrong code; the locked page after the fifth."""
    wrong = Wrong(code_problem=_about(tried))
    with world.store.reading() as session:
        now_behind = behind(request, session, actor, secret, wrong)
    return WrongForm(now_behind.template, now_behind.page, status_code=422)


def count_look(request: AnyRequest, actor: Actor) -> None:
    """Slow down whoever tries one link after the other. Raises TooMany."""
    sentence = say("Too many links were opened from here. Please wait some minutes and try again.")
    limit_of(request, "answers", LOOKS, LOOK_SECONDS).count(key_of(request, actor), sentence)


def counted_code(request: AnyRequest, link_id: UUID) -> None:
    """Codes and new links go out a few times an hour, so that nobody's telephone rings all day. Raises
    TooMany."""
    sentence = say("We have sent several messages within the hour. Please look for the newest one, or call.")
    limit_of(request, "answer codes", CODES_PER_HOUR, 3600).count(link_id.bytes, sentence)


def base_of(secret: str) -> str:
    """The address of the link, without the host."""
    return f"/answers/{secret}"


def to_link(request: AnyRequest, secret: str, sentence: Say | None = None, *, at: str = "") -> Redirect:
    return go_to(request, base_of(secret) + at, sentence)


def with_cookie(response: Redirect, cookie: Cookie) -> Redirect:
    response.set_cookie(cookie)
    return response


def _over(session: Session, secret: str, found: FoundLink, problem: Say | None = None) -> OverPage:
    agency = sender_of(session, found.subject).name
    return over_page(found.standing, base=base_of(secret), agency=agency, problem=problem)


def _about(tried: Tried) -> Say:
    if tried.is_too_old:
        return say("There is no code that counts any more. Ask for another one.")
    return say_number(
        "This code is wrong. You can try {number} more time.",
        "This code is wrong. You can try {number} more times.",
        tried.tries_left,
    )


def _typed(form: Any) -> Mapping[str, str]:
    return {one.name: getattr(form, one.name) for one in fields(form)} if form is not None else {}
