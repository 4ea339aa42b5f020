"""What is behind the link with which an agency says how full it is: its places, or why there are none."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid
from network.providers.asking import find_link, link_works, speaker_of
from network.providers.operations import hear_capacity
from network.providers.queries.capacities import list_capacities
from network.rules.capacity_links import CapacityLink
from network.tables import CapacityVoice, Organization
from network.words import say
from web.limits import key_of, limit_of
from web.pages.capacity_links import LinkPage, link_over_page, link_page
from web.pages.filled import EMPTY, Filled
from web.refusals import WrongForm
from web.world import World

AnyRequest = Request[Any, Any, Any]
LINK, OVER = "capacity/link.html", "capacity/link_over.html"
LOOKS, LOOK_SECONDS = 240, 600  # of one address: a whole office may share one, a guesser gets nowhere


@dataclass(frozen=True)
class Opened:
    """A link that works, and who speaks through it."""

    request: AnyRequest
    session: Session
    actor: Actor
    link: CapacityLink
    token: str

    @property
    def speaker(self) -> Actor:
        return speaker_of(self.link, self.actor)

    def page(
        self,
        wrong: UUID | None = None,
        form: Filled = EMPTY,
        refused: Conflict | None = None,
    ) -> LinkPage:
        """All places of the agency; `wrong` is the one whose tap was refused."""
        agency = self.session.get_one(Organization, self.link.organization_id).name
        places = list_capacities(self.session, self.speaker)
        problem = refused.sentence if refused is not None else None
        return link_page(
            agency, self.link, self.token, places, now(), wrong=wrong, form=form, problem=problem
        )


def read_token(
    request: AnyRequest, session: Session, actor: Actor, world: World, token: str
) -> CapacityLink | None:
    """What the token says, however old it is. Raises TooMany for who tries one after the other."""
    sentence = say("Too many links were opened from here. Please wait some minutes and try again.")
    limit_of(request, "capacity links", LOOKS, LOOK_SECONDS).count(key_of(request, actor), sentence)
    return find_link(session, token, world.settings)


def opened(request: AnyRequest, session: Session, actor: Actor, world: World, token: str) -> Opened:
    """The link, if numbers can be said with it now. Raises WrongForm with the page that says why not."""
    link = read_token(request, session, actor, world, token)
    if link is not None and link_works(session, link):
        return Opened(request, session, actor, link, token)
    page = link_over_page(link, token, now())
    raise WrongForm(OVER, page, status_code=410)


def say_same(found: Opened, place_id: UUID | None) -> None:
    """The numbers of this place, or of all, are still right; places without a number stay as they are."""
    for one in list_capacities(found.session, found.speaker):
        if one.capacity is not None and place_id in (None, one.place.id):
            hear_capacity(
                found.session,
                found.speaker,
                one.place,
                available=one.capacity.available,
                said_by=CapacityVoice.PROVIDER,
            )


def again(found: Opened, place_id: UUID, refused: Conflict | Invalid, typed: dict[str, str]) -> WrongForm:
    """The page with what was typed and the sentence that says what to do."""
    problems = refused.problems if isinstance(refused, Invalid) else {}
    form = Filled(typed, problems) if problems else EMPTY
    page = found.page(place_id, form, None if isinstance(refused, Invalid) else refused)
    return WrongForm(LINK, page, status_code=422 if problems else 409)
