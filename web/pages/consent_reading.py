"""The text of a consent for the eye: sections of the law stand small beside the sentence they belong to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from network.rules.consent_text import KeptPart

_CITED = re.compile(r"\s*\(((?:42|45) CFR (?:[^()]|\([^()]*\))*)\)")


@dataclass(frozen=True)
class Sentence:
    """What is read, and the section of the law; empty where there is none."""

    words: str
    cited: str = ""


@dataclass(frozen=True)
class ReadPart:
    heading: str
    before: tuple[Sentence, ...]
    points: tuple[str, ...]
    after: tuple[Sentence, ...]


def for_reading(parts: Sequence[KeptPart]) -> tuple[ReadPart, ...]:
    """The same text, with the sections set apart."""
    return tuple(
        ReadPart(part.heading, _sentences(part.before), part.points, _sentences(part.after)) for part in parts
    )


def _sentences(lines: Sequence[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(_CITED.sub("", line), "; ".join(_CITED.findall(line))) for line in lines)
