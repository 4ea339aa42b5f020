"""What the rules must know of a person, their case and their needs before somebody signs."""

from uuid import UUID

from sqlmodel import Session, col, or_, select

from network.actors import Actor
from network.clock import now
from network.rules.consent import Circumstances, Monitor, Recipient, Signing
from network.rules.consent_names import FACTS
from network.rules.need_facts import kept_facts
from network.tables import (
    Account,
    CaseFile,
    CaseParticipant,
    Need,
    NeedStatus,
    Organization,
    Person,
    Source,
)
from network.tables.case import CaseRole


def circumstances_of(session: Session, actor: Actor, person: Person, signing: Signing) -> Circumstances:
    """What the rules must know to judge this signing."""
    case = session.exec(
        select(CaseFile)
        .where(CaseFile.person_id == person.id, col(CaseFile.closed_at).is_(None))
        .order_by(col(CaseFile.opened_on).desc(), col(CaseFile.id).desc())
    ).first()
    recipients = session.exec(
        select(Organization, Source)
        .join(Source, col(Source.id) == col(Organization.source_id), isouter=True)
        .where(col(Organization.id).in_(signing.recipient_organization_ids))
    ).all()
    own = session.exec(select(Organization).where(Organization.id == person.organization_id)).one()
    return Circumstances(
        person_name=f"{person.given_name} {person.family_name}".strip(),
        organization_id=person.organization_id,
        organization_name=own.name,
        today=actor.today,
        recipients={
            organization.id: Recipient(
                organization.name,
                is_victim_service=organization.is_victim_service,
                takes_referrals=source is None or source.takes_referrals,
            )
            for organization, source in recipients
        },
        case_id=case.id if case else None,
        disposed_on=case.disposed_on if case else None,
        monitors=_participants(session, case.id) if case else {},
        facts=_facts_of_needs(session, person.id),
    )


def _facts_of_needs(session: Session, person_id: UUID) -> tuple[str, ...]:
    """Which kinds of things are written down for the open needs of a person; never what they are."""
    kept = session.exec(
        select(Need.facts).where(
            Need.person_id == person_id, Need.status == NeedStatus.OPEN, col(Need.facts).is_not(None)
        )
    ).all()
    said = [kept_facts(facts) for facts in kept]
    names = {name for facts in said for name in facts}
    names |= {f"household.{code}" for facts in said for code in facts.get("household", ())}
    return tuple(name for name in FACTS if name in names)


def _participants(session: Session, case_id: UUID) -> dict[UUID, Monitor]:
    """Who takes part in a case now, with name and case roles."""
    moment = now()
    rows = session.exec(
        select(CaseParticipant, Account.name)
        .join(Account, col(Account.id) == col(CaseParticipant.account_id))
        .where(
            CaseParticipant.case_id == case_id,
            col(CaseParticipant.since) <= moment,
            or_(col(CaseParticipant.until).is_(None), col(CaseParticipant.until) > moment),
        )
    ).all()
    found: dict[UUID, Monitor] = {}
    for participant, name in rows:
        roles = found[participant.account_id].roles if participant.account_id in found else frozenset()
        found[participant.account_id] = Monitor(name, roles | {CaseRole(participant.role)})
    return found
