"""Whether anything may be sent to a service at all, whoever it is about."""

from sqlmodel import Session, select

from network.rules.permissions import Verdict
from network.rules.referral_permissions import may_refer_between, may_refer_to
from network.tables import Organization, Referral, Service, Source


def may_go_out(session: Session, referral: Referral) -> Verdict:
    """Whether this referral's sender may send something to its service now."""
    service = session.exec(select(Service).where(Service.id == referral.service_id)).one()
    sender = session.exec(
        select(Organization).where(Organization.id == referral.sender_organization_id)
    ).one()
    return may_send_to(session, sender, service)


def may_send_to(session: Session, sender: Organization, service: Service) -> Verdict:
    """Whether this agency may send something about a person to this service."""
    receiver = session.exec(select(Organization).where(Organization.id == service.organization_id)).one()
    verdict = may_refer_between(sender, receiver)
    if not verdict:
        return verdict
    source = session.get(Source, service.source_id) if service.source_id else None
    return may_refer_to(service, source)
