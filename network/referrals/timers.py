"""Sets the timers of referrals and of diversion clocks: with each move what was waited for is settled, and
what is waited for now is set."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.clock import now
from network.rules.business import Business, business_of
from network.rules.moves import OPEN, SCHEDULE, Move
from network.rules.timers import burns_at, case_timers, timers_for, waits_as
from network.tables import (
    Account,
    Appointment,
    AppointmentStatus,
    CaseFile,
    Location,
    Referral,
    ReferralStatus,
    Schedule,
    ServiceAtLocation,
    Timer,
    TimerKind,
)

_PLACE_AND_SENDER = (
    select(Location, Account.time_zone)
    .select_from(ServiceAtLocation)
    .join(Location, col(Location.id) == ServiceAtLocation.location_id)
    .join(Account, col(Account.id) == bindparam("sender_account_id"))
    .where(ServiceAtLocation.id == bindparam("service_at_location_id"))
)
_HOURS = select(Schedule).where(
    or_(
        col(Schedule.service_at_location_id) == bindparam("service_at_location_id"),
        col(Schedule.service_id) == bindparam("service_id"),
        col(Schedule.location_id) == bindparam("location_id"),
    )
)


def set_timers(session: Session, referral: Referral, move: Move, before: ReferralStatus) -> None:
    """Settle what is no longer waited for, and set what is. Reading or taking it on does not begin the
    receiver's time anew; a new appointment does."""
    if move is not SCHEDULE and waits_as(before) == waits_as(referral.status):
        return
    moment = now()
    if waits_as(before):
        _settle(session, col(Timer.referral_id) == referral.id)
    due = timers_for(
        referral.status,
        referral.urgency,
        moment,
        lambda: business_at(session, referral, moment),
        appointment_at=_appointment_at(session, referral),
        intake_by=running_clock(session, referral),
    ) if waits_as(referral.status) else []  # fmt: skip
    session.add_all(Timer(referral_id=referral.id, kind=kind, due_at=due_at) for kind, due_at in due)
    referral.answer_by = next((at for kind, at in due if kind is TimerKind.EXPIRE), None)
    session.add(referral)
    session.flush()


def business_at(session: Session, referral: Referral, moment: datetime) -> Business:
    """The hours of the place that was asked, in its own time zone, else the sender's."""
    place_id = referral.service_at_location_id
    location, zone = session.exec(
        _PLACE_AND_SENDER,
        params={"service_at_location_id": place_id, "sender_account_id": referral.sender_account_id},
    ).one()
    rows = session.exec(
        _HOURS,
        params={
            "service_at_location_id": place_id,
            "service_id": referral.service_id,
            "location_id": location.id,
        },
    ).all()
    return business_of(rows, location.time_zone or zone, moment)


def wind_case_clocks(session: Session) -> int:
    """Set the timers of diversion clocks that were begun or moved since, in place of older ones, and settle
    those of clocks that no longer run; answers how many cases were wound."""
    moment = now()
    _settle(session, _no_longer_runs())
    cases = session.exec(_unwound()).all()
    for case in cases:
        assert case.intake_by is not None
        of_case = col(Timer.case_id) == case.id
        is_moved = session.exec(select(Timer.id).where(of_case).limit(1)).first() is not None
        _settle(session, of_case)
        session.add_all(
            Timer(case_id=case.id, kind=kind, due_at=due_at)
            for kind, due_at in case_timers(case.intake_by, moment)
        )
        _burn_anew(session, case, moment, is_moved=is_moved)
    session.flush()
    return len(cases)


def _burn_anew(session: Session, case: CaseFile, moment: datetime, *, is_moved: bool) -> None:
    """Set when its waiting referrals burn the clock, counted from this moment. When it is wound for the first
    time, those that were sent while it ran have their timer already."""
    assert case.intake_by is not None
    waiting = (
        select(Referral)
        .where(
            Referral.person_id == case.person_id,
            Referral.case_id == case.id,
            col(Referral.status).in_(OPEN),
        )
        .order_by(col(Referral.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for referral in session.exec(waiting).all():
        burning = (col(Timer.referral_id) == referral.id, col(Timer.kind) == TimerKind.CLOCK_BURNS)
        if not is_moved and session.exec(select(Timer.id).where(*burning).limit(1)).first() is not None:
            continue
        _settle(session, *burning)
        due_at = burns_at(referral.status, referral.urgency, moment, case.intake_by)
        if due_at is not None:
            session.add(Timer(referral_id=referral.id, kind=TimerKind.CLOCK_BURNS, due_at=due_at))


def _settle(session: Session, *which: ColumnElement[bool]) -> None:
    session.exec(
        update(Timer)
        .where(*which, col(Timer.settled_at).is_(None))
        .values(settled_at=now())
        .execution_options(synchronize_session=False)
    )


def clocks_wait(session: Session) -> bool:
    """Whether there is a diversion clock whose timers are not set, or one with timers that no longer runs."""
    idle = select(Timer.id).where(_no_longer_runs(), col(Timer.settled_at).is_(None))
    if session.exec(_unwound().limit(1)).first() is not None:
        return True
    return session.exec(idle.limit(1)).first() is not None


def _no_longer_runs() -> ColumnElement[bool]:
    """Timers of clocks that were met or taken away, or whose case is closed."""
    stopped = or_(
        col(CaseFile.intake_by).is_(None),
        col(CaseFile.intake_done_at).is_not(None),
        col(CaseFile.closed_at).is_not(None),
    )
    of_case = exists().where(col(CaseFile.id) == Timer.case_id, stopped)
    of_referral = exists().where(
        col(Referral.id) == Timer.referral_id, col(CaseFile.id) == Referral.case_id, stopped
    )
    burns = col(Timer.kind) == TimerKind.CLOCK_BURNS
    clock = col(Timer.kind).in_((TimerKind.CLOCK_WARNING, TimerKind.CLOCK_ENDED))
    return or_(and_(clock, of_case), and_(burns, of_referral))


def _unwound() -> SelectOfScalar[CaseFile]:
    wound = exists().where(
        col(Timer.case_id) == CaseFile.id,
        col(Timer.kind) == TimerKind.CLOCK_ENDED,
        col(Timer.due_at) == CaseFile.intake_by,
        or_(col(Timer.settled_at).is_(None), col(Timer.has_fired).is_(True)),  # not one that was replaced
    )
    return select(CaseFile).where(
        col(CaseFile.intake_by).is_not(None),
        col(CaseFile.intake_done_at).is_(None),
        col(CaseFile.closed_at).is_(None),
        ~wound,
    )


def _appointment_at(session: Session, referral: Referral) -> datetime | None:
    if referral.status is not ReferralStatus.SCHEDULED:
        return None
    return session.exec(
        select(Appointment.starts_at)
        .where(Appointment.referral_id == referral.id, Appointment.status == AppointmentStatus.BOOKED)
        .order_by(col(Appointment.made_at).desc())
        .limit(1)
    ).first()


def running_clock(session: Session, referral: Referral) -> datetime | None:
    """When the diversion clock of the case ends, while it runs."""
    case = session.get(CaseFile, referral.case_id) if referral.case_id else None
    if case is None or case.intake_done_at is not None or case.closed_at is not None:
        return None
    return case.intake_by
