"""`trestle search-index`: the index of words in Meilisearch, where there is one."""

from dataclasses import asdict
from pathlib import Path

import click

from commands.console import console
from commands.logs import set_up_logs
from commands.opening import open_database, print_json
from network.db import Database
from network.settings import Settings, read_settings


@click.group("search-index")
def search_index_command() -> None:
    """Look after the index of words in Meilisearch (TRESTLE_MEILISEARCH_URL)."""


@search_index_command.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status_command(as_json: bool) -> None:
    """Say how far the index is. Exit code 1 when searches cannot ask it."""
    from network.search.meilisearch.reporting import report_on, why_unreachable  # noqa: PLC0415

    settings = _settings()
    database = open_database(settings)
    with database.reading() as session:
        report = report_on(session)
    database.close()
    away = why_unreachable(settings)
    if as_json:
        print_json(asdict(report) | {"answers": report.answers and not away, "unreachable": away})
    else:
        behind = "everything" if report.behind is None else f"{report.behind} services"
        click.echo(f"index      {report.index or 'none yet'}{', a new one is built' * report.is_building}")
        click.echo(f"holds      version {report.holds_version} of {report.directory_version}")
        click.echo(f"behind     {behind}")
        click.echo(f"settings   {'current' if report.is_of_these_settings else 'of another version'}")
        click.echo(f"last fault {report.fault or 'none'}")
        click.echo(f"server     {f'does not answer: {away}' if away else 'answers'}")
    if away or not report.answers:
        raise click.ClickException("Searches are answered by the process itself.")


@search_index_command.command("rebuild")
@click.option("--now", "at_once", is_flag=True, help="Build it here, not in the worker, and wait for it.")
def rebuild_command(at_once: bool) -> None:
    """Build the index anew beside the old one, which answers until the new one takes its place."""
    settings = _settings()
    database = open_database(settings)
    try:
        _order(database)
        if at_once:
            _build(database, settings)
        else:
            console.print("The worker builds it. `trestle search-index status` says how far it is.")
    finally:
        database.close()


@search_index_command.command("keys")
@click.option(
    "--master-key-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The file with Meilisearch's master key, as `trestle secrets --into` makes it.",
)
def keys_command(master_key_file: Path) -> None:
    """Make the two keys of the site and the worker in Meilisearch, as `trestle secrets` foretold them."""
    from network.search.meilisearch.keys import NoKeys, key_of, make_keys  # noqa: PLC0415

    master_key = master_key_file.read_text(encoding="utf-8").strip()
    try:
        made = make_keys(_settings().meilisearch_url, master_key)
    except NoKeys as error:
        raise click.ClickException(f"Meilisearch made no keys: {error}.") from None
    for which, key in made.items():
        is_known = key == key_of(master_key, which)
        click.echo(
            f"{which}: {'made' if is_known else 'made, but not the one of the secrets: ask Meilisearch'}"
        )


def _settings() -> Settings:
    settings = read_settings()
    if not settings.meilisearch_url:
        raise click.ClickException("TRESTLE_MEILISEARCH_URL is not set: words are found inside the process.")
    return settings


def _order(database: Database) -> None:
    from network.search.meilisearch.indexing import order_rebuild  # noqa: PLC0415

    if not order_rebuild(database):
        raise click.ClickException("A worker is writing the index. Try again in a minute.")


def _build(database: Database, settings: Settings) -> None:
    from network.search.meilisearch.indexing import follow_words  # noqa: PLC0415
    from network.search.meilisearch.reporting import report_on  # noqa: PLC0415

    set_up_logs(settings.log_level)
    while follow_words(database, settings):
        pass
    with database.reading() as session:
        report = report_on(session)
    if report.is_building or report.fault:
        raise click.ClickException(f"It was not finished ({report.fault or 'a worker went on with it'}).")
    click.echo(f"{report.index} holds version {report.holds_version} of the directory.")
