"""What a person types to sign in, and to set a password. Passwords are never shown again."""

from collections.abc import Mapping
from dataclasses import dataclass

from network.rules.addresses import plain_email
from network.words import Say
from web.forms.local_path import onward_path
from web.pages.filled import Filled


@dataclass(frozen=True)
class SignInForm:
    """Address and password, and where to come back to."""

    email: str = ""
    password: str = ""
    next: str = "/"

    @property
    def next_path(self) -> str:
        return onward_path(self.next)

    def filled(self, problems: Mapping[str, Say]) -> Filled:
        """The form again: the address stays, the password does not."""
        return Filled({"email": plain_email(self.email), "next": self.next_path}, problems)


@dataclass(frozen=True)
class CodeForm:
    """The six digits of an authenticator app."""

    code: str = ""
    next: str = "/"

    @property
    def next_path(self) -> str:
        return onward_path(self.next)

    def filled(self, problems: Mapping[str, Say]) -> Filled:
        return Filled({"next": self.next_path}, problems)


@dataclass(frozen=True)
class ForgottenForm:
    """Whose password is forgotten."""

    email: str = ""


@dataclass(frozen=True)
class NewPasswordForm:
    """A password, typed twice."""

    password: str = ""
    again: str = ""
