"""What leadership does with the gaps of the year: surveys look, gaps open, and some are taken up."""

from datetime import date, timedelta

from network.actors import Actor
from network.clock import now
from network.gaps.flags import GapFilter, list_gaps
from network.gaps.operations import accept_gap, acknowledge_gap, plan_gap, remark_gap
from network.gaps.surveying import make_survey
from network.search.embedded import EmbeddedEngine
from network.settings import Settings
from network.tables import GapStatus
from seeds.marlow.year.lives import Setting
from seeds.marlow.year.plans import DAY, HOUR
from seeds.marlow.year.running import Story

LOOKS = (56, 35, 14)  # days ago
REMARK = "The council has asked for this twice. The county's transport office comes to the next meeting."
PLAN = "Ask the two nearest agencies what it would take to open beds here; bring numbers to the next meeting."
REASON = "Funds for this are applied for and decided in spring. Until then nothing can be opened."


def leading_story(setting: Setting, engine: EmbeddedEngine, settings: Settings) -> Story:
    """A survey now and then, and the last of them now; leadership reads them the day after."""
    leader = next(iter(setting.crew.leadership))
    for days in LOOKS:
        yield setting.until - days * DAY
        make_survey(setting.session, engine, settings)
        yield now() + DAY + HOUR
        _take_up(setting, leader)
    yield setting.until - timedelta(minutes=1)
    engine.refresh(setting.session)
    make_survey(setting.session, engine, settings)


def _take_up(setting: Setting, leader: Actor) -> None:
    """One step with one of the gaps that stand there; the others stay new."""
    session = setting.session
    gaps = list_gaps(session, leader, GapFilter(statuses=frozenset(GapStatus)))
    new = [gap for gap in gaps if gap.status is GapStatus.NEW]
    reached = {gap.status for gap in gaps}
    if len(new) < 2:
        return  # one stays for whoever looks at the demonstration
    if GapStatus.IN_PLAN not in reached:
        owner = setting.crew.coordinators[next(iter(setting.crew.officers))]
        plan_gap(session, leader, new[0], words=PLAN, owner_id=owner.id, review_on=_in_days(60))
    elif GapStatus.ACKNOWLEDGED not in reached:
        acknowledge_gap(session, leader, new[0])
        remark_gap(session, leader, new[0], words=REMARK)
    elif GapStatus.ACCEPTED not in reached:
        accept_gap(session, leader, new[-1], words=REASON, review_on=_in_days(90))


def _in_days(days: int) -> date:
    return (now() + days * DAY).date()
