"""Who held a place is told by letter when the agency ends the hold."""

from sqlmodel import Session, select

from network.notices.letters import write_letters
from network.notices.words import compose
from network.providers.operations.holding import place_hold, release_as_provider, release_hold
from network.rules.holding import EndReason
from network.tables import Letter
from tests.cast import Cast
from tests.web.conftest import SETTINGS


def test_the_holder_is_told_why_and_neither_place_nor_person(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 2)
    hold = place_hold(session, cast.olive_officer, cast.clinic_place)
    release_as_provider(session, cast.pat_provider, hold, reason=EndReason.NOT_FREE)
    write_letters(session)
    letter = session.exec(select(Letter).where(Letter.kind == "hold_ended")).one()
    assert letter.recipient == str(cast.olive_officer.id)
    words = compose(session, letter, SETTINGS)
    assert words is not None
    assert "The place is not free after all" in words.body
    assert "/today" in words.body
    assert "Riverside" not in words.subject + words.body


def test_who_gives_a_place_back_gets_no_letter(session: Session, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 2)
    release_hold(session, cast.olive_officer, place_hold(session, cast.olive_officer, cast.clinic_place))
    write_letters(session)
    assert session.exec(select(Letter)).all() == []
