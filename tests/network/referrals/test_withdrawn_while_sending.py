"""A consent is taken back at the very moment at which a referral goes out by it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from time import sleep

from sqlmodel import Session

from network.db import Database
from network.referrals.operations import send_referral, withdraw_consent
from network.tables import Consent, Referral, ReferralStatus
from tests.cast import Cast
from tests.network.referrals.story import Story


def test_what_was_being_sent_when_the_consent_went_is_ended_too(database: Database) -> None:
    with Session(database.engine, expire_on_commit=False) as session:
        story = Story(session, Cast(session))
        consent_id = story.agree().id
        [draft] = story.draft()
        referral_id, olive = draft.id, story.olive
        session.commit()
    is_sent = Signal()

    def send() -> None:
        with database.writing() as session:
            referral = session.get_one(Referral, referral_id)
            send_referral(session, olive, referral, acknowledged=True)
            session.flush()
            is_sent.set()
            sleep(0.3)  # not committed yet

    def take_back() -> None:
        assert is_sent.wait(20)
        with database.writing() as session:
            withdraw_consent(session, olive, session.get_one(Consent, consent_id))

    with ThreadPoolExecutor(2) as pool:
        for done in (pool.submit(send), pool.submit(take_back)):
            done.result(timeout=60)

    with database.reading() as session:
        assert _status(session, referral_id) is ReferralStatus.CONSENT_REVOKED


def _status(session: Session, referral_id: object) -> ReferralStatus:
    return session.get_one(Referral, referral_id).status
