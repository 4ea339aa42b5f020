"""What a person may choose on any page, and where they go on from there."""

from dataclasses import dataclass

from network.words import LANGUAGES
from web.forms.local_path import local_path


@dataclass(frozen=True)
class OnwardForm:
    """Where to go on."""

    next: str = "/"

    @property
    def next_path(self) -> str:
        return local_path(self.next)


@dataclass(frozen=True)
class LanguageForm(OnwardForm):
    """Which language to read, and where to come back to."""

    language: str = "en"

    @property
    def language_code(self) -> str:
        return self.language if self.language in LANGUAGES else "en"
