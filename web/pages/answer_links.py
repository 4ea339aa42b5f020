"""The link that was sent for a referral, for who sent it; and where an agency's messages go."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from network.answers.sending import LinkState
from network.tables import AnswerAddress, Organization
from network.words import Say, say
from web.pages.filled import Filled


class LinkPart(Struct, frozen=True):
    """How the link stands, and the code while it is to be read out. Actions are addresses for POST."""

    words: Say
    sent_at: datetime | None
    works_until: datetime | None
    is_locked: bool
    code: str  # in two groups of three, to be read out
    code_until: datetime | None
    send_action: str  # empty: no address is known
    take_back_action: str  # empty: there is none
    address_href: str  # where the agency's address is kept, for who may


class AddressCard(Struct, frozen=True):
    """Where messages for a whole agency, or for one of its services, go."""

    heading: Say | str
    form: Filled
    is_open: bool


class AddressesPage(Struct, frozen=True):
    """All of an agency's addresses."""

    agency: str
    action: str
    back: str
    cards: tuple[AddressCard, ...]
    is_victim_service: bool
    sends_texts: bool
    asking_href: str  # for who may say when the agency is asked how full it is


def link_part(state: LinkState | None, referral_id: UUID, receiver_id: UUID) -> LinkPart | None:
    """None where nothing goes by link, or for who has not sent it."""
    if state is None:
        return None
    here = f"/referrals/{referral_id}/answer-link"
    return LinkPart(
        words=_words(state),
        sent_at=state.sent_at,
        works_until=state.works_until,
        is_locked=state.is_locked,
        code=f"{state.code[:3]} {state.code[3:]}" if state.code else "",
        code_until=state.code_until,
        send_action=here if state.has_address else "",
        take_back_action=f"{here}/revocation" if state.sent_at else "",
        address_href=addresses_href(receiver_id) if state.may_keep_address else "",
    )


def addresses_href(organization_id: UUID) -> str:
    """Where an agency's addresses are kept."""
    return f"/directory/organizations/{organization_id}/answer-address"


def _words(state: LinkState) -> Say:
    if state.is_locked:
        return say("The link is locked after five wrong codes. If it was them, send a new one.")
    if not state.has_address:
        return say("No address is known for this agency: only its staff who can sign in learn of this.")
    if state.sent_at is None:
        return say("A link goes to the agency's address within a minute.")
    if state.is_shown:
        return say("They opened the link and typed the right code.")
    if state.opened_at is not None:
        return say("They opened the link. Who it is, they see only with a code.")
    return say("The link was sent and is not opened yet.")


def addresses_page(
    agency: Organization,
    kept: Sequence[AnswerAddress],
    services: Sequence[tuple[str, str]],  # id and name
    *,
    sends_texts: bool,
    may_edit: bool,
    wrong: tuple[str, Filled] | None = None,
) -> AddressesPage:
    """A form for the whole agency, then one for each service. `wrong` is the one that could not be used."""
    rows = {str(row.service_id) if row.service_id else "": row for row in kept}
    whole: list[tuple[str, Say | str]] = [("", say("For the whole agency"))]
    if wrong is not None and wrong[0] not in {key for key, _ in services}:
        wrong = ("", wrong[1])
    return AddressesPage(
        agency=agency.name,
        action=addresses_href(agency.id),
        back=f"{'/directory' if may_edit else ''}/organizations/{agency.id}",
        cards=tuple(_card(key, heading, rows.get(key), wrong) for key, heading in [*whole, *services]),
        is_victim_service=agency.is_victim_service,
        sends_texts=sends_texts,
        asking_href=f"/capacity/asking?organization={agency.id}" if may_edit else "",
    )


def _card(
    key: str, heading: Say | str, row: AnswerAddress | None, wrong: tuple[str, Filled] | None
) -> AddressCard:
    """`key` is the id of a service, empty for the whole agency."""
    if wrong is not None and wrong[0] == key:
        return AddressCard(heading, wrong[1], is_open=True)
    values = {"service": key}
    if row is not None:
        values |= {"email": row.email, "second_email": row.second_email or "", "mobile": row.mobile or ""}
    return AddressCard(heading, Filled(values, prefix=prefix_of(key)), is_open=row is not None or not key)


def prefix_of(key: str) -> str:
    """How the ids of one card's fields begin."""
    return f"s{key[-12:]}-" if key else "agency-"
