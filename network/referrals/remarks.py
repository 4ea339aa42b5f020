"""Words about a referral: sealed rows that events point to."""

from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.errors import Invalid
from network.tables import Referral, Remark, RemarkKind
from network.words import say

LONGEST = 4000  # characters


def write_remark(
    session: Session, actor: Actor, referral: Referral, kind: RemarkKind, words: str
) -> Remark | None:
    """Keep what somebody wrote; None when they wrote nothing. Raises Invalid."""
    words = words.strip()
    if not words:
        return None
    if len(words) > LONGEST:
        raise Invalid({"words": say("This is too long: at most {most} characters.", most=LONGEST)})
    remark = Remark(
        referral_id=referral.id,
        kind=kind,
        words=words,
        written_at=now(),
        written_by_account_id=actor.id if actor.is_signed_in else None,
        organization_id=actor.organization_id,
    )
    session.add(remark)
    session.flush()
    return remark
