"""Languages that are spoken at a service: one code for however a directory writes them, and their names."""

from functools import cache, lru_cache

from babel import Locale

from network.search.tokens import fold

SIGN_LANGUAGE = "ase"
_SPANISH_NAMES = {SIGN_LANGUAGE: "Lengua de señas americana"}  # that Babel does not know
_ALSO_CALLED = {"american sign language": SIGN_LANGUAGE, "sign language": SIGN_LANGUAGE, "asl": SIGN_LANGUAGE}


@lru_cache(maxsize=4096)
def language_code(code: str, name: str = "") -> str:
    """The ISO 639 code, two letters where there are two; empty when it is no language that we know."""
    short = fold(code).replace("_", "-").partition("-")[0].strip()
    if short in Locale("en").languages:
        return short
    if len(short) == 3 and (known := _by_three_letters().get(short)):
        return known
    return _by_name().get(fold(name).strip()) or _by_name().get(fold(code).strip(), "")


@lru_cache(maxsize=4096)
def language_name(code: str, language: str) -> str:
    """What people call it, in their own language; the code when nobody has told."""
    known: str = Locale("en").languages.get(code, code)
    if language == "es":
        known = _SPANISH_NAMES.get(code) or Locale("es").languages.get(code, known)
    return known[:1].upper() + known[1:]


def language_within(code: str, language: str) -> str:
    """Its name within a sentence: Spanish writes languages small."""
    name = language_name(code, language)
    return name.lower() if language == "es" else name


@cache
def _by_name() -> dict[str, str]:
    named = {fold(name): code for own in ("es", "en") for code, name in Locale(own).languages.items()}
    return named | _ALSO_CALLED


@cache
def _by_three_letters() -> dict[str, str]:
    pairs = "spa es eng en fra fr fre fr ara ar zho zh chi zh vie vi rus ru kor ko por pt som so hat ht"
    words = f"{pairs} nep ne swa sw tgl tl ukr uk hmn hmn fas fa per fa".split()
    return dict(zip(words[::2], words[1::2], strict=True))
