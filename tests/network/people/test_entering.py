"""Somebody is put on a caseload once, found by any spelling, and their name is nowhere readable."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import literal_column, table
from sqlmodel import Session, select

from network.clock import now
from network.errors import Conflict, Invalid, NotAllowed
from network.ids import new_id
from network.people.caseload import Whose, caseload
from network.people.marks import phone_digits, spelled
from network.people.operations import add_person, change_person, find_known, set_safe_contact
from network.people.words import AlreadyKnown, ContactRules, PersonWords
from network.sealing import use_keys
from network.tables import Event, MarkKind, Person, PersonMark
from tests.caseload import rosa
from tests.cast import Cast

ROSA = PersonWords("Rosa", "Medina", born_on=date(1990, 7, 31))
ONE, TWO = bytes(range(32)), bytes(range(32, 64))


def add(session: Session, cast: Cast, words: PersonWords, **options: object) -> Person:
    return add_person(session, cast.olive_officer, words, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (("José", "Núñez-Ortega"), "jose nunez ortega"),
        (("NÚÑEZ ortega", "jose"), "jose nunez ortega"),
        (("Siân", "O’Hara"), "hara o sian"),
        (("  Ann\t", "Weiß"), "ann weiss"),
        (("Мария", "Иванова"), "иванова мария"),
        (("", None), ""),
    ],
)
def test_names_are_compared_without_accents_case_or_order(typed: tuple[str, str | None], plain: str) -> None:
    assert spelled(*typed) == plain


def test_telephones_are_compared_by_their_digits() -> None:
    assert phone_digits("+1 (415) 555-0123") == phone_digits("415.555.0123") == "4155550123"
    assert phone_digits("911") == phone_digits(None) == ""


def test_a_name_is_sealed_and_its_marks_say_nothing(session: Session, cast: Cast) -> None:
    add(session, cast, PersonWords("Zebulon", "Quarrymane", "Zeb", date(1990, 7, 31)))
    session.flush()
    for name in ("person", "person_mark", "event", "safe_contact"):
        everything: Any = select(literal_column("*")).select_from(table(name))
        for row in session.connection().execute(everything):
            kept = " ".join(
                bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                for value in row
            ).casefold()
            assert "zebul" not in kept
            assert "quarry" not in kept


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        (
            {"given_name": "ROSÁ", "family_name": "medina", "born_on": date(1990, 7, 31)},
            MarkKind.NAME_AND_BIRTH,
        ),
        ({"given_name": "Medina", "family_name": "Rosa"}, MarkKind.NAME),
        (
            {"given_name": "R.", "family_name": "Medina", "born_on": date(1990, 7, 31)},
            MarkKind.FAMILY_AND_BIRTH,
        ),
        ({"given_name": "Rosa", "family_name": "Medina", "born_on": date(1991, 1, 1)}, MarkKind.NAME),
        ({"given_name": "Inés", "family_name": "Rey", "phone": "1-415-555-0123"}, MarkKind.PHONE),
    ],
)
def test_somebody_alike_is_noticed(
    typed: dict[str, object], alike: MarkKind, session: Session, cast: Cast
) -> None:
    person = add(session, cast, ROSA)
    set_safe_contact(session, cast.olive_officer, person, ContactRules(phone="(415) 555-0123"))
    (known,) = find_known(session, cast.olive_officer, **typed)  # type: ignore[arg-type]
    assert (known.person_id, known.alike, known.person) == (person.id, alike, person)


def test_somebody_else_is_not_noticed(session: Session, cast: Cast) -> None:
    add(session, cast, ROSA)
    for given, family, born in (("Rosa", "Medinas", None), ("Rosalind", "Rey", date(1990, 7, 31))):
        assert not find_known(session, cast.olive_officer, given_name=given, family_name=family, born_on=born)


def test_entering_twice_is_stopped_and_enter_anyway_is_written_down(session: Session, cast: Cast) -> None:
    add(session, cast, ROSA)
    with pytest.raises(AlreadyKnown) as told:
        add(session, cast, ROSA)
    assert told.value.known[0].alike is MarkKind.NAME_AND_BIRTH
    second = add(session, cast, ROSA, anyway=True)
    event = session.exec(select(Event).where(Event.subject_id == second.id)).one()
    assert (event.kind, event.facts) == ("person.entered", {"alike": 1})


def test_other_agencies_people_are_never_compared(session: Session, cast: Cast) -> None:
    elsewhere = cast.staff("Otis Officer", cast.other, *cast.olive_officer.roles)
    add_person(session, elsewhere, ROSA, phone="")
    assert not find_known(session, cast.olive_officer, given_name="Rosa", family_name="Medina")
    add(session, cast, ROSA)


def test_a_form_is_one_person_and_nobody_takes_anothers(session: Session, cast: Cast) -> None:
    key = new_id()
    assert add(session, cast, ROSA, person_id=key) is add(session, cast, ROSA, person_id=key)
    with pytest.raises(Conflict):
        add_person(session, cast.sal_supervisor, ROSA, person_id=key)


def test_marks_follow_the_name_and_the_telephone(session: Session, cast: Cast) -> None:
    person = add(session, cast, ROSA)
    change_person(session, cast.olive_officer, person, PersonWords("Inés", "Rey", "Nena"))
    assert not find_known(session, cast.olive_officer, given_name="Rosa", family_name="Medina")
    for given in ("Ines", "Nena"):
        assert find_known(session, cast.olive_officer, given_name=given, family_name="Rey")
    with pytest.raises(Conflict):
        change_person(
            session, cast.olive_officer, person, ROSA, seen=person.changed_at - timedelta(seconds=1)
        )


def test_somebody_marked_with_an_older_key_is_still_found(session: Session, cast: Cast) -> None:
    try:
        use_keys({"old": ONE})
        rosa(session, cast.olive_officer)
        session.flush()
        use_keys({"new": TWO, "old": ONE})
        assert find_known(session, cast.olive_officer, given_name="Rosa", family_name="Medina")
        assert caseload(session, cast.olive_officer, name="rosa medina").total == 1
        before = {mark.value for mark in session.exec(select(PersonMark))}
        person = session.exec(select(Person)).one()
        change_person(session, cast.olive_officer, person, ROSA)
        assert before.isdisjoint(mark.value for mark in session.exec(select(PersonMark)))
        assert find_known(session, cast.olive_officer, given_name="Rosa", family_name="Medina")
    finally:
        use_keys({"test": bytes(range(32))})


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"given_name": " "}, "given_name"),
        ({"family_name": "—"}, "family_name"),
        ({"called": "x" * 81}, "called"),
        ({"born_on": date(1880, 1, 1)}, "born_on"),
        ({"born_on": now().date() + timedelta(days=3)}, "born_on"),
        ({"language": "<b>"}, "language"),
    ],
)
def test_what_cannot_be_is_refused(
    changed: dict[str, object], field: str, session: Session, cast: Cast
) -> None:
    words = {"given_name": "Rosa", "family_name": "Medina"} | changed
    with pytest.raises(Invalid) as told:
        add(session, cast, PersonWords(**words))  # type: ignore[arg-type]
    assert set(told.value.problems) == {field}


@pytest.mark.parametrize(
    "name",
    ["pat_provider", "lena_leadership", "priya_privacy", "cora_curator", "ada_administrator", "visitor"],
)
def test_only_those_with_a_caseload_enter_people(name: str, session: Session, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_person(session, getattr(cast, name), ROSA)


def test_a_victim_service_keeps_no_records_here(session: Session, cast: Cast) -> None:
    officer = cast.staff("Vera Officer", cast.shelter, *cast.olive_officer.roles)
    with pytest.raises(NotAllowed):
        add_person(session, officer, ROSA)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"may_call": True}, "phone"),
        ({"email": "x"}, "email"),
        ({"may_email": True}, "email"),
        ({"words": "x" * 1001}, "words"),
        ({"time_zone": "Moon/Base"}, "time_zone"),
    ],
)
def test_contact_rules_that_cannot_hold_are_refused(
    changed: dict[str, object], field: str, session: Session, cast: Cast
) -> None:
    person = rosa(session, cast.olive_officer)
    with pytest.raises(Invalid) as told:
        set_safe_contact(session, cast.olive_officer, person, ContactRules(**changed))  # type: ignore[arg-type]
    assert field in told.value.problems


def test_a_coordinator_sees_the_whole_agency_sorted_by_what_is_due(session: Session, cast: Cast) -> None:
    rosa(session, cast.olive_officer)
    rosa(session, cast.sal_supervisor, given_name="Dwayne", family_name="Pruitt")
    assert caseload(session, cast.olive_officer).total == 1
    assert caseload(session, cast.olive_officer, whose=Whose.AGENCY).total == 1
    assert caseload(session, cast.cody_coordinator, whose=Whose.AGENCY).total == 2
