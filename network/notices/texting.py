"""Text messages, handed to the operator's gateway over HTTPS; and who carries what here.

The site asks only whether there is a gateway; httpx is imported by who has one.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from network.notices.post import (
    TIMEOUT,
    DemoOutbox,
    Envelope,
    MailServer,
    NotTaken,
    PerhapsTaken,
    PostOffice,
)
from network.settings import Settings, WrongSetting

if TYPE_CHECKING:
    import httpx

BY_TEXT = "tel:"  # at the beginning of an address


class TextGateway:
    """Takes a text as JSON `{"to": "+1…", "text": "…"}`, and its id as `Idempotency-Key`."""

    keeps_words = False
    carries_mail, carries_texts = False, True

    def __init__(self, settings: Settings, client: httpx.Client | None = None) -> None:
        import httpx  # noqa: PLC0415

        parts = urlsplit(settings.sms_url)
        if parts.scheme != "https" and not _is_here(parts.hostname or ""):
            raise WrongSetting("TRESTLE_SMS_URL must begin with https://.")
        self._url = settings.sms_url
        self._headers = {"authorization": f"Bearer {settings.sms_token}"} if settings.sms_token else {}
        self._client = client or httpx.Client(timeout=TIMEOUT, follow_redirects=False)

    def send(self, envelope: Envelope) -> None:
        """Hand one text over. Raises NotTaken, and PerhapsTaken when the answer did not come."""
        import httpx  # noqa: PLC0415

        try:
            answer = self._client.post(
                self._url,
                json={"to": envelope.address.removeprefix(BY_TEXT), "text": envelope.body.strip()},
                headers={**self._headers, "idempotency-key": str(envelope.id)},
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotTaken(f"text gateway not reached: {type(error).__name__}") from None
        except httpx.HTTPError:
            raise PerhapsTaken from None
        if answer.is_success:
            return
        is_final = answer.is_client_error and answer.status_code not in {401, 403, 408, 425, 429}
        raise NotTaken(f"text gateway answered {answer.status_code}", is_final=is_final)


class PostOffices:
    """Letters by the mail server, texts by the gateway."""

    keeps_words = False
    carries_mail = carries_texts = True

    def __init__(self, mail: PostOffice, texts: PostOffice) -> None:
        self._mail, self._texts = mail, texts

    def send(self, envelope: Envelope) -> None:
        (self._texts if envelope.address.startswith(BY_TEXT) else self._mail).send(envelope)


def post_office(settings: Settings) -> PostOffice | None:
    """Who carries letters and texts here; None when neither is set: then they wait."""
    mail = MailServer(settings) if settings.smtp_host else None
    texts = TextGateway(settings) if settings.sms_url else None
    if mail is not None and texts is not None:
        return PostOffices(mail, texts)
    return mail or texts or (DemoOutbox() if settings.is_demo else None)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
