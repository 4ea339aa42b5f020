"""Searches of the year that found nothing: what officers looked for, around which towns, and how far.

They are really made, so that the directory itself says why nothing fits; a search that finds something after
all leaves nothing behind.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from network.places.distance import metres
from network.places.gazetteer import find_zip
from network.rules.taking import PersonFacts, Sex
from network.search.engine import Filters, Search, SearchEngine
from network.search.unmet import record_unmet_need
from seeds.marlow.town import Community, Town
from seeds.marlow.year.lives import Setting, at_work
from seeds.marlow.year.plans import YEAR
from seeds.marlow.year.running import Story

SEARCHES = 700
LEAST_SHARE = 0.35  # of them, so that a small year shows where they gather
GROWTH = 0.6  # below 1: more of them lately than at the beginning


@dataclass(frozen=True)
class Theme:
    """What is looked for in vain on some side of the county, and how often beside the others."""

    weight: int
    kind: str
    miles: float
    sides: tuple[str, ...]
    filters: Filters = Filters()
    facts: PersonFacts = PersonFacts()


WOMEN = PersonFacts(sex=Sex.WOMEN)
THEMES = (
    Theme(24, "treatment.withdrawal-management", 10, ("east",), facts=WOMEN),
    Theme(24, "housing.emergency-shelter.family", 5, ("south",)),
    Theme(30, "transport.rides", 5, ("north",), Filters(has_capacity=True)),
    Theme(14, "family.child-care", 15, ("middle",)),
    Theme(9, "housing.recovery-residence", 15, ("middle",), Filters(languages=("es",)), WOMEN),
    Theme(4, "treatment.outpatient", 5, ("west",), facts=PersonFacts(age=16)),
    Theme(3, "treatment.otp", 10, ("west", "north"), Filters(languages=("es",))),
    Theme(2, "treatment.residential", 10, ("east", "north"), Filters(court_ordered=True)),
)


def search_stories(
    setting: Setting, engine: SearchEngine, town: Town, random: Random, share: float
) -> Iterator[Story]:
    """One story for each search of the year, or of a share of it."""
    for number in range(round(SEARCHES * max(share, LEAST_SHARE))):
        theme = random.choices(THEMES, weights=[theme.weight for theme in THEMES])[0]
        near = [community for community in town.communities if community.side in theme.sides]
        yield _search(setting, engine, theme, random.choice(near), number, random.random())


def _search(
    setting: Setting, engine: SearchEngine, theme: Theme, near: Community, number: int, when: float
) -> Story:
    random = Random(number)
    officers = [officer for agency in setting.crew.officers.values() for officer in agency]
    yield at_work(
        setting, random, setting.until - timedelta(days=2) - (YEAR - timedelta(days=9)) * (1 - when**GROWTH)
    )
    zip_code = find_zip(near.postal_code)
    assert zip_code is not None
    search = Search(
        kinds=(theme.kind,),
        point=zip_code.point,
        within_metres=metres(theme.miles),
        filters=theme.filters,
        facts=theme.facts,
        at=setting.until,  # the directory is as it stands at the end
    )
    officer = random.choice(officers)
    record_unmet_need(setting.session, officer, search, engine.search(search), zip_code=zip_code.code)
