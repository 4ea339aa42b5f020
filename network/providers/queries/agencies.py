"""An agency as readers see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor
from network.errors import NotFound
from network.providers.listing import ENGLISH, Text
from network.rules.permissions import Verdict, may_edit_listing
from network.tables import Organization, Phone, Source, Translation


@dataclass(frozen=True)
class ListedAgency:
    """An agency, where its record comes from, and its own telephone numbers."""

    organization: Organization
    source: Source | None
    phones: tuple[Phone, ...]
    translations: Mapping[str, str]
    language: str
    may_edit: Verdict

    def text(self, field: str) -> Text | None:
        """A field in the reader's language, in English where that is missing."""
        if said := self.translations.get(field):
            return Text(said, self.language)
        words = getattr(self.organization, field)
        return Text(words) if words else None

    @property
    def notice(self) -> Text | None:
        """What readers must know about where this comes from."""
        if self.source is None or not self.source.notice:
            return None
        spanish = self.source.notice_es if self.language == "es" else ""
        return Text(spanish, "es") if spanish else Text(self.source.notice)


def get_agency(session: Session, actor: Actor, organization_id: UUID) -> ListedAgency:
    """An agency. Raises NotFound."""
    found = session.exec(
        select(Organization, Source)
        .join(Source, col(Source.id) == col(Organization.source_id), isouter=True)
        .where(Organization.id == organization_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    organization, source = found
    phones = session.exec(
        select(Phone).where(Phone.organization_id == organization_id).order_by(col(Phone.id))
    ).all()
    translations = session.exec(
        select(Translation.field, Translation.text).where(
            Translation.entity_id == organization_id, Translation.language == actor.language
        )
    ).all()
    return ListedAgency(
        organization=organization,
        source=source,
        phones=tuple(phones),
        translations={} if actor.language == ENGLISH else dict(translations),
        language=actor.language,
        may_edit=may_edit_listing(actor, organization_id),
    )
