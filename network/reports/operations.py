"""Makes reports; one that is made is never changed."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session

from network.actors import Actor
from network.reports.figures import Figures
from network.rules.gap_permissions import may_make_reports
from network.rules.permissions import require
from network.tables import Report


def make_report(
    session: Session, actor: Actor, figures: Figures, pdf: bytes, key: Ed25519PrivateKey
) -> Report:
    """Sign and keep the file that was set from these figures. Raises NotAllowed."""
    require(may_make_reports(actor))
    raise NotImplementedError(session, figures, pdf, key)
