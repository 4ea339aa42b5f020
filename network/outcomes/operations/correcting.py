"""What was written down wrongly is corrected by another entry; both stay, and the timeline shows both."""

from datetime import date

from sqlmodel import Session

from network.actors import Actor, ActorKind
from network.errors import Conflict
from network.outcomes.operations.entries import write_entry
from network.outcomes.operations.following import follow_services, step_back
from network.outcomes.operations.locking import hold
from network.outcomes.operations.recording import check_entry
from network.outcomes.places import time_zone_at
from network.outcomes.queries import standing_outcomes
from network.referrals.queries import sides_of
from network.rules import outcomes as rules
from network.rules.permissions import YES, Verdict, require
from network.tables import Evidence, Outcome, OutcomeStep, Referral, ReferralStatus
from network.words import say

_SHUT = frozenset({ReferralStatus.CONSENT_REVOKED, ReferralStatus.ENTERED_IN_ERROR})


def may_correct(actor: Actor, outcome: Outcome) -> Verdict:
    """The agency whose word it is; nobody corrects what others said, they say something else."""
    if outcome.said_by_kind is ActorKind.SYSTEM:
        return Verdict(say("This follows from the services that are written down. Correct those."))
    if outcome.appointment_id is not None:
        return Verdict(say("This comes from an appointment. Say there whether it was kept."))
    if outcome.organization_id is not None and outcome.organization_id == actor.organization_id:
        return YES
    return Verdict(say("Only the agency that wrote this can correct it. You can write down what you know."))


def correct_outcome(
    session: Session,
    actor: Actor,
    referral: Referral,
    outcome: Outcome,
    *,
    happened_on: date,
    evidence: Evidence,
    detail: str | None = None,
    words: str = "",
    for_justice: bool = False,
) -> Outcome:
    """Say it rightly: another day, evidence or detail. Raises Invalid, NotAllowed, Conflict."""
    _open(session, actor, referral, outcome)
    require(rules.may_say_on(sides_of(session, actor, referral), evidence))
    time_zone = time_zone_at(session, referral, actor.time_zone)
    others = [entry for entry in standing_outcomes(session, referral) if entry.id != outcome.id]
    check_entry(referral, rules.service_days(others), outcome.step, happened_on, detail, words, time_zone)
    corrected = write_entry(
        session,
        actor,
        referral,
        outcome.step,
        happened_on,
        evidence,
        detail=detail,
        words=words,
        for_justice=for_justice,
        corrects=outcome,
    )
    _settle(session, actor, referral, outcome.step)
    return corrected


def take_back_outcome(
    session: Session, actor: Actor, referral: Referral, outcome: Outcome, *, words: str = ""
) -> Outcome:
    """It did not happen: the entry stays, struck out. Raises Invalid, NotAllowed, Conflict."""
    _open(session, actor, referral, outcome)
    time_zone = time_zone_at(session, referral, actor.time_zone)
    check_entry(referral, [], OutcomeStep.ENTERED_IN_ERROR, outcome.happened_on, None, words, time_zone)
    taken_back = write_entry(
        session,
        actor,
        referral,
        OutcomeStep.ENTERED_IN_ERROR,
        outcome.happened_on,
        outcome.evidence,
        words=words,
        corrects=outcome,
    )
    _settle(session, actor, referral, outcome.step)
    return taken_back


def _open(session: Session, actor: Actor, referral: Referral, outcome: Outcome) -> None:
    hold(session, referral)
    require(rules.may_take_part(sides_of(session, actor, referral)))
    require(may_correct(actor, outcome))
    if referral.status in _SHUT:
        raise Conflict(say("This referral is closed for good. Nothing more can be written down for it."))
    if outcome.id not in {entry.id for entry in standing_outcomes(session, referral)}:
        raise Conflict(say("Somebody has corrected this meanwhile. Look at what it says now."))


def _settle(session: Session, actor: Actor, referral: Referral, step: OutcomeStep) -> None:
    """What follows from the entries, after one of them has changed."""
    if step is rules.SERVICE:
        follow_services(session, referral)
    if step is rules.SERVICE or step is OutcomeStep.ENGAGED or step in rules.ENDING:
        step_back(session, actor, referral)
