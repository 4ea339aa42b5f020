"""What gaps are called on pages, in letters and in reports."""

from network.tables.gap import GapRule, GapStatus
from network.words import Say, say

RULE_WORDS: dict[GapRule, Say] = {
    GapRule.NO_CAPACITY: say("No free place"),
    GapRule.NOT_ELIGIBLE: say("Services do not take them"),
    GapRule.TOO_FAR: say("Too far away"),
    GapRule.NO_ANSWER: say("No answer"),
    GapRule.NO_SERVICE: say("No such service"),
    GapRule.LOW_ACCESS: say("Hard to reach from some places"),
    GapRule.UNMET: say("No service found"),
}
STATUS_WORDS: dict[GapStatus, Say] = {
    GapStatus.NEW: say("New"),
    GapStatus.ACKNOWLEDGED: say("Acknowledged"),
    GapStatus.IN_PLAN: say("In a plan"),
    GapStatus.RESOLVED: say("Resolved"),
    GapStatus.ACCEPTED: say("Accepted for now"),
}

_FINDINGS: dict[GapRule, Say] = {
    GapRule.NO_CAPACITY: say("In {days} days, {count} needs for {kind} in {county} found no free place"),
    GapRule.NOT_ELIGIBLE: say(
        "In {days} days, {count} needs for {kind} in {county} found no service that takes the person"
    ),
    GapRule.TOO_FAR: say(
        "In {days} days, {count} needs for {kind} in {county} found only services too far away"
    ),
    GapRule.NO_ANSWER: say("In {days} days, {count} needs for {kind} in {county} got no answer in time"),
    GapRule.NO_SERVICE: say("In {days} days, {count} needs for {kind} in {county} found no such service"),
    GapRule.UNMET: say("In {days} days, {count} needs for {kind} in {county} found no service"),
    GapRule.LOW_ACCESS: say(
        "In {days} days, {count} needs for {kind} in {county} arose where few free places are within reach"
    ),
}


def finding(rule: GapRule, *, days: int, count: int | None, least: int, kind: str, county: str) -> Say:
    """The finding in a sentence; a count that must not be shown is at least what opens a gap.

    `kind` is the name of the kind of service in the reader's language.
    """
    shown = say("{count}", count=count) if count is not None else say("at least {least}", least=least)
    return Say(
        _FINDINGS[rule].text,
        {"days": days, "count": shown, "kind": in_sentence(kind), "county": county},
    )


def in_sentence(name: str) -> str:
    """A name within a sentence: small at the beginning, but "HIV testing" as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
