"""Writes down what is told about a person, in the same unit of work that tells it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor
from network.clock import now
from network.db import append, appended
from network.rules.notices_part2 import notice_for
from network.rules.sharing import KIND_OF, Permit, SharedField
from network.tables import Channel, Disclosure
from network.tables.consent import Instrument


@dataclass(frozen=True)
class Telling:
    """What one grant let one recipient read of one referral, by one channel."""

    person_id: UUID
    referral_id: UUID | None
    permit: Permit
    fields: frozenset[SharedField]
    channel: Channel
    recipient_organization_id: UUID | None
    recipient_account_id: UUID | None = None


def disclose(
    session: Session,
    actor: Actor,
    *,
    person_id: UUID,
    referral_id: UUID | None,
    permit: Permit,
    fields: Collection[SharedField],
    channel: Channel,
    discloser_organization_id: UUID,
    recipient_organization_id: UUID | None = None,
    recipient_account_id: UUID | None = None,
    recipient_name: str | None = None,
) -> Disclosure:
    """Write one disclosure: what, to whom, what for, by which grant, with which notice."""
    disclosure = Disclosure(
        person_id=person_id,
        referral_id=referral_id,
        consent_id=permit.consent_id,
        grant_id=permit.id,
        discloser_organization_id=discloser_organization_id,
        recipient_organization_id=recipient_organization_id,
        recipient_account_id=recipient_account_id,
        recipient_name=recipient_name,
        information=sorted({KIND_OF[field].value for field in fields}),
        fields=sorted(field.value for field in fields),
        purpose=permit.purpose,
        channel=channel,
        notice_version=notice_for(is_justice=permit.instrument is Instrument.CRIMINAL_JUSTICE).version,
        disclosed_at=now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
    )
    append(session, disclosure)
    return disclosure


def disclose_once_a_day(session: Session, actor: Actor, tellings: Collection[Telling]) -> list[Disclosure]:
    """Write those that this recipient was not yet told today (UTC), by the same way and in the same lines.

    Reading a page ten times tells nothing new; another line, another channel or another day does.
    """
    if not tellings:
        return []
    told = _told_today(session, {telling.person_id for telling in tellings})
    return [
        disclose(
            session,
            actor,
            person_id=telling.person_id,
            referral_id=telling.referral_id,
            permit=telling.permit,
            fields=telling.fields,
            channel=telling.channel,
            discloser_organization_id=telling.permit.discloser_organization_id,
            recipient_organization_id=telling.recipient_organization_id,
            recipient_account_id=telling.recipient_account_id,
        )
        for telling in dict.fromkeys(tellings)
        if _key_of_telling(telling) not in told
    ]


_Key = tuple[UUID | None, UUID | None, UUID | None, UUID | None, str, tuple[str, ...]]


def _told_today(session: Session, person_ids: Collection[UUID]) -> set[_Key]:
    rows = session.exec(
        select(Disclosure).where(
            col(Disclosure.person_id).in_(person_ids),
            col(Disclosure.disclosed_at) >= _start_of_day(now()),
        )
    ).all()
    waiting = [row for row in appended(session) if isinstance(row, Disclosure)]
    return {_key_of(row) for row in (*rows, *waiting)}


def _start_of_day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _key_of(row: Disclosure) -> _Key:
    return (
        row.referral_id,
        row.grant_id,
        row.recipient_organization_id,
        row.recipient_account_id,
        row.channel.value,
        tuple(sorted(row.fields)),
    )


def _key_of_telling(telling: Telling) -> _Key:
    return (
        telling.referral_id,
        telling.permit.id,
        telling.recipient_organization_id,
        telling.recipient_account_id,
        telling.channel.value,
        tuple(sorted(field.value for field in telling.fields)),
    )
