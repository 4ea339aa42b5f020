"""The buttons of a referral: every move this person can make, with the form it asks for."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from network.rules.likely import is_likely
from network.rules.moves import Move
from network.rules.reasons import DeclineReason, Side, reasons_for
from network.tables import ReferralStatus
from network.words import Say, say
from web.pages.filled import Choice, Filled
from web.pages.referral_words import MOVES

# What each form asks; a move that is not here is made elsewhere (by an outcome, or on the preview).
FIELDS: dict[str, tuple[str, ...]] = {
    "reply": ("words",),
    "accept": ("appointment", "note"),
    "waitlist": ("position", "expected_on", "note"),
    "ask": ("words",),
    "decline": ("reason", "words", "tried", "expected_on"),
    "review": (),
    "release": ("reason", "words", "tried"),
    "confirm_release": (),
    "send_back": ("words",),
    "withdraw": ("reason", "words", "tried"),
    "client_decline": ("reason", "words"),
    "not_link": ("reason", "words", "tried"),
    "lose": ("tried", "words"),
    "reopen": ("words",),
    "correct": ("reason", "words"),
}
ORDER = tuple(FIELDS)
ASIDE = frozenset({"release", "withdraw", "client_decline", "not_link", "lose", "correct"})
"""Moves that end something: behind one more tap."""
STOPPING = frozenset({"decline", "release", "withdraw", "client_decline", "not_link", "lose", "correct"})

EXPLAINS: dict[str, Say] = {
    "accept": say("You will take this person. An appointment can be said now or later."),
    "waitlist": say("You will take this person when a place is free."),
    "ask": say("The sender is told, and the clock waits for the reply."),
    "decline": say("The sender looks for another place at once."),
    "release": say("You cannot keep this person after all. A coordinator of the sender looks into it."),
    "send_back": say("You looked into it, and they should take this person after all. Say why."),
    "withdraw": say("They are told that they are no longer needed, and see nothing of the person any more."),
    "client_decline": say("It is the person's own choice. It ends here, and nobody asks again."),
    "not_link": say("The person did not come into your service."),
    "lose": say("It can be opened again when the person is back in touch."),
    "reopen": say("It goes back to accepted. Say what has changed."),
    "correct": say("It should never have been made. It stays on record as a mistake."),
    "reply": say("They go on with their answer as soon as you have replied."),
}
WORDS: dict[str, tuple[Say, Say | str]] = {
    "ask": (say("Your question"), say("The sender reads it, nobody else.")),
    "reply": (say("Your reply"), ""),
    "send_back": (say("Why"), ""),
    "reopen": (say("What has changed"), ""),
}
_ANY_WORDS: tuple[Say, Say | str] = (say("In your own words"), "")

FIELD_OF = {"tried_on": "tried_1", "appointment_at": "day"}

SIDES: dict[Side, Say] = {
    Side.PROVIDER: say("With the provider"),
    Side.CLIENT: say("With the person"),
    Side.REFERRER: say("With the referral"),
    Side.SYSTEM: say("Other"),
}


class ReasonGroup(Struct, frozen=True):
    """Reasons that lie on one side."""

    words: Say
    reasons: tuple[Choice, ...]


class MoveShown(Struct, frozen=True):
    """One move: a button, or a form behind it."""

    name: str
    words: Say
    explains: Say | str
    action: str
    fields: tuple[str, ...]
    reasons: tuple[ReasonGroup, ...]
    tried_for: str  # the reason that asks on which days it was tried; empty: every one
    needs_reason: bool
    words_label: Say
    words_hint: Say | str
    needs_words: bool
    is_stop: bool
    is_likely: bool  # what most likely comes next: shown before all others
    is_open: bool  # its form was refused, and is shown again
    seen: str  # the status that this person decides on
    form: Filled


class MovesShown(Struct, frozen=True):
    """What can be done now: first the answers, then the ways to end it."""

    main: tuple[MoveShown, ...]
    aside: tuple[MoveShown, ...]
    aside_is_open: bool


def moves_shown(
    referral_id: UUID,
    moves: Sequence[Move],
    status: ReferralStatus | None,
    *,
    wrong: str = "",
    opened: str = "",
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, Say] | None = None,
) -> MovesShown:
    """The moves in the order of the page; `wrong` is the one whose form was refused, `opened` the
    one that somebody came for.

    Who may send back what a provider gave back may also let that stand.
    """
    by_name: dict[str, Move | None] = {move.name: move for move in moves if move.name in FIELDS}
    if "send_back" in by_name:
        by_name["confirm_release"] = None
    form = Filled(dict(typed or {}), _at_their_fields(problems or {}), prefix=f"{wrong}-")
    shown = [
        _shown(referral_id, name, by_name[name], status, form if name == wrong else None, name == opened)
        for name in ORDER
        if name in by_name
    ]
    aside = tuple(move for move in shown if move.name in ASIDE)
    return MovesShown(
        tuple(move for move in shown if move.name not in ASIDE), aside, any(move.is_open for move in aside)
    )


def _at_their_fields(problems: Mapping[str, Say]) -> dict[str, Say]:
    """Problems by the fields of the form, where an operation speaks of several together."""
    return {FIELD_OF.get(name, name): sentence for name, sentence in problems.items()}


def _shown(
    referral_id: UUID,
    name: str,
    move: Move | None,
    status: ReferralStatus | None,
    form: Filled | None,
    is_opened: bool,
) -> MoveShown:
    label, hint = WORDS.get(name, _ANY_WORDS)
    return MoveShown(
        name=name,
        words=MOVES[name],
        explains=EXPLAINS.get(name, ""),
        action=f"/referrals/{referral_id}/moves/{name}",
        fields=FIELDS[name],
        reasons=reason_groups(move) if move and "reason" in FIELDS[name] else (),
        tried_for=DeclineReason.CLIENT_UNREACHABLE if "reason" in FIELDS[name] else "",
        needs_reason=move is not None and move.needs_reason,
        words_label=label,
        words_hint=hint,
        needs_words=move is not None and move.needs_words,
        is_stop=name in STOPPING,
        is_likely=is_likely(name, status),
        is_open=is_opened or (form is not None and bool(FIELDS[name])),
        seen=status.value if status else "",
        form=form or Filled(prefix=f"{name}-"),
    )


def reason_groups(move: Move) -> tuple[ReasonGroup, ...]:
    """The reasons for a move by the side on which they lie."""
    reasons = reasons_for(move)
    return tuple(
        ReasonGroup(words, tuple(Choice(one.code, one.words) for one in reasons if one.side is side))
        for side, words in SIDES.items()
        if any(one.side is side for one in reasons)
    )
