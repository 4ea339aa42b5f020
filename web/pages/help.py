"""The help page: one short page, with what this person's roles need."""

from msgspec import Struct

from network.actors import Actor, Role
from network.words import Say, say
from web.pages.tour import Work, works_of


class RoleHelp(Struct, frozen=True):
    """What somebody in this role does here, a sentence each, and where it begins."""

    role: Say
    href: str
    steps: tuple[Say, ...]


class HelpPage(Struct, frozen=True):
    is_signed_in: bool
    roles: tuple[RoleHelp, ...]


_HEADINGS = {
    Role.OFFICER: say("In the field"),
    Role.PROVIDER: say("Provider staff"),
    Role.LEADERSHIP: say("Leadership"),
    Role.PRIVACY: say("Privacy officer"),
    Role.CURATOR: say("Directory curator"),
    Role.ADMINISTRATOR: say("Administrator"),
}
_MORE: dict[Role, tuple[Say, ...]] = {
    Role.OFFICER: (
        say("Search by what the person needs and where they are now, and set the filters that matter."),
        say("When a badge says “Call to confirm”, call first; then tap “What did they say?” and the number."),
        say("A free place can be held while you talk: nobody else gets it, and a referral takes it along."),
        say("A held place that you do not need comes back by itself. Give it back sooner under “Today”."),
        say("Put services on a short list and print it, so that the person leaves with something in hand."),
        say("Nothing about somebody is sent before they agreed to it. The preview shows all that is sent."),
        say("When a place says no or does not answer, the referral comes back with the next places to try."),
        say("A person may take consent back at any time: two taps on the consent, and nothing more is told."),
    ),
    Role.COORDINATOR: (
        say("“Board” shows what is stuck across the agency. Take over what nobody moves."),
        say("“Gaps” and “Measures” show the whole network in numbers, without names."),
    ),
    Role.PROVIDER: (
        say("A number grows old: after a while people see “Call to confirm” until you say it again."),
        say("Beds for women, for families, for couples? Count them apart under “More about this place”."),
        say("“Be asked how full you are” sends a message at your hours: one tap in it answers, no sign-in."),
        say("Officers may hold a free place for some minutes. Under “Holding our places” you say whether."),
        say("Read your own listing as others see it, and correct what is wrong."),
        say("Not the right place for somebody? Decline with a reason: it says what to try next."),
        say("You can also answer from the link in our message, without signing in."),
    ),
    Role.LEADERSHIP: (
        say(
            "Open a gap to see its evidence and what would have helped; say who takes it on, and until when."
        ),
        say("“Reports” makes the quarter as a PDF that can be checked for changes later."),
    ),
    Role.PRIVACY: (
        say("Every time somebody was told something, it was written down then, and stays as it was."),
    ),
    Role.CURATOR: (say("Reported problems come first: each says which listing and what is wrong."),),
    Role.ADMINISTRATOR: (
        say("Somebody lost the phone with the code app? Remove the app there, and they set it up anew."),
    ),
}


def help_page(actor: Actor) -> HelpPage:
    """The help for this person's roles, or for a visitor."""
    return HelpPage(
        is_signed_in=actor.is_signed_in, roles=tuple(_help(actor, work) for work in works_of(actor))
    )


def _help(actor: Actor, work: Work) -> RoleHelp:
    heading = next(words for role, words in _HEADINGS.items() if role in work.roles)
    more = [
        step
        for role, steps in _MORE.items()
        if role in work.roles and (role in {*_HEADINGS} or actor.has(Role.COORDINATOR, Role.SUPERVISOR))
        for step in steps
    ]
    return RoleHelp(heading, work.begins_at, (*work.tour, *more))
