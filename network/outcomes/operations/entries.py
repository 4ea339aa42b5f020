"""Adds one entry to what is known of a referral. None is ever changed; a later one corrects an earlier."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from network import events
from network.actors import Actor, ActorKind
from network.clock import now
from network.tables import (
    Appointment,
    Evidence,
    Outcome,
    OutcomeStep,
    Referral,
    Remark,
    RemarkKind,
)


def write_entry(
    session: Session,
    actor: Actor,
    referral: Referral,
    step: OutcomeStep,
    happened_on: date,
    evidence: Evidence,
    *,
    detail: str | None = None,
    words: str = "",
    for_justice: bool = False,
    appointment: Appointment | None = None,
    corrects: Outcome | None = None,
    word_of: UUID | None = None,
) -> Outcome:
    """Add the entry and its event; `word_of` is the organization whose word it is, else the actor's."""
    whose = word_of or actor.organization_id
    outcome = Outcome(
        referral_id=referral.id,
        person_id=referral.person_id,
        need_id=referral.need_id,
        step=step,
        detail=detail,
        happened_on=happened_on,
        evidence=evidence,
        said_at=now(),
        said_by_kind=actor.kind,
        said_by_account_id=_account(actor),
        organization_id=whose,
        appointment_id=appointment.id if appointment else None,
        remark_id=_remark(session, actor, referral, words, whose),
        for_justice=for_justice,
        corrects_id=corrects.id if corrects else None,
    )
    session.add(outcome)
    session.flush()
    kind = "outcome.corrected" if corrects else "outcome.recorded"
    events.record(session, actor, kind, "referral", referral.id, outcome=str(outcome.id))
    return outcome


def _remark(
    session: Session, actor: Actor, referral: Referral, words: str, whose: UUID | None
) -> UUID | None:
    """The words in a sealed row of their own."""
    if not words.strip():
        return None
    remark = Remark(
        referral_id=referral.id,
        kind=RemarkKind.EVIDENCE,
        words=words.strip(),
        written_at=now(),
        written_by_account_id=_account(actor),
        organization_id=whose,
    )
    session.add(remark)
    session.flush()
    return remark.id


def _account(actor: Actor) -> UUID | None:
    return actor.id if actor.kind is ActorKind.STAFF else None
