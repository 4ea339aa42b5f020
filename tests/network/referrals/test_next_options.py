"""What to try next after a no: the same search, without the places that were tried."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from network.clock import now
from network.people.operations import add_person, open_need
from network.people.words import NeedWords, PersonWords
from network.questions.operations import answer_question, ask_question
from network.questions.queries import answers_to
from network.referrals.next_options import MOST_OPTIONS, NextOption, next_options
from network.search.embedded import EmbeddedEngine
from network.tables import Capacity, Need, QuestionAnswer, Referral, ServiceAtLocation, Urgency
from tests.cast import Cast

KIND = "treatment.otp"


def need_of(session: Session, cast: Cast, **words: Any) -> Need:
    person = add_person(session, cast.olive_officer, PersonWords("Rosalind", "Quimby"))
    near = {"latitude": 37.77, "longitude": -122.41}
    return open_need(session, cast.olive_officer, person, NeedWords(KIND, **{**near, **words}))


def at(cast: Cast, name: str, latitude: float = 37.78, *facts: str) -> ServiceAtLocation:
    return cast.place(cast.service(cast.other, name, KIND, facts=facts), "Hilltop", latitude, -122.41)


def options(session: Session, need: Need) -> list[NextOption]:
    session.flush()
    engine = EmbeddedEngine()
    engine.refresh(session)
    return list(next_options(session, engine, need))


def names(session: Session, need: Need) -> list[str]:
    return [option.result.name for option in options(session, need)]


def refer(session: Session, cast: Cast, need: Need, place: ServiceAtLocation) -> None:
    assert cast.olive_officer.id is not None
    session.add(
        Referral(
            person_id=need.person_id,
            need_id=need.id,
            service_id=place.service_id,
            service_at_location_id=place.id,
            sender_organization_id=cast.unit.id,
            sender_account_id=cast.olive_officer.id,
            receiver_organization_id=cast.other.id,
            kind=need.kind,
            urgency=Urgency.ROUTINE,
            status_since=now(),
            created_at=now(),
        )
    )


def test_places_with_room_stand_first_and_the_nearest_before_the_next(session: Session, cast: Cast) -> None:
    need = need_of(session, cast)
    far, near, full = at(cast, "Far", 37.90), at(cast, "Near", 37.79), at(cast, "Full", 37.771)
    for place in (far, near):
        cast.capacity(place, 2)
    cast.capacity(full, 0)
    assert names(session, need)[:2] == ["Near", "Far"]
    assert set(names(session, need)[2:]) == {"Full", "Methadone and buprenorphine"}


def test_what_was_tried_is_not_offered_again(session: Session, cast: Cast) -> None:
    need = need_of(session, cast)
    tried, other = at(cast, "Tried"), at(cast, "Other")
    refer(session, cast, need, tried)
    refer(session, cast, need, cast.clinic_place)
    assert names(session, need) == ["Other"]
    refer(session, cast, need, other)
    assert names(session, need) == []


def test_a_yes_without_a_name_stands_first_and_a_no_is_left_out(session: Session, cast: Cast) -> None:
    need = need_of(session, cast)
    yes, no, room = at(cast, "Yes", 37.9), at(cast, "No"), at(cast, "Room")
    cast.capacity(room, 4)
    asked = ask_question(
        session,
        cast.olive_officer,
        kind=KIND,
        urgency=Urgency.ROUTINE,
        facts={},
        place_ids=[yes.id, no.id],
        need_id=need.id,
    )
    for one in answers_to(session, [asked])[asked.id]:
        is_yes = one.place.place.id == yes.id
        answer_question(
            session,
            cast.olga_outsider,
            one.asked,
            answer=QuestionAnswer.YES if is_yes else QuestionAnswer.NO,
            reason=None if is_yes else "waitlist_closed",
        )
    found = options(session, need)
    assert [one.result.name for one in found] == ["Yes", "Room", "Methadone and buprenorphine"]
    assert found[0].said_yes_to == asked.id


def test_what_matters_for_the_need_still_counts(session: Session, cast: Cast) -> None:
    need = need_of(session, cast, facts={"cost": ("payer.medicaid",), "age": ("17",)})
    at(cast, "Other payer", 37.78, "payer.private")
    fits = at(cast, "Fits", 37.9, "payer.medicaid")
    grown = at(cast, "Grown", 37.78, "payer.medicaid")
    service = session.get_one(type(cast.clinic_service), grown.service_id)
    service.minimum_age = 18
    # Those that say no are gone; the clinic next door says nothing, and is there to be asked.
    assert names(session, need) == ["Methadone and buprenorphine", "Fits"]
    assert options(session, need)[1].place_id == fits.id


def test_looks_further_only_when_nothing_is_near(session: Session, cast: Cast) -> None:
    need = need_of(session, cast)
    at(cast, "Elsewhere", 39.0)
    assert names(session, need) == ["Methadone and buprenorphine"]
    refer(session, cast, need, cast.clinic_place)
    assert names(session, need) == ["Elsewhere"]


def test_what_comes_close_is_offered_when_nothing_else_of_the_very_kind_is_near(
    session: Session, cast: Cast
) -> None:
    person = add_person(session, cast.olive_officer, PersonWords("Rosalind", "Quimby"))
    words = NeedWords("treatment.withdrawal-management.residential", latitude=37.77, longitude=-122.41)
    need = open_need(session, cast.olive_officer, person, words)
    cast.place(
        cast.service(cast.other, "At home", "treatment.withdrawal-management"), "Hilltop", 37.78, -122.4
    )
    assert [(one.result.name, one.is_akin) for one in options(session, need)] == [("At home", True)]
    bed = cast.service(cast.other, "A bed", "treatment.withdrawal-management.residential")
    cast.place(bed, "Hilltop", 37.9, -122.41)
    assert [(one.result.name, one.is_akin) for one in options(session, need)] == [("A bed", False)]


def test_never_a_victim_service_nor_a_real_program_and_five_at_most(session: Session, cast: Cast) -> None:
    need = need_of(session, cast)
    hidden = cast.service(cast.shelter, "Victims", KIND)
    cast.place(hidden, "Harbor", 37.77, -122.41)
    closed = cast.service(cast.other, "Takes none", KIND)
    closed.takes_referrals = False
    cast.place(closed, "Hilltop", 37.77, -122.41)
    for number in range(7):
        at(cast, f"Place {number}")
    found = names(session, need)
    assert len(found) == MOST_OPTIONS
    assert not {"Victims", "Takes none"} & set(found)


@pytest.mark.parametrize("where", [{}, {"latitude": None, "longitude": None}])
def test_room_that_was_said_long_ago_is_not_believed(
    session: Session, cast: Cast, where: dict[str, None]
) -> None:
    need = need_of(session, cast, **where)
    old, new = at(cast, "Old", 37.771), at(cast, "New", 37.9)
    said: Capacity = cast.capacity(old, 9)
    said.said_at = now() - timedelta(days=30)
    cast.capacity(new, 1)
    assert names(session, need)[0] == "New"
