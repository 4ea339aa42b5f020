"""Agencies and where their records come from."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from network import events
from network.actors import Actor
from network.clock import now
from network.ids import new_id
from network.providers.checks import check_organization, cleaned
from network.providers.operations.details import write_phones
from network.providers.operations.rows import add_translations, put_translations
from network.providers.operations.telling import require_edit, tell_changed
from network.providers.queries.words import organization_state
from network.providers.versions import check_version
from network.providers.words import OrganizationWords, PhoneNumber
from network.rules import permissions
from network.tables import Organization, Source, SourceKind

OWN_SOURCE = "This network"


def add_source(
    session: Session,
    actor: Actor,
    *,
    name: str,
    kind: SourceKind,
    notice: str = "",
    notice_es: str = "",
    licence: str = "",
    url: str = "",
    listed_on: date | None = None,
    takes_referrals: bool = False,
) -> Source:
    """Where records come from, and what readers of them must know. The same name again is the same source."""
    permissions.require(permissions.may_import(actor))
    source = session.exec(select(Source).where(Source.name == name)).one_or_none() or Source(
        name=name, kind=kind
    )
    source.sqlmodel_update(
        {
            "kind": kind,
            "notice": notice,
            "notice_es": notice_es,
            "licence": licence,
            "url": url,
            "listed_on": listed_on,
            "takes_referrals": takes_referrals,
        }
    )
    session.add(source)
    session.flush()
    events.record(session, actor, "source.kept", "source", source.id)
    return source


def own_source(session: Session) -> Source:
    """The source of what is written here."""
    found = session.exec(select(Source).where(Source.name == OWN_SOURCE)).one_or_none()
    if found is None:
        found = Source(name=OWN_SOURCE, kind=SourceKind.CURATED, takes_referrals=True)
        session.add(found)
        session.flush()
    return found


def source_for(session: Session, organization: Organization) -> UUID:
    """The source of a new record of this organization: its own, but nothing written here is imported."""
    source = session.get(Source, organization.source_id) if organization.source_id else None
    return source.id if source and source.kind is not SourceKind.IMPORTED else own_source(session).id


def add_organization(
    session: Session,
    actor: Actor,
    words: OrganizationWords,
    *,
    phones: tuple[PhoneNumber, ...] = (),
    source: Source | None = None,
    organization_id: UUID | None = None,
) -> Organization:
    """A new agency. Raises Invalid, NotAllowed."""
    permissions.require(permissions.may_add_organization(actor))
    words = cleaned(words)
    check_organization(words)
    organization = Organization(
        id=organization_id or new_id(), source_id=(source or own_source(session)).id, **_columns(words)
    )
    if actor.is_signed_in:
        organization.verified_at, organization.verified_by = now(), actor.id
    session.add(organization)
    session.flush()  # what belongs to it may be added in any order then
    add_translations(session, organization, words.spanish)
    if phones:
        write_phones(session, organization, phones, is_new=True)
    events.record(session, actor, "organization.created", "organization", organization.id)
    return organization


def change_organization(
    session: Session,
    actor: Actor,
    organization: Organization,
    words: OrganizationWords,
    *,
    phones: tuple[PhoneNumber, ...] | None = None,
    seen: str = "",
) -> None:
    """Edit an agency; membership is for curators. Raises Invalid, NotAllowed, EditedMeanwhile."""
    require_edit(session, actor, organization)
    words = cleaned(words)
    check_organization(words)
    session.refresh(organization, with_for_update=True)
    if (organization.is_member, organization.is_victim_service) != (words.is_member, words.is_victim_service):
        permissions.require(permissions.may_add_organization(actor))
    check_version(seen, organization_state(session, organization))
    organization.sqlmodel_update(_columns(words))
    session.add(organization)
    put_translations(session, organization, words.spanish)
    if phones is not None:
        write_phones(session, organization, phones, is_new=False)
    tell_changed(session, actor, organization, "words")


def _columns(words: OrganizationWords) -> dict[str, Any]:
    return {
        "name": words.name,
        "description": words.description,
        "alternate_name": words.alternate_name or None,
        "email": words.email or None,
        "website": words.website or None,
        "legal_status": words.legal_status or None,
        "is_member": words.is_member,
        "is_victim_service": words.is_victim_service,
    }
