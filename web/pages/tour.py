"""Where each person's work begins, and the three sentences with which somebody new is shown around."""

from msgspec import Struct

from network.actors import Actor, Role
from network.words import Say, say


class Work(Struct, frozen=True):
    """The work of some roles: the page on which it begins, and what to know first."""

    roles: frozenset[Role]
    begins_at: str
    tour: tuple[Say, Say, Say]


WORKS = (
    Work(
        frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR}),
        "/today",
        (
            say("“Today” shows what needs you now, the most pressing first."),
            say(
                "Under “People” is your caseload: note a need, take consent, find a place, send the referral."
            ),
            say("A place can be asked first whether it can take someone, without a name: under “Questions”."),
        ),
    ),
    Work(
        frozenset({Role.PROVIDER}),
        "/inbox",
        (
            say("Your inbox shows who waits for your answer: accept, waitlist, ask or decline in a minute."),
            say("Under “How full are we?” say how many places you have; officers see it at once."),
            say("When somebody has come, say so on the referral: then nobody searches for them in vain."),
        ),
    ),
    Work(
        frozenset({Role.LEADERSHIP}),
        "/gaps",
        (
            say("“Gaps” shows where needs find no service, and why."),
            say(
                "“Measures” shows whether people get help, and how fast. Each figure says how it is counted."
            ),
            say(
                "You see numbers, never names. Small numbers are withheld, so that nobody can be recognized."
            ),
        ),
    ),
    Work(
        frozenset({Role.PRIVACY}),
        "/disclosures",
        (
            say("“Disclosures” shows who was told what, when, and what allowed it."),
            say("Under “People” you read consents, and make the list that a person may ask you for."),
            say("You may read records to check them. You cannot change them."),
        ),
    ),
    Work(
        frozenset({Role.CURATOR}),
        "/directory",
        (
            say("The directory begins with what people reported: mend it, and the search shows it at once."),
            say(
                "Confirm what is still right. What nobody confirmed for long is marked as old for everybody."
            ),
            say("A place that must stay private is never shown with its address or on a map."),
        ),
    ),
    Work(
        frozenset({Role.ADMINISTRATOR}),
        "/users",
        (
            say("Under “Users” you invite people, give them roles, and end their access when they leave."),
            say("After too many wrong passwords an account stays locked until you release it."),
            say("You see accounts, never the people who are helped: no names, needs or referrals."),
        ),
    ),
)
"""In the order in which somebody with several roles is led."""


def works_of(actor: Actor) -> tuple[Work, ...]:
    """What this person does here; nothing for a visitor."""
    return tuple(work for work in WORKS if actor.has(*work.roles))


def landing_path(actor: Actor) -> str:
    """Where this person's work begins; the first page for a visitor."""
    return next((work.begins_at for work in works_of(actor)), "/")


def tour_of(actor: Actor) -> tuple[Say, ...]:
    """The three sentences for somebody with these roles."""
    return next((work.tour for work in works_of(actor)), ())
