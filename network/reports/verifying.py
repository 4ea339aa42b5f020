"""Says whether a file is a report as it was made: with the database, or with a signature and a public key."""

import json
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from network.reports.drafting import reports_like
from network.reports.figures import read_figures
from network.reports.queries import replaced_by, report_with, signature_of
from network.reports.signing import Signature, file_hash, is_signed
from network.rules.periods import Period, read_period
from network.tables import Report
from network.words import LANGUAGES, Say, say

LARGEST_FIGURES = 2_000_000  # bytes: anybody may send a file, and reading JSON takes many times as many


class Answer(StrEnum):
    GENUINE = "genuine"
    CHANGED = "changed"
    OTHER_KEY = "other_key"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """What was found; `signature` is what the file was held against."""

    answer: Answer
    sentence: Say
    sha256: str
    signature: Signature | None = None
    is_replaced: bool = False

    @property
    def is_genuine(self) -> bool:
        return self.answer is Answer.GENUINE


def verify_with_signature(content: bytes, signature: Signature, public_key: str) -> Verdict:
    """Holds a PDF (or its figures as JSON) against a signature that must be made with this key."""
    found = file_hash(content)
    if not is_signed(signature, public_key):
        return Verdict(
            Answer.OTHER_KEY,
            say("Not genuine: the signature was changed, or was not made with this public key."),
            found,
            signature,
        )
    if found not in (signature.statement.sha256, signature.statement.figures_sha256):
        return Verdict(
            Answer.CHANGED,
            say("Not genuine: this is not the file that was signed. It was changed, or it is another one."),
            found,
            signature,
        )
    return Verdict(Answer.GENUINE, _genuine(signature), found, signature)


def verify_here(session: Session, content: bytes) -> Verdict:
    """Looks for the file among the reports that were made here."""
    found = file_hash(content)
    report = report_with(session, found)
    checked = content if report is None else report.pdf
    report = report or _report_with_figures(session, content)
    if report is None:
        return Verdict(
            Answer.UNKNOWN,
            say(
                "Not genuine: no report with this content was made here. "
                "It was changed, or it is another file."
            ),
            found,
        )
    verdict = verify_with_signature(checked, signature_of(report), report.public_key)
    if not verdict.is_genuine or replaced_by(session, report.id) is None:
        return verdict
    sentence = say("{genuine} A newer report has taken its place.", genuine=verdict.sentence)
    return Verdict(verdict.answer, sentence, found, verdict.signature, is_replaced=True)


def _report_with_figures(session: Session, content: bytes) -> Report | None:
    """The report of which these are the figures, as its `figures.json` has them."""
    if (about := _quarter_and_language(content)) is None:
        return None
    found = file_hash(content)
    reports = session.exec(reports_like(*about)).all()
    return next((one for one in reports if read_figures(one.figures).digest == found), None)


def _quarter_and_language(content: bytes) -> tuple[Period, str] | None:
    """What the figures of a report say of themselves; None: these are no figures."""
    if not content.startswith(b"{") or len(content) > LARGEST_FIGURES:
        return None
    try:
        members = json.loads(content)
        quarter, language = read_period(members["quarter"]), members["language"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return (quarter, language) if language in list(LANGUAGES) else None


def _genuine(signature: Signature) -> Say:
    said = signature.statement
    made = said.made_at.replace("T", " ").removesuffix("+00:00")
    quarter = read_period(said.quarter).spoken
    if not said.operator:
        return say("Genuine: the report on {quarter}, made {moment} UTC.", quarter=quarter, moment=made)
    return say(
        "Genuine: the report on {quarter}, made by {operator}, {moment} UTC.",
        quarter=quarter,
        operator=said.operator,
        moment=made,
    )
