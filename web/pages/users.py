"""Accounts as administrators see them: the list, one account, an invitation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from network.accounts.queries import PER_PAGE, AccountEvent, AccountLine, AccountsFound, Standing
from network.actors import Actor, Role
from network.notices.queries import LetterState
from network.rules.happenings import HAPPENINGS
from network.settings import Settings
from network.tables import LetterStatus
from network.words import LANGUAGES, Say, say, say_number
from web.forms.users import InviteForm, UsersQuery
from web.pages.filled import Choice, Filled
from web.pages.frame import ROLE_NAMES
from web.pages.history import HistoryLine
from web.pages.zones import LANGUAGE_CHOICES

STANDINGS = {
    Standing.ACTIVE: say("Can sign in"),
    Standing.INVITED: say("Invited"),
    Standing.LOCKED: say("Locked"),
    Standing.DISABLED: say("Disabled"),
}
_ROLE_HINTS = {
    Role.OFFICER: say("Finds services and refers people"),
    Role.COORDINATOR: say("Follows referrals across agencies"),
    Role.SUPERVISOR: say("Looks after officers"),
    Role.PROVIDER: say("Answers for the services of their agency"),
    Role.LEADERSHIP: say("Sees numbers, no people"),
    Role.PRIVACY: say("Looks after consent and disclosures"),
    Role.CURATOR: say("Keeps the directory right"),
    Role.ADMINISTRATOR: say("Manages accounts, sees no clients"),
}
ROLE_CHOICES = tuple(Choice(role.value, name, _ROLE_HINTS[role]) for role, name in ROLE_NAMES.items())


class UserRow(Struct, frozen=True):
    href: str
    name: str
    email: str
    organization: str
    role_names: tuple[Say, ...]
    standing: Say
    mark: str  # the standing's code, for its colour and picture
    seen_at: datetime | None


class UsersPage(Struct, frozen=True):
    count: Say
    rows: tuple[UserRow, ...]
    form: Filled
    is_narrowed: bool
    is_filtered: bool  # by more than words
    roles: tuple[Choice, ...]
    standings: tuple[Choice, ...]
    organizations: tuple[Choice, ...]
    previous: str
    following: str
    position: Say


class InvitePage(Struct, frozen=True):
    form: Filled
    roles: tuple[Choice, ...]
    organizations: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    letters_are_sent: bool


class UserPage(Struct, frozen=True):
    """One account. A button that would be refused is not shown: `is_self` hides those against oneself."""

    id: UUID
    name: str
    email: str
    organization: str
    standing: Say
    mark: str
    seen_at: datetime | None
    has_app: bool
    is_self: bool
    letter: Say | None
    letter_at: datetime | None
    open_browsers: int
    form: Filled
    roles: tuple[Choice, ...]
    history: tuple[HistoryLine, ...]


def users_page(
    query: UsersQuery, found: AccountsFound, organizations: Sequence[tuple[UUID, str]]
) -> UsersPage:
    first = (found.page - 1) * PER_PAGE + 1
    last = first + len(found.lines) - 1
    return UsersPage(
        say_number("{number} account", "{number} accounts", found.total),
        tuple(_row(line) for line in found.lines),
        query.filled,
        query.is_narrowed,
        query.is_filtered,
        tuple(Choice(role.value, name) for role, name in ROLE_NAMES.items()),
        tuple(Choice(standing.value, name) for standing, name in STANDINGS.items()),
        _organizations(organizations),
        query.href(found.page - 1) if found.page > 1 else "",
        query.href(found.page + 1) if found.page < found.pages else "",
        say("{first}–{last} of {total}", first=first, last=last, total=found.total),
    )


def _row(line: AccountLine) -> UserRow:
    return UserRow(
        f"/users/{line.id}",
        line.name,
        line.email,
        line.organization,
        tuple(ROLE_NAMES[role] for role in line.roles),
        STANDINGS[line.standing],
        line.standing.value,
        line.last_signed_in_at,
    )


def invite_page(
    settings: Settings,
    organizations: Sequence[tuple[UUID, str]],
    form: InviteForm,
    problems: Mapping[str, Say],
) -> InvitePage:
    return InvitePage(
        form.filled(problems),
        ROLE_CHOICES,
        _organizations(organizations),
        LANGUAGE_CHOICES,
        bool(settings.smtp_host) or settings.is_demo,
    )


def new_invite_form(settings: Settings) -> InviteForm:
    """An empty form, in the operator's language."""
    known = settings.default_language in LANGUAGES
    return InviteForm(language=settings.default_language if known else "en")


def user_page(
    actor: Actor,
    line: AccountLine,
    history: Sequence[AccountEvent],
    letter: LetterState | None,
    open_browsers: int,
    roles: Sequence[str] | None = None,
    problems: Mapping[str, Say] | None = None,
) -> UserPage:
    """`roles` are those that were just chosen and refused."""
    chosen = tuple(role.value for role in line.roles) if roles is None else tuple(roles)
    return UserPage(
        line.id,
        line.name,
        line.email,
        line.organization,
        STANDINGS[line.standing],
        line.standing.value,
        line.last_signed_in_at,
        line.has_second_factor,
        line.id == actor.id,
        _letter_words(letter),
        (letter.sent_at or letter.due_at) if letter else None,
        open_browsers,
        Filled({"roles": chosen}, problems or {}),
        ROLE_CHOICES,
        tuple(HistoryLine(event.happened_at, HAPPENINGS[event.kind].sentence, event.by) for event in history),
    )


def _letter_words(letter: LetterState | None) -> Say | None:
    if letter is None:
        return None
    if letter.status is LetterStatus.DUE and letter.attempts:
        return say_number(
            "The mail server did not take the letter ({number} try). It is tried again.",
            "The mail server did not take the letter ({number} tries). It is tried again.",
            letter.attempts,
        )
    return {
        LetterStatus.DUE: say("The letter waits to be sent."),
        LetterStatus.SENDING: say("The letter was perhaps sent: the connection broke. Ask the person."),
        LetterStatus.SENT: say("The letter was sent."),
        LetterStatus.FAILED: say("The letter could not be sent. Check the address and the mail server."),
    }[letter.status]


def _organizations(organizations: Sequence[tuple[UUID, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(str(key), name) for key, name in organizations)
