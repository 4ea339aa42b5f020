"""A consent that lacks an element never saves, and says which one with its section."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, select

from network.actors import Actor
from network.consent.queries import get_scan, permits_of
from network.consent.signing import sign_consent
from network.errors import Invalid
from network.rules.consent import Circumstances, Monitor, Policy, Recipient, Scan, Signing
from network.rules.consent_checks import missing
from network.tables import CaseRole, Consent, ConsentGrant, Person
from network.tables.consent import EndEvent, InformationKind, Instrument, Proceeding, Purpose, SigningWay
from tests.cast import Cast
from tests.network.consent.people import bound, free, prosecutor, somebody, with_case

K = InformationKind
TODAY = date(2026, 3, 2)
CLINIC, SHELTER, READ_ONLY, UNIT = uuid4(), uuid4(), uuid4(), uuid4()
PIM, OFFICER, DEFENDER = uuid4(), uuid4(), uuid4()
CASE = Circumstances(
    person_name="Dee Hale",
    organization_id=UNIT,
    organization_name="Diversion Unit",
    today=TODAY,
    recipients={
        CLINIC: Recipient("Clinic"),
        SHELTER: Recipient("Shelter", is_victim_service=True),
        READ_ONLY: Recipient("Old list", takes_referrals=False),
    },
    case_id=uuid4(),
    monitors={
        PIM: Monitor("Pim", frozenset({CaseRole.PROSECUTOR})),
        OFFICER: Monitor("Olive", frozenset({CaseRole.OFFICER})),
        DEFENDER: Monitor("Dora", frozenset({CaseRole.DEFENDER})),
    },
)
FREE: dict[str, Any] = {
    "is_condition": False,
    "recipient_organization_ids": (CLINIC,),
    "told": frozenset({K.IDENTITY, K.NEED}),
    "told_back": frozenset({K.STATUS}),
    "purposes": frozenset({Purpose.REFERRAL, Purpose.COORDINATION}),
    "expires_on": TODAY + timedelta(days=90),
    "way": SigningWay.KEYBOARD,
    "signed_name": "Dee Hale",
    "could_decide": True,
}
BOUND: dict[str, Any] = FREE | {
    "is_condition": True,
    "purposes": frozenset({Purpose.REFERRAL, Purpose.COORDINATION, Purpose.MONITORING}),
    "monitor_account_ids": (PIM,),
    "monitored": frozenset({K.STATUS}),
    "proceeding": Proceeding.DEFERRED_CHARGE,
    "condition_authority": "Circuit Court",
    "condition_set_on": TODAY,
    "treatment_ends_on": TODAY + timedelta(days=100),
    "final_disposition_on": TODAY + timedelta(days=120),
    "revocable_on": TODAY + timedelta(days=60),
}

# What is taken away or changed, the field that says so, and the section that it names.
WRONG_WHEN_FREE: list[tuple[dict[str, Any], str, str]] = [
    ({"is_condition": None}, "is_condition", "2.31 or 2.35"),
    ({"recipient_organization_ids": ()}, "recipient_organization_ids", "2.31(a)(4)"),
    ({"recipient_organization_ids": (UNIT,)}, "recipient_organization_ids", "Your own agency"),
    ({"recipient_organization_ids": (CLINIC, SHELTER)}, "recipient_organization_ids", "34 USC 12291(b)(2)"),
    ({"recipient_organization_ids": (READ_ONLY,)}, "recipient_organization_ids", "for information only"),
    ({"recipient_organization_ids": (uuid4(),)}, "recipient_organization_ids", "not in the directory"),
    ({"told": frozenset(), "told_back": frozenset()}, "told", "2.31(a)(3)"),
    ({"told": frozenset({K.STATUS})}, "told", "Tick again"),
    ({"told_back": frozenset({K.CONTACT})}, "told_back", "Tick again"),
    ({"purposes": frozenset()}, "purposes", "2.31(a)(5)"),
    ({"purposes": frozenset({Purpose.COORDINATION})}, "purposes", "2.31(a)(5)"),
    ({"purposes": frozenset({Purpose.REFERRAL})}, "purposes", "2.31(a)(5)"),
    ({"purposes": frozenset({Purpose.PATIENT_REQUEST})}, "purposes", "2.31(a)(5)(i)"),
    ({"purposes": FREE["purposes"] | {Purpose.MONITORING}}, "purposes", "2.35(a)"),
    ({"expires_on": None}, "expires_on", "2.31(a)(7)"),
    ({"expires_on": TODAY - timedelta(days=1)}, "expires_on", "2.31(a)(7)"),
    ({"expires_on": TODAY + timedelta(days=731)}, "expires_on", "730 days"),
    ({"effective_from": TODAY - timedelta(days=1)}, "effective_from", "before it is signed"),
    ({"language": "fr"}, "language", "interpreter"),
    ({"monitor_roles": frozenset({CaseRole.COURT})}, "monitor_roles", "2.35(a)"),
    ({"monitor_account_ids": (PIM,)}, "monitor_roles", "2.35(a)"),
    ({"proceeding": Proceeding.PAROLE}, "is_condition", "2.31(a)(6)"),
    ({"revocable_on": TODAY}, "is_condition", "2.31(a)(6)"),
    ({"revocable_event": EndEvent.PROGRAM_ENDED}, "is_condition", "2.31(a)(6)"),
    ({"condition_authority": "Court"}, "is_condition", "2.31(a)(6)"),
    ({"way": None}, "way", "2.31(a)(8)"),
    ({"signed_name": " "}, "signed_name", "2.31(a)(8)"),
    ({"way": SigningWay.SCREEN}, "signature", "2.31(a)(8)"),
    ({"way": SigningWay.SCREEN, "signature": 'M1 1 L2 2"/><script>alert(1)'}, "signature", "2.31(a)(8)"),
    ({"way": SigningWay.PAPER}, "scan", "2.31(a)(8)"),
    ({"way": SigningWay.WITNESSED}, "witness_name", "2.31(a)(8)"),
    ({"could_decide": False}, "could_decide", "decide now"),
    ({"representative": "Uncle"}, "representative_authority", "164.508(c)(1)(vi)"),
    ({"representative_authority": "Guardian"}, "representative", "164.508(c)(1)(vi)"),
]
WRONG_WHEN_BOUND: list[tuple[dict[str, Any], str, str]] = [
    ({"monitor_account_ids": ()}, "monitor_roles", "2.35(a)(1)"),
    ({"monitor_account_ids": (OFFICER,)}, "monitor_account_ids", "2.35(a)(1)"),
    ({"monitor_account_ids": (DEFENDER,)}, "monitor_account_ids", "2.35(a)(1)"),
    ({"monitor_account_ids": (uuid4(),)}, "monitor_account_ids", "2.35(a)(1)"),
    ({"monitor_roles": frozenset({CaseRole.OFFICER})}, "monitor_roles", "do not monitor"),
    ({"monitored": frozenset()}, "monitored", "2.31(a)(3)"),
    ({"monitored": frozenset({K.REASONS})}, "monitored", "Tick again"),
    ({"purposes": FREE["purposes"]}, "purposes", "2.35(a)(1)"),
    ({"proceeding": None}, "proceeding", "2.35(a) and (b)(2)"),
    ({"condition_authority": " "}, "condition_authority", "2.35(a)"),
    ({"condition_set_on": None}, "condition_set_on", "2.35(a)"),
    ({"condition_set_on": TODAY + timedelta(days=1)}, "condition_set_on", "still to come"),
    ({"treatment_ends_on": None}, "treatment_ends_on", "2.35(b)(1)"),
    ({"treatment_ends_on": TODAY - timedelta(days=1)}, "treatment_ends_on", "over already"),
    ({"final_disposition_on": None}, "final_disposition_on", "2.35(b)(2)"),
    ({"final_disposition_on": TODAY - timedelta(days=1)}, "final_disposition_on", "over already"),
    ({"expires_on": None, "expires_event": EndEvent.PROGRAM_ENDED}, "expires_on", "2.35(b)"),
    ({"expires_on": TODAY + timedelta(days=121)}, "expires_on", "2.35(b)"),
    ({"revocable_on": None}, "revocable_on", "2.35(c)"),
    ({"revocable_on": TODAY + timedelta(days=121)}, "revocable_on", "2.35(c)"),
    ({"revocable_on": TODAY - timedelta(days=1)}, "revocable_on", "over already"),
]


WRONG = [
    pytest.param(whole | changed, field, words, id=f"{field}-{'-'.join(changed)}")
    for whole, cases in ((FREE, WRONG_WHEN_FREE), (BOUND, WRONG_WHEN_BOUND))
    for changed, field, words in cases
]
# Elements that must be there: how they look when they are not, by the field that then says so.
LACKING: dict[str, Any] = {
    "is_condition": None, "recipient_organization_ids": (), "purposes": frozenset(), "expires_on": None,
    "way": None, "could_decide": False,
}  # fmt: skip
LACKING_WHEN_BOUND: dict[str, Any] = LACKING | {
    "monitored": frozenset(), "proceeding": None, "condition_authority": "", "condition_set_on": None,
    "treatment_ends_on": None, "final_disposition_on": None, "revocable_on": None,
}  # fmt: skip
del LACKING_WHEN_BOUND["is_condition"]


@pytest.fixture
def dee(session: Session, cast: Cast) -> tuple[Person, Actor]:
    """Dee, whose case the prosecutor Pim monitors."""
    person, pim = somebody(session, cast, "Dee", "Hale"), prosecutor(cast)
    with_case(session, person, (pim, CaseRole.PROSECUTOR))
    return person, pim


def test_nothing_is_missing_from_a_whole_consent() -> None:
    assert missing(Signing(**FREE), CASE) == {}
    assert missing(Signing(**BOUND), CASE) == {}


@pytest.mark.parametrize(("given", "field", "words"), WRONG)
def test_what_is_missing_is_named_with_its_section(given: dict[str, Any], field: str, words: str) -> None:
    problems = missing(Signing(**given), CASE)

    assert words in str(problems[field])


def test_whoever_has_no_open_case_signs_no_consent_under_a_condition() -> None:
    without = Circumstances("Dee Hale", UNIT, "Unit", TODAY, CASE.recipients)

    assert "2.35(a)" in str(missing(Signing(**BOUND), without)["is_condition"])
    ends = FREE | {"expires_event": EndEvent.PROGRAM_ENDED}
    assert "no open case" in str(missing(Signing(**ends), without)["expires_event"])


def test_a_matter_that_is_over_is_not_monitored() -> None:
    over = Circumstances(**(vars(CASE) | {"disposed_on": TODAY}))

    assert "2.35(c)" in str(missing(Signing(**BOUND), over)["is_condition"])


def test_a_person_without_a_name_cannot_sign() -> None:
    nameless = Circumstances(**(vars(CASE) | {"person_name": " "}))

    assert "2.31(a)(1)" in str(missing(Signing(**FREE), nameless)["person"])


def test_an_operator_can_allow_less_time() -> None:
    assert "30 days" in str(missing(Signing(**FREE), CASE, Policy(longest_days=30))["expires_on"])


@given(st.sampled_from([(FREE, LACKING), (BOUND, LACKING_WHEN_BOUND)]), st.data())
def test_whatever_is_missing_together_each_thing_is_named(
    whole: tuple[dict[str, Any], dict[str, Any]], data: st.DataObject
) -> None:
    given, lacking = whole
    names = data.draw(st.lists(st.sampled_from(sorted(lacking)), min_size=1, unique=True))

    problems = missing(Signing(**(given | {name: lacking[name] for name in names})), CASE)

    assert set(problems) >= set(names)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_consent_that_lacks_anything_never_saves(
    session: Session, cast: Cast, dee: tuple[Person, Actor], data: st.DataObject
) -> None:
    person, pim = dee
    is_bound = data.draw(st.booleans())
    lacking = LACKING_WHEN_BOUND if is_bound else LACKING
    names = data.draw(st.lists(st.sampled_from(sorted(lacking)), min_size=1, unique=True))
    given = {name: lacking[name] for name in names}

    with pytest.raises(Invalid) as no:
        sign_consent(
            session,
            cast.olive_officer,
            person,
            bound(cast, pim, **given) if is_bound else free(cast, **given),
        )

    assert set(no.value.problems) >= set(names)
    assert session.exec(select(Consent).where(Consent.person_id == person.id)).all() == []
    assert permits_of(session, person.id) == ()


def test_each_instrument_makes_its_own_grants(
    session: Session, cast: Cast, dee: tuple[Person, Actor]
) -> None:
    person, pim = dee
    consent = sign_consent(
        session, cast.olive_officer, person, bound(cast, pim, monitor_roles=frozenset({CaseRole.COURT}))
    )
    grants = session.exec(select(ConsentGrant).where(ConsentGrant.consent_id == consent.id)).all()

    told = {(grant.purpose, grant.instrument, grant.recipient_case_role) for grant in grants}
    assert told == {
        (Purpose.REFERRAL, Instrument.VOLUNTARY, None),
        (Purpose.COORDINATION, Instrument.VOLUNTARY, None),
        (Purpose.MONITORING, Instrument.CRIMINAL_JUSTICE, None),
        (Purpose.MONITORING, Instrument.CRIMINAL_JUSTICE, CaseRole.COURT),
    }
    assert {grant.recipient_account_id for grant in grants} == {None, pim.id}


def test_a_paper_is_kept_sealed(session: Session, cast: Cast) -> None:
    person = somebody(session, cast)
    scan = Scan("application/pdf", b"%PDF-1.7 the paper")
    consent = sign_consent(
        session, cast.olive_officer, person, free(cast, way=SigningWay.PAPER, scan=scan, signed_name="")
    )
    session.expire_all()
    kept = session.connection().execute(text("SELECT content FROM consent_scan")).scalar_one()

    assert b"the paper" not in bytes(kept)
    assert get_scan(session, consent).content == scan.content
