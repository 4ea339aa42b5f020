"""`trestle secrets`: secrets for a new installation."""

import base64
import os
import secrets

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


@click.command("secrets")
def secrets_command() -> None:
    """Print new secrets as environment settings. Keep them safe: without the field keys, sealed text is
    lost."""
    for name, value in make_secrets().items():
        click.echo(f"{name}={value}")
