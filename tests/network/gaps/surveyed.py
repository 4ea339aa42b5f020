"""Surveys as the tests need them: written by hand, not counted."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from network.clock import stopped_at
from network.gaps.judging import judge_gaps
from network.ids import new_id
from network.tables import GapFigure, GapSurvey

MARLOW = "06075"
DETOX = "treatment.withdrawal-management"
START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def day(number: int) -> datetime:
    """So many days after the first survey."""
    return START + timedelta(days=number)


def survey(session: Session, made_at: datetime, *, looks_back: int = 180) -> GapSurvey:
    """A survey without figures yet."""
    made = GapSurvey(
        id=new_id(),
        made_at=made_at,
        since=made_at - timedelta(days=looks_back),
        suppress_below=11,
        bands="10:1",
    )
    session.add(made)
    session.flush()
    return made


def figure(
    session: Session,
    made: GapSurvey,
    kind: str,
    needed: int,
    *,
    zip_code: str | None = None,
    withheld: tuple[str, ...] = (),
    access: float | None = None,
    county: str = MARLOW,
    **causes: int,
) -> GapFigure:
    """What it found for a kind of service."""
    row = GapFigure(
        survey_id=made.id, kind=kind, zip=zip_code, county_fips=county, needed=needed, causes=causes,
        withheld=list(withheld), access=access,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def look(
    session: Session, made_at: datetime, full: int, *, needed: int = 40, looks_back: int = 180
) -> GapSurvey:
    """A survey that found so many needs for withdrawal management without a free place, and judged them."""
    made = survey(session, made_at, looks_back=looks_back)
    figure(session, made, DETOX, needed, no_capacity=full)
    with stopped_at(made_at):
        judge_gaps(session, made)
    return made
