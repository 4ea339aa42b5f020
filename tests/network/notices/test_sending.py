"""What becomes of a letter when the mail server is in trouble, and when several workers send."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from network import events
from network.accounts.links import find_link
from network.actors import OPERATOR, SYSTEM
from network.clock import now, stopped_at
from network.db import Database
from network.ids import new_id
from network.notices import sending
from network.notices.post import Envelope, MailServer, NotTaken
from network.notices.queries import last_link_letter
from network.notices.sending import WAITS, send_due
from network.notices.words import Words, compose
from network.settings import Settings, WrongSetting
from network.tables import Account, AccountStatus, Letter, LetterStatus
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.notices.conftest import Mailbox, invite, link_in, only_letter, write


@pytest.fixture
def waiting(store: RolledBack, session: Session, cast: Cast) -> None:
    """One invitation waits."""
    invite(session, cast.ada_administrator)
    write(store)


@pytest.mark.usefixtures("waiting")
def test_a_server_that_is_down_is_tried_again_later(
    store: RolledBack, session: Session, with_mail: Settings, mailbox: Mailbox
) -> None:
    down = replace(with_mail, smtp_port=1)

    assert send_due(store, MailServer(down), down) == {"postponed": 1}
    letter = only_letter(session)
    assert (letter.status, letter.attempts, letter.body) == (LetterStatus.DUE, 1, "")
    assert letter.problem == "mail server not reached: ConnectionRefusedError"
    assert letter.due_at > now()
    assert send_due(store, MailServer(with_mail), with_mail) == {}

    with stopped_at(letter.due_at):
        assert send_due(store, MailServer(with_mail), with_mail) == {"sent": 1}
    with store.reading() as other:
        assert find_link(other, link_in(mailbox.letters[0].get_content()), with_mail) is not None


@pytest.mark.usefixtures("waiting")
def test_when_the_server_is_down_the_others_are_not_tried_in_vain(
    store: RolledBack, session: Session, cast: Cast, with_mail: Settings
) -> None:
    assert cast.olive_officer.id is not None
    events.record(session, SYSTEM, "account.locked", "account", cast.olive_officer.id)
    session.commit()
    write(store)
    down = replace(with_mail, smtp_port=1)

    assert send_due(store, MailServer(down), down) == {"postponed": 1}


def test_a_letter_that_cannot_be_written_does_not_keep_the_others_waiting(
    store: RolledBack,
    session: Session,
    cast: Cast,
    with_mail: Settings,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for account in (cast.olive_officer, cast.pat_provider):
        assert account.id is not None
        events.record(session, SYSTEM, "account.locked", "account", account.id)
    session.commit()
    write(store)

    def compose_or_not(session: Session, letter: Letter, settings: Settings) -> Words | None:
        if letter.recipient == str(cast.olive_officer.id):
            raise LookupError(letter.address)
        return compose(session, letter, settings)

    monkeypatch.setattr(sending, "compose", compose_or_not)

    assert send_due(store, MailServer(with_mail), with_mail) == {"failed": 1, "sent": 1}
    session.expire_all()
    unwritten = session.exec(select(Letter).where(Letter.recipient == str(cast.olive_officer.id))).one()
    assert (unwritten.status, unwritten.problem) == (LetterStatus.FAILED, "could not be written")
    assert mailbox.recipients == ["pat.provider@example.org"]
    [line] = [record for record in caplog.records if record.name == "trestle.letters"]
    assert line.__dict__["error"] == "LookupError"
    assert "olive" not in str(line.__dict__)


@pytest.mark.usefixtures("waiting")
def test_when_the_database_is_in_trouble_no_letter_is_given_up(
    store: RolledBack, session: Session, with_mail: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_reach(*_: object) -> None:
        raise OperationalError("select", {}, OSError())

    monkeypatch.setattr(sending, "compose", out_of_reach)

    with pytest.raises(OperationalError):
        send_due(store, MailServer(with_mail), with_mail)
    assert only_letter(session).status is LetterStatus.DUE


@pytest.mark.parametrize("answer", ["451 4.3.0 try later", "421 too busy", "452 mailbox full"])
@pytest.mark.usefixtures("waiting")
def test_a_server_that_asks_to_wait_is_tried_again(
    store: RolledBack, session: Session, with_mail: Settings, mailbox: Mailbox, answer: str
) -> None:
    mailbox.answer_to_letter = answer

    assert send_due(store, MailServer(with_mail), with_mail) == {"postponed": 1}
    assert only_letter(session).problem == f"mail server answered {answer[:3]}"


@pytest.mark.parametrize("place", ["answer_to_recipient", "answer_to_letter"])
@pytest.mark.usefixtures("waiting")
def test_an_address_that_does_not_exist_is_given_up(
    store: RolledBack, session: Session, with_mail: Settings, mailbox: Mailbox, place: str
) -> None:
    setattr(mailbox, place, "550 5.1.1 nia@example.org: no such person")

    assert send_due(store, MailServer(with_mail), with_mail) == {"failed": 1}
    letter = only_letter(session)
    assert (letter.status, letter.problem) == (LetterStatus.FAILED, "mail server answered 550")


@pytest.mark.usefixtures("waiting")
def test_after_many_tries_it_gives_up(store: RolledBack, session: Session, with_mail: Settings) -> None:
    down, outcomes = replace(with_mail, smtp_port=1), []
    moment = now()
    for _ in range(len(WAITS) + 1):
        with stopped_at(moment):
            outcomes.append(dict(send_due(store, MailServer(down), down)))
        moment = only_letter(session).due_at

    assert outcomes == [*[{"postponed": 1}] * len(WAITS), {"failed": 1}]
    assert only_letter(session).status is LetterStatus.FAILED


@pytest.mark.usefixtures("waiting")
def test_a_connection_that_breaks_in_the_middle_leaves_a_letter_that_was_perhaps_sent(
    store: RolledBack, session: Session, with_mail: Settings, mailbox: Mailbox
) -> None:
    mailbox.answer_to_letter = "hang up"

    assert send_due(store, MailServer(with_mail), with_mail) == {"perhaps_sent": 1}
    assert only_letter(session).status is LetterStatus.SENDING
    mailbox.answer_to_letter = ""
    with stopped_at(now() + timedelta(days=1)):
        assert send_due(store, MailServer(with_mail), with_mail) == {}
    assert mailbox.letters == []


@pytest.mark.usefixtures("waiting")
def test_a_worker_that_dies_while_sending_leaves_a_letter_that_was_perhaps_sent(
    store: RolledBack, session: Session, with_mail: Settings, mailbox: Mailbox
) -> None:
    class Dies:
        keeps_words = False
        carries_mail = carries_texts = True

        def send(self, _envelope: Envelope) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_due(store, Dies(), with_mail)

    assert only_letter(session).status is LetterStatus.SENDING
    assert send_due(store, MailServer(with_mail), with_mail) == {}
    assert mailbox.letters == []


@pytest.mark.usefixtures("waiting")
def test_how_far_the_letter_is_can_be_read(store: RolledBack, session: Session, with_mail: Settings) -> None:
    down = replace(with_mail, smtp_port=1)
    send_due(store, MailServer(down), down)
    state = last_link_letter(session, UUID(only_letter(session).recipient))

    assert state is not None
    assert (state.status, state.attempts, state.sent_at) == (LetterStatus.DUE, 1, None)


def test_two_workers_hand_each_letter_over_once(
    database: Database, with_mail: Settings, mailbox: Mailbox
) -> None:
    with database.writing() as session:
        accounts = [
            Account(email=f"p{n}@example.org", name=f"P {n}", status=AccountStatus.ACTIVE, created_at=now())
            for n in range(12)
        ]
        session.add_all(accounts)
        session.flush()
        for account in accounts:
            events.record(session, OPERATOR, "account.locked", "account", account.id)

    def work(_: int) -> None:
        for _again in range(2):
            write(database)
            send_due(database, MailServer(with_mail), with_mail)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))

    assert sorted(mailbox.recipients) == sorted(f"p{n}@example.org" for n in range(12))


@pytest.mark.parametrize(("carries", "outcome"), [(True, {"sent": 1}), (False, {"failed": 1})])
def test_an_address_in_another_script_needs_a_server_that_can_carry_it(
    store: RolledBack,
    session: Session,
    cast: Cast,
    with_mail: Settings,
    monkeypatch: pytest.MonkeyPatch,
    carries: bool,
    outcome: dict[str, int],
) -> None:
    nia = invite(session, cast.ada_administrator)
    nia.email = "ñia@ejemplo.org"
    session.add(nia)
    session.commit()
    write(store)
    monkeypatch.setattr(smtplib.SMTP, "has_extn", lambda *_: carries)

    assert send_due(store, MailServer(with_mail), with_mail) == outcome


def test_letters_do_not_travel_open_to_another_machine(settings: Settings) -> None:
    with pytest.raises(WrongSetting):
        MailServer(replace(settings, smtp_host="mail.example.org", smtp_security="none"))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_cannot_hide_letters_gets_none(
    with_mail: Settings, mailbox: Mailbox, security: str
) -> None:
    envelope = Envelope(new_id(), "nia@example.org", "Subject", "Words", "en")

    with pytest.raises(NotTaken) as refused:
        MailServer(replace(with_mail, smtp_security=security)).send(envelope)

    assert refused.value.is_everybodys
    assert mailbox.letters == []
