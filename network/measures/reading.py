"""Reads what measures are counted from: columns, never objects, in as many statements whatever the size."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, and_, func, or_, true, type_coerce
from sqlmodel import Session, col, select

from network.places.counties import county_at
from network.places.gazetteer import find_zip
from network.places.point import Point
from network.rules.timers import ANSWER
from network.tables import (
    Appointment,
    AppointmentStatus,
    Event,
    Need,
    Organization,
    Outcome,
    OutcomeStep,
    Referral,
    ReferralStatus,
    Service,
    Source,
    Timer,
    TimerKind,
)

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Moments = NDArray[np.float64]  # seconds since 1970; NaN: never

Id = Hashable  # as the database gives it: making a UUID of each takes longer than all the counting

ENTRIES = (
    OutcomeStep.INITIATED,
    OutcomeStep.ENGAGED,
    OutcomeStep.CONTINUING,
    OutcomeStep.COMPLETED_SERVICE,
    OutcomeStep.TRANSFERRED,
)
_NEVER_COUNT = (ReferralStatus.ENTERED_IN_ERROR, ReferralStatus.CONSENT_REVOKED)
_UNTOLD = ReferralStatus.ACCEPTED  # how far it had come when only others say that it was completed
_TAKEN_BACK = (ReferralStatus.WITHDRAWN, ReferralStatus.OBSOLETE, ReferralStatus.DECLINED_CLIENT)


@dataclass(frozen=True)
class Sent:
    """The referrals that were sent in one year, the first first: columns of one length."""

    services: tuple[Id, ...]
    organizations: tuple[Id, ...]
    persons: tuple[Id, ...]
    kinds: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]  # county and ZIP code of the need; empty: not known
    statuses: NDArray[np.str_]
    is_gone: Flags  # not counted: entered in error, consent taken back, taken back before an answer
    days: tuple[date, ...]  # on which they were sent
    sent_at: Moments
    answered_at: Moments
    step_in_at: Moments  # when somebody steps in if nobody has answered
    was_accepted: Flags
    kept: Numbers  # appointments
    missed: Numbers
    opens_need: Flags  # it is the first that counts for its need
    need_statuses: NDArray[np.str_]
    need_linked: Flags  # a referral for its need has led to a service
    entries: Mapping[OutcomeStep, Mapping[int, Sequence[date]]]  # step → place → days, first to last

    def __len__(self) -> int:
        return len(self.kinds)


def read_sent(session: Session, year: int, time_zone: str, agency_id: UUID | None = None) -> Sent:
    """Everything of the referrals that were sent in a year of this time zone.

    With `agency_id` only those that went there, and of what came of them only what its own staff wrote down:
    the words of others are theirs to tell (network.rules.sharing).
    """
    first, last = (_midnight(date(number, 1, 1), time_zone) for number in (year, year + 1))
    within = and_(col(Referral.sent_at) >= first, col(Referral.sent_at) < last)
    if agency_id is not None:
        within = and_(within, col(Referral.receiver_organization_id) == agency_id)
    (ids, persons, needs, services, organizations, kinds, urgencies, statuses, gone, sent, answered,
     zips, latitudes, longitudes, standing) = _columns(session, within)  # fmt: skip
    place = {referral_id: number for number, referral_id in enumerate(ids)}
    entries, linked = _entries(session, within, place, agency_id)
    if agency_id is not None:
        own = set(_moved(session, within, "referral.completed", agency_id))
        statuses = [
            _UNTOLD if one is ReferralStatus.COMPLETED and id_ not in own else one
            for id_, one in zip(ids, statuses, strict=True)
        ]
    zone = ZoneInfo(time_zone)
    is_gone = np.array(gone, dtype=bool)
    return Sent(
        services=services,
        organizations=organizations,
        persons=persons,
        kinds=kinds,
        areas=tuple(map(_area, zips, latitudes, longitudes)),
        statuses=np.array(statuses, dtype=str),
        is_gone=is_gone,
        days=tuple(moment.astimezone(zone).date() for moment in sent),
        sent_at=_moments(sent),
        answered_at=_moments(answered),
        step_in_at=_moments(_step_in(session, within, ids, urgencies, sent)),
        was_accepted=_flags(_moved(session, within, "referral.accepted"), place),
        kept=_appointments(session, within, place, AppointmentStatus.KEPT),
        missed=_appointments(session, within, place, AppointmentStatus.MISSED),
        opens_need=_opening(session, first, needs, is_gone),
        need_statuses=np.array(standing, dtype=str),
        need_linked=np.array([need in linked for need in needs], dtype=bool),
        entries=entries,
    )


def _columns(session: Session, within: ColumnElement[bool]) -> Sequence[Any]:
    chosen = (
        _id(Referral.id), _id(Referral.person_id), _id(Referral.need_id), _id(Referral.service_id),
        _id(Referral.receiver_organization_id), col(Referral.kind), col(Referral.urgency),
        col(Referral.status), _is_gone(), col(Referral.sent_at), col(Referral.answered_at),
        col(Need.zip), col(Need.latitude), col(Need.longitude), col(Need.status),
    )  # fmt: skip
    rows = _read(
        session,
        sa.select(*chosen)
        .join(Need, col(Need.id) == Referral.need_id)
        .join(Service, col(Service.id) == Referral.service_id)
        .join(Source, col(Source.id) == Service.source_id, isouter=True)
        .where(within, func.coalesce(Source.takes_referrals, true()).is_(True), *_no_refuge())
        .order_by(col(Referral.sent_at), col(Referral.id)),
    )
    return tuple(zip(*rows, strict=True)) or ((),) * len(chosen)


def _read(session: Session, wanted: sa.Select[Any]) -> Sequence[Any]:
    session.flush()
    return session.connection().execute(wanted).all()


def _id(column: Any) -> ColumnElement[Any]:
    return type_coerce(column, sa.String)


def _no_refuge() -> Iterator[ColumnElement[bool]]:
    """No record of a person flows to or from those who serve victims of violence. (34 USC 12291(b)(2))"""
    refuges = select(Organization.id).where(col(Organization.is_victim_service).is_(True))
    yield col(Referral.receiver_organization_id).not_in(refuges)
    yield col(Referral.sender_organization_id).not_in(refuges)


def _is_gone() -> ColumnElement[bool]:
    """What no measure counts: it never was, must not be used, or was taken back before it was answered."""
    unanswered = and_(col(Referral.status).in_(_TAKEN_BACK), col(Referral.answered_at).is_(None))
    return or_(col(Referral.status).in_(_NEVER_COUNT), unanswered)


def _moved(
    session: Session, within: ColumnElement[bool], kind: str, agency_id: UUID | None = None
) -> Iterable[Id]:
    """The referrals to which this happened; with `agency_id`, by its own staff."""
    by = true() if agency_id is None else col(Event.organization_id) == agency_id
    rows = _read(
        session,
        sa.select(_id(Event.subject_id))
        .join(Referral, col(Referral.id) == col(Event.subject_id))
        .where(col(Event.kind) == kind, within, by)
        .distinct(),
    )
    return (referral_id for (referral_id,) in rows)


def _entries(
    session: Session, within: ColumnElement[bool], place: Mapping[Id, int], agency_id: UUID | None
) -> tuple[dict[OutcomeStep, dict[int, list[date]]], set[Id]]:
    """The days of the entries that still stand, and the needs for which there was a service."""
    chosen = (
        _id(Outcome.id), _id(Outcome.referral_id), _id(Outcome.need_id), col(Outcome.step),
        col(Outcome.happened_on), _id(Outcome.corrects_id),
    )  # fmt: skip
    rows = _read(
        session,
        sa.select(*chosen).where(
            col(Outcome.need_id).in_(select(Referral.need_id).where(within)),
            or_(col(Outcome.step).in_(ENTRIES), col(Outcome.corrects_id).is_not(None)),
            true() if agency_id is None else col(Outcome.organization_id) == agency_id,
        ),
    )
    corrected = {corrects for *_, corrects in rows}
    days: dict[OutcomeStep, dict[int, set[date]]] = {step: defaultdict(set) for step in ENTRIES}
    linked = set()
    for outcome_id, referral_id, need_id, step, day, _ in rows:
        if step not in days or outcome_id in corrected:
            continue
        if step is OutcomeStep.INITIATED:
            linked.add(need_id)
        if (number := place.get(referral_id)) is not None:
            days[step][number].add(day)
    return {step: {one: sorted(some) for one, some in of.items()} for step, of in days.items()}, linked


def _appointments(
    session: Session, within: ColumnElement[bool], place: Mapping[Id, int], status: AppointmentStatus
) -> Numbers:
    rows = _read(
        session,
        sa.select(_id(Appointment.referral_id), func.count())
        .join(Referral, col(Referral.id) == col(Appointment.referral_id))
        .where(col(Appointment.status) == status, within)
        .group_by(col(Appointment.referral_id)),
    )
    counts = np.zeros(len(place), dtype=np.int64)
    for referral_id, count in rows:
        if referral_id in place:
            counts[place[referral_id]] = count
    return counts


def _step_in(
    session: Session,
    within: ColumnElement[bool],
    ids: Sequence[Id],
    urgencies: Sequence[Any],
    sent: Sequence[datetime],
) -> list[datetime]:
    """When a coordinator was to be called, as the first timer of each said; by the clock where none did."""
    rows = _read(
        session,
        sa.select(_id(Timer.referral_id), func.min(Timer.due_at))
        .join(Referral, col(Referral.id) == col(Timer.referral_id))
        .where(col(Timer.kind) == TimerKind.ESCALATE, within)
        .group_by(col(Timer.referral_id)),
    )
    said: dict[Id, datetime] = {referral_id: due_at for referral_id, due_at in rows}  # noqa: C416
    return [
        said.get(referral_id) or at + _clock(ANSWER[urgency][TimerKind.ESCALATE])
        for referral_id, urgency, at in zip(ids, urgencies, sent, strict=True)
    ]


def _clock(wait: Any) -> timedelta:
    return wait.clock or timedelta(days=wait.business_days, hours=wait.business_hours)


def _opening(session: Session, first: datetime, needs: Sequence[Id], is_gone: Flags) -> Flags:
    """Which referral is the first that counts for its need; none where that was in an earlier year."""
    earlier = sa.select(_id(Referral.need_id)).where(col(Referral.sent_at) < first, ~_is_gone()).distinct()
    known = {need for (need,) in _read(session, earlier)}
    opens = np.zeros(len(needs), dtype=bool)
    for number, need in enumerate(needs):
        if not is_gone[number] and need not in known:
            opens[number] = True
            known.add(need)
    return opens


def _flags(ids: Iterable[Id], place: Mapping[Id, int]) -> Flags:
    flags = np.zeros(len(place), dtype=bool)
    flags[[place[one] for one in ids if one in place]] = True
    return flags


def _moments(moments: Iterable[datetime | None]) -> Moments:
    return np.array([np.nan if one is None else one.timestamp() for one in moments], dtype=float)


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


@lru_cache(maxsize=65_536)
def _county_of(latitude: float, longitude: float) -> str:
    county = county_at(Point(latitude, longitude))
    return county.fips if county else ""


@lru_cache(maxsize=65_536)
def _area(zip_code: str | None, latitude: float | None, longitude: float | None) -> tuple[str, str]:
    """The county that the ZIP code belongs to, else the one around the point."""
    found = find_zip(zip_code) if zip_code else None
    if found is not None and found.county_fips:
        return found.county_fips, found.code
    if latitude is not None and longitude is not None:
        return _county_of(latitude, longitude), zip_code or ""
    return "", zip_code or ""
