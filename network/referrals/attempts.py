"""When it was tried to reach somebody, before they are called unreachable."""

from collections.abc import Sequence
from datetime import date

from network.actors import Actor
from network.errors import Invalid
from network.rules.reasons import LEAST_ATTEMPTS, DeclineReason
from network.words import say


def attempts_said(actor: Actor, reason: DeclineReason | None, tried_on: Sequence[date]) -> str | None:
    """The days, as the event keeps them. Raises Invalid after fewer tries."""
    if reason is not DeclineReason.CLIENT_UNREACHABLE:
        return None
    if len(tried_on) < LEAST_ATTEMPTS:
        problem = say(
            "Say on which days somebody tried to reach the person: at least {least} times.",
            least=LEAST_ATTEMPTS,
        )
        raise Invalid({"tried_on": problem})
    if max(tried_on) > actor.today:
        raise Invalid({"tried_on": say("A try cannot lie in the future.")})
    return ",".join(day.isoformat() for day in sorted(tried_on))
