"""`trestle secrets`: secrets for a new installation."""

import base64
import os
import secrets
from pathlib import Path

import click

from network.settings import DEMO_SECRET


def make_secrets(prefix: str = "") -> dict[str, str]:
    """A signing key and an encryption key; the prefix marks those of the demonstration."""
    key = base64.b64encode(os.urandom(32)).decode()
    return {
        "TRESTLE_SECRET_KEY": prefix + secrets.token_urlsafe(48),
        "TRESTLE_FIELD_KEYS": f"{prefix}{secrets.token_hex(4)}:{key}",
    }


def make_demo_secrets() -> dict[str, str]:
    """Secrets that production refuses."""
    return make_secrets(DEMO_SECRET)


def secret_files() -> dict[str, str]:
    """What compose.yaml mounts: file name → content. The mail server's and the text messages' are theirs to
    give, so they begin empty."""
    from network.search.meilisearch.keys import key_of  # noqa: PLC0415

    made = make_secrets()
    password, master_key = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    return {
        "secret_key.txt": made["TRESTLE_SECRET_KEY"],
        "field_keys.txt": made["TRESTLE_FIELD_KEYS"],
        "database_password.txt": password,
        "database_url.txt": f"postgresql+psycopg://trestle:{password}@db/trestle",
        "database_admin_password.txt": secrets.token_urlsafe(32),
        "smtp_password.txt": "",
        "sms_token.txt": "",
        "meilisearch_master_key.txt": master_key,
        "meilisearch_search_key.txt": key_of(master_key, "search"),
        "meilisearch_index_key.txt": key_of(master_key, "index"),
    }


def write_secrets(folder: Path) -> list[str]:
    """Write the files of compose.yaml; only their owner can enter the folder. Raises click.ClickException
    rather than replace one.

    Containers read the files under accounts of their own, so the files are readable and the folder is not.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = secret_files()
    if there := [name for name in files if (folder / name).exists()]:
        raise click.ClickException(f"{folder / there[0]} is there already; nothing was written.")
    folder.chmod(0o700)
    for name, content in files.items():
        path = folder / name
        path.write_text(content, encoding="utf-8")
        path.chmod(0o444 if content else 0o644)
    return list(files)


@click.command("secrets")
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write them as files for compose.yaml, with passwords for the database, into this folder.",
)
def secrets_command(folder: Path | None) -> None:
    """Print new secrets as environment settings. Keep them safe: without the field keys, sealed text is
    lost."""
    if folder is not None:
        for name in write_secrets(folder):
            click.echo(folder / name)
        return
    for name, value in make_secrets().items():
        click.echo(f"{name}={value}")
