""" "Can you take…?": what is asked, who answers, who may read it, and how it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind, Role
from network.clock import now, stopped_at
from network.db import Database
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.questions.operations import answer_question, ask_question, close_question, lapse_questions
from network.questions.queries import (
    answers_to,
    asked_places_of,
    get_asked_place,
    get_question,
    list_questions,
    waiting_questions,
)
from network.rules.questions import QuestionFacts, answer_deadline
from network.tables import (
    AnswerLink,
    AskedPlace,
    Capacity,
    CapacityVoice,
    Event,
    Hold,
    Question,
    QuestionAnswer,
    QuestionStatus,
    ServiceAtLocation,
    ServiceStatus,
    Urgency,
)
from tests.cast import Cast
from tests.conftest import RolledBack

YES, NO, WAITLIST = QuestionAnswer.YES, QuestionAnswer.NO, QuestionAnswer.WAITLIST
FACTS = {"age": "25_64", "served": "women", "medications": ["methadone"], "also": ["tonight", "pets"]}


def ask(session: Session, cast: Cast, *places: ServiceAtLocation, **more: Any) -> Question:
    words: dict[str, Any] = {"kind": "treatment.otp", "urgency": Urgency.ROUTINE, "facts": FACTS} | more
    actor = words.pop("actor", cast.olive_officer)
    ids = [place.id for place in places or (cast.clinic_place,)]
    return ask_question(session, actor, place_ids=ids, **words)


def asked_at(session: Session, question: Question, place: ServiceAtLocation) -> AskedPlace:
    return session.exec(
        select(AskedPlace).where(
            AskedPlace.question_id == question.id, AskedPlace.service_at_location_id == place.id
        )
    ).one()


def link_holder(session: Session, asked: AskedPlace, **changes: Any) -> Actor:
    values = {"token_hash": "x" * 64, "sent_to": "front@example.org", "created_at": now()}
    link = AnswerLink(
        asked_place_id=asked.id,
        organization_id=asked.organization_id,
        expires_at=now() + timedelta(days=1),
        **{**values, **changes},
    )
    session.add(link)
    session.flush()
    return Actor(ActorKind.LINK, link.id, organization_id=asked.organization_id)


@pytest.fixture
def hilltop(cast: Cast) -> ServiceAtLocation:
    return cast.place(cast.service(cast.other, "Methadone too", "treatment.otp"), "Hilltop", 37.78, -122.42)


def test_officer_asks_two_places_and_the_first_yes_stands_first(
    session: Session, cast: Cast, hilltop: ServiceAtLocation
) -> None:
    question = ask(session, cast, cast.clinic_place, hilltop)
    no, yes = asked_at(session, question, cast.clinic_place), asked_at(session, question, hilltop)

    answer_question(session, cast.pat_provider, no, answer=NO, reason="medication_not_supported")
    assert question.status == QuestionStatus.OPEN
    answer_question(session, cast.olga_outsider, yes, answer=YES)

    session.refresh(question)
    assert str(question.status) == QuestionStatus.ANSWERED
    answers = answers_to(session, [question])[question.id]
    assert [(one.place.organization.name, one.asked.answer) for one in answers] == [
        ("Hilltop Services", YES),
        ("Riverside Clinic", NO),
    ]
    assert answers[0].answered_by == "Olga Outsider"


def test_only_codes_get_in_and_nothing_else_is_kept(session: Session, cast: Cast) -> None:
    question = ask(session, cast)
    assert question.facts == FACTS
    event = session.exec(select(Event).where(Event.kind == "question.asked")).one()
    assert event.facts == {"places": 1, "urgency": "routine"}
    for wrong in (
        {"name": "Rosa"},
        {"age": "34"},
        {"language": "speaks Spanish"},
        {"also": ["tonight", "Rosa M."]},
        {"medications": "heroin"},
        {"served": {"x": "y"}},
    ):
        with pytest.raises(Invalid):
            ask(session, cast, facts=wrong)


@pytest.mark.parametrize(
    "who", ["visitor", "pat_provider", "lena_leadership", "priya_privacy", "ada_administrator"]
)
def test_only_those_who_look_for_services_ask(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        ask(session, cast, actor=getattr(cast, who))


def test_a_victim_service_is_called_and_never_asked(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        ask(session, cast, cast.clinic_place, cast.shelter_place)
    assert "Make this handover by telephone." in str(refused.value.problems["places"])
    assert not session.exec(select(Question)).all()


def test_real_programs_closed_services_and_strange_numbers_of_places_are_refused(
    session: Session, cast: Cast
) -> None:
    service = cast.service(cast.other, "Listed long ago")
    place = cast.place(service, "Old", 37.7, -122.4)
    service.takes_referrals = False
    session.flush()
    with pytest.raises(Invalid):
        ask(session, cast, place)
    service.takes_referrals, service.status = True, ServiceStatus.DEFUNCT
    session.flush()
    with pytest.raises(Invalid):
        ask(session, cast, place)
    service.status, cast.source.takes_referrals = ServiceStatus.ACTIVE, False
    session.flush()
    with pytest.raises(Invalid):
        ask(session, cast, place)
    cast.source.takes_referrals = True
    session.flush()
    six = [cast.place(service, f"Old {number}", 37.7, -122.4) for number in range(6)]
    for places in (six, []):
        with pytest.raises(Invalid):
            ask_question(
                session,
                cast.olive_officer,
                kind="treatment.otp",
                urgency=Urgency.ROUTINE,
                facts={},
                place_ids=[one.id for one in places],
            )
    with pytest.raises(Invalid):
        ask(session, cast, kind="treatment.magic")
    ask(session, cast, *six[:5], six[0])


def test_who_asked_and_their_coordinator_read_it_and_nobody_else(session: Session, cast: Cast) -> None:
    question = ask(session, cast)
    reading = {
        name
        for name, actor in cast.everybody.items()
        if list_questions(session, actor)[1] == 1 and get_question(session, actor, question.id)
    }
    assert reading == {"olive_officer", "cody_coordinator", "sal_supervisor"}
    with pytest.raises(NotFound):
        get_question(session, cast.pat_provider, question.id)


def test_a_place_sees_its_own_line_only(session: Session, cast: Cast, hilltop: ServiceAtLocation) -> None:
    question = ask(session, cast, cast.clinic_place, hilltop)
    (waiting,) = waiting_questions(session, cast.pat_provider)
    assert (waiting.asked_by, waiting.place.organization.name) == (
        "Marlow Diversion Unit",
        "Riverside Clinic",
    )
    assert not hasattr(waiting, "need_id")
    assert len(asked_places_of(session, cast.pat_provider, question.id)) == 1
    assert waiting_questions(session, cast.olive_officer) == []
    for who in (cast.olive_officer, cast.hana_at_shelter):
        with pytest.raises(NotFound):
            asked_places_of(session, who, question.id)
    mine, theirs = asked_at(session, question, cast.clinic_place), asked_at(session, question, hilltop)
    assert get_asked_place(session, cast.pat_provider, question.id, mine.id) is mine
    with pytest.raises(NotFound):
        get_asked_place(session, cast.pat_provider, question.id, theirs.id)
    answer_question(session, cast.pat_provider, mine, answer=YES)
    assert waiting_questions(session, cast.pat_provider) == []


def test_only_the_place_that_was_asked_answers(session: Session, cast: Cast) -> None:
    asked = asked_at(session, ask(session, cast), cast.clinic_place)
    for name, actor in cast.everybody.items():
        if name != "pat_provider":
            with pytest.raises(NotAllowed):
                answer_question(session, actor, asked, answer=YES)


def test_beds_said_with_an_answer_are_known_to_everybody(session: Session, cast: Cast) -> None:
    asked = asked_at(session, ask(session, cast), cast.clinic_place)
    answer_question(session, cast.pat_provider, asked, answer=YES, available=2)
    said = session.exec(select(Capacity)).one()
    assert (said.available, said.held, said.said_by) == (1, 1, CapacityVoice.PROVIDER)
    answer_question(
        session,
        cast.pat_provider,
        asked,
        answer=NO,
        reason="no_capacity",
        instead_of=YES,
        expected_on=date(2027, 1, 5),
    )
    session.refresh(said)
    assert (said.available, said.held, said.said_by) == (0, 0, CapacityVoice.INFERRED)
    assert (asked.answer, asked.expected_on) == (NO, date(2027, 1, 5))


def test_the_first_yes_holds_a_place_for_who_asked(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 2)
    hill = cast.organization("Hill Clinic")
    hill_place = cast.place(cast.service(hill, "Help at the hill", "treatment.otp"), "Hill", 37.7, -122.4)
    hanna = cast.staff("Hanna Hill", hill, Role.PROVIDER)
    cast.capacity(hill_place, 2)
    question = ask(session, cast, cast.clinic_place, hill_place)
    answer_question(session, cast.pat_provider, asked_at(session, question, cast.clinic_place), answer=YES)
    answer_question(session, hanna, asked_at(session, question, hill_place), answer=YES)
    hold = session.exec(select(Hold)).one()
    assert (hold.held_by_account_id, hold.question_id) == (cast.olive_officer.id, question.id)
    assert hold.service_at_location_id == cast.clinic_place.id


def test_a_yes_where_nobody_said_a_number_holds_nothing(session: Session, cast: Cast) -> None:
    answer_question(
        session, cast.pat_provider, asked_at(session, ask(session, cast), cast.clinic_place), answer=YES
    )
    assert session.exec(select(Hold)).all() == []


def test_a_yes_that_is_taken_back_gives_the_place_back(session: Session, cast: Cast) -> None:
    said = cast.capacity(cast.clinic_place, 2)
    asked = asked_at(session, ask(session, cast), cast.clinic_place)
    answer_question(session, cast.pat_provider, asked, answer=YES)
    answer_question(
        session, cast.pat_provider, asked, answer=NO, reason="medication_not_supported", instead_of=YES
    )
    session.refresh(said)
    assert (said.available, said.held) == (2, 0)


def test_a_no_needs_a_reason_that_says_nothing_of_a_person(session: Session, cast: Cast) -> None:
    asked = asked_at(session, ask(session, cast), cast.clinic_place)
    for reason in (None, "", "other", "client_declined", "words of my own"):
        with pytest.raises(Invalid):
            answer_question(session, cast.pat_provider, asked, answer=NO, reason=reason)
    assert asked.answer is None


def test_colleagues_who_answer_at_once_do_not_overwrite_each_other(session: Session, cast: Cast) -> None:
    asked = asked_at(session, ask(session, cast), cast.clinic_place)
    answer_question(session, cast.pat_provider, asked, answer=YES)
    with pytest.raises(Conflict):
        answer_question(session, cast.pat_provider, asked, answer=WAITLIST)
    answer_question(session, cast.pat_provider, asked, answer=WAITLIST, instead_of=YES)
    assert asked.answer is WAITLIST


def test_who_holds_the_link_answers_for_just_this_place(
    session: Session, cast: Cast, hilltop: ServiceAtLocation
) -> None:
    question = ask(session, cast, cast.clinic_place, hilltop)
    mine, theirs = asked_at(session, question, cast.clinic_place), asked_at(session, question, hilltop)
    holder = link_holder(session, mine)
    with pytest.raises(NotAllowed):
        answer_question(session, holder, theirs, answer=YES)
    answer_question(session, holder, mine, answer=YES, available=1)
    assert session.exec(select(Capacity)).one().said_by is CapacityVoice.PROVIDER
    assert answers_to(session, [question])[question.id][0].answered_by == ""


@pytest.mark.parametrize("ended", [{"revoked_at": True}, {"expires_at": True}])
def test_a_link_that_has_ended_answers_nothing(session: Session, cast: Cast, ended: dict[str, bool]) -> None:
    asked = asked_at(session, ask(session, cast), cast.clinic_place)
    holder = link_holder(session, asked)
    link = session.get_one(AnswerLink, holder.id)
    for name in ended:
        setattr(link, name, now())
    session.flush()
    with pytest.raises(NotAllowed):
        answer_question(session, holder, asked, answer=YES)


def test_a_question_that_is_closed_takes_no_answer(session: Session, cast: Cast) -> None:
    question = ask(session, cast)
    asked = asked_at(session, question, cast.clinic_place)
    with pytest.raises(NotAllowed):
        close_question(session, cast.pat_provider, question)
    close_question(session, cast.olive_officer, question)
    with pytest.raises(Conflict):
        close_question(session, cast.olive_officer, question)
    with pytest.raises(Conflict):
        answer_question(session, cast.pat_provider, asked, answer=YES, available=3)
    assert asked.answer is None
    assert waiting_questions(session, cast.pat_provider) == []


def test_an_emergent_question_ends_after_two_hours(session: Session, cast: Cast, store: RolledBack) -> None:
    first = ask(session, cast, urgency=Urgency.EMERGENT)
    second = ask(session, cast, urgency=Urgency.EMERGENT)
    answer_question(session, cast.pat_provider, asked_at(session, second, cast.clinic_place), answer=YES)
    assert lapse_questions(store) == 0
    with stopped_at(first.asked_at + timedelta(hours=2, seconds=5)):
        session.commit()
        with pytest.raises(Conflict):
            answer_question(
                session, cast.pat_provider, asked_at(session, first, cast.clinic_place), answer=YES
            )
        session.commit()
        assert lapse_questions(store) == 2
        assert lapse_questions(store) == 0
    kinds = session.exec(
        select(Event.kind, Event.subject_id)
        .where(col(Event.kind).in_(["question.lapsed", "question.closed"]))
        .order_by(col(Event.kind))
    ).all()
    assert list(kinds) == [("question.closed", second.id), ("question.lapsed", first.id)]


def test_urgent_questions_wait_three_working_days_of_who_asks() -> None:
    friday = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)  # 3 pm in California
    assert answer_deadline(Urgency.URGENT, friday, "America/Los_Angeles") == datetime(
        2026, 11, 25, 23, tzinfo=UTC
    )
    before_winter = datetime(2026, 10, 30, 22, 0, tzinfo=UTC)  # clocks change on Sunday
    assert answer_deadline(Urgency.URGENT, before_winter, "America/Los_Angeles").hour == 23
    assert answer_deadline(Urgency.ROUTINE, friday, "UTC") - friday == timedelta(days=8)


def test_facts_come_back_as_they_were_said() -> None:
    assert QuestionFacts.read(FACTS).codes() == FACTS
    assert QuestionFacts.read({}).codes() == {}
    assert QuestionFacts.read({"language": "es"}).language == "es"


def test_one_of_twenty_colleagues_answers(database: Database) -> None:
    with database.writing() as session:
        cast = Cast(session)
    with database.writing() as session:
        question = ask(session, cast)
        asked = asked_at(session, question, cast.clinic_place)

    def answer(number: int) -> bool:
        try:
            with database.writing() as session:
                mine = session.get_one(AskedPlace, asked.id)
                answer_question(session, cast.pat_provider, mine, answer=YES, available=number)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(answer, range(20))) == 1
    with database.reading() as session:
        assert len(session.exec(select(Event).where(Event.kind == "question.answered")).all()) == 1
        assert len(session.exec(select(Event).where(Event.kind == "capacity.said")).all()) == 1
