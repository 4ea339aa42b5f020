"""What may be shown to whom. Every guarded field, wherever it is shown, passes `may_see`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from network.actors import Actor, ActorKind, Role
from network.clock import now
from network.rules.permissions import may_read_private_place
from network.tables.case import CaseRole
from network.tables.consent import InformationKind, Instrument, Purpose

WORKING_ROLES = frozenset(
    {Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR, Role.PROVIDER, Role.PRIVACY}
)  # who can have a need to know about a person; never administrators, leadership, curators
JUSTICE_CASE_ROLES = frozenset(
    {CaseRole.PROSECUTOR, CaseRole.COURT, CaseRole.PROBATION, CaseRole.PAROLE, CaseRole.MONITOR}
)  # who can have a duty to monitor progress, 42 CFR 2.35(a)(1)


class GuardedField(StrEnum):
    """Fields that are not for everybody."""

    PRIVATE_PLACE = "private_place.address"
    PROBLEM_WORDS = "problem.words"
    CAPACITY_SPEAKER = "capacity.said_by_account_id"


class SharedField(StrEnum):
    """Every line of a person, a referral and what came of it that one organization can tell another.

    `network/rules/shared_fields.py` says of each whose it is, and its words.
    """

    PERSON_NAME = "person.name"
    PERSON_BORN_ON = "person.born_on"
    PERSON_LANGUAGE = "person.language"
    CONTACT_WAY = "contact.way"
    CONTACT_PHONE = "contact.phone"
    CONTACT_EMAIL = "contact.email"
    CONTACT_WORDS = "contact.words"
    NEED_KIND = "need.kind"
    NEED_URGENCY = "need.urgency"
    NEED_FACTS = "need.facts"
    NEED_WORDS = "need.words"
    CASE_PROGRAM = "case.program"
    CASE_INTAKE_BY = "case.intake_by"
    REMARK_NOTE = "remark.note"
    REMARK_REPLY = "remark.reply"
    ANSWER_STATUS = "answer.status"
    ANSWER_WORDS = "answer.words"
    APPOINTMENT_WHEN = "appointment.when"
    APPOINTMENT_WHERE = "appointment.where"
    OUTCOME_COARSE = "outcome.coarse"
    ATTENDANCE = "attendance"
    OUTCOME_STEP = "outcome.step"
    OUTCOME_DETAIL = "outcome.detail"
    PROGRESS = "progress"
    REASON = "reason"
    REASON_WORDS = "reason.words"
    EVIDENCE_WORDS = "evidence.words"


_I = InformationKind
_F = SharedField
KIND_OF: dict[SharedField, InformationKind] = {
    _F.PERSON_NAME: _I.IDENTITY,
    _F.PERSON_BORN_ON: _I.IDENTITY,
    _F.PERSON_LANGUAGE: _I.IDENTITY,
    _F.CONTACT_WAY: _I.CONTACT,
    _F.CONTACT_PHONE: _I.CONTACT,
    _F.CONTACT_EMAIL: _I.CONTACT,
    _F.CONTACT_WORDS: _I.CONTACT,
    _F.NEED_KIND: _I.NEED,
    _F.NEED_URGENCY: _I.NEED,
    _F.NEED_FACTS: _I.NEED,
    _F.NEED_WORDS: _I.NEED,
    _F.CASE_PROGRAM: _I.CASE,
    _F.CASE_INTAKE_BY: _I.CASE,
    _F.REMARK_NOTE: _I.NOTE,
    _F.REMARK_REPLY: _I.NOTE,
    _F.ANSWER_STATUS: _I.STATUS,
    _F.ANSWER_WORDS: _I.STATUS,
    _F.APPOINTMENT_WHEN: _I.STATUS,
    _F.APPOINTMENT_WHERE: _I.STATUS,
    _F.OUTCOME_COARSE: _I.STATUS,
    _F.ATTENDANCE: _I.ATTENDANCE,
    _F.OUTCOME_STEP: _I.PROGRESS,
    _F.OUTCOME_DETAIL: _I.PROGRESS,
    _F.PROGRESS: _I.PROGRESS,
    _F.REASON: _I.REASONS,
    _F.REASON_WORDS: _I.REASONS,
    _F.EVIDENCE_WORDS: _I.REASONS,
}
_OF_AN_OUTCOME = frozenset(
    {_F.OUTCOME_COARSE, _F.ATTENDANCE, _F.OUTCOME_STEP, _F.OUTCOME_DETAIL, _F.PROGRESS}
)


OF_ONES_OWN = frozenset(
    {
        _F.PERSON_NAME,
        _F.PERSON_LANGUAGE,
        _F.NEED_KIND,
        _F.ANSWER_STATUS,
        _F.APPOINTMENT_WHEN,
        _F.APPOINTMENT_WHERE,
        _F.ATTENDANCE,
        _F.OUTCOME_COARSE,
    }
)
"""What somebody reads of their own referrals on their own page, which may be seen over their shoulder: where
to go, when, and what to bring. What staff write to each other they ask for, and get on paper."""


@dataclass(frozen=True)
class Permit:
    """One grant of a consent as the rules see it: this discloser may tell this recipient these kinds of
    things, from `starts_at` until `until` (UTC; None: no end by the clock).

    `has_ended` is true when its consent is not signed (any more) or the event that ends it has happened.
    """

    id: UUID
    consent_id: UUID
    person_id: UUID
    discloser_organization_id: UUID
    information: frozenset[InformationKind]
    purpose: Purpose
    instrument: Instrument
    starts_at: datetime
    until: datetime | None = None
    revoked_at: datetime | None = None
    has_ended: bool = False
    recipient_organization_id: UUID | None = None
    recipient_account_id: UUID | None = None
    recipient_case_role: CaseRole | None = None
    case_id: UUID | None = None  # in which the case role has to be held

    def is_live(self, moment: datetime | None = None) -> bool:
        """Whether it holds at this moment (now, if none is given)."""
        moment = moment or now()
        return (
            not self.has_ended
            and self.starts_at <= moment
            and (self.until is None or moment < self.until)
            and (self.revoked_at is None or moment < self.revoked_at)
        )


def may_see(
    viewer: Actor,
    field: GuardedField | SharedField,
    owner_organization_id: UUID | None,
    permits: Collection[Permit] = (),
    *,
    case_roles: frozenset[CaseRole] = frozenset(),
    for_justice: bool = False,
) -> bool:
    """Whether the viewer may be shown this field of a record that the organization owns.

    `permits` are those of the person the record is about; `case_roles` are what the viewer is in the
    person's case; `for_justice` says that the outcome shown was marked as one for the justice system.
    """
    if isinstance(field, SharedField):
        return _is_own(viewer, owner_organization_id) or bool(
            permit_for(
                viewer,
                field,
                owner_organization_id,
                permits,
                case_roles=case_roles,
                for_justice=for_justice,
            )
        )
    own = owner_organization_id is not None and viewer.organization_id == owner_organization_id
    match field:
        case GuardedField.PRIVATE_PLACE:
            return bool(may_read_private_place(viewer, owner_organization_id))
        case GuardedField.PROBLEM_WORDS:
            return viewer.has(Role.CURATOR)
        case GuardedField.CAPACITY_SPEAKER:
            return viewer.has(Role.CURATOR) or (viewer.is_signed_in and own)


def permit_for(
    viewer: Actor,
    field: SharedField,
    owner_organization_id: UUID | None,
    permits: Collection[Permit],
    *,
    case_roles: frozenset[CaseRole] = frozenset(),
    for_justice: bool = False,
) -> Permit | None:
    """The grant by which the owner may tell this viewer this field now, if there is one."""
    for permit in permits:
        if (
            permit.discloser_organization_id == owner_organization_id
            and KIND_OF[field] in permit.information
            and permit.is_live()
            and _is_meant(permit, viewer, case_roles)
            and not (_is_justice(permit, case_roles) and not _may_reach_justice(field, for_justice))
        ):
            return permit
    return None


def living(permits: Collection[Permit], moment: datetime | None = None) -> tuple[Permit, ...]:
    """Those that hold at this moment."""
    return tuple(permit for permit in permits if permit.is_live(moment))


def _is_own(viewer: Actor, organization_id: UUID | None) -> bool:
    return organization_id is not None and viewer.organization_id == organization_id and _works(viewer)


def _works(viewer: Actor) -> bool:
    """Somebody who can have a need to know: staff in such a role, or who answers by a link."""
    return viewer.kind is ActorKind.LINK or (viewer.is_signed_in and viewer.has(*WORKING_ROLES))


def _is_meant(permit: Permit, viewer: Actor, case_roles: frozenset[CaseRole]) -> bool:
    """Whether the viewer is whom the grant names: everything it names must fit."""
    if permit.recipient_account_id is not None and not (
        viewer.is_signed_in and viewer.id == permit.recipient_account_id
    ):
        return False
    if permit.recipient_case_role is not None and permit.recipient_case_role not in case_roles:
        return False
    if permit.recipient_organization_id is not None:
        named = permit.recipient_account_id is not None or permit.recipient_case_role is not None
        return viewer.organization_id == permit.recipient_organization_id and (named or _works(viewer))
    return permit.recipient_account_id is not None or permit.recipient_case_role is not None


def _is_justice(permit: Permit, case_roles: frozenset[CaseRole]) -> bool:
    return (
        permit.instrument is Instrument.CRIMINAL_JUSTICE
        or permit.recipient_case_role in JUSTICE_CASE_ROLES
        or not case_roles.isdisjoint(JUSTICE_CASE_ROLES)
    )


def _may_reach_justice(field: SharedField, for_justice: bool) -> bool:
    """Who monitors progress is told outcomes that were marked for that, and never reasons (policy)."""
    return KIND_OF[field] is not InformationKind.REASONS and (field not in _OF_AN_OUTCOME or for_justice)
