"""Who signs in these tests: Rae, freely, and Dee, whose program is a condition of release."""

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from network.actors import Actor, Role
from network.clock import now
from network.rules.consent import Signing
from network.tables import (
    CaseFile,
    CaseParticipant,
    CaseRole,
    ConsentGrant,
    Need,
    Person,
    Referral,
    ReferralStatus,
    Urgency,
)
from network.tables.consent import InformationKind, Proceeding, Purpose, SigningWay
from tests.cast import Cast

K = InformationKind


def somebody(session: Session, cast: Cast, given: str = "Rae", family: str = "Moss") -> Person:
    """On the caseload of Olive's unit."""
    person = Person(
        organization_id=cast.unit.id,
        given_name=given,
        family_name=family,
        created_at=now(),
        changed_at=now(),
        created_by_account_id=cast.olive_officer.id,
    )
    session.add(person)
    session.flush()
    return person


def with_case(session: Session, person: Person, *participants: tuple[Actor, CaseRole]) -> CaseFile:
    """An open case, in which these take part."""
    case = CaseFile(person_id=person.id, organization_id=person.organization_id, opened_on=now().date())
    session.add(case)
    session.flush()
    session.add_all(
        CaseParticipant(case_id=case.id, account_id=id_of(actor), role=role, since=now())
        for actor, role in participants
    )
    session.flush()
    return case


def id_of(actor: Actor) -> UUID:
    """Of somebody who has an account."""
    assert actor.id is not None
    return actor.id


def prosecutor(cast: Cast) -> Actor:
    """Pim of the prosecutor's office, who is no provider and no officer."""
    return cast.staff("Pim Prosecutor", cast.organization("Marlow Prosecutor"), Role.OFFICER)


def today_here() -> date:
    """The day on the clock of those who sign, in California: for eight hours of every UTC day yesterday."""
    return now().astimezone(ZoneInfo("America/Los_Angeles")).date()


def free(cast: Cast, **more: object) -> Signing:
    """Whole: everything that 2.31 asks for."""
    whole: dict[str, object] = {
        "is_condition": False,
        "recipient_organization_ids": (cast.clinic.id,),
        "told": frozenset({K.IDENTITY, K.CONTACT, K.NEED}),
        "told_back": frozenset({K.STATUS}),
        "purposes": frozenset({Purpose.REFERRAL, Purpose.COORDINATION}),
        "expires_on": today_here() + timedelta(days=90),
        "way": SigningWay.KEYBOARD,
        "signed_name": "Rae Moss",
        "could_decide": True,
    }
    return Signing(**(whole | more))  # type: ignore[arg-type]


def bound(cast: Cast, monitor: Actor, **more: object) -> Signing:
    """Whole: everything that 2.35 asks for. It can be taken back in 60 days; the matter ends in 120."""
    today = today_here()
    whole: dict[str, object] = {
        "is_condition": True,
        "purposes": frozenset({Purpose.REFERRAL, Purpose.COORDINATION, Purpose.MONITORING}),
        "monitor_account_ids": (monitor.id,),
        "monitored": frozenset({K.STATUS, K.ATTENDANCE}),
        "proceeding": Proceeding.PRETRIAL_RELEASE,
        "condition_authority": "Marlow Circuit Court",
        "condition_set_on": today,
        "treatment_ends_on": today + timedelta(days=100),
        "final_disposition_on": today + timedelta(days=120),
        "revocable_on": today + timedelta(days=60),
        "expires_on": today + timedelta(days=120),
    }
    return free(cast, **(whole | more))


def sent_by(
    session: Session, cast: Cast, person: Person, grant: ConsentGrant, status: ReferralStatus
) -> Referral:
    """Sent to the clinic by this permission; stands there since now."""
    need = Need(person_id=person.id, kind="treatment.otp", status_since=now(), opened_at=now())
    session.add(need)
    session.flush()
    sent = Referral(
        person_id=person.id,
        need_id=need.id,
        service_id=cast.clinic_service.id,
        service_at_location_id=cast.clinic_place.id,
        sender_organization_id=cast.unit.id,
        sender_account_id=id_of(cast.olive_officer),
        receiver_organization_id=cast.clinic.id,
        kind="treatment.otp",
        urgency=Urgency.ROUTINE,
        status=status,
        status_since=now(),
        grant_id=grant.id,
        created_at=now(),
    )
    session.add(sent)
    session.flush()
    return sent
