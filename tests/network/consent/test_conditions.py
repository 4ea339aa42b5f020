"""A list asks the database what the rule says of one consent: both let the same people be told."""

from datetime import datetime, timedelta
from itertools import product
from random import Random

from sqlmodel import Session, select

from network.clock import now, stopped_at
from network.consent.conditions import is_living
from network.consent.queries import permits_of
from network.rules.consent import DAYS_AFTER_REFERRALS
from network.tables import Consent, ConsentGrant, ConsentStatus, EndEvent, Instrument, Person, ReferralStatus
from network.tables.consent import InformationKind, Purpose
from tests.cast import Cast
from tests.network.consent.people import sent_by, somebody, with_case

DAY = timedelta(days=1)
AROUND = (-40 * DAY, -DAYS_AFTER_REFERRALS * DAY, -DAY, timedelta(), DAY)


def a_consent(
    session: Session, cast: Cast, chance: Random, instrument: Instrument, ends: EndEvent | None
) -> Person:
    person, moment = somebody(session, cast), now()
    case = with_case(session, person)
    case.closed_at = chance.choice([None, *(moment + each for each in AROUND)])
    case.disposed_on = chance.choice([None, *((moment + each).date() for each in AROUND)])
    consent = Consent(
        person_id=person.id,
        case_id=chance.choice([None, case.id]),
        organization_id=person.organization_id,
        instrument=instrument,
        status=chance.choice([*[ConsentStatus.SIGNED] * 5, *ConsentStatus]),
        effective_from=moment.date(),
        expires_event=ends,
        created_at=moment,
    )
    session.add(consent)
    session.flush()
    grant = ConsentGrant(
        consent_id=consent.id,
        person_id=person.id,
        discloser_organization_id=cast.clinic.id,
        recipient_organization_id=cast.unit.id,
        information=[InformationKind.STATUS.value],
        purpose=Purpose.COORDINATION,
        instrument=instrument,
        starts_at=moment + chance.choice([-50 * DAY, -50 * DAY, timedelta(), DAY]),
        until=chance.choice([None, None, *(moment + each for each in AROUND)]),
        revoked_at=chance.choice([None, None, None, moment]),
    )
    session.add(grant)
    session.flush()
    for _ in range(chance.randrange(3)):
        status = chance.choice(
            [ReferralStatus.SENT, ReferralStatus.COMPLETED, ReferralStatus.EXPIRED_NO_RESPONSE]
        )
        with stopped_at(moment + chance.choice(AROUND)):
            sent_by(session, cast, person, grant, status)
    return person


def test_the_database_and_the_rule_agree_on_every_consent(session: Session, cast: Cast) -> None:
    chance = Random(7)
    with stopped_at(datetime.fromisoformat("2026-05-04T17:00:00+00:00")):
        people = [
            a_consent(session, cast, chance, instrument, ends)
            for instrument, ends in product(Instrument, [None, *EndEvent])
            for _ in range(25)
        ]
        session.flush()
        living = set(session.exec(select(ConsentGrant.person_id).join(Consent).where(is_living(now()))).all())
        told = {person.id for person in people if any(p.is_live() for p in permits_of(session, person.id))}

    assert living == told
    assert 10 < len(told) < len(people) - 10
