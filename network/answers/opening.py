"""What somebody finds who holds a link: how it stands, and the question without saying who it is about."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlmodel import Session

from network import events
from network.actors import Actor, ActorKind
from network.answers.links import find_link, link_actor, living_links, subject_of
from network.clock import now
from network.consent.queries import permits_of
from network.referrals.operations.answering import view_referral
from network.rules.answering import STANDINGS, Standing, unnamed_facts
from network.rules.need_facts import facts_of
from network.rules.questions import QuestionFacts
from network.rules.sharing import SharedField, may_see
from network.tables import (
    AnswerLink,
    AskedPlace,
    Need,
    Organization,
    Person,
    Question,
    QuestionStatus,
    Referral,
    ReferralStatus,
    Urgency,
)

OPEN_STANDINGS = frozenset({Standing.ASKED, Standing.OURS})


@dataclass(frozen=True)
class Asked:
    """What is asked, without anything by which the person could be recognized."""

    kind: str  # code of a kind of service
    urgency: Urgency
    facts: QuestionFacts
    sent_at: datetime | None
    answer_by: datetime | None


@dataclass(frozen=True)
class FoundLink:
    """A link, how it stands now, and who holds it."""

    link: AnswerLink
    actor: Actor
    standing: Standing
    subject: Referral | AskedPlace

    @property
    def is_open(self) -> bool:
        return self.standing in OPEN_STANDINGS

    @property
    def is_lapsed(self) -> bool:
        return self.standing is Standing.LAPSED


def find_opened(session: Session, visitor: Actor, secret: str) -> FoundLink | None:
    """The link and how it stands at this moment, consent included; None when nobody ever got it."""
    link = find_link(session, secret)
    if link is None:
        return None
    subject = subject_of(session, link)
    return FoundLink(link, link_actor(session, link, visitor), _standing(session, link, subject), subject)


def open_link(session: Session, visitor: Actor, secret: str) -> FoundLink | None:
    """Somebody pressed Open: the referral is viewed from now on. None when nobody ever got this link."""
    found = find_opened(session, visitor, secret)
    if found is None or not found.is_open:
        return found
    link = found.link
    events.record(session, found.actor, "answer_link.opened", "answer_link", link.id)
    if link.opened_at is None:
        link.opened_at = now()
        session.add(link)
    if isinstance(found.subject, Referral) and found.subject.status is ReferralStatus.SENT:
        view_referral(session, found.actor, found.subject, channel="link")
    return found


def asked_of(session: Session, found: FoundLink) -> Asked | None:
    """The question of an open link, each line of it only when its grant holds now."""
    if isinstance(found.subject, AskedPlace):
        question = session.get_one(Question, found.subject.question_id)
        return _of_question(question)
    return _of_referral(session, found.actor, found.subject) if found.is_open else None


def sender_of(session: Session, subject: Referral | AskedPlace) -> Organization:
    """The agency that asks."""
    if isinstance(subject, Referral):
        return session.get_one(Organization, subject.sender_organization_id)
    question = session.get_one(Question, subject.question_id)
    return session.get_one(Organization, question.organization_id)


def _standing(session: Session, link: AnswerLink, subject: Referral | AskedPlace) -> Standing:
    if link.revoked_at is not None:
        return Standing.TAKEN_BACK
    if any(one.locked_at is not None for one in living_links(session, subject)):
        return Standing.LOCKED
    standing = (
        _of_referral_now(session, link, subject)
        if isinstance(subject, Referral)
        else _of_question_now(session, subject)
    )
    return Standing.LAPSED if standing in OPEN_STANDINGS and link.expires_at <= now() else standing


def _of_referral_now(session: Session, link: AnswerLink, referral: Referral) -> Standing:
    """A consent that ended a moment ago counts, whether or not the referral was moved since. (2.31(c))"""
    standing = STANDINGS.get(referral.status, Standing.TAKEN_BACK)
    if standing not in OPEN_STANDINGS:
        return standing
    holder = Actor(ActorKind.LINK, id=link.id, organization_id=link.organization_id)
    return standing if _may_know(session, holder, referral) else Standing.CONSENT_WITHDRAWN


def _may_know(session: Session, holder: Actor, referral: Referral) -> bool:
    permits = permits_of(session, referral.person_id)
    return may_see(holder, SharedField.NEED_KIND, referral.sender_organization_id, permits)


def _of_question_now(session: Session, asked: AskedPlace) -> Standing:
    question = session.get_one(Question, asked.question_id)
    if question.status is QuestionStatus.CLOSED or question.answer_by <= now():
        return Standing.OVER
    return Standing.ASKED if asked.answer is None else Standing.OURS


def _of_question(question: Question) -> Asked:
    facts = QuestionFacts.read(question.facts)
    return Asked(question.kind, question.urgency, facts, question.asked_at, question.answer_by)


def _of_referral(session: Session, holder: Actor, referral: Referral) -> Asked:
    permits = permits_of(session, referral.person_id)
    sees = partial(may_see, holder, owner_organization_id=referral.sender_organization_id, permits=permits)
    need = session.get_one(Need, referral.need_id)
    person = session.get_one(Person, referral.person_id)
    born_on = person.born_on if sees(field=SharedField.PERSON_BORN_ON) else None
    facts = facts_of(need) if sees(field=SharedField.NEED_FACTS) else {}
    return Asked(
        referral.kind,
        referral.urgency,
        unnamed_facts(facts, date.fromisoformat(born_on) if born_on else None, holder.today),
        referral.sent_at,
        referral.answer_by,
    )
