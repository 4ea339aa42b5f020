"""Whether somebody has signed: on screen, with the keyboard, on paper or before a witness."""

from collections.abc import Iterator

from network.rules.consent import DRAWN, MOST_LETTERS, MOST_WORDS, Signing
from network.tables.consent import SigningWay
from network.words import Say, say

Problems = Iterator[tuple[str, Say]]


def signature_problems(signing: Signing) -> Problems:
    """What is missing from the signature itself. (2.31(a)(8) and (9); the date is that of the signing)"""
    yield from _signed(signing)
    yield from _for_somebody_else(signing)
    if not signing.could_decide:
        yield (
            "could_decide",
            say("Sign only when the person can decide now. If not, wait, or ask a coordinator."),
        )
    for name in ("signed_name", "witness_name", "representative", "representative_authority",
                 "condition_authority", "condition_reference"):  # fmt: skip
        if len(getattr(signing, name)) > MOST_LETTERS:
            yield name, say("Please write less here: at most {most} letters.", most=MOST_LETTERS)
    if len(signing.factors) > MOST_WORDS:
        yield "factors", say("Please write less here: at most {most} letters.", most=MOST_WORDS)


def _signed(signing: Signing) -> Problems:
    match signing.way:
        case None:
            yield "way", say("Choose how the person signs. (42 CFR 2.31(a)(8); 45 CFR 164.508(c)(1)(vi))")
        case SigningWay.SCREEN if not signing.signature:
            yield (
                "signature",
                say("The signature is missing. Let the person sign in the box. (42 CFR 2.31(a)(8))"),
            )
        case SigningWay.SCREEN if not DRAWN.fullmatch(signing.signature):
            yield (
                "signature",
                say("This signature cannot be kept. Clear the box and sign again. (42 CFR 2.31(a)(8))"),
            )
        case SigningWay.KEYBOARD if len(signing.signed_name.strip()) < 2:
            yield (
                "signed_name",
                say("Let the person type their name: that is their signature. (42 CFR 2.31(a)(8))"),
            )
        case SigningWay.PAPER if signing.scan is None:
            yield "scan", say("Add a picture or PDF of the signed paper. (42 CFR 2.31(a)(8))")
        case SigningWay.WITNESSED if len(signing.witness_name.strip()) < 2:
            yield "witness_name", say("Name the witness who saw the person agree. (42 CFR 2.31(a)(8))")


def _for_somebody_else(signing: Signing) -> Problems:
    if signing.representative.strip() and not signing.representative_authority.strip():
        yield (
            "representative_authority",
            say("Say by what right this person signs for somebody else. (45 CFR 164.508(c)(1)(vi))"),
        )
    if signing.representative_authority.strip() and not signing.representative.strip():
        yield "representative", say("Name who signs for the person. (45 CFR 164.508(c)(1)(vi))")
