"""Gathers the figures of a report from measures, surveys and gaps."""

from sqlmodel import Session

from network.actors import Actor
from network.reports.figures import Draft, Figures


def gather_figures(session: Session, actor: Actor, draft: Draft) -> Figures:
    """What the report of this quarter would say now. Raises NotAllowed, Invalid."""
    raise NotImplementedError(session, actor, draft)
