"""Says what happened to a referral while somebody was deciding."""

from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind
from network.errors import Conflict
from network.referrals.course import NO_LONGER_NEEDED
from network.referrals.viewing import look_at
from network.rules.happenings import HAPPENINGS
from network.rules.moves import MOVES, Party
from network.rules.referral_permissions import PARTY_WORDS
from network.rules.telling import Told, told_event
from network.tables import Event, Referral
from network.words import LANGUAGES, Say, say

_SENDING_AGENCY = say("the agency that sent it")


def changed_meanwhile(session: Session, actor: Actor, referral: Referral) -> Conflict:
    """The refusal of a stale button: which move was made meanwhile, by which side, when."""
    last = session.exec(
        select(Event)
        .where(Event.subject_id == referral.id, col(Event.kind).in_({move.event for move in MOVES}))
        .order_by(col(Event.id).desc())
        .limit(1)
    ).one_or_none()
    told = _told(session, actor, referral, last) if last else None
    if last is None or told is None:
        return Conflict(say("This cannot be done with the referral as it stands. Nothing was changed."))
    return Conflict(
        say(
            "This cannot be done any more: the referral {happened} ({who}, {when}). Nothing was changed.",
            happened=told.sentence or HAPPENINGS[last.kind].sentence,
            who=_side(last, referral),
            when=format_datetime(
                last.happened_at,
                "short",
                tzinfo=ZoneInfo(actor.time_zone),
                locale=actor.language if actor.language in LANGUAGES else "en",
            ),
        )
    )


def _told(session: Session, actor: Actor, referral: Referral, last: Event) -> Told | None:
    """How the actor may hear of it: a refusal tells no more than the page does."""
    if actor.kind is ActorKind.SYSTEM:
        return Told()
    if last.kind == "referral.obsolete":  # that somebody else helped is that agency's to tell
        return Told(NO_LONGER_NEEDED)
    (sight,) = look_at(session, actor, [referral])
    return told_event(
        last.kind,
        sight.view,
        lambda line: sight.sees(line, referral.receiver_organization_id),
        is_own=last.organization_id is not None and last.organization_id == actor.organization_id,
    )


def _side(event: Event, referral: Referral) -> Say:
    if event.actor_kind is ActorKind.PERSON:
        return PARTY_WORDS[Party.PERSON]
    if event.actor_kind is ActorKind.SYSTEM:
        return PARTY_WORDS[Party.SYSTEM]
    if event.organization_id == referral.receiver_organization_id:
        return PARTY_WORDS[Party.RECEIVER]
    return _SENDING_AGENCY
