"""What can be done with a gap: one main action, the others behind one more tap, and what they ask for."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct, field

from network.rules.gap_moves import ACCEPT, ACKNOWLEDGE, PLAN, RESOLVE, TAKE_UP, GapMove, moves_from
from network.tables import Gap, GapStatus
from network.words import Say, say
from web.pages.filled import Choice, Filled

WORDS: dict[str, tuple[Say, Say, Say | str]] = {
    ACKNOWLEDGE.name: (say("Acknowledge it"), say("You have seen it and will think about it."), ""),
    PLAN.name: (
        say("Make a plan"),
        say(
            "Somebody answers for it and gets a letter. It stays open until the figures or you say otherwise."
        ),
        say("What will be done"),
    ),
    ACCEPT.name: (
        say("Accept it for now"),
        say("Nothing is done until the review date. If it is still there then, it comes back as new."),
        say("Why nothing can be done now"),
    ),
    RESOLVE.name: (
        say("It is resolved"),
        say("It leaves the list. It comes back only on new needs, not on those that are counted already."),
        say("What has changed"),
    ),
    TAKE_UP.name: (say("Take it up again"), say("Work on it goes on."), say("Why")),
}
CHANGE_PLAN = say("Change the plan")
OWNER, REVIEW, REMARK = "owner", "review", "remark"  # forms that are no moves


class Refused(Struct, frozen=True):
    """A form that could not be taken: which, what was typed, and why."""

    name: str
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, Say] = field(default_factory=dict)
    sentence: Say | None = None


class GapMoveShown(Struct, frozen=True):
    """One move: a button, or a form behind one."""

    name: str
    words: Say
    explains: Say
    words_label: Say | str
    asks_owner: bool
    asks_review: bool
    needs_review: bool
    action: str
    form: Filled
    is_open: bool

    @property
    def is_button(self) -> bool:
        return not self.words_label


class GapMovesShown(Struct, frozen=True):
    """Everything that this reader can do now."""

    moves: tuple[GapMoveShown, ...]  # the first is the main one
    seen: str
    owners: tuple[Choice, ...]
    owner_action: str  # empty: not for this reader
    owner_form: Filled
    review_action: str
    review_form: Filled
    remark_action: str
    remark_form: Filled
    opened: str  # the form that was refused
    sentence: Say | None
    lost_words: str  # typed into a form that is no longer there

    @property
    def is_empty(self) -> bool:
        return not self.moves and not self.remark_action


def gap_moves_shown(
    gap: Gap,
    owners: Sequence[tuple[UUID, str]],
    *,
    may_keep: bool,
    may_remark: bool,
    is_due: bool = False,
    refused: Refused | None = None,
) -> GapMovesShown:
    """The moves from its state; what was typed stays where a form was refused."""
    here = f"/gaps/{gap.id}"
    is_open = may_keep and gap.status is not GapStatus.RESOLVED
    present = {
        "owner": str(gap.owner_account_id or ""),
        "review_on": gap.review_on.isoformat() if gap.review_on and not is_due else "",
    }
    able = moves_from(gap.status) if may_keep else []
    is_there = refused is None or refused.name in {OWNER, REVIEW, REMARK, *(move.name for move in able)}
    return GapMovesShown(
        moves=tuple(_move(move, gap, present, refused) for move in able),
        seen=gap.status.value,
        owners=tuple(Choice(str(key), name) for key, name in owners),
        owner_action=f"{here}/owner" if is_open else "",
        owner_form=_filled(OWNER, present, refused),
        review_action=f"{here}/review" if is_open else "",
        review_form=_filled(REVIEW, present, refused),
        remark_action=f"{here}/remarks" if may_remark else "",
        remark_form=_filled(REMARK, {}, refused),
        opened=refused.name if refused else "",
        sentence=refused.sentence if refused else None,
        lost_words="" if refused is None or is_there else refused.typed.get("words", ""),
    )


def _move(move: GapMove, gap: Gap, present: Mapping[str, str], refused: Refused | None) -> GapMoveShown:
    words, explains, label = WORDS[move.name]
    return GapMoveShown(
        name=move.name,
        words=CHANGE_PLAN if move is PLAN and gap.status is GapStatus.IN_PLAN else words,
        explains=explains,
        words_label=label,
        asks_owner=move.needs_owner,
        asks_review=move.needs_owner or move.needs_review,
        needs_review=move.needs_review,
        action=f"/gaps/{gap.id}/moves/{move.name}",
        form=_filled(move.name, present, refused),
        is_open=refused is not None and refused.name == move.name,
    )


def _filled(name: str, present: Mapping[str, str], refused: Refused | None) -> Filled:
    prefix = f"{name.replace('_', '-')}-"
    if refused is None or refused.name != name:
        return Filled(present, prefix=prefix)
    return Filled(refused.typed, refused.problems, prefix=prefix)
