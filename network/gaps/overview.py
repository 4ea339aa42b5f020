"""What leadership is shown of a survey: counties of a state or ZIP codes of a county, and kinds of service,
each without what must be withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from network.actors import Actor
from network.errors import NotFound
from network.gaps.queries import county_figures, zip_figures
from network.places.counties import get_county
from network.places.gazetteer import gazetteer
from network.places.states import BY_CODE, BY_FIPS
from network.providers.kinds.reading import read_kinds
from network.tables import GapFigure, GapSurvey
from network.tables.unmet_need import Cause


@dataclass(frozen=True)
class Shown:
    """What of one figure may be shown; None: withheld, or for access and distance: there is none."""

    needed: int | None = 0
    unmet: int | None = 0
    causes: dict[Cause, int | None] = field(default_factory=lambda: dict.fromkeys(Cause, 0))
    access: float | None = None  # free places per need within reach
    nearest_m: float | None = None  # metres to the nearest place that is likely free

    @property
    def is_withheld(self) -> bool:
        return self.needed is None or self.unmet is None

    @property
    def share(self) -> float | None:
        """How much of what was needed found no service, 0 to 1; None where that is withheld or nothing."""
        return self.unmet / self.needed if self.needed and self.unmet is not None else None

    @property
    def at_least(self) -> int:
        """How many found no service, as far as what is shown tells: itself, or else the sum of causes."""
        return sum(count or 0 for count in self.causes.values()) if self.unmet is None else self.unmet

    @property
    def main_cause(self) -> tuple[Cause, bool] | None:
        """The cause that most unmet needs have, and whether it is more than half of them.

        None where what is withheld could be as many.
        """
        most = self.needed if self.unmet is None else self.unmet  # there can be
        counts = Counter({cause: count for cause, count in self.causes.items() if count})
        first, second = [*counts.most_common(2), (Cause.OTHER, 0), (Cause.OTHER, 0)][:2]
        if most is None or first[1] <= max(second[1], most - counts.total()):
            return None
        return first[0], 2 * first[1] > most


NOTHING = Shown()
HIDDEN = Shown(needed=None, unmet=None, causes=dict.fromkeys(Cause))


@dataclass(frozen=True)
class Area:
    """A county by its number or a ZIP code; the key is empty for what is not known closer."""

    key: str
    figures: Shown


@dataclass(frozen=True)
class KindFigures:
    """A kind of service with all kinds below it, in the place that is looked at."""

    code: str
    figures: Shown


@dataclass(frozen=True)
class Overview:
    """One look: a state with its counties, or a county with its ZIP codes."""

    made_at: datetime
    since: datetime
    suppress_below: int
    bands: str  # of access, as `access_bands` of the settings
    kind: str  # empty: all kinds
    state: str  # postal code; empty: nothing was seen anywhere
    county: str  # number; empty: the whole state
    total: Shown  # of a state: of those of its counties that may be shown
    areas: tuple[Area, ...]  # those with figures, and what is not known closer
    kinds: tuple[KindFigures, ...]
    states: tuple[str, ...]  # those in which something was seen, most first
    hidden: int  # areas whose numbers are withheld

    @property
    def state_fips(self) -> str:
        """With which the numbers of its counties begin."""
        return BY_CODE[self.state].fips if self.state else ""


def look_at_gaps(
    session: Session,
    actor: Actor,
    survey: GapSurvey,
    *,
    kind: str = "",
    county: str = "",
    state: str = "",
) -> Overview:
    """What one survey found for a kind of service in a county or else a state.

    Without either: in the only county in which anything was seen, or else in the state with most of it.
    Raises NotAllowed for who may not see overviews, NotFound for a kind, county or state that is none.
    """
    _check(kind, county, state)
    states = _states(session, survey)
    if not county and not state:
        county = _only_county(session, survey)
    state = _state_of(county) if county else state or next(iter(states), "")
    areas = _areas(session, actor, survey, kind, county, state)
    kinds = _kinds(session, survey, county, state)
    if county and not areas and kinds.get(kind, NOTHING).needed != 0:  # too little to say where
        areas = [Area(each.code, HIDDEN) for each in gazetteer().zip_codes_in(county)]
    return Overview(
        made_at=survey.made_at,
        since=survey.since,
        suppress_below=survey.suppress_below,
        bands=survey.bands,
        kind=kind,
        state=state,
        county=county,
        total=kinds.get(kind, NOTHING) if county else together(area.figures for area in areas if area.key),
        areas=tuple(areas),
        kinds=tuple(KindFigures(code, found) for code, found in kinds.items()),
        states=tuple(states),
        hidden=sum(area.figures.is_withheld for area in areas),
    )


def shown(row: GapFigure) -> Shown:
    """The figure without what must be withheld. Access was measured by needs as they are shown."""
    hidden = set(row.withheld)
    return Shown(
        needed=None if "needed" in hidden else row.needed,
        unmet=None if "unmet" in hidden else sum(row.causes.values()),
        causes={cause: None if cause in hidden else row.causes.get(cause, 0) for cause in Cause},
        access=row.access,
        nearest_m=row.nearest_open_m,
    )


def together(figures: Iterable[Shown]) -> Shown:
    """The sum of those of which everything that counts may be shown, so that it tells nothing of others."""
    return summed([one for one in figures if not one.is_withheld])


def _same(measured: list[float | None]) -> float | None:
    """What was measured, if it is the same everywhere: it cannot be added up."""
    return measured[0] if len(set(measured)) == 1 else None


def summed(figures: Sequence[Shown]) -> Shown:
    """What several areas have together; a number is withheld when it is of one of them."""
    causes = {cause: _sum([one.causes[cause] for one in figures]) for cause in Cause}
    return Shown(
        needed=_sum([one.needed for one in figures]),
        unmet=_sum([one.unmet for one in figures]),
        causes=causes,
        access=_same([one.access for one in figures]),
        nearest_m=_same([one.nearest_m for one in figures]),
    )


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _check(kind: str, county: str, state: str) -> None:
    known = not kind or kind in {each.code for each in read_kinds()}
    if not known or (county and get_county(county) is None) or (state and state not in BY_CODE):
        raise NotFound


def _state_of(county: str) -> str:
    return BY_FIPS[county[:2]].code


def _states(session: Session, survey: GapSurvey) -> list[str]:
    """Postal codes of the states with needs, those with most counties first."""
    counted = Counter(_state_of(county) for county in _counties(session, survey))
    return [state for state, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]


def _only_county(session: Session, survey: GapSurvey) -> str:
    counties = _counties(session, survey)
    return counties[0] if len(counties) == 1 else ""


def _counties(session: Session, survey: GapSurvey) -> Sequence[str]:
    """Counties in which anything was needed, though its numbers may be withheld."""
    query = select(GapFigure.county_fips).where(
        GapFigure.survey_id == survey.id,
        col(GapFigure.zip).is_(None),
        col(GapFigure.county_fips).is_not(None),
    )
    return [fips for fips in session.exec(query.distinct()) if fips and fips[:2] in BY_FIPS]


def _areas(
    session: Session, actor: Actor, survey: GapSurvey, kind: str, county: str, state: str
) -> list[Area]:
    """Those with figures; without a key, what is not known closer."""
    if county:
        around = zip_figures(session, actor, survey, county, kind)
        return [Area(row.zip or "", shown(row)) for row in around]
    rows = county_figures(session, actor, survey, kind)
    return [Area(row.county_fips or "", shown(row)) for row in rows if _is_in(state, row.county_fips)]


def _kinds(session: Session, survey: GapSurvey, county: str, state: str) -> dict[str, Shown]:
    query = select(GapFigure).where(GapFigure.survey_id == survey.id, col(GapFigure.zip).is_(None))
    query = query.where(GapFigure.county_fips == county if county else _in_state(state))
    found: dict[str, list[Shown]] = {}
    for row in session.exec(query):
        found.setdefault(row.kind, []).append(shown(row))
    return {code: one[0] if county else together(one) for code, one in sorted(found.items())}


def _is_in(state: str, county: str | None) -> bool:
    return county is None or bool(state and county.startswith(BY_CODE[state].fips))


def _in_state(state: str) -> ColumnElement[bool]:
    return col(GapFigure.county_fips).startswith(BY_CODE[state].fips if state else "-")
