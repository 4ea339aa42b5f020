"""The words that somebody signs, in plain language (45 CFR 164.508(c)(3)) and in our own words.

The English text is the one that counts; the Spanish one says the same. Change a sentence and give
TEXT_VERSION a new date: what was signed stays as it was signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from network.rules.consent import Circumstances, Policy, Signing, last_day
from network.rules.consent_names import (
    END_EVENTS,
    FACTS,
    INFORMATION,
    MONITORS,
    PROCEEDINGS,
    PURPOSES,
    day_words,
)
from network.tables.consent import InformationKind
from network.words import Say, say

TEXT_VERSION = "consent@2026-11-24"

AGREEMENT = say("I read this, or it was read to me. I understand it, and I agree.")
"""What the signature says."""


@dataclass(frozen=True)
class Part:
    """One part of the text: a heading, sentences, a list, and further sentences under it."""

    heading: Say
    before: tuple[Say, ...] = ()
    points: tuple[Say, ...] = ()
    after: tuple[Say, ...] = ()


def consent_text(signing: Signing, circumstances: Circumstances, policy: Policy) -> tuple[Part, ...]:
    """Everything that is shown before somebody signs, in its order."""
    mandated = bool(signing.is_condition)
    parts: list[Part] = [_what_this_is(circumstances, mandated)]
    if mandated:
        parts.append(_condition(signing))
    parts += _who_tells_what(signing, circumstances)
    parts.append(_what_for(signing))
    parts.append(_until_when(signing, circumstances, policy))
    parts.append(_taking_back(signing, circumstances))
    parts.append(_passing_on(mandated))
    parts.append(_saying_no(signing, mandated))
    return tuple(parts)


def _what_this_is(circumstances: Circumstances, mandated: bool) -> Part:
    free = say("You decide. You can say yes, you can say no, and you can ask us to change it first.")
    bound = say("You decide. Ask your lawyer first if you have one. You can say no.")
    return Part(
        say("What this is"),
        (
            say("This paper is about {person}. (42 CFR 2.31(a)(1))", person=circumstances.person_name),
            say(
                "{agency} asks you if some facts about you may be shared.",
                agency=circumstances.organization_name,
            ),
            bound if mandated else free,
            say(
                "Some of it may show that you get help with alcohol or drugs. A federal law guards that (42"
                " CFR Part 2)."
            ),
        ),
    )


def _condition(signing: Signing) -> Part:
    """The record of the condition. (2.35(a))"""
    before = []
    if signing.proceeding and signing.condition_set_on:
        before.append(
            say(
                "Taking part in the program is a condition of {what}. {who} set it on {day}. (42 CFR"
                " 2.35(a))",
                what=PROCEEDINGS[signing.proceeding],
                who=signing.condition_authority,
                day=day_words(signing.condition_set_on),
            )
        )
    if signing.condition_reference:
        before.append(say("Reference: {reference}", reference=signing.condition_reference))
    return Part(say("Why this paper is needed"), tuple(before))


def _who_tells_what(signing: Signing, circumstances: Circumstances) -> Iterator[Part]:
    agency = circumstances.organization_name
    others = ", ".join(
        circumstances.recipients[one].name
        for one in signing.recipient_organization_ids
        if one in circumstances.recipients
    )
    if signing.told:
        yield Part(
            say("What we may tell the agencies that can help you"),
            (say("{agency} may tell {others} (42 CFR 2.31(a)(2) to (4)):", agency=agency, others=others),),
            _kinds(signing.told),
        )
        yield from _what_matters(signing.told, circumstances)
    if signing.told_back:
        yield Part(
            say("What they may tell us"),
            (say("{others} may tell {agency} (42 CFR 2.31(a)(2) to (4)):", agency=agency, others=others),),
            _kinds(signing.told_back),
        )
    if signing.is_condition:
        yield Part(
            say("What those who watch over your case may be told"),
            (
                say("{others} may tell these people (42 CFR 2.35(a)(1)):", others=others),
                *_monitors(signing, circumstances),
                say("They may hear only this:"),
            ),
            _kinds(signing.monitored),
            (
                say(
                    "They may use it only for their duties in this matter, and pass it on only for that."
                    " (42 CFR 2.35(d))"
                ),
            ),
        )


def _what_matters(told: frozenset[InformationKind], circumstances: Circumstances) -> Iterator[Part]:
    """What goes with the need is described by its kinds, not only as "what matters". (2.31(a)(3))"""
    if InformationKind.NEED in told and circumstances.facts:
        yield Part(
            say("What matters for the help you need"),
            (say("This is written down today, and is told with what you need (42 CFR 2.31(a)(3)):"),),
            tuple(FACTS[name] for name in circumstances.facts),
        )


def _monitors(signing: Signing, circumstances: Circumstances) -> Iterator[Say]:
    for account_id in signing.monitor_account_ids:
        if account_id in circumstances.monitors:
            monitor = circumstances.monitors[account_id]
            roles = [MONITORS[role] for role in sorted(monitor.roles) if role in MONITORS]
            yield from (say("{name}, {role}.", name=monitor.name, role=role) for role in roles[:1])
    for held in sorted(signing.monitor_roles):
        if held in MONITORS:
            yield say("Whoever is {role}.", role=MONITORS[held])


def _kinds(kinds: frozenset[InformationKind]) -> tuple[Say, ...]:
    return tuple(
        say("{name}: {about}", name=name, about=about)
        for kind, (name, about) in INFORMATION.items()
        if kind in kinds
    )


def _what_for(signing: Signing) -> Part:
    purposes = tuple(words for purpose, words in PURPOSES.items() if purpose in signing.purposes)
    return Part(say("What it is for"), (say("It may be used only (42 CFR 2.31(a)(5)):"),), purposes)


def _until_when(signing: Signing, circumstances: Circumstances, policy: Policy) -> Part:
    begins = day_words(signing.effective_from or circumstances.today)
    ends = day_words(last_day(signing, circumstances.today, policy))
    if signing.expires_event:
        first = say(
            "It begins on {begins}. It ends {event}, and on {ends} at the latest. (42 CFR 2.31(a)(7))",
            begins=begins,
            event=END_EVENTS[signing.expires_event],
            ends=ends,
        )
    else:
        first = say("It begins on {begins} and ends on {ends}. (42 CFR 2.31(a)(7))", begins=begins, ends=ends)
    sentences = [first]
    if signing.is_condition and signing.treatment_ends_on and signing.final_disposition_on:
        sentences.append(
            say(
                "We chose this time because your treatment should end by {treatment}, and your case by"
                " {final}."
                " (42 CFR 2.35(b))",
                treatment=day_words(signing.treatment_ends_on),
                final=day_words(signing.final_disposition_on),
            )
        )
        sentences.append(say("If your case is over sooner, the part about your case ends then."))
    if signing.is_condition and signing.factors:
        sentences.append(say("What else counted: {factors}", factors=signing.factors))
    return Part(say("How long it lasts"), tuple(sentences))


def _taking_back(signing: Signing, circumstances: Circumstances) -> Part:
    agency = circumstances.organization_name
    how = say(
        "Tell {agency} in writing: on paper, by e-mail, or on the screen with your officer."
        " (42 CFR 2.31(a)(6); 45 CFR 164.508(c)(2))",
        agency=agency,
    )
    gone = say("What was shared before that, because you had said yes, cannot be called back.")
    if not signing.is_condition:
        free = say("You can take this back at any time. It ends at once.")
        one = say("You can also take it back for one agency and leave the rest as it is.")
        return Part(say("If you change your mind"), (free, how, one, gone))
    sentences = [_from_when(signing)]
    sentences.append(say("You can ask sooner. We write it down, and that part ends on the first day it can."))
    if signing.told or signing.told_back:
        sentences.append(
            say("All other parts of this paper you can take back at any time. They end at once.")
        )
    return Part(say("If you change your mind"), (*sentences, how, gone))


def _from_when(signing: Signing) -> Say:
    day = day_words(signing.revocable_on) if signing.revocable_on else None
    event = END_EVENTS[signing.revocable_event] if signing.revocable_event else None
    if day and event:
        return say(
            "The part about those who watch over your case you can take back from {day} on, or from {event},"
            " whichever comes first, and always once your case is over. (42 CFR 2.35(c))",
            day=day,
            event=event,
        )
    return say(
        "The part about those who watch over your case you can take back from {day} on, and always once your"
        " case is over. (42 CFR 2.35(c))",
        day=day or event or "",
    )


def _passing_on(mandated: bool) -> Part:
    """The potential for redisclosure; what health care may do with it. (2.31(a)(4)(iii), (a)(10)(i);
    164.508(c)(2)(iii))"""
    sentences = [
        say(
            "Whoever is told may pass it on where the law lets them. Then the law may not guard it as well as"
            " before. (42 CFR 2.31(a)(10); 45 CFR 164.508(c)(2))"
        ),
        say(
            "A clinic, a health plan, or someone who works for them may get it for your care, to be paid,"
            " or to"
            " run their work. They may pass it on as the health privacy law (HIPAA) says. They may never do"
            " so for"
            " a civil, criminal, administrative or legislative case against you. (42 CFR 2.31(a)(4)(iii))"
        ),
        say(
            "This paper does not cover the private notes of a counselor. It gives nobody leave to use these"
            " facts"
            " in a case against you. (42 CFR 2.31(b) and (d))"
        ),
    ]
    if mandated:
        sentences.append(say("Those who watch over your case get a notice with these rules each time."))
    return Part(say("Who else may learn of it"), tuple(sentences))


def _saying_no(signing: Signing, mandated: bool) -> Part:
    """The consequences of not signing. (2.31(a)(10)(ii); 164.508(c)(2))"""
    if mandated:
        first = say(
            "If you do not sign, nobody in your case will hear from the program how you do. {who} may then"
            " see the"
            " condition as not met.",
            who=signing.condition_authority,
        )
    else:
        first = say(
            "If you do not sign, we cannot send your name ahead. We still help you: you get addresses and"
            " phone"
            " numbers, and you can go there on your own."
        )
    second = say(
        "Whether you get care, payment or benefits does not hang on this paper. (42 CFR 2.31(a)(10);"
        " 45 CFR 164.508(c)(2))"
    )
    return Part(say("If you do not sign"), (first, second))


def your_copy() -> Part:
    return Part(say("Your copy"), (say("You get a copy of this paper. (45 CFR 164.508(c)(4))"),))
