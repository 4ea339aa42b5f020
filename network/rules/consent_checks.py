"""What is missing from a consent or wrong with it, each in plain words with its section of the law."""

from network.rules.consent import Circumstances, Signing
from network.words import Say, say


def missing(signing: Signing, circumstances: Circumstances) -> dict[str, Say]:
    """What keeps this signing from being a consent, by the field that is wrong; empty: nothing."""
    problems: dict[str, Say] = {}
    if not signing.recipient_organization_ids:
        problems["recipient_organization_ids"] = say(
            "Choose at least one agency. A consent must name who may be told. (42 CFR 2.31(a)(4))"
        )
    return problems
