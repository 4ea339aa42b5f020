"""Pieces of pages that are made once for everybody, kept by exactly what they show (docs/decisions/0028).

`{{ kept("search/_room.html", room) }}` in a template writes what that template makes of its `piece`, here the
room. It is made once for all pieces that are equal. Such a template is given its piece, the language
and the time zone, and nothing else: it fails as soon as it asks for the page, the reader or the clock.
"""

from collections.abc import Hashable
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any, Protocol

from markupsafe import Markup
from msgspec import Struct

MOST = 16_384  # pieces of a process in one language, most of them some hundred bytes


class Keeping(Protocol):
    """Makes what the template of this name makes of its piece, or has it already. `anew`: keeps nothing."""

    def __call__(self, template: str, time_zone: str, piece: Hashable, *, anew: bool = False) -> Markup: ...


@dataclass(frozen=True)
class PieceFrame:
    """All that a kept piece knows beside what it shows."""

    language: str
    time_zone: str


class _Templates(Protocol):
    def get_template(self, name: str) -> Any: ...


def keeping(templates: _Templates, language: str) -> Keeping:
    """Makes pieces in one language of the template of this name, for this time zone, of this value.

    A value is made of words, numbers, moments and sentences in frozen Structs and tuples. Equal values
    must look alike: HTML is refused with TypeError, since it is equal to the same text that is none.
    """

    @lru_cache(maxsize=MOST)
    def make(template: str, time_zone: str, piece: Hashable) -> Markup:
        if _has_html(piece):
            raise TypeError(f"{template} is given HTML, which cannot be told from text.")
        known = {"piece": piece, "frame": PieceFrame(language, time_zone)}
        return Markup(templates.get_template(template).render(known))

    def made_or_kept(template: str, time_zone: str, piece: Hashable, *, anew: bool = False) -> Markup:
        return (make.__wrapped__ if anew else make)(template, time_zone, piece)

    return made_or_kept


def _has_html(piece: Any) -> bool:
    parts: Any = ()
    if isinstance(piece, Struct):
        parts = (getattr(piece, name) for name in piece.__struct_fields__)
    elif is_dataclass(piece):
        parts = (getattr(piece, each.name) for each in fields(piece))
    elif isinstance(piece, tuple | dict):
        parts = piece.values() if isinstance(piece, dict) else piece
    return isinstance(piece, Markup) or any(map(_has_html, parts))
