"""One spelling for names of places, so that "St. Louis", "saint louis" and "SAINT-LOUIS" are the same."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 200  # of what was typed; nobody's address is longer, and nothing may make us read a book

_APOSTROPHES = re.compile("[.'`´‘’ʻʼ]")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_SCOTTISH = re.compile(r"\bmc ")
_ARTICLE = re.compile(r"^the (?=.)")
_SHORT_FOR = {
    "st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "mtn": "mountain", "pt": "point",
    "n": "north", "s": "south", "e": "east", "w": "west",
    "hts": "heights", "spgs": "springs", "spg": "spring", "bch": "beach", "hbr": "harbor",
    "harbour": "harbor", "jct": "junction", "vlg": "village", "vly": "valley", "lk": "lake",
    "ctr": "center", "centre": "center",
    "is": "island", "cty": "city", "twp": "township", "afb": "air force base",
}  # fmt: skip


def plain(name: str) -> str:
    """The name in small ASCII words: no accents, no punctuation, no abbreviations."""
    decomposed = unicodedata.normalize("NFKD", name[:LONGEST_TEXT])
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
    words = _NOT_WORDS.sub(" ", _APOSTROPHES.sub("", letters)).strip()
    words = _ARTICLE.sub("", _SCOTTISH.sub("mc", words))
    return " ".join(_SHORT_FOR.get(word, word) for word in words.split())
