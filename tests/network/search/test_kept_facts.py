"""What is said of a person for a search is kept under a short id, for those who said it, and not for long."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from network.clock import now, stopped_at
from network.errors import NotAllowed
from network.rules.taking import PersonFacts
from network.search.kept import KEPT, PER_READER, forget_facts, forget_old_facts, keep_facts, read_facts
from network.tables import KeptFacts
from tests.cast import Cast
from tests.told import Told

SAID = PersonFacts.read({"age": ["34"], "sex": ["men"], "moud": ["methadone"], "no_id": ["yes"]})


def test_an_officer_finds_again_what_they_said(session: Session, cast: Cast) -> None:
    kept = keep_facts(session, cast.olive_officer, SAID)

    assert re.fullmatch("[a-z2-7]{10}", kept.name)
    assert read_facts(session, cast.olive_officer, kept.name) == SAID
    assert keep_facts(session, cast.olive_officer, SAID).name != kept.name


def test_nobody_else_can_use_the_short_id(session: Session, cast: Cast) -> None:
    kept = keep_facts(session, cast.olive_officer, SAID)

    assert read_facts(session, cast.cody_coordinator, kept.name) is None
    assert read_facts(session, cast.visitor, kept.name) is None
    assert read_facts(session, cast.visitor, kept.name, browser="some browser") is None
    assert not forget_facts(session, cast.cody_coordinator, kept.name)
    assert read_facts(session, cast.olive_officer, kept.name) == SAID


def test_a_visitor_needs_the_browser_in_which_they_said_it(session: Session, cast: Cast) -> None:
    kept = keep_facts(session, cast.visitor, SAID, browser="key of a browser")

    assert read_facts(session, cast.visitor, kept.name, browser="key of a browser") == SAID
    assert read_facts(session, cast.visitor, kept.name, browser="another key") is None
    assert read_facts(session, cast.visitor, kept.name) is None
    assert kept.browser_hash is not None
    assert "key of" not in kept.browser_hash
    with pytest.raises(NotAllowed, match="must keep a cookie"):
        keep_facts(session, cast.visitor, SAID)


def test_who_signs_in_goes_on_with_what_they_said_before(session: Session, cast: Cast) -> None:
    before = keep_facts(session, cast.visitor, SAID, browser="key")
    after = keep_facts(session, cast.olive_officer, SAID, browser="key")

    assert read_facts(session, cast.olive_officer, before.name, browser="key") == SAID
    assert read_facts(session, cast.visitor, after.name, browser="key") is None


def test_what_was_said_beside_a_need_counts_for_that_need_only(session: Session, cast: Cast) -> None:
    need = Told(session, cast).need
    kept = keep_facts(session, cast.olive_officer, SAID, need=need)

    assert read_facts(session, cast.olive_officer, kept.name, need_id=need.id) == SAID
    assert read_facts(session, cast.olive_officer, kept.name) is None


def test_it_is_forgotten_after_half_a_day(session: Session, cast: Cast) -> None:
    kept = keep_facts(session, cast.olive_officer, SAID)
    later = keep_facts(session, cast.olive_officer, SAID)
    later.until += timedelta(hours=1)
    session.flush()

    assert kept.until - kept.made_at == KEPT
    with stopped_at(kept.until):
        assert read_facts(session, cast.olive_officer, kept.name) is None
        assert forget_old_facts(session) == 1
        assert session.exec(select(KeptFacts.name)).all() == [later.name]


def test_it_can_be_forgotten_at_once(session: Session, cast: Cast) -> None:
    kept = keep_facts(session, cast.olive_officer, SAID)

    assert forget_facts(session, cast.olive_officer, kept.name)
    assert not forget_facts(session, cast.olive_officer, kept.name)
    assert not forget_facts(session, cast.visitor, kept.name)


def test_only_the_newest_of_one_reader_are_kept(session: Session, cast: Cast) -> None:
    names = [keep_facts(session, cast.visitor, SAID, browser="key").name for _ in range(PER_READER + 3)]
    keep_facts(session, cast.visitor, SAID, browser="another")

    of_browser = select(KeptFacts.name).order_by(col(KeptFacts.id)).limit(PER_READER)
    assert session.exec(of_browser).all() == names[3:]


def test_it_lies_sealed_in_the_database(session: Session, cast: Cast) -> None:
    keep_facts(session, cast.olive_officer, SAID)

    rows = session.connection().execute(text("SELECT * FROM kept_facts")).all()
    assert "methadone" not in repr([[bytes(v) if isinstance(v, memoryview) else v for v in r] for r in rows])
    assert now() - timedelta(minutes=1) < session.exec(select(KeptFacts)).one().made_at
