"""Whom a letter is for, and what its words are made from."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from network.accounts.links import link_address as password_link_address
from network.accounts.links import make_link as make_password_link
from network.answers.links import Subject, link_address, make_link, subject_of
from network.sealing import blind_index
from network.settings import Settings
from network.tables import Account, AnswerLink, AskedPlace, Event, Letter, Referral
from network.words import Say

Text = tuple[Say, list[Say | str]]  # subject and paragraphs


@dataclass(frozen=True)
class Reader:
    """One letter's reader. `account` is None for an address, and for the person themselves."""

    session: Session
    account: Account | None
    settings: Settings
    letter: Letter
    event: Event | None = None

    def link(self) -> str:
        """A fresh link with which this person sets a password."""
        assert self.account is not None
        return password_link_address(make_password_link(self.session, self.account), self.settings)

    def page(self, path: str) -> str:
        return self.settings.base_url.rstrip("/") + path

    def answer_link(self, subject: Subject) -> str | None:
        """A fresh link with which this address answers; None while only the sender can send one."""
        secret = make_link(self.session, subject, self.letter.address, self.settings)
        return link_address(secret, self.settings) if secret else None

    @property
    def referral(self) -> Referral:
        """What the event is about."""
        found = self.subject
        assert isinstance(found, Referral)
        return found

    @property
    def subject(self) -> Subject:
        """The referral, or the place that was asked."""
        assert self.event is not None
        if self.event.subject == "answer_link":
            return subject_of(self.session, self.session.get_one(AnswerLink, self.event.subject_id))
        if self.event.subject == "question":
            return self._asked_place(self.event.subject_id)
        return self.session.get_one(Referral, self.event.subject_id)

    def _asked_place(self, question_id: UUID) -> AskedPlace:
        """Of the places that a question asks, the one that this address answers for."""
        query = select(AskedPlace).where(AskedPlace.question_id == question_id).order_by(col(AskedPlace.id))
        asked = self.session.exec(query).all()
        ours = (one for one in asked if hash_of_address(self.letter.address, one.id) == self.letter.recipient)
        return next(ours, asked[0])

    def is_sender(self) -> bool:
        """Whether this reader belongs to the agency that made the referral."""
        return (
            self.account is not None and self.account.organization_id == self.referral.sender_organization_id
        )


def hash_of_address(address: str, subject_id: UUID | None = None) -> str:
    """A name for an address that tells nothing; for each subject another one."""
    return blind_index(f"{address} {subject_id or ''}", "letter.recipient")[0].hex()


def is_of_account(letter: Letter) -> bool:
    """Whether the letter is for an account; else it is for an address."""
    try:
        UUID(letter.recipient)
    except ValueError:
        return False
    return True
