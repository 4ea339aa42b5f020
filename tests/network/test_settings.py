"""What an operator sets, and the sentence when it cannot be used."""

from pathlib import Path

import pytest

from commands.secrets import make_demo_secrets, make_secrets
from network.settings import Mode, Settings, WrongSetting, check_limits, check_secrets, read_settings


def test_without_settings_it_is_production_with_a_second_factor() -> None:
    settings = read_settings({})

    assert settings.mode is Mode.PRODUCTION
    assert settings.second_factor_required


def test_a_secret_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 40 + "\n")

    assert read_settings({"TRESTLE_SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == "k" * 40


def test_fresh_secrets_are_accepted() -> None:
    check_secrets(read_settings(make_secrets()))


def test_production_refuses_the_secrets_of_the_demonstration() -> None:
    with pytest.raises(WrongSetting, match="demonstration"):
        check_secrets(read_settings(make_demo_secrets()))
    check_secrets(read_settings({**make_demo_secrets(), "TRESTLE_MODE": "demo"}))


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "TRESTLE_SECRET_KEY is not set"),
        ({"TRESTLE_SECRET_KEY": "short", "TRESTLE_FIELD_KEYS": "x:y"}, "too short"),
        ({"TRESTLE_SECRET_KEY": "k" * 40}, "TRESTLE_FIELD_KEYS is not set"),
        ({"TRESTLE_SECRET_KEY": "k" * 40, "TRESTLE_FIELD_KEYS": "new:nonsense"}, "base64 of 32 bytes"),
    ],
)
def test_serve_refuses_missing_or_weak_secrets(environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(WrongSetting, match=sentence):
        check_secrets(read_settings(environment))


@pytest.mark.parametrize(
    "environment",
    [
        {"TRESTLE_MODE": "test"},
        {"TRESTLE_SMTP_PORT": "smtp"},
        {"TRESTLE_SECOND_FACTOR_REQUIRED": "perhaps"},
        {"TRESTLE_SECRET_KEY_FILE": "/nowhere/at/all"},
    ],
)
def test_a_value_that_cannot_be_read_names_its_setting(environment: dict[str, str]) -> None:
    with pytest.raises(WrongSetting, match=next(iter(environment))):
        read_settings(environment)


@pytest.mark.parametrize(
    "wrong",
    [
        {"idle_minutes": 31},
        {"session_hours": 13},
        {"failed_tries": 6},
        {"smtp_security": "maybe"},
        {"smtp_host": "mail.example.org"},
        {"suppress_below": 2},
        {"access_bands": ()},
        {"access_bands": ("10 miles",)},
        {"access_bands": ("10:1", "10:0.5")},
        {"access_bands": ("10:0.5", "20:0.6")},
        {"access_bands": ("10:1", "20:0")},
    ],
)
def test_limits_of_the_law_cannot_be_stretched(wrong: dict[str, object]) -> None:
    with pytest.raises(WrongSetting):
        check_limits(Settings(**wrong))  # type: ignore[arg-type]
