"""Surveys come by themselves: one in a day, however many workers there are, and no fault stops letters."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from commands import worker
from commands.worker import run_worker
from network.accounts.administering import invite_account
from network.actors import OPERATOR, Role
from network.clock import now, stopped_at
from network.db import Database
from network.gaps import regular
from network.gaps.regular import JOB, ask_for_survey, do_survey
from network.jobs.queue import Lease, take_job
from network.settings import Mode, Settings
from network.tables import GapSurvey, Job, JobStatus, Letter, LetterStatus
from tests.conftest import RolledBack

SETTINGS = Settings(mode=Mode.DEMO, secret_key="k" * 40, mail_from="trestle@example.org")


def surveys(session: Session) -> int:
    return len(session.exec(select(GapSurvey.id)).all())


def lease(session: Session) -> Lease:
    taken = take_job(session, [JOB])
    assert taken is not None
    return taken


def test_one_is_asked_for_when_there_is_none_and_again_a_day_later(
    session: Session, store: RolledBack
) -> None:
    began = now()
    asked = []
    for hours in (0, 0.1, 5, 23.9, 24.1, 30):
        with stopped_at(began + timedelta(hours=hours)):
            asked.append(ask_for_survey(session, SETTINGS))
            session.commit()
            if asked[-1]:
                do_survey(store, lease(session), SETTINGS)

    assert asked == [True, False, False, False, True, False]
    assert surveys(session) == 2


def test_many_who_ask_at_once_ask_once(session: Session) -> None:
    with stopped_at(now()):
        assert [ask_for_survey(session, SETTINGS) for _ in range(3)] == [True, False, False]


def test_a_second_worker_with_the_same_job_makes_no_second_survey(
    session: Session, store: RolledBack
) -> None:
    ask_for_survey(session, SETTINGS)
    mine = lease(session)
    session.commit()

    do_survey(store, mine, SETTINGS)
    do_survey(store, mine, SETTINGS)
    assert surveys(session) == 1


def test_who_has_lost_the_job_meanwhile_writes_nothing(session: Session, store: RolledBack) -> None:
    ask_for_survey(session, SETTINGS)
    lost = replace(lease(session), holder="somebody else")
    session.commit()

    do_survey(store, lost, SETTINGS)
    assert surveys(session) == 0


def test_the_worker_surveys_by_itself(database: Database) -> None:
    run_worker(database, SETTINGS, threading.Event(), once=True)
    run_worker(database, SETTINGS, threading.Event(), once=True)

    with database.reading() as session:
        assert surveys(session) == 1
        assert session.exec(select(Job.status).where(Job.kind == JOB)).all() == [JobStatus.DONE]


def test_a_fault_in_a_survey_keeps_no_letter_waiting(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Rosa Medina")

    monkeypatch.setattr(regular, "find_gaps", fail)
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    run_worker(database, SETTINGS, threading.Event(), once=True)
    with database.writing() as session:
        roles = {Role.LEADERSHIP}
        invite_account(
            session, OPERATOR, name="Nia", email="nia@example.org", organization_id=None, roles=roles
        )
    run_worker(database, SETTINGS, threading.Event(), once=True)

    with database.reading() as session:
        assert session.exec(select(Letter.status)).all() == [LetterStatus.SENT]
        waiting = session.exec(select(Job).where(Job.kind == JOB)).one()
        assert (waiting.status, waiting.problem) == (JobStatus.WAITING, "RuntimeError")
        assert surveys(session) == 0
