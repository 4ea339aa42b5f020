"""`trestle docs`: writes the pages of `docs/` that follow from the code, or checks that they still do."""

from dataclasses import MISSING, fields
from pathlib import Path

import click
from sqlmodel import SQLModel

import network.tables as tables
from commands.drawing_gaps import gaps_page
from commands.drawing_measures import measures_page
from commands.drawing_moves import moves_page
from commands.drawing_search import search_page
from network.settings import Settings

ROOT = Path(__file__).parents[1]


def settings_page() -> str:
    """Every setting with its default and what it is for."""
    lines = [
        "# Settings",
        "",
        "Trestle reads these from its environment when it starts. `TRESTLE_X_FILE` reads the value of",
        "`TRESTLE_X` from a file, for secrets that a container mounts. `trestle doctor` says what is set.",
        "",
        "| name | default | what it is for |",
        "|---|---|---|",
    ]
    for setting in fields(Settings):
        default = "" if setting.default is MISSING else setting.default
        explains = str(setting.metadata["explains"]).replace("|", "\\|")
        lines.append(f"| `TRESTLE_{setting.name.upper()}` | {_shown(default)} | {explains} |")
    return "\n".join(lines) + "\n"


def data_page() -> str:
    """Every table with its columns."""
    lines = ["# Data", "", "Every table, as `network/tables/` defines it. Sealed columns are encrypted.", ""]
    for name in sorted(tables.__all__):
        model = getattr(tables, name)
        if not (isinstance(model, type) and issubclass(model, SQLModel) and hasattr(model, "__table__")):
            continue
        table = model.__table__
        lines += [f"## {table.name}", "", " ".join((model.__doc__ or "").split()), ""]
        lines += ["| column | type | |", "|---|---|---|"]
        for column in table.columns:
            kind = type(column.type).__name__.replace("AutoString", "String").replace("Sealed", "Sealed text")
            marks = ["key"] if column.primary_key else []
            marks += [f"→ {key.column.table.name}" for key in column.foreign_keys]
            marks += ["may be empty"] if column.nullable else []
            lines.append(f"| {column.name} | {kind} | {', '.join(marks)} |")
        lines.append("")
    return "\n".join(lines)


PAGES = {
    "docs/settings.md": settings_page,
    "docs/data.md": data_page,
    "docs/moves.md": moves_page,
    "docs/gaps.md": gaps_page,
    "docs/measures.md": measures_page,
    "docs/search.md": search_page,
}


def outdated_pages() -> list[str]:
    """Pages that no longer say what the code does."""
    return [
        name
        for name, write in PAGES.items()
        if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8") != write()
    ]


@click.command("docs")
@click.option("--check", is_flag=True, help="Only say whether the pages are up to date.")
def docs_command(check: bool) -> None:
    """Write the pages of docs/ that follow from the code."""
    outdated = outdated_pages()
    if check and outdated:
        raise click.ClickException(f"Run `trestle docs`: {', '.join(outdated)} not up to date.")
    for name in outdated:
        (ROOT / name).write_text(PAGES[name](), encoding="utf-8")
        click.echo(f"Wrote {name}.")
    if not outdated:
        click.echo("Up to date.")


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, tuple):
        return "<br>".join(f"`{part}`".replace("|", "\\|") for part in default)
    return f"`{default}`" if str(default) else ""
