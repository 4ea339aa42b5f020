"""Encrypted columns: identifying text is sealed before it reaches the database.

A sealed value is `1 | length of key id | key id | 12-byte nonce | AES-256-GCM ciphertext`, bound to its
table and column.
"""

import hashlib
import hmac
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator

from network.settings import WrongSetting

VERSION = 1


class Keyring:
    """The keys that seal and open; the first seals, all open, so that keys can be rotated."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._newest = next(iter(keys), "")
        self._index_keys = [hashlib.sha256(b"blind index" + key).digest() for key in keys.values()]

    def seal(self, text: str, place: str) -> bytes:
        """Encrypt `text` for the column `place` ("table.column")."""
        return self.seal_bytes(text.encode(), place)

    def seal_bytes(self, content: bytes, place: str) -> bytes:
        """Encrypt `content` for the column `place` ("table.column"). Raises WrongSetting without a key."""
        if not self._newest:
            raise WrongSetting(
                "TRESTLE_FIELD_KEYS is needed to keep identifying text; see `trestle secrets`."
            )
        nonce = os.urandom(12)
        key_id = self._newest.encode()
        ciphertext = self._ciphers[self._newest].encrypt(nonce, content, place.encode())
        return bytes((VERSION, len(key_id))) + key_id + nonce + ciphertext

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt what `seal` made for the same place. Raises WrongSetting when no key fits."""
        return self.open_bytes(sealed, place).decode()

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        """Decrypt what `seal_bytes` made for the same place. Raises WrongSetting when no key fits."""
        end = 2 + sealed[1]
        cipher = self._ciphers.get(sealed[2:end].decode())
        if cipher is None or sealed[0] != VERSION:
            raise WrongSetting("A sealed value was made with a key that is not in TRESTLE_FIELD_KEYS.")
        try:
            return cipher.decrypt(sealed[end : end + 12], sealed[end + 12 :], place.encode())
        except InvalidTag:
            raise WrongSetting(
                f"A sealed value of {place} does not fit its key: it was changed or moved."
            ) from None

    def blind(self, text: str, place: str) -> list[bytes]:
        """Look-up values for exact matches on a sealed column, the newest key's first."""
        return [hmac.digest(key, f"{place}\0{text}".encode(), "sha256") for key in self._index_keys]


_keyring = Keyring({})


def use_keys(keys: dict[str, bytes]) -> None:
    """Seal and open with these keys in this process."""
    global _keyring
    _keyring = Keyring(keys)


def blind_index(text: str, place: str) -> list[bytes]:
    """Look-up values of `text` for exact matches on the sealed column `place`."""
    return _keyring.blind(text, place)


class Sealed(TypeDecorator[str]):
    """Text that is encrypted in the database. `place` is "table.column"."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:  # noqa: ARG002
        return None if value is None else _keyring.seal(value, self.place)

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:  # noqa: ARG002
        return None if value is None else _keyring.open(value, self.place)


class SealedBytes(TypeDecorator[bytes]):
    """Content (a scan) that is encrypted in the database. `place` is "table.column"."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: bytes | None, dialect: Any) -> bytes | None:  # noqa: ARG002
        return None if value is None else _keyring.seal_bytes(value, self.place)

    def process_result_value(self, value: bytes | None, dialect: Any) -> bytes | None:  # noqa: ARG002
        return None if value is None else _keyring.open_bytes(value, self.place)
