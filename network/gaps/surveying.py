"""Surveys: what was needed and what there was to meet it, counted, withheld where it must be, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from network import events
from network.actors import SYSTEM
from network.clock import now
from network.gaps.areas import SOMEWHERE
from network.gaps.counting import Cell, Tally, add_up, by_county
from network.gaps.judging import judge_gaps
from network.gaps.missing_by_one import Help, helps
from network.gaps.observing import observe, victim_services
from network.gaps.supply import Reach, needs_as_shown, reach_of, without
from network.gaps.withholding import ALL_NAMES, Withheld, withheld_in
from network.ids import new_id
from network.rules.access import read_bands
from network.search.engine import SearchEngine
from network.settings import Settings
from network.tables import GapFigure, GapSurvey, NearMiss

WHOLE = 2  # surveys of which everything is kept; of older ones only what was found of whole counties
KEPT = timedelta(days=400)
TRIMMED = 5  # surveys that lose their details at a time; more only if surveys failed half way

NOTHING = Tally()


@dataclass(frozen=True)
class Findings:
    """What a look at everything found. `figures` and `near_misses` are rows without the survey's id."""

    made_at: datetime
    since: datetime
    figures: list[dict[str, Any]]
    near_misses: list[dict[str, Any]]


def make_survey(session: Session, engine: SearchEngine, settings: Settings) -> GapSurvey:
    """Look at everything that was needed in the last `gap_days`, write down what was found, and judge it.

    The engine must know the directory as it is now (`engine.refresh(session)`).
    """
    return keep_survey(session, find_gaps(session, engine, settings), settings)


def find_gaps(session: Session, engine: SearchEngine, settings: Settings) -> Findings:
    """The same without writing: it takes the longest, and nobody else need wait."""
    moment = now()
    since = moment - timedelta(days=settings.gap_days)
    refuges = victim_services(session)
    observed = observe(session, engine, since, moment, refuges)
    tallies = add_up(observed.counts)
    withheld: dict[str | None, Withheld] = {}
    needs: dict[Cell, float] = {}
    for fips, own in by_county(tallies):
        withheld[fips] = withheld_in(own, settings.suppress_below)
        if fips is not None:
            needs |= needs_as_shown(fips, own, withheld[fips], settings.suppress_below)
    supply = without(engine.supply(moment), refuges)
    reach = reach_of(needs, supply, read_bands(settings.access_bands))
    return Findings(
        moment,
        since,
        figures=[
            _figure(cell, tallies.get(cell, NOTHING), names, reach.get(cell, Reach()))
            for cell in sorted(tallies.keys() | reach.keys(), key=str)
            if (names := withheld[cell.fips].names(cell)) != ALL_NAMES
            or _is_mapped(cell, withheld[cell.fips])
        ],
        near_misses=[_near_miss(one) for one in helps(observed, tallies, withheld, settings.suppress_below)],
    )


def keep_survey(session: Session, findings: Findings, settings: Settings) -> GapSurvey:
    """Write down what was found, judge the gaps by it, and forget details of older surveys."""
    survey = GapSurvey(
        made_at=findings.made_at,
        since=findings.since,
        suppress_below=settings.suppress_below,
        bands=",".join(settings.access_bands),
    )
    session.add(survey)
    session.flush()
    for table, rows in ((GapFigure, findings.figures), (NearMiss, findings.near_misses)):
        if rows:
            session.connection().execute(
                insert(table), [{"id": new_id(), "survey_id": survey.id, **row} for row in rows]
            )
    _forget(session, findings.made_at)
    judge_gaps(session, survey)
    events.record(session, SYSTEM, "gaps.surveyed", "gap_survey", survey.id)
    return survey


def _is_mapped(cell: Cell, withheld: Withheld) -> bool:
    """Whether a cell is kept though no number of it may be told: for its access."""
    return cell.zip is None or (cell.zip != SOMEWHERE and "needed" not in withheld.of_county[cell.kind])


def _figure(cell: Cell, tally: Tally, withheld: frozenset[str], reach: Reach) -> dict[str, Any]:
    """One row. Of a ZIP code of which nothing may be told, nothing is kept."""
    if cell.zip is not None and withheld == ALL_NAMES:
        tally = NOTHING
    return {
        "kind": cell.kind,
        "zip": cell.zip,
        "county_fips": cell.fips,
        "needed": tally.needed,
        "causes": {cause.value: count for cause, count in sorted(tally.causes.items())},
        "access": reach.access,
        "nearest_open_m": reach.nearest_open_m,
        "withheld": sorted(withheld),
    }


def _near_miss(one: Help) -> dict[str, Any]:
    return {
        "kind": one.cell.kind,
        "county_fips": one.cell.fips,
        "service_id": one.miss.service_id,
        "location_id": one.miss.location_id,
        "condition": one.miss.condition,
        "needs": one.needs,
    }


def _forget(session: Session, moment: datetime) -> None:
    session.exec(delete(GapSurvey).where(col(GapSurvey.made_at) < moment - KEPT))
    older = session.exec(
        select(GapSurvey.id).order_by(col(GapSurvey.made_at).desc()).offset(WHOLE).limit(TRIMMED)
    ).all()
    session.exec(delete(NearMiss).where(col(NearMiss.survey_id).in_(older)))
    session.exec(
        delete(GapFigure).where(col(GapFigure.survey_id).in_(older), col(GapFigure.zip).is_not(None))
    )
