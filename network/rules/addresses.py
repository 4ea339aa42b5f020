"""E-mail addresses as people type them."""

import re
import unicodedata

LONGEST = 254  # RFC 5321
_ADDRESS = re.compile(r"[^@\s\x00-\x1f<>()\[\],;:\\\"]{1,64}@[^@\s\x00-\x1f<>()\[\],;:\\\"]+\.[^@\s.]{2,}")


def plain_email(typed: str) -> str:
    """The address as the account keeps it: composed the same way everywhere, lower case, on one line."""
    composed = unicodedata.normalize("NFKC", typed[: LONGEST * 2]).strip().lower()
    return "".join(sign for sign in composed if unicodedata.category(sign) not in {"Cc", "Cs"})


def is_email(address: str) -> bool:
    """Whether it looks like an address; only a letter can show that it is one."""
    return len(address) <= LONGEST and _ADDRESS.fullmatch(address) is not None
