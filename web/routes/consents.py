"""URLs of what people signed: their consents, one of them, its copies, and taking it back."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.consent.copies import give_copy
from network.consent.overview import KnownConsent, is_waiting, known_consent, known_consents
from network.consent.queries import get_consent, get_scan, person_id_of
from network.referrals.operations.consent_withdrawn import withdraw_consent
from network.words import say
from web.forms.consents import WithdrawalForm
from web.forms.ids import id_or_none
from web.pages.consent_paper import consent_paper
from web.pages.consents import Setting, consent_page, consents_page, withdrawal_page
from web.routes.consent_signing import HANDLERS, setting_of, setting_to_sign
from web.show import PRIVATE, Page, go_to, show
from web.typesetting import pdf_file, typeset
from web.world import World

AnyRequest = Request[Any, Any, Any]
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


@get("/people/{person_id:uuid}/consents", name="consents", sync_to_thread=True)
def list_consents(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    setting = setting_of(session, staff, person_id)
    page = consents_page(staff, setting, known_consents(session, setting.person))
    return show(request, staff, "consents/list.html", page)


@get("/consents/{consent_id:uuid}", name="consent", sync_to_thread=True)
def show_consent(
    request: AnyRequest,
    consent_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    setting, known = _known(session, staff, consent_id)
    page = consent_page(staff, setting, known, request.query_params.get("text") or staff.language)
    return show(request, staff, "consents/show.html", page)


@get("/consents/{consent_id:uuid}/copy", name="consent-copy", sync_to_thread=True)
def show_copy(
    request: AnyRequest,
    consent_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    setting, known = _known(session, staff, consent_id)
    language = request.query_params.get("text") or known.consent.language
    page = consent_page(staff, setting, known, language)
    return show(request, staff, "consents/copy.html", page)


@get("/consents/{consent_id:uuid}/copy.pdf", name="consent-copy-pdf", sync_to_thread=True)
def show_pdf(
    request: AnyRequest,
    consent_id: FromPath[UUID],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Response[bytes]:
    with world.store.reading() as session:  # closed before the PDF is made, which takes a while
        setting, known = _known(session, staff, consent_id)
        language = request.query_params.get("text") or known.consent.language
        paper = consent_paper(consent_page(staff, setting, known, language), staff)
    return pdf_file(typeset("consent.typ", paper), "consent.pdf")


@post("/consents/{consent_id:uuid}/copy", name="consent-copy-given", status_code=303, sync_to_thread=True)
def copy_given(
    request: AnyRequest,
    consent_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    _, known = _known(session, staff, consent_id)
    give_copy(session, staff, known.consent)
    return go_to(request, f"/consents/{consent_id}", say("Written down: the person has a copy."))


@get("/consents/{consent_id:uuid}/scan", name="consent-scan", sync_to_thread=True)
def show_scan(
    consent_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Response[bytes]:
    _, known = _known(session, staff, consent_id)
    scan = get_scan(session, known.consent)
    name = f'attachment; filename="consent.{ENDINGS[scan.media_type]}"'
    headers = {**PRIVATE, "content-disposition": name, "x-content-type-options": "nosniff"}
    return Response(scan.content, media_type=scan.media_type, headers=headers)


@get("/consents/{consent_id:uuid}/withdrawal", name="consent-withdrawal", sync_to_thread=True)
def ask_before_withdrawing(
    request: AnyRequest,
    consent_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    setting, known = _known(session, staff, consent_id)
    setting_to_sign(session, staff, setting.person.id)
    page = withdrawal_page(staff, setting, known, id_or_none(request.query_params.get("agency")))
    return show(request, staff, "consents/withdrawal.html", page)


@post("/consents/{consent_id:uuid}/withdrawal", name="consent-withdraw", status_code=303, sync_to_thread=True)
def withdraw(
    request: AnyRequest,
    consent_id: FromPath[UUID],
    data: Annotated[WithdrawalForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Redirect:
    _, known = _known(session, staff, consent_id)
    consent = withdraw_consent(session, staff, known.consent, only=known.grants_about(data.checked()))
    waits = say("Taken back where it can be. The rest ends on the first day it can.")
    done = say("Taken back. Nothing more is shared by it.")
    waiting = consent.revoked_at is None and is_waiting(known_consent(session, consent))
    return go_to(request, f"/consents/{consent_id}", waits if waiting else done)


def _known(session: Session, staff: Actor, consent_id: UUID) -> tuple[Setting, KnownConsent]:
    """A consent of a person whom the reader may know. Raises NotFound."""
    setting = setting_of(session, staff, person_id_of(session, consent_id))
    return setting, known_consent(session, get_consent(session, setting.person, consent_id))


router = Router(
    "/",
    route_handlers=[
        list_consents,
        show_consent,
        show_copy,
        show_pdf,
        copy_given,
        show_scan,
        ask_before_withdrawing,
        withdraw,
        *HANDLERS,
    ],
    include_in_schema=False,
)
