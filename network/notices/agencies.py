"""Whom messages to a whole agency are for, apart from any referral."""

from collections.abc import Iterator

from sqlmodel import Session

from network.actors import Role
from network.answers.addresses import kept_addresses
from network.notices.addressing import To, with_role
from network.notices.reader import hash_of_address
from network.notices.texting import BY_TEXT
from network.rules.capacity_links import tag_of
from network.tables import Event, Organization

TEXT = "text_capacity_asked"


def to_asked_agency(session: Session, event: Event) -> Iterator[To]:
    """The address that was kept for the whole agency, by mail and text; without one its staff. An address of
    a victim service gets nothing (34 USC 12291(b)(2)). A link in place of an older one goes where that went.
    """
    renewed = event.facts.get("to")
    for to in _everybody(session, session.get_one(Organization, event.subject_id)):
        if renewed is None or tag_of(to.recipient).hex() == renewed:
            yield to


def _everybody(session: Session, organization: Organization) -> Iterator[To]:
    kept = [] if organization.is_victim_service else kept_addresses(session, organization.id)
    whole = next((row for row in kept if row.service_id is None), None)
    if whole is None:
        yield from with_role(session, organization.id, Role.PROVIDER)
        return
    yield To(hash_of_address(whole.email, organization.id), whole.email)
    if whole.mobile:
        address = f"{BY_TEXT}{whole.mobile}"
        yield To(hash_of_address(address, organization.id), address, kind=TEXT)
