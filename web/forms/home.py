"""What a person may choose on the first page."""

from dataclasses import dataclass

from network.words import LANGUAGES
from web.forms.local_path import local_path


@dataclass(frozen=True)
class LanguageForm:
    """Which language to read, and where to come back to."""

    language: str = "en"
    next: str = "/"

    @property
    def language_code(self) -> str:
        return self.language if self.language in LANGUAGES else "en"

    @property
    def next_path(self) -> str:
        return local_path(self.next)
