"""The first page: what this is, a search, and what each person comes here for."""

from dataclasses import dataclass
from urllib.parse import urlencode

from network.actors import Actor, Role
from network.words import Say, say


@dataclass(frozen=True)
class Pick:
    """A need that many people come with, one tap away."""

    href: str
    words: Say


@dataclass(frozen=True)
class Door:
    """A place to go for this person."""

    href: str
    icon: str
    words: Say
    explains: Say


@dataclass(frozen=True)
class HomePage:
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

_DOORS: tuple[tuple[frozenset[Role] | None, Door], ...] = (
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


def home_page(actor: Actor) -> HomePage:
    """The first page for this person, or for a visitor."""
    doors = (
        tuple(door for roles, door in _DOORS if roles is None or actor.has(*roles))
        if actor.is_signed_in
        else ()
    )
    return HomePage(
        name=actor.name if actor.is_signed_in else None,
        picks=tuple(Pick(f"/search?{urlencode({'taxonomy': code})}", words) for code, words in _PICKS),
        doors=doors,
    )
