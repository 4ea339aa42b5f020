"""What most likely comes next in a referral: the one step that its page shows before all others."""

from network.tables.referral import ReferralStatus as S

SCHEDULE, OUTCOME = "schedule", "outcome"
_ANSWER = ("reply", "accept")

# Names of moves (network/rules/moves.py), or an entry of what came of it. Where nothing stands, nothing is
# likely: it waits for a day or for somebody else, or something else is tried.
_LIKELY: dict[S, tuple[str, ...]] = {
    S.SENT: _ANSWER,
    S.VIEWED: _ANSWER,
    S.UNDER_REVIEW: _ANSWER,
    S.INFO_REQUESTED: _ANSWER,
    S.WAITLISTED: ("accept",),
    S.ACCEPTED: (SCHEDULE,),
    S.MISSED_APPT: (SCHEDULE,),
    S.LINKED: (OUTCOME,),
    S.ENGAGED: (OUTCOME,),
    # Whoever gave somebody back seldom takes them again, and the person still needs a place.
    S.RELEASED_AFTER_ACCEPT: ("confirm_release",),
}


def is_likely(step: str, status: S | None) -> bool:
    """Whether this step most likely comes next where the referral stands, as far as its reader may know."""
    return status is not None and step in _LIKELY.get(status, ())
