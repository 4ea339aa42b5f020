"""A survey every `gap_hours`, as a job of the worker: asked for once, and made once by one of them."""

import logging
import time
from datetime import timedelta

from sqlmodel import Session

from network.clock import now
from network.db import Store
from network.gaps.queries import newest_survey
from network.gaps.surveying import find_gaps, keep_survey
from network.jobs.queue import Lease, ask_for, hold_job
from network.search.embedded import EmbeddedEngine
from network.settings import Settings

log = logging.getLogger("trestle.gaps")

JOB = "gaps.survey"


def ask_for_survey(session: Session, settings: Settings) -> bool:
    """Ask for a survey when the last one is old enough; answers whether it was asked for."""
    if not is_due(session, settings):
        return False
    turn = int(now().timestamp() // _between(settings).total_seconds())
    return ask_for(session, JOB, unique_key=f"{JOB}:{turn}")


def is_due(session: Session, settings: Settings) -> bool:
    """Whether the last survey is `gap_hours` old, or there is none."""
    survey = newest_survey(session)
    return survey is None or survey.made_at <= now() - _between(settings)


def do_survey(store: Store, lease: Lease, settings: Settings) -> None:
    """Make the survey, unless another worker or a person was faster. Others can write while it counts."""
    began = time.monotonic()
    engine = EmbeddedEngine(settings.default_time_zone)
    with store.reading() as session:
        if not is_due(session, settings):
            return
        engine.refresh(session)
        findings = find_gaps(session, engine, settings)
    with store.writing() as session:
        if not hold_job(session, lease) or not is_due(session, settings):
            return
        keep_survey(session, findings, settings)
    seconds = round(time.monotonic() - began, 1)
    log.info("gaps surveyed", extra={"figures": len(findings.figures), "seconds": seconds})


def _between(settings: Settings) -> timedelta:
    return timedelta(hours=settings.gap_hours)
