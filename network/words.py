"""Sentences for people: written once in English, said in the language of whoever reads them.

`say("Only {who} can do this.", who="…")` is a message with its values; `speak` puts it into a language
where it is shown (page, letter, command line). Translations are the `.po` files of
`network/locale/<language>/`, one per noun.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from msgspec import Struct, field

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = {"en": "English", "es": "Español"}


class Say(Struct, frozen=True, eq=False):
    """A sentence for a person: its English text, which is its id, and the values that go into it. A page says
    hundreds of them: as a Struct one is made in a tenth of the time of a dataclass."""

    text: str
    values: dict[str, object] = field(default_factory=dict)
    plural: str = ""
    number: int = 1

    def __str__(self) -> str:
        return speak(self, "en")

    def __eq__(self, other: object) -> bool:
        """Whether it says the same. 1, 1.0 and True are equal, but are not said alike."""
        if not isinstance(other, Say):
            return NotImplemented
        same = (self.text, self.number, self.plural) == (other.text, other.number, other.plural)
        return same and (not self.values or self._typed() == other._typed())

    def __hash__(self) -> int:
        return hash((self.text, self.number, frozenset(self.values.items()) if self.values else 0))

    def _typed(self) -> dict[str, tuple[type, object]]:
        return {name: (type(value), value) for name, value in self.values.items()}


def say(text: str, **values: object) -> Say:
    """A sentence with its values, e.g. `say("{count} beds", count=3)`."""
    return Say(text, values)


def say_number(text: str, plural: str, number: int, **values: object) -> Say:
    """A sentence that depends on a number, which it may use as `{number}`."""
    return Say(text, {"number": number, **values}, plural, number)


def speak(sentence: Say, language: str) -> str:
    """The sentence in this language; values that are sentences themselves are said in it too."""
    if not sentence.values and not sentence.plural:
        return _words(sentence.text, language)
    spoken = {
        key: speak(value, language) if isinstance(value, Say) else value
        for key, value in sentence.values.items()
    }
    words = translations(language)
    if sentence.plural:
        spoken["number"] = _decimal(sentence.number, language)
        return words.ungettext(sentence.text, sentence.plural, sentence.number).format(**spoken)
    return words.ugettext(sentence.text).format(**spoken) if sentence.text else ""


@lru_cache(maxsize=8192, typed=True)
def _decimal(number: int, language: str) -> str:
    """A number as people write it: 1,090."""
    return format_decimal(number, locale=language if language in LANGUAGES else "en")


@lru_cache(maxsize=8192)  # there are a few thousand in our code; values, which may be anybody's, are not kept
def _words(text: str, language: str) -> str:
    """A sentence that is always the same."""
    return translations(language).ugettext(text).format() if text else ""


def speaker(language: str) -> Callable[[Say], str]:
    """Says every sentence in one language."""
    return lambda sentence: speak(sentence, language)


@cache
def translations(language: str) -> NullTranslations:
    """All `.po` files of a language as one catalogue; an unknown language speaks English."""
    together = Catalog(locale=language if language in LANGUAGES else "en")
    for path in sorted((LOCALE / language).glob("*.po")) if language in LANGUAGES else ():
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and not message.fuzzy:
                    together[message.id if isinstance(message.id, str) else message.id[0]] = message
    compiled = BytesIO()
    write_mo(compiled, together)
    compiled.seek(0)
    return Translations(compiled)
