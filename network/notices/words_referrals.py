"""What letters about referrals, questions and cases say: nobody's name, no place, only what to do next.

An accepted and a declined referral are told alike, and a long wait before an answer like one after it:
whether somebody was accepted is for the page, which asks for consent, and not for a letter.
"""

from collections.abc import Callable

from network.notices.reader import Reader, Text
from network.rules.answering import STILL_ASKED, STILL_OURS, WITH_LINK
from network.tables import AskedPlace, Question, QuestionStatus, ReferralStatus, Urgency
from network.words import Say, say

NO_NAMES = say("This message says nothing about the person on purpose. Please do not send names by e-mail.")
NOBODY_ELSE = say("Please do not pass the link on: whoever has it can answer for your agency.")


def _sent(reader: Reader) -> Text | None:
    if reader.referral.status not in STILL_ASKED:
        return None
    subject = say("A referral is waiting for your answer")
    if reader.referral.urgency is Urgency.EMERGENT:
        subject = say("Needed now: can you take somebody?")
    return to_receiver(reader, subject, say("Another agency asks whether you can take somebody."))


def _nudged(reader: Reader) -> Text | None:
    if reader.referral.status not in STILL_ASKED:
        return None
    if reader.is_sender():
        return _asked(reader)
    return to_receiver(
        reader,
        say("Reminder: a referral is waiting for your answer"),
        say("Somebody is still waiting to hear whether you can take them. A no helps too."),
    )


def _replied(reader: Reader) -> Text | None:
    if reader.referral.status not in STILL_ASKED:
        return None
    return to_receiver(
        reader,
        say("Your question about a referral was answered"),
        say("The agency that sent a referral to you has answered your question."),
    )


def _back(reader: Reader) -> Text | None:
    if reader.referral.status not in WITH_LINK:
        return None
    return to_receiver(
        reader,
        say("A referral is with you again"),
        say("A coordinator has sent a referral back to you. The page says why."),
    )


def _asked(reader: Reader) -> Text | None:
    if reader.referral.status is not ReferralStatus.INFO_REQUESTED:
        return None
    return on_page(
        reader,
        say("You were asked something about a referral"),
        say("The agency that you asked needs to know more before it can answer."),
        say("Please reply soon: until then the person waits."),
    )


def _news(reader: Reader) -> Text:
    return on_page(
        reader,
        say("There is news about one of your referrals"),
        say("Something has happened with a referral. The page says what, and what comes next."),
    )


def _news_or_over(reader: Reader) -> Text | None:
    """For those who made it: news. For those who were asked: nothing is to be done any more."""
    return _news(reader) if reader.is_sender() else _over(reader)


def _over(reader: Reader) -> Text:
    subject = say("A referral to you is over")
    first = say("A referral to your agency is no longer needed. You need not do anything more for it.")
    if reader.account is None:
        return subject, [first, say("The link that you got for it no longer shows anything.")]
    return on_page(reader, subject, first)


def _consent_ended(reader: Reader) -> Text | None:
    if reader.is_sender():
        return on_page(
            reader,
            say("A referral has ended: consent was taken back"),
            say("A person has taken back a consent, or it has run out. The referral has ended."),
            say("The page says what to do next. The person can consent again at any time."),
        )
    subject, first = (
        say("A referral to you has ended: consent was taken back"),
        say("A person has taken back their consent, or it has run out. What was sent is no longer shown."),
    )
    last = say("Do not use or pass on what you have read.")
    if reader.account is None:
        return subject, [first, last]
    return on_page(reader, subject, first, last)


def _expired(reader: Reader) -> Text:
    return on_page(
        reader,
        say("Nobody answered a referral in time"),
        say("A referral got no answer and has ended. The next places are already searched for you."),
    )


def _released(reader: Reader) -> Text:
    return on_page(
        reader,
        say("A referral was given back"),
        say("An agency that had said yes has given a referral back. A coordinator should look at it."),
    )


def _escalated(reader: Reader) -> Text | None:
    if reader.referral.status not in STILL_ASKED | {ReferralStatus.WAITLISTED}:
        return None
    return on_page(
        reader,
        say("A referral waits too long"),
        say("A referral has waited for too long. Please call the agency, or ask another one."),
    )


def _clock_burns(reader: Reader) -> Text | None:
    if reader.referral.status not in WITH_LINK - {ReferralStatus.SCHEDULED}:
        return None
    return on_page(
        reader,
        say("A long wait may cost a deadline"),
        say("A referral waits so long that the person's intake deadline may be missed."),
        say("Please call the agency today, or ask another one."),
    )


def _waitlist_confirm(reader: Reader) -> Text | None:
    if reader.referral.status is not ReferralStatus.WAITLISTED:
        return None
    if reader.is_sender():
        return on_page(
            reader,
            say("Is the person still waiting?"),
            say("Somebody is on a waitlist. Please find out whether they still want the place."),
        )
    return to_receiver(
        reader,
        say("Is the person still on your waitlist?"),
        say("Somebody is on your waitlist. Please look whether you can take them now, or how long it takes."),
    )


def _outcome_asked(reader: Reader) -> Text | None:
    if reader.referral.status not in STILL_OURS | {ReferralStatus.LINKED, ReferralStatus.ENGAGED}:
        return None
    return on_page(
        reader,
        say("How did it go?"),
        say("Please say in one tap how a referral goes: whether the person came, and whether they stay."),
    )


def _clock_warned(reader: Reader) -> Text:
    return _in_case(
        reader,
        say("An intake deadline comes close"),
        say("In one of your cases the intake must be done within days. The page says what is missing."),
    )


def _clock_ended(reader: Reader) -> Text:
    return _in_case(
        reader,
        say("An intake deadline is over"),
        say("In one of your cases the day for the intake has come. Please write down how it ended."),
    )


def _question_asked(reader: Reader) -> Text | None:
    asked = reader.subject
    assert isinstance(asked, AskedPlace)
    question = reader.session.get_one(Question, asked.question_id)
    if question.status is QuestionStatus.CLOSED:
        return None
    subject = say("Can you take somebody? A short question")
    if question.urgency is Urgency.EMERGENT:
        subject = say("Needed now: can you take somebody?")
    first = say("Another agency asks, without a name, whether you could take somebody. It takes a minute.")
    if reader.account is not None:
        return subject, [first, say("Sign in and answer:"), reader.page(f"/questions/{question.id}")]
    return _with_link(reader, subject, first)


def _question_answered(reader: Reader) -> Text:
    return _about_question(
        reader, say("Your question was answered"), say("A place that you asked has answered your question.")
    )


def _question_lapsed(reader: Reader) -> Text:
    return _about_question(
        reader,
        say("Your question has ended without a yes"),
        say("None of the places that you asked could say yes in time. You can ask others."),
    )


def _about_question(reader: Reader, subject: Say, *paragraphs: Say) -> Text:
    assert reader.event is not None
    return subject, [
        *paragraphs,
        say("Sign in to see it:"),
        reader.page(f"/questions/{reader.event.subject_id}"),
    ]


def _in_case(reader: Reader, subject: Say, first: Say) -> Text:
    return subject, [first, say("Sign in to see it:"), reader.page("/today"), NO_NAMES]


def to_receiver(reader: Reader, subject: Say, first: Say) -> Text | None:
    """To staff of the agency that was asked: the page. To its address: a fresh link."""
    return _with_link(reader, subject, first) if reader.account is None else on_page(reader, subject, first)


def on_page(reader: Reader, subject: Say, *paragraphs: Say) -> Text:
    return subject, [
        *paragraphs,
        say("Sign in to see it:"),
        reader.page(f"/referrals/{reader.referral.id}"),
        NO_NAMES,
    ]


def _with_link(reader: Reader, subject: Say, first: Say) -> Text | None:
    link = reader.answer_link(reader.subject)
    if link is None:
        return None
    return subject, [
        first,
        say("You need no account: open this link, look, and answer."),
        link,
        NOBODY_ELSE,
        NO_NAMES,
    ]


WRITERS: dict[str, Callable[[Reader], Text | None]] = {
    "referral_sent": _sent,
    "referral_nudge": _nudged,
    "referral_replied": _replied,
    "referral_back": _back,
    "referral_asked": _asked,
    "referral_news": _news_or_over,
    "referral_over": _news_or_over,
    "referral_expired": _expired,
    "referral_released": _released,
    "referral_escalated": _escalated,
    "consent_ended": _consent_ended,
    "clock_burns": _clock_burns,
    "waitlist_confirm": _waitlist_confirm,
    "outcome_asked": _outcome_asked,
    "clock_warned": _clock_warned,
    "clock_ended": _clock_ended,
    "question_asked": _question_asked,
    "question_answered": _question_answered,
    "question_lapsed": _question_lapsed,
}
