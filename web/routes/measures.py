"""URLs of measures: whether people get linked, how fast, and where not; and of one agency's own results."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from sqlmodel import Session

from network.actors import Actor
from network.measures.own import own_results
from network.measures.queries import measure, today_of
from network.measures.tables import MeasureTable
from network.places.geocoder import own_places
from network.places.naming import names_of
from network.rules.measures import By
from web.csv_file import csv_file
from web.forms.measures import MeasuresForm
from web.pages.measure_files import measure_members, measure_rows
from web.pages.measures import measures_page
from web.pages.results import results_page
from web.pages.results_paper import results_paper
from web.show import PRIVATE, Page, show
from web.typesetting import pdf_file, typeset
from web.world import World

AnyRequest = Request[Any, Any, Any]


@get("/measures", name="measures", sync_to_thread=True)
def show_measures(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    today = today_of(world.settings)
    form = MeasuresForm.read(request.query_params, today)
    table = table_for(session, staff, world, form)
    before = measure(session, staff, world.settings, form.period.before, By.ALL)
    page = measures_page(table, before, form, today, staff.language)
    return show(request, staff, "measures/show.html", page)


@get("/measures.csv", name="measures-csv", sync_to_thread=True)
def show_file(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Response[bytes]:
    form = MeasuresForm.read(request.query_params, today_of(world.settings))
    table = table_for(session, staff, world, form)
    return csv_file(measure_rows(table, staff.language), f"measures-{form.period}.csv")


@get("/measures.json", name="measures-json", sync_to_thread=True)
def show_members(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Response[dict[str, Any]]:
    form = MeasuresForm.read(request.query_params, today_of(world.settings))
    return Response(measure_members(table_for(session, staff, world, form)), headers=PRIVATE)


@get("/our-results", name="our-results", sync_to_thread=True)
def show_results(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    today = today_of(world.settings)
    form = MeasuresForm.read(request.query_params, today)
    results = own_results(session, staff, world.settings, form.period)
    return show(request, staff, "results/show.html", results_page(results, today, staff.language))


@get("/our-results.pdf", name="our-results-pdf", sync_to_thread=True)
def show_results_pdf(
    request: AnyRequest, staff: NamedDependency[Actor], world: NamedDependency[World]
) -> Response[bytes]:
    today = today_of(world.settings)
    form = MeasuresForm.read(request.query_params, today)
    with world.store.reading() as session:  # closed before the PDF is made, which takes a while
        results = own_results(session, staff, world.settings, form.period, for_others=True)
    paper = results_paper(results_page(results, today, staff.language), today, world.settings, staff.language)
    return pdf_file(typeset("results.typ", paper), f"results-{form.period}.pdf")


def table_for(session: Session, actor: Actor, world: World, form: MeasuresForm) -> MeasureTable:
    """The one table that page and files show. Raises NotAllowed."""
    places = names_of(own_places(world.geocoder))
    return measure(session, actor, world.settings, form.period, form.by, places=places)


router = Router(
    "/",
    route_handlers=[show_measures, show_file, show_members, show_results, show_results_pdf],
    include_in_schema=False,
)
