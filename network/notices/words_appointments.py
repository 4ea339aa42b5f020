"""What letters about appointments say: that there is something to do, and nothing of whom, where or why."""

from collections.abc import Callable

from network.notices.reader import Reader, Text
from network.notices.words_referrals import on_page, to_receiver
from network.tables import ReferralStatus
from network.words import say


def _appointment_needed(reader: Reader) -> Text | None:
    if reader.referral.status is not ReferralStatus.ACCEPTED:
        return None
    return to_receiver(
        reader,
        say("An appointment is missing"),
        say("You said yes to a referral some days ago, and there is no appointment yet."),
    )


def _cannot_come(reader: Reader) -> Text | None:
    subject = say("An appointment needs another look")
    first = say("Somebody has said that they cannot come to an appointment. The page says to which.")
    return on_page(reader, subject, first) if reader.is_sender() else to_receiver(reader, subject, first)


def _appointment_late(reader: Reader) -> Text | None:
    if reader.referral.status is not ReferralStatus.ACCEPTED:
        return None
    return on_page(
        reader,
        say("A referral has no appointment after a week"),
        say("A referral was accepted a week ago and has no appointment. Please call the agency."),
    )


WRITERS: dict[str, Callable[[Reader], Text | None]] = {
    "appointment_needed": _appointment_needed,
    "appointment_late": _appointment_late,
    "cannot_come": _cannot_come,
}
