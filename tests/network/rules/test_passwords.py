"""Which passwords may be chosen, and the reason when one may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.rules.passwords import LONGEST, SHORTEST, password_problem

OLIVE = {"name": "Olive Officer", "email": "olive.officer@example.org"}


@pytest.mark.parametrize(
    "password",
    [
        "blue tin kettle sings",
        "ñandú corre muy lejos",
        "olive oil on warm toast",
        "夜の川を渡る橋の上で君を待つ",
        "x9$Kq!mZ2@vR",
        "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧",
        "the officer forgot her umbrella",
        " leading and trailing ",
    ],
)
def test_a_few_words_or_odd_signs_make_a_good_password(password: str) -> None:
    assert password_problem(password, **OLIVE) is None


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd2024!!",
        "Contraseña123!",
        "qwertyuiop12",
        "Summer2024!!!!",
        "trestle trestle 12",
        "testtesttest",
        "correct horse battery staple",
        "aaaaaaaaaaaa",
        "abababababab",
        "123456789012",
        "abcdefghijklm",
        "1qaz2wsx3edc4rfv",
        "Olive-Officer-1",
        "officer.olive.2026",
        "line\nbreak in it now",
        "short",
        "",
        "x" * (LONGEST + 1),
    ],
)
def test_what_others_would_try_first_is_refused_with_a_reason(password: str) -> None:
    problem = password_problem(password, **OLIVE)

    assert problem is not None
    assert str(problem)


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), min_size=SHORTEST, max_size=60))
def test_every_printable_character_is_welcome(password: str) -> None:
    problem = password_problem(password)

    assert problem is None or "letters, digits, signs" not in str(problem)
