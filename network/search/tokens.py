"""One spelling for all that is typed or written, so that "Women's" and "womens" are the same word."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

LONGEST_TEXT = 200  # characters of a search that are read
MOST_TOKENS = 12
MOST_FORMS = 300_000  # words whose form is remembered

_APOSTROPHES = str.maketrans("", "", "'`´‘’ʻʼ")
_WORD = re.compile(r"[^\W_]+")
_TYPED = re.compile(r"[^\W_]+(?:['`´‘’ʻʼ][^\W_]+)*")
# The same for plain ASCII in one step: small letters and digits, everything else a space.
_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isalnum() and code < 128 else 32 for code in range(256))
_ENGLISH = (
    "a an and at by for from i in is it me my near need needs of on or some someone that the to we who with"
)
_SPANISH = (
    "al con cerca como de del el en es la las lo los mi necesita necesito o para por que quien se su un una y"
)
_SAYS_NOTHING = frozenset(f"{_ENGLISH} {_SPANISH}".split())
# Said around what is asked for: they may help to order what is found, but nothing has to contain them.
_ENGLISH_AROUND = (
    "about accept am any anybody anyone anything anywhere are around available back be been being can "
    "cant could did do doe doing dont down find finding get getting give go going good got had has have "
    "he help helping her him his how if im into ive just know let looking lot make more near nearby "
    "nearest new no not now off one open our out over people person place please provide really she "
    "should so somewhere soon still take taking tell than that them then there they thi thing this today "
    "tonight too try trying under up us use using very want wanting was way we were what when where which "
    "while will would you your"
)
_SPANISH_AROUND = (
    "abierto acepta acerca ahi ahora algo alguien alguna alguno alla ando antes aqui asi ayuda ayudar "
    "buena bueno busca buscando buscar busco cerca conseguir consigo cual cuando da dan dar debo dice "
    "donde el ella encontrar encuentro era es esa ese eso esta estan estar esto estoy favor fue gente ha "
    "hace hacer hago hay he hoy ir le les llevar lugar mas me mejor mismo muy nada necesitamos no nos "
    "obtener otro pa persona poder porque pronto puede pueden puedo q qu querer quiere quiero recibir sabe "
    "saber ser si sin sobre solicitar son soy sus tambien tener tengo ti tiene tienen todo tomar tu unos "
    "uso va vamos ver voy x ya yo"
)
_AROUND = frozenset(f"{_ENGLISH_AROUND} {_SPANISH_AROUND}".split())


def fold(text: str) -> str:
    """Small letters without accents or apostrophes."""
    if text.isascii():
        return text.translate(_APOSTROPHES).lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def tokens_of(text: str) -> list[str]:
    """The words that mean something, in their order, each in the singular as far as its ending tells."""
    return [form for word in words_in(text) if (form := _FORMS[word])]


def words_in(text: str) -> list[str]:
    """Its words one after the other, small and without accents, those that say nothing among them."""
    if text.isascii():
        return text.encode().translate(_LETTERS, b"'`").decode().split()
    return _WORD.findall(fold(text))


def form_of(word: str) -> str:
    """The form in which one of `words_in` is known; empty for a word that says nothing."""
    return _FORMS[word]


def says_little(token: str) -> bool:
    """Whether people say this word around what they ask for: "where", "help", "quiero"."""
    return token in _AROUND


def typed_tokens(text: str) -> list[str]:
    """The words of a search. Of a very long text only the beginning is read."""
    return list(dict.fromkeys(tokens_of(text[:LONGEST_TEXT])))[:MOST_TOKENS]


@lru_cache(maxsize=256)
def spellings(text: str) -> Mapping[str, str]:
    """Each of `typed_tokens` as it was typed first, with its accents, apostrophes and capitals."""
    found: dict[str, str] = {}
    for word in _TYPED.findall(unicodedata.normalize("NFC", text[:LONGEST_TEXT])):
        for token in tokens_of(word):
            found.setdefault(token, word)
    return found


class _Forms(dict[str, str]):
    """The form in which each word is known; none for a word that says nothing."""

    def __missing__(self, word: str) -> str:
        if len(self) > MOST_FORMS:
            self.clear()
        self[word] = form = "" if word in _SAYS_NOTHING else _singular(word)
        return form


_FORMS = _Forms()


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith(("sses", "shes", "ches", "xes", "iones")):
        return word[:-2]
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
