"""The `trestle` command line: one file per noun, read only when it is asked for."""

import sys
from importlib import import_module

import click

from network.errors import NetworkError
from network.settings import WrongSetting

COMMANDS = {
    "serve": ("commands.serving", "Serve the site."),
    "worker": ("commands.worker", "Send letters and do slow work."),
    "demo": ("commands.demo", "Set up and serve the demonstration."),
    "migrate": ("commands.migrating", "Bring the database up to date."),
    "seed": ("commands.seeding", "Fill an empty database with the demonstration's data."),
    "import": ("commands.importing", "Bring in a directory (HSDS)."),
    "export": ("commands.exporting", "Write the directory out (HSDS)."),
    "search": ("commands.searching", "Find services near a place."),
    "search-index": ("commands.indexing", "Look after the index of words in Meilisearch."),
    "gaps": ("commands.gaps", "Survey where needs find no service, and list what was found."),
    "users": ("commands.users", "List, invite, unlock and disable accounts."),
    "verify": ("commands.verifying", "Say whether a file is a report as it was made."),
    "doctor": ("commands.doctor", "Say what is configured, reachable and out of date."),
    "healthy": ("commands.healthy", "Say whether the site or the worker does its work."),
    "secrets": ("commands.secrets", "Make secrets for a new installation."),
    "messages": ("commands.messages", "Show messages without a translation."),
    "docs": ("commands.describing", "Write the pages of docs/ that follow from the code."),
    "check-migrations": ("commands.checking", "Check that tables and migrations agree."),
    "check-templates": ("commands.checking", "Check that every template can be read."),
}


class Lazily(click.Group):
    """Commands whose files are imported when they are called, so that help and search start quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name.replace("-", "_") + "_command")
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in COMMANDS.items()])


@click.group(cls=Lazily, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="trestle")
def cli() -> None:
    """Trestle: an interagency referral and resource network.

    Exit codes: 0 done, 1 refused or failed, 2 the command was not understood.
    """


def main() -> None:
    """Run one command; a refusal is one sentence on standard error."""
    try:
        cli()
    except (NetworkError, WrongSetting) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
