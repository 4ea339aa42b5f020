"""Lets the year happen in a database that has Marlow County and its staff."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from network.clock import now, stopped_at
from network.people.operations import add_program
from network.providers.changes import one_change
from network.search.building import without_collector
from network.search.embedded import EmbeddedEngine
from network.settings import Settings
from network.tables import Capacity
from seeds.marlow.seeding import say_how_full
from seeds.marlow.town import Town
from seeds.marlow.year.endings import try_story
from seeds.marlow.year.leading import leading_story
from seeds.marlow.year.lives import Life, Setting, need_story, person_story
from seeds.marlow.year.places import places_by_kind
from seeds.marlow.year.plans import DAY, YEAR, PersonPlan, plan_year
from seeds.marlow.year.running import Story, run
from seeds.marlow.year.searches import search_stories
from seeds.marlow.year.staff import Crew, seed_crew

SEED = 20260
PROGRAMS = (
    ("Early diversion", 14),
    ("Treatment instead of charges", 30),
    ("Night response", 7),
    ("Walk-in help", None),
)


def seed_year(
    session: Session,
    settings: Settings,
    town: Town,
    *,
    share: float = 1.0,
    tell: Callable[[str], None] = lambda _: None,
) -> Counter[str]:
    """250 people and about 800 referrals of the year up to now, or a share of them; what officers searched in
    vain, and what leadership made of it.

    Whoever says how full places are says it again afterwards (`say_how_full`): what the year changed there is
    its own past. Raises NotAllowed outside demo mode.
    """
    random, until = Random(SEED), now()
    began = until - YEAR - 20 * DAY
    with one_change(session), without_collector():
        with stopped_at(began):
            crew = seed_crew(session, settings, town, random)
            setting = _setting(session, town, crew, until)
        plans = plan_year(random, town, crew, setting.places, until, share)
        engine = EmbeddedEngine(settings.default_time_zone)
        engine.refresh(session)
        stories = [story for plan in plans for story in _stories(setting, plan)]
        stories += search_stories(setting, engine, town, random, share)
        stories.append(leading_story(setting, engine, settings))
        tally = run(session, stories, until, lambda moment: tell(f"A year of {town.name}: {moment:%B %Y}"))
        say_how_full(session, town)
        return tally


def _setting(session: Session, town: Town, crew: Crew, until: datetime) -> Setting:
    programs = {}
    for agency, coordinator in crew.coordinators.items():
        if agency in crew.officers:
            programs[agency] = tuple(
                add_program(session, coordinator, name=name, intake_days=days) for name, days in PROGRAMS
            )
    return Setting(
        session=session,
        crew=crew,
        places=places_by_kind(session, crew.officers),
        with_capacity=frozenset(session.exec(select(Capacity.service_at_location_id))),
        programs=programs,
        zone=ZoneInfo(town.time_zone),
        until=until,
    )


def _stories(setting: Setting, plan: PersonPlan) -> list[Story]:
    officer = setting.crew.officers[plan.organization_id][plan.officer]
    life = Life(plan, officer, Random(f"{SEED}/{plan.number}"))
    stories = [person_story(setting, life)]
    for number, need in enumerate(plan.needs):
        stories.append(need_story(setting, life, number, need))
        for turn, one in enumerate(need.tries):
            chance = Random(f"{SEED}/{plan.number}/{number}/{turn}")
            stories.append(try_story(setting, life, number, one, chance))
    return stories
