"""Signs a report's file and checks such a signature: Ed25519 over a statement that holds the file's hash.

The key is derived from the installation's secret key, so there is nothing more to keep safe; its public half
is printed on every report's page and may be given to anybody.
"""

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from network.reports.canonical import canonical_json
from network.rules.periods import read_period

FORMAT = "trestle-report-signature-1"
LARGEST = 16_384  # bytes of a signature file


@dataclass(frozen=True)
class Statement:
    """What is signed: which file it is, what it is about and when it was made."""

    report: str
    quarter: str
    language: str
    made_at: str
    operator: str
    replaces: str
    figures_sha256: str
    sha256: str
    format: str = FORMAT


@dataclass(frozen=True)
class Signature:
    """A statement, its signature and the key that made it; both base64."""

    statement: Statement
    signature: str
    public_key: str

    def as_file(self) -> bytes:
        """As the `.sig` file that goes with a report."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False).encode() + b"\n"


class NotASignature(Exception):
    """The file is not a signature of a report."""


def report_key(secret_key: str) -> Ed25519PrivateKey:
    """The key that signs reports, derived from TRESTLE_SECRET_KEY."""
    seed = HKDF(SHA256(), 32, salt=None, info=b"trestle report signature").derive(secret_key.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half as base64."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def file_hash(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return sha256(content).hexdigest()


def sign(statement: Statement, key: Ed25519PrivateKey) -> Signature:
    """The statement with a signature that nobody without the key can make."""
    signed = key.sign(canonical_json(asdict(statement)))
    return Signature(statement, base64.b64encode(signed).decode(), public_text(key))


def is_signed(signature: Signature, public_key: str) -> bool:
    """Whether the owner of this public key made this signature over this statement."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(
            base64.b64decode(signature.signature, validate=True), canonical_json(asdict(signature.statement))
        )
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def read_signature(content: bytes) -> Signature:
    """A `.sig` file. Raises NotASignature when it is something else."""
    if len(content) > LARGEST:
        raise NotASignature
    try:
        members: dict[str, Any] = json.loads(content)
        statement = Statement(**members["statement"])
        found = Signature(statement, members["signature"], members["public_key"])
        read_period(statement.quarter)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotASignature from None
    texts = (*asdict(statement).values(), found.signature, found.public_key)
    if statement.format != FORMAT or not all(isinstance(text, str) for text in texts):
        raise NotASignature
    return found
