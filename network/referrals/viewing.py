"""From which side somebody looks at referrals, and what the consents of these people let them see there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind, Role
from network.clock import now
from network.consent.queries import permits_of_many
from network.errors import NotFound
from network.people.queries import visible_people
from network.referrals.queries import visible_to
from network.rules.sharing import (
    JUSTICE_CASE_ROLES,
    KIND_OF,
    OF_ONES_OWN,
    Permit,
    SharedField,
    may_see,
    permit_for,
)
from network.rules.telling import View
from network.tables import CaseFile, CaseParticipant, CaseRole, Person, Referral
from network.tables.consent import InformationKind

# What a question without a name may hold: shown before it is proved who reads.
WITHOUT_NAME = frozenset({SharedField.NEED_KIND, SharedField.NEED_URGENCY, SharedField.NEED_FACTS})


@dataclass
class Sight:
    """What one viewer may see of one referral. Remembers by which grant each line of another agency was
    shown."""

    actor: Actor
    referral: Referral
    view: View
    permits: tuple[Permit, ...]
    case_roles: frozenset[CaseRole] = frozenset()
    identified: bool = True  # False: only what says nothing about who it is
    shown: dict[Permit, set[SharedField]] = field(default_factory=dict)

    def sees(
        self, line: SharedField, owner_organization_id: UUID | None, *, for_justice: bool = False
    ) -> bool:
        """Whether the viewer may be shown this line that the agency owns."""
        if not self.identified and line not in WITHOUT_NAME:
            return False
        if self.view is View.PERSON:
            return line in OF_ONES_OWN
        if self._is_own(owner_organization_id):
            return may_see(self.actor, line, owner_organization_id)
        return self.permit_for(line, owner_organization_id, for_justice=for_justice) is not None

    def show(
        self, line: SharedField, owner_organization_id: UUID | None, *, for_justice: bool = False
    ) -> bool:
        """The same, for a line that is now shown: it is remembered as told."""
        if not self.sees(line, owner_organization_id, for_justice=for_justice):
            return False
        if self.view is not View.PERSON and not self._is_own(owner_organization_id) and self.identified:
            permit = self.permit_for(line, owner_organization_id, for_justice=for_justice)
            if permit is not None:
                self.shown.setdefault(permit, set()).add(line)
        return True

    def permit_for(
        self, line: SharedField, owner_organization_id: UUID | None, *, for_justice: bool = False
    ) -> Permit | None:
        """The grant by which this line of another agency may be shown."""
        return permit_for(
            self.actor,
            line,
            owner_organization_id,
            self.permits,
            case_roles=self.case_roles,
            for_justice=for_justice,
        )

    @property
    def withheld(self) -> tuple[InformationKind, ...]:
        """What of the other side's no consent lets this viewer know, whatever there is of it."""
        if self.view is View.PERSON:
            return ()  # no consent stands between them and their own
        owners = {
            View.SENDER: (self.referral.receiver_organization_id,),
            View.RECEIVER: (self.referral.sender_organization_id,),
            View.JUSTICE: (self.referral.receiver_organization_id, self.referral.sender_organization_id),
        }[self.view]
        seen = {
            KIND_OF[line]
            for line in SharedField
            if any(self.sees(line, owner, for_justice=True) for owner in owners)
        }
        told_by = _OUTWARD if self.view is View.RECEIVER else _INWARD
        return tuple(kind for kind in InformationKind if kind in told_by and kind not in seen)

    def _is_own(self, organization_id: UUID | None) -> bool:
        """An agency's own line, looked at from a side of the referral: not from the case."""
        return (
            self.view is not View.JUSTICE
            and organization_id is not None
            and self.actor.organization_id == organization_id
        )


_OUTWARD = frozenset(
    {
        InformationKind.IDENTITY,
        InformationKind.CONTACT,
        InformationKind.NEED,
        InformationKind.CASE,
        InformationKind.NOTE,
    }
)
_INWARD = frozenset(InformationKind) - _OUTWARD


def look_at(
    session: Session, actor: Actor, referrals: Sequence[Referral], *, identified: bool = True
) -> list[Sight]:
    """What the actor may see of each. Raises NotFound if one of them does not exist for the actor.

    Consent is read again every time; the number of questions to the database does not grow with the list.
    """
    ids = {referral.id for referral in referrals}
    query = visible_to(actor).with_only_columns(col(Referral.id)).where(col(Referral.id).in_(ids))
    known = set(session.scalars(query))
    if ids - known:
        raise NotFound
    permits = permits_of_many(session, {referral.person_id for referral in referrals})
    people = _known_people(session, actor, {referral.person_id for referral in referrals})
    roles = _case_roles(session, actor, {referral.case_id for referral in referrals if referral.case_id})
    sights = []
    for referral in referrals:
        view = _view_of(actor, referral, people)
        held = roles.get(referral.case_id, frozenset()) if referral.case_id else frozenset()
        sights.append(
            Sight(
                actor,
                referral,
                view,
                tuple(_narrowed(permits[referral.person_id], referral)),
                held & JUSTICE_CASE_ROLES if view is View.JUSTICE else frozenset(),
                identified,
            )
        )
    return sights


def narrowed_permits(session: Session, referral: Referral) -> tuple[Permit, ...]:
    """What the person permits, as far as it was chosen for this referral."""
    permits = permits_of_many(session, [referral.person_id])[referral.person_id]
    return tuple(_narrowed(permits, referral))


def _view_of(actor: Actor, referral: Referral, people: Collection[UUID]) -> View:
    if actor.kind is ActorKind.PERSON:
        return View.PERSON
    if referral.person_id in people:
        return View.SENDER
    receives = actor.kind is ActorKind.LINK or (actor.is_signed_in and actor.has(Role.PROVIDER, Role.PRIVACY))
    if receives and actor.organization_id == referral.receiver_organization_id and referral.sent_at:
        return View.RECEIVER
    return View.JUSTICE


def _narrowed(permits: Iterable[Permit], referral: Referral) -> Iterable[Permit]:
    """What the sender tells is what was chosen for this referral, even where the consent covers more; a grant
    to a case role counts in its own case."""
    chosen = {InformationKind(kind) for kind in referral.information}
    for permit in permits:
        if permit.recipient_case_role and permit.case_id and permit.case_id != referral.case_id:
            continue
        if permit.discloser_organization_id == referral.sender_organization_id and (
            permit.recipient_organization_id == referral.receiver_organization_id
        ):
            yield replace(permit, information=permit.information & chosen)
        else:
            yield permit


def _known_people(session: Session, actor: Actor, person_ids: Collection[UUID]) -> set[UUID]:
    query = visible_people(actor).with_only_columns(col(Person.id)).where(col(Person.id).in_(person_ids))
    return set(session.scalars(query))


def _case_roles(
    session: Session, actor: Actor, case_ids: Collection[UUID]
) -> dict[UUID, frozenset[CaseRole]]:
    if not actor.is_signed_in or not case_ids:
        return {}
    moment = now()
    rows = session.exec(
        select(CaseParticipant.case_id, CaseParticipant.role, CaseParticipant.until)
        .join(CaseFile, col(CaseFile.id) == CaseParticipant.case_id)
        .where(
            col(CaseParticipant.case_id).in_(case_ids),
            CaseParticipant.account_id == actor.id,
            CaseParticipant.since <= moment,
            col(CaseFile.closed_at).is_(None),
        )
    ).all()
    found: dict[UUID, set[CaseRole]] = {}
    for case_id, role, until in rows:
        if until is None or until > moment:
            found.setdefault(case_id, set()).add(CaseRole(role))
    return {case_id: frozenset(roles) for case_id, roles in found.items()}
