"""The pages of reports: the list, the form, the preview, one report."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from network.actors import Actor
from network.reports.drafting import LONGEST, ended_quarters
from network.reports.figures import Figures, read_figures
from network.rules.gap_permissions import may_make_reports
from network.rules.periods import Period, quarter_with
from network.tables import Report
from network.words import LANGUAGES, Say, say_number
from web.forms.reports import ReportForm
from web.pages.filled import Choice, Filled
from web.pages.report_paper import how_to_check, privacy_note
from web.pages.report_shown import ReportShown, report_shown


class ReportLine(Struct, frozen=True):
    """One report in the list."""

    href: str
    quarter: Say
    language: str  # its own name
    made_at: datetime
    is_replaced: bool


class ReportsPage(Struct, frozen=True):
    """All reports, the newest quarter first."""

    lines: tuple[ReportLine, ...]
    count: Say
    may_make: bool


class ReportFormPage(Struct, frozen=True):
    """What is asked before a report is made."""

    form: Filled
    quarters: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    longest: int


class PreviewPage(Struct, frozen=True):
    """What would be made, and the form that makes it."""

    report: ReportShown
    map_src: str
    privacy: Say
    given: Mapping[str, str | tuple[str, ...]]
    language: str
    is_new: bool = True


class ReportPage(Struct, frozen=True):
    """One report, and the files that go with it."""

    report: ReportShown
    map_src: str
    privacy: Say
    language: str
    href: str
    replaced_by: str  # where the report stands that took its place; empty: none did
    replaces: str  # where the one stands that it replaces
    sha256: str
    public_key: str
    key_is_current: bool
    check: tuple[Say, ...]
    kilobytes: int
    is_new: bool = False


def reports_page(actor: Actor, reports: Sequence[Report]) -> ReportsPage:
    """The list."""
    replaced = {report.corrects_id for report in reports}
    return ReportsPage(
        lines=tuple(
            ReportLine(
                href=f"/reports/{report.id}",
                quarter=quarter_of(report).spoken,
                language=LANGUAGES.get(report.language, report.language),
                made_at=report.made_at,
                is_replaced=report.id in replaced,
            )
            for report in reports
        ),
        count=say_number("{number} report", "{number} reports", len(reports)),
        may_make=bool(may_make_reports(actor)),
    )


def quarter_of(report: Report) -> Period:
    """The quarter that a report is about."""
    return quarter_with(report.first_day)


def form_page(form: ReportForm, today: date, problems: Mapping[str, Say] | None = None) -> ReportFormPage:
    """The form, with what is wrong."""
    return ReportFormPage(
        form=Filled(form.shown(), problems or {}),
        quarters=tuple(Choice(str(one), one.spoken) for one in ended_quarters(today)),
        languages=tuple(Choice(code, name) for code, name in LANGUAGES.items()),
        longest=LONGEST,
    )


def preview_page(figures: Figures, form: ReportForm, actor: Actor) -> PreviewPage:
    """What the report would say, in the language of who looks; its own words in the language it gets."""
    shown = report_shown(figures, actor.language)
    given = form.shown() | {"replaces": figures.replaces, "words": figures.words}
    return PreviewPage(
        report=shown,
        map_src=picture(shown.map_svg),
        privacy=privacy_note(shown.least),
        given=given,
        language=LANGUAGES[figures.language],
    )


def report_page(
    report: Report, actor: Actor, current_key: str, replaced_by: Report | None, base_url: str
) -> ReportPage:
    """One report for its reader."""
    shown = report_shown(read_figures(report.figures), actor.language)
    return ReportPage(
        report=shown,
        map_src=picture(shown.map_svg),
        privacy=privacy_note(shown.least),
        language=LANGUAGES.get(report.language, report.language),
        href=f"/reports/{report.id}",
        replaced_by=f"/reports/{replaced_by.id}" if replaced_by else "",
        replaces=f"/reports/{report.corrects_id}" if report.corrects_id else "",
        sha256=report.sha256,
        public_key=report.public_key,
        key_is_current=report.public_key == current_key,
        check=how_to_check(base_url),
        kilobytes=max(1, len(report.pdf) // 1000),
    )


def picture(svg: str) -> str:
    """The address of a picture that stands in the page itself: what is drawn there runs nothing."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" if svg else ""
