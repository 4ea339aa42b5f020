"""`trestle verify`: whether a file is a report as it was made."""

import sys
from pathlib import Path

import click

from commands.opening import open_database, print_json
from network.reports.signing import NotASignature, Signature, read_signature
from network.reports.verifying import Verdict, verify_here, verify_with_signature
from network.settings import read_settings

LARGEST = 100_000_000  # bytes
File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify")
@click.argument("file", type=File)
@click.option(
    "--signature", "signature_file", type=File, help="The .sig file; without it: FILE.sig, if there."
)
@click.option(
    "--public-key", "public_key", default="", help="The site's public key, or a file that holds it."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify_command(file: Path, signature_file: Path | None, public_key: str, as_json: bool) -> None:
    """Say whether FILE, the PDF of a report (or its figures as JSON), is as it was made.

    With a signature and a public key this needs no database and no network; without a public key it looks
    among the reports of this database. Exit code 0 when it is genuine, 1 when not.
    """
    content = _read(file)
    if public_key:
        verdict = _offline(content, _signature(file, signature_file), _keys(public_key))
    else:
        verdict = _here(content)
    if as_json:
        print_json(_members(verdict))
    else:
        click.echo(str(verdict.sentence))
    sys.exit(0 if verdict.is_genuine else 1)


def _read(file: Path) -> bytes:
    if file.stat().st_size > LARGEST:
        raise click.ClickException(f"{file} is too large to be a report.")
    return file.read_bytes()


def _signature(file: Path, given: Path | None) -> Signature:
    path = given or file.with_name(f"{file.name}.sig")
    if not path.exists():
        raise click.ClickException(f"There is no {path.name} beside {file.name}: give --signature.")
    try:
        return read_signature(path.read_bytes())
    except NotASignature:
        raise click.ClickException(f"{path} is not the signature of a report.") from None


def _keys(given: str) -> list[str]:
    """One key, or every line of a file: a site may have had several."""
    path = Path(given)
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else given
    except (OSError, ValueError):
        text = given
    return [line.strip() for line in text.splitlines() if line.strip()]


def _offline(content: bytes, signature: Signature, keys: list[str]) -> Verdict:
    key = next((key for key in keys if key == signature.public_key), keys[0] if keys else "")
    return verify_with_signature(content, signature, key)


def _here(content: bytes) -> Verdict:
    database = open_database(read_settings())
    try:
        with database.reading() as session:
            return verify_here(session, content)
    finally:
        database.close()


def _members(verdict: Verdict) -> dict[str, object]:
    said = verdict.signature.statement if verdict.signature and verdict.is_genuine else None
    return {
        "genuine": verdict.is_genuine,
        "answer": verdict.answer.value,
        "sentence": str(verdict.sentence),
        "sha256": verdict.sha256,
        "replaced": verdict.is_replaced,
        "report": said.report if said else None,
        "quarter": said.quarter if said else None,
        "made_at": said.made_at if said else None,
        "operator": said.operator if said else None,
    }
