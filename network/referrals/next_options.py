"""After a no or silence: the next places for the same need, already searched, those with room first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.rules.capacity import Confidence
from network.search.engine import DEFAULT_MILES, MOST_LIMIT, Filters, Result, SearchEngine
from network.search.kindred import with_parents
from network.search.needs import search_for
from network.tables import (
    AskedPlace,
    Need,
    Organization,
    Question,
    QuestionAnswer,
    Referral,
    ServiceAtLocation,
)

MOST_OPTIONS = 5
NEAR, FAR = DEFAULT_MILES, 100


@dataclass(frozen=True)
class NextOption:
    """A place that was not tried for this need; `said_yes_to` is the question that it answered with yes."""

    place_id: UUID  # the service at a location
    result: Result
    said_yes_to: UUID | None = None
    is_akin: bool = False  # not of the very kind, but of the one above it

    @property
    def has_room(self) -> bool:
        """Whether it said not long ago that something is free."""
        said = self.result.capacity
        return said.confidence is not Confidence.UNKNOWN and bool(said.available)


def next_options(
    session: Session, engine: SearchEngine, need: Need, *, language: str = "en", at_most: int = MOST_OPTIONS
) -> tuple[NextOption, ...]:
    """Places for a need that nobody has been referred to and that have not said no; the caller may know it.

    Same kind, same place, same facts as the need; where nothing is near, a wider kind, and then further away.
    """
    tried, yes = _tried(session, need), _said_yes(session, need)
    filters = Filters(takes_referrals=True)
    for kind, miles in _attempts(need):
        search = search_for(need, filters=filters, limit=MOST_LIMIT, language=language, miles=miles)
        results = engine.search(replace(search, kinds=(kind,))).results
        options = list(_options(session, results, tried, yes, is_akin=kind != need.kind))
        if options:
            return tuple(sorted(options, key=_order)[:at_most])
    return ()


def _attempts(need: Need) -> list[tuple[str, float | None]]:
    """Kinds and miles, one after the other; a whole branch of the tree is too wide. None: however far."""
    akin = with_parents(need.kind)[:-1][1:]
    near: list[tuple[str, float | None]] = [
        (kind, miles) for kind in (need.kind, *akin) for miles in (NEAR, FAR)
    ]
    return [*near, (need.kind, None)]


def _order(option: NextOption) -> tuple[bool, bool]:
    """Those that said yes, those with room, the rest; within each the search's own order stays."""
    return option.said_yes_to is None, not option.has_room


def _options(
    session: Session,
    results: Iterable[Result],
    tried: set[UUID],
    yes: dict[UUID, UUID],
    *,
    is_akin: bool,
) -> Iterable[NextOption]:
    found = list(results)
    at = {
        (service_id, location_id): place_id
        for place_id, service_id, location_id in session.exec(
            select(ServiceAtLocation.id, ServiceAtLocation.service_id, ServiceAtLocation.location_id).where(
                col(ServiceAtLocation.service_id).in_({one.service_id for one in found})
            )
        )
    }
    victim_services = set(
        session.exec(
            select(Organization.id).where(
                col(Organization.id).in_({one.organization_id for one in found}),
                col(Organization.is_victim_service).is_(True),
            )
        )
    )
    for one in found:
        place_id = at.get((one.service_id, one.location_id)) if one.location_id else None
        if place_id and place_id not in tried and one.organization_id not in victim_services:
            yield NextOption(place_id, one, yes.get(place_id), is_akin)


def _tried(session: Session, need: Need) -> set[UUID]:
    """Where this need was taken already, and who said no when asked without a name."""
    referred = session.exec(select(Referral.service_at_location_id).where(Referral.need_id == need.id)).all()
    refused = session.exec(_asked(need).where(AskedPlace.answer == QuestionAnswer.NO)).all()
    return {*referred, *(one.service_at_location_id for one in refused)}


def _said_yes(session: Session, need: Need) -> dict[UUID, UUID]:
    rows = session.exec(_asked(need).where(AskedPlace.answer == QuestionAnswer.YES)).all()
    return {one.service_at_location_id: one.question_id for one in rows}


def _asked(need: Need) -> SelectOfScalar[AskedPlace]:
    return (
        select(AskedPlace)
        .join(Question, col(Question.id) == col(AskedPlace.question_id))
        .where(Question.need_id == need.id)
    )
