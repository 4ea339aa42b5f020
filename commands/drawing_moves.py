"""The page of `docs/` that draws the law of the referral: statuses, moves, timers, reasons."""

from datetime import timedelta

from network.rules.happenings import HAPPENINGS
from network.rules.moves import ENDED, MOVES, STAGES, Move
from network.rules.reasons import REASONS
from network.rules.timers import (
    AFTER_APPOINTMENT,
    ANSWER,
    BEFORE_APPOINTMENT,
    CHECK_INS,
    CLOCK_ESCALATES,
    CLOCK_WARNINGS,
    CONFIRM_WAITLIST_EVERY,
    NO_APPOINTMENT,
    NOTHING_HEARD,
    ON_WAITLIST,
    TO_ASK_ELSEWHERE,
    Wait,
)
from network.tables import ReferralStatus
from web.pages.referral_words import STANDINGS


def moves_page() -> str:
    """Every status, every move, every timer and every reason of a referral."""
    return "\n".join([*_statuses(), *_moves(), *_timers(), *_reasons()])


def _statuses() -> list[str]:
    lines = [
        "# Moves of a referral",
        "",
        "Written by `trestle docs` from `network/rules/moves.py`; `tests/network/rules/test_moves.py` draws",
        "the same table by hand. Nothing else changes a status: `make_move` asks the database to change it",
        "only from a status that the move allows, and writes its event in the same transaction.",
        "",
        "## Statuses",
        "",
        "| status | on pages | FHIR Task.status | businessStatus | ended |",
        "|---|---|---|---|---|",
    ]
    for status in ReferralStatus:
        stage = STAGES[status]
        ended = "yes" if status in ENDED else ""
        lines.append(
            f"| `{status.value}` | {STANDINGS[status].words} | {stage.task_status} "
            f"| {stage.business_status} | {ended} |"
        )
    return [*lines, ""]


def _moves() -> list[str]:
    lines = [
        "## Moves",
        "",
        "| from | made by | move | to | told as |",
        "|---|---|---|---|---|",
    ]
    for status in ReferralStatus:
        for move in MOVES:
            if status in move.sources:
                lines.append(
                    f"| `{status.value}` | {_parties(move)} | {move.name}{_wants(move)} "
                    f"| `{move.target.value}` | {HAPPENINGS[move.event].sentence} |"
                )
    return [*lines, "", "\\* needs a reason's code · † needs words", ""]


def _parties(move: Move) -> str:
    return ", ".join(sorted(party.value for party in move.parties))


def _wants(move: Move) -> str:
    return ("\\*" if move.needs_reason else "") + ("†" if move.needs_words else "")


def _timers() -> list[str]:
    lines = [
        "## Timers",
        "",
        "| while | what is due | after |",
        "|---|---|---|",
    ]
    for urgency, waits in ANSWER.items():
        for kind, wait in waits.items():
            lines.append(f"| no answer, {urgency.value} | {kind.value} | {_wait(wait)} |")
    lines += [f"| no appointment | {kind.value} | {_wait(wait)} |" for kind, wait in NO_APPOINTMENT.items()]
    lines.append(f"| appointment | appointment_reminder | {_span(BEFORE_APPOINTMENT)} before it |")
    lines += [
        f"| appointment | {kind.value} | {_wait(wait)} after it |" for kind, wait in AFTER_APPOINTMENT.items()
    ]
    lines.append(f"| waitlisted | waitlist_confirm | every {_span(CONFIRM_WAITLIST_EVERY)} |")
    lines += [f"| waitlisted | {kind.value} | {_wait(wait)} |" for kind, wait in ON_WAITLIST.items()]
    for status, spans in CHECK_INS.items():
        lines.append(f"| {status.value} | check_in | {', '.join(map(_span, spans))} |")
        lines.append(f"| {status.value} | unknown | {_span(NOTHING_HEARD)} |")
    warnings = ", ".join(f"{days} d" for days in CLOCK_WARNINGS)
    lines.append(f"| diversion clock | clock_warning | {warnings} before its end |")
    lines.append(f"| diversion clock | (a coordinator hears of it) | {CLOCK_ESCALATES} d before its end |")
    lines.append("| diversion clock | clock_ended | at its end |")
    for urgency, span in TO_ASK_ELSEWHERE.items():
        lines.append(
            f"| a wait that costs the clock, {urgency.value} | clock_burns | {_span(span)} before its end, "
            "or half of what is left |"
        )
    return [
        *lines,
        "",
        "bh, bd: hours and days of the receiver's business, in its time zone; Monday to Friday 9 to 5 where",
        "nobody knows. A reminder that comes late, because no worker ran, moves what follows it as much.",
        "",
    ]


def _wait(wait: Wait) -> str:
    if wait.business_hours:
        return f"{wait.business_hours:g} bh"
    return f"{wait.business_days} bd" if wait.business_days else _span(wait.clock)


def _span(span: timedelta) -> str:
    if span.days:
        return f"{span.days} d"
    minutes = span.seconds // 60
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _reasons() -> list[str]:
    lines = [
        "## Reasons",
        "",
        "| code | words | side | HUD result | told without a grant | equity review | given for |",
        "|---|---|---|---|---|---|---|",
    ]
    for reason in REASONS.values():
        lines.append(
            f"| `{reason.code.value}` | {reason.words} | {reason.side.value} | {reason.hud_result or ''} "
            f"| {'yes' if reason.about_service else ''} | {'yes' if reason.equity_review else ''} "
            f"| {', '.join(sorted(reason.moves))} |"
        )
    return [*lines, ""]
