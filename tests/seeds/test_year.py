"""A year of Marlow County: every status, both kinds of consent, no real program, and no name where none
belongs."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlmodel import Session, col, func, select

from network import migrations
from network.clock import now
from network.db import Database
from network.notices.letters import write_letters
from network.notices.words import compose
from network.providers.kinds.loading import load_kinds
from network.settings import Mode, Settings
from network.tables import (
    Account,
    Capacity,
    Consent,
    Disclosure,
    Event,
    Gap,
    GapStatus,
    GapSurvey,
    Instrument,
    Letter,
    Outcome,
    Person,
    Question,
    Referral,
    ReferralStatus,
    Service,
    Source,
    SourceKind,
    Timer,
    UnmetNeed,
)
from seeds.marlow.reading import read_town
from seeds.marlow.seeding import seed_town
from seeds.marlow.town import Town
from seeds.marlow.year import canaries
from seeds.marlow.year.places import places_by_kind
from seeds.marlow.year.plans import PEOPLE, YEAR, plan_year
from seeds.marlow.year.searches import THEMES
from seeds.marlow.year.seeding import seed_year
from seeds.marlow.year.staff import SENDERS, crew_of
from seeds.otp.seeding import SOURCE as REAL
from seeds.otp.seeding import seed_treatment_programs
from seeds.staff import seed_staff
from tests.run_folder import made_once

DEMO = Settings(mode=Mode.DEMO)
SHARE = 0.12


@pytest.fixture(scope="module")
def town() -> Town:
    return read_town()


def _make(path: Path) -> None:
    """An eighth of the year, with the real programs beside it."""
    url, town = f"sqlite:///{path}", read_town()
    migrations.upgrade(url)
    database = Database(url)
    with database.writing() as session:
        load_kinds(session)
        seed_town(session, town)
        seed_staff(session, DEMO, town)
        seed_treatment_programs(session)
        seed_year(session, DEMO, town, share=SHARE)
    database.close()


@pytest.fixture(scope="module")
def year() -> Iterator[Session]:
    database = Database(f"sqlite:///{made_once('year.db', _make)}")
    with database.reading() as session:
        yield session
    database.close()


def test_every_status_occurs_and_nothing_is_left_over_from_the_clock(year: Session) -> None:
    statuses = Counter(year.exec(select(Referral.status)))
    assert set(statuses) == set(ReferralStatus)
    late = (
        select(func.count()).select_from(Timer).where(col(Timer.settled_at).is_(None), Timer.due_at < now())
    )
    assert year.exec(late).one() < 5, "what was due in the year has fired in the year"


def test_people_sign_both_kinds_of_consent(year: Session) -> None:
    assert set(year.exec(select(Consent.instrument))) == set(Instrument)


def test_nothing_ever_goes_to_a_real_program(year: Session) -> None:
    kinds = year.exec(
        select(Source.kind)
        .join(Service, col(Service.source_id) == Source.id)
        .join(Referral, col(Referral.service_id) == Service.id)
        .distinct()
    ).all()
    assert kinds == [SourceKind.FICTIONAL]
    assert year.exec(select(Source).where(Source.name == REAL)).one().takes_referrals is False


def test_everybody_is_marked_as_invented_and_acts_without_a_password(year: Session, town: Town) -> None:
    assert all(person.is_fictional for person in year.exec(select(Person)))
    can_sign_in = set(year.exec(select(Account.email).where(Account.password_hash != "")))
    assert can_sign_in == {member.email for member in town.staff}


def test_the_year_lies_in_the_past_and_ends_now(year: Session) -> None:
    first, last = year.exec(
        select(func.min(Event.happened_at), func.max(Event.happened_at)).where(
            col(Event.kind).startswith("referral.")
        )
    ).one()
    assert now() - YEAR - timedelta(days=2) < first
    assert now() - timedelta(days=2) < last <= now()
    in_order = year.exec(
        select(Event.happened_at).where(col(Event.kind).startswith("referral.")).order_by(col(Event.id))
    ).all()
    assert list(in_order) == sorted(in_order), "events are written in the order in which they happened"


def test_officers_providers_and_the_privacy_officer_find_something(year: Session) -> None:
    for table in (Outcome, Disclosure, Question):
        assert year.exec(select(func.count()).select_from(table)).one()
    said = year.exec(select(func.min(Capacity.said_at))).one()
    assert said > now() - timedelta(days=60), "how full places are was said anew"


def test_leadership_sees_where_what_is_missing(year: Session) -> None:
    searched = year.exec(select(UnmetNeed)).all()
    gathered = Counter((need.kinds[0], need.zip or "") for need in searched)
    sides = {community.postal_code: community.side for community in read_town().communities}
    for theme in THEMES[:3]:
        assert {sides[zip_code] for kind, zip_code in gathered if kind == theme.kind} == set(theme.sides)
        assert sum(count for (kind, _), count in gathered.items() if kind == theme.kind) > 30
    assert all(need.cause for need in searched), "the directory itself said why"
    newest = year.exec(select(func.max(GapSurvey.made_at))).one()
    assert now() - timedelta(days=1) < newest <= now()
    assert {GapStatus.NEW, GapStatus.IN_PLAN} <= set(year.exec(select(Gap.status)))


def test_whoever_takes_the_database_away_finds_no_name_in_it(year: Session) -> None:
    people = year.exec(select(Person)).all()
    assert {person.family_name for person in people} >= set(canaries.FAMILY)
    content = made_once("year.db", _make).read_bytes()
    for canary in canaries.ALL:
        assert canary.encode() not in content


def test_no_letter_of_the_year_names_anybody(year: Session, tmp_path: Path) -> None:  # noqa: ARG001
    copy = tmp_path / "year.db"
    shutil.copy(made_once("year.db", _make), copy)
    database = Database(f"sqlite:///{copy}")
    with database.writing() as session:
        while write_letters(session):
            pass
        letters = [compose(session, letter, DEMO) for letter in session.exec(select(Letter))]
    database.close()
    written = [words for words in letters if words is not None]
    assert len(written) > 20
    for canary in canaries.ALL:
        assert not any(canary in words.subject + words.body for words in written)


def test_the_whole_year_is_250_people_and_about_800_referrals(year: Session, town: Town) -> None:
    ids = {agency.slug: agency.id for agency in town.agencies}
    crew, until = crew_of(year, [ids[slug] for slug in SENDERS]), now()
    places = places_by_kind(year, crew.officers)
    plans, again = (plan_year(Random(7), town, crew, places, until) for _ in range(2))
    assert plans == again
    assert len(plans) == PEOPLE == 250
    assert 700 < sum(len(need.tries) for plan in plans for need in plan.needs) < 850
    assert {one.ending for plan in plans for need in plan.needs for one in need.tries} == set(ReferralStatus)
