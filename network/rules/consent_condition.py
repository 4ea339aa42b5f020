"""What a consent needs where taking part is a condition of a charge, disposition, sentence or release: 42 CFR
2.35; and that nobody signs such a consent where it is none."""

from collections.abc import Iterator

from network.rules.consent import MONITORING_ROLES, Circumstances, Signing
from network.tables.consent import Purpose
from network.words import Say, say

Problems = Iterator[tuple[str, Say]]


def condition_problems(signing: Signing, circumstances: Circumstances) -> Problems:
    """What is missing where taking part is a condition."""
    if circumstances.case_id is None:
        yield (
            "is_condition",
            say(
                "This person has no open case here. Without a case and its condition, answer “no”: the free"
                " consent holds. (42 CFR 2.35(a))"
            ),
        )
    elif circumstances.disposed_on is not None and circumstances.disposed_on <= circumstances.today:
        yield (
            "is_condition",
            say(
                "This matter has its final outcome already, so nobody monitors it. Answer “no”. (42 CFR"
                " 2.35(c))"
            ),
        )
    yield from _who_monitors(signing, circumstances)
    yield from _what_condition(signing, circumstances)
    yield from _period(signing, circumstances)
    yield from _revocable(signing, circumstances)


def no_condition_problems(signing: Signing) -> Problems:
    """Whoever takes part freely signs nothing that they cannot take back."""
    if signing.monitor_account_ids or signing.monitor_roles or signing.monitored:
        yield (
            "monitor_roles",
            say(
                "Court, prosecutor, probation and parole can be told only where taking part is a condition."
                " (42 CFR 2.35(a))"
            ),
        )
    if Purpose.MONITORING in signing.purposes:
        yield "purposes", say("Nobody monitors somebody who takes part freely. (42 CFR 2.35(a))")
    condition = (
        signing.proceeding,
        signing.condition_authority,
        signing.condition_reference,
        signing.condition_set_on,
        signing.revocable_on,
        signing.revocable_event,
    )
    if any(condition):
        yield (
            "is_condition",
            say(
                "Taking part is free here, so leave everything about a condition empty: this consent can be"
                " taken back at any time. (42 CFR 2.31(a)(6))"
            ),
        )


def _who_monitors(signing: Signing, circumstances: Circumstances) -> Problems:
    if not signing.monitor_account_ids and not signing.monitor_roles:
        yield (
            "monitor_roles",
            say("Choose who monitors: only those who must know how it goes may be told. (42 CFR 2.35(a)(1))"),
        )
    for account_id in signing.monitor_account_ids:
        monitor = circumstances.monitors.get(account_id)
        if monitor is None or monitor.roles.isdisjoint(MONITORING_ROLES):
            yield (
                "monitor_account_ids",
                say(
                    "Choose only people who monitor this case: prosecutor, court, probation, parole or"
                    " program"
                    " monitor of this very case. (42 CFR 2.35(a)(1))"
                ),
            )
    if not signing.monitor_roles <= MONITORING_ROLES:
        yield (
            "monitor_roles",
            say(
                "Officers and defenders do not monitor. Choose court, prosecutor, probation, parole or"
                " monitor."
            ),
        )
    if not signing.monitored:
        yield "monitored", say("Tick what those who monitor may be told. (42 CFR 2.31(a)(3))")
    if Purpose.MONITORING not in signing.purposes:
        yield (
            "purposes",
            say("Say that it is for monitoring: that is what this consent is for. (42 CFR 2.35(a)(1))"),
        )


def _what_condition(signing: Signing, circumstances: Circumstances) -> Problems:
    if signing.proceeding is None:
        yield "proceeding", say("Say what taking part is a condition of. (42 CFR 2.35(a) and (b)(2))")
    if not signing.condition_authority.strip():
        yield "condition_authority", say("Name the court or office that set the condition. (42 CFR 2.35(a))")
    if signing.condition_set_on is None:
        yield "condition_set_on", say("Say on which day the condition was set. (42 CFR 2.35(a))")
    elif signing.condition_set_on > circumstances.today:
        yield "condition_set_on", say("That day is still to come. Say when the condition was set.")


def _period(signing: Signing, circumstances: Circumstances) -> Problems:
    """The period must be stated and reasonable; that it ends with treatment or matter is how we read it."""
    today, treatment, final = circumstances.today, signing.treatment_ends_on, signing.final_disposition_on
    if treatment is None:
        yield "treatment_ends_on", say("Say when the treatment is expected to end. (42 CFR 2.35(b)(1))")
    elif treatment < today:
        yield "treatment_ends_on", say("That day is over already. Say when the treatment is expected to end.")
    if final is None:
        yield (
            "final_disposition_on",
            say("Say when the final outcome of the matter is expected. (42 CFR 2.35(b)(2))"),
        )
    elif final < today:
        yield "final_disposition_on", say("That day is over already. Say when the final outcome is expected.")
    if signing.expires_on is None:
        yield "expires_on", say("Say until which day it holds: the period must be stated. (42 CFR 2.35(b))")
    elif treatment and final and signing.expires_on > max(treatment, final):
        yield (
            "expires_on",
            say(
                "The period is too long: it may last until the treatment or the matter ends, whichever is"
                " later. (42 CFR 2.35(b))"
            ),
        )


def _revocable(signing: Signing, circumstances: Circumstances) -> Problems:
    if signing.revocable_on is None and signing.revocable_event is None:
        yield "revocable_on", say("Say from which day or event it can be taken back. (42 CFR 2.35(c))")
    if signing.revocable_on is None:
        return
    if signing.revocable_on < circumstances.today:
        yield "revocable_on", say("That day is over already. Say from which day it can be taken back.")
    if signing.final_disposition_on and signing.revocable_on > signing.final_disposition_on:
        yield (
            "revocable_on",
            say(
                "It must be possible to take it back by the final outcome of the matter at the latest. (42"
                " CFR 2.35(c))"
            ),
        )
