"""Asking an agency how full it is: when, with which link, and that nobody else can use it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from network.actors import ActorKind
from network.clock import now, stopped_at
from network.errors import Invalid, NotAllowed
from network.ids import new_id
from network.providers.asking import (
    AskingWords,
    ask_due,
    ask_now,
    asking_of,
    find_link,
    keep_asking,
    link_works,
    speaker_of,
    void_links,
)
from network.providers.operations import hear_capacity
from network.rules.asking import next_moment
from network.rules.capacity_links import GOOD_FOR, CapacityLink, read_link, sign_link, tag_of
from network.settings import Settings
from network.tables import Capacity, CapacityAsking, CapacityVoice, Event
from tests.cast import Cast
from tests.conftest import RolledBack

SETTINGS = Settings(secret_key="k" * 40)
DAILY = AskingWords((8,), (0, 1, 2, 3, 4, 5, 6), "America/New_York")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("hours", "weekdays", "zone", "after", "expected"),
    [
        ({8}, range(7), "America/Chicago", utc(2026, 11, 23, 12), utc(2026, 11, 23, 14)),
        ({8}, range(7), "America/Chicago", utc(2026, 11, 23, 14), utc(2026, 11, 24, 14)),
        ({8, 16}, range(7), "America/Chicago", utc(2026, 11, 23, 15), utc(2026, 11, 23, 22)),
        ({8}, {0}, "America/Chicago", utc(2026, 11, 23, 15), utc(2026, 11, 30, 14)),
        # Clocks go forward on 8 March 2026: 2:00 does not exist, and is asked at 3:00, once.
        ({2}, range(7), "America/Chicago", utc(2026, 3, 8, 5), utc(2026, 3, 8, 8)),
        ({2, 3}, range(7), "America/Chicago", utc(2026, 3, 8, 8), utc(2026, 3, 9, 7)),
        ({8}, range(7), "America/Chicago", utc(2026, 3, 7, 15), utc(2026, 3, 8, 13)),
        # Clocks go back on 1 November 2026: 1:00 comes twice, and counts once.
        ({1}, range(7), "America/Chicago", utc(2026, 11, 1, 5), utc(2026, 11, 1, 6)),
        ({1}, range(7), "America/Chicago", utc(2026, 11, 1, 6), utc(2026, 11, 2, 7)),
        ({0}, range(7), "Pacific/Pago_Pago", utc(2026, 5, 1, 11), utc(2026, 5, 2, 11)),
        ((), range(7), "America/Chicago", utc(2026, 5, 1), None),
        ({8}, (), "America/Chicago", utc(2026, 5, 1), None),
    ],
)
def test_an_agency_is_asked_by_its_own_clock(
    hours: set[int], weekdays: set[int], zone: str, after: datetime, expected: datetime | None
) -> None:
    assert next_moment(hours, weekdays, zone, after) == expected


def test_the_worker_asks_once_when_the_hour_comes(session: Session, cast: Cast, store: RolledBack) -> None:
    with stopped_at(utc(2026, 11, 23, 12)):
        keep_asking(session, cast.pat_provider, cast.clinic, DAILY)
        session.commit()
        assert ask_due(store) == 0
    with stopped_at(utc(2026, 11, 23, 13, 0, 5)):
        assert [ask_due(store), ask_due(store)] == [1, 0]
        row = asking_of(session, cast.clinic.id)
        assert row is not None
        assert (row.asked_at, row.next_at) == (now(), utc(2026, 11, 24, 13))
    with stopped_at(utc(2026, 11, 27, 20)):  # the worker slept for days
        assert [ask_due(store), ask_due(store)] == [1, 0]
    session.expire_all()
    events = session.exec(select(Event).where(Event.kind == "capacity.asked")).all()
    assert [(event.actor_kind, event.subject_id) for event in events] == [
        (ActorKind.SYSTEM, cast.clinic.id)
    ] * 2


def test_nobody_is_asked_who_turned_it_off(session: Session, cast: Cast, store: RolledBack) -> None:
    keep_asking(session, cast.pat_provider, cast.clinic, DAILY)
    keep_asking(session, cast.pat_provider, cast.clinic, AskingWords((), (0,), "America/New_York"))
    session.commit()
    with stopped_at(now() + timedelta(days=9)):
        assert ask_due(store) == 0


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (AskingWords((24,), (0,), "America/Chicago"), "hours"),
        (AskingWords((1, 2, 3, 4, 5), (0,), "America/Chicago"), "hours"),
        (AskingWords((8,), (), "America/Chicago"), "weekdays"),
        (AskingWords((8,), (7,), "America/Chicago"), "weekdays"),
        (AskingWords((8,), (0,), "Mars/Olympus"), "time_zone"),
    ],
)
def test_hours_that_cannot_be_are_refused(
    session: Session, cast: Cast, words: AskingWords, field: str
) -> None:
    with pytest.raises(Invalid) as told:
        keep_asking(session, cast.pat_provider, cast.clinic, words)
    assert set(told.value.problems) == {field}


def test_only_its_own_staff_and_curators_say_when(session: Session, cast: Cast) -> None:
    keep_asking(session, cast.cora_curator, cast.clinic, DAILY)
    for actor in (cast.olga_outsider, cast.olive_officer, cast.lena_leadership, cast.visitor):
        for act in (ask_now, void_links):
            with pytest.raises(NotAllowed):
                act(session, actor, cast.clinic)
        with pytest.raises(NotAllowed):
            keep_asking(session, actor, cast.clinic, DAILY)


def test_a_link_works_for_a_day_and_a_half_and_until_it_is_made_useless(session: Session, cast: Cast) -> None:
    moment = utc(2026, 11, 23, 13)
    with stopped_at(moment):
        keep_asking(session, cast.pat_provider, cast.clinic, DAILY)
        link = CapacityLink(cast.clinic.id, now(), tag_of("somebody"))
        assert find_link(session, sign_link(link, SETTINGS), SETTINGS) == link
        assert link_works(session, link)
    with stopped_at(moment + GOOD_FOR - timedelta(seconds=1)):
        assert link_works(session, link)
    with stopped_at(moment + GOOD_FOR):
        assert not link_works(session, link)
    with stopped_at(moment + timedelta(minutes=1)):
        void_links(session, cast.pat_provider, cast.clinic)
        assert not link_works(session, link)
        assert link_works(session, CapacityLink(cast.clinic.id, now(), tag_of("somebody")))
    assert not link_works(session, CapacityLink(cast.other.id, moment, tag_of("somebody")))
    stranger = CapacityLink(new_id(), moment, tag_of("somebody"))
    assert find_link(session, sign_link(stranger, SETTINGS), SETTINGS) is None


@given(st.integers(0, 61), st.characters(codec="ascii"))
def test_a_link_that_was_changed_anywhere_is_none(at: int, sign: str) -> None:
    link = CapacityLink(new_id(), utc(2026, 11, 23, 13), tag_of("somebody"))
    token = sign_link(link, SETTINGS)
    assert len(token) == 62
    changed = token[:at] + sign + token[at + 1 :]
    # The last sign carries spare bits: it may be written in several ways, and says the same.
    assert read_link(changed, SETTINGS) == (
        link if changed[:61] == token[:61] and _same(changed, token) else None
    )
    assert read_link(token, Settings(secret_key="l" * 40)) is None
    assert read_link(token + "A", SETTINGS) is None


def _same(one: str, other: str) -> bool:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return one[61] in alphabet and alphabet.index(one[61]) // 16 == alphabet.index(other[61]) // 16


def test_who_holds_a_link_speaks_for_that_agency_only(session: Session, cast: Cast) -> None:
    speaker = speaker_of(CapacityLink(cast.clinic.id, now(), tag_of("somebody")), cast.visitor)
    hear_capacity(session, speaker, cast.clinic_place, available=2, said_by=CapacityVoice.PROVIDER)
    row = session.exec(select(Capacity)).one()
    assert (row.available, row.said_by, row.said_by_account_id) == (2, CapacityVoice.PROVIDER, None)
    with pytest.raises(NotAllowed):
        hear_capacity(session, speaker, cast.shelter_place, available=2, said_by=CapacityVoice.PROVIDER)
    assert session.exec(select(CapacityAsking)).all() == []
