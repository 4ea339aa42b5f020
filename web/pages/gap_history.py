"""What happened to a gap, line by line, with what was written."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from network.actors import ActorKind
from network.gaps.looking import GapView, day_of
from network.rules.happenings import HAPPENINGS
from network.tables import Event
from network.words import Say, say


class GapLine(Struct, frozen=True):
    """One event."""

    at: datetime
    sentence: Say
    by: Say | str
    words: str  # what was written with it
    review_on: date | None


def gap_history(view: GapView) -> Iterator[GapLine]:
    """The newest first."""
    for event in view.history:
        remark = view.remarks.get(UUID(str(event.facts["remark"]))) if event.facts.get("remark") else None
        yield GapLine(
            at=event.happened_at,
            sentence=_sentence(event, view),
            by=_by(event, view),
            words=remark.words if remark else "",
            review_on=day_of(event),
        )


def _sentence(event: Event, view: GapView) -> Say:
    if event.kind != "gap.assigned":
        return HAPPENINGS[event.kind].sentence
    owner = event.facts.get("owner")
    if not owner:
        return say("was taken from its owner")
    return say("was given to {name}", name=view.names.get(UUID(str(owner)), ""))


def _by(event: Event, view: GapView) -> Say | str:
    if event.actor_kind is ActorKind.STAFF and event.actor_id:
        return view.names.get(event.actor_id, "")
    return say("By the figures of a survey")
