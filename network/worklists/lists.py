"""The work lists: what each one holds, for whom, and how many that are.

A list is one question to the database; its rows and its count are the same question, so that a number is the
same wherever it stands.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, exists, func, not_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.actors import Actor, Role
from network.clock import now
from network.people.queries import own_people
from network.referrals.queries import NEXT_WANTED, visible_to
from network.rules.moves import OPEN, Party
from network.tables import (
    Appointment,
    AppointmentStatus,
    Event,
    Need,
    NeedStatus,
    Person,
    Referral,
    Timer,
    TimerKind,
)
from network.tables import ReferralStatus as S
from network.worklists.told import is_told

SENDER_ROLES = (Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR)
OVERSEEING_ROLES = (Role.COORDINATOR, Role.SUPERVISOR)
WAITS_FOR_ANSWER = (S.SENT, S.VIEWED, S.UNDER_REVIEW)
LEFT_WITHOUT_HELP = NEXT_WANTED - {S.RELEASED_AFTER_ACCEPT}


class WorkList(StrEnum):
    """Why a referral needs somebody."""

    TO_ANSWER = "to_answer"  # asked, and not answered
    TO_BOOK = "to_book"  # accepted or missed, and no appointment ahead
    OUTCOME_DUE = "outcome_due"  # the appointment is over, and nobody said what came of it
    WAITING = "waiting"  # on the waitlist
    TO_REPLY = "to_reply"  # the receiver asked something
    NOT_SENT = "not_sent"  # a draft, or its consent is missing
    NO_NEXT = "no_next"  # it ended without help, and nothing else was tried
    RELEASED = "released"  # given back after a yes
    SILENT = "silent"  # no answer, and a reminder has gone out


class Whose(StrEnum):
    """Of one person of the staff, or of everybody at their agency."""

    MINE = "mine"
    AGENCY = "agency"


RECEIVERS = (WorkList.TO_ANSWER, WorkList.TO_BOOK, WorkList.OUTCOME_DUE, WorkList.WAITING)
SENDERS = (
    WorkList.TO_REPLY,
    WorkList.NO_NEXT,
    WorkList.SILENT,
    WorkList.NOT_SENT,
    WorkList.OUTCOME_DUE,
)
COORDINATORS = (WorkList.RELEASED,)
TOLD_BY_CONSENT = {
    WorkList.TO_BOOK: (S.ACCEPTED, S.MISSED_APPT),
    WorkList.OUTCOME_DUE: (S.SCHEDULED,),
}
"""Lists of the sender's that tell what the receiver did: only where a consent lets it be told."""


def lists_of(actor: Actor) -> tuple[tuple[Party, WorkList], ...]:
    """The lists that hold work of this person, the most pressing first, with the side they stand on."""
    found: list[tuple[Party, WorkList]] = []
    if actor.has(Role.PROVIDER):
        found += [(Party.RECEIVER, work) for work in RECEIVERS]
    if actor.has(*OVERSEEING_ROLES):
        found += [(Party.SENDER, work) for work in COORDINATORS]
    if actor.has(*SENDER_ROLES):
        found += [(Party.SENDER, work) for work in SENDERS]
    return tuple(found)


def listed(
    actor: Actor, work: WorkList, side: Party, whose: Whose = Whose.AGENCY, moment: datetime | None = None
) -> SelectOfScalar[Referral]:
    """The referrals of one list, as far as this person may know of them."""
    return visible_to(actor).where(on_side(actor, side, whose), holds(work, moment or now(), side))


def count_of(session: Session, question: SelectOfScalar[Referral]) -> int:
    """How many referrals a question finds."""
    inner = question.with_only_columns(col(Referral.id)).order_by(None).subquery()
    return session.exec(select(func.count()).select_from(inner)).one()


def holds(work: WorkList, moment: datetime, side: Party) -> Any:
    """What makes a referral part of a list; the sender's lists hold only what the sender may know."""
    status = col(Referral.status)
    waits = status.in_(WAITS_FOR_ANSWER)
    released = status == S.RELEASED_AFTER_ACCEPT
    unhelped = and_(_need_is_open(), ~_something_else_was_tried())
    conditions: dict[WorkList, Any] = {
        WorkList.TO_ANSWER: waits,
        WorkList.TO_BOOK: status.in_((S.ACCEPTED, S.MISSED_APPT)),
        WorkList.OUTCOME_DUE: and_(status == S.SCHEDULED, ~_appointment_ahead(moment)),
        WorkList.WAITING: status == S.WAITLISTED,
        WorkList.TO_REPLY: status == S.INFO_REQUESTED,
        WorkList.NOT_SENT: and_(status.in_((S.DRAFT, S.AWAITING_CONSENT)), ~_waits_its_turn()),
        WorkList.NO_NEXT: and_(
            or_(status.in_(LEFT_WITHOUT_HELP), and_(released, _release_stands())), unhelped
        ),
        WorkList.RELEASED: and_(released, ~_release_stands(), unhelped),
        WorkList.SILENT: and_(waits, _reminded()),
    }
    if side is Party.SENDER and work in TOLD_BY_CONSENT:
        told = and_(
            conditions[work], or_(*(and_(status == one, is_told(one)) for one in TOLD_BY_CONSENT[work]))
        )
        return or_(told, _was_secretly_missed()) if work is WorkList.OUTCOME_DUE else told
    return conditions[work]


def on_side(actor: Actor, side: Party, whose: Whose = Whose.AGENCY) -> Any:
    """Sent by this person (or their agency), or received by their agency."""
    if side is Party.RECEIVER:
        return col(Referral.receiver_organization_id) == actor.organization_id
    ours = col(Referral.sender_organization_id) == actor.organization_id
    return and_(ours, is_mine(actor)) if whose is Whose.MINE else ours


def is_mine(actor: Actor) -> Any:
    """This person sent it, entered the person, or works with them."""
    mine = own_people(actor).with_only_columns(col(Person.id))
    return or_(col(Referral.sender_account_id) == actor.id, col(Referral.person_id).in_(mine))


def _appointment_ahead(moment: datetime) -> Any:
    return exists().where(
        col(Appointment.referral_id) == col(Referral.id),
        col(Appointment.status) == AppointmentStatus.BOOKED,
        col(Appointment.starts_at) > moment,
    )


def _was_secretly_missed() -> Any:
    """That it leaves a list when somebody says that it was missed would tell the sender just that."""
    missed = exists().where(
        col(Appointment.referral_id) == col(Referral.id),
        col(Appointment.status) == AppointmentStatus.MISSED,
    )
    return and_(
        col(Referral.status) == S.MISSED_APPT, missed, is_told(S.SCHEDULED), not_(is_told(S.MISSED_APPT))
    )


def _need_is_open() -> Any:
    return exists().where(col(Need.id) == col(Referral.need_id), col(Need.status) == NeedStatus.OPEN)


def _something_else_was_tried() -> Any:
    """Another referral for the same need is open, has helped, or ended later (and stands in the list)."""
    other = aliased(Referral)
    return (
        select(other.id)
        .where(
            col(other.need_id) == col(Referral.need_id),
            col(other.id) != col(Referral.id),
            or_(
                col(other.status).in_((*OPEN, S.COMPLETED)),
                and_(
                    col(other.status).in_((*LEFT_WITHOUT_HELP, S.RELEASED_AFTER_ACCEPT)),
                    or_(
                        col(other.status_since) > col(Referral.status_since),
                        and_(
                            col(other.status_since) == col(Referral.status_since),
                            col(other.id) > col(Referral.id),
                        ),
                    ),
                ),
            ),
        )
        .exists()
    )


def _release_stands() -> Any:
    """A coordinator has looked into it since."""
    return exists().where(
        col(Event.subject_id) == col(Referral.id),
        col(Event.kind) == "referral.release_confirmed",
        col(Event.happened_at) >= col(Referral.status_since),
    )


def _waits_its_turn() -> Any:
    """Another candidate of the same need is asked first."""
    other = aliased(Referral)
    return (
        select(other.id)
        .where(
            col(other.candidacy_id) == col(Referral.candidacy_id),
            col(other.turn) < col(Referral.turn),
            col(other.status).in_(OPEN),
        )
        .exists()
    )


def _reminded() -> Any:
    return exists().where(
        col(Timer.referral_id) == col(Referral.id),
        col(Timer.kind).in_((TimerKind.NUDGE, TimerKind.ESCALATE)),
        col(Timer.has_fired).is_(True),
    )
