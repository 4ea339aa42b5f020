"""What is to happen in the year, before any of it does: who needs what, who is asked, how each try ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from network.tables import ReferralStatus as S
from network.tables import Urgency
from seeds.marlow.town import Community, Town
from seeds.marlow.year import canaries
from seeds.marlow.year.deck import FAILURES, LIVE, PAST, shuffled
from seeds.marlow.year.names import Name, invent_names
from seeds.marlow.year.places import Place
from seeds.marlow.year.staff import Crew

PEOPLE = 250
YEAR = timedelta(days=365)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
KINDS = {
    "treatment.otp": 9,
    "treatment.moud.buprenorphine": 7,
    "treatment.outpatient": 10,
    "treatment.withdrawal-management": 8,
    "treatment.residential": 8,
    "treatment.assessment": 4,
    "housing.emergency-shelter": 14,
    "housing.recovery-residence": 8,
    "housing.coordinated-entry": 4,
    "peer.recovery-coach": 6,
    "coordination.case-management": 5,
    "benefits.id-documents": 5,
    "benefits.health-coverage": 4,
    "legal.aid": 4,
    "work.employment-help": 6,
    "mental-health.crisis-stabilization": 3,
    "health.primary-care": 4,
    "restorative.conference": 4,
    "restorative.circle": 2,
    "transport.rides": 3,
    "education.ged": 2,
}
# How long what is under way has stood: the shortest and the longest.
STOOD: dict[S, tuple[timedelta, timedelta]] = {
    S.DRAFT: (HOUR, 2 * DAY),
    S.AWAITING_CONSENT: (HOUR, 2 * DAY),
    S.SENT: (10 * MINUTE, 3 * DAY),
    S.VIEWED: (HOUR, 2 * DAY),
    S.UNDER_REVIEW: (HOUR, 2 * DAY),
    S.INFO_REQUESTED: (HOUR, 20 * HOUR),
    S.ACCEPTED: (3 * HOUR, 6 * DAY),
    S.WAITLISTED: (DAY, 30 * DAY),
    S.SCHEDULED: (2 * HOUR, 3 * DAY),
    S.MISSED_APPT: (DAY, 3 * DAY),
    S.LINKED: (4 * DAY, 20 * DAY),
    S.ENGAGED: (20 * DAY, 70 * DAY),
}


@dataclass(frozen=True)
class TryPlan:
    """One referral: where to, when it is written, and in which status it ends or stands now."""

    place: Place
    begins: datetime
    ending: S
    is_live: bool


@dataclass(frozen=True)
class NeedPlan:
    kind: str
    urgency: Urgency
    zip: str
    begins: datetime
    words: str
    tries: tuple[TryPlan, ...]
    asks_first: bool  # a question without identity goes before the first referral


@dataclass(frozen=True)
class PersonPlan:
    name: Name
    number: int
    organization_id: UUID
    officer: int  # which of the agency's
    language: str
    age: int
    begins: datetime
    has_case: bool
    is_condition: bool  # taking part is a condition: the consent of 42 CFR 2.35
    home: Community
    needs: tuple[NeedPlan, ...]
    ends: bool  # the case is closed again


@dataclass
class _Drawn:
    """A need before it is known whose it is."""

    kind: str
    urgency: Urgency
    begins: datetime
    tries: list[TryPlan] = field(default_factory=list)
    is_live: bool = False


def plan_year(
    random: Random,
    town: Town,
    crew: Crew,
    places: Mapping[str, tuple[Place, ...]],
    until: datetime,
    share: float = 1.0,
) -> list[PersonPlan]:
    """The plans of 250 people, or of a share of them; the same for the same chance, crew and places."""
    people = round(PEOPLE * share)
    needs = _needs(random, places, until, share)
    owners = _owners(random, needs, people)
    names = invent_names(random, people)
    agencies = list(crew.officers)
    return [
        _person(random, town, crew, agencies, names[number], number, owners[number], until)
        for number in range(people)
    ]


def _needs(
    random: Random, places: Mapping[str, tuple[Place, ...]], until: datetime, share: float
) -> list[_Drawn]:
    failures = shuffled(random, FAILURES, share)
    live = [_live_need(random, places, ending, until) for ending in shuffled(random, LIVE, share)]
    past = [_past_need(random, places, ending, until) for ending in shuffled(random, PAST, share)]
    everything = past + live
    while failures:
        need = random.choice(everything)
        if len(need.tries) < 4 and need.tries[0].ending not in {S.OBSOLETE, S.ENTERED_IN_ERROR}:
            _try_before(random, places, need, failures.pop(), until)
    return everything


def _live_need(random: Random, places: Mapping[str, tuple[Place, ...]], ending: S, until: datetime) -> _Drawn:
    shortest, longest = STOOD[ending]
    begins = until - shortest - (longest - shortest) * random.random()
    kind = _kind(random, places)
    urgency = Urgency.URGENT if random.random() < 0.35 else Urgency.ROUTINE
    if ending is S.SENT and until - begins < HOUR:
        urgency = Urgency.EMERGENT
    need = _Drawn(kind, urgency, begins - 2 * HOUR, is_live=True)
    need.tries.append(TryPlan(random.choice(places[kind]), begins, ending, is_live=True))
    return need


def _past_need(random: Random, places: Mapping[str, tuple[Place, ...]], ending: S, until: datetime) -> _Drawn:
    """Far enough back that it has ended by now."""
    room = 150 * DAY if ending is S.OUTCOME_UNKNOWN else 75 * DAY
    begins = until - room - (YEAR - room) * random.random()
    kind = _kind(random, places)
    urgency = random.choices(list(Urgency), weights=(1, 4, 7))[0]
    need = _Drawn(kind, urgency, begins - 3 * HOUR)
    need.tries.append(TryPlan(random.choice(places[kind]), begins, ending, is_live=False))
    return need


def _try_before(
    random: Random, places: Mapping[str, tuple[Place, ...]], need: _Drawn, ending: S, until: datetime
) -> None:
    """One more try, before those that are planned: what fails is followed by the next."""
    gap = {S.EXPIRED_NO_RESPONSE: 17 * DAY, S.DECLINED_PROVIDER: 3 * DAY}.get(ending, 4 * DAY)
    begins = max(need.tries[0].begins - gap - DAY * random.random(), until - YEAR)
    need.tries.insert(0, TryPlan(random.choice(places[need.kind]), begins, ending, is_live=False))
    need.begins = begins - 3 * HOUR


def _kind(random: Random, places: Mapping[str, tuple[Place, ...]]) -> str:
    known = {kind: weight for kind, weight in KINDS.items() if places.get(kind)}
    return random.choices(list(known), weights=list(known.values()))[0]


def _owners(random: Random, needs: list[_Drawn], people: int) -> list[list[_Drawn]]:
    """Everybody has at least one need; whoever has something under way may have an older need, too. Consents
    that are taken back and entries in error are the only or last thing of somebody."""
    random.shuffle(needs)
    owned: list[list[_Drawn]] = [[need] for need in needs[:people]]
    for need in needs[people:]:
        fitting = [mine for mine in owned if len(mine) < 3 and not _is_last(mine)]
        random.choice(fitting).append(need)
    return owned


def _is_last(needs: list[_Drawn]) -> bool:
    return any(one.ending is S.CONSENT_REVOKED for need in needs for one in need.tries)


def _person(
    random: Random,
    town: Town,
    crew: Crew,
    agencies: list[UUID],
    name: Name,
    number: int,
    drawn: list[_Drawn],
    until: datetime,
) -> PersonPlan:
    agency = agencies[0] if random.random() < 0.7 else agencies[1]
    home = random.choice(town.communities)
    needs = tuple(
        _need_plan(random, need, home, number) for need in sorted(drawn, key=lambda need: need.begins)
    )
    begins = needs[0].begins - 4 * DAY * random.random() - HOUR
    has_live = any(need.is_live for need in drawn)
    has_case = agency == agencies[0] or random.random() < 0.5
    return PersonPlan(
        name=name,
        number=number,
        organization_id=agency,
        officer=number % len(crew.officers[agency]),
        language="es" if random.random() < 0.18 else "en",
        age=random.choice((19, 22, 24, 27, 29, 31, 33, 36, 38, 41, 44, 47, 52, 58, 63, 67)),
        begins=begins,
        has_case=has_case,
        is_condition=has_case and random.random() < 0.22,
        home=home,
        needs=needs,
        ends=not has_live and until - needs[-1].begins > 100 * DAY,
    )


WORDS = (
    "somewhere they take the dog",
    "close to the bus",
    "mornings only, there is a child at school",
    "has been there before and liked it",
    "nowhere near the river",
    "somebody who speaks Spanish",
    "would like to start this week",
    "",
    "",
    "",
)


def _need_plan(random: Random, need: _Drawn, home: Community, number: int) -> NeedPlan:
    return NeedPlan(
        kind=need.kind,
        urgency=need.urgency,
        zip=home.postal_code,
        begins=need.begins,
        words=canaries.NEED_WORDS if number < len(canaries.GIVEN) else random.choice(WORDS),
        tries=tuple(need.tries),
        asks_first=need.urgency is not Urgency.EMERGENT and random.random() < 0.07,
    )
