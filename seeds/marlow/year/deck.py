"""How the year's referrals end, as cards that are dealt to needs: so that every ending occurs, and as often
as was decided."""

from random import Random

from network.tables import ReferralStatus as S

# What ends a try without help; another try for the same need follows.
FAILURES = {S.DECLINED_PROVIDER: 118, S.EXPIRED_NO_RESPONSE: 46, S.DECLINED_CLIENT: 18, S.WITHDRAWN: 20}
# How the last try for a need of the past ended.
PAST = {
    S.COMPLETED: 150,
    S.LOST_CONTACT: 38,
    S.NOT_LINKED: 30,
    S.OUTCOME_UNKNOWN: 36,
    S.OBSOLETE: 22,
    S.RELEASED_AFTER_ACCEPT: 20,
    S.DECLINED_CLIENT: 12,
    S.WITHDRAWN: 8,
    S.CONSENT_REVOKED: 12,
    S.DECLINED_PROVIDER: 12,
    S.EXPIRED_NO_RESPONSE: 10,
    S.ENTERED_IN_ERROR: 8,
}
# Where what is under way stands now.
LIVE = {
    S.DRAFT: 8,
    S.AWAITING_CONSENT: 6,
    S.SENT: 26,
    S.VIEWED: 14,
    S.UNDER_REVIEW: 14,
    S.INFO_REQUESTED: 10,
    S.ACCEPTED: 18,
    S.WAITLISTED: 20,
    S.SCHEDULED: 26,
    S.MISSED_APPT: 10,
    S.LINKED: 24,
    S.ENGAGED: 22,
}


def shuffled(random: Random, cards: dict[S, int], share: float) -> list[S]:
    """This share of the cards, of each at least one, in an order of chance."""
    deck = [status for status, number in cards.items() for _ in range(max(1, round(number * share)))]
    random.shuffle(deck)
    return deck
