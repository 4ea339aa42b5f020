"""Makes reports; one that is made is never changed."""

from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session

from network import events
from network.actors import Actor, ActorKind
from network.ids import new_id
from network.reports.drafting import Draft, check_replaced
from network.reports.figures import Figures
from network.reports.signing import Statement, file_hash, sign
from network.rules.gap_permissions import may_make_reports
from network.rules.periods import read_period
from network.rules.permissions import require
from network.tables import Report


def make_report(
    session: Session, actor: Actor, figures: Figures, pdf: bytes, key: Ed25519PrivateKey
) -> Report:
    """Sign and keep the file that was set from these figures. Raises NotAllowed, Conflict."""
    if actor.kind is not ActorKind.OPERATOR:
        require(may_make_reports(actor))
    quarter = read_period(figures.quarter)
    replaced = UUID(figures.replaces) if figures.replaces else None
    check_replaced(session, Draft(quarter, figures.language, replaces=replaced))
    report_id = new_id()
    signature = sign(statement_about(report_id, figures, file_hash(pdf)), key)
    report = Report(
        id=report_id,
        first_day=quarter.first,
        last_day=quarter.last,
        language=figures.language,
        words=figures.words,
        made_at=datetime.fromisoformat(figures.made_at),
        corrects_id=replaced,
        made_by_account_id=actor.id,
        figures=figures.members(),
        pdf=pdf,
        sha256=signature.statement.sha256,
        signature=signature.signature,
        public_key=signature.public_key,
    )
    session.add(report)
    session.flush()
    events.record(session, actor, "report.made", "report", report.id, quarter=str(quarter))
    return report


def statement_about(report_id: UUID, figures: Figures, sha256: str) -> Statement:
    """What is signed for a report."""
    return Statement(
        report=str(report_id),
        quarter=figures.quarter,
        language=figures.language,
        made_at=figures.made_at,
        operator=figures.operator,
        replaces=figures.replaces,
        figures_sha256=figures.digest,
        sha256=sha256,
    )
