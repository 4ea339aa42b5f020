"""Two people decide about one referral at the same moment: one wins, one event tells it, one letter goes out.

Both have seen the referral as it was sent before either acts. On PostgreSQL both are inside of their
transactions by then; on SQLite, which has one writer, they start from the same barrier.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from uuid import UUID

from sqlmodel import Session, col, func, select

from drills.score import Score
from network.actors import Actor, Role
from network.clock import now, stopped_at
from network.db import Database
from network.errors import Conflict
from network.notices.letters import cause_of, write_letters
from network.referrals.firing import fire_timer
from network.referrals.operations import (
    accept_referral,
    review_referral,
    send_referral,
    withdraw_referral,
)
from network.referrals.queries import get_referral
from network.rules.happenings import HAPPENINGS
from network.tables import Event, Letter, Referral, ReferralStatus, Timer, TimerKind, Trying, Urgency
from tests.cast import Cast
from tests.network.referrals.story import Story

Act = Callable[[Session, Callable[[], None]], bool]


@dataclass(frozen=True)
class Round:
    """Two who act, and the referrals among which one decision must be made."""

    acts: tuple[Act, Act]
    referral_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Race:
    """What two people do at once; of the `decisive` events one round leaves exactly one."""

    name: str
    decisive: frozenset[str]
    prepare: Callable[["Ground"], Round]


class Ground:
    """The story of the tests, with a second person at the clinic and a second clinic."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.cast = Cast(session)
        self.story = Story(session, self.cast)
        self.pat = self.cast.pat_provider
        self.paul = self.cast.staff("Paul Provider", self.cast.clinic, Role.PROVIDER)
        self.hill_place, self.hanna = self.story.another_clinic("Hill Clinic")
        self.story.agree(self.cast.clinic_place, self.hill_place)
        self.cast.capacity(self.cast.clinic_place, 10_000)
        self.rounds = 0

    def sent(self) -> Referral:
        """A referral for a need of its own."""
        need = self.story.need_of("treatment.otp", urgency=Urgency.EMERGENT)
        [referral] = self.story.draft(need=need)
        send_referral(self.session, self.story.olive, referral, acknowledged=True)
        return referral

    def sent_at_once(self) -> tuple[Referral, Referral]:
        """Two candidates for one need, both asked."""
        need = self.story.need_of("treatment.otp")
        first, second = self.story.draft(
            self.cast.clinic_place, self.hill_place, need=need, trying=Trying.AT_ONCE
        )
        self.story.send(first, second)
        return first, second


def accept(actor: Actor, referral: Referral) -> Act:
    return _act(actor, referral, accept_referral)


def withdraw(actor: Actor, referral: Referral) -> Act:
    return _act(actor, referral, withdraw_referral)


def claim(actor: Actor, referral: Referral) -> Act:
    return _act(actor, referral, review_referral)


def expire(session: Session, referral: Referral) -> Act:
    """The worker fires the timer that ends it, two hours later."""
    timer_id = session.exec(
        select(Timer.id).where(Timer.referral_id == referral.id, Timer.kind == TimerKind.EXPIRE)
    ).one()

    def act(session: Session, ready: Callable[[], None]) -> bool:
        session.get(Timer, timer_id)
        ready()
        with stopped_at(now() + timedelta(hours=3)):
            return fire_timer(session, timer_id) is not None

    return act


def _act(actor: Actor, referral: Referral, operation: Callable[..., None]) -> Act:
    referral_id = referral.id

    def act(session: Session, ready: Callable[[], None]) -> bool:
        seen = get_referral(session, actor, referral_id)
        ready()
        operation(session, actor, seen, seen=ReferralStatus.SENT)
        return True

    return act


def _two_colleagues(ground: Ground) -> Round:
    referral = ground.sent()
    return Round((accept(ground.pat, referral), accept(ground.paul, referral)), (referral.id,))


def _two_candidates(ground: Ground) -> Round:
    first, second = ground.sent_at_once()
    return Round((accept(ground.pat, first), accept(ground.hanna, second)), (first.id, second.id))


def _accept_accept(ground: Ground) -> Round:
    ground.rounds += 1
    return _two_colleagues(ground) if ground.rounds % 2 else _two_candidates(ground)


def _accept_withdraw(ground: Ground) -> Round:
    referral = ground.sent()
    return Round((accept(ground.pat, referral), withdraw(ground.story.olive, referral)), (referral.id,))


def _accept_expire(ground: Ground) -> Round:
    referral = ground.sent()
    return Round((accept(ground.pat, referral), expire(ground.session, referral)), (referral.id,))


def _claim_claim(ground: Ground) -> Round:
    referral = ground.sent()
    return Round((claim(ground.pat, referral), claim(ground.paul, referral)), (referral.id,))


RACES = (
    Race("accept/accept", frozenset({"referral.accepted"}), _accept_accept),
    Race("accept/withdraw", frozenset({"referral.accepted", "referral.withdrawn"}), _accept_withdraw),
    Race("accept/expire", frozenset({"referral.accepted", "referral.expired_no_response"}), _accept_expire),
    Race("claim/claim", frozenset({"referral.under_review"}), _claim_claim),
)


def run_race(database: Database, race: Race, rounds: int) -> Score:
    """Run one race so many times and count what the database says afterwards."""
    began = time.perf_counter()
    with Session(database.engine, expire_on_commit=False) as session:
        ground = Ground(session)
        prepared = [race.prepare(ground) for _ in range(rounds)]
        session.commit()
    score = Score(race.name, "sqlite" if database.is_sqlite else "postgresql")
    with ThreadPoolExecutor(2) as threads:
        for one in prepared:
            won = _run(database, threads, one)
            score.attempts += 2
            score.winners += sum(won)
        _write_letters_twice(database, threads)
    with database.reading() as session:
        for one in prepared:
            _judge(session, race, one, score)
        score.doubled += _doubled_letters(session)
    score.seconds = time.perf_counter() - began
    return score


def _run(database: Database, threads: ThreadPoolExecutor, one: Round) -> list[bool]:
    barrier = Barrier(2, timeout=20)

    def go(act: Act) -> bool:
        if database.is_sqlite:
            barrier.wait()
        try:
            with database.writing() as session:
                return act(session, (lambda: None) if database.is_sqlite else lambda: _meet(barrier))
        except Conflict:
            return False

    return list(threads.map(go, one.acts))


def _meet(barrier: Barrier) -> None:
    barrier.wait()


def _judge(session: Session, race: Race, one: Round, score: Score) -> None:
    """Of all decisions one stands, told once; each side that must hear of it has one letter."""
    events = session.exec(
        select(Event).where(col(Event.subject_id).in_(one.referral_ids), col(Event.kind).in_(race.decisive))
    ).all()
    decisions = [event for event in events if event.facts.get("channel") != "system"]
    score.lost += not decisions
    score.doubled += max(0, len(decisions) - 1)
    score.lost += sum(_is_untold(session, event) for event in events)


def _is_untold(session: Session, event: Event) -> bool:
    letters = select(func.count()).select_from(Letter).where(Letter.cause == cause_of(event))
    return bool(HAPPENINGS[event.kind].letters) and session.exec(letters).one() == 0


def _doubled_letters(session: Session) -> int:
    """Letters beyond the first for one event and one recipient."""
    twice = (
        select(func.count()).select_from(Letter).group_by(col(Letter.cause), col(Letter.recipient))
    ).having(func.count() > 1)
    return sum(count - 1 for count in session.exec(twice))


def _write_letters_twice(database: Database, threads: ThreadPoolExecutor) -> None:
    """Two workers write what is to be told, at the same time, until nothing is left."""

    def write(_: int) -> int:
        with database.writing() as session:
            return write_letters(session)

    while any(threads.map(write, range(2))):
        pass


def run_races(database: Database, rounds: int, races: Iterable[Race] = RACES) -> list[Score]:
    """All races, each so many times."""
    return [run_race(database, race, rounds) for race in races]
