"""One spelling for all that is typed or written, so that "Women's" and "womens" are the same word."""

import re
import unicodedata
from functools import lru_cache

LONGEST_TEXT = 200  # characters of a search that are read
MOST_TOKENS = 12

_APOSTROPHES = str.maketrans("", "", "'`´‘’ʻʼ")
_WORD = re.compile(r"[^\W_]+")
_ENGLISH = (
    "a an and at by for from i in is it me my near need needs of on or some someone that the to we who with"
)
_SPANISH = (
    "al con cerca como de del el en es la las lo los mi necesita necesito o para por que quien se su un una y"
)
_SAYS_NOTHING = frozenset(f"{_ENGLISH} {_SPANISH}".split())


def fold(text: str) -> str:
    """Small letters without accents or apostrophes."""
    if text.isascii():
        return text.translate(_APOSTROPHES).lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def tokens_of(text: str) -> list[str]:
    """The words that mean something, in their order, each in the singular as far as its ending tells."""
    return [_singular(word) for word in _WORD.findall(fold(text)) if word not in _SAYS_NOTHING]


def typed_tokens(text: str) -> list[str]:
    """The words of a search. Of a very long text only the beginning is read."""
    return list(dict.fromkeys(tokens_of(text[:LONGEST_TEXT])))[:MOST_TOKENS]


@lru_cache(maxsize=65536)
def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith(("sses", "shes", "ches", "xes", "iones")):
        return word[:-2]
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
