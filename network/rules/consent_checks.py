"""What is missing from a consent or wrong with it: each in plain words, with the section that asks for it.

42 CFR 2.31 and 2.35 as amended in 2024; 45 CFR 164.508(c). What is marked policy is ours.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from network.rules.consent import (
    FOR_MONITORS,
    INWARD,
    MOST_RECIPIENTS,
    OUTWARD,
    Circumstances,
    Policy,
    Recipient,
    Signing,
)
from network.rules.consent_condition import condition_problems, no_condition_problems
from network.rules.consent_signature import signature_problems
from network.tables.consent import EndEvent, Purpose
from network.words import LANGUAGES, Say, say

Problems = Iterator[tuple[str, Say]]


def missing(signing: Signing, circumstances: Circumstances, policy: Policy | None = None) -> dict[str, Say]:
    """What keeps this signing from being a consent, by the field that is wrong; empty: nothing."""
    problems = missing_before_signing(signing, circumstances, policy)
    for field, sentence in signature_problems(signing):
        problems.setdefault(field, sentence)
    return problems


def missing_before_signing(
    signing: Signing, circumstances: Circumstances, policy: Policy | None = None
) -> dict[str, Say]:
    """What must be settled before the text can be shown to the person."""
    problems: dict[str, Say] = {}
    if signing.is_condition is None:
        problems["is_condition"] = say(
            "Answer the first question: is taking part a condition of a charge, a disposition, a sentence or"
            " a release? It decides which rule holds. (42 CFR 2.31 or 2.35)"
        )
    found = (
        _who_signs(signing, circumstances),
        _who_is_told(signing, circumstances),
        _what_is_told(signing),
        _what_for(signing),
        _until_when(signing, circumstances.today, policy or Policy()),
        _with_which_event(signing, circumstances),
        condition_problems(signing, circumstances)
        if signing.is_condition
        else no_condition_problems(signing),
    )
    for field, sentence in (one for part in found for one in part):
        problems.setdefault(field, sentence)
    return problems


def _who_signs(signing: Signing, circumstances: Circumstances) -> Problems:
    if not circumstances.person_name.strip():
        yield "person", say("The person's name is missing. Enter it first. (42 CFR 2.31(a)(1))")
    if signing.language not in LANGUAGES:
        yield (
            "language",
            say(
                "The text is there in English and Spanish. For another language choose English and use an"
                " interpreter. (45 CFR 164.508(c)(3))"
            ),
        )


def _who_is_told(signing: Signing, circumstances: Circumstances) -> Problems:
    field, chosen = "recipient_organization_ids", signing.recipient_organization_ids
    if not chosen:
        yield field, say("Choose at least one agency: a consent names who may be told. (42 CFR 2.31(a)(4))")
    if len(set(chosen)) > MOST_RECIPIENTS:
        yield field, say("Choose at most {most} agencies for one signature.", most=MOST_RECIPIENTS)
    for organization_id in chosen:
        if organization_id == circumstances.organization_id:
            yield field, say("Your own agency knows the person already. Choose other agencies.")
        elif (recipient := circumstances.recipients.get(organization_id)) is None:
            yield field, say("One of these agencies is not in the directory any more. Choose again.")
        elif (reason := not_to_be_told(recipient)) is not None:
            yield field, reason


def not_to_be_told(recipient: Recipient) -> Say | None:
    """Why nothing is ever sent to this agency, or None. (VAWA, 34 USC 12291(b)(2); the rest is policy)"""
    if recipient.is_victim_service:
        return say(
            "{agency} helps people who flee violence. Nothing is shared with it here: make this handover by"
            " telephone. (34 USC 12291(b)(2))",
            agency=recipient.name,
        )
    if not recipient.takes_referrals:
        return say("{agency} is listed for information only. Nothing is sent to it.", agency=recipient.name)
    return None


def _what_is_told(signing: Signing) -> Problems:
    if not signing.told and not signing.told_back and not signing.monitored:
        yield (
            "told",
            say("Tick what may be shared, kind by kind. (42 CFR 2.31(a)(3); 45 CFR 164.508(c)(1)(i))"),
        )
    for field, kinds, allowed in (
        ("told", signing.told, OUTWARD),
        ("told_back", signing.told_back, INWARD),
        ("monitored", signing.monitored, FOR_MONITORS),
    ):
        if not kinds <= allowed:
            yield field, say("Not everything that was ticked here can be shared this way. Tick again.")


def _what_for(signing: Signing) -> Problems:
    field, purposes = "purposes", signing.purposes
    if not purposes:
        yield field, say("Say what it is for. (42 CFR 2.31(a)(5); 45 CFR 164.508(c)(1)(iv))")
        return
    on_request = Purpose.PATIENT_REQUEST in purposes
    if on_request and not signing.asked_by_person:
        yield (
            field,
            say(
                "“Because the person asked for it” is only true when the person began it. Say what it is for."
                " (42 CFR 2.31(a)(5)(i))"
            ),
        )
    if signing.told and not on_request and Purpose.REFERRAL not in purposes:
        yield field, say("Say why the agencies are told: to find and arrange help. (42 CFR 2.31(a)(5))")
    if signing.told_back and not on_request and Purpose.COORDINATION not in purposes:
        yield field, say("Say why they may tell you: to know what came of it. (42 CFR 2.31(a)(5))")


def _until_when(signing: Signing, today: date, policy: Policy) -> Problems:
    begins = signing.effective_from or today
    if begins < today:
        yield "effective_from", say("A consent cannot begin before it is signed. Choose today or later.")
    elif begins > today + timedelta(days=policy.longest_days):
        yield "effective_from", say("Check the year.")
        return
    if signing.expires_on is None:
        if signing.expires_event is None:
            yield (
                "expires_on",
                say(
                    "Say on which day it ends, or with which event. (42 CFR 2.31(a)(7); 45 CFR"
                    " 164.508(c)(1)(v))"
                ),
            )
        return
    latest = begins + timedelta(days=policy.longest_days)
    if signing.expires_on < begins:
        yield "expires_on", say("That day is over already. Choose a day to come. (42 CFR 2.31(a)(7))")
    elif signing.expires_on > latest:
        yield (
            "expires_on",
            say(
                "Choose an earlier day: a consent ends after {days} days at the latest.",
                days=policy.longest_days,
            ),
        )


def _with_which_event(signing: Signing, circumstances: Circumstances) -> Problems:
    if circumstances.case_id is not None:
        return
    if signing.expires_event in {EndEvent.PROGRAM_ENDED, EndEvent.FINAL_DISPOSITION}:
        yield (
            "expires_event",
            say(
                "This person has no open case here, so this event cannot come. Choose a day."
                " (42 CFR 2.31(a)(7))"
            ),
        )
