"""How one try goes until it ends, or stands where it stands now; one short story for each status."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from network.clock import now
from network.outcomes.operations import miss_appointment
from network.outcomes.queries import current_appointment
from network.referrals import operations as write
from network.rules.reasons import DeclineReason as R
from network.tables import NeedStatus, ReferralStatus, Trying
from network.tables import ReferralStatus as S
from seeds.marlow.year import canaries
from seeds.marlow.year.lives import Life, Setting, at_work, close_when_met
from seeds.marlow.year.places import Place
from seeds.marlow.year.plans import DAY, HOUR, MINUTE, TryPlan
from seeds.marlow.year.running import Story
from seeds.marlow.year.trying import (
    Try,
    comes,
    is_expected,
    is_sent_on,
    is_served,
    open_it,
    reason_against,
    send,
    write_referrals,
)

Ending = Callable[[Try], Story]


def try_story(setting: Setting, life: Life, number: int, plan: TryPlan, random: Random) -> Story:
    """One referral, from the draft on."""
    yield plan.begins if plan.is_live else at_work(setting, random, plan.begins)
    need = life.needs.get(number)
    if need is None or need.status is not NeedStatus.OPEN:
        return
    others = [place for place in setting.places[need.kind] if place.id != plan.place.id]
    several = _trying(plan, others, random)
    places = [plan.place, random.choice(others)] if several else [plan.place]
    covered = plan.ending is not S.AWAITING_CONSENT
    written = write_referrals(setting, life, need, places, random, several or Trying.IN_TURN, covered=covered)
    tries = [Try(setting, life, need, plan, random, referral) for referral in written]
    if several is Trying.AT_ONCE:
        yield from _the_second_says_yes(*tries)
    elif several is Trying.IN_TURN:
        yield from _the_next_is_asked(*tries)
    else:
        yield from ENDINGS[plan.ending](tries[0])


def _trying(plan: TryPlan, others: list[Place], random: Random) -> Trying | None:
    if not others or plan.is_live or random.random() > 0.25:
        return None
    return {S.WITHDRAWN: Trying.AT_ONCE, S.DECLINED_PROVIDER: Trying.IN_TURN}.get(plan.ending)


def _the_second_says_yes(first: Try, second: Try) -> Story:
    send(first)
    send(second)
    yield first.after(HOUR, 20 * HOUR)
    open_it(second)
    yield from is_expected(second, _soon(second))
    comes(second)


def _the_next_is_asked(first: Try, second: Try) -> Story:
    yield from _declined(first)
    yield first.after(HOUR, DAY)
    if second.referral.status is S.SENT:
        open_it(second)
        yield second.after(HOUR, DAY)
        yield from is_expected(second, _soon(second))
        comes(second)


def _soon(one: Try) -> datetime:
    if one.plan.is_live:
        return now() + (one.setting.until - now()) * 0.3
    return at_work(one.setting, one.random, now() + DAY + 5 * DAY * one.random.random())


def _draft(one: Try) -> Story:  # noqa: ARG001  # it stays as it was written
    yield from ()


def _awaiting(one: Try) -> Story:
    write.await_consent(one.setting.session, one.officer, one.referral)
    yield from ()


def _sent(one: Try) -> Story:
    send(one)
    yield from ()


def _viewed(one: Try) -> Story:
    send(one)
    yield one.after(HOUR, DAY)
    open_it(one)


def _expired(one: Try) -> Story:
    send(one)
    if one.random.random() < 0.5:
        yield one.after(HOUR, DAY)
        open_it(one)


def _under_review(one: Try) -> Story:
    yield from _viewed(one)
    yield one.after(HOUR, DAY)
    write.review_referral(one.setting.session, one.provider, one.referral)


def _info_requested(one: Try) -> Story:
    yield from _viewed(one)
    yield one.after(HOUR, DAY)
    write.ask_sender(one.setting.session, one.provider, one.referral, canaries.REMARK_WORDS)


def _accepted(one: Try) -> Story:
    yield from is_sent_on(one)
    write.accept_referral(one.setting.session, one.provider, one.referral, note="There is a place.")


def _waitlisted(one: Try) -> Story:
    yield from is_sent_on(one)
    position = one.random.randrange(1, 12)
    expected_on = (now() + one.random.randrange(10, 60) * DAY).date()
    write.waitlist_referral(
        one.setting.session, one.provider, one.referral, position=position, expected_on=expected_on
    )


def _scheduled(one: Try) -> Story:
    yield from is_sent_on(one)
    wait = 4 * HOUR + 6 * DAY * one.random.random()
    yield from is_expected(one, at_work(one.setting, one.random, one.setting.until + wait))


def _missed(one: Try) -> Story:
    yield from is_sent_on(one)
    yield from is_expected(one, _soon(one))
    appointment = current_appointment(one.setting.session, one.referral)
    if appointment is not None:
        miss_appointment(one.setting.session, one.provider, one.referral, appointment)


def _linked(one: Try) -> Story:
    yield from is_sent_on(one)
    yield from is_expected(one, _soon(one))
    comes(one)


def _engaged(one: Try) -> Story:
    yield from _linked(one)
    for _ in range(2):
        yield max(one.after(5 * DAY, 9 * DAY), now() + DAY)
        is_served(one)


def _completed(one: Try) -> Story:
    yield from _engaged(one)
    yield one.after(14 * DAY, 30 * DAY)
    write.complete_referral(one.setting.session, one.provider, one.referral)
    close_when_met(one.setting, one.life, one.need)


def _declined(one: Try) -> Story:
    yield from is_sent_on(one)
    reason = reason_against(one)
    write.decline_referral(one.setting.session, one.provider, one.referral, reason=reason)


def _released(one: Try) -> Story:
    yield from _accepted(one)
    yield one.after(DAY, 3 * DAY)
    reason = one.random.choice((R.ACUITY_MEDICAL_PSYCHIATRIC, R.PROGRAM_PAUSED_CLOSED, R.SAFETY_OR_BARRED))
    write.release_referral(one.setting.session, one.provider, one.referral, reason=reason)
    if one.random.random() < 0.6:
        yield one.after(HOUR, 2 * DAY)
        write.confirm_release(one.setting.session, one.coordinator, one.referral)


def _declined_client(one: Try) -> Story:
    send(one)
    yield one.after(HOUR, 2 * DAY)
    write.client_declined(one.setting.session, one.officer, one.referral)


def _withdrawn(one: Try) -> Story:
    send(one)
    yield one.after(HOUR, 3 * DAY)
    reason = one.random.choice((R.SELF_RESOLVED, R.PROVIDER_DISENGAGED, R.SERVED_ELSEWHERE))
    write.withdraw_referral(one.setting.session, one.officer, one.referral, reason=reason)


def _not_linked(one: Try) -> Story:
    yield from _accepted(one)
    yield one.after(2 * DAY, 6 * DAY)
    reason = one.random.choice((R.DOCUMENTS_MISSING, R.INCARCERATED, R.DID_NOT_ATTEND, R.SELF_RESOLVED))
    write.not_linked(one.setting.session, one.provider, one.referral, reason=reason)


def _lost(one: Try) -> Story:
    yield from _missed(one)
    yield one.after(3 * DAY, 6 * DAY)
    tried = [(now() - timedelta(days=days)).date() for days in (3, 2, 1)]
    write.lose_contact(one.setting.session, one.provider, one.referral, tried_on=tried)


def _unknown(one: Try) -> Story:
    yield from is_sent_on(one)
    yield from is_expected(one, _soon(one))


def _revoked(one: Try) -> Story:
    yield from _accepted(one)
    yield one.after(DAY, 4 * DAY)
    if one.life.consent is not None:
        write.withdraw_consent(one.setting.session, one.officer, one.life.consent)


def _in_error(one: Try) -> Story:
    send(one)
    yield one.after(20 * MINUTE, 2 * HOUR)
    write.correct_referral(one.setting.session, one.officer, one.referral)


def _obsolete(one: Try) -> Story:
    """It waits on a list while another place takes the person."""
    yield from _waitlisted(one)
    yield one.after(DAY, 3 * DAY)
    others = [place for place in one.setting.places[one.need.kind] if place.id != one.plan.place.id]
    place = one.random.choice(others or [one.plan.place])
    (referral,) = write_referrals(one.setting, one.life, one.need, [place], one.random)
    yield from _completed(Try(one.setting, one.life, one.need, one.plan, one.random, referral))


ENDINGS: dict[ReferralStatus, Ending] = {
    S.DRAFT: _draft,
    S.AWAITING_CONSENT: _awaiting,
    S.SENT: _sent,
    S.VIEWED: _viewed,
    S.UNDER_REVIEW: _under_review,
    S.INFO_REQUESTED: _info_requested,
    S.ACCEPTED: _accepted,
    S.WAITLISTED: _waitlisted,
    S.SCHEDULED: _scheduled,
    S.MISSED_APPT: _missed,
    S.LINKED: _linked,
    S.ENGAGED: _engaged,
    S.COMPLETED: _completed,
    S.DECLINED_PROVIDER: _declined,
    S.RELEASED_AFTER_ACCEPT: _released,
    S.DECLINED_CLIENT: _declined_client,
    S.NOT_LINKED: _not_linked,
    S.EXPIRED_NO_RESPONSE: _expired,
    S.WITHDRAWN: _withdrawn,
    S.CONSENT_REVOKED: _revoked,
    S.LOST_CONTACT: _lost,
    S.OUTCOME_UNKNOWN: _unknown,
    S.OBSOLETE: _obsolete,
    S.ENTERED_IN_ERROR: _in_error,
}
