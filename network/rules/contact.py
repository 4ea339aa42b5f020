"""How a person may be reached without harm. Every notice to a person asks here first, whatever sends it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from network.rules.permissions import YES, Verdict
from network.tables.person import ContactWay, SafeContact
from network.words import say

NEVER = Verdict(say("Nobody has said how this person can be reached safely. Tell them in person."))


def may_contact(safe: SafeContact | None, way: ContactWay, moment: datetime, time_zone: str) -> Verdict:
    """Whether this way may be used at this moment; `time_zone` counts where the person's is not known."""
    if way is ContactWay.IN_PERSON:
        return YES
    if safe is None:
        return NEVER
    allowed = _may_use(safe, way)
    if not allowed or _is_within_hours(safe, moment, time_zone):
        return allowed
    return Verdict(say("Not at this hour: this person said when they can be reached."))


def may_leave_voicemail(safe: SafeContact | None, moment: datetime, time_zone: str) -> Verdict:
    """Whether a message may be left when nobody picks up."""
    may_call = may_contact(safe, ContactWay.CALL, moment, time_zone)
    if not may_call or (safe is not None and safe.may_leave_voicemail):
        return may_call
    return Verdict(say("Call, but leave no message when somebody else or a machine answers."))


def next_moment(
    safe: SafeContact | None, way: ContactWay, moment: datetime, time_zone: str
) -> datetime | None:
    """When this way may next be used: this moment, or the first minute of their hours (UTC); None: never."""
    if may_contact(safe, way, moment, time_zone):
        return moment
    if safe is None or not _may_use(safe, way) or safe.not_before is None:
        # Without a beginning the hours begin at midnight.
        return _next(safe, way, time(0), moment, time_zone) if safe and _may_use(safe, way) else None
    return _next(safe, way, safe.not_before, moment, time_zone)


def _next(
    safe: SafeContact, way: ContactWay, begins: time, moment: datetime, time_zone: str
) -> datetime | None:
    today = moment.astimezone(_zone(safe, time_zone)).date()
    for days in range(3):  # an hour may not exist on the day the clocks change
        candidate = datetime.combine(today + timedelta(days=days), begins, _zone(safe, time_zone))
        utc = candidate.astimezone(ZoneInfo("UTC"))
        if utc > moment and may_contact(safe, way, utc, time_zone):
            return utc
    return None


def _may_use(safe: SafeContact, way: ContactWay) -> Verdict:
    match way:
        case ContactWay.CALL:
            allowed = safe.may_call and bool(safe.phone)
            reason = say("This person does not wish to be called.")
        case ContactWay.TEXT:
            allowed = safe.may_text and bool(safe.phone)
            reason = say("Never send this person a text message.")
        case ContactWay.EMAIL:
            allowed = safe.may_email and bool(safe.email)
            reason = say("This person does not wish to get e-mail.")
        case ContactWay.IN_PERSON:
            return YES
    return YES if allowed else Verdict(reason)


def _is_within_hours(safe: SafeContact, moment: datetime, time_zone: str) -> bool:
    """From `not_before` up to, and without, `not_after`; over midnight when it is the smaller one."""
    if safe.not_before is None and safe.not_after is None:
        return True
    local = moment.astimezone(_zone(safe, time_zone)).time().replace(tzinfo=None)
    after_begin = safe.not_before is None or local >= safe.not_before
    before_end = safe.not_after is None or local < safe.not_after
    if safe.not_before is not None and safe.not_after is not None and safe.not_before > safe.not_after:
        return after_begin or before_end
    return after_begin and before_end


def _zone(safe: SafeContact, time_zone: str) -> ZoneInfo:
    return ZoneInfo(safe.time_zone or time_zone)
