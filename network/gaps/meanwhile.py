"""Says what happened to a gap while somebody was deciding."""

from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlmodel import Session, col, select

from network.actors import Actor
from network.errors import Conflict
from network.rules.happenings import HAPPENINGS
from network.tables import Account, Event, Gap
from network.words import LANGUAGES, Say, say

A_SURVEY = say("by the newest figures")


def changed_meanwhile(session: Session, actor: Actor, gap: Gap) -> Conflict:
    """The refusal of a stale button: what happened last, by whom, when."""
    last = session.exec(
        select(Event)
        .where(Event.subject == "gap", Event.subject_id == gap.id, Event.kind != "gap.remarked")
        .order_by(col(Event.id).desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return Conflict(say("This cannot be done with the gap as it stands. Nothing was changed."))
    return Conflict(
        say(
            "This cannot be done any more: the gap {happened} ({who}, {when}). Nothing was changed.",
            happened=HAPPENINGS[last.kind].sentence,
            who=who_did(session, last),
            when=format_datetime(
                last.happened_at,
                "short",
                tzinfo=ZoneInfo(actor.time_zone),
                locale=actor.language if actor.language in LANGUAGES else "en",
            ),
        )
    )


def who_did(session: Session, event: Event) -> Say | str:
    """The name of who did it; a survey has none."""
    account = session.get(Account, event.actor_id) if event.actor_id else None
    return account.name if account else A_SURVEY
