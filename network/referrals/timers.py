"""Sets the timers of referrals and of diversion clocks: with each move what was waited for is settled, and
what is waited for now is set."""

from datetime import datetime

from sqlalchemy import exists, or_, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.clock import now
from network.rules.business import Business, business_of
from network.rules.moves import SCHEDULE, Move
from network.rules.timers import case_timers, timers_for, waits_as
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


def set_timers(session: Session, referral: Referral, move: Move, before: ReferralStatus) -> None:
    """Settle what is no longer waited for, and set what is. Reading or taking it on does not begin the
    receiver's time anew; a new appointment does."""
    if move is not SCHEDULE and waits_as(before) == waits_as(referral.status):
        return
    moment = now()
    session.exec(
        update(Timer)
        .where(col(Timer.referral_id) == referral.id, col(Timer.settled_at).is_(None))
        .values(settled_at=moment)
        .execution_options(synchronize_session=False)
    )
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
    location, zone = session.exec(
        select(Location, Account.time_zone)
        .select_from(ServiceAtLocation)
        .join(Location, col(Location.id) == ServiceAtLocation.location_id)
        .join(Account, col(Account.id) == referral.sender_account_id)
        .where(ServiceAtLocation.id == referral.service_at_location_id)
    ).one()
    rows = session.exec(
        select(Schedule).where(
            or_(
                col(Schedule.service_at_location_id) == referral.service_at_location_id,
                col(Schedule.service_id) == referral.service_id,
                col(Schedule.location_id) == location.id,
            )
        )
    ).all()
    return business_of(rows, location.time_zone or zone, moment)


def wind_case_clocks(session: Session) -> int:
    """Set the timers of diversion clocks that were begun or moved since, in place of older ones; answers how
    many cases that were."""
    cases = session.exec(_unwound()).all()
    for case in cases:
        assert case.intake_by is not None
        session.exec(
            update(Timer)
            .where(col(Timer.case_id) == case.id, col(Timer.settled_at).is_(None))
            .values(settled_at=now())
        )
        session.add_all(
            Timer(case_id=case.id, kind=kind, due_at=due_at)
            for kind, due_at in case_timers(case.intake_by, now())
        )
    session.flush()
    return len(cases)


def clocks_wait(session: Session) -> bool:
    """Whether there is a diversion clock whose timers are not set."""
    return session.exec(_unwound().limit(1)).first() is not None


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
    if referral.case_id is None:
        return None
    return session.exec(
        select(CaseFile.intake_by).where(
            CaseFile.id == referral.case_id,
            col(CaseFile.intake_done_at).is_(None),
            col(CaseFile.closed_at).is_(None),
        )
    ).one_or_none()
