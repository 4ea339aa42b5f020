"""URLs of the reports: what each quarter was like, for funders and the council."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.errors import Conflict, Invalid
from network.measures.queries import today_of
from network.reports.canonical import canonical_json
from network.reports.drafting import newest_like
from network.reports.figures import Figures
from network.reports.operations import make_report
from network.reports.queries import get_report, list_reports, replaced_by, signature_of
from network.reports.signing import public_text
from network.rules.gap_permissions import may_make_reports
from network.rules.permissions import require
from network.words import Say, say
from web.forms.reports import ReportForm
from web.pages.reports import form_page, preview_page, quarter_of, report_page, reports_page
from web.refusals import WrongForm
from web.report_making import gather_report, key_of, typeset_report
from web.show import PRIVATE, Page, go_to, show
from web.typesetting import pdf_file
from web.world import World

AnyRequest = Request[Any, Any, Any]
ReportData = Annotated[ReportForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
LIST, NEW, PREVIEW, SHOW = (f"reports/{name}.html" for name in ("list", "new", "preview", "show"))


@get("/", name="reports", sync_to_thread=True)
def show_list(request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]) -> Page:
    return show(request, staff, LIST, reports_page(staff, list_reports(session, staff)))


@get("/new", name="report-new", sync_to_thread=True)
def show_new(request: AnyRequest, staff: NamedDependency[Actor], world: NamedDependency[World]) -> Page:
    require(may_make_reports(staff))
    form = ReportForm(quarter=request.query_params.get("quarter", ""), language=staff.language)
    return show(request, staff, NEW, form_page(form, today_of(world.settings)))


@post("/new", name="report-change", status_code=200, sync_to_thread=True)
def change(
    request: AnyRequest, data: ReportData, staff: NamedDependency[Actor], world: NamedDependency[World]
) -> Page:
    """From the preview back to the form, with everything typed."""
    require(may_make_reports(staff))
    return show(request, staff, NEW, form_page(data, today_of(world.settings)))


@post("/preview", name="report-preview", status_code=200, sync_to_thread=True)
def show_preview(
    request: AnyRequest, data: ReportData, staff: NamedDependency[Actor], world: NamedDependency[World]
) -> Page:
    figures = gathered(world, staff, data, is_first_look=True)
    return show(request, staff, PREVIEW, preview_page(figures, data, staff))


@post("/", name="report-make", status_code=303, sync_to_thread=True)
def make(
    request: AnyRequest,
    data: ReportData,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    figures = gathered(world, staff, data)
    pdf = typeset_report(figures, world.settings)  # before the first statement: it takes a while
    try:
        report = make_report(session, staff, figures, pdf, key_of(world.settings))
    except Conflict as refused:
        raise again(world, data, {"quarter": refused.sentence}, 409) from None
    return go_to(request, f"/reports/{report.id}", say("The report is made and signed. It stays as it is."))


@get("/{report_id:uuid}", name="report", sync_to_thread=True)
def show_report(
    request: AnyRequest,
    report_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    report, key = get_report(session, staff, report_id), public_text(key_of(world.settings))
    newer = replaced_by(session, report_id)
    return show(request, staff, SHOW, report_page(report, staff, key, newer, world.settings.base_url))


@get("/{report_id:uuid}/report.pdf", name="report-pdf", sync_to_thread=True)
def show_pdf(
    report_id: FromPath[UUID], session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Response[bytes]:
    report = get_report(session, staff, report_id)
    return pdf_file(report.pdf, f"report-{quarter_of(report)}-{report.language}.pdf")


@get("/{report_id:uuid}/report.sig", name="report-signature", sync_to_thread=True)
def show_signature(
    report_id: FromPath[UUID], session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Response[bytes]:
    report = get_report(session, staff, report_id)
    name = f"report-{quarter_of(report)}-{report.language}.pdf.sig"
    headers = {**PRIVATE, "content-disposition": f'attachment; filename="{name}"'}
    return Response(signature_of(report).as_file(), media_type=MediaType.TEXT, headers=headers)


@get("/{report_id:uuid}/figures.json", name="report-figures", sync_to_thread=True)
def show_figures(
    report_id: FromPath[UUID], session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Response[bytes]:
    figures = get_report(session, staff, report_id).figures
    return Response(canonical_json(figures), media_type=MediaType.JSON, headers=PRIVATE)


def gathered(world: World, actor: Actor, form: ReportForm, *, is_first_look: bool = False) -> Figures:
    """The figures, read before anything is written; the form again where they cannot be.

    At the first look the report may take the place of whichever is there. Raises NotAllowed.
    """
    require(may_make_reports(actor))
    try:
        with world.store.reading() as session:
            draft = form.draft()
            if is_first_look:
                there = newest_like(session, draft.quarter, draft.language)
                draft = replace(draft, replaces=there.id if there else None)
            return gather_report(session, actor, world.settings, world.geocoder, draft)
    except Invalid as wrong:
        raise again(world, form, wrong.problems) from None
    except Conflict as refused:
        raise again(world, form, {"quarter": refused.sentence}, 409) from None


def again(world: World, form: ReportForm, problems: Mapping[str, Say], status_code: int = 422) -> WrongForm:
    """The form with everything typed, and what is wrong."""
    return WrongForm(NEW, form_page(form, today_of(world.settings), problems), status_code=status_code)


router = Router(
    "/reports",
    route_handlers=[
        show_list,
        show_new,
        change,
        show_preview,
        make,
        show_report,
        show_pdf,
        show_signature,
        show_figures,
    ],
    include_in_schema=False,
)
