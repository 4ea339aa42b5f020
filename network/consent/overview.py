"""A person's consents with everything that is said about them: who may tell whom, whether it holds now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from network.clock import now
from network.consent.queries import can_be_revoked, consents_of, endings_of
from network.rules.consent import has_ended
from network.tables import Account, Consent, ConsentGrant, ConsentScan, Organization, Person
from network.tables.consent import ConsentStatus


@dataclass(frozen=True)
class KnownGrant:
    """One permission. `recipient` is the name of an agency or of somebody; empty for a case role.

    `agency_id` is the helping agency that it is about, on whichever side it stands.
    """

    grant: ConsentGrant
    discloser: str
    recipient: str
    agency_id: UUID
    is_live: bool
    can_end_now: bool  # False: it has to wait until it can be taken back (2.35(c))


@dataclass(frozen=True)
class KnownConsent:
    """One signing with its permissions."""

    consent: Consent
    taken_by: str
    grants: tuple[KnownGrant, ...]
    has_scan: bool

    @property
    def is_live(self) -> bool:
        return any(grant.is_live for grant in self.grants)

    def grants_about(self, agency_id: UUID | None) -> frozenset[UUID] | None:
        """The grants about one helping agency; None: about every one."""
        if agency_id is None:
            return None
        return frozenset(one.grant.id for one in self.grants if one.agency_id == agency_id)

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether there is anything left to take back that was not asked for yet."""
        return any(
            one.is_live and (one.can_end_now or one.grant.revocation_asked_at is None) for one in self.grants
        )


def known_consents(session: Session, person: Person) -> tuple[KnownConsent, ...]:
    """Everything a person has signed, newest first."""
    return _known(session, consents_of(session, person))


def known_consent(session: Session, consent: Consent) -> KnownConsent:
    """One signing with its permissions."""
    return _known(session, [consent])[0]


def _known(session: Session, consents: Sequence[Consent]) -> tuple[KnownConsent, ...]:
    ids = [consent.id for consent in consents]
    grants = session.exec(
        select(ConsentGrant).where(col(ConsentGrant.consent_id).in_(ids)).order_by(col(ConsentGrant.id))
    ).all()
    scanned = set(
        session.exec(select(ConsentScan.consent_id).where(col(ConsentScan.consent_id).in_(ids))).all()
    )
    agencies = _agencies(session, {g.discloser_organization_id for g in grants} | {
        g.recipient_organization_id for g in grants if g.recipient_organization_id
    })  # fmt: skip
    people = _people(session, {g.recipient_account_id for g in grants if g.recipient_account_id} | {
        c.taken_by_account_id for c in consents if c.taken_by_account_id
    })  # fmt: skip
    endings, moment = endings_of(session, consents), now()

    def known(consent: Consent, grant: ConsentGrant) -> KnownGrant:
        ended = has_ended(endings[consent.id], grant.instrument, moment)
        begun = grant.starts_at <= moment and (grant.until is None or moment < grant.until)
        own = grant.discloser_organization_id == consent.organization_id
        agency_id = grant.recipient_organization_id if own else grant.discloser_organization_id
        return KnownGrant(
            grant,
            agencies[grant.discloser_organization_id],
            agencies.get(grant.recipient_organization_id or consent.id, "")
            or people.get(grant.recipient_account_id or consent.id, ""),
            agency_id or grant.discloser_organization_id,
            is_live=begun and not ended and grant.revoked_at is None,
            can_end_now=can_be_revoked(consent, grant, endings[consent.id], moment),
        )

    return tuple(
        KnownConsent(
            consent,
            people.get(consent.taken_by_account_id or consent.id, ""),
            tuple(known(consent, grant) for grant in grants if grant.consent_id == consent.id),
            has_scan=consent.id in scanned,
        )
        for consent in consents
    )


def is_waiting(known: KnownConsent) -> bool:
    """Whether a part of it is to end as soon as it can."""
    return known.consent.status is ConsentStatus.SIGNED and any(
        one.grant.revocation_asked_at is not None and one.grant.revoked_at is None for one in known.grants
    )


def _agencies(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    wanted = select(Organization.id, Organization.name).where(col(Organization.id).in_(list(ids)))
    return dict(session.exec(wanted).all())


def _people(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    return dict(session.exec(select(Account.id, Account.name).where(col(Account.id).in_(list(ids)))).all())
