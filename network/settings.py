"""What an operator decides, read once from the environment. `docs/settings.md` explains every name."""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

VAR = Path("var")
_BAND = re.compile(r"(?P<miles>\d+(\.\d+)?):(?P<weight>\d+(\.\d+)?)", re.ASCII)
DEMO_SECRET = "demo-"  # every secret of the demonstration begins so, and production refuses it


class Mode(StrEnum):
    PRODUCTION = "production"
    DEMO = "demo"


class WrongSetting(Exception):
    """A setting cannot be used; the message says which and what to do."""


def _setting(explains: str, default: Any) -> Any:
    return field(default=default, metadata={"explains": explains})


@dataclass(frozen=True)
class Settings:
    """Every setting, with a default that is safe in production and fit to be public."""

    mode: Mode = _setting("`production`, or `demo` for the fictional county.", Mode.PRODUCTION)
    database_url: str = _setting(
        "Where the data lives: `sqlite:///path` or `postgresql+psycopg://…`.",
        "sqlite:///var/trestle.db",
    )
    base_url: str = _setting("How people reach the site; stands in letters' links.", "http://127.0.0.1:8000")
    secret_key: str = _setting("Signs forms and tokens; at least 32 characters.", "")
    field_keys: str = _setting(
        "Keys that encrypt identifying text: `id:base64 of 32 bytes`, comma-separated, newest first.",
        "",
    )
    allowed_hosts: tuple[str, ...] = _setting("Host names (with port) the site answers to; empty: any.", ())
    trusted_proxies: str = _setting(
        "Addresses whose X-Forwarded-* headers are believed, comma-separated.",
        "127.0.0.1",
    )
    operator_name: str = _setting("Who runs this site; stands at the foot of every page.", "")
    operator_contact: str = _setting("How people reach the operator.", "")
    default_language: str = _setting("Language when nobody chose one: `en` or `es`.", "en")
    default_time_zone: str = _setting("Time zone when nobody chose one.", "America/Chicago")
    crisis_lines: tuple[str, ...] = _setting(
        "Numbers shown on public pages, `number|what for` each.",
        (
            "988|Suicide and crisis line, day and night",
            "911|Emergency: someone's life is in danger",
        ),
    )
    second_factor_required: bool = _setting("Everybody needs an authenticator app to sign in.", True)
    idle_minutes: int = _setting("Minutes without a click until sign-in is asked again (at most 30).", 30)
    session_hours: int = _setting("Hours until everybody signs in again (at most 12).", 12)
    failed_tries: int = _setting("Wrong passwords until an account is locked.", 5)
    failed_tries_minutes: int = _setting("Minutes within which wrong passwords are counted.", 15)
    smtp_host: str = _setting("Mail server; empty: letters wait in the outbox.", "")
    smtp_port: int = _setting("Port of the mail server.", 587)
    smtp_user: str = _setting("Name for the mail server.", "")
    smtp_password: str = _setting("Password for the mail server.", "")
    smtp_security: str = _setting("`starttls`, `tls` or `none` (loopback only).", "starttls")
    mail_from: str = _setting("Sender of every letter.", "")
    sms_url: str = _setting(
        'Takes text messages as JSON `{"to", "text"}`: `https://…`; empty: none are sent.',
        "",
    )
    sms_token: str = _setting("Bearer token for the text messages.", "")
    answer_days_emergent: int = _setting("Days a link to answer without an account works: emergent.", 1)
    answer_days_urgent: int = _setting("The same for what is urgent.", 3)
    answer_days_routine: int = _setting("The same for what is routine.", 8)
    geocoder: str = _setting(
        "`offline`; or `nominatim` or another of geopy, which is then sent the street addresses people type.",
        "offline",
    )
    geocoder_url: str = _setting("Address of the geocoder, if it is your own.", "")
    geocoder_agent: str = _setting("How we name ourselves to a geocoder; must identify you.", "")
    geocoder_key: str = _setting("Key for the geocoder, if it wants one.", "")
    consent_longest_days: int = _setting("Days that a consent may last at most.", 730)
    consent_own_words: str = _setting(
        "A paragraph of yours at the end of every consent (state law, counsel).", ""
    )
    consent_own_words_es: str = _setting("The same in Spanish.", "")
    suppress_below: int = _setting("Counts of people smaller than this are withheld from overviews.", 11)
    gap_days: int = _setting("Days of needs that a survey of gaps looks back on.", 180)
    gap_hours: int = _setting("Hours between two surveys of gaps.", 24)
    access_bands: tuple[str, ...] = _setting(
        "Access to services: `miles:weight`, from near to far; beyond the last nothing counts.",
        ("10:1", "20:0.68", "30:0.22"),
    )
    hold_minutes: int = _setting("Minutes that a place is held for somebody, unless the provider says.", 30)
    meilisearch_url: str = _setting(
        "A Meilisearch server that finds words; empty: the words are found inside the process.", ""
    )
    meilisearch_search_key: str = _setting("Its key that may only search; for the site.", "")
    meilisearch_index_key: str = _setting("Its key that may write our indexes; for the worker.", "")
    heartbeat_file: str = _setting(
        "A file that `trestle worker` touches after a look without a fault, for `trestle healthy worker`.",
        "",
    )
    own_link_days: int = _setting("Days that the link to a person's own page works.", 30)
    upload_megabytes: int = _setting("Largest form or file that is accepted.", 10)
    log_level: str = _setting("`debug`, `info`, `warning` or `error`.", "info")

    @property
    def is_demo(self) -> bool:
        return self.mode is Mode.DEMO


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from `TRESTLE_*`; `TRESTLE_X_FILE` reads the value from a file (secrets of a container).

    Raises WrongSetting when a value cannot be read.
    """
    given = os.environ if environment is None else environment
    known = {f"TRESTLE_{f.name.upper()}": f for f in fields(Settings)}
    values: dict[str, Any] = {}
    for name, setting in known.items():
        text = given.get(name)
        if text is None and (path := given.get(f"{name}_FILE")):
            text = _read_secret(name, path)
        if text is not None:
            values[setting.name] = _value(name, text, setting.default)
    return Settings(**values)


def _read_secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongSetting(f"{name}_FILE: cannot read {path} ({error.strerror}).") from None


def _value(name: str, text: str, default: Any) -> Any:
    text = text.strip()
    if isinstance(default, bool):
        if text.lower() not in {"yes", "no", "true", "false", "1", "0"}:
            raise WrongSetting(f"{name} is {text!r}; say yes or no.")
        return text.lower() in {"yes", "true", "1"}
    if isinstance(default, Mode):
        if text not in set(Mode):
            raise WrongSetting(f"{name} is {text!r}; say production or demo.")
        return Mode(text)
    if isinstance(default, int):
        if not text.isdecimal():
            raise WrongSetting(f"{name} is {text!r}; say a whole number.")
        return int(text)
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


def check_secrets(settings: Settings) -> None:
    """Refuse to go on with missing, weak or demonstration secrets. Raises WrongSetting with what to do."""
    for name, value in (
        ("secret_key", settings.secret_key),
        ("field_keys", settings.field_keys),
    ):
        if not value:
            raise WrongSetting(
                f"TRESTLE_{name.upper()} is not set. Make one with `trestle secrets` and keep it safe."
            )
        if not settings.is_demo and value.startswith(DEMO_SECRET):
            raise WrongSetting(
                f"TRESTLE_{name.upper()} is a secret of the demonstration; make one of your own."
            )
    if len(settings.secret_key) < 32:
        raise WrongSetting("TRESTLE_SECRET_KEY is too short: at least 32 characters.")
    read_field_keys(settings.field_keys)


# Least and most of what an operator may set. (CJIS v6.0 AC-11, IA-5 j: 30 minutes, 12 hours)
LIMITS = {
    "idle_minutes": (1, 30),
    "session_hours": (1, 12),
    "failed_tries": (1, 5),
    "consent_longest_days": (30, 3650),
    "answer_days_emergent": (1, 30),
    "answer_days_urgent": (1, 30),
    "answer_days_routine": (1, 30),
    "suppress_below": (3, 100),  # below 2 there is only 1: withheld, and told
    "gap_days": (30, 730),
    "own_link_days": (1, 90),
    "gap_hours": (1, 168),
    "hold_minutes": (5, 240),
}


def check_limits(settings: Settings) -> None:
    """Refuse settings that would be unsafe. Raises WrongSetting."""
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(settings, name) <= most:
            raise WrongSetting(f"TRESTLE_{name.upper()} must be between {least} and {most}.")
    if settings.smtp_security not in {"starttls", "tls", "none"}:
        raise WrongSetting("TRESTLE_SMTP_SECURITY must be starttls, tls or none.")
    if settings.smtp_host and not settings.mail_from:
        raise WrongSetting("TRESTLE_MAIL_FROM is needed when TRESTLE_SMTP_HOST is set.")
    try:
        band_pairs(settings.access_bands)
    except ValueError as error:
        raise WrongSetting(f"TRESTLE_ACCESS_BANDS: {error}") from None


def band_pairs(texts: Sequence[str]) -> list[tuple[float, float]]:
    """`miles:weight`, from near to far, as numbers. Raises ValueError with a sentence."""
    pairs: list[tuple[float, float]] = []
    for text in texts:
        if not (read := _BAND.fullmatch(text.strip())):
            raise ValueError(f"{text!r} is not `miles:weight`, such as 10:1 or 20:0.68.")
        pairs.append((float(read["miles"]), float(read["weight"])))
    miles = [0.0, *(far for far, _ in pairs)]
    weights = [1.0, *(weight for _, weight in pairs)]
    if not pairs or any(farther <= near for near, farther in pairwise(miles)):
        raise ValueError("Miles must grow from band to band, and there must be one.")
    if any(later > earlier for earlier, later in pairwise(weights)) or weights[-1] <= 0:
        raise ValueError("Weights must be above 0 and at most 1, and none larger than the one before.")
    return pairs


def read_field_keys(text: str) -> dict[str, bytes]:
    """`id:base64` pairs, newest first, as id → 32 bytes. Raises WrongSetting."""
    keys: dict[str, bytes] = {}
    for pair in text.split(","):
        key_id, _, encoded = pair.strip().partition(":")
        try:
            keys[key_id] = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            keys[key_id] = b""
        if not key_id or len(keys[key_id]) != 32 or len(key_id) > 32:
            raise WrongSetting("TRESTLE_FIELD_KEYS must be `id:base64 of 32 bytes`, comma-separated.")
    return keys
