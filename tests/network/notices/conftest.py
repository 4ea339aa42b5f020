"""A real mail server for letters, on a port of its own."""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope as SmtpEnvelope
from sqlmodel import Session, select

from network.accounts.administering import invite_account
from network.actors import Actor, Role
from network.db import Database
from network.notices.letters import write_letters
from network.settings import Settings
from network.tables import Account, Letter
from tests.conftest import RolledBack


@dataclass
class Mailbox:
    """What a mail server was handed, and how it shall answer."""

    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answer_to_recipient: str = ""
    answer_to_letter: str = ""
    port: int = 0

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: SmtpEnvelope, address: str, _options: Any
    ) -> str:
        if self.answer_to_recipient:
            return self.answer_to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: SmtpEnvelope) -> str:
        if self.answer_to_letter == "hang up":
            server.transport.close()
            return "250 OK"
        if self.answer_to_letter:
            return self.answer_to_letter
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.letters.append(BytesParser(policy=default).parsebytes(content))
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        box.port = asking.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def settings() -> Settings:
    return Settings(
        secret_key="k" * 40,
        second_factor_required=False,
        base_url="https://trestle.example.org",
        mail_from="Trestle <trestle@example.org>",
        operator_name="Marlow County",
        operator_contact="help@marlow.example",
    )


@pytest.fixture
def with_mail(settings: Settings, mailbox: Mailbox) -> Settings:
    """Settings of somebody who has that mail server."""
    return replace(settings, smtp_host="127.0.0.1", smtp_port=mailbox.port, smtp_security="none")


def invite(session: Session, actor: Actor, language: str = "en") -> Account:
    account = invite_account(
        session,
        actor,
        name="Nia <New>",
        email="nia@example.org",
        organization_id=actor.organization_id,
        roles={Role.OFFICER},
        language=language,
    )
    session.commit()
    return account


def write(store: RolledBack | Database) -> int:
    with store.writing() as session:
        return write_letters(session)


def only_letter(session: Session) -> Letter:
    session.expire_all()
    return session.exec(select(Letter)).one()


def link_in(text: str) -> str:
    found = re.search(r"https://trestle\.example\.org/links/(\S+)", text)
    assert found is not None
    return found[1]
