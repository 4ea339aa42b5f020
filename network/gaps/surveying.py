"""Surveys: what was needed and what there was to meet it, counted, withheld where it must be, and kept."""

from datetime import timedelta

from sqlmodel import Session

from network import events
from network.actors import SYSTEM
from network.clock import now
from network.search.engine import SearchEngine
from network.settings import Settings
from network.tables import GapSurvey


def make_survey(session: Session, engine: SearchEngine, settings: Settings) -> GapSurvey:
    """Look at everything that was needed in the last `gap_days`, write down what was found, and judge it.

    The engine must know the directory as it is now (`engine.refresh(session)`).
    """
    survey = GapSurvey(
        made_at=now(),
        since=now() - timedelta(days=settings.gap_days),
        suppress_below=settings.suppress_below,
        bands=",".join(settings.access_bands),
    )
    session.add(survey)
    session.flush()
    events.record(session, SYSTEM, "gaps.surveyed", "gap_survey", survey.id)
    return survey
