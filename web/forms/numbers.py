"""Numbers that somebody types."""

from network.words import Say, say
from web.forms.typed import Typed

MOST_DIGITS = 9


def whole_number(text: str) -> int | None:
    """The number, None for nothing; raises ValueError for anything else. Digits of every script count."""
    text = text.strip().replace(",", "").replace("\u00a0", "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise ValueError(text)
    return int(text)


def number_of(values: dict[str, str], name: str, problems: dict[str, Say]) -> int | None:
    """A field as a number; a wrong one is added to the problems."""
    try:
        return whole_number(values.get(name, ""))
    except ValueError:
        problems[name] = say("Type a whole number, for example 3.")
        return None


def decimal_of(typed: Typed, name: str, problems: dict[str, Say], otherwise: Say) -> float | None:
    """A field as a number with decimals, None for nothing; a wrong one is added to the problems, as the
    sentence `otherwise`."""
    text = typed.text(name)
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        problems[name] = otherwise
        return None
