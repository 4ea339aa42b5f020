"""What people may change about their own account."""

from collections.abc import Mapping
from dataclasses import dataclass

from network.words import Say
from web.pages.filled import Filled


@dataclass(frozen=True)
class ProfileForm:
    """Language and time zone."""

    language: str = ""
    time_zone: str = ""

    def filled(self, problems: Mapping[str, Say]) -> Filled:
        return Filled({"language": self.language[:40], "time_zone": self.time_zone[:40]}, problems)


@dataclass(frozen=True)
class PasswordForm:
    """The present password, and the next one twice."""

    old: str = ""
    password: str = ""
    again: str = ""


@dataclass(frozen=True)
class AppForm:
    """The password, and the first code of a new authenticator app."""

    password: str = ""
    code: str = ""


@dataclass(frozen=True)
class AppRemovalForm:
    """The password, before the authenticator app is removed."""

    password: str = ""
