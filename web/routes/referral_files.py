"""URLs of referrals as files: a handover packet, a task for other systems, a table."""

from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session, col

from network.actors import Actor
from network.providers.queries.listings import get_service
from network.referrals.queries import get_referral
from network.referrals.showing import shown_for_handover, shown_referral, shown_referrals
from network.rules.permissions import require
from network.rules.worklist_permissions import may_list_referrals
from network.tables import Channel, Referral
from network.worklists.catalogue import asked
from web.csv_file import csv_file
from web.forms.referral_list import filters_of
from web.pages.referral_files import packet_paper, referral_rows, task
from web.show import PRIVATE
from web.typesetting import pdf_file, typeset
from web.world import World

AnyRequest = Request[Any, Any, Any]
MOST_ROWS = 5000  # of one table


@get("/referrals/{referral_id:uuid}/packet.pdf", name="referral-packet", sync_to_thread=True)
def show_packet(
    referral_id: FromPath[UUID], staff: NamedDependency[Actor], world: NamedDependency[World]
) -> Response[bytes]:
    with world.store.reading() as session:  # closed before the PDF is made, which takes a while
        referral = get_referral(session, staff, referral_id)
        shown = shown_for_handover(session, staff, referral, Channel.PDF)
        listing = get_service(session, staff, referral.service_id)
    documents = [each.document for each in listing.documents if each.document]
    paper = packet_paper(shown, documents, staff.language, staff.time_zone)
    return pdf_file(typeset("packet.typ", paper), "handover.pdf")


@get("/referrals/{referral_id:uuid}/task.json", name="referral-task", sync_to_thread=True)
def show_task(
    referral_id: FromPath[UUID], session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Response[dict[str, Any]]:
    referral = get_referral(session, staff, referral_id)
    shown = shown_referral(session, staff, referral, Channel.JSON)
    return Response(task(shown, staff.language), media_type=MediaType.JSON, headers=PRIVATE)


@get("/referrals.csv", name="referrals-csv", sync_to_thread=True)
def show_table(
    request: AnyRequest, session: NamedDependency[Session], staff: NamedDependency[Actor]
) -> Response[bytes]:
    require(may_list_referrals(staff))
    query = asked(staff, filters_of(request.query_params)).order_by(col(Referral.id).desc())
    referrals = session.exec(query.limit(MOST_ROWS)).all()
    found = shown_referrals(session, staff, referrals, Channel.CSV)
    return csv_file(referral_rows(found, staff.language), "referrals.csv")


router = Router("/", route_handlers=[show_packet, show_task, show_table], include_in_schema=False)
