"""The demonstration's letters stay where they can be read."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from network.accounts.links import find_link
from network.actors import Actor
from network.notices.post import DemoOutbox
from network.notices.queries import get_letter, show_outbox
from network.notices.sending import send_due
from network.notices.texting import post_office
from network.settings import Mode, Settings
from network.tables import Account
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.notices.conftest import invite, link_in, write


@pytest.fixture
def demo(settings: Settings) -> Settings:
    return replace(settings, mode=Mode.DEMO)


@pytest.fixture
def olive(session: Session, cast: Cast) -> Actor:
    account = session.get_one(Account, cast.olive_officer.id)
    account.is_demo = True
    session.add(account)
    session.commit()
    return cast.olive_officer


def test_a_letter_is_read_there(
    store: RolledBack, session: Session, cast: Cast, olive: Actor, demo: Settings
) -> None:
    invite(session, cast.ada_administrator)
    write(store)
    post = post_office(demo)
    assert isinstance(post, DemoOutbox)
    assert send_due(store, post, demo) == {"sent": 1}
    session.expire_all()

    outbox = show_outbox(session, olive, demo)
    assert [(one.address, one.subject) for one in outbox.letters] == [
        ("nia@example.org", "You are invited to Trestle")
    ]
    letter = get_letter(session, olive, demo, outbox.letters[0].id)
    assert find_link(session, link_in(letter.body), demo) is not None


def test_nobody_reads_letters_outside_the_demonstration(
    session: Session, cast: Cast, olive: Actor, demo: Settings, settings: Settings
) -> None:
    for actor, mode in ((olive, settings), (cast.visitor, demo), (cast.ada_administrator, demo)):
        with pytest.raises(Exception, match="cannot find"):
            show_outbox(session, actor, mode)
