"""Writes down who has read what, once a day for each: the audit of reading."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.db import appended
from network.tables import Channel, Event


def note_readings(
    session: Session, actor: Actor, kind: str, subject: str, ids: Collection[UUID], channel: Channel
) -> None:
    """Record that the actor has read these, unless it was recorded today (UTC) for this actor already."""
    day = now().replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(Event.subject_id).where(
        Event.kind == kind,
        col(Event.subject_id).in_(ids),
        Event.actor_id == actor.id,
        Event.happened_at >= day,
    )
    read = set(session.exec(query))
    read |= {row.subject_id for row in appended(session) if isinstance(row, Event) and row.kind == kind}
    for subject_id in dict.fromkeys(ids):
        if subject_id not in read:
            events.record(session, actor, kind, subject, subject_id, channel=channel.value)
