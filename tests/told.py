"""Somebody of whom everything is known, and each line of it is a word that stands nowhere else: whatever goes
out can be searched for what should not be in it.

Everything is put in place row by row, not by the operations: so a test can have any state at once.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from network import events
from network.actors import Actor
from network.clock import now
from network.tables import (
    Appointment,
    AppointmentStatus,
    CaseFile,
    CaseParticipant,
    CaseRole,
    Consent,
    ConsentGrant,
    ConsentStatus,
    DiversionProgram,
    Evidence,
    InformationKind,
    Instrument,
    Need,
    Organization,
    Outcome,
    OutcomeStep,
    Person,
    Purpose,
    Referral,
    ReferralStatus,
    Remark,
    RemarkKind,
    SafeContact,
    Urgency,
)
from tests.cast import Cast

K = InformationKind
Row = TypeVar("Row")
OUTWARD = (K.IDENTITY, K.CONTACT, K.NEED, K.CASE, K.NOTE)
INWARD = (K.STATUS, K.ATTENDANCE, K.PROGRESS, K.REASONS)

# What each kind of information can be recognized by, wherever it turns up.
CANARIES: dict[InformationKind, tuple[str, ...]] = {
    K.IDENTITY: ("Zarqina", "Vexholm", "Quillabee", "1931-03-19", "1931"),
    K.CONTACT: ("555-7391", "5557391", "larkspurmail", "larkspurwords"),
    K.NEED: ("larkspurfact", "larkspurneed"),
    K.CASE: ("Larkspurprogram", "2031"),
    K.NOTE: ("larkspurnote", "larkspurreply"),
    K.STATUS: ("finchquestion", "finchbring", "2033"),
    K.ATTENDANCE: (),
    K.PROGRESS: ("finchdetail",),
    K.REASONS: ("finchreason", "finchevidence"),
}
NEVER = ("finchreference",)  # the reference of a case goes to nobody else


class Told:
    """Zarqina, whom Olive the officer refers to the clinic where Pat works; Paul, a prosecutor, takes part in
    her case."""

    def __init__(self, session: Session, cast: Cast) -> None:
        self.session, self.cast = session, cast
        self.person = self.keep(
            Person(
                organization_id=cast.unit.id,
                given_name="Zarqina",
                family_name="Vexholm",
                called="Quillabee",
                born_on="1931-03-19",
                language="es",
                created_at=now(),
                created_by_account_id=cast.olive_officer.id,
                changed_at=now(),
            )
        )
        self.keep(
            SafeContact(
                person_id=self.person.id,
                phone="415-555-7391",
                email="larkspurmail@example.org",
                words="larkspurwords",
                may_call=True,
                changed_at=now(),
            )
        )
        program = self.keep(DiversionProgram(organization_id=cast.unit.id, name="Larkspurprogram"))
        self.case = self.keep(
            CaseFile(
                person_id=self.person.id,
                organization_id=cast.unit.id,
                program_id=program.id,
                reference="finchreference",
                opened_on=date(2026, 10, 1),
                intake_by=datetime(2031, 7, 23, 12, tzinfo=UTC),
            )
        )
        self.need = self.keep(
            Need(
                person_id=self.person.id,
                case_id=self.case.id,
                kind="treatment.otp",
                facts='{"cost": ["larkspurfact"]}',
                words="larkspurneed",
                status_since=now(),
                opened_at=now(),
            )
        )

    @cached_property
    def court(self) -> Organization:
        """Where the prosecutor works."""
        return self.cast.organization("Marlow Prosecutor")

    def refer(
        self,
        status: ReferralStatus = ReferralStatus.ENGAGED,
        information: Collection[InformationKind] = OUTWARD,
    ) -> Referral:
        """A referral to the clinic on which everything is written that can be, by both sides."""
        cast = self.cast
        assert cast.olive_officer.id is not None
        unsent = status in {ReferralStatus.DRAFT, ReferralStatus.AWAITING_CONSENT}
        referral = self.keep(
            Referral(
                person_id=self.person.id,
                need_id=self.need.id,
                case_id=self.case.id,
                service_id=cast.clinic_service.id,
                service_at_location_id=cast.clinic_place.id,
                sender_organization_id=cast.unit.id,
                sender_account_id=cast.olive_officer.id,
                receiver_organization_id=cast.clinic.id,
                kind="treatment.otp",
                urgency=Urgency.ROUTINE,
                status=status,
                status_since=now(),
                information=[kind.value for kind in information],
                created_at=now(),
                sent_at=None if unsent else now(),
            )
        )
        note = self.remark(referral, cast.olive_officer, RemarkKind.NOTE, "larkspurnote")
        self.happened(referral, cast.olive_officer, "prepared")
        if unsent:
            return referral
        self.happened(referral, cast.olive_officer, "sent", to="sent", remark=str(note.id))
        self.happened(referral, cast.pat_provider, "viewed", to="viewed")
        question = self.remark(referral, cast.pat_provider, RemarkKind.QUESTION, "finchquestion")
        self.happened(
            referral, cast.pat_provider, "info_requested", to="info_requested", remark=str(question.id)
        )
        reply = self.remark(referral, cast.olive_officer, RemarkKind.REPLY, "larkspurreply")
        self.happened(referral, cast.olive_officer, "replied", to="under_review", remark=str(reply.id))
        for step in ("accepted", "scheduled", "missed_appt", "linked", "engaged"):
            self.happened(referral, cast.pat_provider, step, to=step)
        return referral

    def told_back(self, referral: Referral, *, for_justice: bool = False) -> None:
        """What the clinic writes down of what came of it, with a reason and evidence in words."""
        pat = self.cast.pat_provider
        self.keep(
            Appointment(
                referral_id=referral.id,
                starts_at=datetime(2033, 5, 17, 9, tzinfo=UTC),
                words="finchbring",
                status=AppointmentStatus.KEPT,
                status_since=now(),
                made_at=now(),
                made_by_account_id=pat.id,
            )
        )
        reason = self.remark(referral, pat, RemarkKind.REASON, "finchreason")
        self.happened(
            referral,
            pat,
            "released_after_accept",
            to="released_after_accept",
            reason="criminal_history_screen",
            remark=str(reason.id),
        )
        for step in (OutcomeStep.ARRIVED_SCREENED, OutcomeStep.INITIATED, OutcomeStep.ENGAGED):
            evidence = self.remark(referral, pat, RemarkKind.EVIDENCE, "finchevidence")
            self.keep(
                Outcome(
                    referral_id=referral.id,
                    person_id=self.person.id,
                    need_id=self.need.id,
                    step=step,
                    detail="finchdetail",
                    happened_on=date(2026, 11, 2),
                    evidence=Evidence.PROVIDER_ATTESTED,
                    said_at=now(),
                    said_by_kind=pat.kind,
                    said_by_account_id=pat.id,
                    organization_id=self.cast.clinic.id,
                    remark_id=evidence.id,
                    for_justice=for_justice,
                )
            )

    def remark(self, referral: Referral, actor: Actor, kind: RemarkKind, words: str) -> Remark:
        return self.keep(
            Remark(
                referral_id=referral.id,
                kind=kind,
                words=words,
                written_at=now(),
                written_by_account_id=actor.id,
                organization_id=actor.organization_id,
            )
        )

    def happened(self, referral: Referral, actor: Actor, what: str, **facts: str) -> None:
        events.record(self.session, actor, f"referral.{what}", "referral", referral.id, **facts)
        self.session.flush()

    def consent(
        self,
        instrument: Instrument = Instrument.VOLUNTARY,
        status: ConsentStatus = ConsentStatus.SIGNED,
    ) -> Consent:
        return self.keep(
            Consent(
                person_id=self.person.id,
                case_id=self.case.id,
                organization_id=self.cast.unit.id,
                instrument=instrument,
                status=status,
                effective_from=date(2026, 11, 1),
                signed_at=now(),
                created_at=now(),
            )
        )

    def grant(
        self,
        consent: Consent,
        discloser: UUID,
        information: Collection[InformationKind],
        *,
        to: UUID | None = None,
        to_account: UUID | None = None,
        to_role: CaseRole | None = None,
        starts_at: datetime | None = None,
        until: datetime | None = None,
        revoked_at: datetime | None = None,
    ) -> ConsentGrant:
        return self.keep(
            ConsentGrant(
                consent_id=consent.id,
                person_id=self.person.id,
                case_id=self.case.id,
                discloser_organization_id=discloser,
                recipient_organization_id=to,
                recipient_account_id=to_account,
                recipient_case_role=to_role,
                information=[kind.value for kind in information],
                purpose=Purpose.MONITORING if to is None else Purpose.REFERRAL,
                instrument=consent.instrument,
                starts_at=starts_at or now() - timedelta(days=1),
                until=until,
                revoked_at=revoked_at,
            )
        )

    def outward(self, *information: InformationKind, **more: Any) -> ConsentGrant:
        """Zarqina lets the unit tell the clinic these things."""
        return self.grant(
            self.consent(), self.cast.unit.id, information or OUTWARD, to=self.cast.clinic.id, **more
        )

    def inward(self, *information: InformationKind, **more: Any) -> ConsentGrant:
        """Zarqina lets the clinic tell the unit these things."""
        return self.grant(self.consent(), self.cast.clinic.id, information, to=self.cast.unit.id, **more)

    def takes_part(self, actor: Actor, role: CaseRole) -> CaseParticipant:
        assert actor.id is not None
        return self.keep(
            CaseParticipant(
                case_id=self.case.id, account_id=actor.id, role=role, since=now() - timedelta(days=1)
            )
        )

    def keep(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row
