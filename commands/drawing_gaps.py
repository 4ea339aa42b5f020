"""The page of `docs/` that tells what is counted as a gap, what opens one, and what becomes of it."""

from textwrap import wrap

from network.gaps.looking import BARS_APART, MOST_BARS
from network.gaps.weekly import MORNING
from network.rules.causes import CAUSE_WORDS, CAUSES
from network.rules.gap_moves import AWAY, GAP_MOVES, LONGEST_REVIEW, GapMove
from network.rules.gap_rules import FAR_BELOW, LEAST_AREAS, LOWEST, THRESHOLDS
from network.rules.gap_words import RULE_WORDS, STATUS_WORDS
from network.rules.happenings import HAPPENINGS
from network.tables import GapStatus


def gaps_page() -> str:
    """Causes, rules, states and moves."""
    return "\n".join([*_counting(), *_rules(), *_states(), *_evidence(), *_letters()])


def _counting() -> list[str]:
    return [
        "# Gaps",
        "",
        "Written by `trestle docs` from `network/rules/causes.py`, `gap_rules.py` and `gap_moves.py`.",
        "",
        "A survey looks back over `TRESTLE_GAP_DAYS` days and counts every need and every search without a",
        "result once. What found no service has exactly one cause, so that causes add up to the whole:",
        "",
        "| cause | on pages |",
        "|---|---|",
        *(f"| `{cause.value}` | {CAUSE_WORDS[cause]} |" for cause in CAUSES),
        "",
        "Counts of people under `TRESTLE_SUPPRESS_BELOW`, and all that would give them away, are withheld",
        "(docs/decisions/0018-withheld-counts.md).",
        "",
    ]


def _rules() -> list[str]:
    rows = [
        (one.rule.value, RULE_WORDS[one.rule], str(one.least), f"{one.share:.0%}", one.explains)
        for one in THRESHOLDS
    ]
    return [
        "## What opens a gap",
        "",
        "In one county, for one kind of service with all kinds below it:",
        "",
        "| rule | on pages | at least | and of all needed at least | what it means |",
        "|---|---|---|---|---|",
        *(
            f"| `{rule}` | {words} | {least} | {share} | {means} |"
            for rule, words, least, share, means in rows
        ),
        "",
        *_point(
            "Rules look only at numbers that may be shown, and none asks for less than"
            " `TRESTLE_SUPPRESS_BELOW`: whoever knows this table and sees the pages learns nothing more from"
            " a gap, or from there being none. Where a reason is withheld, `unmet` counts all reasons"
            " together; where it is not told of how many, no share is asked."
        ),
        *_point(
            "A gap opens at the most exact kind that carries the evidence. A kind above it is a gap of its"
            " own only when what is left without the kinds below still carries it. “All kinds” never is one."
            " `unmet` opens only where no gap of one reason tells of the same needs."
        ),
        *_point(
            "Needs of which nobody knows the county are counted, and open no gap: nobody answers for them."
        ),
        *_point(
            f"Low access looks at ZIP codes: those in the lowest {LOWEST:.0%} of a kind, if at least"
            f" {LEAST_AREAS} can be ranked, with less than {FAR_BELOW:.0%} of the access of the middle one,"
            " and as many needs as the table says. Only those of which the needs may be shown are ranked."
        ),
        "",
    ]


def _states() -> list[str]:
    return [
        "## States and moves",
        "",
        "| state | on pages |",
        "|---|---|",
        *(f"| `{status.value}` | {STATUS_WORDS[status]} |" for status in GapStatus),
        "",
        "| from | made by | move | to | must be given | told as |",
        "|---|---|---|---|---|---|",
        *map(_move, GAP_MOVES),
        "",
        *_paragraph(
            "An owner is an active account of leadership, of a supervisor or of a coordinator. A review date"
            f" lies between tomorrow and {LONGEST_REVIEW.days} days ahead. Coordinators, supervisors and the"
            " privacy officer read; leadership decides; leadership and the owner write remarks. Remarks are"
            " sealed."
        ),
        "",
    ]


def _move(move: GapMove) -> str:
    sources = ", ".join(f"`{source.value}`" for source in GapStatus if source in move.sources)
    needs = {"words": move.needs_words, "an owner": move.needs_owner, "a review date": move.needs_review}
    given = ", ".join(name for name, is_needed in needs.items() if is_needed)
    told = HAPPENINGS[move.event].sentence
    return f"| {sources} | {move.by.value} | {move.name} | `{move.target.value}` | {given} | {told} |"


def _evidence() -> list[str]:
    return [
        "## When evidence closes and reopens",
        "",
        *_point(
            f"A gap closes when no survey of {AWAY.days} days found it, from the first without it to the"
            " last: not with one survey, nor with the first after the worker was away."
        ),
        *_point(
            "A reason that is withheld closes nothing while, by what is shown, it may still be that of enough"
            " needs."
        ),
        *_point(
            "What leadership accepted is left alone until its review date. Then it comes back as new if it is"
            " still there, or closes by the rule above."
        ),
        *_point(
            "What was resolved, by somebody or by the figures, opens again as new only on new evidence, since"
            " a survey counts the same needs for half a year. New it is when the rule was away for"
            f" {AWAY.days} days of surveys; or when all that is counted came after it was resolved; or when"
            " as many more are counted than then as would open a gap by themselves. Nor do the old needs come"
            " back as a gap of all reasons together, or of one."
        ),
        *_point(
            f"The page of a gap shows one number for every {BARS_APART} days, at most {MOST_BARS} of them."
        ),
        "",
    ]


def _letters() -> list[str]:
    return [
        "## Letters",
        "",
        *_paragraph(
            f"On Mondays, not before {MORNING:%H:%M} on their own clock, all who lead get one letter: how"
            " many gaps were found, closed and moved on since the last one, how many are due for review,"
            " how many wait to be acknowledged. In a week without any of that there is none. It never says"
            " of how many people. Whoever is given a gap gets a letter at once."
        ),
        "",
    ]


def _paragraph(text: str) -> list[str]:
    return wrap(text, 100)


def _point(text: str) -> list[str]:
    return wrap(text, 100, initial_indent="- ", subsequent_indent="  ")
