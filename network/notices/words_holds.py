"""What the letter says when a provider ends a hold: why, and what to do; no place, no person."""

from collections.abc import Callable

from network.notices.reader import Reader, Text
from network.rules.holding import END_REASONS, EndReason
from network.words import say


def _ended(reader: Reader) -> Text:
    assert reader.event is not None
    reason = EndReason(str(reader.event.facts["reason"]))
    return say("A place is not held for you any more"), [
        say("The agency has ended a hold of yours. It says: {why}.", why=END_REASONS[reason]),
        say("Hold another place, or speak with them. Sign in to see what you still hold:"),
        reader.page("/today"),
    ]


WRITERS: dict[str, Callable[[Reader], Text | None]] = {"hold_ended": _ended}
