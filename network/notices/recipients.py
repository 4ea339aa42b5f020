"""Whom a letter about each event is for: accounts, the address of an agency without one, or the person
themselves where they said that this is safe."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Role
from network.answers.addresses import address_for
from network.answers.codes import reached_by
from network.answers.links import Subject, place_of, subject_of
from network.clock import now
from network.notices.addressing import To, account_rows, accounts, to_account, with_role
from network.notices.agencies import to_asked_agency
from network.notices.leaders import to_gap_owner, to_leaders
from network.notices.reader import hash_of_address
from network.notices.reminders import reminders_for
from network.rules.happenings import HAPPENINGS
from network.tables import (
    Account,
    AnswerLink,
    AskedPlace,
    CaseFile,
    CaseParticipant,
    CodeChannel,
    Event,
    Hold,
    Question,
    Referral,
)

TO_ONESELF = frozenset({"capacity.asked"})  # who asks for it wants to see it
AT_THE_SAME_TIME = timedelta(seconds=10)


def recipients_of(session: Session, event: Event) -> list[To]:
    """Everybody who gets a letter because of this event; each once, and never who did it."""
    find = FINDERS.get(event.kind, _account) if HAPPENINGS[event.kind].letters else _nobody
    doer = "" if event.kind in TO_ONESELF else str(event.actor_id)
    found = {to.recipient: to for to in find(session, event) if to.recipient != doer}
    return list(found.values())


def coordinators_of(session: Session, organization_id: UUID) -> list[To]:
    """The coordinators of an agency."""
    return with_role(session, organization_id, Role.COORDINATOR)


def receivers(session: Session, subject: Subject) -> Iterator[To]:
    """The staff of the agency that was asked, one of them if somebody took it on; and its address."""
    organization_id = (
        subject.receiver_organization_id if isinstance(subject, Referral) else subject.organization_id
    )
    claimed = subject.claimed_by_account_id if isinstance(subject, Referral) else None
    yield from accounts(session, [claimed]) or with_role(session, organization_id, Role.PROVIDER)
    yield from at_address(session, subject)


def at_address(session: Session, subject: Subject) -> Iterator[To]:
    """The address at which somebody answers by link, if one is known."""
    organization_id = (
        subject.receiver_organization_id if isinstance(subject, Referral) else subject.organization_id
    )
    reached = address_for(session, organization_id, place_of(session, subject)[1].id)
    if reached is not None:
        yield To(hash_of_address(reached.email, subject.id), reached.email)


def senders(session: Session, referral: Referral) -> Iterator[To]:
    """Who made the referral; when they are gone, the coordinators of their agency."""
    yield from accounts(session, [referral.sender_account_id]) or coordinators_of(
        session, referral.sender_organization_id
    )


def _account(session: Session, event: Event) -> Iterator[To]:
    account = session.get(Account, event.subject_id) if event.subject == "account" else None
    if account is not None:
        yield to_account(account)


def _nobody(_session: Session, _event: Event) -> Iterable[To]:
    return ()


def _to_receivers(session: Session, event: Event) -> Iterable[To]:
    return receivers(session, _referral(session, event))


def _to_senders(session: Session, event: Event) -> Iterable[To]:
    return senders(session, _referral(session, event))


def _to_overseers(session: Session, event: Event) -> Iterator[To]:
    """Who made it, and the coordinators of their agency."""
    referral = _referral(session, event)
    yield from senders(session, referral)
    yield from coordinators_of(session, referral.sender_organization_id)


def _to_who_is_awaited(session: Session, event: Event) -> Iterable[To]:
    """A reminder goes to the side that has the ball."""
    referral = _referral(session, event)
    return (
        senders(session, referral) if event.facts.get("awaits") == "sender" else receivers(session, referral)
    )


def _to_both(session: Session, event: Event) -> Iterator[To]:
    referral = _referral(session, event)
    yield from senders(session, referral)
    yield from receivers(session, referral)


def _to_other_side(session: Session, event: Event) -> Iterator[To]:
    """Those who did not do it; nobody at an agency that the referral never reached."""
    referral = _referral(session, event)
    if event.organization_id != referral.sender_organization_id:
        yield from senders(session, referral)
    if event.organization_id != referral.receiver_organization_id and referral.sent_at is not None:
        yield from receivers(session, referral)


def _to_other_side_of_appointment(session: Session, event: Event) -> Iterable[To]:
    """An appointment that came with the yes itself was told with it."""
    with_the_yes = session.exec(
        select(Event.id).where(
            Event.kind == "referral.accepted",
            Event.subject_id == event.subject_id,
            col(Event.happened_at) > event.happened_at - AT_THE_SAME_TIME,
            col(Event.happened_at) <= event.happened_at,
        )
    ).first()
    return () if with_the_yes is not None else _to_other_side(session, event)


def _to_helpers(session: Session, event: Event) -> Iterator[To]:
    """Who can say how it went: staff of the agency that helps, else who made the referral."""
    referral = _referral(session, event)
    staff = accounts(session, [referral.claimed_by_account_id]) or with_role(
        session, referral.receiver_organization_id, Role.PROVIDER
    )
    yield from staff or senders(session, referral)


def _to_person(session: Session, event: Event) -> Iterator[To]:
    for reminder in reminders_for(session, _referral(session, event)):
        recipient = hash_of_address(reminder.address, event.subject_id)
        yield To(recipient, reminder.address, reminder.language, reminder.kind, reminder.due_at)


def _to_caseworkers(session: Session, event: Event) -> Iterator[To]:
    """Who takes part in the case for the agency that runs it; its coordinators when little time is left."""
    case = session.get_one(CaseFile, event.subject_id)
    taking_part = session.exec(
        select(CaseParticipant.account_id).where(
            CaseParticipant.case_id == case.id,
            (col(CaseParticipant.until).is_(None)) | (col(CaseParticipant.until) > now()),
        )
    ).all()
    own = [
        account
        for account in account_rows(session, taking_part)
        if account.organization_id == case.organization_id
    ]
    yield from map(to_account, own)
    if event.kind == "case.clock_ended" or event.facts.get("escalate") or not own:
        yield from coordinators_of(session, case.organization_id)


def _to_asked(session: Session, event: Event) -> Iterator[To]:
    query = select(AskedPlace).where(AskedPlace.question_id == event.subject_id).order_by(col(AskedPlace.id))
    for asked in session.exec(query).all():
        yield from receivers(session, asked)


def _to_asker(session: Session, event: Event) -> Iterable[To]:
    question = session.get_one(Question, event.subject_id)
    return accounts(session, [question.asked_by_account_id])


def _to_holder(session: Session, event: Event) -> Iterable[To]:
    return accounts(session, [session.get_one(Hold, event.subject_id).held_by_account_id])


def _to_link_address(session: Session, event: Event) -> Iterable[To]:
    if event.subject == "referral":
        return at_address(session, _referral(session, event))
    return at_address(session, subject_of(session, session.get_one(AnswerLink, event.subject_id)))


def _to_code_way(session: Session, event: Event) -> Iterator[To]:
    """The way the code takes that was asked for; nobody when it is read out."""
    link = session.get_one(AnswerLink, event.subject_id)
    reached = reached_by(session, link)
    match event.facts.get("channel"):
        case CodeChannel.SMS if reached is not None and reached.mobile:
            yield To(hash_of_address(reached.mobile), f"tel:{reached.mobile}", kind="text_answer_code")
        case CodeChannel.SECOND_ADDRESS if reached is not None and reached.second_email:
            yield To(hash_of_address(reached.second_email), reached.second_email)
        case _:
            return


def _to_link_senders(session: Session, event: Event) -> Iterable[To]:
    subject = subject_of(session, session.get_one(AnswerLink, event.subject_id))
    if isinstance(subject, Referral):
        return senders(session, subject)
    return accounts(session, [session.get_one(Question, subject.question_id).asked_by_account_id])


def _referral(session: Session, event: Event) -> Referral:
    return session.get_one(Referral, event.subject_id)


FINDERS: dict[str, Callable[[Session, Event], Iterable[To]]] = {
    "referral.sent": _to_receivers,
    "referral.replied": _to_receivers,
    "referral.sent_back": _to_receivers,
    "referral.reopened": _to_receivers,
    "referral.nudged": _to_who_is_awaited,
    "referral.appointment_needed": _to_receivers,
    "referral.info_requested": _to_senders,
    "referral.accepted": _to_senders,
    "referral.waitlisted": _to_senders,
    "referral.declined_provider": _to_senders,
    "referral.expired_no_response": _to_senders,
    "referral.scheduled": _to_other_side_of_appointment,
    "referral.unscheduled": _to_other_side,
    "appointment.cannot_come": _to_both,
    "referral.missed_appt": _to_other_side,
    "referral.not_linked": _to_other_side,
    "referral.lost_contact": _to_other_side,
    "referral.declined_client": _to_other_side,
    "referral.withdrawn": _to_other_side,
    "referral.consent_revoked": _to_other_side,
    "referral.obsolete": _to_other_side,
    "referral.entered_in_error": _to_other_side,
    "referral.released_after_accept": _to_overseers,
    "referral.escalated": _to_overseers,
    "referral.clock_burns": _to_overseers,
    "referral.appointment_late": _to_overseers,
    "referral.waitlist_confirm_due": _to_both,
    "referral.outcome_asked": _to_helpers,
    "referral.check_in_due": _to_helpers,
    "referral.appointment_near": _to_person,
    "case.clock_warned": _to_caseworkers,
    "case.clock_ended": _to_caseworkers,
    "question.asked": _to_asked,
    "question.answered": _to_asker,
    "question.lapsed": _to_asker,
    "gap.assigned": to_gap_owner,
    "gaps.week_began": to_leaders,
    "capacity.asked": to_asked_agency,
    "hold.ended": _to_holder,
    "answer_link.code_asked": _to_code_way,
    "answer_link.locked": _to_link_senders,
    "answer_link.renewal_asked": _to_link_address,
    "answer_link.renewed": _to_link_address,
    "answer_link.sent_again": _to_link_address,
}
"""Every event with a letter that is not about an account."""
