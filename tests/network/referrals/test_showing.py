"""What each side sees of a referral, and that it is written down."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from network.actors import Role
from network.clock import now
from network.errors import NotFound
from network.referrals.showing import ShownReferral, preview, shown_referral, shown_referrals
from network.rules.sharing import SharedField
from network.rules.telling import Coarse, View
from network.tables import (
    CaseRole,
    Channel,
    Disclosure,
    Event,
    InformationKind,
    Instrument,
    ReferralStatus,
)
from tests.cast import Cast
from tests.chance import words_in
from tests.counting import statements_of
from tests.told import CANARIES, INWARD, NEVER, OUTWARD, Told

K = InformationKind
S = ReferralStatus


@pytest.fixture
def told(session: Session, cast: Cast) -> Told:
    return Told(session, cast)


def test_officer_without_a_grant_learns_that_it_was_opened_and_no_more(told: Told, cast: Cast) -> None:
    referral = told.refer(S.ENGAGED)

    shown = shown_referral(told.session, cast.olive_officer, referral, Channel.PAGE)

    assert shown.view is View.SENDER
    assert shown.person.name == "Zarqina Vexholm"
    assert shown.status is None
    assert shown.coarse is None
    assert shown.opened_at is not None
    assert _kinds(shown) == ["prepared", "sent", "viewed", "info_requested", "replied"]
    assert shown.withheld == INWARD
    assert not disclosures(told.session)


def test_officer_with_a_grant_for_the_status_sees_that_the_person_is_linked(told: Told, cast: Cast) -> None:
    referral = told.refer(S.ENGAGED)
    told.inward(K.STATUS)

    shown = shown_referral(told.session, cast.olive_officer, referral, Channel.PAGE)

    assert shown.status is S.LINKED
    assert shown.coarse is Coarse.LINKED
    assert _kinds(shown)[-3:] == ["accepted", "scheduled", "linked"]
    assert shown.withheld == (K.ATTENDANCE, K.PROGRESS, K.REASONS)
    [row] = disclosures(told.session)
    assert row.discloser_organization_id == cast.clinic.id
    assert row.recipient_organization_id == cast.unit.id
    assert row.information == ["status"]
    assert row.notice_version == "part2_2_32_a1@2024"


@pytest.mark.parametrize(
    ("status", "without", "with_status"),
    [
        (S.SENT, S.SENT, S.SENT),
        (S.VIEWED, None, S.VIEWED),
        (S.INFO_REQUESTED, S.INFO_REQUESTED, S.INFO_REQUESTED),
        (S.ACCEPTED, None, S.ACCEPTED),
        (S.WAITLISTED, None, S.WAITLISTED),
        (S.SCHEDULED, None, S.SCHEDULED),
        (S.MISSED_APPT, None, S.SCHEDULED),
        (S.LINKED, None, S.LINKED),
        (S.ENGAGED, None, S.LINKED),
        (S.COMPLETED, None, S.LINKED),
        (S.LOST_CONTACT, None, None),
        (S.DECLINED_PROVIDER, S.DECLINED_PROVIDER, S.DECLINED_PROVIDER),
        (S.RELEASED_AFTER_ACCEPT, S.RELEASED_AFTER_ACCEPT, S.RELEASED_AFTER_ACCEPT),
        (S.EXPIRED_NO_RESPONSE, S.EXPIRED_NO_RESPONSE, S.EXPIRED_NO_RESPONSE),
        (S.DECLINED_CLIENT, S.NOT_LINKED, S.NOT_LINKED),
        (S.NOT_LINKED, S.NOT_LINKED, S.NOT_LINKED),
        (S.OBSOLETE, S.WITHDRAWN, S.WITHDRAWN),
    ],
)
def test_where_it_stands_is_told_as_far_as_the_consent_goes(
    told: Told, cast: Cast, status: S, without: S | None, with_status: S | None
) -> None:
    referral = told.refer(status)
    before = shown_referral(told.session, cast.olive_officer, referral, Channel.PAGE)
    told.inward(K.STATUS)
    after = shown_referral(told.session, cast.olive_officer, referral, Channel.PAGE)

    assert (before.status, after.status) == (without, with_status)


@pytest.mark.parametrize(
    ("status", "shown_as"),
    [
        (S.MISSED_APPT, S.SCHEDULED),
        (S.ENGAGED, S.LINKED),
        (S.DECLINED_CLIENT, S.NOT_LINKED),
        (S.OBSOLETE, S.WITHDRAWN),
    ],
)
def test_what_is_told_in_place_of_a_status_has_its_day_as_well(
    told: Told, cast: Cast, status: S, shown_as: S
) -> None:
    referral = told.refer(status)
    told.inward(K.STATUS)

    shown = shown_referral(told.session, cast.olive_officer, referral, Channel.CSV)

    assert shown.status is shown_as
    assert shown.status_since is not None


def test_what_the_officer_did_is_no_secret_to_the_officer(told: Told, cast: Cast) -> None:
    referral = told.refer(S.LOST_CONTACT)
    told.happened(referral, cast.olive_officer, "lost_contact", to="lost_contact")

    shown = shown_referral(told.session, cast.olive_officer, referral, Channel.PAGE)

    assert shown.status is S.LOST_CONTACT
    assert shown.is_over


def test_provider_sees_what_was_chosen_and_permitted(told: Told, cast: Cast) -> None:
    referral = told.refer(S.SENT, information=(K.IDENTITY, K.NEED))
    told.outward()

    shown = shown_referral(told.session, cast.pat_provider, referral, Channel.PAGE)

    assert shown.person.name == "Zarqina Vexholm"
    assert shown.need.words == "larkspurneed"
    assert shown.person.contact is None
    assert shown.program is None
    assert shown.note is None
    assert "prepared" not in _kinds(shown)
    assert shown.notice is not None
    assert shown.withheld == (K.CONTACT, K.CASE, K.NOTE)


@pytest.mark.parametrize(
    "more",
    [{"until": now() - timedelta(minutes=1)}, {"revoked_at": now()}, {"starts_at": now() + timedelta(1)}],
)
def test_provider_sees_nothing_by_a_grant_that_does_not_hold(
    told: Told, cast: Cast, more: dict[str, datetime]
) -> None:
    referral = told.refer(S.ACCEPTED)
    told.outward(*OUTWARD, **more)

    shown = shown_referral(told.session, cast.pat_provider, referral, Channel.PAGE)

    assert not found_in(repr(shown), OUTWARD)
    assert not disclosures(told.session)


def test_each_line_is_written_down_once_a_day_and_way(told: Told, cast: Cast) -> None:
    referral = told.refer(S.ACCEPTED)
    told.outward()
    colleague = cast.staff("Petra Provider", cast.clinic, Role.PROVIDER)

    for actor in (cast.pat_provider, cast.pat_provider, colleague):
        shown_referral(told.session, actor, referral, Channel.PAGE)
    shown_referral(told.session, cast.pat_provider, referral, Channel.PDF)

    rows = disclosures(told.session)
    assert [row.channel for row in rows] == [Channel.PAGE, Channel.PDF]
    assert set(rows[0].fields) >= {"person.name", "contact.phone", "need.words", "remark.note"}
    reads = told.session.exec(select(Event).where(Event.kind == "referral.read")).all()
    assert [row.actor_id for row in reads] == [cast.pat_provider.id, colleague.id]


def test_prosecutor_sees_outcomes_marked_for_justice_and_no_reasons(told: Told, cast: Cast) -> None:
    referral = told.refer(S.ENGAGED)
    told.told_back(referral, for_justice=True)
    paul = cast.staff("Paul Prosecutor", told.court, Role.OFFICER)
    told.takes_part(paul, CaseRole.PROSECUTOR)
    told.grant(told.consent(Instrument.CRIMINAL_JUSTICE), cast.clinic.id, INWARD, to_role=CaseRole.PROSECUTOR)

    shown = shown_referral(told.session, paul, referral, Channel.PAGE)

    assert shown.view is View.JUSTICE
    assert len(shown.outcomes) == 3
    assert shown.person.name is None
    assert not found_in(repr(shown), (K.REASONS, *OUTWARD))
    assert shown.notice is not None
    assert len(shown.notice.for_justice) == 2
    assert {row.recipient_account_id for row in disclosures(told.session)} == {paul.id}


def test_prosecutor_sees_no_outcome_that_is_not_marked(told: Told, cast: Cast) -> None:
    referral = told.refer(S.ENGAGED)
    told.told_back(referral, for_justice=False)
    paul = cast.staff("Paul Prosecutor", told.court, Role.OFFICER)
    told.takes_part(paul, CaseRole.PROSECUTOR)
    told.grant(told.consent(Instrument.CRIMINAL_JUSTICE), cast.clinic.id, INWARD, to_account=paul.id)

    shown = shown_referral(told.session, paul, referral, Channel.PAGE)

    assert shown.outcomes == ()
    assert shown.coarse is None
    assert shown.status is None


@pytest.mark.parametrize("who", ["olga_outsider", "ada_administrator", "lena_leadership", "cora_curator"])
def test_for_others_there_is_no_referral(told: Told, cast: Cast, who: str) -> None:
    referral = told.refer(S.SENT)

    with pytest.raises(NotFound):
        shown_referral(told.session, getattr(cast, who), referral, Channel.PAGE)


def test_colleague_who_does_not_work_with_the_person_finds_nothing(told: Told, cast: Cast) -> None:
    referral = told.refer(S.SENT)
    otto = cast.staff("Otto Officer", cast.unit, Role.OFFICER)

    with pytest.raises(NotFound):
        shown_referral(told.session, otto, referral, Channel.PAGE)


def test_preview_shows_the_sender_exactly_what_the_provider_will_see(told: Told, cast: Cast) -> None:
    draft = told.refer(S.DRAFT, information=(K.IDENTITY, K.NEED))
    told.outward()

    seen = preview(told.session, cast.olive_officer, draft)

    assert seen.person.born_on is not None
    assert seen.person.contact is None
    assert SharedField.NEED_WORDS in seen.fields
    assert not disclosures(told.session)
    with pytest.raises(NotFound):
        preview(told.session, cast.pat_provider, draft)


def test_lists_ask_no_more_for_many_than_for_one(told: Told, cast: Cast) -> None:
    told.outward()
    told.inward(*INWARD)
    referrals = [told.refer(S.ACCEPTED) for _ in range(8)]
    told.session.flush()

    with statements_of(told.session) as for_one:
        shown_referrals(told.session, cast.pat_provider, referrals[:1], Channel.PAGE)
        told.session.flush()
    with statements_of(told.session) as for_many:
        shown_referrals(told.session, cast.pat_provider, referrals[1:], Channel.PAGE)
        told.session.flush()

    assert len(for_many) <= len(for_one)


def disclosures(session: Session) -> list[Disclosure]:
    session.flush()
    return list(session.exec(select(Disclosure).order_by(Disclosure.id)).all())  # type: ignore[arg-type]


def found_in(text: str, kinds: tuple[InformationKind, ...]) -> list[str]:
    """What must not be told and stands here."""
    return words_in(text, [*(word for kind in kinds for word in CANARIES[kind]), *NEVER])


def _kinds(shown: ShownReferral) -> list[str]:
    return [line.kind.removeprefix("referral.") for line in shown.timeline]
