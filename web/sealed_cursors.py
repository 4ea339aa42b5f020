"""Cursors of searches for somebody, sealed: in the open one stand a place and its score, to the last digit,
and whoever reads an address could try facts of a person until the score comes out."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from network.settings import Settings

PURPOSE = b"trestle cursor 1"
NONCE_LENGTH = 12  # bytes
NOT_OURS = "?"  # no search has this cursor


def seal_cursor(cursor: str, settings: Settings) -> str:
    """As it may stand in an address; the same one for the same cursor. None stays none."""
    if not cursor:
        return ""
    key = _key(settings)
    nonce = hmac.digest(key, cursor.encode(), "sha256")[:NONCE_LENGTH]
    sealed = AESGCM(key).encrypt(nonce, cursor.encode(), PURPOSE)
    return urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()


def open_cursor(text: str, settings: Settings) -> str:
    """What was sealed; NOT_OURS for anything else."""
    if not text:
        return ""
    try:
        sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        plain = AESGCM(_key(settings)).decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], PURPOSE)
    except (ValueError, InvalidTag):
        return NOT_OURS
    return plain.decode()


def _key(settings: Settings) -> bytes:
    return hmac.digest(settings.secret_key.encode(), PURPOSE, "sha256")
