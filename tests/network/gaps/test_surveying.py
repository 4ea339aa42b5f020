"""A survey counts everything that was needed once, says why it was not found, and tells no small number."""

import random
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import or_
from sqlmodel import Session, col, select

from network.actors import OPERATOR, SYSTEM
from network.clock import now, stopped_at
from network.errors import NotAllowed
from network.gaps.queries import (
    county_figures,
    figures_of,
    kinds_in,
    near_misses,
    newest_survey,
    shown,
    unmet,
    zip_figures,
)
from network.gaps.surveying import make_survey
from network.places.gazetteer import find_zip
from network.places.point import Point
from network.search.embedded import EmbeddedEngine
from network.settings import Settings
from network.tables import (
    Cause,
    Event,
    GapFigure,
    GapSurvey,
    Need,
    NeedStatus,
    ReferralStatus,
    UnmetNeed,
)
from tests.cast import Cast
from tests.network.gaps.needing import FIPS, HERE, Town, ago

S = ReferralStatus
SETTINGS = Settings(suppress_below=2, gap_days=180)


@pytest.fixture
def town(session: Session, cast: Cast) -> Town:
    return Town(session, cast)


def look(session: Session, settings: Settings = SETTINGS) -> GapSurvey:
    engine = EmbeddedEngine()
    engine.refresh(session)
    return make_survey(session, engine, settings)


def counted(session: Session, kind: str = "", fips: str | None = FIPS) -> tuple[int, dict[str, int]]:
    """Needed, and the causes, of a county in the newest survey."""
    survey = newest_survey(session)
    assert survey is not None
    found = [row for row in figures_of(session, OPERATOR, survey, fips) if row.kind == kind]
    return (found[0].needed, found[0].causes) if found else (0, {})


def test_before_the_first_survey_there_is_none(session: Session) -> None:
    assert newest_survey(session) is None


def test_a_survey_without_needs_finds_nothing(session: Session, cast: Cast) -> None:  # noqa: ARG001
    survey = look(session)

    assert newest_survey(session) == survey
    assert session.exec(select(GapFigure)).all() == []
    assert session.exec(select(Event.kind)).all()[-1] == "gaps.surveyed"


@pytest.mark.parametrize(
    ("status", "reason", "cause"),
    [
        (S.DECLINED_PROVIDER, "no_capacity", "no_capacity"),
        (S.DECLINED_PROVIDER, "ineligible_payer_funding", "not_eligible"),
        (S.DECLINED_PROVIDER, "out_of_service_area", "too_far"),
        (S.DECLINED_PROVIDER, "ineligible_service_type", "no_service"),
        (S.DECLINED_PROVIDER, "other", "other"),
        (S.RELEASED_AFTER_ACCEPT, "program_paused_closed", "no_capacity"),
        (S.NOT_LINKED, "provider_disengaged", "no_answer"),
        (S.EXPIRED_NO_RESPONSE, "expired_no_response", "no_answer"),
        (S.WITHDRAWN, "provider_disengaged", "no_answer"),
        (S.DECLINED_PROVIDER, "duplicate_referral", None),
        (S.NOT_LINKED, "client_unreachable", None),
        (S.WITHDRAWN, "self_resolved", None),
        (S.DECLINED_CLIENT, "client_declined", None),
    ],
)
def test_a_try_that_came_to_nothing_tells_why(
    session: Session, town: Town, status: S, reason: str, cause: str | None
) -> None:
    town.referral(town.need(), status, reason)
    look(session)

    # Nothing is known of free places at the clinic: who was not turned away waits for somebody to ask there.
    assert counted(session, "treatment.otp") == (1, {} if cause is None else {cause: 1})


def test_the_last_try_counts_and_a_yes_before_all(session: Session, town: Town) -> None:
    twice, met, waits = town.need(), town.need(), town.need()
    town.referral(twice, S.EXPIRED_NO_RESPONSE, "expired_no_response", days_ago=9)
    town.referral(twice, S.DECLINED_PROVIDER, "no_capacity", days_ago=2)
    town.referral(met, S.DECLINED_PROVIDER, "no_capacity", days_ago=2)
    town.referral(met, S.LINKED, days_ago=4)
    town.referral(waits, S.SENT)
    look(session)

    assert counted(session) == (3, {"no_capacity": 1})


def test_who_was_turned_away_and_asks_elsewhere_has_found_nothing_yet(session: Session, town: Town) -> None:
    need = town.need()
    town.referral(need, S.DECLINED_PROVIDER, "no_capacity")
    town.referral(need, S.SENT, days_ago=1)
    look(session)

    assert counted(session) == (1, {"no_capacity": 1})


def test_old_needs_count_while_they_are_open_and_old_tries_do_not(session: Session, town: Town) -> None:
    town.referral(town.need(days_ago=300), S.DECLINED_PROVIDER, "no_capacity", days_ago=250)
    town.need(status=NeedStatus.MET, days_ago=250)
    town.need(status=NeedStatus.CLOSED, days_ago=20)
    town.search("treatment.otp", days_ago=181, cause=Cause.NO_SERVICE)
    look(session)

    assert counted(session) == (2, {})


def test_an_open_need_is_held_against_the_directory(session: Session, town: Town, cast: Cast) -> None:
    free_to_all = town.need("treatment.otp")
    nothing = town.need("housing.recovery-residence")
    far = town.need("treatment.otp", zip_code="90012")  # Los Angeles
    foreign = town.need("treatment.otp", facts={"language": ("fr",)})
    assert [free_to_all, nothing, far, foreign]
    cast.capacity(cast.clinic_place, 3)
    look(session)

    assert counted(session, "treatment.otp") == (2, {"not_eligible": 1})
    assert counted(session, "treatment.otp", "06037") == (1, {"too_far": 1})
    assert counted(session, "housing.recovery-residence") == (1, {"no_service": 1})
    assert counted(session, "housing") == (1, {"no_service": 1})
    assert counted(session) == (3, {"not_eligible": 1, "no_service": 1})


def test_a_place_that_is_said_to_be_full_does_not_fit(session: Session, town: Town, cast: Cast) -> None:
    town.need()
    cast.capacity(cast.clinic_place, 0)
    look(session)

    assert counted(session) == (1, {"no_capacity": 1})


def test_what_was_said_of_places_too_long_ago_says_nothing(session: Session, town: Town, cast: Cast) -> None:
    town.need()
    cast.capacity(cast.clinic_place, 0, minutes_ago=60 * 24 * 9)
    look(session)

    assert counted(session) == (1, {})


def test_a_service_that_takes_no_referrals_is_none(session: Session, town: Town, cast: Cast) -> None:
    town.need()
    cast.clinic_service.takes_referrals = False
    session.add(cast.clinic_service)
    look(session)

    assert counted(session) == (1, {"no_service": 1})


def test_a_refuge_is_there_though_nothing_is_sent_to_it(session: Session, town: Town) -> None:
    town.need("housing.dv-shelter")
    look(session)

    assert counted(session, "housing.dv-shelter") == (1, {})


def test_a_victim_service_s_records_are_counted_nowhere(session: Session, town: Town, cast: Cast) -> None:
    town.need("housing.dv-shelter", person=town.person(cast.shelter))
    town.search("treatment.otp", organization_id=cast.shelter.id, cause=Cause.NO_SERVICE)
    need = town.need("housing.dv-shelter")
    town.referral(need, S.DECLINED_PROVIDER, "no_capacity", to=cast.shelter_place, receiver=cast.shelter)
    look(session)

    assert counted(session) == (1, {})


def test_a_search_counts_once_however_often_it_was_made(session: Session, town: Town) -> None:
    found = town.search("treatment.otp", cause=Cause.NO_CAPACITY)
    found.times = 9
    session.add(found)
    look(session)

    assert counted(session) == (1, {"no_capacity": 1})


def test_a_search_from_before_causes_were_noted_is_diagnosed(session: Session, town: Town) -> None:
    town.search("treatment.otp", has_capacity=True, within_miles=25)  # nobody has said that a place is free
    town.search("treatment.otp", within_miles=25)  # there is one by now
    town.search("housing.recovery-residence")
    town.search()
    look(session)

    assert counted(session) == (4, {"no_capacity": 1, "other": 2, "no_service": 1})


def test_several_kinds_count_where_they_meet(session: Session, town: Town) -> None:
    town.search("treatment.otp.methadone", "treatment.otp", cause=Cause.NO_SERVICE)
    town.search("treatment.otp", "treatment.outpatient", cause=Cause.NO_SERVICE)
    town.search("treatment.otp", "housing", cause=Cause.NO_SERVICE)
    look(session)

    assert counted(session, "treatment.otp")[0] == 1
    assert counted(session, "treatment")[0] == 2
    assert counted(session, "treatment.outpatient")[0] == 0
    assert counted(session)[0] == 3


def test_a_need_is_in_the_county_of_its_zip_code_else_of_its_point(session: Session, town: Town) -> None:
    town.need(zip_code=HERE)
    town.need(zip_code=None, point=Point(37.76, -122.44))
    town.need(zip_code=None)
    town.need(zip_code="00000", point=Point(19.43, -99.13))  # Mexico City
    survey = look(session)

    assert [(row.county_fips, row.needed) for row in county_figures(session, OPERATOR, survey)] == [
        (FIPS, 2),
        (None, 2),
    ]
    around = {row.zip: row.needed for row in zip_figures(session, OPERATOR, survey, FIPS)}
    assert sum(around.values()) in (0, 2)


@pytest.mark.parametrize(("others", "is_told"), [(12, True), (3, False)])
def test_what_would_have_helped_is_told_where_enough_would(
    session: Session, town: Town, cast: Cast, others: int, is_told: bool
) -> None:
    """Of 15 unmet, 3 would not have been helped, and nobody may know that."""
    cast.capacity(cast.clinic_place, 0)
    for _ in range(12):
        town.need()
    for _ in range(others):
        town.need("treatment.outpatient")
    survey = look(session, Settings())

    for kind in ("treatment.otp", "treatment", ""):
        told = near_misses(session, cast.lena_leadership, survey, kind, FIPS)
        expected = [("has_capacity", 12, cast.clinic_service.id)] if is_told else []
        assert [(one.condition, one.needs, one.service_id) for one in told] == expected


def test_access_is_free_places_for_each_need_and_the_nearest_is_the_nearest(
    session: Session, town: Town, cast: Cast
) -> None:
    cast.capacity(cast.clinic_place, 6)
    for _ in range(12):
        town.referral(town.need(), S.SENT)
    survey = look(session, Settings())
    here = find_zip(HERE)
    assert here is not None
    [row] = [
        each for each in zip_figures(session, OPERATOR, survey, FIPS, "treatment.otp") if each.zip == HERE
    ]

    assert row.access == pytest.approx(0.5)
    assert row.nearest_open_m == pytest.approx(900, abs=900)
    [county] = county_figures(session, OPERATOR, survey, "treatment.otp")
    assert county.access == pytest.approx(0.5)


def test_a_place_that_should_be_called_first_counts_half(session: Session, town: Town, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 6, minutes_ago=60 * 20)
    for _ in range(12):
        town.referral(town.need(), S.SENT)
    survey = look(session, Settings())
    [county] = county_figures(session, OPERATOR, survey, "treatment.otp")

    assert county.access == pytest.approx(0.25)
    assert county.nearest_open_m is None


def test_only_who_may_see_overviews_reads_a_survey(session: Session, town: Town, cast: Cast) -> None:
    town.need()
    survey = look(session)

    for actor in (cast.olive_officer, cast.pat_provider, cast.ada_administrator, cast.visitor):
        for read in (
            lambda actor=actor: county_figures(session, actor, survey),
            lambda actor=actor: zip_figures(session, actor, survey, FIPS),
            lambda actor=actor: kinds_in(session, actor, survey),
            lambda actor=actor: near_misses(session, actor, survey, "", FIPS),
        ):
            with pytest.raises(NotAllowed):
                read()
    assert kinds_in(session, cast.lena_leadership, survey) == ["treatment", "treatment.otp"]
    assert kinds_in(session, SYSTEM, survey, "06037") == []


def test_older_surveys_keep_their_counties_and_the_oldest_nothing(session: Session, town: Town) -> None:
    for _ in range(12):
        town.search("treatment.otp", cause=Cause.NO_CAPACITY, has_capacity=True)
    moments = [ago(420), ago(30), ago(2), ago(1), now()]
    for moment in moments:
        with stopped_at(moment):
            session.exec(select(UnmetNeed)).first()
            for found in session.exec(select(UnmetNeed)):
                found.last_at = moment
                session.add(found)
            look(session, Settings())

    kept = session.exec(select(GapSurvey).order_by(col(GapSurvey.made_at))).all()
    assert [survey.made_at for survey in kept] == moments[1:]
    with_zips = {row.survey_id for row in session.exec(select(GapFigure)) if row.zip is not None}
    assert with_zips == {kept[-1].id, kept[-2].id}
    assert all(county_figures(session, OPERATOR, survey) for survey in kept)
    assert session.exec(select(Need)).all() == []


def random_history(town: Town, chance: random.Random, size: int) -> None:
    """Needs, referrals and searches as they come, also in no order that the product would make."""
    kinds = [
        "treatment.otp",
        "treatment.otp.methadone",
        "treatment",
        "housing.dv-shelter",
        "work",
        "not-ours",
    ]
    zips = [HERE, "94110", "94102", "94601", "90012", "00000", None]
    reasons = ["no_capacity", "client_declined", "expired_no_response", "language_unmet", "other", None]
    for _ in range(size):
        if chance.random() < 0.3:
            kind = chance.sample(kinds, chance.randint(0, 2))
            cause = chance.choice([None, *Cause])
            town.search(*kind, zip_code=chance.choice(zips), cause=cause, has_capacity=chance.random() < 0.5)
            continue
        need = town.need(
            chance.choice(kinds),
            zip_code=chance.choice(zips),
            status=chance.choice(list(NeedStatus)),
            days_ago=chance.choice([1, 100, 200]),
            facts=chance.choice([{}, {"sex": ("men",)}, {"age": ("17",)}]),
        )
        for _ in range(chance.randint(0, 3)):
            days = chance.choice([0.5, 50, 190])
            town.referral(need, chance.choice(list(S)), chance.choice(reasons), days_ago=days)


@pytest.mark.parametrize("seed", range(2))
def test_totals_are_the_sums_of_their_causes_kinds_and_zip_codes(
    session: Session, town: Town, cast: Cast, seed: int
) -> None:
    chance = random.Random(seed)
    cast.capacity(cast.clinic_place, 1)
    random_history(town, chance, 50)
    survey = look(session)
    rows = session.exec(select(GapFigure)).all()

    counties = [row for row in rows if row.zip is None]
    of = {(row.county_fips, row.kind): row for row in counties}
    assert all(0 <= unmet(row) <= row.needed and min(row.causes.values(), default=1) > 0 for row in rows)
    in_window = or_(col(Need.status) == NeedStatus.OPEN, col(Need.status_since) >= survey.since)
    needs = session.exec(select(Need).where(in_window)).all()
    searches = session.exec(select(UnmetNeed)).all()
    assert sum(row.needed for row in counties if not row.kind) == len(needs) + len(searches)
    for (fips, kind), row in of.items():
        below = [each for (where, code), each in of.items() if where == fips and _is_child(code, kind)]
        for name in ("needed", *Cause):
            assert _number(row, name) >= sum(_number(each, name) for each in below)
        around = [
            each for each in rows if (each.county_fips, each.kind) == (fips, kind) and each.zip is not None
        ]
        if around and shown(row, "unmet") is not None and not any(shown(a, "unmet") is None for a in around):
            assert unmet(row) == sum(unmet(each) for each in around)


def _is_child(code: str, parent: str) -> bool:
    return code != parent and (code.rpartition(".")[0] if "." in code else "") == parent


def _number(row: GapFigure, name: str) -> int:
    return row.needed if name == "needed" else row.causes.get(name, 0)


def test_a_survey_says_the_same_twice(session: Session, town: Town) -> None:
    random_history(town, random.Random(9), 15)
    with stopped_at(now() + timedelta(minutes=1)):
        look(session)
        look(session)

    surveys = session.exec(select(GapSurvey)).all()
    told = [
        Counter((row.kind, row.county_fips, row.zip, row.needed, str(row.causes), row.access) for row in rows)
        for rows in (
            session.exec(select(GapFigure).where(GapFigure.survey_id == survey.id)).all()
            for survey in surveys
        )
    ]
    assert all(one == other for one, other in pairwise(told))
