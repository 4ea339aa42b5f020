"""Letters: what causes one, what stands in it, and that nobody gets it twice."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network import events
from network.accounts.administering import disable_account, invite_again
from network.accounts.links import find_link, use_link
from network.actors import SYSTEM
from network.clock import now, stopped_at
from network.notices.letters import events_wait, forget_letters
from network.notices.post import MailServer
from network.notices.recipients import FINDERS
from network.notices.sending import send_due
from network.notices.texting import post_office
from network.notices.words import WRITERS
from network.rules.happenings import HAPPENINGS
from network.settings import Settings
from network.tables import Event, LetterStatus
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.notices.conftest import Mailbox, invite, link_in, only_letter, write


def test_every_letter_that_an_event_causes_has_its_words() -> None:
    caused = {happening.letters for happening in HAPPENINGS.values() if happening.letters}

    assert set(WRITERS) == caused | {
        "text_answer_code",
        "text_appointment",
        "appointment_email",
        "text_capacity_asked",
    }


def test_every_event_with_a_letter_says_whom_it_is_for() -> None:
    told = {kind for kind, happening in HAPPENINGS.items() if happening.letters}

    assert {kind for kind in told if not kind.startswith("account.")} == set(FINDERS)


def test_an_invitation_arrives_and_its_link_works(
    store: RolledBack, session: Session, cast: Cast, with_mail: Settings, mailbox: Mailbox
) -> None:
    nia = invite(session, cast.ada_administrator)

    assert write(store) == 1
    assert send_due(store, MailServer(with_mail), with_mail) == {"sent": 1}

    (letter,) = mailbox.letters
    text = letter.get_content()
    assert mailbox.recipients == ["nia@example.org"]
    assert letter["Subject"] == "You are invited to Trestle"
    assert letter["From"] == "Trestle <trestle@example.org>"
    assert letter["Reply-To"] == "help@marlow.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"] == f"<{only_letter(session).id}@example.org>"
    assert letter["Content-Language"] == "en"
    assert "Hello Nia <New>," in text
    assert "Marlow County" in text
    with store.writing() as other:
        assert use_link(other, link_in(text), "hash", with_mail).account_id == nia.id


def test_a_letter_is_in_the_language_of_its_reader(
    store: RolledBack, session: Session, cast: Cast, with_mail: Settings, mailbox: Mailbox
) -> None:
    invite(session, cast.ada_administrator, language="es")
    write(store)
    send_due(store, MailServer(with_mail), with_mail)

    assert mailbox.letters[0]["Content-Language"] == "es"
    assert "invit" in mailbox.letters[0]["Subject"].lower()
    assert mailbox.letters[0]["Subject"] != "You are invited to Trestle"


def test_after_it_was_sent_nothing_of_its_words_is_left_here(
    store: RolledBack, session: Session, cast: Cast, with_mail: Settings
) -> None:
    invite(session, cast.ada_administrator)
    write(store)
    send_due(store, MailServer(with_mail), with_mail)

    letter = only_letter(session)
    assert (letter.status, letter.body, letter.attempts) == (LetterStatus.SENT, "", 1)


def test_the_same_event_is_told_once(store: RolledBack, session: Session, cast: Cast) -> None:
    nia = invite(session, cast.ada_administrator)

    assert write(store) == 1
    assert write(store) == 0
    with store.reading() as other:
        assert not events_wait(other)

    invite_again(session, cast.ada_administrator, nia)
    session.commit()
    assert write(store) == 1


def test_events_of_long_ago_are_not_told_any_more(store: RolledBack, session: Session, cast: Cast) -> None:
    invite(session, cast.ada_administrator)

    with stopped_at(now() + timedelta(days=8)):
        assert write(store) == 0


def test_an_address_is_sealed_in_the_database(store: RolledBack, session: Session, cast: Cast) -> None:
    invite(session, cast.ada_administrator)
    write(store)

    raw = session.connection().exec_driver_sql("SELECT address FROM letter").scalar_one()
    assert b"nia" not in bytes(raw)


def test_somebody_disabled_meanwhile_gets_no_letter(
    store: RolledBack, session: Session, cast: Cast, with_mail: Settings, mailbox: Mailbox
) -> None:
    nia = invite(session, cast.ada_administrator)
    write(store)
    disable_account(session, cast.ada_administrator, nia)
    session.commit()

    assert send_due(store, MailServer(with_mail), with_mail) == {"not_needed": 1}
    assert mailbox.letters == []
    assert only_letter(session).status is LetterStatus.FAILED


def test_a_letter_that_waited_three_days_would_only_confuse(
    store: RolledBack, session: Session, cast: Cast, with_mail: Settings, mailbox: Mailbox
) -> None:
    invite(session, cast.ada_administrator)
    write(store)

    with stopped_at(now() + timedelta(days=3, minutes=1)):
        assert send_due(store, MailServer(with_mail), with_mail) == {"not_needed": 1}
    assert mailbox.letters == []


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("account.password_forgotten", "Choose a new password for Trestle"),
        ("account.locked", "Your Trestle account is locked"),
        ("account.password_changed", "Your Trestle password was changed"),
        ("account.second_factor_set", "Your authenticator app for Trestle was changed"),
    ],
)
def test_each_thing_that_happens_to_an_account_is_told(
    store: RolledBack,
    session: Session,
    cast: Cast,
    with_mail: Settings,
    mailbox: Mailbox,
    kind: str,
    subject: str,
) -> None:
    assert cast.olive_officer.id is not None
    events.record(session, SYSTEM, kind, "account", cast.olive_officer.id)
    session.commit()
    write(store)
    send_due(store, MailServer(with_mail), with_mail)

    assert [letter["Subject"] for letter in mailbox.letters] == [subject]


def test_whoever_was_invited_and_forgot_gets_another_invitation(
    store: RolledBack, session: Session, cast: Cast, with_mail: Settings, mailbox: Mailbox
) -> None:
    nia = invite(session, cast.ada_administrator)
    write(store)
    send_due(store, MailServer(with_mail), with_mail)
    events.record(session, SYSTEM, "account.password_forgotten", "account", nia.id)
    session.commit()
    write(store)
    send_due(store, MailServer(with_mail), with_mail)

    first, second = (letter.get_content() for letter in mailbox.letters)
    with store.reading() as other:
        assert find_link(other, link_in(first), with_mail) is None
        assert find_link(other, link_in(second), with_mail) is not None


def test_without_a_mail_server_letters_wait(settings: Settings) -> None:
    assert post_office(settings) is None


def test_letters_are_forgotten_after_a_month(
    store: RolledBack, session: Session, cast: Cast, with_mail: Settings
) -> None:
    invite(session, cast.ada_administrator)
    write(store)
    send_due(store, MailServer(with_mail), with_mail)

    with stopped_at(now() + timedelta(days=29)), store.writing() as other:
        assert forget_letters(other) == 0
    with stopped_at(now() + timedelta(days=31)), store.writing() as other:
        assert forget_letters(other) == 1
    assert session.exec(select(Event)).all()
