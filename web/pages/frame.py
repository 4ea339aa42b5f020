"""What stands around every page: who is signed in, where they can go, and the line at the foot."""

from collections.abc import Sequence
from dataclasses import dataclass

from network.actors import Actor, Role
from network.settings import Settings
from network.words import LANGUAGES, Say, say
from web.pages.tour import landing_path, tour_of

ROLE_NAMES = {
    Role.OFFICER: say("Officer"),
    Role.COORDINATOR: say("Coordinator"),
    Role.SUPERVISOR: say("Supervisor"),
    Role.PROVIDER: say("Provider staff"),
    Role.LEADERSHIP: say("Leadership"),
    Role.PRIVACY: say("Privacy officer"),
    Role.CURATOR: say("Directory curator"),
    Role.ADMINISTRATOR: say("Administrator"),
}
"""The order is the order on the page."""

_KNOWN_LINES = (
    say("Suicide and crisis line, day and night"),
    say("Emergency: someone's life is in danger"),
)
"""The settings' own words for the crisis lines, here so that they are translated."""

_DEMO = say("Demonstration: every person and every Marlow County place is fictional.")


@dataclass(frozen=True)
class NavItem:
    """A place to go from every page."""

    href: str
    label: Say
    icon: str
    is_current: bool = False


@dataclass(frozen=True)
class LanguageChoice:
    code: str
    name: str  # in the language itself
    is_current: bool


@dataclass(frozen=True)
class CrisisLine:
    number: str
    what_for: Say


@dataclass(frozen=True)
class Flash:
    """A sentence about what was just done, shown once. `kind` is success, info, warning or error."""

    kind: str
    text: Say


@dataclass(frozen=True)
class Frame:
    """Everything a layout shows beside its page."""

    language: str
    languages: tuple[LanguageChoice, ...]
    time_zone: str
    path: str  # of this page, with its query: where to come back to
    csrf_token: str
    nonce: str
    actor_name: str | None
    role_names: tuple[Say, ...]
    nav: tuple[NavItem, ...]
    crisis_lines: tuple[CrisisLine, ...]
    operator_line: str
    operator_contact: str
    demo_notice: Say | None
    idle_seconds: int | None  # None: nobody is signed in
    messages: tuple[Flash, ...]
    begins_at: str  # the page of this person's work
    tour: tuple[Say, ...]  # what somebody new is told first; empty for everybody else


@dataclass(frozen=True)
class _Door:
    href: str
    label: Say
    icon: str
    roles: frozenset[Role] | None  # None: everybody
    only_in_demo: bool = False  # and there for whoever is signed in


_SENDERS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR})
_OVERSEERS = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
_READERS = _OVERSEERS | {Role.LEADERSHIP, Role.PRIVACY}  # of overviews: network/rules/gap_permissions.py
_DOORS = (
    _Door("/today", say("Today"), "schedule", _SENDERS | {Role.PROVIDER}),
    _Door("/inbox", say("Inbox"), "mail_outline", frozenset({Role.PROVIDER})),
    _Door("/people", say("People"), "people", _SENDERS | {Role.PRIVACY}),
    _Door("/referrals", say("Referrals"), "send", _SENDERS | {Role.PROVIDER, Role.PRIVACY}),
    _Door("/board", say("Board"), "assessment", _OVERSEERS),
    _Door("/questions", say("Questions"), "forum", _SENDERS),  # a provider's stand in its inbox
    _Door("/gaps", say("Gaps"), "map", _READERS),
    _Door("/measures", say("Measures"), "trending_up", _READERS),
    _Door("/reports", say("Reports"), "topic", frozenset({Role.LEADERSHIP})),
    _Door("/disclosures", say("Disclosures"), "visibility", frozenset({Role.PRIVACY})),
    _Door("/search", say("Find a service"), "search", None),
    _Door("/shortlist", say("Shortlist"), "star_outline", None),
    _Door("/capacity", say("How full are we?"), "hotel", frozenset({Role.PROVIDER})),
    _Door("/our-services", say("Our services"), "list", frozenset({Role.PROVIDER})),
    _Door("/our-results", say("Our results"), "trending_up", frozenset({Role.PROVIDER})),
    _Door("/directory", say("Directory"), "list", frozenset({Role.CURATOR})),
    _Door("/users", say("Users"), "people", frozenset({Role.ADMINISTRATOR})),
    _Door("/outbox", say("Outbox"), "mail", None, only_in_demo=True),
    _Door("/help", say("Help"), "help_outline", None),
)


def frame_for(
    actor: Actor,
    settings: Settings,
    *,
    path: str,
    csrf_token: str,
    nonce: str,
    messages: Sequence[Flash] = (),
    is_new_here: bool = False,
) -> Frame:
    """The frame of one page for one person."""
    return Frame(
        language=actor.language,
        languages=tuple(
            LanguageChoice(code, name, code == actor.language) for code, name in LANGUAGES.items()
        ),
        time_zone=actor.time_zone,
        path=path,
        csrf_token=csrf_token,
        nonce=nonce,
        actor_name=actor.name if actor.is_signed_in else None,
        role_names=tuple(name for role, name in ROLE_NAMES.items() if actor.has(role)),
        nav=_nav(actor, path, settings),
        crisis_lines=tuple(_crisis_line(line) for line in settings.crisis_lines),
        operator_line=settings.operator_name,
        operator_contact=settings.operator_contact,
        demo_notice=_DEMO if settings.is_demo else None,
        idle_seconds=settings.idle_minutes * 60 if actor.is_signed_in else None,
        messages=tuple(messages),
        begins_at=landing_path(actor),
        tour=tour_of(actor) if is_new_here and _place(path) in {"/", landing_path(actor)} else (),
    )


def _nav(actor: Actor, path: str, settings: Settings) -> tuple[NavItem, ...]:
    place = _place(path)
    return tuple(
        NavItem(door.href, door.label, door.icon, place == door.href or place.startswith(f"{door.href}/"))
        for door in _DOORS
        if (door.roles is None or actor.has(*door.roles))
        and (not door.only_in_demo or (settings.is_demo and actor.is_signed_in))
    )


def _place(path: str) -> str:
    return path.partition("?")[0]


def _crisis_line(line: str) -> CrisisLine:
    number, _, what_for = line.partition("|")
    return CrisisLine(number.strip(), say(what_for.strip()))
