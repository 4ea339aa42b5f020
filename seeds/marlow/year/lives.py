"""The people of the year as their stories go: on a caseload, with a case and its clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now
from network.consent.signing import Signing, sign_consent
from network.people import operations as people
from network.people.words import ContactRules, NeedWords, PersonWords
from network.questions.operations import answer_question, ask_question
from network.tables import (
    AskedPlace,
    CaseEnding,
    CaseFile,
    CaseRole,
    Consent,
    ContactWay,
    DiversionProgram,
    Need,
    NeedStatus,
    Person,
    QuestionAnswer,
)
from seeds.marlow.year import canaries
from seeds.marlow.year.consenting import signing_of
from seeds.marlow.year.knowing import facts_of
from seeds.marlow.year.places import Place
from seeds.marlow.year.plans import DAY, HOUR, NeedPlan, PersonPlan
from seeds.marlow.year.running import Story
from seeds.marlow.year.staff import Crew

OPENS, CLOSES, SATURDAY = 8, 17, 5


@dataclass(frozen=True)
class Setting:
    """What all stories share."""

    session: Session
    crew: Crew
    places: Mapping[str, tuple[Place, ...]]
    with_capacity: frozenset[UUID]  # places of which somebody says how full they are
    programs: Mapping[UUID, tuple[DiversionProgram, ...]]  # by agency
    zone: ZoneInfo
    until: datetime


@dataclass
class Life:
    """One person while their story goes; what is None has not happened yet."""

    plan: PersonPlan
    officer: Actor
    random: Random
    person: Person | None = None
    case: CaseFile | None = None
    consent: Consent | None = None
    signing: Signing | None = None
    needs: dict[int, Need] = field(default_factory=dict)


def person_story(setting: Setting, life: Life) -> Story:
    """From the first talk to the end of the case."""
    plan, session, random = life.plan, setting.session, life.random
    yield plan.begins
    words = PersonWords(
        plan.name.given,
        plan.name.family,
        plan.name.called,
        _birth_date(random, setting, plan),
        plan.language,
        needs_interpreter=plan.language != "en" and random.random() < 0.6,
    )
    life.person = people.add_person(session, life.officer, words, anyway=True, is_fictional=True)
    people.set_safe_contact(session, life.officer, life.person, _contact_rules(random, plan))
    if not plan.has_case:
        return
    yield now() + 20 * timedelta(minutes=1)
    life.case = people.open_case(
        session,
        life.officer,
        life.person,
        program=random.choice(setting.programs[plan.organization_id]),
        reference=canaries.REFERENCE if plan.number == 0 else f"MC-{now():%y}-{1000 + plan.number}",
        officer_id=life.officer.id,
    )
    if plan.is_condition:
        for role, monitor in setting.crew.monitors.items():
            if role is CaseRole.PROBATION or random.random() < 0.4:
                people.add_participant(session, life.officer, life.case, _id(monitor), role)
    yield from _intake_and_end(setting, life, life.case)


def _intake_and_end(setting: Setting, life: Life, case: CaseFile) -> Story:
    random = life.random
    if case.intake_by is not None and random.random() < 0.88:
        left = case.intake_by - now()
        yield at_work(setting, random, now() + left * (0.2 + 0.7 * random.random()))
        people.record_intake(setting.session, life.officer, case)
    if not life.plan.ends:
        return
    yield at_work(setting, random, life.plan.needs[-1].begins + 95 * DAY + 30 * DAY * random.random())
    if random.random() < 0.4:
        people.record_disposition(setting.session, life.officer, case, disposed_on=_today(setting))
    endings = (CaseEnding.COMPLETED, CaseEnding.COMPLETED, CaseEnding.LEFT, CaseEnding.MOVED_AWAY)
    people.close_case(setting.session, life.officer, case, ending=random.choice(endings))


def need_story(setting: Setting, life: Life, number: int, plan: NeedPlan) -> Story:
    """The person says what they need; sometimes places are asked before anybody's name is told."""
    yield plan.begins
    if life.person is None:
        return
    facts = facts_of(life.plan, plan, number)
    home = life.plan.home
    words = NeedWords(plan.kind, plan.urgency, facts, plan.words, plan.zip, home.latitude, home.longitude)
    need = people.open_need(setting.session, life.officer, life.person, words)
    life.needs[number] = need
    if not plan.asks_first:
        return
    question = ask_question(
        setting.session,
        life.officer,
        kind=plan.kind,
        urgency=plan.urgency,
        facts={},
        place_ids=[place.id for place in setting.places[plan.kind][:3]],
        need_id=need.id,
    )
    rows = select(AskedPlace).where(AskedPlace.question_id == question.id)
    for asked in setting.session.exec(rows).all():
        yield now() + HOUR * (0.1 + life.random.random())
        says = life.random.choice((QuestionAnswer.YES, QuestionAnswer.NO, None))
        if says is not None:
            reason = "no_capacity" if says is QuestionAnswer.NO else None
            provider = setting.crew.providers[asked.organization_id]
            answer_question(setting.session, provider, asked, answer=says, reason=reason)


def sign(setting: Setting, life: Life, agencies: list[UUID]) -> None:
    """The person signs for these agencies, in place of what they signed before."""
    if life.person is None or not agencies:
        return
    case = life.case
    is_condition = life.plan.is_condition and case is not None and not (case.closed_at or case.disposed_on)
    today = _today(setting)
    life.signing = signing_of(life.random, life.plan, agencies, today, is_condition=is_condition)
    life.consent = sign_consent(
        setting.session, life.officer, life.person, life.signing, replaces=life.consent
    )


def close_when_met(setting: Setting, life: Life, need: Need) -> None:
    """What was needed is there."""
    if need.status is NeedStatus.OPEN:
        people.close_need(setting.session, life.officer, need, status=NeedStatus.MET)


def at_work(setting: Setting, random: Random, moment: datetime) -> datetime:
    """This moment, or the first on which somebody is at work after it."""
    local = moment.astimezone(setting.zone)
    if local.hour >= CLOSES:
        local = datetime.combine(local.date() + DAY, time(OPENS), setting.zone)
    if local.weekday() >= SATURDAY:
        local = datetime.combine(local.date() + (7 - local.weekday()) * DAY, time(OPENS), setting.zone)
    if local.hour < OPENS:
        local = datetime.combine(local.date(), time(OPENS), setting.zone)
    return local + timedelta(minutes=random.randrange(1, 50))


def _today(setting: Setting) -> date:
    return now().astimezone(setting.zone).date()


def _birth_date(random: Random, setting: Setting, plan: PersonPlan) -> date:
    return _today(setting) - timedelta(days=round(plan.age * 365.25) + random.randrange(360))


def _contact_rules(random: Random, plan: PersonPlan) -> ContactRules:
    phone = f"740-555-01{plan.number % 100:02}"
    words = canaries.CONTACT_WORDS if plan.number < len(canaries.GIVEN) else ""
    match random.random():
        case chance if chance < 0.25:
            return ContactRules(words=words)
        case chance if chance < 0.55:
            return ContactRules(
                ContactWay.TEXT, phone, may_text=True, may_call=True, not_before=time(9), not_after=time(20),
                words=words,
            )  # fmt: skip
        case chance if chance < 0.8:
            return ContactRules(ContactWay.CALL, phone, may_call=True, may_leave_voicemail=True, words=words)
        case _:
            email = f"p{plan.number}@people.marlow.example"
            return ContactRules(ContactWay.EMAIL, email=email, may_email=True, words=words)


def _id(actor: Actor) -> UUID:
    assert actor.id is not None
    return actor.id
