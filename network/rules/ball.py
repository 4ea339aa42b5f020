"""Who has the ball: whose turn it is in a referral, as its status says."""

from network.rules.moves import Party
from network.tables.referral import ReferralStatus as S

_BALL: dict[S, Party] = {
    S.DRAFT: Party.SENDER,
    S.AWAITING_CONSENT: Party.SENDER,
    S.SENT: Party.RECEIVER,
    S.VIEWED: Party.RECEIVER,
    S.UNDER_REVIEW: Party.RECEIVER,
    S.INFO_REQUESTED: Party.SENDER,
    S.ACCEPTED: Party.RECEIVER,
    S.WAITLISTED: Party.RECEIVER,
    S.SCHEDULED: Party.PERSON,
    S.MISSED_APPT: Party.RECEIVER,
    S.LINKED: Party.RECEIVER,
    S.ENGAGED: Party.RECEIVER,
    S.RELEASED_AFTER_ACCEPT: Party.COORDINATOR,
}


def ball_of(status: S, *, has_come: bool = False) -> Party | None:
    """Whose turn it is; None: it has ended, and nobody's.

    `has_come`: the person kept the appointment; the provider says whether the service began.
    """
    return Party.RECEIVER if has_come and status is S.SCHEDULED else _BALL.get(status)
