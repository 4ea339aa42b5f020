"""The copy of a consent as a PDF: every word in the language in which it was read."""

from dataclasses import dataclass

from network.actors import Actor
from network.words import Say, say, speak
from web.pages.consent_reading import ReadPart
from web.pages.consents import ConsentPage
from web.pages.times import exact_time, local_date


@dataclass(frozen=True)
class ConsentPaper:
    """What web/papers/consent.typ prints; all texts are said already. `facts` are words and values."""

    language: str
    title: str
    person: str
    state: str
    parts: tuple[ReadPart, ...]
    signature_heading: str
    signature: str  # SVG path data
    signature_words: str  # what stands in its place for screen readers
    facts: tuple[tuple[str, str], ...]
    authoritative: str


def consent_paper(page: ConsentPage, actor: Actor) -> ConsentPaper:
    """The paper of a consent's page, in the language of its text."""
    language = page.text_language

    def said(sentence: Say | str) -> str:
        return speak(sentence, language) if isinstance(sentence, Say) else sentence

    signed_at, zone = page.card.signed_at, actor.time_zone
    facts: list[tuple[Say, str]] = [
        (say("How"), said(page.card.way)),
        (say("When"), exact_time(signed_at, language, zone) if signed_at else ""),
        (say("Name"), page.signed_name),
        (say("Witness"), page.witness),
        (
            say("Signed for the person by"),
            f"{page.representative} ({page.authority})" if page.authority else "",
        ),
        (say("Taken by"), page.taken_by),
        (say("Taken back on"), local_date(page.revoked_at, language, zone) if page.revoked_at else ""),
        (say("Version of the text"), page.text_version),
    ]
    return ConsentPaper(
        language=language,
        title=said(say("Your copy of the consent")),
        person=page.name,
        state=said(page.card.state.words),
        parts=page.text,
        signature_heading=said(say("Signature")),
        signature=page.signature,
        signature_words=said(say("The signature, drawn by hand")),
        facts=tuple((said(words), value) for words, value in facts if value),
        authoritative=said(say("The English text is the one that counts; this one says the same."))
        if language != "en"
        else "",
    )
