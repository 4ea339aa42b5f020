"""Reads and writes single values: the same rules when a directory comes in and when it goes out."""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

from network.exchange.addresses import is_email, is_uri, is_web_address
from network.exchange.problems import ProblemKind
from network.exchange.shape import HsdsField
from network.words import Say, say

LONGEST_TEXT = 1_000_000  # characters; shapes of service areas are long
LONGEST_INDEXED = 500  # PostgreSQL cannot index more than about 2,700 bytes
INDEXED = {("organization", "name"), ("taxonomy_term", "code")}
LARGEST_INTEGER = 2**31 - 1
WEB_FIELDS = {"url", "website", "schedule_link"}  # shown as links: nothing but the web

_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}", re.IGNORECASE
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.ASCII | re.IGNORECASE
)
_NUMBER = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})?", re.ASCII)


class Refused(Exception):
    """The value cannot be used."""

    def __init__(self, kind: ProblemKind, reason: Say) -> None:
        super().__init__(str(reason))
        self.kind, self.reason = kind, reason


class Odd(Exception):
    """The value can be used, but somebody should know how it was understood."""

    def __init__(self, value: Any, reason: Say) -> None:
        super().__init__(str(reason))
        self.value, self.reason = value, reason


Reader = Callable[[Any], Any]


def clean(text: str) -> str | None:
    """Text without control characters and with plain line ends; None when nothing is left to read."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNCLEAN.search(text):
        text = _UNCLEAN.sub("", text)
    return text if text and not text.isspace() else None


def clean_deep(value: Any) -> Any:
    """A JSON value that both databases give back as it is: clean text, whole numbers, nothing infinite."""
    if isinstance(value, str):
        return clean(value) or ""
    if isinstance(value, float):
        return (int(value) if value.is_integer() else value) if math.isfinite(value) else None
    if isinstance(value, list):
        return [clean_deep(one) for one in value]
    if isinstance(value, dict):
        return {clean(key) or "": clean_deep(one) for key, one in value.items()}
    return value


def ordered(value: Any) -> Any:
    """A JSON value with the names in its objects sorted: only one of the databases keeps their order."""
    if isinstance(value, dict):
        return {name: ordered(value[name]) for name in sorted(value)}
    return [ordered(one) for one in value] if isinstance(value, list) else value


def uuid_in(text: str) -> UUID | None:
    """The UUID that is written there, if it is one."""
    return UUID(text) if _UUID.fullmatch(text) else None


def reader_of(resource: str, field: HsdsField) -> Reader:
    """Reads values of this field: returns the value (None: nothing there), or raises Refused or Odd."""
    if field.options:
        return _one_of(field.options)
    if field.kind == "string":
        return _text_up_to(LONGEST_INDEXED if (resource, field.name) in INDEXED else LONGEST_TEXT)
    if field.kind == "uri":
        return read_web_address if field.name in WEB_FIELDS else read_uri
    return READERS[field.kind]


def _text_up_to(longest: int) -> Reader:
    def read_text(value: Any) -> str | None:
        if type(value) is not str:
            return _text_of_other(value)
        if len(value) > longest:
            raise Refused(
                ProblemKind.TOO_LONG,
                say("is {length} characters long; at most {most} fit", length=len(value), most=longest),
            )
        return clean(value)

    return read_text


def _text_of_other(value: Any) -> str | None:
    if value is None:
        return None
    if type(value) in (int, float):
        raise Odd(str(value), say("is a number where text belongs; kept as text"))
    raise Refused(ProblemKind.WRONG_TYPE, say("is not text"))


def _one_of(options: tuple[str, ...]) -> Reader:
    spelled = {option.casefold(): option for option in options}
    known = set(options)

    def read_option(value: Any) -> str | None:
        text = value if isinstance(value, str) and value in known else _plain(value)
        if text is None or text in known:
            return text
        if option := spelled.get(text.casefold()):
            raise Odd(option, say("is written unusually; read as {option}", option=option))
        raise Refused(ProblemKind.WRONG_OPTION, say("is not one of: {options}", options=", ".join(options)))

    return read_option


def read_number(value: Any) -> float | None:
    """A finite number."""
    if type(value) in (int, float):
        number = _float(value)
    else:
        text = _plain(value)
        if text is None:
            return None
        number = _float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(number):
        raise Refused(ProblemKind.WRONG_TYPE, say("is not a number"))
    return number + 0.0


def read_integer(value: Any) -> int | None:
    """A whole number that the databases can hold."""
    number = read_number(value)
    if number is None:
        return None
    if not number.is_integer() or abs(number) > LARGEST_INTEGER:
        raise Refused(ProblemKind.WRONG_TYPE, say("is not a whole number"))
    return int(number)


def read_date(value: Any) -> date | None:
    """A day as YYYY-MM-DD."""
    text = _plain(value)
    if text is None:
        return None
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused(ProblemKind.WRONG_TYPE, say("is not a date like 2026-01-31"))


def read_moment(value: Any) -> datetime | None:
    """A date with a time, as UTC."""
    text = _plain(value)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if len(text) < 16:
            raise ValueError
        if moment.tzinfo is None:
            raise Odd(moment.replace(tzinfo=UTC), say("does not say its time zone; read as UTC"))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(ProblemKind.WRONG_TYPE, say("is not a time like 2026-01-31T18:00:00Z")) from None


def read_time(value: Any) -> time | None:
    """A time of day as on the wall; an offset from UTC is left to `offset_of`."""
    text = _plain(value)
    if text is None:
        return None
    match = _TIME.fullmatch(text)
    hour, minute, second = (int(part or 0) for part in match.groups()[:3]) if match else (99, 0, 0)
    if (hour, minute, second) == (24, 0, 0):
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        raise Refused(ProblemKind.WRONG_TYPE, say("is not a time of day like 18:00")) from None


def offset_of(value: Any) -> float | None:
    """Hours from UTC that stand behind a time of day."""
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or match[4] is None:
        return None
    sign, digits = match[4][0], match[4][1:].replace(":", "")
    return 0.0 if sign in "zZ" else (int(digits[:2]) + int(digits[2:]) / 60) * (-1 if sign == "-" else 1)


def read_email(value: Any) -> str | None:
    """An e-mail address."""
    text = _plain(value)
    if text is None or is_email(text):
        return text
    raise Refused(ProblemKind.WRONG_ADDRESS, say("is not an e-mail address"))


def read_uri(value: Any) -> str | None:
    """An address by which something is known (RFC 3986)."""
    text = _plain(value)
    if text is None or is_uri(text):
        return text
    raise Refused(ProblemKind.WRONG_ADDRESS, say("is not an address like https://example.org/"))


def read_web_address(value: Any) -> str | None:
    """An address on the web."""
    text = read_uri(value)
    if text is None or is_web_address(text):
        return text
    raise Refused(ProblemKind.WRONG_ADDRESS, say("is not an address like https://example.org/"))


READERS: dict[str, Reader] = {
    "number": read_number,
    "integer": read_integer,
    "date": read_date,
    "datetime": read_moment,
    "time": read_time,
    "email": read_email,
}


def told(value: Any) -> Any:
    """A value of a record as JSON has it: text, number or truth; None for nothing."""
    if value is None or isinstance(value, bool):
        return value
    if type(value) is UUID:
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float):
        return (int(value) if value.is_integer() else value) if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return (
        value if isinstance(value, int) else value.isoformat() if hasattr(value, "isoformat") else str(value)
    )


def _plain(value: Any) -> str | None:
    """What is written, without the spaces around it."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Refused(ProblemKind.WRONG_TYPE, say("is not text"))
    if len(value) > LONGEST_TEXT:
        raise Refused(
            ProblemKind.TOO_LONG,
            say("is {length} characters long; at most {most} fit", length=len(value), most=LONGEST_TEXT),
        )
    return (clean(value) or "").strip() or None


def _float(value: Any) -> float:
    try:
        return float(value)
    except (OverflowError, ValueError):
        return math.inf
