"""Leadership makes a report once; whoever reads overviews reads it, and a file proves itself."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from network.clock import now, stopped_at
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.gaps.operations import plan_gap
from network.places.naming import PlaceNames
from network.reports.canonical import canonical_json
from network.reports.drafting import LONGEST, Draft, clean_words, ended_quarters
from network.reports.figures import read_figures
from network.reports.gathering import gather_figures
from network.reports.operations import make_report
from network.reports.queries import get_report, list_reports, report_with, signature_of
from network.reports.signing import is_signed, public_text
from network.reports.verifying import Answer, verify_here, verify_with_signature
from network.rules.measures import MEASURES
from network.rules.periods import Period
from network.tables import Event, Gap
from tests.cast import Cast
from tests.network.gaps.surveyed import day, look
from tests.network.reports.made import KEY, PDF, SETTINGS, SPRING, figures, report


def test_a_report_says_every_measure_of_its_quarter_and_of_the_one_before(
    session: Session, cast: Cast
) -> None:
    made = figures(session, cast.lena_leadership, "We opened a second detox.")

    assert made.quarter == "2026-Q2"
    assert [line.code for line in made.measures] == [one.code.value for one in MEASURES]
    assert made.words == "We opened a second detox."
    assert made.made_by == "Lena Leadership"
    assert made.survey is None


def test_what_was_kept_is_what_was_signed(session: Session, cast: Cast) -> None:
    made = report(session, cast.lena_leadership, "Grüße, ñandú, 中文 — “done”.")
    session.commit()
    session.expire_all()

    kept = get_report(session, cast.lena_leadership, made.id)

    signature = signature_of(kept)
    assert is_signed(signature, public_text(KEY))
    assert signature.statement.figures_sha256 == read_figures(kept.figures).digest
    assert bytes(kept.pdf) == PDF


def test_a_report_is_found_by_its_file_and_only_by_that(session: Session, cast: Cast) -> None:
    made = report(session, cast.lena_leadership)

    assert verify_here(session, PDF).is_genuine
    assert verify_here(session, PDF + b" ").answer is Answer.UNKNOWN
    assert report_with(session, made.sha256) is not None


def test_a_report_is_found_by_its_figures_too(session: Session, cast: Cast) -> None:
    made = report(session, cast.lena_leadership, "ñandú")
    session.commit()
    session.expire_all()
    content = canonical_json(made.figures)

    assert verify_here(session, content).is_genuine
    assert verify_here(session, content.replace(b"Marlow", b"Harlow")).answer is Answer.UNKNOWN
    made.figures = {**made.figures, "words": "All is well."}
    session.flush()
    assert verify_here(session, content).answer is Answer.UNKNOWN
    assert verify_here(session, canonical_json(made.figures)).answer is Answer.OTHER_KEY


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"{}",
        b"{\xff",
        b'{"quarter":7}',
        b'{"quarter":"2026-Q2"}',
        b'{"quarter":"2026","language":"en"}',
        b'{"quarter":"2026-Q2","language":["en"]}',
        b'{"quarter":"2026-Q2","language":"en\\ud800\\u0000"}',
        b'{"quarter":' * 100_000,
        b'{"quarter":' + b"9" * 9_999 + b"}",
    ],
)
def test_what_only_looks_like_figures_is_unknown(session: Session, cast: Cast, content: bytes) -> None:
    report(session, cast.lena_leadership)

    assert verify_here(session, content).answer is Answer.UNKNOWN


def test_a_row_that_was_changed_in_the_database_is_not_genuine(session: Session, cast: Cast) -> None:
    made = report(session, cast.lena_leadership)

    made.figures = {**made.figures, "words": "All is well."}
    session.flush()
    assert verify_here(session, PDF).answer is Answer.OTHER_KEY

    made.figures = {**made.figures, "words": ""}
    made.pdf = b"%PDF other"
    session.flush()
    assert verify_here(session, PDF).answer is Answer.CHANGED


def test_without_the_database_signature_and_public_key_are_enough(session: Session, cast: Cast) -> None:
    signature = signature_of(report(session, cast.lena_leadership))

    assert verify_with_signature(PDF, signature, public_text(KEY)).is_genuine


def test_a_corrected_report_names_the_one_that_it_replaces(session: Session, cast: Cast) -> None:
    first = report(session, cast.lena_leadership, "Wrong.")
    second = report(session, cast.lena_leadership, "Right.", PDF + b" corrected")

    assert second.corrects_id == first.id
    assert read_figures(second.figures).replaces_made_at == read_figures(first.figures).made_at
    verdict = verify_here(session, PDF)
    assert verdict.is_genuine
    assert verdict.is_replaced
    assert "newer report" in str(verdict.sentence)
    assert not verify_here(session, PDF + b" corrected").is_replaced


def test_two_who_make_the_same_report_at_once_make_one(session: Session, cast: Cast) -> None:
    mine = figures(session, cast.lena_leadership)
    report(session, cast.lena_leadership)

    with pytest.raises(Conflict, match="made meanwhile"):
        make_report(session, cast.lena_leadership, mine, PDF, KEY)


def test_a_report_in_spanish_replaces_none_in_english(session: Session, cast: Cast) -> None:
    report(session, cast.lena_leadership)

    assert figures(session, cast.lena_leadership, language="es").replaces == ""


def test_only_leadership_makes_reports(session: Session, cast: Cast) -> None:
    made = figures(session, cast.lena_leadership)
    for name, actor in cast.everybody.items():
        if name == "lena_leadership":
            continue
        with pytest.raises(NotAllowed):
            figures(session, actor)
        with pytest.raises(NotAllowed):
            make_report(session, actor, made, PDF, KEY)


def test_those_who_read_overviews_read_reports(session: Session, cast: Cast) -> None:
    made = report(session, cast.lena_leadership)

    for reader in (cast.lena_leadership, cast.sal_supervisor, cast.cody_coordinator, cast.priya_privacy):
        assert [one.id for one in list_reports(session, reader)] == [made.id]
    for other in (cast.olive_officer, cast.pat_provider, cast.ada_administrator, cast.visitor):
        with pytest.raises(NotAllowed):
            list_reports(session, other)
        with pytest.raises(NotAllowed):
            get_report(session, other, made.id)
    with pytest.raises(NotFound):
        get_report(session, cast.lena_leadership, uuid4())


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(Period(2026)), "quarter"),
        (Draft(Period(2026, month=5)), "quarter"),
        (Draft(Period(2200, 1)), "quarter"),
        (Draft(SPRING, "fr"), "language"),
        (Draft(SPRING, words="w" * (LONGEST + 1)), "words"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(
    session: Session, cast: Cast, draft: Draft, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        gather_figures(session, cast.lena_leadership, SETTINGS, draft, None, PlaceNames())

    assert list(refused.value.problems) == [field]


def test_a_quarter_is_reported_once_it_has_ended() -> None:
    assert ended_quarters(date(2026, 6, 30))[0] == Period(2026, 1)
    assert ended_quarters(date(2026, 7, 1))[0] == SPRING
    assert len(set(ended_quarters(date(2026, 1, 1)))) == 8


def test_words_keep_their_lines_and_lose_what_nobody_can_see() -> None:
    assert clean_words("  One\r\n\r\nTwo\x00\x1b[31m\tthree\u202e  ") == "One\n\nTwo[31m three"


def test_a_gap_stands_in_it_with_office_and_plan_and_no_name(session: Session, cast: Cast) -> None:
    look(session, day(0), 20)
    gap = session.exec(select(Gap)).first()
    assert gap is not None
    with stopped_at(day(1)):
        plan_gap(
            session,
            cast.lena_leadership,
            gap,
            words="Two more beds by summer.",
            owner_id=cast.cody_coordinator.id,
            review_on=(day(1) + timedelta(days=30)).date(),
        )

    line = figures(session, cast.lena_leadership).gaps[0]

    assert (line.owner_role, line.owner_agency) == ("coordinator", "Marlow Diversion Unit")
    assert line.plan == "Two more beds by summer."
    assert line.count == 20
    assert "Cody" not in str(line)


def test_making_one_is_written_down(session: Session, cast: Cast) -> None:
    made = report(session, cast.lena_leadership)
    session.flush()

    event = session.exec(select(Event).where(col(Event.kind) == "report.made")).one()
    assert event.subject_id == made.id
    assert event.facts == {"quarter": "2026-Q2"}
    assert now() - event.happened_at < timedelta(minutes=5)
