"""Letters about gaps: Monday's to those who lead, and the one to who is given a gap."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from network.clock import now, stopped_at
from network.gaps.judging import judge_gaps
from network.gaps.operations import acknowledge_gap, assign_gap, plan_gap, set_review
from network.gaps.weekly import ask_for_week, morning_of, next_monday
from network.jobs.handling import do_next
from network.notices.letters import write_letters
from network.notices.post import DemoOutbox
from network.notices.sending import send_due
from network.settings import Settings
from network.tables import Account, AccountStatus, Event, Gap, Job, Letter, LetterStatus
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.gaps.surveyed import DETOX, figure, look, survey

SETTINGS = Settings(base_url="https://trestle.example", default_time_zone="America/Chicago")
MONDAY = date(2026, 3, 9)
EIGHT = morning_of(MONDAY, "America/Chicago")
FRIDAY = datetime(2026, 3, 6, 15, tzinfo=UTC)


def the_gap(session: Session) -> Gap:
    return session.exec(select(Gap)).one()


def monday_comes(store: RolledBack, moment: datetime = EIGHT) -> list[Letter]:
    """The worker asks on the Friday before, works on Monday, and sends what is due until noon."""
    with stopped_at(moment - timedelta(days=3)), store.writing() as session:
        ask_for_week(session, SETTINGS)
    with stopped_at(moment):
        while do_next(store):
            pass
        with store.writing() as session:
            write_letters(session)
    with stopped_at(moment + timedelta(hours=4)):
        send_due(store, DemoOutbox(), SETTINGS)
    with store.reading() as session:
        return list(session.exec(select(Letter).where(Letter.kind == "gap_digest")).all())


def words(letter: Letter) -> str:
    return f"{letter.subject}\n{letter.body}"


def test_those_who_lead_are_told_on_monday_what_happened(
    store: RolledBack, session: Session, cast: Cast
) -> None:
    look(session, FRIDAY, 30)
    session.commit()

    (letter,) = monday_comes(store)

    assert letter.recipient == str(cast.lena_leadership.id)
    assert letter.status is LetterStatus.SENT
    told = words(letter)
    assert told.startswith("Gaps this week\nHello Lena Leadership,")
    assert "1 gap was found." in told
    assert "1 gap is new, and nobody has acknowledged it yet." in told
    assert "Withdrawal management: No free place" in told
    assert f"https://trestle.example/gaps/{the_gap(session).id}" in told
    assert "https://trestle.example/gaps/flags" in told
    assert "30" not in told.replace(str(the_gap(session).id), "")


def test_each_gets_it_at_eight_on_their_own_clock_and_in_their_language(
    store: RolledBack, session: Session, cast: Cast
) -> None:
    luz = cast.staff("Luz Leader", cast.other, *cast.lena_leadership.roles, language="es")
    session.get_one(Account, luz.id).time_zone = "America/New_York"
    look(session, FRIDAY, 30)
    session.commit()

    letters = {letter.recipient: letter for letter in monday_comes(store)}

    assert letters[str(luz.id)].due_at == EIGHT  # nine there
    assert letters[str(cast.lena_leadership.id)].due_at == morning_of(MONDAY, "America/Los_Angeles")
    assert letters[str(luz.id)].subject != "Gaps this week"
    assert "Hola" in letters[str(luz.id)].body


def test_two_workers_write_it_once(store: RolledBack, session: Session, cast: Cast) -> None:
    assert cast.unit
    look(session, FRIDAY, 30)
    session.commit()

    with stopped_at(FRIDAY):
        for _ in range(2):
            with store.writing() as other:
                ask_for_week(other, SETTINGS)
    assert len(session.exec(select(Job)).all()) == 1
    monday_comes(store)
    job = session.exec(select(Job)).one()
    session.refresh(job)
    job.status, job.attempts = job.status.__class__("waiting"), 1  # the worker died before it said so
    session.commit()

    assert len(monday_comes(store)) == 1
    assert len(session.exec(select(Event).where(Event.kind == "gaps.week_began")).all()) == 1


@pytest.mark.usefixtures("cast")
def test_nobody_is_written_to_when_there_is_nothing_to_tell(store: RolledBack, session: Session) -> None:
    look(session, FRIDAY, 3)
    session.commit()

    assert monday_comes(store) == []


@pytest.mark.usefixtures("cast")
def test_nobody_is_written_to_before_anything_was_counted(store: RolledBack) -> None:
    assert monday_comes(store) == []


def test_after_a_letter_only_what_is_new_is_told(store: RolledBack, session: Session, cast: Cast) -> None:
    lena = cast.lena_leadership
    look(session, FRIDAY, 30)
    session.commit()
    monday_comes(store)
    with stopped_at(EIGHT + timedelta(hours=1)):
        acknowledge_gap(session, lena, the_gap(session))
        session.commit()

    second = EIGHT + timedelta(days=7)
    letters = monday_comes(store, second)
    assert len(letters) == 2
    (told,) = (words(letter) for letter in letters if letter.created_at == second)
    assert "1 decision was made about gaps." in told
    assert "was found" not in told
    assert len(monday_comes(store, second + timedelta(days=7))) == 2


def test_a_review_that_is_due_is_told_every_week(store: RolledBack, session: Session, cast: Cast) -> None:
    lena = cast.lena_leadership
    with stopped_at(FRIDAY):
        look(session, FRIDAY, 30)
        acknowledge_gap(session, lena, the_gap(session))
        set_review(session, lena, the_gap(session), review_on=lena.today + timedelta(days=2))
    session.commit()

    (letter,) = monday_comes(store)
    assert "1 gap is due for review." in words(letter)
    assert len(monday_comes(store, EIGHT + timedelta(days=7))) == 2


def test_a_long_list_is_cut_to_what_is_read(store: RolledBack, session: Session, cast: Cast) -> None:
    assert cast.unit
    made = survey(session, FRIDAY)
    for county in range(1, 9):
        figure(session, made, DETOX, 40, county=f"06{2 * county - 1:03}", no_capacity=20)
    with stopped_at(FRIDAY):
        judge_gaps(session, made)
    session.commit()

    (letter,) = monday_comes(store)

    assert "8 gaps were found." in words(letter)
    assert words(letter).count("/gaps/") == 6  # five gaps, and the list


def test_the_new_owner_gets_a_letter_and_who_does_it_gets_none(
    store: RolledBack, session: Session, cast: Cast
) -> None:
    look(session, now(), 30)
    gap = the_gap(session)
    plan_gap(session, cast.lena_leadership, gap, words="More beds.", owner_id=cast.cody_coordinator.id)
    session.commit()
    with store.writing() as other:
        write_letters(other)
    send_due(store, DemoOutbox(), SETTINGS)

    (letter,) = session.exec(select(Letter).where(Letter.status == LetterStatus.SENT)).all()

    assert letter.recipient == str(cast.cody_coordinator.id)
    assert letter.subject == "A gap was given to you"
    assert "Withdrawal management: No free place" in letter.body
    assert f"https://trestle.example/gaps/{gap.id}" in letter.body
    assert "More beds" not in letter.body
    assign_gap(session, cast.lena_leadership, gap, owner_id=cast.lena_leadership.id)
    session.commit()
    with store.writing() as other:
        write_letters(other)
    assert send_due(store, DemoOutbox(), SETTINGS)["sent"] == 0


def test_who_no_longer_has_the_gap_is_not_told(store: RolledBack, session: Session, cast: Cast) -> None:
    look(session, now(), 30)
    gap = the_gap(session)
    assign_gap(session, cast.lena_leadership, gap, owner_id=cast.cody_coordinator.id)
    assign_gap(session, cast.lena_leadership, gap, owner_id=cast.sal_supervisor.id)
    session.commit()
    with store.writing() as other:
        write_letters(other)
    send_due(store, DemoOutbox(), SETTINGS)

    sent = session.exec(select(Letter.recipient).where(Letter.status == LetterStatus.SENT)).all()
    assert sent == [str(cast.sal_supervisor.id)]


def test_who_cannot_sign_in_gets_no_letter(store: RolledBack, session: Session, cast: Cast) -> None:
    session.get_one(Account, cast.lena_leadership.id).status = AccountStatus.DISABLED
    look(session, FRIDAY, 30)
    session.commit()

    (letter,) = monday_comes(store)
    assert (letter.recipient, letter.problem) == ("nobody", "nobody to write to")


@pytest.mark.parametrize(
    ("moment", "monday"),
    [
        ("2026-03-06T12:00", "2026-03-09"),
        ("2026-03-09T07:59", "2026-03-09"),
        ("2026-03-09T08:00", "2026-03-16"),
        ("2026-11-01T01:30", "2026-11-02"),
    ],
)
def test_the_next_monday_morning(moment: str, monday: str) -> None:
    local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("America/Chicago"))

    assert next_monday(local.astimezone(UTC), "America/Chicago") == date.fromisoformat(monday)
