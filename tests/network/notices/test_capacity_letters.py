"""The message with which an agency says in one tap how full it is: to whom it goes, and what stands in it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.actors import Role
from network.answers.addresses import TypedAddress, keep_address
from network.clock import now, stopped_at
from network.notices.letters import write_letters
from network.notices.post import DemoOutbox
from network.notices.sending import send_due
from network.notices.words_capacity import LONGEST_TEXT
from network.providers.asking import ask_now, ask_renewal, find_link, link_works
from network.settings import Settings
from network.tables import Letter, LetterStatus
from network.words import LANGUAGES
from tests.cast import Cast
from tests.conftest import RolledBack

SETTINGS = Settings(
    secret_key="k" * 40, base_url="https://trestle.example.org", operator_name="Marlow County"
)


def sent(store: RolledBack) -> list[Letter]:
    with store.writing() as session:
        write_letters(session)
    send_due(store, DemoOutbox(), SETTINGS)
    with store.reading() as session:
        session.expire_all()
        query = select(Letter).where(Letter.status == LetterStatus.SENT).order_by(Letter.id)  # type: ignore[arg-type]
        return list(session.exec(query).all())


def token_in(letter: Letter) -> str:
    found = re.search(r"https://trestle\.example\.org/capacity/by-link/(\S+)", letter.body)
    assert found
    return found[1]


def keep(session: Session, cast: Cast, mobile: str = "") -> None:
    typed = TypedAddress("intake@clinic.example", mobile=mobile)
    keep_address(session, cast.cora_curator, cast.clinic, None, typed)


def test_staff_get_it_where_no_address_is_kept(session: Session, cast: Cast, store: RolledBack) -> None:
    ask_now(session, cast.pat_provider, cast.clinic)
    session.commit()
    (letter,) = sent(store)
    assert letter.recipient == str(cast.pat_provider.id)
    assert letter.subject == "How full are you today?"
    for words in ("Hello Pat Provider", "in one tap", "/capacity/asking", "Marlow County"):
        assert words in letter.body, words
    link = find_link(session, token_in(letter), SETTINGS)
    assert link is not None
    assert link_works(session, link)


def test_the_kept_address_gets_it_by_mail_and_by_text(
    session: Session, cast: Cast, store: RolledBack
) -> None:
    keep(session, cast, mobile="312-555-0144")
    ask_now(session, cast.pat_provider, cast.clinic)
    session.commit()
    letters = {letter.kind: letter for letter in sent(store)}
    mail, text = letters["capacity_asked"], letters["text_capacity_asked"]
    assert (mail.address, text.address) == ("intake@clinic.example", "tel:+13125550144")
    assert len(text.body.strip()) <= LONGEST_TEXT
    assert token_in(mail) != token_in(text)
    for letter in letters.values():
        for name in ("Methadone", "Riverside", "Pat"):
            assert name not in letter.body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("host", ["a.example", "h" * 50 + ".county.example.org"])
def test_a_text_has_room_whatever_this_site_is_called(
    session: Session, cast: Cast, store: RolledBack, language: str, host: str
) -> None:
    keep(session, cast, mobile="312-555-0144")
    ask_now(session, cast.cora_curator, cast.clinic)
    session.commit()
    with store.writing() as writing:
        write_letters(writing)
        (text,) = writing.exec(select(Letter).where(Letter.kind == "text_capacity_asked")).all()
        text.language = language
        writing.add(text)
    send_due(store, DemoOutbox(), replace(SETTINGS, base_url=f"https://{host}"))
    session.expire_all()
    text = session.exec(select(Letter).where(Letter.kind == "text_capacity_asked")).one()
    assert len(text.body.strip()) <= LONGEST_TEXT
    assert f"https://{host}/capacity/by-link/" in text.body


def test_a_victim_service_gets_nothing_at_an_address(session: Session, cast: Cast, store: RolledBack) -> None:
    keep(session, cast)
    cast.clinic.is_victim_service = True
    session.add(cast.clinic)
    ask_now(session, cast.pat_provider, cast.clinic)
    session.commit()
    assert [letter.recipient for letter in sent(store)] == [str(cast.pat_provider.id)]


def test_a_new_link_goes_only_where_the_old_one_went(session: Session, cast: Cast, store: RolledBack) -> None:
    cast.staff("Perry Provider", cast.clinic, Role.PROVIDER)
    ask_now(session, cast.pat_provider, cast.clinic)
    session.commit()
    first = sent(store)
    assert len(first) == 2
    link = find_link(session, token_in(first[0]), SETTINGS)
    assert link is not None
    with stopped_at(now() + timedelta(days=2)):
        ask_renewal(session, cast.visitor, link)
        session.commit()
        (again,) = [letter for letter in sent(store) if letter.id not in {one.id for one in first}]
    assert again.recipient == first[0].recipient


def test_of_two_messages_that_wait_only_the_newer_is_sent(
    session: Session, cast: Cast, store: RolledBack
) -> None:
    ask_now(session, cast.pat_provider, cast.clinic)
    ask_now(session, cast.pat_provider, cast.clinic)
    session.commit()
    assert len(sent(store)) == 1


def test_a_new_link_for_one_does_not_keep_the_message_from_everybody_else(
    session: Session, cast: Cast, store: RolledBack
) -> None:
    ask_now(session, cast.pat_provider, cast.clinic)
    session.commit()
    old = find_link(session, token_in(sent(store)[0]), SETTINGS)
    assert old is not None
    keep(session, cast)  # from now on it goes elsewhere

    ask_now(session, cast.pat_provider, cast.clinic)
    ask_renewal(session, cast.pat_provider, old)
    session.commit()

    assert "intake@clinic.example" in {letter.address for letter in sent(store)}


def test_an_agency_without_a_place_is_not_asked(session: Session, cast: Cast, store: RolledBack) -> None:
    ask_now(session, cast.cora_curator, cast.other)
    session.commit()
    assert sent(store) == []
