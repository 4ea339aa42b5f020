"""What counts as an e-mail or web address: stricter than any validator that reads what we write."""

import re

LONGEST_URI = 2000

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
    rf"(?:{_LABEL}\.)+(?:[A-Za-z]{{2,63}}|xn--[A-Za-z0-9]{{1,59}})"
)
_CHARACTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_URI = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*):"
    r"(?://((?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?"  # a name before the host
    rf"([A-Za-z0-9._~-]+)(?::\d{{1,5}})?(?:/{_CHARACTER}*)*|(?!//){_CHARACTER}(?:{_CHARACTER}|/)*)"
    rf"(?:\?(?:{_CHARACTER}|[/?])*)?(?:#(?:{_CHARACTER}|[/?])*)?"
)


def is_email(text: str) -> bool:
    name, _, host = text.partition("@")
    return len(name) <= 64 and len(host) <= 253 and _EMAIL.fullmatch(text) is not None


def is_uri(text: str) -> bool:
    return len(text) <= LONGEST_URI and _URI.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    match = _URI.fullmatch(text) if len(text) <= LONGEST_URI else None
    return match is not None and match[1].lower() in {"http", "https"} and match[3] is not None
