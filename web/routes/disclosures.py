"""URLs of what was told about people: the privacy officer's list, and the accounting for one person."""

from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from network.actors import Actor
from network.disclosures.queries import Accounting, accounting, list_disclosures
from network.people.queries import get_person
from network.tables import Channel
from web.csv_file import csv_file
from web.forms.disclosures import DisclosuresQuery, since_of
from web.pages.accounting_paper import accounting_paper
from web.pages.disclosures import (
    AccountingPage,
    accounting_members,
    accounting_page,
    accounting_rows,
    disclosures_page,
)
from web.pages.times import exact_time, local_date
from web.show import PRIVATE, Page, show
from web.typesetting import pdf_file, typeset
from web.world import World

AnyRequest = Request[Any, Any, Any]


@get("/disclosures", name="disclosures", sync_to_thread=True)
def show_list(request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]) -> Page:
    query = DisclosuresQuery.read(request.query_params)
    found = list_disclosures(session, staff, query.filters, query.page)
    return show(request, staff, "disclosures/list.html", disclosures_page(found, query))


@get("/people/{person_id:uuid}/disclosures", name="accounting", sync_to_thread=True)
def show_accounting(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    _, page = _account(request, session, staff, person_id, Channel.PAGE)
    return show(request, staff, "disclosures/accounting.html", page)


@get("/people/{person_id:uuid}/disclosures.pdf", name="accounting-pdf", sync_to_thread=True)
def show_accounting_pdf(
    request: AnyRequest,
    person_id: FromPath[UUID],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Response[bytes]:
    with world.store.reading() as session:  # closed before the PDF is made, which takes a while
        _, page = _account(request, session, staff, person_id, Channel.PDF)
    moment = exact_time(page.until, staff.language, staff.time_zone)
    since = local_date(page.since, staff.language, staff.time_zone)
    paper = accounting_paper(page, staff.language, moment, since)
    return pdf_file(typeset("accounting.typ", paper), "disclosures.pdf")


@get("/people/{person_id:uuid}/disclosures.csv", name="accounting-csv", sync_to_thread=True)
def show_accounting_csv(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Response[bytes]:
    _, page = _account(request, session, staff, person_id, Channel.CSV)
    return csv_file(accounting_rows(page, staff.language), "disclosures.csv")


@get("/people/{person_id:uuid}/disclosures.json", name="accounting-json", sync_to_thread=True)
def show_accounting_json(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Response[dict[str, Any]]:
    found, page = _account(request, session, staff, person_id, Channel.JSON)
    return Response(accounting_members(found, page), media_type=MediaType.JSON, headers=PRIVATE)


def _account(
    request: AnyRequest, session: Session, actor: Actor, person_id: UUID, channel: Channel
) -> tuple[Accounting, AccountingPage]:
    """The accounting, and the name of whom it is about where the reader may open their record."""
    since = since_of(request.query_params, actor.today)
    found = accounting(session, actor, person_id, since=since, channel=channel)
    name = ""
    if found.is_own:
        person = get_person(session, actor, person_id)
        name = f"{person.given_name} {person.family_name}"
    return found, accounting_page(found, name, actor.language, since=since)


router = Router(
    "/",
    route_handlers=[
        show_list,
        show_accounting,
        show_accounting_pdf,
        show_accounting_csv,
        show_accounting_json,
    ],
    include_in_schema=False,
)
