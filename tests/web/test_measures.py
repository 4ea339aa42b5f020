"""Leadership sees whether people get linked; an agency sees its own results."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from network.actors import Actor, Role
from network.clock import now
from network.measures.own import own_results
from network.measures.queries import measure
from network.measures.tables import MeasureCell, MeasureRow, MeasureTable
from network.rules.measures import BY_CODE, By, M
from network.rules.periods import Period, quarter_with, read_period
from network.settings import Settings
from network.tables import OutcomeStep, ReferralStatus
from tests.cast import Cast
from tests.network.measures.history import History
from tests.web.browser import TestBrowser
from web.forms.measures import BY_ORDER, MeasuresForm, periods_to_choose
from web.pages.measures import COLUMNS, measures_page

Enter = Callable[[Actor], TestBrowser]
S = ReferralStatus
SPRING = date(2026, 4, 6)


@pytest.fixture
def history(session: Session, cast: Cast) -> History:
    """Sixty referrals to the clinic in spring, thirty to another agency, and a few before."""
    history = History(session, cast)
    beside = cast.place(cast.service(cast.other, "Housing desk", "housing"), "Hilltop", 37.76, -122.42)
    for _ in range(28):
        history.somebody_else()
        history.linked(SPRING, 3)
    history.many(14, SPRING, status=S.DECLINED_PROVIDER, answered_after=2)
    history.many(18, SPRING, status=S.EXPIRED_NO_RESPONSE)
    history.many(30, SPRING, place=beside, status=S.DECLINED_PROVIDER, answered_after=0.5, kind="housing")
    history.many(4, SPRING, kind="work.jobs", zip_code="94110")
    history.many(20, date(2026, 2, 2), status=S.EXPIRED_NO_RESPONSE)
    return history


@pytest.mark.usefixtures("history")
def test_leadership_reads_the_finding_the_bars_and_every_measure(cast: Cast, as_actor: Enter) -> None:
    page = as_actor(cast.lena_leadership).get("/measures?period=2026-Q2")

    assert page.status_code == 200
    assert "<h1>28 of 94 referrals led to a first service: Quarter 2 of 2026</h1>" in page.text
    assert "30%" in page.text
    assert "28 of 94" in page.text
    assert "Quarter 1 of 2026" in page.text
    assert "Riverside Clinic" in page.text
    assert "not certified" in page.text


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("period", ["2026-Q2", "2026"])
def test_page_and_files_say_the_same_cell_by_cell(
    session: Session, cast: Cast, as_actor: Enter, settings: Settings, period: str
) -> None:
    browser = as_actor(cast.lena_leadership)
    for by in BY_ORDER:
        _compare(browser, session, cast.lena_leadership, settings, period, by)


def _compare(
    browser: TestBrowser, session: Session, lena: Actor, settings: Settings, period: str, by: By
) -> None:
    table = measure(session, lena, settings, read_period(period), by)
    form = MeasuresForm(read_period(period), by)
    page = measures_page(table, table, form, date(2026, 11, 1), "en")

    lines = list(
        csv.DictReader(
            io.StringIO(browser.get(f"/measures.csv?period={period}&by={by}").text.lstrip("\ufeff"))
        )
    )
    found = browser.get(f"/measures.json?period={period}&by={by}").json()
    in_csv = {(line["Key"], line["Measure (code)"]): line for line in lines}
    in_json = {row["key"]: row["measures"] for row in [found["total"], *found["rows"]]}

    for row in (table.total, *table.rows):
        for code, cell in row.cells.items():
            line, member = in_csv[row.key, code.value], in_json[row.key][code.value]
            numbers = (cell.value, cell.numerator, cell.denominator, cell.excluded)
            assert numbers == tuple(
                member[name] for name in ("value", "numerator", "denominator", "left_out")
            )
            assert [line[name] for name in ("Value", "Numerator", "Denominator", "Left out")] == [
                "" if one is None else str(one) for one in numbers
            ]
            assert line["State"] == member["state"]
    shown = {row.key: row.cells for row in page.rows}
    html = browser.get(f"/measures?period={period}&by={by}").text
    for row in table.rows:
        for code, said in zip(COLUMNS, shown.get(row.key, ()), strict=False):
            assert said.is_withheld == (row[code].value is None)
            assert said.label == BY_CODE[code].name
            if row[code].numerator is not None and said.of:
                assert str(said.of) in html


@pytest.mark.usefixtures("history")
def test_what_became_better_is_said_of_this_quarter_and_not_of_the_one_before(
    cast: Cast, as_actor: Enter
) -> None:
    page = as_actor(cast.lena_leadership).get("/measures?period=2026-Q2").text
    _, now_cell, before_cell = page.split('<tr id="measure-answered">')[1].split("</tr>")[0].split("<t")[1:]

    assert "better" in now_cell
    assert "#arrow_upward" in now_cell
    assert "better" not in before_cell


@pytest.mark.usefixtures("history")
def test_the_heading_of_the_rows_is_all_in_one_language(cast: Cast, as_actor: Enter) -> None:
    page = as_actor(replace(cast.lena_leadership, language="es")).get("/measures?period=2026-Q2").text

    assert "Por: Organización</h2>" in page


@pytest.mark.usefixtures("history")
def test_few_referrals_have_no_numbers_of_their_own(cast: Cast, as_actor: Enter) -> None:
    page = as_actor(cast.lena_leadership).get("/measures?period=2026-Q2&by=area")

    assert "Counts from 1 to 10 are withheld" in page.text
    assert 'class="tr-measure-few"' in page.text or "94110" not in page.text
    assert ">4<" not in page.text
    assert ">4 of" not in page.text


@pytest.mark.usefixtures("history")
def test_the_table_sorts_by_link_and_a_month_has_none(cast: Cast, as_actor: Enter) -> None:
    browser = as_actor(cast.sal_supervisor)

    by_sent = browser.get("/measures?period=2026&by=organization").text
    by_speed = browser.get(f"/measures?period=2026&by=organization&sort={M.DAYS_TO_ANSWER}").text
    month = browser.get("/measures?period=2026-04").text

    assert 'aria-sort="descending"' not in by_sent
    assert 'aria-sort="descending"' in by_speed
    assert "A month is counted for the whole network only" in month
    assert "/measures?period=2026-Q2" in month
    assert 'class="usa-table usa-table--borderless tr-table tr-gap-table' not in month


def test_what_belongs_to_an_agency_whose_number_is_withheld_stands_below_that_one() -> None:
    def row(key: str, sent: int | None, depth: int = 0) -> MeasureRow:
        cell = MeasureCell(sent, sent, sent, is_withheld=sent is None)
        return MeasureRow(key, key, dict.fromkeys(M, cell), depth)

    rows = (
        row("first", 40), row("of the first", 25, 1),
        row("hidden", None), row("of the hidden", 15, 1), row("hidden below", None, 1),
        row("few", None), row("few below", None, 1),
    )  # fmt: skip
    period = read_period("2026-Q2")
    table = MeasureTable(period, By.SERVICE, now(), 11, row("", 80), rows, is_over=True)

    for sort in (None, M.SENT):
        page = measures_page(table, table, MeasuresForm(period, By.SERVICE, sort), date(2026, 8, 1), "en")
        assert [one.key for one in page.rows] == ["first", "of the first", "hidden", "of the hidden"]
        assert page.few == ("few",)


def test_what_cannot_be_measured_is_not_there(cast: Cast, as_actor: Enter) -> None:
    browser = as_actor(cast.lena_leadership)

    for address in ("period=2026-13", "period=26", "by=person", "sort=name", "period=1999"):
        assert browser.get(f"/measures?{address}").status_code == 404


def test_an_empty_period_says_what_to_do(cast: Cast, as_actor: Enter) -> None:
    page = as_actor(cast.lena_leadership).get("/measures")

    assert "No referral was sent" in page.text
    assert "Choose another one above" in page.text


@pytest.mark.usefixtures("history")
def test_the_clinic_sees_its_own_results_and_no_other_agency(cast: Cast, as_actor: Enter) -> None:
    page = as_actor(cast.pat_provider).get("/our-results?period=2026-Q2")

    assert page.status_code == 200
    assert "28 of 64 referrals to you led to a first service" in page.text
    assert "Riverside Clinic" in page.text
    assert "Hilltop" not in page.text
    assert "People served" in page.text
    assert "Days to answer, the whole network" in page.text


def test_staff_know_their_few_people_and_those_who_get_the_paper_do_not(
    session: Session, cast: Cast, as_actor: Enter, settings: Settings
) -> None:
    history = History(session, cast)
    history.many(3, SPRING, status=S.DECLINED_PROVIDER, answered_after=2)
    quarter = quarter_with(SPRING)

    page = as_actor(cast.pat_provider).get(f"/our-results?period={quarter}").text
    for_others = own_results(session, cast.pat_provider, settings, quarter, for_others=True)

    assert "0 of 3 referrals to you led to a first service" in page
    assert "These are all numbers of your own agency" in page
    assert for_others.own is not None
    assert for_others.own[M.SENT].numerator is None


def test_what_the_officer_said_of_one_person_is_not_told_by_a_count(
    session: Session, cast: Cast, as_actor: Enter
) -> None:
    history = History(session, cast)
    theirs = history.linked(SPRING, 3)
    said_by_olive = history.send(SPRING, status=S.COMPLETED, answered_after=1, accepted=True)
    for step in (OutcomeStep.INITIATED, OutcomeStep.COMPLETED_SERVICE):
        history.say(said_by_olive, step, SPRING).organization_id = cast.unit.id
    session.flush()
    page = as_actor(cast.pat_provider).get("/our-results?period=2026-Q2").text
    assert "1 of 2 referrals to you led to a first service" in page
    assert "1 of 1" not in page, "nothing was completed by their own word"

    history.say(theirs, OutcomeStep.COMPLETED_SERVICE, SPRING)
    page = as_actor(cast.pat_provider).get("/our-results?period=2026-Q2").text
    assert "1 of 1" in page


@pytest.mark.usefixtures("history")
def test_the_clinic_gives_its_funders_a_paper_for_screen_readers(cast: Cast, as_actor: Enter) -> None:
    paper = as_actor(cast.pat_provider).get("/our-results.pdf?period=2026")

    assert paper.headers["content-type"] == "application/pdf"
    assert 'filename="results-2026.pdf"' in paper.headers["content-disposition"]
    assert b"/StructTreeRoot" in paper.content
    assert b"pdfuaid" in paper.content


def test_an_agency_to_which_nothing_was_sent_learns_what_to_do(cast: Cast, as_actor: Enter) -> None:
    browser = as_actor(cast.olga_outsider)

    assert "No referral came to you in this time" in browser.get("/our-results").text
    assert browser.get("/our-results.pdf").content.startswith(b"%PDF")


@pytest.mark.usefixtures("history")
def test_measures_are_said_in_spanish(session: Session, cast: Cast, as_actor: Enter) -> None:
    lena = cast.staff("Leni", cast.unit, Role.LEADERSHIP, language="es")
    session.commit()
    page = as_actor(lena).get("/measures?period=2026-Q2&by=kind")

    assert "28 de 94 remisiones llevaron a un primer servicio: Trimestre 2 de 2026" in page.text
    assert "Citas cumplidas" in page.text


def test_periods_follow_each_other() -> None:
    assert read_period("2026").before == Period(2025)
    assert read_period("2026-Q1").before == Period(2025, 4)
    assert read_period("2026-01").before == Period(2025, month=12)
    assert read_period("2026-12").next == Period(2027, month=1)
    assert read_period("2026-Q4").last == date(2026, 12, 31)
    assert [str(month) for month in Period(2026, 2).months] == ["2026-04", "2026-05", "2026-06"]
    assert quarter_with(date(2026, 9, 30)) == Period(2026, 3)
    assert str(periods_to_choose(date(2026, 2, 1))[1]) == "2025-Q4"
