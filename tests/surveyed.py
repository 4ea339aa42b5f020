"""A survey as it stands in the database, told by a test instead of counted."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session

from network.clock import now
from network.tables import GapFigure, GapSurvey

LEAST = 11


def survey(session: Session) -> GapSurvey:
    """A survey of half a year that has found nothing yet."""
    made = GapSurvey(
        made_at=now(),
        since=now() - timedelta(days=180),
        suppress_below=LEAST,
        bands="10:1,20:0.68,30:0.22",
    )
    session.add(made)
    session.flush()
    return made


def figure(
    session: Session,
    made: GapSurvey,
    county: str | None,
    zip_code: str | None = None,
    kind: str = "",
    *,
    met: int = 0,
    causes: Mapping[str, int] | None = None,
    access: float | None = 0.25,
    nearest_open_m: float | None = 8046.72,
    hide: tuple[str, ...] = (),
) -> GapFigure:
    """What it found for one area; small numbers are withheld, and those that the test hides."""
    counted = dict(causes or {})
    unmet = sum(counted.values())
    numbers = {"needed": met + unmet, "unmet": unmet, "met": met, **counted}
    row = GapFigure(
        survey_id=made.id,
        kind=kind,
        zip=zip_code,
        county_fips=county,
        needed=met + unmet,
        causes=counted,
        access=access,
        nearest_open_m=nearest_open_m,
        withheld=sorted({*hide, *(name for name, number in numbers.items() if 0 < number < LEAST)}),
    )
    session.add(row)
    session.flush()
    return row
