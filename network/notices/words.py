"""What letters say. They go through many hands: no client, no place, no service, only what to do next."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from network.notices import (
    words_appointments,
    words_capacity,
    words_gaps,
    words_holds,
    words_links,
    words_referrals,
)
from network.notices.hearing import may_hear
from network.notices.letters import event_of, recipient_of
from network.notices.reader import Reader, Text, is_of_account
from network.settings import Settings
from network.tables import Account, AccountStatus, Letter
from network.words import Say, say, speak


@dataclass(frozen=True)
class Words:
    """Subject and text of one letter, in its reader's language."""

    subject: str
    body: str


def compose(session: Session, letter: Letter, settings: Settings) -> Words | None:
    """The words of a letter that is about to be sent; None when it has lost its reason meanwhile."""
    account = recipient_of(session, letter)
    if is_of_account(letter) and (account is None or account.status is AccountStatus.DISABLED):
        return None
    event = event_of(session, letter)
    if not may_hear(session, account, event):
        return None
    written = WRITERS[letter.kind](Reader(session, account, settings, letter, event))
    if written is None:
        return None
    subject, paragraphs = written
    whole = paragraphs if letter.kind in BARE else [_greeting(account), *paragraphs, *_signature(settings)]
    spoken = [speak(part, letter.language) if isinstance(part, Say) else part for part in whole]
    return Words(speak(subject, letter.language), "\n\n".join(spoken) + "\n")


def _greeting(account: Account | None) -> Say:
    return say("Hello {name},", name=account.name) if account is not None else say("Hello,")


def _signature(settings: Settings) -> list[Say | str]:
    contact = settings.operator_contact
    questions: list[Say | str] = [say("Questions: {contact}", contact=contact)] if contact else []
    return [*questions, settings.operator_name or "Trestle"]


def _invitation(reader: Reader) -> Text | None:
    if not _is_invited(reader):
        return None
    return say("You are invited to Trestle"), [
        say("You have been given an account on Trestle, where agencies find services for people together."),
        say("Open this link within 72 hours and choose a password:"),
        reader.link(),
        say("The link works once. If it is too old, ask for a new one on the sign-in page."),
        say("If you did not expect this letter, you need not do anything."),
    ]


def _password(reader: Reader) -> Text | None:
    if _is_invited(reader):
        return _invitation(reader)
    return say("Choose a new password for Trestle"), [
        say("Somebody, we hope you, asked for a new password for your account."),
        say("Open this link within one hour and choose one:"),
        reader.link(),
        say("The link works once. Your present password stays as it is until then."),
        say("If it was not you, you need not do anything. If it happens again, tell your administrator."),
    ]


def _is_invited(reader: Reader) -> bool:
    return reader.account is not None and reader.account.status is AccountStatus.INVITED


def _locked(_: Reader) -> Text:
    return say("Your Trestle account is locked"), [
        say(
            "There were too many wrong passwords or codes for your account in a short time. So it is locked."
        ),
        say("An administrator of your network can unlock it. Please call or write to them."),
        say("If it was not you who tried, tell them that too."),
    ]


def _password_changed(reader: Reader) -> Text:
    return say("Your Trestle password was changed"), [
        say("The password of your account was changed just now, and you were signed out everywhere else."),
        say(
            "If it was you, all is well. If not, ask for a new password at once and tell your administrator:"
        ),
        reader.page("/forgotten-password"),
    ]


def _second_factor_changed(reader: Reader) -> Text:
    return say("Your authenticator app for Trestle was changed"), [
        say("An authenticator app was set up for your account, or removed from it, just now."),
        say("If it was you or your administrator, all is well. If not, change your password and tell them:"),
        reader.page("/profile"),
    ]


WRITERS: dict[str, Callable[[Reader], Text | None]] = {
    "invitation": _invitation,
    "password": _password,
    "locked": _locked,
    "password_changed": _password_changed,
    "second_factor_changed": _second_factor_changed,
    **words_referrals.WRITERS,
    **words_appointments.WRITERS,
    **words_capacity.WRITERS,
    **words_holds.WRITERS,
    **words_links.WRITERS,
    **words_gaps.WRITERS,
}
BARE = frozenset({"text_answer_code", "text_appointment", "text_capacity_asked", "appointment_email"})
"""Said without greeting and signature: a name or an agency would say too much, or a text has no room."""
