"""Who may see overviews of the whole network, and who answers for its gaps. They count, and name nobody."""

from network.actors import Actor, Role
from network.rules.permissions import YES, Verdict
from network.tables.gap import Gap
from network.words import say

_READERS = (Role.LEADERSHIP, Role.SUPERVISOR, Role.COORDINATOR, Role.PRIVACY)


def may_see_overviews(actor: Actor) -> Verdict:
    """Gaps, measures and reports: for those who lead or coordinate, and for the privacy officer."""
    if actor.has(*_READERS):
        return YES
    return Verdict(say("Overviews of the whole network are for leadership, coordinators and supervisors."))


def may_keep_gaps(actor: Actor) -> Verdict:
    """Leadership says what becomes of a gap."""
    if actor.has(Role.LEADERSHIP):
        return YES
    return Verdict(say("Only leadership decides what becomes of a gap."))


def may_remark_gap(actor: Actor, gap: Gap) -> Verdict:
    """Leadership, and whoever the gap is given to, write down what is known and done."""
    if may_keep_gaps(actor) or (actor.is_signed_in and actor.id == gap.owner_account_id):
        return YES
    return Verdict(say("Only leadership and the owner of a gap write remarks on it."))


def may_make_reports(actor: Actor) -> Verdict:
    """Leadership makes the reports that go to funders and the council."""
    if actor.has(Role.LEADERSHIP):
        return YES
    return Verdict(say("Only leadership makes reports."))


def may_see_own_results(actor: Actor) -> Verdict:
    """Provider staff see what came of what was sent to their own agency."""
    if actor.has(Role.PROVIDER) and actor.organization_id is not None:
        return YES
    return Verdict(say("Only provider staff see the results of their own agency."))
