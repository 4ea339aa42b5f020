"""Reports as the tests need them: figures from the network of the test, and a few bytes as the PDF."""

from sqlmodel import Session

from network.actors import Actor
from network.places.naming import PlaceNames
from network.reports.drafting import Draft, newest_like
from network.reports.figures import Figures
from network.reports.gathering import gather_figures
from network.reports.operations import make_report
from network.reports.signing import report_key
from network.rules.periods import Period
from network.settings import Settings
from network.tables import Report

SETTINGS = Settings(operator_name="Marlow Diversion", secret_key="s" * 40)
KEY = report_key(SETTINGS.secret_key)
SPRING = Period(2026, 2)
PDF = b"%PDF-1.7 a report of the tests"


def figures(session: Session, actor: Actor, words: str = "", language: str = "en") -> Figures:
    """What a report on the spring of 2026 would say, in place of whichever there is."""
    there = newest_like(session, SPRING, language)
    draft = Draft(SPRING, language, words, there.id if there else None)
    return gather_figures(session, actor, SETTINGS, draft, None, PlaceNames())


def report(session: Session, actor: Actor, words: str = "", pdf: bytes = PDF) -> Report:
    """A report that was made."""
    return make_report(session, actor, figures(session, actor, words), pdf, KEY)
