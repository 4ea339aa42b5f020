"""Kills web and workers while officers hold places and give them back, a clinic takes people in, and holds
come to their end; then looks whether every bed is still there once.

Of each place it is known how many beds were free before. Afterwards they are free, held by an open hold, or
taken by a referral that was accepted: never fewer, never more, and at no moment more held than there are.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
from sqlmodel import Session, col, func, select

from drills.killing import processes_of, settings_of, under_fire
from drills.processes import free_port
from drills.races import Ground
from drills.score import Score
from network.accounts.sessions import begin_session
from network.actors import Role
from network.clock import now, stopped_at
from network.db import Database
from network.providers.operations.holding import place_hold
from network.referrals.operations import send_referral
from network.settings import Settings
from network.tables import Account, Capacity, Event, Hold, HoldStatus, Referral, Urgency
from web.visit import cookie_name, token_cookie_name

OFFICERS = 4
PLACES = 3
BEDS = 4  # of each place, fewer than the officers could hold
LAPSE_WITHIN = 60.0  # seconds from the beginning, in which the holds that nobody gives back come to their end
PATIENCE = 900.0
ENDINGS = {
    HoldStatus.RELEASED: {"hold.released", "hold.ended"},
    HoldStatus.LAPSED: {"hold.lapsed"},
    HoldStatus.TAKEN: {"hold.taken"},
}


@dataclass
class Scene:
    """What was there before: the beds of each place, who presses, and what the clinic accepts."""

    beds: dict[UUID, int]
    cookies: dict[UUID, str]  # of the officers' accounts
    clinic_cookie: str
    referrals: list[UUID]  # sent, each with its hold


def run_holding(database: Database, folder: Path, presses: int) -> Score:
    """The whole drill on one database."""
    began = time.monotonic()
    score = Score(f"holds, {presses} presses", "sqlite" if database.is_sqlite else "postgresql")
    port = free_port()
    settings = settings_of(database, port, free_port())
    scene = _prepare(database, settings, accepted=max(2, presses // 20))
    processes = processes_of(settings, folder, port)
    with under_fire(processes, PATIENCE) as done:
        with ThreadPoolExecutor(OFFICERS + 1) as browsers:
            clinic = browsers.submit(_accept_all, settings, scene, done)
            each = presses // OFFICERS
            score.attempts = sum(
                browsers.map(lambda one: _press(database, settings, scene, one, each, done), scene.cookies)
            )
            clinic.result()
        _wait_until_lapsed(database, began)
    _count(database, scene, score)
    score.seconds = time.monotonic() - began
    score.drill += f", {sum(process.killed for process in processes)} kills"
    return score


def _prepare(database: Database, settings: Settings, accepted: int) -> Scene:
    """Places whose beds were just said; some are held for referrals, some by holds that soon are over."""
    with Session(database.engine, expire_on_commit=False) as session:
        ground = Ground(session)
        cast = ground.cast
        places = [ground.story.another_clinic(f"Clinic {number}")[0] for number in range(PLACES)]
        for place in places:
            cast.capacity(place, BEDS)
        beds = {place.id: BEDS for place in places} | {cast.clinic_place.id: 10_000}
        late = [cast.staff(f"Officer Late {number}", cast.unit, Role.OFFICER) for number in range(PLACES)]
        for officer, place in zip(late, places, strict=True):
            soon = LAPSE_WITHIN * random.Random(str(place.id)).uniform(0.3, 1)
            with stopped_at(now() - timedelta(minutes=30) + timedelta(seconds=soon)):
                place_hold(session, officer, place)
        referrals = [_held_and_sent(session, ground) for _ in range(accepted)]
        officers = [cast.staff(f"Officer {number}", cast.unit, Role.OFFICER) for number in range(OFFICERS)]
        cookies = {officer.id: _sign_in(session, officer.id, settings) for officer in officers if officer.id}
        clinic = _sign_in(session, ground.pat.id, settings)
        session.commit()
    return Scene(beds, cookies, clinic, referrals)


def _held_and_sent(session: Session, ground: Ground) -> UUID:
    need = ground.story.need_of("treatment.otp", urgency=Urgency.EMERGENT)
    holder = ground.cast.staff(f"Holder {need.id}", ground.cast.unit, Role.OFFICER)
    place_hold(session, holder, ground.cast.clinic_place, need=need)
    [referral] = ground.story.draft(need=need)
    send_referral(session, ground.story.olive, referral, acknowledged=True)
    return referral.id


def _sign_in(session: Session, account_id: UUID | None, settings: Settings) -> str:
    account = session.exec(select(Account).where(Account.id == account_id)).one()
    return begin_session(session, account, settings, device="drill", is_whole=True)


def _press(
    database: Database,
    settings: Settings,
    scene: Scene,
    officer_id: UUID,
    presses: int,
    done: threading.Event,
) -> int:
    """Hold a place, or give one back, by chance, each until the site answers; how often it was pressed."""
    dice = random.Random(officer_id.int)
    wanted = [place_id for place_id, beds in scene.beds.items() if beds == BEDS]
    pressed = presses
    for _ in range(presses):
        mine = _open_holds(database, officer_id)
        if mine and (len(mine) == 3 or dice.random() < 0.4):
            path, data = f"/holds/{dice.choice(mine)}/release", {"next": "/help"}
        else:
            path, data = "/holds", {"place": str(dice.choice(wanted)), "next": "/help"}
        while not _post(settings, scene.cookies[officer_id], path, data) and not done.is_set():
            pressed += 1
    return pressed


def _open_holds(database: Database, officer_id: UUID) -> Sequence[UUID]:
    with database.reading() as session:
        return session.exec(
            select(Hold.id).where(Hold.held_by_account_id == officer_id, Hold.status == HoldStatus.OPEN)
        ).all()


def _accept_all(settings: Settings, scene: Scene, done: threading.Event) -> None:
    """The clinic says yes to each referral until the site says that it is done."""
    for referral_id in scene.referrals:
        while not done.is_set():
            path, data = f"/referrals/{referral_id}/moves/accept", {"seen": "sent"}
            if _post(settings, scene.clinic_cookie, path, data) in (303, 409):
                break
            time.sleep(0.3)


def _post(settings: Settings, cookie: str, path: str, data: dict[str, str]) -> int:
    """Press once; 0 when nobody answered: the process died before, while or after it did it."""
    try:
        with httpx.Client(base_url=settings.base_url, timeout=10) as browser:
            browser.cookies.set(cookie_name(settings), cookie)
            browser.get("/help")
            token = browser.cookies.get(token_cookie_name(settings)) or ""
            return browser.post(path, data=data, headers={"x-csrftoken": token}).status_code
    except httpx.TransportError:
        time.sleep(0.3)
        return 0


def _wait_until_lapsed(database: Database, began: float) -> None:
    """Until every hold whose time is over has ended, also those that end only now."""
    while time.monotonic() - began < PATIENCE:
        with database.reading() as session:
            due = select(func.count()).select_from(Hold).where(Hold.status == HoldStatus.OPEN)
            soon = session.exec(due.where(Hold.until <= now() + timedelta(minutes=1))).one()
        if not soon and time.monotonic() - began > LAPSE_WITHIN:
            return
        time.sleep(0.5)


def _count(database: Database, scene: Scene, score: Score) -> None:
    with database.reading() as session:
        holds = session.exec(select(Hold)).all()
        score.winners = len(holds)
        told = Counter(
            session.exec(select(Event.subject_id, Event.kind).where(Event.subject == "hold")).all()
        )
        score.doubled += sum(count - 1 for count in told.values())
        score.lost += sum(not _is_told(hold, told) for hold in holds)
        taken = Counter(
            session.exec(select(Referral.service_at_location_id).where(col(Referral.takes_place).is_(True)))
        )
        for place_id, beds in scene.beds.items():
            here = [hold for hold in holds if hold.service_at_location_id == place_id]
            row = session.exec(select(Capacity).where(Capacity.service_at_location_id == place_id)).one()
            is_open = sum(hold.status is HoldStatus.OPEN for hold in here)
            score.lost += max(0, beds - row.available - row.held - taken[place_id])
            score.doubled += max(0, row.available + row.held + taken[place_id] - beds)
            score.doubled += abs(row.held - is_open)
            score.doubled += max(0, _most_at_once(here) - beds)


def _is_told(hold: Hold, told: Counter[tuple[UUID, str]]) -> bool:
    """Its beginning and its end are written down."""
    ends = ENDINGS.get(hold.status)
    return told[hold.id, "hold.placed"] == 1 and (
        ends is None or sum(told[hold.id, kind] for kind in ends) == 1
    )


def _most_at_once(holds: Sequence[Hold]) -> int:
    """How many places were kept at the same moment; a taken one stays taken."""
    moments: list[tuple[datetime, int]] = [(hold.placed_at, 1) for hold in holds]
    moments += [
        (hold.ended_at, -1) for hold in holds if hold.ended_at and hold.status is not HoldStatus.TAKEN
    ]
    kept = most = 0
    for _, step in sorted(moments, key=lambda one: (one[0], one[1])):
        kept += step
        most = max(most, kept)
    return most
