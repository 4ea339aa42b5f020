"""A signature says of a file whether it is as it was made; nothing in file or signature can be changed."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.reports.signing import (
    NotASignature,
    Signature,
    Statement,
    file_hash,
    is_signed,
    public_text,
    read_signature,
    report_key,
    sign,
)
from network.reports.verifying import Answer, verify_with_signature

PDF = b"%PDF-1.7 what a quarter was like \xff\x00"
KEY = report_key("the secret key of the tests, long enough")
PUBLIC = public_text(KEY)
STATEMENT = Statement(
    report="0198", quarter="2026-Q2", language="en", made_at="2026-07-02T09:00:00+00:00",
    operator="Marlow Diversion", replaces="", figures_sha256="f" * 64, sha256=file_hash(PDF),
)  # fmt: skip
SIGNED = sign(STATEMENT, KEY)


def test_the_file_as_it_was_made_is_genuine_and_says_when_and_of_which_quarter() -> None:
    verdict = verify_with_signature(PDF, read_signature(SIGNED.as_file()), PUBLIC)

    assert verdict.is_genuine
    assert str(verdict.sentence) == (
        "Genuine: the report on Quarter 2 of 2026, made by Marlow Diversion, 2026-07-02 09:00:00 UTC."
    )


@settings(max_examples=60)
@given(st.integers(0, len(PDF) - 1), st.integers(1, 255))
def test_one_byte_changed_is_not_genuine(place: int, by: int) -> None:
    changed = bytearray(PDF)
    changed[place] ^= by

    verdict = verify_with_signature(bytes(changed), SIGNED, PUBLIC)

    assert verdict.answer is Answer.CHANGED
    assert not verdict.is_genuine


@pytest.mark.parametrize("changed", [PDF + b"\n", PDF[:-1], b""])
def test_neither_more_nor_less_is_genuine(changed: bytes) -> None:
    assert verify_with_signature(changed, SIGNED, PUBLIC).answer is Answer.CHANGED


@pytest.mark.parametrize("name", [each.name for each in fields(Statement) if each.name != "format"])
def test_nothing_that_the_signature_says_can_be_changed(name: str) -> None:
    said = replace(STATEMENT, **{name: getattr(STATEMENT, name) + "1"})

    assert not is_signed(replace(SIGNED, statement=said), PUBLIC)


def test_another_key_is_not_believed_even_when_the_file_brings_its_own() -> None:
    forged = sign(STATEMENT, report_key("the secret key of somebody else entirely"))

    assert is_signed(forged, forged.public_key)
    assert verify_with_signature(PDF, forged, PUBLIC).answer is Answer.OTHER_KEY


@pytest.mark.parametrize("key", ["", "AAAA", "not base64 at all", "=" * 44, PUBLIC + "A", "é"])
def test_a_key_that_is_none_opens_nothing(key: str) -> None:
    assert verify_with_signature(PDF, SIGNED, key).answer is Answer.OTHER_KEY


def test_the_same_secret_always_makes_the_same_key() -> None:
    assert public_text(report_key("the secret key of the tests, long enough")) == PUBLIC
    assert public_text(report_key("the secret key of the tests, long enougH")) != PUBLIC


@given(st.binary(max_size=200))
def test_any_other_file_is_no_signature(content: bytes) -> None:
    with pytest.raises(NotASignature):
        read_signature(content)


@pytest.mark.parametrize(
    "members",
    [
        [],
        {"statement": {}},
        {"statement": None, "signature": "", "public_key": ""},
        json.loads(SIGNED.as_file()) | {"signature": 5},
        json.loads(replace(SIGNED, statement=replace(STATEMENT, format="other")).as_file()),
        json.loads(replace(SIGNED, statement=replace(STATEMENT, sha256=["x"])).as_file()),  # type: ignore[arg-type]
        json.loads(replace(SIGNED, statement=replace(STATEMENT, quarter="spring")).as_file()),
    ],
)
def test_a_file_that_only_looks_like_a_signature_is_none(members: object) -> None:
    with pytest.raises(NotASignature):
        read_signature(json.dumps(members).encode())


def test_a_signature_survives_its_file() -> None:
    assert read_signature(SIGNED.as_file()) == SIGNED
    assert isinstance(SIGNED, Signature)
