"""Records what happened, in the same transaction as the change itself; audit, timelines and letters are
these rows."""

from uuid import UUID

from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.db import append
from network.rules.happenings import HAPPENINGS
from network.tables import Event


def record(
    session: Session,
    actor: Actor,
    kind: str,
    subject: str,
    subject_id: UUID,
    **facts: str | int | None,
) -> Event:
    """Write one event. `subject` is the name of the subject's table; facts are codes, ids, times and
    numbers only."""
    if kind not in HAPPENINGS:
        raise KeyError(f"{kind} is not in network/rules/happenings.py")
    event = Event(
        happened_at=now(),
        kind=kind,
        subject=subject,
        subject_id=subject_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        organization_id=actor.organization_id,
        facts=dict(facts),
    )
    append(session, event)
    return event
