"""URLs at which somebody permits something: the one question, the choices, the text, the signature."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from network.actors import Actor
from network.consent.choosing import agencies_to_name, agency_of_place
from network.consent.overview import known_consent
from network.consent.queries import get_consent
from network.consent.scans import check_scan
from network.consent.signing import circumstances_of, sign_consent
from network.errors import Invalid
from network.people.queries import case_of, get_person, program_of
from network.referrals.operations.consent_withdrawn import end_uncovered
from network.rules.consent import Circumstances, Policy, Scan, Signing
from network.rules.consent_checks import missing_before_signing
from network.rules.consent_permissions import may_take_consent
from network.rules.consent_text import text_mark
from network.rules.permissions import require
from network.settings import Settings
from network.tables import Consent
from network.words import Say, say
from web.forms.consents import ON_PAPER, ConsentForm, read_form
from web.forms.ids import id_or_none
from web.forms.local_path import local_path
from web.forms.typed import Typed
from web.pages.consent_signing import (
    ChoicesPage,
    TextPage,
    choices_page,
    proposed_values,
    question_page,
    renewed_values,
    text_page,
)
from web.pages.consents import Setting
from web.refusals import WrongForm
from web.show import Page, go_to, show
from web.world import World

AnyRequest = Request[Any, Any, Any]
NEW, TEXT = "consents/new.html", "consents/text.html"
LARGEST = (
    16_000_000  # bytes of a form with a scan; what is over 10 MB in it gets a sentence, not a closed door
)


async def sent_form(request: AnyRequest) -> dict[str, Any]:
    """The fields as they came, with or without a file."""
    form = await request.form()
    return {name: form.getall(name) for name in form}


@get("/people/{person_id:uuid}/consents/new", name="consent-new", sync_to_thread=True)
def ask_what(
    request: AnyRequest,
    person_id: FromPath[UUID],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
) -> Page:
    setting, query = setting_to_sign(session, staff, person_id), request.query_params
    carried = {name: query.get(name, "") for name in ("place", "next", "renews", "told")}
    if query.get("condition") not in {"yes", "no"} and not carried["renews"]:
        return show(request, staff, "consents/question.html", question_page(staff, setting, carried))
    policy = policy_of(request.app.state.world.settings)
    page = _first_choices(session, staff, setting, policy, query.get("condition", ""), carried)
    return show(request, staff, NEW, page)


@get("/people/{person_id:uuid}/consents/text", name="consent-text-again", sync_to_thread=False)
def begin_again(
    request: AnyRequest,
    person_id: FromPath[UUID],
    staff: NamedDependency[Actor],  # noqa: ARG001 - only who is signed in is led on
) -> Redirect:
    """The text stands only behind what was chosen: somebody who reloads it, or changes the language of the
    page, begins with the question."""
    return go_to(request, f"/people/{person_id}/consents/new")


@post(
    "/people/{person_id:uuid}/consents/text",
    name="consent-text",
    status_code=200,
    sync_to_thread=True,
    dependencies={"given": Provide(sent_form)},
)
def read_together(
    request: AnyRequest,
    person_id: FromPath[UUID],
    given: NamedDependency[dict[str, Any]],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Page:
    setting, form = setting_to_sign(session, staff, person_id), read_form(given)
    if form.typed.ticked("look") or form.typed.ticked("change"):
        return show(request, staff, NEW, _choices(session, staff, setting, form))
    return show(request, staff, TEXT, _text(session, staff, setting, form, policy_of(world.settings)))


@post(
    "/people/{person_id:uuid}/consents",
    name="consent-sign",
    status_code=303,
    sync_to_thread=True,
    request_max_body_size=LARGEST,
    dependencies={"given": Provide(sent_form)},
)
def sign(
    request: AnyRequest,
    person_id: FromPath[UUID],
    given: NamedDependency[dict[str, Any]],
    session: NamedDependency[Session],
    staff: NamedDependency[Actor],
    world: NamedDependency[World],
) -> Redirect:
    form = read_form(given)
    scan, problems = _scan(form)  # before the first statement: SQLite has one writer
    consent = _sign(session, staff, person_id, form, scan, problems, policy_of(world.settings))
    onward = local_path(form.next, f"/consents/{consent.id}")
    return go_to(request, onward, say("Signed. Give the person a copy: print it, or save it as a PDF."))


def _scan(form: ConsentForm) -> tuple[Scan | None, Mapping[str, Say]]:
    if form.file is None:
        return None, {}
    try:
        return check_scan(form.file), {}
    except Invalid as wrong:
        return None, wrong.problems


def _sign(
    session: Session,
    staff: Actor,
    person_id: UUID,
    form: ConsentForm,
    scan: Scan | None,
    problems: Mapping[str, Say],
    policy: Policy,
) -> Consent:
    """Sign, or show the page again on which something is missing."""
    setting = setting_to_sign(session, staff, person_id)
    try:
        signing = form.signing(scan)
        if problems:
            raise Invalid(dict(problems))
        circumstances = circumstances_of(session, staff, setting.person, signing)
        _check_seen(form, signing, circumstances, policy)
        renews = id_or_none(form.typed.text("renews"))
        replaces = get_consent(session, setting.person, renews) if renews else None
        consent = sign_consent(session, staff, setting.person, signing, replaces=replaces, policy=policy)
        if replaces is not None:
            end_uncovered(session, setting.person.id)
        return consent
    except Invalid as wrong:
        if set(wrong.problems) - ON_PAPER:
            page: object = _choices(session, staff, setting, form, wrong.problems)
            raise WrongForm(NEW, page) from None
        circumstances = circumstances_of(session, staff, setting.person, signing)
        signed_anew = {"signature": "", "signed_name": ""} if "seen" in wrong.problems else {}
        values = form.shown() | signed_anew
        page = text_page(staff, setting, signing, circumstances, policy, values, wrong.problems)
        raise WrongForm(TEXT, page) from None


def _check_seen(form: ConsentForm, signing: Signing, circumstances: Circumstances, policy: Policy) -> None:
    """What is signed is what was read, although others may have written something down meanwhile. Raises
    Invalid."""
    seen = form.typed.text("seen")
    if seen and seen != text_mark(signing, circumstances, policy):
        raise Invalid(
            {"seen": say("The text has changed since it was opened. Read it together again, then sign.")}
        )


def _text(session: Session, staff: Actor, setting: Setting, form: ConsentForm, policy: Policy) -> TextPage:
    """The text, once everything before it is settled. Raises WrongForm with the choices."""
    values = form.shown()
    if language := form.typed.text("switch"):
        values["language"] = language
    try:
        signing = ConsentForm(Typed(values)).signing()
        circumstances = circumstances_of(session, staff, setting.person, signing)
        if problems := missing_before_signing(signing, circumstances, policy):
            raise Invalid(problems)
    except Invalid as wrong:
        raise WrongForm(NEW, _choices(session, staff, setting, form, wrong.problems)) from None
    return text_page(staff, setting, signing, circumstances, policy, values)


def _first_choices(
    session: Session,
    staff: Actor,
    setting: Setting,
    policy: Policy,
    condition: str,
    carried: Mapping[str, str],
) -> ChoicesPage:
    circumstances = circumstances_of(session, staff, setting.person, Signing())
    agency = agency_of_place(session, id_or_none(carried["place"]))
    values = proposed_values(
        setting.person,
        circumstances,
        policy,
        condition=condition,
        agency=str(agency) if agency else "",
        carried=carried,
    )
    if renews := id_or_none(carried["renews"]):
        values = renewed_values(known_consent(session, get_consent(session, setting.person, renews)), values)
    chosen = [id_ for id_ in map(id_or_none, values["recipient_organization_ids"]) if id_]
    agencies = agencies_to_name(session, setting.person, chosen=chosen)
    return choices_page(staff, setting, circumstances, agencies, values)


def _choices(
    session: Session,
    staff: Actor,
    setting: Setting,
    form: ConsentForm,
    problems: Mapping[str, Say] | None = None,
) -> ChoicesPage:
    """The choices again, with what was typed, and with agencies that fit what was looked for."""
    chosen = [id_ for id_ in map(id_or_none, form.typed.several("recipient_organization_ids")) if id_]
    circumstances = circumstances_of(session, staff, setting.person, Signing())
    agencies = agencies_to_name(session, setting.person, chosen=chosen, words=form.typed.text("agency_words"))
    return choices_page(staff, setting, circumstances, agencies, form.shown(), problems)


def setting_to_sign(session: Session, staff: Actor, person_id: UUID) -> Setting:
    """The person for whom a consent is taken. Raises NotFound, NotAllowed."""
    setting = setting_of(session, staff, person_id)
    require(may_take_consent(staff, setting.person))
    return setting


def setting_of(session: Session, staff: Actor, person_id: UUID) -> Setting:
    """The person and their case, as far as the reader may know them. Raises NotFound."""
    person = get_person(session, staff, person_id)
    case = case_of(session, person.id)
    program = program_of(session, case)
    return Setting(person, case, program.name if program else "")


def policy_of(settings: Settings) -> Policy:
    """What the operator decided about consents."""
    return Policy(settings.consent_longest_days, settings.consent_own_words, settings.consent_own_words_es)


HANDLERS = [
    ask_what,
    begin_again,
    read_together,
    sign,
]  # in the router of consents: they share an address with its list
