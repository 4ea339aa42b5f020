"""Whatever text a record holds, what goes out of it is valid and comes back the same."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import validators
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import FormatChecker

from network.exchange.addresses import is_email, is_uri
from network.exchange.shape import resources
from network.exchange.sheeting import Writer
from network.exchange.values import (
    Odd,
    Refused,
    clean,
    clean_deep,
    ordered,
    read_moment,
    read_number,
    reader_of,
    told,
    uuid_in,
)

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)
FORMATS = FormatChecker()


@given(ANY_TEXT)
def test_clean_text_is_clean_already(text: str) -> None:
    cleaned = clean(text)
    if cleaned is not None:
        assert clean(cleaned) == cleaned
        cleaned.encode()
        assert "\r" not in cleaned
        assert "\x00" not in cleaned


@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_clean_text_survives_a_csv_file(texts: list[str]) -> None:
    kept = [clean(text) or "" for text in texts]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerow(["x", *kept])
    assert next(csv.reader(io.StringIO(buffer.getvalue(), newline=""), strict=True)) == ["x", *kept]


@given(ANY_JSON)
def test_any_json_is_the_same_after_both_databases(value: Any) -> None:
    cleaned = clean_deep(value)
    text = json.dumps(ordered(cleaned), ensure_ascii=False)
    assert clean_deep(json.loads(text)) == cleaned
    assert json.dumps(ordered(json.loads(text)), ensure_ascii=False) == text
    assert "NaN" not in text.replace('"', "") or "NaN" in str(value)


@given(st.emails() | ANY_TEXT | st.from_regex(r"[a-z.]{1,8}@[a-z-]{1,8}\.[a-z]{1,4}", fullmatch=True))
def test_what_we_call_an_email_address_others_do_too(text: str) -> None:
    if is_email(text):
        assert validators.email(text) is True
        assert FORMATS.conforms(text, "email")


@given(ANY_TEXT | st.from_regex(r"(https?|urn|mailto):(//)?[a-z0-9.:/?#@%&=~-]{0,20}", fullmatch=True))
def test_what_we_call_an_address_others_do_too(text: str) -> None:
    if is_uri(text):
        assert FORMATS.conforms(text, "uri")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back_as_they_were(number: float) -> None:
    assert read_number(str(told(number))) == number


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_moments_come_back_as_they_were(moment: datetime) -> None:
    assert read_moment(told(moment)) == moment
    assert FORMATS.conforms(told(moment), "date-time")


@given(st.sampled_from(sorted(resources())), ANY_JSON)
def test_no_value_breaks_a_reader(resource: str, value: Any) -> None:
    for field in resources()[resource].fields.values():
        if field.kind != "uuid":
            try:
                reader_of(resource, field)(value)
            except (Refused, Odd):
                continue


@given(ANY_TEXT | st.uuids().map(str) | st.uuids().map(lambda one: one.hex.upper()))
def test_only_what_is_written_as_a_uuid_is_one(text: str) -> None:
    found = uuid_in(text)
    assert found is None or isinstance(found, UUID)
    assert (found is not None) == (
        len(text) in (32, 36) and all(one in "0123456789abcdefABCDEF-" for one in text)
    )


def test_a_sheet_is_written_as_all_spreadsheets_read_it(tmp_path: Any) -> None:
    with Writer(tmp_path / "sheet.csv", ("a", "b")) as sheet:
        sheet.row(['say "hi", now', None])
        sheet.row([True, 1.5])
    assert (tmp_path / "sheet.csv").read_bytes() == b'a,b\n"say ""hi"", now",\ntrue,1.5\n'
