"""Anybody says that a listing is wrong; a curator looks into it."""

import pytest
from sqlmodel import Session

from network.errors import Conflict, Invalid, NotAllowed, TooMany
from network.providers.operations import problems, report_problem, settle_problem
from network.tables import Problem, ProblemKind, ProblemStatus
from tests.cast import Cast


def report(session: Session, cast: Cast, words: str = "The number rings at a bakery") -> Problem:
    return report_problem(
        session, cast.visitor, cast.clinic_service, kind=ProblemKind.WRONG_NUMBER, words=words
    )


def test_visitor_reports_a_wrong_number_and_the_curator_mends_it(session: Session, cast: Cast) -> None:
    problem = report(session, cast)
    assert (problem.status, problem.reported_by) == (ProblemStatus.OPEN, None)
    settle_problem(session, cast.cora_curator, problem, status=ProblemStatus.MENDED)
    assert (problem.status, problem.settled_by) == (ProblemStatus.MENDED, cast.cora_curator.id)
    with pytest.raises(Conflict):
        settle_problem(session, cast.hana_at_shelter, problem, status=ProblemStatus.DISMISSED)


def test_officer_is_named_with_the_report_and_only_a_curator_settles_it(session: Session, cast: Cast) -> None:
    problem = report_problem(session, cast.olive_officer, cast.clinic_service, kind=ProblemKind.CLOSED)
    assert problem.reported_by == cast.olive_officer.id
    for actor in (cast.olive_officer, cast.pat_provider, cast.visitor):
        with pytest.raises(NotAllowed):
            settle_problem(session, actor, problem, status=ProblemStatus.DISMISSED)


def test_something_else_needs_words_and_not_a_novel(session: Session, cast: Cast) -> None:
    for kind, words in ((ProblemKind.OTHER, " "), (ProblemKind.MOVED, "x" * 2001)):
        with pytest.raises(Invalid) as told:
            report_problem(session, cast.visitor, cast.clinic_service, kind=kind, words=words)
        assert set(told.value.problems) == {"words"}


def test_a_location_of_another_service_is_not_taken_over(session: Session, cast: Cast) -> None:
    problem = report_problem(
        session,
        cast.visitor,
        cast.clinic_service,
        kind=ProblemKind.MOVED,
        location_id=cast.shelter_place.location_id,
    )
    assert problem.location_id is None


def test_one_listing_is_not_flooded(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MOST_AN_HOUR", 2)
    report(session, cast)
    report(session, cast)
    with pytest.raises(TooMany):
        report(session, cast)
