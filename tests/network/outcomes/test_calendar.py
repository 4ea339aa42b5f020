"""The calendar file of an appointment: when, and nothing of whom, where or why."""

from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar

from network.clock import now
from network.ids import new_id
from network.outcomes.calendar import calendar_file
from network.outcomes.operations import cancel_appointment, miss_appointment, move_appointment
from network.outcomes.queries import appointments_of
from network.tables import Appointment
from tests.network.outcomes.course import Course

PACIFIC = "America/Los_Angeles"


def text_of(course: Course, language: str = "en") -> str:
    appointments = appointments_of(course.session, course.referral)
    return calendar_file(
        appointments,
        time_zone=PACIFIC,
        link="https://t.example/referrals/1",
        host="t.example",
        language=language,
    ).decode()


def entry(text: str) -> Any:
    (found,) = Calendar.from_ical(text).walk("VEVENT")
    return found


def one_at(moment: datetime, minutes: int | None = None) -> str:
    row = Appointment(
        referral_id=new_id(), starts_at=moment, minutes=minutes, made_at=moment, status_since=moment
    )
    return calendar_file([row], time_zone=PACIFIC, link="https://t/", host="t").decode()


def test_it_says_when_on_the_clock_of_the_place(course: Course) -> None:
    with course.at(0):
        course.book(2, minutes=45)
    found = entry(text_of(course))

    assert found.decoded("dtstart").isoformat() == "2026-03-04T10:00:00-08:00"
    assert found.decoded("dtend").isoformat() == "2026-03-04T10:45:00-08:00"
    assert "DTSTART;TZID=America/Los_Angeles:20260304T100000" in text_of(course)
    assert "BEGIN:VTIMEZONE" in text_of(course)


def test_it_names_nobody_and_nothing_that_says_why(course: Course) -> None:
    with course.at(0):
        course.book(2, words="Ask for Dana, bring the methadone card")
    text = text_of(course).lower()

    assert str(entry(text_of(course))["summary"]) == "Appointment"
    for word in (
        "rosa",
        "marin",
        "clinic",
        "riverside",
        "methadone",
        "treatment",
        "dana",
        "olive",
        "test street",
    ):
        assert word not in text
    assert str(course.referral.id) not in text  # only in the address, which the caller gives
    assert "SUMMARY:Cita" in text_of(course, "es")


def test_a_moved_appointment_moves_its_entry(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
        first = entry(text_of(course))
        move_appointment(
            course.session, course.pat, course.referral, one, starts_at=now() + timedelta(days=5)
        )
        second = entry(text_of(course))

    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second.decoded("dtstart") > first.decoded("dtstart")


def test_called_off_it_takes_the_entry_away(course: Course) -> None:
    with course.at(0):
        one = course.book(2)
        uid = entry(text_of(course))["uid"]
        cancel_appointment(course.session, course.pat, course.referral, one)
    text = text_of(course)

    assert "METHOD:CANCEL" in text
    found = entry(text)
    assert (found["uid"], found["sequence"], found["status"]) == (uid, 1, "CANCELLED")


def test_the_next_after_a_missed_one_is_an_entry_of_its_own(course: Course) -> None:
    with course.at(0):
        one = course.book(1)
        before = entry(text_of(course))["uid"]
    with course.at(1.1):
        miss_appointment(course.session, course.pat, course.referral, one)
        course.book(2)

    assert entry(text_of(course))["uid"] != before


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)  # half past one, before clocks are set back

    assert "DTSTART;TZID=America/Los_Angeles:20261101T013000" in one_at(first)
    assert "DTSTART:20261101T093000Z" in one_at(first + timedelta(hours=1))
    assert entry(one_at(first, 120)).decoded("dtend") == first + timedelta(hours=2)


def test_an_appointment_without_a_length_takes_an_hour() -> None:
    found = entry(one_at(datetime(2026, 7, 1, 17, 0, tzinfo=UTC)))

    assert found.decoded("dtend") - found.decoded("dtstart") == timedelta(hours=1)
