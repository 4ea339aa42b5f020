"""Which passwords may be chosen. (CJIS v6.0 IA-5(1)(a); twelve characters, not eight, is our policy)"""

import unicodedata
from functools import cache
from pathlib import Path

from network.words import Say, say

SHORTEST = 12  # the list of refused passwords below is short and ours, so length has to carry more
LONGEST = 1000  # nobody's password is cut: a longer one is refused
MOST_OF_IT = 6  # beside words that everybody knows of the person, so many other characters are needed
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


def password_problem(password: str, *, name: str = "", email: str = "") -> Say | None:
    """Why this password cannot be chosen; None when it can. Every printable character is welcome."""
    if len(password) < SHORTEST:
        return say(
            "Use at least {shortest} characters. A few words in a row are easy to remember.",
            shortest=SHORTEST,
        )
    if len(password) > LONGEST:
        return say("Use at most {longest} characters.", longest=LONGEST)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in password):
        return say("Use letters, digits, signs and spaces only, no line breaks.")
    if _is_common(password):
        return say("This password is one of the first that others would try. Choose something less usual.")
    if _is_monotonous(password):
        return say("This password repeats itself or follows a row of keys. Choose something less regular.")
    if _is_about(password, name, email):
        return say("Your name or e-mail address makes up most of this password. Choose something else.")
    return None


def spelled_alike(password: str) -> str:
    """The same characters however a keyboard composes them: "é" is one letter on every device. (NFKC)"""
    return unicodedata.normalize("NFKC", password)


@cache
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_core(line) for line in lines if line and not line.startswith("#"))


def _core(password: str) -> str:
    """Lower case, read as words ("P@ssw0rd" is "password"), only letters."""
    read = spelled_alike(password).casefold().translate(_LOOKALIKES)
    return "".join(sign for sign in read if sign.isalpha())


def _is_common(password: str) -> bool:
    """One common word, once or repeated, with digits and signs around it."""
    plain = "".join(sign for sign in spelled_alike(password).casefold() if sign.isalpha())
    return any(
        _repeats_of(word) in _common()
        for word in (plain, _core(password), _core(password.strip("0123456789!@$")))
    )


def _repeats_of(word: str) -> str:
    """The shortest part that makes the word when it is repeated: "testtest" is "test"."""
    for length in range(1, len(word) // 2 + 1):
        if len(word) % length == 0 and word[:length] * (len(word) // length) == word:
            return word[:length]
    return word


def _is_monotonous(password: str) -> bool:
    """Few different characters, or nothing but neighbours in the alphabet, among digits or on a keyboard."""
    lowered = password.casefold()
    if len(set(lowered)) < 5:
        return True
    rows = (
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn",
    )
    pairs = {row[i : i + 2] for row in rows for i in range(len(row) - 1)}
    pairs |= {pair[::-1] for pair in pairs}
    follows = sum(lowered[i : i + 2] in pairs for i in range(len(lowered) - 1))
    return follows >= (len(lowered) - 1) * 0.75


def _is_about(password: str, name: str, email: str) -> bool:
    left = _core(password)
    words = [*name.split(), *email.replace("@", ".").split(".")]
    known = sorted({_core(word) for word in words if len(_core(word)) >= 3}, key=len, reverse=True)
    stripped = left
    for word in known:
        stripped = stripped.replace(word, "")
    return stripped != left and len(stripped) < MOST_OF_IT
