"""The pages on the way in: sign-in, second factor, forgotten password, a new password."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from network.accounts.links import UsableLink
from network.rules.passwords import SHORTEST
from network.rules.system_notice import SYSTEM_NOTICE
from network.settings import Settings
from network.tables import LinkPurpose
from network.words import Say, say
from web.pages.filled import EMPTY, Filled
from web.pages.pictures import qr_picture

WRONG = say(
    "That did not work: address and password do not fit together, or the account is locked or closed. "
    "After several wrong tries an account is locked until an administrator releases it."
)
WRONG_CODE = say(
    "This code is wrong, too old, or was used already. Wait for the next one in your app and type it."
)
LETTER_COMES = say(
    "If there is an account with this address, a letter with a link is on its way. It may take some minutes; "
    "look among unwanted mail too."
)


class SignInPage(Struct, frozen=True):
    form: Filled
    notice: tuple[Say, ...]
    something_is_kept: bool
    is_demo: bool


class CodePage(Struct, frozen=True):
    form: Filled


class SetUpPage(Struct, frozen=True):
    """An authenticator app to set up. `key` is in groups of four, to type by hand."""

    form: Filled
    action: str
    picture: str
    key: str
    asks_password: bool


class ForgottenPage(Struct, frozen=True):
    form: Filled
    letters_are_sent: bool
    is_demo: bool


class LinkPage(Struct, frozen=True):
    """Setting a password with a link. `link` is None when it cannot be used."""

    link: UsableLink | None
    is_invitation: bool
    secret: str
    form: Filled
    shortest: int = SHORTEST


class KeptField(Struct, frozen=True):
    """One field of a kept form: as it is sent, and as a person reads it."""

    name: str
    value: str
    label: str


class KeptPage(Struct, frozen=True):
    """A form that was sent too late; sent again only by a click."""

    action: str
    fields: tuple[KeptField, ...]
    shown: tuple[KeptField, ...]


def sign_in_page(settings: Settings, form: Filled, *, something_is_kept: bool = False) -> SignInPage:
    return SignInPage(form, SYSTEM_NOTICE, something_is_kept, settings.is_demo)


def set_up_page(
    secret: str,
    address: str,
    *,
    action: str,
    next_path: str,
    problems: Mapping[str, Say],
    asks_password: bool,
) -> SetUpPage:
    """`address` is what the QR code says to the app."""
    key = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    form = Filled({"next": next_path}, problems)
    return SetUpPage(form, action, qr_picture(address), key, asks_password)


def forgotten_page(settings: Settings) -> ForgottenPage:
    return ForgottenPage(EMPTY, bool(settings.smtp_host) or settings.is_demo, settings.is_demo)


def link_page(link: UsableLink | None, secret: str, problems: Mapping[str, Say]) -> LinkPage:
    is_invitation = link is not None and link.purpose is LinkPurpose.INVITATION
    return LinkPage(link, is_invitation, secret, Filled({}, problems))


def kept_page(action: str, fields: Sequence[tuple[str, str]]) -> KeptPage:
    """All fields go with the form; those with words in them are shown."""
    kept = tuple(
        KeptField(name, value, name.replace("_", " ").replace("-", " ").strip()) for name, value in fields
    )
    return KeptPage(action, kept, tuple(field for field in kept if field.value.strip()))
