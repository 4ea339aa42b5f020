"""How a person may be reached without harm: channel, hours over midnight, voicemail, never text."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from network.rules.contact import may_contact, may_leave_voicemail, next_moment
from network.tables import ContactWay, SafeContact

HERE = "America/Chicago"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo(HERE))


def rules(**changed: object) -> SafeContact:
    everything = {
        "phone": "415-555-0123",
        "email": "rosa@example.org",
        "may_call": True,
        "may_text": True,
        "may_email": True,
        "may_leave_voicemail": True,
    }
    return SafeContact(person_id=uuid4(), changed_at=NOON, **everything | changed)  # type: ignore[arg-type]


def at(hour: int, minute: int = 0) -> datetime:
    return NOON.replace(hour=hour, minute=minute)


def test_without_a_word_nobody_is_written_to_and_their_officer_may_always_speak() -> None:
    for way in (ContactWay.CALL, ContactWay.TEXT, ContactWay.EMAIL):
        assert not may_contact(None, way, NOON, HERE)
        assert next_moment(None, way, NOON, HERE) is None
    assert may_contact(None, ContactWay.IN_PERSON, NOON, HERE)
    assert not may_leave_voicemail(None, NOON, HERE)


@pytest.mark.parametrize(
    ("way", "without"),
    [
        (ContactWay.CALL, {"may_call": False}),
        (ContactWay.CALL, {"phone": None}),
        (ContactWay.TEXT, {"may_text": False}),
        (ContactWay.TEXT, {"phone": ""}),
        (ContactWay.EMAIL, {"may_email": False}),
        (ContactWay.EMAIL, {"email": None}),
    ],
)
def test_what_is_not_allowed_is_never_done(way: ContactWay, without: dict[str, object]) -> None:
    assert may_contact(rules(), way, NOON, HERE)
    assert not may_contact(rules(**without), way, NOON, HERE)
    assert next_moment(rules(**without), way, NOON, HERE) is None


def test_hours_hold_over_midnight() -> None:
    night = rules(not_before=time(22), not_after=time(6))
    for hour, allowed in ((21, False), (22, True), (0, True), (5, True), (6, False), (12, False)):
        assert bool(may_contact(night, ContactWay.TEXT, at(hour), HERE)) is allowed, hour
    day = rules(not_before=time(9), not_after=time(17, 30))
    for hour, allowed in ((8, False), (9, True), (17, True), (18, False)):
        assert bool(may_contact(day, ContactWay.EMAIL, at(hour), HERE)) is allowed, hour


def test_hours_are_those_where_the_person_is() -> None:
    mornings = rules(not_before=time(9), not_after=time(10), time_zone="America/New_York")
    assert may_contact(mornings, ContactWay.CALL, at(8, 30), HERE)
    assert not may_contact(mornings, ContactWay.CALL, at(9, 30), HERE)


def test_voicemail_is_asked_apart() -> None:
    assert may_leave_voicemail(rules(), NOON, HERE)
    assert not may_leave_voicemail(rules(may_leave_voicemail=False), NOON, HERE)
    assert not may_leave_voicemail(rules(may_call=False), NOON, HERE)


def test_a_notice_waits_for_the_hour_that_does_not_exist() -> None:
    nights = rules(not_before=time(2, 30), not_after=time(4))
    before_the_change = datetime(2027, 3, 14, 0, 30, tzinfo=ZoneInfo(HERE))
    moment = next_moment(nights, ContactWay.TEXT, before_the_change, HERE)
    assert moment is not None
    assert may_contact(nights, ContactWay.TEXT, moment, HERE)


times = some.none() | some.times().map(lambda value: value.replace(second=0, microsecond=0))
moments = some.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(
    way=some.sampled_from(ContactWay),
    flags=some.tuples(some.booleans(), some.booleans(), some.booleans(), some.booleans()),
    reachable=some.tuples(some.booleans(), some.booleans()),
    hours=some.tuples(times, times),
    moment=moments,
    zone=some.sampled_from(["", "America/New_York", "Pacific/Honolulu", "America/Phoenix"]),
)
def test_no_notice_breaks_a_rule_whatever_the_rules_are(
    way: ContactWay,
    flags: tuple[bool, bool, bool, bool],
    reachable: tuple[bool, bool],
    hours: tuple[time | None, time | None],
    moment: datetime,
    zone: str,
) -> None:
    safe = rules(
        may_call=flags[0],
        may_text=flags[1],
        may_email=flags[2],
        may_leave_voicemail=flags[3],
        phone="415-555-0123" if reachable[0] else None,
        email="rosa@example.org" if reachable[1] else None,
        not_before=hours[0],
        not_after=hours[1],
        time_zone=zone,
    )
    allowed = {
        ContactWay.CALL: flags[0] and reachable[0],
        ContactWay.TEXT: flags[1] and reachable[0],
        ContactWay.EMAIL: flags[2] and reachable[1],
        ContactWay.IN_PERSON: True,
    }[way]
    begins, ends = (value.hour * 60 + value.minute if value else None for value in hours)
    local = moment.astimezone(ZoneInfo(zone or HERE))
    minute = local.hour * 60 + local.minute
    inside = {
        (False, False): True,
        (True, False): begins is not None and minute >= begins,
        (False, True): ends is not None and minute < ends,
        (True, True): begins is not None and ends is not None and _between(minute, begins, ends),
    }[begins is not None, ends is not None]
    verdict = may_contact(safe, way, moment, HERE)
    assert bool(verdict) is (allowed and (inside or way is ContactWay.IN_PERSON))
    if way is ContactWay.CALL and may_leave_voicemail(safe, moment, HERE):
        assert verdict
        assert flags[3]
    later = next_moment(safe, way, moment, HERE)
    if later is not None:
        assert moment <= later < moment + timedelta(days=3)
        assert may_contact(safe, way, later, HERE)
    if not allowed:
        assert later is None


def _between(minute: int, begins: int, ends: int) -> bool:
    """By walking from the first minute to the last, over midnight if need be."""
    length = (ends - begins) % (24 * 60)
    return (minute - begins) % (24 * 60) < length
