"""Reads of the directory as HSDS has them: one service whole, or a page of many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from network.errors import NotFound
from network.exchange.gathering import gather, gather_summaries
from network.exchange.nesting import Nesting
from network.exchange.shared import Shared
from network.tables import Attribute, Organization, Service, TaxonomyTerm
from network.words import say

MOST_ON_PAGE = 200
MOST_WHOLE_ON_PAGE = 50
ESCAPE = "\\"


@dataclass(frozen=True)
class Asked:
    """Which services, and how many at once. Filters are cumulative, as HSDS has it."""

    words: str = ""
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None
    page: int = 1
    per_page: int = 50
    is_minimal: bool = False
    is_full: bool = False

    @property
    def size(self) -> int:
        """How many on a page: whole services are large."""
        return min(self.per_page, MOST_WHOLE_ON_PAGE if self.is_full else MOST_ON_PAGE)


@dataclass(frozen=True)
class Listed:
    """A page of services as nested objects, and how many there are altogether."""

    asked: Asked
    total: int
    services: list[dict[str, Any]]


def get_service(session: Session, service_id: UUID, shared: Shared | None = None) -> dict[str, Any]:
    """The service with all that stands in it; `shared` is as of the same moment. Raises NotFound."""
    gathered = gather(session, [service_id], shared)
    if service_id not in gathered.rows["service"]:
        raise NotFound(say("There is no service with this id."))
    return Nesting(gathered).service(service_id)


def list_services(session: Session, asked: Asked, shared: Shared | None = None) -> Listed:
    """One page of the services that are asked for, in the order of their ids; `shared` as above."""
    chosen = _chosen(asked)
    connection = session.connection()
    total = connection.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
    page = chosen.order_by(col(Service.id)).limit(asked.size).offset((asked.page - 1) * asked.size)
    ids = list(connection.execute(page).scalars())
    return Listed(asked, total, _shown(session, ids, asked, shared) if ids else [])


def _chosen(asked: Asked) -> Select[Any]:
    chosen = select(col(Service.id))
    if words := asked.words.strip():
        for word in words.split():
            chosen = chosen.where(_says(word))
    if asked.organization_id is not None:
        chosen = chosen.where(col(Service.organization_id) == asked.organization_id)
    if asked.modified_after is not None:
        chosen = chosen.where(col(Service.last_modified) >= asked.modified_after)
    if asked.taxonomy_term_id is not None or asked.taxonomy_id is not None:
        chosen = chosen.where(col(Service.id).in_(_with_term(asked)))
    return chosen


def _says(word: str) -> Any:
    """Whether a word stands in the service's texts or its organization's name."""
    for sign in (ESCAPE, "%", "_"):
        word = word.replace(sign, ESCAPE + sign)
    pattern = f"%{word.lower()}%"
    texts = (Service.name, Service.alternate_name, Service.description, Service.eligibility_description)
    named = select(col(Organization.id)).where(func.lower(Organization.name).like(pattern, escape=ESCAPE))
    return or_(
        *(func.lower(text).like(pattern, escape=ESCAPE) for text in texts),
        col(Service.organization_id).in_(named),
    )


def _with_term(asked: Asked) -> Select[Any]:
    said = select(col(Attribute.link_id)).where(col(Attribute.link_entity) == "service")
    if asked.taxonomy_term_id is not None:
        said = said.where(col(Attribute.taxonomy_term_id) == asked.taxonomy_term_id)
    if asked.taxonomy_id is not None:
        terms = select(col(TaxonomyTerm.id)).where(col(TaxonomyTerm.taxonomy_id) == asked.taxonomy_id)
        said = said.where(col(Attribute.taxonomy_term_id).in_(terms))
    return said


def _shown(session: Session, ids: list[UUID], asked: Asked, shared: Shared | None) -> list[dict[str, Any]]:
    if asked.is_full:
        nesting = Nesting(gather(session, ids, shared))
        return [nesting.service(service_id) for service_id in ids]
    nesting = Nesting(gather_summaries(session, ids, shared))
    shown = [nesting.summary(service_id) for service_id in ids]
    if asked.is_minimal:
        names = ("id", "name", "status", "last_modified")
        return [{name: one[name] for name in names if name in one} for one in shown]
    return shown
