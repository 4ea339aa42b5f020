"""Codes under attack, and what a link says at every status of its referral."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from network.actors import VISITOR
from network.answers.addresses import TypedAddress, address_for, keep_address
from network.answers.codes import ask_code, check_code
from network.answers.links import find_link, link_actor, make_link, take_back_links
from network.answers.opening import asked_of, find_opened
from network.db import Database
from network.errors import Conflict, Invalid, NotAllowed
from network.rules.answering import (
    STANDINGS,
    WRONG_CODES,
    Standing,
    age_band,
    link_good_for,
    mobile_number,
    typed_code,
    unnamed_facts,
)
from network.rules.questions import AgeBand, Circumstance, Medication, Payer, QuestionFacts, Served
from network.settings import Settings, WrongSetting, check_limits
from network.tables import AnswerLink, Event, ReferralStatus, Urgency
from tests.cast import Cast
from tests.network.referrals.story import Story

SETTINGS = Settings(secret_key="k" * 40)
INTAKE = "intake@clinic.example"


def linked(session: Session, cast: Cast) -> tuple[Story, str]:
    story = Story(session, cast)
    secret = make_link(session, story.sent(), INTAKE, SETTINGS)
    assert secret is not None
    return story, secret


def test_of_many_guesses_at_one_moment_no_more_than_five_are_compared(database: Database) -> None:
    with Session(database.engine, expire_on_commit=False) as session:
        _, secret = linked(session, Cast(session))
        link = find_link(session, secret)
        assert link is not None
        ask_code(session, link_actor(session, link, VISITOR), link, SETTINGS)
        right = link.code or ""
        session.commit()
    wrong = [f"{(int(right) + n) % 1_000_000:06}" for n in range(1, 21)]

    def guess(code: str) -> str:
        try:
            return check_code(database, secret, code, VISITOR).key
        except Conflict:
            return "locked"

    with ThreadPoolExecutor(10) as guessers:
        answers = list(guessers.map(guess, wrong))

    assert answers.count("") == WRONG_CODES
    assert answers.count("locked") == 15
    assert guess(right) == "locked"
    with database.reading() as session:
        kinds = [event.kind for event in session.exec(select(Event))]
        assert kinds.count("answer_link.code_wrong") == WRONG_CODES
        assert kinds.count("answer_link.locked") == 1
        link = session.exec(select(AnswerLink)).one()
        assert link.locked_at is not None
        assert link.code is None


def test_the_right_code_counts_once_and_forgives_nothing(session: Session, cast: Cast, store: object) -> None:
    _, secret = linked(session, cast)
    link = find_link(session, secret)
    assert link is not None
    ask_code(session, link_actor(session, link, VISITOR), link, SETTINGS)
    right = link.code or ""
    session.commit()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"

    assert check_code(store, secret, wrong, VISITOR).tries_left == 4  # type: ignore[arg-type]
    assert check_code(store, secret, right, VISITOR).key  # type: ignore[arg-type]
    again = check_code(store, secret, right, VISITOR)  # type: ignore[arg-type]
    assert (again.key, again.is_too_old) == ("", True)
    session.expire_all()
    assert link.wrong_codes == 1


def test_only_hashes_and_sealed_text_are_kept(session: Session, cast: Cast) -> None:
    _, secret = linked(session, cast)
    link = find_link(session, secret)
    assert link is not None
    ask_code(session, link_actor(session, link, VISITOR), link, SETTINGS)
    session.flush()

    row = session.connection().exec_driver_sql("SELECT token_hash, sent_to, code FROM answer_link").one()
    assert secret not in str(row[0])
    assert b"clinic" not in bytes(row[1])
    assert (link.code or "").encode() not in bytes(row[2])


def test_no_link_is_made_while_one_is_locked(session: Session, cast: Cast) -> None:
    story, secret = linked(session, cast)
    link = find_link(session, secret)
    assert link is not None
    link.locked_at = link.created_at
    session.add(link)
    session.flush()
    found = find_opened(session, VISITOR, secret)
    assert found is not None
    assert found.standing is Standing.LOCKED
    assert make_link(session, found.subject, INTAKE, SETTINGS) is None

    take_back_links(session, found.subject)
    assert make_link(session, found.subject, INTAKE, SETTINGS)
    assert story.session is session


def test_every_status_of_a_sent_referral_has_its_word_for_the_link() -> None:
    unsent = {ReferralStatus.DRAFT, ReferralStatus.AWAITING_CONSENT}

    assert set(STANDINGS) == set(ReferralStatus) - unsent


def test_the_question_says_a_band_and_never_an_age(session: Session, cast: Cast) -> None:
    story, secret = linked(session, cast)
    story.rosa.born_on = "1990-05-04"
    story.need.facts = '{"age": ["36"], "language": ["es"], "cost": ["payer.medicaid"], "sex": ["women"]}'
    session.add_all([story.rosa, story.need])
    session.flush()
    found = find_opened(session, VISITOR, secret)
    assert found is not None

    asked = asked_of(session, found)

    assert asked is not None
    assert asked.facts == QuestionFacts(AgeBand.FROM_25, Served.WOMEN, "es", Payer.MEDICAID)
    said = str(replace(asked, sent_at=None, answer_by=None))  # a time may hold any number
    assert "36" not in said
    assert "1990" not in said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, QuestionFacts()),
        ({"age": ["17"]}, QuestionFacts(AgeBand.UNDER_18)),
        ({"accessible": ["yes"], "court_ordered": ["yes"]}, QuestionFacts(
            also=(Circumstance.WHEELCHAIR, Circumstance.COURT_ORDERED)
        )),
        ({"moud": ["methadone"], "household": ["pets"], "no_id": ["yes"], "offence": ["registry"],
          "lives_in": ["94110"]}, QuestionFacts(
            medications=(Medication.METHADONE,), also=(Circumstance.PETS, Circumstance.NO_ID)
        )),
        ({"age": ["Rosa"], "language": ["Rosa Marin"], "sex": ["x"], "cost": ["Rosa"]}, QuestionFacts()),
        ({"age": 34, "language": "es", "unknown": "Rosa"}, QuestionFacts(AgeBand.FROM_25, language="es")),
    ],
)  # fmt: skip
def test_what_could_be_anybodys_words_is_left_out(facts: dict[str, object], said: QuestionFacts) -> None:
    assert unnamed_facts(facts, None, date(2026, 11, 23)) == said


def test_a_birthday_decides_the_band() -> None:
    born = date(2001, 11, 24)

    assert unnamed_facts({}, born, date(2026, 11, 23)).age is AgeBand.FROM_18
    assert unnamed_facts({}, born, date(2026, 11, 24)).age is AgeBand.FROM_25
    assert [age_band(years) for years in (None, 17, 18, 24, 25, 64, 65)] == [
        None,
        AgeBand.UNDER_18,
        AgeBand.FROM_18,
        AgeBand.FROM_18,
        AgeBand.FROM_25,
        AgeBand.FROM_25,
        AgeBand.FROM_65,
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("(415) 555-0142", "+14155550142"),
        ("1-415-555-0142", "+14155550142"),
        ("+1 415.555.0142", "+14155550142"),
        ("112", None),
        ("+44 20 7946 0958", None),
        ("415-555-0142 ext 3", None),
        ("٤١٥٥٥٥٠١٤٢", None),
    ],
)
def test_a_mobile_number_is_kept_the_same_way(typed: str, kept: str | None) -> None:
    assert mobile_number(typed) == kept


@pytest.mark.parametrize(
    ("typed", "read"), [("123 456", "123456"), ("123-456", "123456"), ("12345", ""), ("१२३४५६", "")]
)
def test_six_digits_are_a_code(typed: str, read: str) -> None:
    assert typed_code(typed) == read


def test_how_long_a_link_works_follows_from_urgency_and_settings() -> None:
    assert [link_good_for(urgency, SETTINGS).days for urgency in Urgency] == [1, 3, 8]
    with pytest.raises(WrongSetting):
        check_limits(Settings(answer_days_urgent=0))


# Addresses


def test_the_address_of_a_service_goes_before_the_agencys(session: Session, cast: Cast) -> None:
    place = cast.clinic.id, cast.clinic_service.id
    cast.clinic.email = "front@clinic.example"
    session.add(cast.clinic)
    session.flush()
    assert getattr(address_for(session, *place), "email", "") == "front@clinic.example"

    keep_address(session, cast.pat_provider, cast.clinic, None, TypedAddress("Intake@Clinic.example "))
    assert getattr(address_for(session, *place), "email", "") == "intake@clinic.example"
    keep_address(
        session, cast.pat_provider, cast.clinic, cast.clinic_service.id, TypedAddress("s@clinic.example")
    )
    assert getattr(address_for(session, *place), "email", "") == "s@clinic.example"
    keep_address(session, cast.pat_provider, cast.clinic, cast.clinic_service.id, TypedAddress(""))
    assert getattr(address_for(session, *place), "email", "") == "intake@clinic.example"


def test_only_some_keep_an_agencys_address(session: Session, cast: Cast) -> None:
    allowed = {"pat_provider", "cody_coordinator", "cora_curator", "hana_at_shelter"}
    for name, actor in cast.everybody.items():
        if name in allowed:
            keep_address(session, actor, cast.clinic, None, TypedAddress("a@clinic.example"))
        else:
            with pytest.raises(NotAllowed):
                keep_address(session, actor, cast.clinic, None, TypedAddress("a@clinic.example"))


def test_an_address_of_another_agencys_service_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid):
        keep_address(
            session, cast.cora_curator, cast.clinic, cast.shelter_service.id, TypedAddress("a@b.example")
        )
