"""The words that somebody signs."""

from network.rules.consent import Circumstances, Signing

TEXT_VERSION = "consent@2026-11"


def keep_text(signing: Signing, circumstances: Circumstances) -> str:
    """The whole text as it was signed."""
    return f"{circumstances.person_name} {signing.language}"
