"""How full a place is for women, for men, for families: said together with the whole, which is their sum."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from network.db import Database
from network.errors import Conflict, Invalid, NetworkError
from network.ids import new_id
from network.providers.operations import hear_capacity, say_capacity, step_capacity, undo_capacity
from network.providers.operations.inferring import infer_full, infer_step
from network.providers.operations.parts import parts_of
from network.rules.capacity_parts import PartWords, admits, part_to_move, shared_out
from network.tables import Capacity, CapacityPart, CapacityUnit, CapacityVoice, Event, ServiceAtLocation
from tests.cast import Cast

PROVIDER, PHONE = CapacityVoice.PROVIDER, CapacityVoice.PHONE
WOMEN, MEN, FAMILIES, ALL = "serves.women", "serves.men", "serves.families", "serves.any"


def say_parts(session: Session, cast: Cast, *parts: tuple[str, int, int | None]) -> None:
    say_capacity(
        session,
        cast.pat_provider,
        cast.clinic_place,
        available=0,
        unit=CapacityUnit.BED,
        said_by=PROVIDER,
        parts=[PartWords(*part) for part in parts],
    )


def numbers(session: Session, place: ServiceAtLocation) -> dict[str, int]:
    """Free places by population; the whole under an empty name."""
    session.expire_all()
    whole = session.exec(select(Capacity).where(Capacity.service_at_location_id == place.id)).one()
    parts = {part.population: part.available for part in parts_of(session, place.id)}
    assert not parts or whole.available == sum(parts.values())
    return {"": whole.available, **parts}


def test_the_whole_is_the_sum_of_its_parts(session: Session, cast: Cast) -> None:
    say_parts(session, cast, (WOMEN, 2, 6), (MEN, 1, 4))
    row = session.exec(select(Capacity)).one()
    assert (row.available, row.maximum) == (3, 10)
    say_parts(session, cast, (MEN, 4, None), (FAMILIES, 0, 2))
    assert numbers(session, cast.clinic_place) == {"": 4, MEN: 4, FAMILIES: 0}
    event = session.exec(select(Event.facts).where(Event.kind == "capacity.said")).all()[-1]
    assert event["parts"] == "serves.men=4/+0 serves.families=0/2+0"


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ([(WOMEN, -1, None)], f"available.{WOMEN}"),
        ([(WOMEN, 3, 2)], f"available.{WOMEN}"),
        ([(WOMEN, 0, 0)], f"maximum.{WOMEN}"),
        ([(WOMEN, 1, None), (WOMEN, 2, None)], "parts"),
        ([("excludes.arson", 1, None)], "parts"),
    ],
)
def test_parts_that_cannot_be_are_refused(
    session: Session, cast: Cast, parts: list[tuple[str, int, int | None]], field: str
) -> None:
    with pytest.raises(Invalid) as told:
        say_parts(session, cast, *parts)
    assert set(told.value.problems) == {field}


def test_one_tap_changes_one_part_and_undo_brings_every_part_back(session: Session, cast: Cast) -> None:
    pat, place = cast.pat_provider, cast.clinic_place
    say_parts(session, cast, (WOMEN, 2, 2), (MEN, 1, None))
    step_capacity(session, pat, place, -1, said_by=PROVIDER, population=WOMEN)
    assert numbers(session, place) == {"": 2, WOMEN: 1, MEN: 1}
    undo_capacity(session, pat, place)
    assert numbers(session, place) == {"": 3, WOMEN: 2, MEN: 1}
    with pytest.raises(Conflict):
        step_capacity(session, pat, place, 1, said_by=PROVIDER, population=WOMEN)
    with pytest.raises(Invalid):
        step_capacity(session, pat, place, 1, said_by=PROVIDER)
    step_capacity(session, pat, place, -1, said_by=PROVIDER, population=MEN)
    with pytest.raises(Conflict):
        step_capacity(session, pat, place, -1, said_by=PROVIDER, population=MEN)
    assert numbers(session, place) == {"": 2, WOMEN: 2, MEN: 0}


def test_undo_brings_parts_back_that_were_taken_out(session: Session, cast: Cast) -> None:
    say_parts(session, cast, (WOMEN, 2, 4), (MEN, 1, None))
    say_capacity(
        session,
        cast.pat_provider,
        cast.clinic_place,
        available=5,
        unit=CapacityUnit.BED,
        said_by=PROVIDER,
        parts=[],
    )
    assert numbers(session, cast.clinic_place) == {"": 5}
    undo_capacity(session, cast.pat_provider, cast.clinic_place)
    assert numbers(session, cast.clinic_place) == {"": 3, WOMEN: 2, MEN: 1}


def test_officer_hears_of_one_part_or_of_the_whole(session: Session, cast: Cast) -> None:
    olive, place = cast.olive_officer, cast.clinic_place
    say_parts(session, cast, (WOMEN, 2, None), (MEN, 4, None))
    hear_capacity(session, olive, place, available=1, population=WOMEN)
    assert numbers(session, place) == {"": 5, WOMEN: 1, MEN: 4}
    hear_capacity(session, olive, place, available=3)
    assert numbers(session, place) == {"": 3, WOMEN: 1, MEN: 2}
    hear_capacity(session, olive, place, available=2, facts={"sex": ("women",)})
    assert numbers(session, place) == {"": 2, WOMEN: 0, MEN: 2}
    hear_capacity(session, olive, place, available=0)
    assert numbers(session, place) == {"": 0, WOMEN: 0, MEN: 0}


@pytest.mark.parametrize(
    ("facts", "taken", "given"),
    [
        ({"sex": ("women",)}, WOMEN, WOMEN),
        ({"sex": ("men",)}, MEN, MEN),
        ({"sex": ("women",), "household": ("children",)}, WOMEN, WOMEN),
        ({}, MEN, FAMILIES),
    ],
)
def test_a_yes_takes_from_the_part_that_fits_the_person(
    session: Session, cast: Cast, facts: Mapping[str, Sequence[str]], taken: str, given: str
) -> None:
    place = cast.clinic_place
    say_parts(session, cast, (WOMEN, 2, None), (MEN, 3, None), (FAMILIES, 1, None))
    before = numbers(session, place)
    assert infer_step(session, place.id, -1, facts=facts)
    assert numbers(session, place) == before | {"": 5, taken: before[taken] - 1}
    after = numbers(session, place)
    assert infer_step(session, place.id, +1, facts=facts)
    assert numbers(session, place) == after | {"": 6, given: after[given] + 1}


def test_a_no_for_want_of_room_empties_only_the_part_for_such_a_person(session: Session, cast: Cast) -> None:
    place = cast.clinic_place
    say_parts(session, cast, (WOMEN, 2, 2), (MEN, 3, None))
    infer_full(session, place.id, facts={"sex": ("women",)})
    assert numbers(session, place) == {"": 3, WOMEN: 0, MEN: 3}
    infer_full(session, place.id)
    assert numbers(session, place) == {"": 0, WOMEN: 0, MEN: 0}
    row = session.exec(select(Capacity)).one()
    assert row.said_by is CapacityVoice.INFERRED


def test_what_is_held_stays_held_and_its_part_stays_there(session: Session, cast: Cast) -> None:
    say_parts(session, cast, (WOMEN, 2, 4), (MEN, 1, None))
    part, _ = parts_of(session, cast.clinic_place.id)
    whole = session.exec(select(Capacity)).one()
    part.available, part.held = 1, 1
    whole.available, whole.held = 2, 1
    session.add_all([part, whole])
    session.flush()
    with pytest.raises(Invalid) as told:
        say_parts(session, cast, (MEN, 1, None))
    assert "parts" in told.value.problems
    with pytest.raises(Invalid) as told:
        say_parts(session, cast, (WOMEN, 4, 4), (MEN, 1, None))
    assert set(told.value.problems) == {f"available.{WOMEN}"}
    say_parts(session, cast, (WOMEN, 3, 4), (MEN, 1, None))
    assert numbers(session, cast.clinic_place) == {"": 4, WOMEN: 3, MEN: 1}
    assert [row.held for row in session.exec(select(CapacityPart).order_by(CapacityPart.population))] == [
        0,
        1,
    ]


def test_undo_counts_what_was_held_meanwhile(session: Session, cast: Cast) -> None:
    pat, place = cast.pat_provider, cast.clinic_place
    for available in (2, 3):
        say_capacity(session, pat, place, available=available, unit=CapacityUnit.BED, said_by=PROVIDER)
    row = session.exec(select(Capacity)).one()
    row.available, row.held = 2, 1
    session.add(row)
    session.flush()
    undo_capacity(session, pat, place)
    assert numbers(session, place) == {"": 1}


def test_the_sum_holds_however_many_tap_at_once(database: Database) -> None:
    with database.writing() as session:
        cast = Cast(session)
        pat, olive, place = cast.pat_provider, cast.olive_officer, cast.clinic_place
    with database.writing() as session:
        say_parts(session, cast, (WOMEN, 3, 6), (MEN, 3, 6))

    def act(number: int) -> None:
        try:
            with database.writing() as session:
                population = (WOMEN, MEN)[number % 2]
                match number % 4:
                    case 0 | 1:
                        step = -1 if number % 3 else 1
                        step_capacity(session, pat, place, step, said_by=PROVIDER, population=population)
                    case 2:
                        hear_capacity(session, olive, place, available=number % 7, said_by=PHONE)
                    case 3:
                        infer_step(session, place.id, -1 if number % 8 == 3 else 1)
        except NetworkError:
            return

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(36)))
    with database.reading() as session:
        assert all(0 <= number <= 12 for number in numbers(session, place).values())


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.one_of(st.none(), st.integers(0, 8)), st.integers(0, 3)),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 60),
    st.sampled_from([{}, {"sex": ("women",)}, {"age": ("20",)}, {"household": ("children", "couple")}]),
)
def test_a_whole_number_is_shared_out_exactly_or_not_at_all(
    rows: list[tuple[int, int | None, int]], available: int, facts: dict[str, tuple[str, ...]]
) -> None:
    names = (WOMEN, MEN, FAMILIES, "serves.youth", ALL)
    parts = [
        CapacityPart(
            service_at_location_id=new_id(),
            population=name,
            available=free,
            held=held,
            maximum=None if more is None else free + held + more,
        )
        for name, (free, more, held) in zip(names, rows, strict=False)
    ]
    shared = shared_out(parts, available, facts)
    most = [None if part.maximum is None else part.maximum - part.held for part in parts]
    if shared is None:
        assert None not in most
        assert available > sum(number or 0 for number in most)
    else:
        assert sum(shared.values()) == available
        for part, limit in zip(parts, most, strict=True):
            assert 0 <= shared[part.population] <= (available if limit is None else limit)


def test_who_a_part_is_for() -> None:
    assert admits(WOMEN, {"sex": ("women",)}) is True
    assert admits(WOMEN, {"sex": ("men",)}) is False
    assert admits(WOMEN, {}) is None
    assert admits(ALL, {}) is True
    assert admits("serves.youth", {"age": ("19",)}) is True
    assert admits("serves.older-adults", {"age": ("41",)}) is False
    assert admits("serves.veterans", {"sex": ("women",)}) is None
    assert part_to_move([], -1, {}) is None
