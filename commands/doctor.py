"""`trestle doctor`: what is configured, reachable and out of date."""

import smtplib
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import func
from sqlmodel import Session, col, select

from commands.opening import open_database, print_json, shown_url
from network import migrations
from network.clock import now
from network.settings import Settings, WrongSetting, check_limits, check_secrets, read_settings
from network.tables import (
    Account,
    Capacity,
    Job,
    JobStatus,
    Letter,
    LetterStatus,
    Problem,
    ProblemStatus,
    Service,
)

STALE_DAYS = 180  # field.md 4.3: a listing that nobody has verified for so long is flagged


class State(StrEnum):
    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    about: str
    state: State
    says: str


def examine(settings: Settings) -> list[Finding]:
    """Look at settings, secrets, database, letters, jobs and the age of the directory."""
    findings = [_settings(settings), _mail(settings), _geocoder(settings)]
    database = open_database(settings, any_version=True)
    if not database.answers():
        return [*findings, Finding("database", State.WRONG, f"{shown_url(database)} does not answer")]
    current, newest = migrations.revision_of(database), migrations.newest_revision()
    if current != newest:
        says = f"{shown_url(database)} is at {current or 'nothing'}, needs {newest}: run trestle migrate"
        return [*findings, Finding("database", State.WRONG, says)]
    findings.append(Finding("database", State.FINE, f"{shown_url(database)} at {current}"))
    with database.reading() as session:
        findings += [_demo_accounts(session, settings), *_directory(session), *_waiting(session)]
        findings.append(_words(session, settings))
    database.close()
    return findings


def _settings(settings: Settings) -> Finding:
    try:
        check_secrets(settings)
        check_limits(settings)
    except WrongSetting as error:
        return Finding("settings", State.WRONG, str(error))
    if not settings.is_demo and not settings.base_url.startswith("https:"):
        return Finding("settings", State.NOTE, f"TRESTLE_BASE_URL is not https: {settings.base_url}")
    return Finding("settings", State.FINE, f"{settings.mode.value}, {settings.base_url}")


def _mail(settings: Settings) -> Finding:
    if not settings.smtp_host:
        says = "no mail server is set: letters stay in the outbox"
        return Finding("mail", State.FINE if settings.is_demo else State.NOTE, says)
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            "mail", State.WRONG, f"{settings.smtp_host}:{settings.smtp_port} does not answer: {error}"
        )
    return Finding("mail", State.FINE, f"{settings.smtp_host}:{settings.smtp_port} answers")


def _geocoder(settings: Settings) -> Finding:
    if settings.geocoder != "offline" and not settings.geocoder_agent:
        return Finding("geocoder", State.WRONG, "TRESTLE_GEOCODER_AGENT must say who you are")
    return Finding("geocoder", State.FINE, settings.geocoder)


def _demo_accounts(session: Session, settings: Settings) -> Finding:
    count = session.exec(select(func.count()).select_from(Account).where(col(Account.is_demo))).one()
    if count and not settings.is_demo:
        return Finding(
            "accounts", State.WRONG, f"{count} demo accounts are here; they cannot sign in. Remove them."
        )
    total = session.exec(select(func.count()).select_from(Account)).one()
    return Finding(
        "accounts", State.FINE if total else State.NOTE, f"{total} accounts, {count} of the demonstration"
    )


def _directory(session: Session) -> list[Finding]:
    total = session.exec(select(func.count()).select_from(Service)).one()
    checked = session.exec(
        select(func.count()).select_from(Service).where(col(Service.verified_at).is_not(None))
    ).one()
    newest = session.exec(select(func.max(Capacity.said_at))).one()
    oldest = session.exec(select(func.min(Service.verified_at))).one()
    findings = [
        Finding(
            "directory",
            State.FINE if total else State.NOTE,
            f"{total} services, {checked} verified by somebody here",
        )
    ]
    if oldest is not None and (now() - _aware(oldest)).days > STALE_DAYS:
        findings.append(Finding("directory", State.NOTE, f"oldest verification: {_aware(oldest):%Y-%m-%d}"))
    if newest is not None:
        findings.append(Finding("capacity", State.FINE, f"last said {_aware(newest):%Y-%m-%d %H:%M} UTC"))
    return findings


def _words(session: Session, settings: Settings) -> Finding:
    """Who finds the words of searches."""
    if not settings.meilisearch_url:
        return Finding("word search", State.FINE, "inside the process")
    from network.search.meilisearch.reporting import (  # noqa: PLC0415
        keys_that_do_too_much,
        report_on,
        why_unreachable,
    )

    report = report_on(session)
    if away := why_unreachable(settings):
        return Finding(
            "word search", State.WRONG, f"Meilisearch does not answer ({away}): the spare one does"
        )
    if much := keys_that_do_too_much(settings):
        says = f"{' and '.join(much)} may make keys: give one of trestle search-index keys"
        return Finding("word search", State.WRONG, says)
    if not report.answers:
        why = report.fault or (
            "it is being built" if report.is_building else "it is behind: is a worker running?"
        )
        return Finding("word search", State.NOTE, f"Meilisearch is not asked yet: {why}")
    return Finding("word search", State.FINE, f"Meilisearch, {report.behind} services behind")


def _waiting(session: Session) -> list[Finding]:
    looks = (
        ("letters that gave up", Letter, col(Letter.status) == LetterStatus.FAILED),
        ("letters perhaps sent", Letter, col(Letter.status) == LetterStatus.SENDING),
        ("jobs that gave up", Job, col(Job.status) == JobStatus.FAILED),
        ("problems to look into", Problem, col(Problem.status) == ProblemStatus.OPEN),
    )
    counts = [
        (about, session.exec(select(func.count()).select_from(table).where(which)).one())
        for about, table, which in looks
    ]
    return [Finding(about, State.NOTE if count else State.FINE, str(count)) for about, count in counts]


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor_command(as_json: bool) -> None:
    """Say what is configured, reachable and out of date. Exit code 1 when something is wrong."""
    findings = examine(read_settings())
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        table = Table(show_header=False, box=None)
        colours = {State.FINE: "green", State.NOTE: "yellow", State.WRONG: "red"}
        for finding in findings:
            table.add_row(f"[{colours[finding.state]}]{finding.state.value}", finding.about, finding.says)
        Console().print(table)
    sys.exit(1 if any(finding.state is State.WRONG for finding in findings) else 0)
