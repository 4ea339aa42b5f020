"""What places say besides how many are free: for whom, when they take people in, who may come."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from sqlmodel import Session

from network.clock import now
from network.search.areas import area_codes, codes_of_zip, is_within
from network.search.engine import Search
from network.search.gathering import gather_records
from network.search.index import Index
from network.search.opening import CLOSED, OPEN, UNKNOWN, Timetable, make_weekly_line
from network.search.reading import read_directory
from network.search.records import Answering, Part, SaidCapacity
from network.tables import (
    AnsweringRecord,
    CapacityPart,
    CapacityUnit,
    CapacityVoice,
    IntakeHours,
    ServiceArea,
    Waitlist,
)
from network.words import speak
from tests.cast import Cast
from tests.network.search.listings import engine_of, listing

CHICAGO = "America/Chicago"
MONDAY_NOON = datetime(2026, 11, 23, 18, tzinfo=UTC)  # in Chicago


def said(available: int, *parts: Part) -> SaidCapacity:
    at = now().timestamp()
    return SaidCapacity(
        available, None, CapacityUnit.BED, Waitlist.OPEN, CapacityVoice.PROVIDER, at, 3, 1, parts=parts
    )


def test_an_index_knows_what_a_place_says_of_itself(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 3)
    place = cast.clinic_place.id
    session.add(CapacityPart(service_at_location_id=place, population="serves.women", available=2))
    session.add(CapacityPart(service_at_location_id=place, population="serves.any", available=1))
    session.add(IntakeHours(service_at_location_id=place, weekday=0, opens_at=time(13), closes_at=time(15)))
    session.add(
        AnsweringRecord(
            service_at_location_id=place, answered=11, accepted=9, answer_hours=33.0, counted_at=now()
        )
    )
    session.add(ServiceArea(service_id=cast.clinic_service.id, name="San Francisco County, CA"))

    index = Index.build(gather_records(read_directory(session), "America/Chicago")).prepare()

    (row,) = index.rows_of[cast.clinic_service.id]
    assert index.available[row] == 3
    assert index.available_to({"serves.women", "serves.any"})[row] == 3
    assert index.available_to({"serves.men", "serves.any"})[row] == 1
    assert index.records[row].answering == Answering(11, 9, 33.0)
    assert (index.answered[row], index.accepted[row], index.answer_hours[row]) == (11, 9, 33.0)
    assert {"lives:said", "lives:county:06075"} <= index.records[row].marks
    assert index.intake.next_opening(row, MONDAY_NOON) == datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert index.intake.seconds_until_open(MONDAY_NOON)[row] == 3 * 3600


def test_another_number_of_places_for_women_changes_nothing_else() -> None:
    women, everyone = Part("serves.women", 2), Part("serves.any", 1)
    shelter, _ = house = listing("A shelter", capacity=said(3, women, everyone))
    index = Index.build([listing("Before"), house, listing("Behind")]).prepare()
    others = [Part("serves.men", 4), Part("serves.any", 0)]

    for parts in ([women._replace(available=0), everyone], others, []):
        free = sum(part.available for part in parts)
        index = index.changed(
            {shelter.service_id}, [(replace(shelter, capacity=said(free, *parts)), house[1])]
        )

        assert index.available[1] == free
        counted = sum(part.available for part in parts if part.population != "serves.men")
        assert index.available_to({"serves.women", "serves.any"})[1] == (counted if parts else free)
        assert index.available_to({"serves.any"})[0] == -1
        assert (index.wait_days[1], index.has_waitlist[1]) == (3, True)


def test_a_place_that_takes_people_in_on_some_evenings_is_open_tonight_or_not() -> None:
    evenings = Timetable((make_weekly_line(0, time(17), time(20)),), "America/Chicago")
    mornings = Timetable((make_weekly_line(0, time(8), time(12)),), "America/Chicago")
    saturdays = Timetable((make_weekly_line(5, time(8), time(12)),), "America/Chicago")
    index = Index.build(
        [
            listing("Evenings", timetable=evenings),
            listing("Mornings", timetable=mornings),
            listing("Saturdays", timetable=saturdays),
            listing("Not known"),
        ]
    )

    assert index.intake.wished("tonight", MONDAY_NOON).tolist() == [OPEN, CLOSED, CLOSED, UNKNOWN]
    assert index.intake.wished("evening", MONDAY_NOON).tolist() == [OPEN, CLOSED, CLOSED, UNKNOWN]
    assert index.intake.wished("weekend", MONDAY_NOON).tolist() == [CLOSED, CLOSED, OPEN, UNKNOWN]
    late = MONDAY_NOON.replace(day=24, hour=3)  # 21:00 on Monday
    assert index.intake.wished("tonight", late).tolist() == [CLOSED, CLOSED, CLOSED, UNKNOWN]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Licking County, OH", {"county:39089"}),
        ("43055, 43023", {"zip:43055", "zip:43023"}),
        ("Ohio", {"state:39"}),
        ("Anywhere", {"us"}),
        ("County FIPS 39089", {"county:39089"}),
        ("ocd-division/country:us/state:oh/county:licking", {"county:39089"}),
        ("Orange County", set()),  # there are several
        ("People near the old mill", set()),
        ("Licking County and its neighbours", set()),
    ],
)
def test_an_area_is_read_or_left_open(words: str, codes: set[str]) -> None:
    assert area_codes(words) == codes


def test_somebody_of_newark_lives_in_licking_county() -> None:
    assert is_within("43055", area_codes("Licking County, OH"))
    assert is_within("43055", area_codes("Ohio"))
    assert is_within("60601", area_codes("Ohio")) is False
    assert is_within("43055", frozenset()) is None
    assert "us" in codes_of_zip("60601")


def taking_in(language: str = "en", *, day: int, begins: int, ends: int) -> str:
    """What is said on Monday at noon of a place that is always open and takes people in on one day."""
    always = Timetable(
        tuple(make_weekly_line(each, time(0), time(0)) for each in range(7)), "America/Chicago"
    )
    intake = Timetable((make_weekly_line(day, time(begins), time(ends)),), "America/Chicago")
    engine = engine_of(listing("Harbor", timetable=always, intake=intake))
    [result] = engine.search(Search(language=language, at=MONDAY_NOON)).results
    return speak(result.taking_in, language) if result.taking_in else ""


def test_a_result_says_until_when_a_place_takes_new_people_though_it_is_always_open() -> None:
    assert taking_in(day=0, begins=8, ends=20) == "Takes new people until 8:00 pm"
    assert taking_in("es", day=0, begins=8, ends=13) == "Recibe a personas nuevas hasta la 1:00 p.m."
    assert taking_in(day=0, begins=13, ends=15) == "Takes nobody new until 1:00 pm"
    assert taking_in(day=1, begins=8, ends=12) == "Takes nobody new until Tuesday 8:00 am"
    assert (
        taking_in("es", day=1, begins=8, ends=12)
        == "No recibe a personas nuevas hasta el martes a las 8:00 a.m."
    )


def test_a_result_says_nothing_of_taking_people_in_where_its_hours_say_it_all() -> None:
    daily = Timetable(
        tuple(make_weekly_line(each, time(8), time(20)) for each in range(7)), "America/Chicago"
    )
    engine = engine_of(listing("Day center", timetable=daily))

    [result] = engine.search(Search(at=MONDAY_NOON)).results

    assert (result.is_open, result.taking_in) == (True, None)
