"""URLs of the gaps: where needs find no service, as a page, as a table, and as shapes to move about on."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from sqlmodel import Session

from network.actors import Actor
from network.errors import NotFound
from network.gaps.flags import open_gaps, owner_names, require_overviews
from network.gaps.overview import Overview, look_at_gaps
from network.gaps.queries import newest_survey
from network.places.counties import GeoJson
from network.places.geocoder import own_places
from network.places.naming import names_of
from web.csv_file import csv_file
from web.forms.gaps import GapsForm
from web.pages.gap_flags import GapCard, gap_card
from web.pages.gap_shapes import gap_shapes
from web.pages.gap_table import csv_rows, gap_table
from web.pages.gaps import NoSurveyPage, gaps_page, the_map
from web.show import PRIVATE, Page, show
from web.world import World

AnyRequest = Request[Any, Any, Any]


@get("/gaps", name="gaps", sync_to_thread=True)
def show_gaps(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    form = GapsForm.read(request.query_params)
    overview = look(session, staff, form)
    if overview is None:
        page = NoSurveyPage(world.settings.gap_hours, world.settings.gap_days)
        return show(request, staff, "gaps/before.html", page)
    names, flags = names_of(own_places(world.geocoder)), gaps_in(session, staff, overview, world)
    return show(request, staff, "gaps/overview.html", gaps_page(staff, overview, form, names, flags))


@get("/gaps.csv", name="gaps-csv", sync_to_thread=True)
def show_table(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Response[bytes]:
    form = GapsForm.read(request.query_params)
    table = gap_table(found(session, staff, form), names_of(own_places(world.geocoder)), form)
    return csv_file(csv_rows(table, staff.language), "gaps.csv")


@get("/gaps/areas.json", name="gap-areas", sync_to_thread=True)
def show_areas(
    request: AnyRequest,
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Response[GeoJson]:
    form = GapsForm.read(request.query_params)
    overview = found(session, staff, form)
    drawn = the_map(overview, form, names_of(own_places(world.geocoder)), staff.language)
    if drawn is None:
        raise NotFound
    shapes = gap_shapes(drawn, overview.county, staff.language)
    return Response(shapes, media_type="application/geo+json", headers=PRIVATE)


def look(session: Session, actor: Actor, form: GapsForm) -> Overview | None:
    """The newest survey as it was asked for; None before the first. Raises NotAllowed, NotFound."""
    require_overviews(actor)
    survey = newest_survey(session)
    if survey is None:
        return None
    return look_at_gaps(session, actor, survey, kind=form.kind, county=form.county, state=form.state)


def found(session: Session, actor: Actor, form: GapsForm) -> Overview:
    """The same; raises NotFound before the first survey."""
    overview = look(session, actor, form)
    if overview is None:
        raise NotFound
    return overview


def gaps_in(session: Session, actor: Actor, overview: Overview, world: World) -> list[GapCard]:
    """The open gaps of this kind in this county or state."""
    gaps = [
        gap
        for gap in open_gaps(session, actor, overview.county or None, overview.kind or None)
        if gap.county_fips.startswith(overview.state_fips)
    ]
    owners = owner_names(session, [gap.owner_account_id for gap in gaps])
    names, today = names_of(own_places(world.geocoder)), actor.today
    return [gap_card(gap, actor, names, owners, today) for gap in gaps]


router = Router("/", route_handlers=[show_gaps, show_table, show_areas], include_in_schema=False)
