"""A person's own account: who they are here, how they read, and where they are signed in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from network.accounts.sessions import OpenSession
from network.actors import Actor
from network.rules.passwords import SHORTEST
from network.tables import Account
from network.words import Say
from web.forms.profile import ProfileForm
from web.pages.filled import Choice, Filled
from web.pages.frame import ROLE_NAMES
from web.pages.zones import LANGUAGE_CHOICES, time_zones


class Browser(Struct, frozen=True):
    """One browser in which this person is signed in."""

    id: UUID
    device: str  # empty when it did not say
    since: datetime
    seen_at: datetime
    is_this: bool


class ProfilePage(Struct, frozen=True):
    name: str
    email: str
    organization: str
    role_names: tuple[Say, ...]
    form: Filled
    languages: tuple[Choice, ...]
    time_zones: tuple[Choice, ...]
    password_changed_at: datetime | None
    has_app: bool
    browsers: tuple[Browser, ...]


class PasswordPage(Struct, frozen=True):
    form: Filled
    shortest: int = SHORTEST


class AppRemovalPage(Struct, frozen=True):
    form: Filled
    is_required: bool  # another one is asked for at the next sign-in


def profile_page(
    actor: Actor,
    account: Account,
    organization: str,
    sessions: Sequence[OpenSession],
    *,
    has_app: bool,
    this: UUID | None,
    typed: ProfileForm | None = None,
    problems: Mapping[str, Say] | None = None,
) -> ProfilePage:
    form = typed or ProfileForm(account.language, account.time_zone)
    return ProfilePage(
        account.name,
        account.email,
        organization,
        tuple(name for role, name in ROLE_NAMES.items() if actor.has(role)),
        form.filled(problems or {}),
        LANGUAGE_CHOICES,
        time_zones(account.time_zone),
        account.password_changed_at,
        has_app,
        tuple(
            Browser(one.id, one.device, one.created_at, one.last_seen_at, one.id == this) for one in sessions
        ),
    )
