"""A value is written as Jinja itself writes it, however hostile it is."""

from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from network.words import say
from web.kept_pieces import PieceFrame
from web.rendering import make_environment

HOSTILE = "<script>alert('1')</script> & \"two\""
PLACES = '{{ it }}|<a title="{{ it }}">|{{ it if no }}|{{ it ~ it }}|{% set one = it %}{{ one }}|{{ [it] }}'
OURS, JINJAS = make_environment("en").from_string(PLACES), make_environment().from_string(PLACES)

FRAME = PieceFrame("en", "UTC")


class Kind(StrEnum):
    SHARP = "<b>"


class Letters(str):
    __slots__ = ()

    def __html__(self) -> str:
        return "<i>its own</i>"


VALUES = (
    HOSTILE, "", Markup("<b>bold</b>"), 0, 7, -1.5, True, None, Decimal("2.50"), Kind.SHARP, Letters("<u>"),
    say("Hello {name}", name=HOSTILE), say("Plain"), [HOSTILE], {"a": HOSTILE}, b"<b>",
)  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_looks_as_jinja_writes_it(value: object) -> None:
    assert OURS.render(it=value, no=False) == JINJAS.render(it=value, no=False, frame=FRAME)


@given(st.text())
def test_no_text_becomes_html(text: str) -> None:
    written = OURS.render(it=text, no=False)
    assert written == JINJAS.render(it=text, no=False, frame=FRAME)
    assert written.count("<") == 1
    assert written.count(">") == 1


def test_a_name_that_nobody_gave_is_refused() -> None:
    with pytest.raises(UndefinedError):
        OURS.render(no=False)
