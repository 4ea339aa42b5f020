"""Keeps passwords as argon2id hashes and compares them, slowly on purpose and few at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from network.errors import TooMany
from network.rules.passwords import LONGEST, spelled_alike
from network.words import say

AT_ONCE = 4  # each takes 19 MiB and a core
WAIT_SECONDS = 8.0

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's parameters for argon2id
_places = threading.BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """The hash to keep. Takes about a tenth of a second: call it before the database is touched."""
    with _place():
        return _hasher.hash(_bytes(password))


def is_right(password: str, password_hash: str) -> bool:
    """Whether this is the password. As slow without a hash, so that nobody learns who has one."""
    with _place():
        try:
            right = _hasher.verify(password_hash or _nobodys_hash(), _bytes(password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
    return right and bool(password_hash) and len(password) <= LONGEST


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _bytes(password: str) -> bytes:
    return spelled_alike(password).encode("utf-8", "surrogatepass")


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("the password of nobody")


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise TooMany(say("Many people are signing in at this moment. Please try again in a minute."))
    try:
        yield
    finally:
        _places.release()
