"""What letters about links and codes say, and reminders to the person themselves."""

from collections.abc import Callable

from network.answers.codes import living_code
from network.notices.reader import Reader, Text
from network.notices.reminders import reminder_words
from network.notices.words_referrals import NOBODY_ELSE
from network.rules.answering import WITH_LINK
from network.tables import AnswerLink, Question, QuestionStatus, Referral
from network.words import say


def _link(reader: Reader) -> Text | None:
    """A fresh link in place of one that lapsed, was locked or got lost."""
    subject = reader.subject
    is_open = (
        subject.status in WITH_LINK
        if isinstance(subject, Referral)
        else reader.session.get_one(Question, subject.question_id).status is not QuestionStatus.CLOSED
    )
    link = reader.answer_link(subject) if is_open else None
    if link is None:
        return None
    return say("A new link for your answer"), [
        say("Another agency still waits to hear from you. Here is a new link in place of an older one."),
        say("You need no account: open this link, look, and answer."),
        link,
        NOBODY_ELSE,
    ]


def _code(reader: Reader) -> Text | None:
    code = _living(reader)
    if not code:
        return None
    return say("Your code for Trestle"), [
        say("Somebody at your agency asked for this code to see who a message is about:"),
        code,
        say("It is good for half an hour. Type it only on the page that you opened from our link."),
        say("If nobody of you asked for it, tell the agency that sent the message."),
    ]


def _text_code(reader: Reader) -> Text | None:
    code = _living(reader)
    return (say("Your code for Trestle"), [say("Your Trestle code: {code}", code=code)]) if code else None


def _locked(reader: Reader) -> Text:
    subject = reader.subject
    path = (
        f"/referrals/{subject.id}" if isinstance(subject, Referral) else f"/questions/{subject.question_id}"
    )
    return say("A link that you sent is locked"), [
        say("Five wrong codes were typed for a link that was sent for you. So it is locked."),
        say("Call the agency that you asked. If it was them, send a new link from the page:"),
        reader.page(path),
    ]


def _reminder(reader: Reader) -> Text | None:
    """To the person themselves. Nothing in it says from whom, or what for."""
    letter = reader.letter
    words = reminder_words(reader.session, reader.referral, letter.kind, letter.address, letter.language)
    return (say("Your appointment"), [words]) if words is not None else None


def _living(reader: Reader) -> str:
    assert reader.event is not None
    return living_code(reader.session.get_one(AnswerLink, reader.event.subject_id))


WRITERS: dict[str, Callable[[Reader], Text | None]] = {
    "answer_link": _link,
    "answer_code": _code,
    "text_answer_code": _text_code,
    "link_locked": _locked,
    "appointment": _reminder,  # the event's own name; each way has its own below
    "text_appointment": _reminder,
    "appointment_email": _reminder,
}
