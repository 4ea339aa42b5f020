"""The link to somebody's own page, on both databases: who makes it, what a guess costs, who hears what."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.actors import VISITOR, Actor, ActorKind
from network.clock import now, stopped_at
from network.errors import NotAllowed, NotFound
from network.mine.links import (
    check_own_code,
    give_own_link,
    holder_of,
    own_link_of,
    take_own_link_back,
)
from network.mine.saying import own_consent, say_coming, take_back
from network.mine.showing import own_page
from network.notices.letters import write_letters
from network.outcomes.operations import book_appointment
from network.referrals.operations import accept_referral
from network.rules.consent_permissions import may_end_consent, may_take_consent
from network.settings import Settings
from network.tables import Consent, ConsentStatus, InformationKind, Letter, OwnLink
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.referrals.story import Story

SETTINGS = Settings()


@pytest.fixture
def story(session: Session, cast: Cast) -> Story:
    return Story(session, cast)


def give(session: Session, story: Story) -> tuple[str, OwnLink]:
    secret = give_own_link(session, story.olive, story.rosa.id, SETTINGS)
    link = own_link_of(session, story.rosa.id)
    assert link is not None
    session.commit()
    return secret, link


def rosa_herself(story: Story) -> Actor:
    return Actor(ActorKind.PERSON, id=story.rosa.id)


def test_the_right_code_opens_it_for_one_browser(store: RolledBack, session: Session, story: Story) -> None:
    secret, link = give(session, story)
    opening = check_own_code(store, secret, f" {link.code[:3]} {link.code[3:]} ", VISITOR)
    assert opening is not None
    session.expire_all()
    person, actor = holder_of(session, secret, opening.key, VISITOR)

    assert person.id == story.rosa.id
    assert (actor.kind, actor.id) == (ActorKind.PERSON, story.rosa.id)
    with pytest.raises(NotFound):
        holder_of(session, secret, "another", VISITOR)
    with pytest.raises(NotFound):
        holder_of(session, secret, "", VISITOR)


def test_tries_survive_and_a_new_link_starts_anew(store: RolledBack, session: Session, story: Story) -> None:
    secret, link = give(session, story)
    tries = [check_own_code(store, secret, "no", VISITOR) for _ in range(5)]

    assert [one.tries_left if one else None for one in tries] == [4, 3, 2, 1, None]
    assert check_own_code(store, secret, link.code, VISITOR) is None
    newer, link = give(session, story)
    assert check_own_code(store, secret, link.code, VISITOR) is None, "the old link has ended"
    opened = check_own_code(store, newer, link.code, VISITOR)
    assert opened is not None
    assert opened.key


def test_only_those_who_work_with_her_give_or_end_it(session: Session, story: Story, cast: Cast) -> None:
    for nobody in (cast.pat_provider, cast.olga_outsider, cast.lena_leadership, cast.ada_administrator):
        with pytest.raises(NotFound):
            give_own_link(session, nobody, story.rosa.id, SETTINGS)
        with pytest.raises(NotFound):
            take_own_link_back(session, nobody, story.rosa.id)
    with pytest.raises(NotAllowed):
        give_own_link(session, cast.priya_privacy, story.rosa.id, SETTINGS)


def test_it_works_for_its_days_and_no_longer(store: RolledBack, session: Session, story: Story) -> None:
    secret, link = give(session, story)
    with stopped_at(now() + timedelta(days=SETTINGS.own_link_days, minutes=-1)):
        assert check_own_code(store, secret, link.code, VISITOR)
    with stopped_at(now() + timedelta(days=SETTINGS.own_link_days)):
        assert check_own_code(store, secret, link.code, VISITOR) is None


def test_that_she_cannot_come_is_written_to_those_who_may_hear_it(session: Session, story: Story) -> None:
    referral = story.sent()
    accept_referral(session, story.pat, referral)
    appointment = book_appointment(session, story.pat, referral, starts_at=now() + timedelta(days=2))
    write_letters(session)
    before = set(session.exec(select(Letter.id)))
    say_coming(session, rosa_herself(story), referral.id, appointment.id, comes=False)
    write_letters(session)
    letters = [one for one in session.exec(select(Letter)) if one.id not in before]

    assert {letter.kind for letter in letters} == {"cannot_come"}
    assert str(story.pat.id) in {letter.recipient for letter in letters}


def test_she_sees_what_is_underway_and_not_what_was_never_sent(session: Session, story: Story) -> None:
    story.agree()
    [draft] = story.draft()
    page = own_page(session, rosa_herself(story), story.rosa)
    assert page.underway == ()
    assert draft.sent_at is None
    sent = story.sent(need=story.need_of("housing.emergency"))
    page = own_page(session, rosa_herself(story), story.rosa)

    assert [one.id for one in page.underway] == [sent.id]
    assert page.underway[0].withheld == ()
    assert page.underway[0].notice is None, "what is her own is nobody's disclosure"
    assert page.underway[0].timeline, "the course is hers as well"
    assert page.underway[0].note is None


def test_she_ends_her_own_consent_and_nobody_elses(session: Session, story: Story, cast: Cast) -> None:
    consent, other = story.agree(), Story(session, cast)
    known = own_consent(session, story.rosa, consent.id)
    with pytest.raises(NotAllowed):
        take_back(session, rosa_herself(other), known)
    with pytest.raises(NotFound):
        own_consent(session, other.rosa, consent.id)
    take_back(session, rosa_herself(story), known)

    assert session.get_one(Consent, consent.id).status is ConsentStatus.REVOKED
    assert may_end_consent(rosa_herself(story), story.rosa)
    assert not may_take_consent(rosa_herself(story), story.rosa), "she signs with somebody beside her"


def test_who_made_the_referral_hears_only_what_she_allowed(session: Session, story: Story) -> None:
    referral = story.sent()
    accept_referral(session, story.pat, referral)
    book_appointment(session, story.pat, referral, starts_at=now() + timedelta(days=2))
    (own,) = own_page(session, rosa_herself(story), story.rosa).appointments
    assert not own.sender_hears
    story.hears_back(InformationKind.STATUS)
    (own,) = own_page(session, rosa_herself(story), story.rosa).appointments
    assert own.sender_hears
