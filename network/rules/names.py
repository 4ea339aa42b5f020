"""Names as people type them."""

import unicodedata

LONGEST = 120
_JOINERS = {"\u200c", "\u200d"}  # letters of Persian, Hindi and others need them


def plain_name(typed: str) -> str:
    """The name on one line, composed the same way everywhere, without signs that hide or turn other text."""
    composed = unicodedata.normalize("NFC", typed[: LONGEST * 4])
    spaced = "".join(" " if sign.isspace() else sign for sign in composed)
    shown = "".join(
        sign
        for sign in spaced
        if sign in _JOINERS or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join(shown.split())


def folded(text: str) -> str:
    """For finding: "José" is found by "jose"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
