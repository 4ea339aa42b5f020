"""The help page: one short page, with what this person's roles need."""

from dataclasses import dataclass

from network.actors import Actor, Role
from network.words import Say, say


@dataclass(frozen=True)
class RoleHelp:
    """What somebody in this role does here, a sentence each."""

    role: Say
    steps: tuple[Say, ...]


@dataclass(frozen=True)
class HelpPage:
    is_signed_in: bool
    roles: tuple[RoleHelp, ...]


_FIELD = (
    say("Search by what the person needs and where they are now, and set the filters that matter."),
    say("When a badge says “Call to confirm”, call first, and enter on the listing what you hear."),
    say("Put services on a short list and print it, so that the person leaves with something in hand."),
)
_BY_ROLE = (
    (frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR}), say("In the field"), _FIELD),
    (
        frozenset({Role.PROVIDER}),
        say("Provider staff"),
        (
            say("Say how many places you have as soon as it changes. Officers see it within a second."),
            say("A number grows old: after a while people see “Call to confirm” until you say it again."),
            say("Read your own listing as others see it, and correct what is wrong."),
        ),
    ),
    (
        frozenset({Role.CURATOR}),
        say("Directory curator"),
        (
            say("Reported problems come first: each says which listing and what is wrong."),
            say("Change a listing and its capacity in the directory; the search shows it at once."),
            say("A place that must stay private is never shown with an address or on a map."),
        ),
    ),
    (
        frozenset({Role.LEADERSHIP, Role.PRIVACY}),
        say("Leadership and privacy"),
        (say("You see the same directory as everybody. Names of people in need are not part of it."),),
    ),
    (
        frozenset({Role.ADMINISTRATOR}),
        say("Administrator"),
        (
            say("Invite people by e-mail, give them roles, and take roles away when they leave."),
            say("After too many wrong passwords an account stays locked until you release it."),
        ),
    ),
)


def help_page(actor: Actor) -> HelpPage:
    """The help for this person's roles, or for a visitor."""
    return HelpPage(
        is_signed_in=actor.is_signed_in,
        roles=tuple(RoleHelp(role, steps) for roles, role, steps in _BY_ROLE if actor.has(*roles)),
    )
