"""Zarqina, and everybody who could stand in some relation to her: her officer, the officer's colleague, their
coordinator, the privacy officers of both sides, the provider who was asked, a prosecutor who takes part in
her case, and those who have nothing to do with her."""

from datetime import timedelta

from sqlmodel import Session, select

from network.actors import Role
from network.clock import now
from network.mine.links import give_own_link
from network.questions.operations import ask_question
from network.tables import (
    Appointment,
    AskedPlace,
    CaseRole,
    ConsentScan,
    DiversionProgram,
    Instrument,
    Outcome,
    ReferralStatus,
    Urgency,
)
from tests.promises.town import DEMO, Town
from tests.told import INWARD, Told

RELATIONS = {
    "signed_out": "visitor",
    "own": "olive_officer",
    "colleague": "oscar_officer",
    "coordinator": "cody_coordinator",
    "supervisor": "sal_supervisor",
    "privacy": "priya_privacy",
    "receiver": "pat_provider",
    "rec_privacy": "pia_privacy",
    "prosecutor": "paul_prosecutor",
    "other_officer": "omar_officer",
    "other_provider": "olga_outsider",
    "leadership": "lena_leadership",
    "curator": "cora_curator",
    "shelter": "hana_at_shelter",
    "admin": "ada_administrator",
}


class RelatedTown(Town):
    """The town with Zarqina in it, and one of everything that is kept about her."""

    def _fill(self, session: Session) -> dict[str, str]:
        cast, told = self.cast, Told(session, self.cast)
        vars(cast).update(
            oscar_officer=cast.staff("Oscar Officer", cast.unit, Role.OFFICER),
            omar_officer=cast.staff("Omar Officer", cast.other, Role.OFFICER),
            pia_privacy=cast.staff("Pia Privacy", cast.clinic, Role.PRIVACY),
            paul_prosecutor=cast.staff("Paul Prosecutor", told.court, Role.OFFICER),
        )
        participation = told.takes_part(vars(cast)["paul_prosecutor"], CaseRole.PROSECUTOR)
        told.outward()
        consent = told.consent()
        told.grant(consent, cast.clinic.id, INWARD, to=cast.unit.id)
        ended = told.consent(Instrument.CRIMINAL_JUSTICE)
        told.grant(ended, cast.clinic.id, INWARD, to_role=CaseRole.PROSECUTOR)
        sent, draft = told.refer(), told.refer(ReferralStatus.DRAFT)
        told.told_back(sent)
        booked = told.keep(
            Appointment(
                referral_id=sent.id,
                starts_at=now() + timedelta(days=2),
                status_since=now(),
                made_at=now(),
            )
        )
        told.keep(
            ConsentScan(
                consent_id=consent.id,
                media_type="image/png",
                content=b"\x89PNG\r\n\x1a\n",
                sha256="0" * 64,
                size=8,
                kept_at=now(),
            )
        )
        question = ask_question(
            session,
            cast.olive_officer,
            kind="treatment.otp",
            urgency=Urgency.ROUTINE,
            facts={},
            place_ids=[cast.clinic_place.id],
            need_id=told.need.id,
        )
        asked = session.exec(select(AskedPlace).where(AskedPlace.question_id == question.id)).one()
        outcome = session.exec(select(Outcome).where(Outcome.referral_id == sent.id)).first()
        program = session.exec(select(DiversionProgram)).first()
        assert outcome is not None
        assert program is not None
        return {
            **super()._fill(session),
            "person": str(told.person.id),
            "case": str(told.case.id),
            "participation": str(participation.id),
            "need": str(told.need.id),
            "program": str(program.id),
            "consent": str(consent.id),
            "referral": str(sent.id),
            "draft": str(draft.id),
            "outcome": str(outcome.id),
            "appointment": str(booked.id),
            "mine": give_own_link(session, cast.olive_officer, told.person.id, DEMO),
            "question": str(question.id),
            "asked": str(asked.id),
        }
