"""How each service has answered its referrals lately: counted from the referrals themselves, for the search.

Counted are referrals to which a provider said yes, put somebody on a waitlist or said no, and those that
ended in silence, at the hour of their deadline. A no of the person is none of the provider. Neither referrals
to a victim service nor those from one are counted (VAWA, 34 USC 12291(b)(2)).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy
from sqlalchemy import Exists, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from network.clock import now
from network.db import holds_all
from network.providers.changes import record_change
from network.rules.ranking import COUNTED_DAYS
from network.tables import (
    AnsweringRecord,
    DirectoryVersion,
    Event,
    Organization,
    Referral,
    ReferralStatus,
    ServiceAtLocation,
)

COUNT_EVERY = timedelta(hours=1)
YES = "referral.accepted"
ANSWERS = (YES, "referral.waitlisted", "referral.declined_provider")


class Counted(NamedTuple):
    """How many answers, how many with a yes, and the hours from sending to answer of all together."""

    answered: int = 0
    accepted: int = 0
    hours: float = 0.0


def count_answers_when_due(session: Session) -> int:
    """Count again when the last time is an hour ago; how many services have another record now."""
    last = session.exec(select(func.max(AnsweringRecord.counted_at))).one()
    return count_answers(session) if last is None or last <= now() - COUNT_EVERY else 0


def count_answers(session: Session) -> int:
    """Count all answers of the last 180 days; how many services at a location have another record now."""
    counts = _counts(session, now() - timedelta(days=COUNTED_DAYS))
    _wait_for_others(session)
    changed = []
    records = {one.service_at_location_id: one for one in session.exec(select(AnsweringRecord))}
    for place_id in records.keys() | counts.keys():
        record, counted = records.get(place_id), counts.get(place_id, Counted())
        if record is None:
            record = AnsweringRecord(
                service_at_location_id=place_id, answered=0, accepted=0, answer_hours=0.0, counted_at=now()
            )
        if (record.answered, record.accepted, record.answer_hours) != counted:
            record.answered, record.accepted, record.answer_hours = counted
            changed.append(place_id)
        record.counted_at = now()
        session.add(record)
    session.flush()
    record_change(session, _services(session, changed))
    return len(changed)


def _wait_for_others(session: Session) -> None:
    """Two workers that count at once write the same records one after the other."""
    if not holds_all(session):
        session.exec(select(DirectoryVersion).with_for_update()).one()


def _counts(session: Session, since: datetime) -> dict[UUID, Counted]:
    counts: dict[UUID, Counted] = {}
    for place_id, is_yes, hours in _answers(session, since):
        before = counts.get(place_id, Counted())
        counts[place_id] = Counted(
            before.answered + 1, before.accepted + is_yes, round(before.hours + hours, 4)
        )
    return counts


def _answers(session: Session, since: datetime) -> Iterator[tuple[UUID, bool, float]]:
    sender, receiver = aliased(Organization), aliased(Organization)
    silent = and_(
        col(Referral.status) == ReferralStatus.EXPIRED_NO_RESPONSE, col(Referral.status_since) >= since
    )
    wanted = (
        sqlalchemy.select(
            col(Referral.service_at_location_id),
            col(Referral.sent_at),
            col(Referral.answered_at),
            col(Referral.status_since),
            _happened(YES),
        )
        .join(sender, col(sender.id) == col(Referral.sender_organization_id))
        .join(receiver, col(receiver.id) == col(Referral.receiver_organization_id))
        .where(
            col(Referral.sent_at).is_not(None),
            or_(and_(col(Referral.answered_at) >= since, _happened(*ANSWERS)), silent),
            col(Referral.status) != ReferralStatus.ENTERED_IN_ERROR,
            col(sender.is_victim_service).is_(False),
            col(receiver.is_victim_service).is_(False),
        )
        .order_by(col(Referral.id))
    )
    session.flush()
    for place_id, sent_at, answered_at, ended_at, is_yes in session.connection().execute(wanted):
        assert sent_at is not None
        waited = (answered_at or ended_at) - sent_at
        yield place_id, bool(is_yes), max(0.0, waited.total_seconds() / 3600)


def _happened(*kinds: str) -> Exists:
    return exists().where(col(Event.subject_id) == col(Referral.id), col(Event.kind).in_(kinds))


def _services(session: Session, place_ids: list[UUID]) -> list[UUID]:
    rows = session.exec(select(ServiceAtLocation.id, ServiceAtLocation.service_id)).all() if place_ids else []
    changed = set(place_ids)
    return [service_id for place_id, service_id in rows if place_id in changed]
