"""Moments as people say them, in both languages and any time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from web.pages.times import ago, clock_time, exact_time, local_date, local_time

CHICAGO = "America/Chicago"
NOW = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)  # Monday 3:30 pm in Chicago


@pytest.mark.parametrize(
    ("hours", "english", "spanish"),
    [
        (0, "today 3:30 pm", "hoy, 3:30 p.m."),
        (-4, "today 11:30 am", "hoy, 11:30 a.m."),
        (-24, "yesterday 3:30 pm", "ayer, 3:30 p.m."),
        (24, "tomorrow 3:30 pm", "mañana, 3:30 p.m."),
        (48, "Wednesday 3:30 pm", "miércoles, 3:30 p.m."),
        (-24 * 6, "Tuesday 3:30 pm", "martes, 3:30 p.m."),
        (-24 * 7, "Nov 16, 3:30 pm", "16 nov, 3:30 p.m."),
        (-24 * 365, "Nov 23, 2025, 3:30 pm", "23 nov 2025, 3:30 p.m."),
    ],
)
def test_a_caseworker_reads_the_day_as_people_say_it(hours: int, english: str, spanish: str) -> None:
    moment = NOW + timedelta(hours=hours)

    assert local_time(moment, "en", CHICAGO, NOW) == english
    assert local_time(moment, "es", CHICAGO, NOW) == spanish


def test_the_day_is_the_readers_own_and_not_that_of_utc() -> None:
    late = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # Tuesday in UTC, Monday 10 pm in Chicago

    assert local_time(late, "en", CHICAGO, NOW) == "today 10:00 pm"
    assert local_time(late, "en", "UTC", NOW) == "tomorrow 4:00 am"


def test_the_night_of_the_clock_change_keeps_its_day() -> None:
    noon_before = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)
    noon_after = datetime(2026, 11, 1, 18, 0, tzinfo=UTC)  # 25 hours later, and again noon

    assert local_time(noon_before, "en", CHICAGO, noon_after) == "yesterday 12:00 pm"


@pytest.mark.parametrize(
    ("since", "english", "spanish"),
    [
        (timedelta(seconds=20), "just now", "ahora mismo"),
        (timedelta(minutes=1), "1 minute ago", "hace 1 minuto"),
        (timedelta(minutes=92), "92 minutes ago", "hace 92 minutos"),
        (timedelta(hours=5), "5 hours ago", "hace 5 horas"),
        (timedelta(hours=47), "47 hours ago", "hace 47 horas"),
        (timedelta(days=2), "2 days ago", "hace 2 días"),
        (timedelta(days=20), "3 weeks ago", "hace 3 semanas"),
        (timedelta(days=200), "7 months ago", "hace 7 meses"),
        (timedelta(days=3300), "9 years ago", "hace 9 años"),
        (timedelta(hours=-3), "in 3 hours", "dentro de 3 horas"),
    ],
)
def test_an_officer_reads_how_old_it_is(since: timedelta, english: str, spanish: str) -> None:
    assert ago(NOW - since, "en", NOW) == english
    assert ago(NOW - since, "es", NOW) == spanish


def test_whoever_wants_it_exactly_gets_day_minute_and_zone() -> None:
    assert exact_time(NOW, "en", CHICAGO) == "Monday, November 23, 2026, 3:30 PM CST"
    assert exact_time(NOW, "es", CHICAGO) == "lunes 23 de noviembre de 2026, 3:30 p.m. CST"


def test_a_date_is_not_moved_by_a_time_zone() -> None:
    assert local_date(date(2026, 11, 23), "en", "Pacific/Honolulu") == "November 23, 2026"
    assert local_date(datetime(2026, 11, 24, 4, 0, tzinfo=UTC), "es", CHICAGO) == "23 de noviembre de 2026"


def test_a_language_we_do_not_speak_gets_english() -> None:
    assert clock_time(NOW, "fr", CHICAGO) == "3:30 pm"
    assert ago(NOW - timedelta(days=3), "fr", NOW) == "3 days ago"
