"""The text of a consent as it is read in a language, and as it is kept once it is signed."""

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from network.rules.consent import Circumstances, Policy, Signing
from network.rules.consent_words import Part, consent_text, your_copy
from network.words import Say, speak


@dataclass(frozen=True)
class KeptPart:
    """A part as it was read in one language."""

    heading: str
    before: tuple[str, ...]
    points: tuple[str, ...]
    after: tuple[str, ...]


def spoken_text(
    signing: Signing, circumstances: Circumstances, policy: Policy, language: str
) -> tuple[KeptPart, ...]:
    """The text as it is read in one language, with the operator's own words at its end."""
    parts = [_kept(part, language) for part in consent_text(signing, circumstances, policy)]
    own = (policy.own_words_es if language == "es" else "") or policy.own_words
    copy = _kept(your_copy(), language)
    return (*parts, replace(copy, after=(own,)) if own else copy)


def _kept(part: Part, language: str) -> KeptPart:
    def read(sentences: tuple[Say, ...]) -> tuple[str, ...]:
        return tuple(speak(sentence, language) for sentence in sentences)

    return KeptPart(speak(part.heading, language), read(part.before), read(part.points), read(part.after))


def keep_text(signing: Signing, circumstances: Circumstances, policy: Policy) -> str:
    """The whole text as it was signed, in English and in the language in which it was read, as JSON."""
    return json.dumps(
        {
            language: [asdict(part) for part in spoken_text(signing, circumstances, policy, language)]
            for language in dict.fromkeys(("en", signing.language))
        },
        ensure_ascii=False,
    )


def text_mark(signing: Signing, circumstances: Circumstances, policy: Policy) -> str:
    """Short for exactly this text, to notice when it is no longer what somebody read."""
    return sha256(keep_text(signing, circumstances, policy).encode()).hexdigest()[:16]


def kept_text(kept: str, language: str) -> tuple[KeptPart, ...]:
    """What `keep_text` kept, in this language where it was read in it, else in English."""
    texts = json.loads(kept)
    return tuple(
        KeptPart(part["heading"], *(tuple(part[name]) for name in ("before", "points", "after")))
        for part in texts.get(language, texts["en"])
    )
