"""The sender's side of a link: how it stands, sending it again, taking it back; and renewing lapsed ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network import events
from network.actors import SYSTEM, Actor
from network.answers.addresses import address_for
from network.answers.codes import living_code
from network.answers.links import living_links, subject_of, take_back_links
from network.clock import now
from network.db import Store
from network.errors import Conflict
from network.referrals.queries import sides_of
from network.rules.answer_permissions import may_keep_answer_address
from network.rules.answering import CODE_GOOD_FOR, STILL_ASKED, WITH_LINK
from network.rules.moves import Party
from network.rules.permissions import YES, Verdict, require
from network.tables import AnswerLink, AskedPlace, CodeChannel, Event, Question, QuestionStatus, Referral
from network.words import say

AT_ONCE = 100
SENDERS = frozenset({Party.SENDER, Party.COORDINATOR})


@dataclass(frozen=True)
class LinkState:
    """How the links for a referral stand, for who sent it. `code` is set while it is to be read out."""

    sent_at: datetime | None
    opened_at: datetime | None
    works_until: datetime | None
    is_locked: bool
    is_shown: bool  # somebody gave the right code
    has_address: bool = True
    may_keep_address: bool = False
    code: str = ""
    code_until: datetime | None = None


def may_send_link(session: Session, actor: Actor, referral: Referral) -> Verdict:
    """The sender's side sends links and takes them back, and reads codes out."""
    if sides_of(session, actor, referral) & SENDERS:
        return YES
    return Verdict(say("Only the agency that sent this can send its link again or take it back."))


def link_state(session: Session, actor: Actor, referral: Referral) -> LinkState | None:
    """How its links stand; None for the other side, and where nothing goes by link."""
    if referral.status not in WITH_LINK or not may_send_link(session, actor, referral):
        return None
    links, has_address = living_links(session, referral), _has_address(session, referral)
    may_keep = bool(may_keep_answer_address(actor, referral.receiver_organization_id))
    if not links:
        unsent = LinkState(None, None, None, False, False, has_address, may_keep)
        return unsent if has_address or may_keep else None
    read_out = next(
        (one for one in links if one.code_channel is CodeChannel.SENDER and living_code(one)), None
    )
    made_at = read_out.code_made_at if read_out else None
    return LinkState(
        sent_at=links[0].created_at,
        opened_at=min((one.opened_at for one in links if one.opened_at), default=None),
        works_until=max(one.expires_at for one in links),
        is_locked=any(one.locked_at for one in links),
        is_shown=any(one.key_until is not None for one in links),
        has_address=has_address,
        may_keep_address=may_keep,
        code=living_code(read_out) if read_out else "",
        code_until=made_at + CODE_GOOD_FOR[CodeChannel.SENDER] if made_at else None,
    )


def send_link_again(session: Session, actor: Actor, referral: Referral) -> None:
    """A fresh link goes to the agency's address; no earlier one works any more, locked or not.

    Raises NotAllowed; Conflict when nothing can be answered any more, or no address is known.
    """
    require(may_send_link(session, actor, referral))
    if referral.status not in WITH_LINK:
        raise Conflict(say("Nobody needs a link for this any more. Nothing was sent."))
    if not _has_address(session, referral):
        raise Conflict(say("No address is known for this agency. Nothing was sent: please call them."))
    take_back_links(session, referral)
    events.record(session, actor, "answer_link.sent_again", "referral", referral.id)


def take_links_back(session: Session, actor: Actor, referral: Referral) -> None:
    """No link for this referral works from now on. Raises NotAllowed, Conflict when there is none."""
    require(may_send_link(session, actor, referral))
    if not take_back_links(session, referral):
        raise Conflict(say("There is no link that works. Nothing was changed."))
    events.record(session, actor, "answer_link.taken_back", "referral", referral.id)


def ask_renewal(session: Session, actor: Actor, link: AnswerLink) -> None:
    """Who holds a link that is too old wants a new one: it goes to the agency's address, nowhere else."""
    events.record(session, actor, "answer_link.renewal_asked", "answer_link", link.id)


def renew_lapsed(store: Store) -> int:
    """Send a new link where the last one is too old and an answer is still waited for; answers how many."""
    with store.reading() as session:
        due = session.exec(_lapsed().limit(AT_ONCE)).all()
    return sum(_renew(store, link) for link in due)


def _renew(store: Store, link: AnswerLink) -> bool:
    with store.writing() as session:
        living = living_links(session, subject_of(session, link), to_change=True)
        if (
            not living
            or living[0].id != link.id
            or living[0].locked_at is not None
            or _is_renewed(session, link)
        ):
            return False
        events.record(session, SYSTEM, "answer_link.renewed", "answer_link", link.id)
    return True


def _lapsed() -> SelectOfScalar[AnswerLink]:
    """Links that are too old while what they are for is open, unless another was made or asked for since."""
    later = AnswerLink.__table__.alias("later")  # type: ignore[attr-defined]
    same = (later.c.referral_id == AnswerLink.referral_id) | (
        later.c.asked_place_id == AnswerLink.asked_place_id
    )
    still_asked = select(Referral.id).where(col(Referral.status).in_(STILL_ASKED))
    still_open = (
        select(AskedPlace.id)
        .join(Question, col(Question.id) == AskedPlace.question_id)
        .where(
            col(AskedPlace.answer).is_(None),
            Question.status == QuestionStatus.OPEN,
            col(Question.answer_by) > now(),
        )
    )
    renewed = select(Event.id).where(
        Event.kind == "answer_link.renewed", col(Event.subject_id) == AnswerLink.id
    )
    return select(AnswerLink).where(
        col(AnswerLink.expires_at) <= now(),
        col(AnswerLink.revoked_at).is_(None),
        col(AnswerLink.locked_at).is_(None),
        col(AnswerLink.referral_id).in_(still_asked) | col(AnswerLink.asked_place_id).in_(still_open),
        ~select(later.c.id).where(same, later.c.id > AnswerLink.id).exists(),
        ~renewed.exists(),
    )


def _is_renewed(session: Session, link: AnswerLink) -> bool:
    query = select(Event.id).where(Event.kind == "answer_link.renewed", Event.subject_id == link.id)
    return session.exec(query).first() is not None


def _has_address(session: Session, referral: Referral) -> bool:
    return address_for(session, referral.receiver_organization_id, referral.service_id) is not None
