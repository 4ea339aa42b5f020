"""The first page: what this is, a search, and what each person comes here for."""

from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace

from network.actors import Actor, Role
from network.words import Say, say
from network.worklists.queries import Waiting


class Pick(Struct, frozen=True):
    """A need that many people come with, one tap away."""

    href: str
    words: Say


class Door(Struct, frozen=True):
    """A place to go for this person."""

    href: str
    icon: str
    words: Say
    explains: Say
    count: int | None = None  # how much waits behind it


class HomePage(Struct, frozen=True):
    name: str | None  # of whoever is signed in
    picks: tuple[Pick, ...]
    doors: tuple[Door, ...]


_PICKS = (
    ("treatment.withdrawal-management", say("Detox")),
    ("treatment.moud", say("Opioid medication")),
    ("housing.emergency-shelter", say("A place to sleep")),
    ("mental-health.mobile-crisis", say("Mental health crisis")),
    ("housing.dv-shelter", say("Safety from violence")),
    ("housing.recovery-residence", say("Recovery housing")),
    ("restorative", say("Repairing harm")),
    ("basic-needs", say("Food, clothes, a shower")),
)
"""Codes of network/providers/kinds."""

_SENDERS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR})
_READERS = frozenset({Role.LEADERSHIP, Role.COORDINATOR, Role.SUPERVISOR, Role.PRIVACY})
_DOORS: tuple[tuple[frozenset[Role] | None, Door], ...] = (
    (
        _SENDERS | {Role.PROVIDER},
        Door("/today", "schedule", say("Today"), say("What needs you now, the most pressing first.")),
    ),
    (
        frozenset({Role.PROVIDER}),
        Door("/inbox", "mail_outline", say("Inbox"), say("Who waits for your answer.")),
    ),
    (
        _SENDERS | {Role.PRIVACY},
        Door("/people", "people", say("People"), say("Your caseload: needs, consents, deadlines.")),
    ),
    (
        frozenset({Role.COORDINATOR, Role.SUPERVISOR}),
        Door("/board", "assessment", say("Board"), say("What is stuck across the agency, and with whom.")),
    ),
    (
        _SENDERS | {Role.PROVIDER, Role.PRIVACY},
        Door("/referrals", "send", say("Referrals"), say("Where each one stands, and who has the ball.")),
    ),
    (
        _READERS,
        Door("/gaps", "map", say("Gaps"), say("Where needs find no service, and why.")),
    ),
    (
        _READERS,
        Door("/measures", "trending_up", say("Measures"), say("Whether people get help, and how fast.")),
    ),
    (
        _READERS,
        Door("/reports", "topic", say("Reports"), say("A quarter as a signed PDF.")),
    ),
    (
        frozenset({Role.PRIVACY}),
        Door("/disclosures", "visibility", say("Disclosures"), say("Who was told what, when, and why.")),
    ),
    (
        frozenset({Role.PROVIDER}),
        Door("/our-results", "trending_up", say("Our results"), say("What came of what was sent to you.")),
    ),
    (
        frozenset({Role.CURATOR}),
        Door(
            "/directory",
            "list",
            say("Directory"),
            say("Keep listings true; mend what people report."),
        ),
    ),
    (
        frozenset({Role.PROVIDER}),
        Door(
            "/capacity",
            "hotel",
            say("How full are we?"),
            say("One tap, and officers see it."),
        ),
    ),
    (
        frozenset({Role.PROVIDER}),
        Door(
            "/our-services",
            "list",
            say("Our services"),
            say("Check what others see, and say that it is right."),
        ),
    ),
    (
        frozenset({Role.ADMINISTRATOR}),
        Door("/users", "people", say("Users"), say("Invite people, give roles, release a locked account.")),
    ),
    (
        None,
        Door(
            "/profile",
            "account_circle",
            say("Your profile"),
            say("Language, time zone, password, open sessions."),
        ),
    ),
    (
        None,
        Door("/help", "help_outline", say("Help"), say("What the colors mean, who to call.")),
    ),
)


def home_page(actor: Actor, waiting: Waiting) -> HomePage:
    """The first page for this person, or for a visitor."""
    counts = {"/today": waiting.today, "/inbox": waiting.inbox, "/board": waiting.board}
    doors = (
        tuple(
            replace(door, count=counts.get(door.href))
            for roles, door in _DOORS
            if roles is None or actor.has(*roles)
        )
        if actor.is_signed_in
        else ()
    )
    return HomePage(
        name=actor.name if actor.is_signed_in else None,
        picks=tuple(Pick(f"/search?{urlencode({'taxonomy': code})}", words) for code, words in _PICKS),
        doors=doors,
    )
