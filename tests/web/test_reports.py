"""Leadership makes a quarter's report in the browser; others read it, and the files prove themselves."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.clock import stopped_at
from network.reports.drafting import LONGEST
from network.reports.figures import read_figures
from network.reports.signing import file_hash, read_signature
from network.reports.verifying import verify_with_signature
from network.tables import Report
from tests.cast import Cast
from tests.network.gaps.surveyed import day, look
from tests.web.browser import TestBrowser
from tests.web.forms import form_values
from tests.web.page_checks import check_page

Enter = Callable[[Actor], TestBrowser]
WORDS = "We opened *two* beds #1 $x$ <b>now</b>.\n\nThank you, Marlow."
JULY = datetime(2026, 7, 6, 15, tzinfo=UTC)


@pytest.fixture
def lena(cast: Cast, session: Session, as_actor: Enter) -> TestBrowser:
    look(session, day(0), 20)
    return as_actor(cast.lena_leadership)


def made(browser: TestBrowser, session: Session, **typed: str) -> Report:
    """A report as it is made in the browser: form, preview, button."""
    form = {"quarter": "2026-Q2", "language": "en", "words": WORDS} | typed
    with stopped_at(JULY):
        preview = browser.post("/reports/preview", data=form)
        assert preview.status_code == 200, preview.text
        page = browser.post("/reports", data=form_values(preview.text, "/reports"))
    assert "The report is made and signed" in page.text
    session.expire_all()
    report_id = page.url.path.rpartition("/")[2]
    return next(one for one in session.exec(select(Report)).all() if str(one.id) == report_id)


def test_leadership_sees_what_it_will_say_before_it_is_made(lena: TestBrowser, session: Session) -> None:
    with stopped_at(JULY):
        assert "Quarter 2 of 2026" in lena.get("/reports/new").text
        preview = lena.post("/reports/preview", data={"quarter": "2026-Q2", "language": "en", "words": WORDS})

    assert "Not made yet" in preview.text
    assert "20 needs" in preview.text
    assert "&lt;b&gt;now&lt;/b&gt;" in preview.text
    assert "<b>now" not in preview.text
    assert session.exec(select(Report)).all() == []


def test_the_file_is_a_tagged_pdf_and_its_signature_fits(lena: TestBrowser, session: Session) -> None:
    report = made(lena, session)

    pdf = lena.get(f"/reports/{report.id}/report.pdf")
    signature = read_signature(lena.get(f"/reports/{report.id}/report.sig").content)
    key = lena.get("/reports/key").text.splitlines()[0]

    assert pdf.content.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf.content
    assert "report-2026-Q2-en.pdf" in pdf.headers["content-disposition"]
    assert verify_with_signature(pdf.content, signature, key).is_genuine
    changed = pdf.content.replace(b"%PDF-1", b"%PDF-2", 1)
    assert not verify_with_signature(changed, signature, key).is_genuine


def test_the_figures_are_those_whose_hash_stands_on_the_paper(lena: TestBrowser, session: Session) -> None:
    report = made(lena, session)

    figures = lena.get(f"/reports/{report.id}/figures.json")
    page = lena.get(f"/reports/{report.id}").text

    assert read_figures(figures.json()).words == WORDS
    assert file_hash(figures.content) in page
    assert report.sha256 in page


def test_a_corrected_report_says_so_on_both(lena: TestBrowser, session: Session) -> None:
    first = made(lena, session, words="Wrong.")
    second = made(lena, session, words="Right.")

    assert second.corrects_id == first.id
    assert "A newer report has taken its place" in lena.get(f"/reports/{first.id}").text
    assert f'href="/reports/{first.id}"' in lena.get(f"/reports/{second.id}").text
    assert "replaced by a newer one" in lena.get("/reports").text


def test_pressing_twice_makes_one_report(lena: TestBrowser, session: Session) -> None:
    with stopped_at(JULY):
        preview = lena.post("/reports/preview", data={"quarter": "2026-Q2", "language": "en"})
        form = form_values(preview.text, "/reports")
        assert lena.post("/reports", data=form).status_code == 200
        again = lena.post("/reports", data=form)

    assert again.status_code == 409
    assert "made meanwhile" in again.text
    assert len(session.exec(select(Report)).all()) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"quarter": "2026-Q3"}, "Choose a quarter that has ended."),
        ({"quarter": "2026"}, "Choose a quarter that has ended."),
        ({"quarter": "soon"}, "Choose a quarter that has ended."),
        ({"language": "fr"}, "Choose one of the languages."),
        ({"words": "w" * (LONGEST + 7)}, "This is too long by 7 characters: at most 6000."),
    ],
)
def test_what_cannot_be_made_comes_back_with_everything_typed(
    lena: TestBrowser, typed: dict[str, str], sentence: str
) -> None:
    form = {"quarter": "2026-Q2", "language": "en", "words": "Ours."} | typed
    with stopped_at(JULY):
        for path in ("/reports/preview", "/reports"):
            page = lena.post(path, data=form)
            assert page.status_code == 422
            assert sentence in page.text
            assert form["words"] in page.text


def test_a_report_in_spanish_speaks_spanish_on_paper_and_the_readers_language_on_the_page(
    lena: TestBrowser, session: Session
) -> None:
    report = made(lena, session, language="es", words="Abrimos dos camas.")

    assert report.language == "es"
    page = lena.get(f"/reports/{report.id}").text
    assert "Abrimos dos camas." in page
    assert "Were people linked to services?" in page


def test_the_key_is_for_everybody_and_the_reports_are_not(
    stranger: TestBrowser, lena: TestBrowser, session: Session
) -> None:
    report = made(lena, session)

    assert re.fullmatch(r"[A-Za-z0-9+/]{43}=\n", stranger.get("/reports/key").text)
    asked = stranger.get(f"/reports/{report.id}/report.pdf", follow_redirects=False)
    assert asked.headers["location"].startswith("/sign-in")


def test_whoever_was_given_the_file_learns_whether_it_is_genuine(
    stranger: TestBrowser, lena: TestBrowser, session: Session
) -> None:
    pdf = lena.get(f"/reports/{made(lena, session).id}/report.pdf").content
    check_page(stranger.get("/reports/check").text)

    def say_of(content: bytes) -> str:
        answer = stranger.post("/reports/check", files={"file": ("r.pdf", content, "application/pdf")})
        assert answer.status_code == 200
        check_page(answer.text)
        return str(answer.text)

    assert "Genuine: the report on Quarter 2 of 2026" in say_of(pdf)
    assert "Not genuine" in say_of(pdf[:-1] + b"!")
    made(lena, session, words="Better.")
    assert "A newer report has taken its place" in say_of(pdf)


def test_without_a_file_the_form_says_what_to_do(stranger: TestBrowser) -> None:
    for files in ({}, {"file": ("", b"", "application/pdf")}):
        page = stranger.post("/reports/check", data={}, files=files)
        assert page.status_code == 422
        assert "Choose the file of the report first." in page.text


def test_from_the_preview_there_is_a_way_back_with_everything_typed(lena: TestBrowser) -> None:
    with stopped_at(JULY):
        preview = lena.post("/reports/preview", data={"quarter": "2026-Q2", "language": "es", "words": WORDS})
        form = lena.post("/reports/new", data=form_values(preview.text, "/reports"))

    check_page(form.text)
    assert "We opened *two* beds" in form.text
    assert re.search(r'value="es"\s+checked', form.text)


def test_before_the_first_report_the_page_says_how_one_comes_to_be(
    cast: Cast, as_actor: Enter, lena: TestBrowser
) -> None:
    assert "Make a report" in lena.get("/reports").text
    reader = as_actor(cast.priya_privacy).get("/reports").text
    assert "Leadership makes the first one." in reader
    assert "/reports/new" not in reader
