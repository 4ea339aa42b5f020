"""Reads reports that were made."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind
from network.errors import NotFound
from network.reports.figures import read_figures
from network.reports.operations import statement_about
from network.reports.signing import Signature
from network.rules.gap_permissions import may_see_overviews
from network.rules.permissions import require
from network.tables import Report


def list_reports(session: Session, actor: Actor) -> Sequence[Report]:
    """Every report without its file, the newest quarter first, in it the newest report."""
    _require(actor)
    return session.exec(
        select(Report)
        .options(defer(Report.pdf, raiseload=True))  # type: ignore[arg-type]
        .order_by(col(Report.first_day).desc(), col(Report.made_at).desc(), col(Report.id).desc())
    ).all()


def get_report(session: Session, actor: Actor, report_id: UUID) -> Report:
    """One report. Raises NotFound, NotAllowed."""
    _require(actor)
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound
    return report


def replaced_by(session: Session, report_id: UUID) -> Report | None:
    """The report that took this one's place, if there is one."""
    return session.exec(
        select(Report).where(Report.corrects_id == report_id).order_by(col(Report.made_at).desc()).limit(1)
    ).first()


def report_with(session: Session, sha256: str) -> Report | None:
    """The report whose file has this hash."""
    return session.exec(select(Report).where(Report.sha256 == sha256).limit(1)).first()


def public_keys(session: Session) -> Sequence[str]:
    """The keys with which reports were signed, the newest first."""
    found = session.exec(select(Report.public_key).order_by(col(Report.made_at).desc())).all()
    return list(dict.fromkeys(found))


def signature_of(report: Report) -> Signature:
    """The signature that goes with a report, put together from what is kept: what was changed shows."""
    statement = statement_about(report.id, read_figures(report.figures), report.sha256)
    return Signature(statement, report.signature, report.public_key)


def _require(actor: Actor) -> None:
    if actor.kind not in {ActorKind.OPERATOR, ActorKind.SYSTEM}:
        require(may_see_overviews(actor))
