"""Post offices: a mail server, or the demonstration's outbox that keeps letters where they are."""

import ipaddress
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from network.clock import now
from network.rules.addresses import is_email
from network.settings import Settings, WrongSetting

TIMEOUT = 20.0


@dataclass(frozen=True)
class Envelope:
    """One letter as it goes out."""

    id: UUID
    address: str
    subject: str
    body: str
    language: str


class NotTaken(Exception):
    """The post office did not take the letter; it was surely not sent. The reason holds no address."""

    def __init__(self, reason: str, *, is_final: bool = False, is_everybodys: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final  # trying again would not help
        self.is_everybodys = is_everybodys  # no other letter would be taken now


class PerhapsTaken(Exception):
    """The connection broke while the letter was handed over: it may be on its way."""


class PostOffice(Protocol):
    """Somebody who carries letters."""

    keeps_words: bool  # whether a letter can still be read here after it was sent
    carries_mail: bool
    carries_texts: bool

    def send(self, envelope: Envelope) -> None:
        """Take the letter. Raises NotTaken or PerhapsTaken."""


class DemoOutbox:
    """Takes every letter and carries it nowhere: people read it on the page /outbox."""

    keeps_words = True
    carries_mail = carries_texts = True

    def send(self, envelope: Envelope) -> None:
        """Nothing leaves the demonstration."""


class MailServer:
    """An SMTP server."""

    keeps_words = False
    carries_mail, carries_texts = True, False

    def __init__(self, settings: Settings) -> None:
        if settings.smtp_security == "none" and not _is_loopback(settings.smtp_host):
            raise WrongSetting("TRESTLE_SMTP_SECURITY may be none only for a mail server on this machine.")
        self._settings = settings

    def send(self, envelope: Envelope) -> None:
        message = message_for(envelope, self._settings)
        try:
            server = self._open()
        except smtplib.SMTPAuthenticationError:
            raise NotTaken("mail server refuses our name or password", is_everybodys=True) from None
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(f"mail server not reached: {type(error).__name__}", is_everybodys=True) from None
        try:
            self._hand_over(server, envelope, message)
        finally:
            _close(server)

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        place = (settings.smtp_host, settings.smtp_port)
        if settings.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                *place, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(*place, timeout=TIMEOUT)
        try:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
        except BaseException:
            _close(server)
            raise
        return server

    def _hand_over(self, server: smtplib.SMTP, envelope: Envelope, message: EmailMessage) -> None:
        options = [] if envelope.address.isascii() else ["SMTPUTF8"]
        if options and not server.has_extn("smtputf8"):
            raise NotTaken("mail server cannot carry this kind of address", is_final=True)
        try:
            _agree(server.mail(_bare(self._settings.mail_from), options))
            _agree(server.rcpt(envelope.address))
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(f"mail server hung up: {type(error).__name__}") from None
        try:
            _agree(server.data(message.as_bytes(policy=SMTPUTF8 if options else SMTP)))
        except smtplib.SMTPDataError as error:
            _agree((error.smtp_code, b""))
        except (OSError, smtplib.SMTPServerDisconnected):
            raise PerhapsTaken from None


def message_for(envelope: Envelope, settings: Settings) -> EmailMessage:
    """The letter as an e-mail: plain text, and clearly from a machine, so that no machine answers."""
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{envelope.id}@{_domain(settings)}>"
    message["Date"] = format_datetime(now())
    message["From"] = settings.mail_from
    message["To"] = envelope.address
    if is_email(settings.operator_contact):
        message["Reply-To"] = settings.operator_contact
    message["Subject"] = envelope.subject
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(envelope.body)  # forgets what was said of the content before
    message["Content-Language"] = envelope.language
    return message


def _agree(answer: tuple[int, bytes]) -> None:
    """Raises NotTaken unless the server agreed: 4xx asks to try later, 5xx says never. (RFC 5321)"""
    code = answer[0]
    if not 200 <= code < 300:
        raise NotTaken(f"mail server answered {code}", is_final=code >= 500)


def _close(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _bare(sender: str) -> str:
    return sender.partition("<")[2].partition(">")[0] or sender


def _domain(settings: Settings) -> str:
    return _bare(settings.mail_from).rpartition("@")[2] or urlsplit(settings.base_url).hostname or "localhost"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
