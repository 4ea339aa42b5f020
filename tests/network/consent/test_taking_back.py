"""A consent is taken back: at once where it is free, from its day where it is a condition."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now, stopped_at
from network.consent.queries import grants_of, permits_of
from network.consent.revoking import apply_queued_revocations, revoke_consent
from network.consent.signing import sign_consent
from network.db import Database
from network.errors import Conflict, NotAllowed
from network.rules.consent import Ending, has_ended, is_revocable
from network.rules.sharing import Permit
from network.tables import Consent, Event, Person
from network.tables.case import CaseRole
from network.tables.consent import ConsentStatus, EndEvent, Instrument, Purpose
from tests.cast import Cast
from tests.network.consent.people import bound, free, prosecutor, somebody, with_case


def kinds(session: Session) -> list[str]:
    return list(session.exec(select(Event.kind).where(Event.subject == "consent").order_by(Event.kind)).all())


def live(session: Session, person: Person) -> set[Purpose]:
    return {permit.purpose for permit in permits_of(session, person.id) if permit.is_live()}


def test_a_free_consent_ends_at_once(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)
    consent = sign_consent(session, cast.olive_officer, person, free(cast))

    revoke_consent(session, cast.olive_officer, consent)

    assert live(session, person) == set()
    assert consent.revoked_at is not None


def test_taking_it_back_twice_is_taking_it_back_once(session: Session, cast: Cast) -> None:
    consent = sign_consent(session, cast.olive_officer, somebody(session, cast), free(cast))

    first = revoke_consent(session, cast.olive_officer, consent).revoked_at
    again = revoke_consent(session, cast.cody_coordinator, consent).revoked_at

    assert first == again
    assert kinds(session).count("consent.revoked") == 1


def test_one_agency_alone_can_be_taken_out(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)
    both = free(cast, recipient_organization_ids=(cast.clinic.id, cast.other.id))
    consent = sign_consent(session, cast.olive_officer, person, both)
    clinic = {g.id for g in grants_of(session, consent)
              if cast.clinic.id in {g.recipient_organization_id, g.discloser_organization_id}}  # fmt: skip

    revoke_consent(session, cast.olive_officer, consent, only=clinic)

    assert consent.status is ConsentStatus.SIGNED
    left = [permit for permit in permits_of(session, person.id) if permit.is_live()]
    assert {p.recipient_organization_id for p in left} == {cast.other.id, cast.unit.id}
    assert kinds(session) == ["consent.narrowed", "consent.signed"]


def test_nobody_else_takes_it_back(session: Session, cast: Cast) -> None:
    consent = sign_consent(session, cast.olive_officer, somebody(session, cast), free(cast))

    for who in (cast.pat_provider, cast.priya_privacy, cast.ada_administrator):
        with pytest.raises(NotAllowed):
            revoke_consent(session, who, consent)


def test_under_a_condition_it_waits_for_its_day(session: Session, cast: Cast) -> None:
    pim, person = prosecutor(cast), somebody(session, cast, "Dee", "Hale")
    with_case(session, person, (pim, CaseRole.PROSECUTOR))
    consent = sign_consent(session, cast.olive_officer, person, bound(cast, pim))

    revoke_consent(session, cast.olive_officer, consent)

    assert live(session, person) == {Purpose.MONITORING}  # all that was free has ended
    assert consent.status is ConsentStatus.SIGNED
    assert consent.revocation_asked_at is not None
    assert apply_queued_revocations(session) == 0
    revoke_consent(session, cast.olive_officer, consent)
    assert kinds(session).count("consent.revocation_asked") == 1

    with stopped_at(now() + timedelta(days=61)):
        assert live(session, person) == {Purpose.MONITORING}
        assert apply_queued_revocations(session) == 1
        assert live(session, person) == set()
        assert apply_queued_revocations(session) == 0
    assert consent.revoked_at is not None


def test_only_what_was_asked_for_waits(session: Session, cast: Cast) -> None:
    pim, person = prosecutor(cast), somebody(session, cast, "Dee", "Hale")
    with_case(session, person, (pim, CaseRole.PROSECUTOR))
    agencies = (cast.clinic.id, cast.other.id)
    consent = sign_consent(
        session, cast.olive_officer, person, bound(cast, pim, recipient_organization_ids=agencies)
    )
    clinic = [g.id for g in grants_of(session, consent) if g.discloser_organization_id == cast.clinic.id]
    revoke_consent(session, cast.olive_officer, consent, only=clinic)

    with stopped_at(now() + timedelta(days=61)):
        apply_queued_revocations(session)
        still = [p for p in permits_of(session, person.id) if p.is_live() and p.purpose is Purpose.MONITORING]
    assert [permit.discloser_organization_id for permit in still] == [cast.other.id]


def test_an_event_lets_it_end_before_its_day(session: Session, cast: Cast) -> None:
    pim, person = prosecutor(cast), somebody(session, cast, "Dee", "Hale")
    case = with_case(session, person, (pim, CaseRole.PROSECUTOR))
    signing = bound(cast, pim, revocable_event=EndEvent.PROGRAM_ENDED)
    consent = sign_consent(session, cast.olive_officer, person, signing)
    revoke_consent(session, cast.olive_officer, consent)
    assert live(session, person) == {Purpose.MONITORING}

    case.closed_at = now()
    session.add(case)
    session.flush()

    assert apply_queued_revocations(session) == 1
    assert live(session, person) == set()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 119), st.lists(st.integers(0, 200), min_size=1, max_size=5))
def test_under_a_condition_it_is_never_taken_back_too_soon(
    session: Session, cast: Cast, revocable_after: int, asked_after: list[int]
) -> None:
    begins = datetime(2026, 3, 2, 15, tzinfo=UTC)
    with stopped_at(begins):
        pim = cast.staff(f"Pim {uuid4()}", cast.other)
        person = somebody(session, cast, "Dee", "Hale")
        with_case(session, person, (pim, CaseRole.PROSECUTOR))
        day = date(2026, 3, 2) + timedelta(days=revocable_after)
        consent = sign_consent(session, cast.olive_officer, person, bound(cast, pim, revocable_on=day))
    for days in sorted(asked_after):
        with stopped_at(begins + timedelta(days=days)):
            revoke_consent(session, cast.olive_officer, consent)
            apply_queued_revocations(session)
    for grant in grants_of(session, consent):
        if grant.instrument is Instrument.CRIMINAL_JUSTICE and grant.revoked_at is not None:
            assert grant.revocable_from
            assert grant.revoked_at >= grant.revocable_from
        if grant.instrument is Instrument.VOLUNTARY:
            assert grant.revoked_at == begins + timedelta(days=min(asked_after))


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
MAYBE = st.none() | MOMENTS


@given(
    status=st.sampled_from(ConsentStatus), event=st.none() | st.sampled_from(EndEvent),
    disposed=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)), closed=MAYBE, referrals=MAYBE,
    starts=MOMENTS, until=MAYBE, revoked=MAYBE, moment=MOMENTS, instrument=st.sampled_from(Instrument),
)  # fmt: skip
def test_what_is_revoked_expired_or_over_is_never_live(
    status: ConsentStatus,
    event: EndEvent | None,
    disposed: date | None,
    closed: datetime | None,
    referrals: datetime | None,
    starts: datetime,
    until: datetime | None,
    revoked: datetime | None,
    moment: datetime,
    instrument: Instrument,
) -> None:
    ending = Ending(status, event, disposed, closed, referrals)
    one = UUID(int=1)
    permit = Permit(
        id=one, consent_id=one, person_id=one, discloser_organization_id=one,
        information=frozenset(), purpose=Purpose.REFERRAL, instrument=instrument, starts_at=starts,
        until=until, revoked_at=revoked, has_ended=has_ended(ending, instrument, moment),
    )  # fmt: skip
    if permit.is_live(moment):
        assert status is ConsentStatus.SIGNED
        assert starts <= moment
        assert until is None or moment < until
        assert revoked is None or moment < revoked
        assert not (instrument is Instrument.CRIMINAL_JUSTICE and disposed and disposed <= moment.date())
        assert not (event is EndEvent.PROGRAM_ENDED and closed and closed <= moment)


@given(st.sampled_from(Instrument), MAYBE, st.booleans(), MOMENTS)
def test_what_is_free_can_always_be_taken_back(
    instrument: Instrument, revocable_from: datetime | None, has_come: bool, moment: datetime
) -> None:
    can = is_revocable(instrument, revocable_from, has_come, moment)

    if instrument is Instrument.VOLUNTARY or has_come:
        assert can
    else:
        assert can == (revocable_from is not None and revocable_from <= moment)


def test_of_two_who_take_it_back_at_once_one_is_written_down(database: Database) -> None:
    with Session(database.engine, expire_on_commit=False) as session:
        cast = Cast(session)
        signed = sign_consent(session, cast.olive_officer, somebody(session, cast), free(cast))
        consent_id, officers = signed.id, [cast.olive_officer, cast.cody_coordinator]
        session.commit()
    ready = Barrier(2)

    def take_back(actor: Actor) -> None:
        ready.wait()
        with database.writing() as session:
            revoke_consent(session, actor, session.get_one(Consent, consent_id))

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(take_back, officers))
    with database.reading() as session:
        assert kinds(session).count("consent.revoked") == 1
        assert session.get_one(Consent, consent_id).status is ConsentStatus.REVOKED


def test_of_two_who_send_the_same_form_at_once_one_signs(database: Database) -> None:
    with Session(database.engine, expire_on_commit=False) as session:
        cast = Cast(session)
        person_id, signing = somebody(session, cast).id, free(cast, consent_id=uuid4())
        session.commit()
    ready = Barrier(2)

    def sign(actor: Actor) -> bool:
        ready.wait()
        try:
            with database.writing() as session:
                sign_consent(session, actor, session.get_one(Person, person_id), signing)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert any(threads.map(sign, [cast.olive_officer, cast.olive_officer]))
    with database.reading() as session:
        assert len(permits_of(session, person_id)) == 2
        assert kinds(session) == ["consent.signed"]
