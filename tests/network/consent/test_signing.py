"""Somebody signs, and that makes permissions that hold for a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from network.clock import now, stopped_at
from network.consent.copies import give_copy
from network.consent.queries import permits_of
from network.consent.signing import sign_consent
from network.errors import Conflict, NotAllowed
from network.rules.consent import DAYS_AFTER_REFERRALS, end_of_day
from network.rules.consent_text import kept_text
from network.tables import Consent, ConsentGrant, Event, Person, ReferralStatus
from network.tables.case import CaseRole
from network.tables.consent import ConsentStatus, EndEvent, InformationKind, Purpose
from tests.cast import Cast
from tests.network.consent.people import bound, free, prosecutor, sent_by, somebody, with_case

K = InformationKind


def live(session: Session, person: Person) -> int:
    return sum(permit.is_live() for permit in permits_of(session, person.id))


def test_each_agency_gets_its_own_permission_each_way(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)
    signing = free(cast, recipient_organization_ids=(cast.clinic.id, cast.other.id, cast.clinic.id))

    sign_consent(session, cast.olive_officer, person, signing)
    permits = permits_of(session, person.id)

    assert [
        (
            permit.discloser_organization_id,
            permit.recipient_organization_id,
            permit.purpose,
            permit.information,
        )
        for permit in permits
    ] == [
        (cast.unit.id, cast.clinic.id, Purpose.REFERRAL, signing.told),
        (cast.clinic.id, cast.unit.id, Purpose.COORDINATION, signing.told_back),
        (cast.unit.id, cast.other.id, Purpose.REFERRAL, signing.told),
        (cast.other.id, cast.unit.id, Purpose.COORDINATION, signing.told_back),
    ]
    assert live(session, person) == 4


def test_the_text_is_kept_as_it_was_read(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)

    consent = sign_consent(session, cast.olive_officer, person, free(cast, language="es"))
    assert consent.text
    spanish, english = kept_text(consent.text, "es"), kept_text(consent.text, "en")

    assert "Rae Moss" in english[0].before[0]
    assert len(spanish) == len(english)
    assert spanish[0].heading != english[0].heading
    assert kept_text(consent.text, "fr") == english


def test_a_form_that_is_sent_twice_signs_once(session: Session, cast: Cast) -> None:
    person, signing = somebody(session, cast), free(cast, consent_id=uuid4())

    first = sign_consent(session, cast.olive_officer, person, signing)
    second = sign_consent(session, cast.olive_officer, person, signing)

    assert first.id == second.id == signing.consent_id
    assert live(session, person) == 2
    signed = select(Event).where(Event.kind == "consent.signed", Event.subject_id == first.id)
    assert len(session.exec(signed).all()) == 1


def test_a_form_of_one_person_does_not_sign_for_another(session: Session, cast: Cast) -> None:
    rae, dee = somebody(session, cast), somebody(session, cast, "Dee", "Hale")
    signing = free(cast, consent_id=uuid4())
    sign_consent(session, cast.olive_officer, rae, signing)

    with pytest.raises(Conflict):
        sign_consent(session, cast.olive_officer, dee, signing)


@pytest.mark.parametrize(
    "who", ["pat_provider", "priya_privacy", "cora_curator", "ada_administrator", "visitor"]
)
def test_only_the_person_s_own_agency_takes_a_consent(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        sign_consent(session, cast.everybody[who], somebody(session, cast), free(cast))


@pytest.mark.parametrize(
    ("day", "zone", "ends"),
    [
        (date(2026, 3, 8), "America/Los_Angeles", datetime(2026, 3, 9, 7, tzinfo=UTC)),  # 23 hours long
        (date(2026, 11, 1), "America/Los_Angeles", datetime(2026, 11, 2, 8, tzinfo=UTC)),  # 25 hours long
        (date(2026, 10, 31), "America/Los_Angeles", datetime(2026, 11, 1, 7, tzinfo=UTC)),
        (date(2026, 7, 4), "America/Puerto_Rico", datetime(2026, 7, 5, 4, tzinfo=UTC)),
    ],
)
def test_a_day_ends_when_it_ends_there(day: date, zone: str, ends: datetime) -> None:
    assert end_of_day(day, zone) == ends


def test_a_consent_holds_to_the_last_minute_of_its_last_day(session: Session, cast: Cast) -> None:
    with stopped_at(datetime(2026, 10, 20, 18, tzinfo=UTC)):
        person = somebody(session, cast)
        signing = free(cast, expires_on=date(2026, 11, 1))  # the day on which clocks are set back
        sign_consent(session, cast.olive_officer, person, signing)

    for moment, holds in (
        (datetime(2026, 10, 20, 17, 59, tzinfo=UTC), 0),
        (datetime(2026, 10, 20, 18, tzinfo=UTC), 2),
        (datetime(2026, 11, 2, 7, 59, tzinfo=UTC), 2),
        (datetime(2026, 11, 2, 8, tzinfo=UTC), 0),
    ):
        with stopped_at(moment):
            assert live(session, person) == holds


def test_a_consent_ends_with_its_program(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)
    case = with_case(session, person)
    sign_consent(session, cast.olive_officer, person, free(cast, expires_event=EndEvent.PROGRAM_ENDED))
    assert live(session, person) == 2

    case.closed_at = now()
    session.add(case)
    session.flush()

    assert live(session, person) == 0


def test_an_event_alone_still_has_a_last_day(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)
    with_case(session, person)
    consent = sign_consent(
        session,
        cast.olive_officer,
        person,
        free(cast, expires_on=None, expires_event=EndEvent.FINAL_DISPOSITION),
    )

    assert consent.expires_on
    with stopped_at(now() + timedelta(days=740)):
        assert live(session, person) == 0


def test_final_disposition_ends_what_was_signed_under_a_condition(session: Session, cast: Cast) -> None:
    pim, person = prosecutor(cast), somebody(session, cast, "Dee", "Hale")
    case = with_case(session, person, (pim, CaseRole.PROSECUTOR))
    sign_consent(session, cast.olive_officer, person, bound(cast, pim))
    assert live(session, person) == 3

    case.disposed_on = now().date()
    session.add(case)
    session.flush()

    monitoring = [p for p in permits_of(session, person.id) if p.purpose is Purpose.MONITORING]
    assert not any(permit.is_live() for permit in monitoring)
    assert live(session, person) == 2  # what is free stands on its own


def test_a_consent_for_referrals_ends_a_while_after_the_last_has_ended(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)
    consent = sign_consent(
        session, cast.olive_officer, person, free(cast, expires_event=EndEvent.REFERRAL_CLOSED)
    )
    grant = session.exec(select(ConsentGrant).where(ConsentGrant.consent_id == consent.id)).first()
    assert grant
    assert live(session, person) == 2  # nothing was sent yet

    sent_by(session, cast, person, grant, ReferralStatus.DECLINED_PROVIDER)
    second = sent_by(session, cast, person, grant, ReferralStatus.SENT)
    late = now() + timedelta(days=DAYS_AFTER_REFERRALS + 1)
    with stopped_at(late):
        assert live(session, person) == 2

    second.status = ReferralStatus.COMPLETED
    session.add(second)
    session.flush()
    assert live(session, person) == 2  # time for the outcome to be told
    with stopped_at(late):
        assert live(session, person) == 0


def test_a_renewed_consent_takes_the_place_of_the_old(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)
    old = sign_consent(session, cast.olive_officer, person, free(cast))

    new = sign_consent(session, cast.olive_officer, person, free(cast), replaces=old)

    assert (old.status, old.replaced_by_id) == (ConsentStatus.REPLACED, new.id)
    assert {permit.consent_id for permit in permits_of(session, person.id) if permit.is_live()} == {new.id}


def test_a_renewal_that_only_begins_later_leaves_no_gap(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)
    old = sign_consent(session, cast.olive_officer, person, free(cast))
    later = now().date() + timedelta(days=20)

    sign_consent(session, cast.olive_officer, person, free(cast, effective_from=later), replaces=old)

    assert old.status is ConsentStatus.SIGNED
    assert live(session, person) == 2


def test_a_renewal_from_tomorrow_on_leaves_no_gap_in_the_evening_either(session: Session, cast: Cast) -> None:
    with stopped_at(datetime(2026, 11, 24, 3, 0, tzinfo=UTC)):  # the evening of the 23rd where Olive works
        person = somebody(session, cast)
        olive = replace(cast.olive_officer, time_zone="America/Chicago")
        old = sign_consent(session, olive, person, free(cast))

        tomorrow = free(cast, effective_from=date(2026, 11, 24))
        sign_consent(session, olive, person, tomorrow, replaces=old)

        assert old.status is ConsentStatus.SIGNED
        assert live(session, person) == 2


@pytest.mark.parametrize(
    "purposes",
    [
        {Purpose.PATIENT_REQUEST},
        {Purpose.PATIENT_REQUEST, Purpose.COORDINATION},
        {Purpose.PATIENT_REQUEST, Purpose.REFERRAL},
    ],
)
def test_no_permission_has_a_purpose_that_was_not_agreed_to(
    session: Session, cast: Cast, purposes: set[Purpose]
) -> None:
    signing = free(cast, purposes=frozenset(purposes), asked_by_person=True)

    sign_consent(session, cast.olive_officer, somebody(session, cast), signing)

    assert {grant.purpose for grant in session.exec(select(ConsentGrant)).all()} <= purposes


def test_a_copy_is_written_down_once(session: Session, cast: Cast) -> None:
    consent = sign_consent(session, cast.olive_officer, somebody(session, cast), free(cast))

    give_copy(session, cast.olive_officer, consent)
    first = consent.copy_given_at
    give_copy(session, cast.olive_officer, consent)

    assert first is not None
    assert consent.copy_given_at == first
    with pytest.raises(NotAllowed):
        give_copy(session, cast.priya_privacy, consent)


def test_a_draft_permits_nothing(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)
    consent = sign_consent(session, cast.olive_officer, person, free(cast))
    consent.status = ConsentStatus.DRAFT
    session.add(consent)
    session.flush()

    assert live(session, person) == 0
    assert (
        session.exec(select(Consent).where(Consent.person_id == person.id)).one().status
        is ConsentStatus.DRAFT
    )
