"""Links with which an agency says in one tap how full its places are: signed, and kept nowhere.

The token tells which agency, when it was sent and to whom of it, and proves that we wrote it: HMAC-SHA256
with a key of its own, derived from the secret key. It is good for 36 hours.
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from network.settings import Settings

GOOD_FOR = timedelta(hours=36)
PATH = "/capacity/by-link/"
PURPOSE = b"trestle capacity link 1"
TIME_LENGTH, TAG_LENGTH, SEAL_LENGTH = 6, 4, 20  # bytes; 160 bits of the seal
PLAIN_LENGTH = 16 + TIME_LENGTH + TAG_LENGTH
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{62}")


@dataclass(frozen=True)
class CapacityLink:
    """What a token says. `to` names who got it without saying who."""

    organization_id: UUID
    sent_at: datetime  # UTC, to the millisecond
    to: bytes

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + GOOD_FOR

    def works(self, now: datetime, links_from: datetime) -> bool:
        """Whether it is young enough, and the agency has not made the links of its time useless."""
        return now < self.expires_at and _milliseconds(self.sent_at) >= _milliseconds(links_from)


def tag_of(recipient: str) -> bytes:
    """A short name for who gets a letter: enough to send the same person a new one, and no more."""
    return sha256(recipient.encode()).digest()[:TAG_LENGTH]


def sign_link(link: CapacityLink, settings: Settings) -> str:
    """The token."""
    plain = link.organization_id.bytes + _milliseconds(link.sent_at).to_bytes(TIME_LENGTH, "big") + link.to
    return urlsafe_b64encode(plain + _seal(plain, settings)).rstrip(b"=").decode()


def read_link(token: str, settings: Settings) -> CapacityLink | None:
    """What a token says, however old it is; None when we did not write it."""
    if _TOKEN.fullmatch(token) is None:
        return None
    whole = urlsafe_b64decode(token + "==")
    plain, seal = whole[:PLAIN_LENGTH], whole[PLAIN_LENGTH:]
    if not hmac.compare_digest(seal, _seal(plain, settings)):
        return None
    return CapacityLink(
        organization_id=UUID(bytes=plain[:16]),
        sent_at=BEGINNING + timedelta(milliseconds=int.from_bytes(plain[16 : 16 + TIME_LENGTH], "big")),
        to=plain[16 + TIME_LENGTH :],
    )


def link_address(token: str, settings: Settings) -> str:
    """Where the link leads."""
    return f"{settings.base_url.rstrip('/')}{PATH}{token}"


def _milliseconds(moment: datetime) -> int:
    return (moment - BEGINNING) // timedelta(milliseconds=1)


def _seal(plain: bytes, settings: Settings) -> bytes:
    key = hmac.digest(settings.secret_key.encode(), PURPOSE, "sha256")
    return hmac.digest(key, plain, "sha256")[:SEAL_LENGTH]
