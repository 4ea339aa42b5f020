"""Secrets for containers: fresh each time, readable only through a folder that is the operator's."""

import stat
from pathlib import Path

import pytest
from click import ClickException
from click.testing import CliRunner

from commands.main import cli
from commands.secrets import secret_files, write_secrets
from network.settings import check_secrets, read_settings


def test_the_files_start_a_site(tmp_path: Path) -> None:
    answer = CliRunner().invoke(cli, ["secrets", "--into", str(tmp_path / "secrets")])

    assert answer.exit_code == 0, answer.output
    check_secrets(
        read_settings(
            {
                "TRESTLE_SECRET_KEY_FILE": str(tmp_path / "secrets/secret_key.txt"),
                "TRESTLE_FIELD_KEYS_FILE": str(tmp_path / "secrets/field_keys.txt"),
            }
        )
    )
    password = (tmp_path / "secrets/database_password.txt").read_text()
    assert password in (tmp_path / "secrets/database_url.txt").read_text()


def test_nobody_else_on_the_machine_can_enter_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o755)

    write_secrets(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_secrets_that_are_there_are_never_replaced(tmp_path: Path) -> None:
    write_secrets(tmp_path)
    before = (tmp_path / "field_keys.txt").read_text()

    with pytest.raises(ClickException, match="nothing was written"):
        write_secrets(tmp_path)
    assert (tmp_path / "field_keys.txt").read_text() == before


def test_no_two_installations_share_a_secret() -> None:
    one, two = secret_files(), secret_files()

    assert [name for name, secret in one.items() if secret and secret == two[name]] == []
