"""What a survey found, for those who may see overviews. `withheld` names what must not be shown.

Rows must not be added up for the foot of a table unless all of them may be shown: a sum gives away what is
withheld.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind
from network.rules.causes import CAUSES
from network.rules.gap_permissions import may_see_overviews
from network.rules.permissions import require
from network.tables import GapFigure, GapSurvey, NearMiss


def newest_survey(session: Session) -> GapSurvey | None:
    """The last survey; None before the first."""
    return session.exec(
        select(GapSurvey).order_by(col(GapSurvey.made_at).desc(), col(GapSurvey.id).desc()).limit(1)
    ).first()


def county_figures(session: Session, actor: Actor, survey: GapSurvey, kind: str = "") -> list[GapFigure]:
    """Each county's figure of a kind (empty: all kinds), by number; last the one of needs not known where."""
    _require(actor)
    found = session.exec(
        select(GapFigure).where(
            GapFigure.survey_id == survey.id, GapFigure.kind == kind, col(GapFigure.zip).is_(None)
        )
    ).all()
    return sorted(found, key=lambda figure: (figure.county_fips is None, figure.county_fips or ""))


def zip_figures(
    session: Session, actor: Actor, survey: GapSurvey, county_fips: str, kind: str = ""
) -> list[GapFigure]:
    """Each ZIP code's figure in a county, in order; last, with an empty `zip`, needs not known where in it.

    Only the two newest surveys still have them.
    """
    _require(actor)
    found = session.exec(
        select(GapFigure).where(
            GapFigure.survey_id == survey.id,
            GapFigure.kind == kind,
            GapFigure.county_fips == county_fips,
            col(GapFigure.zip).is_not(None),
        )
    ).all()
    return sorted(found, key=lambda figure: (not figure.zip, figure.zip or ""))


def figures_of(
    session: Session, actor: Actor, survey: GapSurvey, county_fips: str | None = None
) -> list[GapFigure]:
    """Every kind's figure of a county (None: of needs not known where), "" first."""
    _require(actor)
    here = (
        col(GapFigure.county_fips).is_(None) if county_fips is None else GapFigure.county_fips == county_fips
    )
    return list(
        session.exec(
            select(GapFigure)
            .where(GapFigure.survey_id == survey.id, col(GapFigure.zip).is_(None), here)
            .order_by(GapFigure.kind)
        )
    )


def kinds_in(session: Session, actor: Actor, survey: GapSurvey, county_fips: str | None = None) -> list[str]:
    """Codes of the kinds that were needed, with all above them, without ""; in one county or anywhere."""
    _require(actor)
    wanted = select(GapFigure.kind).where(
        GapFigure.survey_id == survey.id,
        col(GapFigure.zip).is_(None),
        GapFigure.kind != "",
        GapFigure.needed > 0,
    )
    if county_fips is not None:
        wanted = wanted.where(GapFigure.county_fips == county_fips)
    return sorted(set(session.exec(wanted)))


def near_misses(
    session: Session, actor: Actor, survey: GapSurvey, kind: str, county_fips: str | None
) -> Sequence[NearMiss]:
    """Places that would have met needs of this kind in this county but for one condition, most needs first;
    only what may be shown is kept."""
    _require(actor)
    here = col(NearMiss.county_fips).is_(None) if county_fips is None else NearMiss.county_fips == county_fips
    return session.exec(
        select(NearMiss)
        .where(NearMiss.survey_id == survey.id, NearMiss.kind == kind, here)
        .order_by(col(NearMiss.needs).desc(), col(NearMiss.id))
    ).all()


def unmet(figure: GapFigure) -> int:
    """How many found no service."""
    return sum(figure.causes.values())


def shown(figure: GapFigure, name: str) -> int | None:
    """A number of a figure (`needed`, `unmet`, `met` or a cause); None when it must not be shown."""
    if name in figure.withheld:
        return None
    of_all = {"needed": figure.needed, "unmet": unmet(figure), "met": figure.needed - unmet(figure)}
    return of_all[name] if name in of_all else figure.causes.get(name, 0)


NUMBERS = ("needed", "met", "unmet", *(cause.value for cause in CAUSES))
"""The numbers of a figure, as `shown` and `withheld` name them."""


def _require(actor: Actor) -> None:
    if actor.kind not in (ActorKind.OPERATOR, ActorKind.SYSTEM):
        require(may_see_overviews(actor))
