"""One referral while its story goes: who acts, and when the next thing happens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlmodel import col, select

from network.actors import Actor
from network.clock import now
from network.outcomes.operations import keep_appointment, record_outcome
from network.referrals import operations as write
from network.referrals.showing import shown_referral
from network.rules.reasons import DeclineReason as R
from network.tables import (
    Appointment,
    AppointmentStatus,
    Channel,
    Evidence,
    InformationKind,
    Need,
    OutcomeStep,
    Referral,
    ReferralStatus,
    Trying,
    Urgency,
)
from seeds.marlow.year import canaries
from seeds.marlow.year.consenting import TOLD
from seeds.marlow.year.lives import Life, Setting, at_work, sign
from seeds.marlow.year.places import Place
from seeds.marlow.year.plans import HOUR, MINUTE, TryPlan
from seeds.marlow.year.running import Story

PACE = {Urgency.EMERGENT: 0.02, Urgency.URGENT: 0.5, Urgency.ROUTINE: 1.0}
SHOWN = 0.3  # of the referrals of the past: what agencies were shown then, so that it can be accounted for
NOTES = (
    "has somebody who will come along",
    "prefers a call before noon",
    "was here two years ago",
    "knows the bus to you",
    "brings papers on Thursday",
)


@dataclass
class Try:
    """One try for a need. The sender is the person's officer, the provider whoever answers at the agency."""

    setting: Setting
    life: Life
    need: Need
    plan: TryPlan
    random: Random
    referral: Referral

    @property
    def officer(self) -> Actor:
        return self.life.officer

    @property
    def coordinator(self) -> Actor:
        return self.setting.crew.coordinators[self.life.plan.organization_id]

    @property
    def provider(self) -> Actor:
        return self.setting.crew.providers[self.referral.receiver_organization_id]

    def after(self, shortest: timedelta, longest: timedelta) -> datetime:
        """When the next thing happens: sooner where it is urgent, at work in the past, in time for now where
        it is under way."""
        wait = (shortest + (longest - shortest) * self.random.random()) * PACE[self.need.urgency]
        if self.plan.is_live:
            left = self.setting.until - now()
            return now() + min(wait, left * (0.2 + 0.3 * self.random.random()))
        if self.need.urgency is Urgency.EMERGENT:
            return now() + wait
        return at_work(self.setting, self.random, now() + wait)


def send(one: Try) -> None:
    """Send it; where no consent covers it any more the person signs anew."""
    session = one.setting.session
    try:
        write.send_referral(
            session, one.officer, one.referral, acknowledged=True, duplicate_acknowledged=True
        )
    except write.ConsentMissing:
        sign(one.setting, one.life, [one.referral.receiver_organization_id, *planned_agencies(one.life)])
        write.send_referral(
            session, one.officer, one.referral, acknowledged=True, duplicate_acknowledged=True
        )


def open_it(one: Try) -> None:
    """The agency opens the page of it: what it is shown is written down."""
    session, provider = one.setting.session, one.provider
    write.view_referral(session, provider, one.referral)
    if one.plan.is_live or one.random.random() < SHOWN:
        shown_referral(session, provider, one.referral, Channel.PAGE)


def is_sent_on(one: Try, shortest: timedelta = HOUR, longest: timedelta = 20 * HOUR) -> Story:
    """Sent, and opened by the agency after a while."""
    send(one)
    yield one.after(shortest, longest)
    open_it(one)
    yield one.after(HOUR / 2, longest)
    if not one.plan.is_live and one.random.random() < 0.12:
        write.ask_sender(one.setting.session, one.provider, one.referral, "Which days are free?")
        yield one.after(HOUR, 18 * HOUR)
        write.reply_to_receiver(one.setting.session, one.officer, one.referral, canaries.REMARK_WORDS)
        yield one.after(HOUR, 18 * HOUR)


def is_expected(one: Try, at: datetime) -> Story:
    """Accepted with an appointment; goes on when it is over."""
    write.accept_referral(
        one.setting.session,
        one.provider,
        one.referral,
        appointment_at=at,
        minutes=one.random.choice((30, 45, 60)),
        appointment_words=one.random.choice(("", "Ask for intake", "Ring the side door")),
    )
    yield at + 40 * MINUTE


def comes(one: Try) -> None:
    """They came, and the first service was that day."""
    session, provider, referral = one.setting.session, one.provider, one.referral
    appointment = session.exec(
        select(Appointment).where(
            Appointment.referral_id == referral.id, col(Appointment.status) == AppointmentStatus.BOOKED
        )
    ).first()
    if appointment is not None:
        keep_appointment(session, provider, referral, appointment)
    is_served(one)


def is_served(one: Try) -> None:
    """A service, as the agency says."""
    record_outcome(
        one.setting.session,
        one.provider,
        one.referral,
        step=OutcomeStep.INITIATED,
        happened_on=now().astimezone(one.setting.zone).date(),
        evidence=Evidence.PROVIDER_ATTESTED,
        for_justice=one.life.plan.is_condition and one.random.random() < 0.5,
    )


def write_referrals(
    setting: Setting,
    life: Life,
    need: Need,
    places: list[Place],
    random: Random,
    trying: Trying = Trying.IN_TURN,
    *,
    covered: bool = True,
) -> list[Referral]:
    """Drafts for these places, with a consent that covers them unless that is still missing."""
    agencies = {place.organization_id for place in places}
    if life.signing is None or (covered and not agencies <= set(life.signing.recipient_organization_ids)):
        planned = planned_agencies(life)
        sign(setting, life, [*agencies, *planned] if covered else planned)
    told = life.signing.told if life.signing else TOLD
    note = random.choice(NOTES) if InformationKind.NOTE in told and random.random() < 0.5 else ""
    if note and life.plan.number < len(canaries.GIVEN):
        note = canaries.NOTE_WORDS
    return write.prepare_referrals(
        setting.session,
        life.officer,
        need,
        [place.id for place in places],
        trying=trying,
        information=told,
        note=note,
    )


def planned_agencies(life: Life) -> list[UUID]:
    """Whom the person will be referred to, so that one signature is enough; not yet to those whose draft
    waits for it."""
    return [
        one.place.organization_id
        for mine in life.plan.needs
        for one in mine.tries
        if one.ending is not ReferralStatus.AWAITING_CONSENT
    ]


def reason_against(one: Try) -> R:
    """Why an agency says no: most often, that it is full."""
    full: tuple[R, ...] = (
        (R.NO_CAPACITY,) * 6 if one.referral.service_at_location_id in one.setting.with_capacity else ()
    )
    return one.random.choice(
        (
            *full, R.WAITLIST_CLOSED, R.INELIGIBLE_RESIDENCY, R.INELIGIBLE_PAYER_FUNDING,
            R.NEEDS_HIGHER_LEVEL_OF_CARE, R.MEDICATION_NOT_SUPPORTED, R.CRIMINAL_HISTORY_SCREEN,
            R.LANGUAGE_UNMET, R.OUT_OF_SERVICE_AREA, R.INSUFFICIENT_REFERRAL_INFO,
        )
    )  # fmt: skip
