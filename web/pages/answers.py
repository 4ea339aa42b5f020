"""What somebody sees who answers by a link: the question, and what became of it."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from network.answers.opening import Asked
from network.answers.showing import OpenedLink
from network.rules.answering import WRONG_CODES, Standing
from network.rules.reasons import REASONS, DeclineReason
from network.search.kindred import kind_name
from network.tables import CodeChannel, ReferralStatus, Urgency
from network.words import Say, say, say_number
from web.pages.filled import Choice, Filled
from web.pages.fullness import Fullness, fullness
from web.pages.packet import PacketPage, packet_page
from web.pages.question_words import OWN_ANSWERS, OWN_REASONS, fact_words

HOW_SOON = {
    Urgency.EMERGENT: say("Now"),
    Urgency.URGENT: say("In the next days"),
    Urgency.ROUTINE: say("When there is a place"),
}
CODE_WAYS = {
    CodeChannel.SMS: say("We have sent it as a text to your agency's mobile number."),
    CodeChannel.SECOND_ADDRESS: say("We have sent it to your agency's second e-mail address."),
    CodeChannel.SENDER: say("{agency} sees it and reads it out to you: please call them."),
}


NOES = {
    "decline": say("No, we cannot take them"),
    "release": say("We can no longer take them"),
}
ANSWER_FORMS = ("accept", "waitlist", "ask", *NOES)
SAID: dict[ReferralStatus, Say] = {
    ReferralStatus.INFO_REQUESTED: say("You asked for more. The agency that asks has been told."),
    ReferralStatus.ACCEPTED: say("You said yes."),
    ReferralStatus.WAITLISTED: say("The person is on your waitlist."),
    ReferralStatus.SCHEDULED: say("You said yes, and there is an appointment."),
    ReferralStatus.MISSED_APPT: say("You said yes. The appointment was missed."),
}


class Told(Struct, frozen=True):
    """What happened, what was kept, what to do."""

    happened: Say
    kept: Say
    to_do: Say


_NOTHING_MORE = say("You need not do anything.")
TOLD: dict[Standing, Told] = {
    Standing.UNKNOWN: Told(
        say("This link cannot be opened."),
        say("Nothing was changed."),
        say("Check that the whole link was copied, or use the newest message that you got from us."),
    ),
    Standing.TAKEN_BACK: Told(
        say("The agency that sent this link has taken it back."),
        say("Nothing was changed, and nothing is shown any more."),
        say("If you got a newer message, use the link in it."),
    ),
    Standing.LOCKED: Told(
        say("Five wrong codes were typed, so this link is locked."),
        say("Nothing about the person was shown."),
        say("Call the agency that sent it: they can send you a new link at once."),
    ),
    Standing.LAPSED: Told(
        say("This link is too old."),
        say("The question is still open, and nothing was changed."),
        say("Let us send a new link. It goes to the address that your agency has registered."),
    ),
    Standing.CONSENT_WITHDRAWN: Told(
        say("This person's consent to share information with you has ended."),
        say("What we had shown is no longer shown. Your answers so far are kept as a record."),
        say("Do not use or pass on what you have read. If the person comes to you, talk with them yourself."),
    ),
    Standing.WITHDRAWN: Told(
        say("The agency that asked has taken the question back."),
        say("Your answers so far are kept as a record; nothing about the person is shown any more."),
        _NOTHING_MORE,
    ),
    Standing.HELPED_ELSEWHERE: Told(
        say("This referral is no longer needed."),
        say("No place of yours is counted as taken."),
        say("You need not do anything. Thank you for looking."),
    ),
    Standing.TOO_LATE: Told(
        say("The time to answer is over, and the person is being referred elsewhere."),
        say("No answer of yours was kept."),
        say("If you could still take them, call the agency that asked."),
    ),
    Standing.PERSON_DECLINED: Told(
        say("The person has decided against it."),
        say("Your answers so far are kept as a record; nothing about the person is shown any more."),
        _NOTHING_MORE,
    ),
    Standing.DECLINED: Told(
        say("Your agency has said no to this."),
        say("Your answer and its reason are kept, and the agency that asked knows."),
        say("If that was a mistake, call the agency that asked: they can ask you again."),
    ),
    Standing.RELEASED: Told(
        say("Your agency has given this person back."),
        say("Your reason is kept, and the agency that asked knows."),
        say("If that was a mistake, call the agency that asked: they can send the person back to you."),
    ),
    Standing.HELPED: Told(
        say("This person has come to your agency."),
        say("Everything that was answered is kept."),
        say("Thank you. What comes next is told by your agency's staff who can sign in, or by telephone."),
    ),
    Standing.MISTAKE: Told(
        say("This was sent by mistake."),
        say("Nothing about the person is shown."),
        say("Do not use or pass on what you may have read. We are sorry for the trouble."),
    ),
    Standing.OVER: Told(
        say("This is over: nobody waits for an answer any more."),
        say("Your answers so far are kept as a record."),
        _NOTHING_MORE,
    ),
}


class DoorPage(Struct, frozen=True):
    """What everybody finds behind a link before Open is pressed, whatever the link is worth."""

    action: str


class OverPage(Struct, frozen=True):
    """A link with which nothing can be answered (any more)."""

    told: Told
    agency: str  # that asked; empty when that is not for this reader
    renew_action: str  # empty: nothing to renew
    problem: Say | None = None


class AskedLines(Struct, frozen=True):
    """The question, without saying who it is about."""

    kind: str
    how_soon: Say
    facts: tuple[Say | str, ...]
    sent_at: datetime | None
    answer_by: datetime | None


class CodeLines(Struct, frozen=True):
    """How somebody is shown who it is: the code's way, when one was asked for."""

    is_asked: bool
    way: Say | None
    may_call: bool  # the sender could read it out instead
    tries_left: Say | None
    form: Filled


class ShownPage(Struct, frozen=True):
    """A link that was opened. Actions are addresses for POST."""

    base: str
    agency: str  # whose link it is
    service: str
    place: str
    sender: str
    sender_phone: str
    asked: AskedLines
    is_question: bool
    moves: frozenset[str]
    noes: tuple[tuple[str, Say, tuple[Choice, ...]], ...]  # kinds of no: name, words, reasons
    seen: str  # the status that the page was made for
    form: Filled
    forms: Mapping[str, Filled]  # one for each answer
    opened_form: str  # the answer whose form stands open
    said: Say | None  # what was answered so far
    said_code: str  # to a question
    own_answers: tuple[Choice, ...]
    own_reasons: tuple[Choice, ...]
    fullness: Fullness
    held_until: datetime | None
    beds: Filled
    code: CodeLines | None  # None: a question, nobody is behind it yet
    person: PacketPage | None  # once the code was right
    problem: Say | None = None


class Wrong(Struct, frozen=True):
    """What was sent and could not be used."""

    form: Mapping[str, str] = field(default_factory=dict)  # an answer as typed
    beds: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, Say] = field(default_factory=dict)
    code_problem: Say | None = None
    problem: Say | None = None


def shown_page(link: OpenedLink, base: str, language: str, now: datetime, wrong: Wrong) -> ShownPage:
    """The whole page of an opened link."""
    chosen = wrong.form.get("answer", "") if link.status is not None else ""
    form_problems = {} if wrong.beds else wrong.problems
    typed = Filled(wrong.form, form_problems)
    return ShownPage(
        base=base,
        agency=link.agency,
        service=link.service,
        place=link.place,
        sender=link.sender,
        sender_phone=link.sender_phone,
        asked=asked_lines(link.asked, language),
        is_question=link.status is None,
        moves=link.moves,
        noes=tuple((name, words, reasons_for(name)) for name, words in NOES.items() if name in link.moves),
        seen=link.status.value if link.status else "",
        form=typed,
        forms={
            name: Filled(wrong.form, form_problems, f"{name}-")
            if name == chosen
            else Filled(prefix=f"{name}-")
            for name in ANSWER_FORMS
        },
        opened_form=chosen if chosen in ANSWER_FORMS else "",
        said=_said(link),
        said_code=link.answer.value if link.answer else "",
        own_answers=OWN_ANSWERS,
        own_reasons=OWN_REASONS,
        fullness=fullness(link.capacity.capacity, now),
        held_until=link.held_until,
        beds=Filled(wrong.beds, wrong.problems if wrong.beds else {}, "beds-"),
        code=_code(link, wrong) if link.status is not None else None,
        person=packet_page(link.person, language, link.time_zone) if link.person else None,
        problem=wrong.problem,
    )


def _said(link: OpenedLink) -> Say | None:
    if link.answer is not None:
        return next(choice.label for choice in OWN_ANSWERS if choice.value == link.answer)  # type: ignore[return-value]
    return SAID.get(link.status) if link.status else None


def _code(link: OpenedLink, wrong: Wrong) -> CodeLines:
    problems = {"code": wrong.code_problem} if wrong.code_problem else {}
    return code_lines(link.code_channel, agency=link.sender, wrong=link.wrong_codes, problems=problems)


def over_page(standing: Standing, *, base: str, agency: str = "", problem: Say | None = None) -> OverPage:
    renew = f"{base}/renewal" if standing is Standing.LAPSED else ""
    return OverPage(TOLD[standing], agency, renew, problem)


def asked_lines(asked: Asked, language: str) -> AskedLines:
    return AskedLines(
        kind_name(asked.kind, language),
        HOW_SOON[asked.urgency],
        fact_words(asked.facts, language),
        asked.sent_at,
        asked.answer_by,
    )


def code_lines(
    channel: CodeChannel | None, *, agency: str, wrong: int, problems: Mapping[str, Say] | None = None
) -> CodeLines:
    """`channel` is the way of the code that counts now; None when there is none."""
    left = say_number(
        "{number} try is left before the link is locked.",
        "{number} tries are left before the link is locked.",
        WRONG_CODES - wrong,
    )
    way = CODE_WAYS[channel] if channel else None
    return CodeLines(
        is_asked=channel is not None,
        way=say(way.text, agency=agency) if way else None,
        may_call=channel is not CodeChannel.SENDER,
        tries_left=left if wrong else None,
        form=Filled({}, problems or {}),
    )


def reasons_for(move: str) -> tuple[Choice, ...]:
    """The reasons that fit a no of this kind, without the one that needs the days of each try."""
    return tuple(
        Choice(code, reason.words)
        for code, reason in REASONS.items()
        if move in reason.moves and code is not DeclineReason.CLIENT_UNREACHABLE
    )
