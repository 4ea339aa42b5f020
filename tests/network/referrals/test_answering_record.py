"""How a service answered its referrals lately is counted from them, and search knows it within the hour."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.clock import now, stopped_at
from network.providers.changes import changes_since, directory_version
from network.referrals.answering_record import COUNT_EVERY, count_answers, count_answers_when_due
from network.referrals.operations import (
    accept_referral,
    client_declined,
    decline_referral,
    release_referral,
    waitlist_referral,
)
from network.rules.ranking import COUNTED_DAYS
from network.rules.reasons import DeclineReason
from network.search.embedded import EmbeddedEngine
from network.search.engine import AnsweredBefore, Search
from network.tables import AnsweringRecord, Organization, Referral, ReferralStatus
from tests.cast import Cast
from tests.network.referrals.story import Story


@pytest.fixture
def story(session: Session, cast: Cast) -> Story:
    return Story(session, cast)


def another(story: Story) -> Referral:
    """A referral to the clinic for a need of its own."""
    story.need = story.need_of("treatment.otp")
    return story.sent()


def counted(session: Session) -> tuple[int, int, float] | None:
    session.expire_all()
    record = session.exec(select(AnsweringRecord)).one_or_none()
    return None if record is None else (record.answered, record.accepted, round(record.answer_hours, 2))


def test_a_yes_a_waitlist_and_a_no_count_and_what_the_person_declines_does_not(story: Story) -> None:
    session, sent_at = story.session, now()
    with stopped_at(sent_at):
        accepted, waits, refused, undone, unanswered = (another(story) for _ in range(5))
    with stopped_at(sent_at + timedelta(hours=3)):
        accept_referral(session, story.pat, accepted)
        waitlist_referral(session, story.pat, waits)
        decline_referral(session, story.pat, refused, reason=DeclineReason.NO_CAPACITY)
        client_declined(session, story.pat, undone, reason=DeclineReason.CLIENT_DECLINED)
        assert count_answers(session) == 1
    assert counted(session) == (3, 1, 9.0)
    assert unanswered.status is ReferralStatus.SENT

    with stopped_at(sent_at + timedelta(hours=30)):
        accept_referral(session, story.pat, waits)
        release_referral(session, story.pat, accepted, reason=DeclineReason.NO_CAPACITY)
        assert count_answers(session) == 1
    assert counted(session) == (3, 2, 9.0)


def test_silence_until_the_deadline_is_a_no_that_took_as_long(story: Story) -> None:
    referral = story.sent()
    referral.status = ReferralStatus.EXPIRED_NO_RESPONSE
    assert referral.sent_at
    referral.status_since = referral.sent_at + timedelta(hours=72)
    story.keep(referral)
    count_answers(story.session)
    assert counted(story.session) == (1, 0, 72.0)


def test_what_is_older_than_half_a_year_no_longer_counts(story: Story) -> None:
    accept_referral(story.session, story.pat, another(story))
    count_answers(story.session)
    assert counted(story.session) is not None
    with stopped_at(now() + timedelta(days=COUNTED_DAYS + 1)):
        assert count_answers(story.session) == 1
    assert counted(story.session) == (0, 0, 0.0)


@pytest.mark.parametrize("side", ["sender", "receiver"])
def test_a_victim_service_never_has_a_record_nor_gives_one(story: Story, side: str) -> None:
    referral = story.sent()
    accept_referral(story.session, story.pat, referral)
    refuge = story.session.get_one(Organization, getattr(referral, f"{side}_organization_id"))
    refuge.is_victim_service = True
    story.keep(refuge)
    assert count_answers(story.session) == 0
    assert counted(story.session) is None


def test_search_learns_the_record_and_only_of_the_services_whose_numbers_changed(story: Story) -> None:
    session, engine = story.session, EmbeddedEngine()
    accept_referral(session, story.pat, story.sent())
    engine.refresh(session)
    version = directory_version(session)

    assert count_answers(session) == 1
    assert changes_since(session, version) == {story.cast.clinic_service.id}
    engine.refresh(session)
    [result] = engine.search(Search(q="methadone")).results
    assert isinstance(result.record, AnsweredBefore)
    assert (result.record.answered, result.record.accepted) == (1, 1)

    version = directory_version(session)
    assert count_answers(session) == 0
    assert directory_version(session) == version


def test_the_worker_counts_once_an_hour(story: Story) -> None:
    accept_referral(story.session, story.pat, another(story))
    assert count_answers_when_due(story.session) == 1
    accept_referral(story.session, story.pat, another(story))
    assert count_answers_when_due(story.session) == 0
    with stopped_at(now() + COUNT_EVERY):
        assert count_answers_when_due(story.session) == 1
