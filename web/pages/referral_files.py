"""A referral as a file: the packet that goes with the person, a task for other systems, rows of a table.

All of it is made from what `shown_referral` lets this reader see.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from network.referrals.shown import ShownAppointment, ShownReferral
from network.rules.moves import STAGES
from network.rules.outcome_words import APPOINTMENT_WORDS
from network.rules.telling import COARSE_WORDS
from network.search.kindred import kind_name
from network.tables import AppointmentStatus, Urgency
from network.words import Say, say, speak
from network.worklists.rows import reference_of
from web.pages.case_words import URGENCIES
from web.pages.packet import packet_page
from web.pages.referral_words import standing_of
from web.pages.times import exact_time

PRIORITIES = {Urgency.EMERGENT: "stat", Urgency.URGENT: "urgent", Urgency.ROUTINE: "routine"}
SYSTEM = "urn:trestle"


class PacketPaper(Struct, frozen=True):
    """What web/papers/packet.typ prints; all texts are said already. `facts` are words and values."""

    language: str
    title: str
    reference: str
    place_heading: str
    place: tuple[str, ...]
    when_heading: str
    when: tuple[str, ...]
    who_heading: str
    who: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    bring_heading: str
    bring: tuple[str, ...]
    asked_heading: str
    asked: tuple[tuple[str, str], ...]
    scopes: tuple[str, ...]
    notice_heading: str
    notice: tuple[str, ...]


def packet_paper(
    shown: ShownReferral, documents: Sequence[str], language: str, time_zone: str
) -> PacketPaper:
    """Where, when, who, what to bring, on one paper for the agency that takes the person in."""

    def said(sentence: Say | str) -> str:
        return speak(sentence, language) if isinstance(sentence, Say) else sentence

    packet = packet_page(shown, language, time_zone)
    notice = shown.notice
    return PacketPaper(
        language=language,
        title=said(say("Handover of a person")),
        reference=said(say("Referral {reference}", reference=reference_of(shown.id))),
        place_heading=said(say("Where")),
        place=_place(shown),
        when_heading=said(say("When it is")),
        when=_when(shown, language, time_zone) or (said(say("No appointment yet: call ahead.")),),
        who_heading=said(say("Who comes")),
        who=tuple((said(line.words), said(line.value)) for line in packet.lines)
        or ((said(say("Name")), said(say("Not shared: there is no consent for it."))),),
        rules=tuple(said(rule) for rule in packet.rules),
        bring_heading=said(say("What to bring")),
        bring=(*_bring(shown), *documents) or (said(say("Nothing in particular.")),),
        asked_heading=said(say("Who asks")),
        asked=_asked(shown, language),
        scopes=tuple(said(sentence) for sentence in packet.scopes),
        notice_heading=said(say("Federal confidentiality notice")),
        notice=(*notice.paragraphs, *notice.for_justice) if notice else (),
    )


def _place(shown: ShownReferral) -> tuple[str, ...]:
    place = shown.place
    if place is None:
        return ()
    lines = (place.organization, place.service, place.location, *place.address, place.phone)
    return tuple(dict.fromkeys(line for line in lines if line))


def _when(shown: ShownReferral, language: str, time_zone: str) -> tuple[str, ...]:
    zone = (shown.place.time_zone if shown.place else "") or time_zone
    standing = shown.appointment
    return (exact_time(standing.starts_at, language, zone),) if standing else ()


def _bring(shown: ShownReferral) -> tuple[str, ...]:
    standing = shown.appointment
    return (standing.words,) if standing and standing.words else ()


def _asked(shown: ShownReferral, language: str) -> tuple[tuple[str, str], ...]:
    facts = [
        (say("Agency"), shown.sender or ""),
        (say("Person there"), shown.sender_account or ""),
        (say("Help that is needed"), kind_name(shown.need.kind, language) if shown.need.kind else ""),
        (say("How soon"), speak(URGENCIES[shown.need.urgency], language) if shown.need.urgency else ""),
    ]
    return tuple((speak(words, language), value) for words, value in facts if value)


def task(shown: ShownReferral, language: str) -> dict[str, Any]:
    """The referral as a FHIR R4 Task, with what this reader may see of it and the notice that goes with it.

    Where the reader may not know where it stands, it is `requested` and `not-shared`.
    """
    stage = STAGES[shown.status] if shown.status else None
    members: dict[str, Any] = {
        "resourceType": "Task",
        "id": str(shown.id),
        "intent": "order",
        "status": stage.task_status if stage else "requested",
        "businessStatus": _concept("business-status", stage.business_status if stage else "not-shared"),
        "statusReason": _concept("reason", shown.reason_code) if shown.reason_code else None,
        "priority": PRIORITIES[shown.need.urgency] if shown.need.urgency else None,
        "code": _concept("kind", shown.need.kind) if shown.need.kind else None,
        "for": {"display": shown.person.name} if shown.person.name else None,
        "authoredOn": (shown.sent_at or shown.created_at).isoformat(),
        "requester": {"display": shown.sender} if shown.sender else None,
        "owner": {"display": shown.place.organization} if shown.place else None,
        "location": {"display": shown.place.service} if shown.place else None,
        "restriction": {"period": {"end": shown.answer_by.isoformat()}} if shown.answer_by else None,
        "note": [{"text": shown.note}] if shown.note else None,
        "output": _output(shown) or None,
    }
    if shown.notice:
        members["extension"] = [
            {"url": f"{SYSTEM}:part2-notice-version", "valueString": shown.notice.version},
            {"url": f"{SYSTEM}:part2-notice", "valueString": shown.notice.text},
            {"url": f"{SYSTEM}:part2-consent-scope", "valueString": shown.notice.scope_text(language)},
        ]
    return {name: value for name, value in members.items() if value is not None}


def _output(shown: ShownReferral) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [_appointment(each) for each in shown.appointments]
    if shown.coarse:
        found.append({"type": {"text": "coarse"}, "valueString": shown.coarse.value})
    found += [
        {
            "type": _concept("outcome", outcome.step.value),
            "valueDate": outcome.happened_on.isoformat(),
            "extension": [{"url": f"{SYSTEM}:evidence", "valueCode": outcome.evidence.value}],
        }
        for outcome in shown.outcomes
        if not outcome.is_corrected
    ]
    return found


def _appointment(each: ShownAppointment) -> dict[str, Any]:
    known = {"valueCode": each.status.value} if each.status else None
    return {
        "type": {"text": "appointment"},
        "valueDateTime": each.starts_at.isoformat(),
        **({"extension": [{"url": f"{SYSTEM}:appointment-status", **known}]} if known else {}),
    }


def _concept(vocabulary: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": f"{SYSTEM}:{vocabulary}", "code": code}]}


HEADINGS = (
    say("Referral"),
    say("Person"),
    say("Help that is needed"),
    say("How soon"),
    say("From agency"),
    say("To agency"),
    say("Service"),
    say("Sent"),
    say("Where it stands"),
    say("Since"),
    say("Reason"),
    say("Appointment (UTC)"),
    say("What came of it"),
)


def referral_rows(found: Sequence[ShownReferral], language: str) -> list[list[str]]:
    """A table of referrals. Its last row is the notice, if anything of another agency stands in it."""

    def said(sentence: Say | None) -> str:
        return speak(sentence, language) if sentence else ""

    rows = [[said(heading) for heading in HEADINGS]]
    rows += [_cells(shown, language) for shown in found]
    notices = {shown.notice.version: shown.notice for shown in found if shown.notice}
    rows += [[notice.text] for notice in notices.values()]
    return rows


def _cells(shown: ShownReferral, language: str) -> list[str]:
    standing = standing_of(shown).words
    appointment = shown.appointment
    when = appointment.starts_at.isoformat(timespec="minutes") if appointment else ""
    if appointment and appointment.status and appointment.status is not AppointmentStatus.BOOKED:
        when = f"{when} {speak(APPOINTMENT_WORDS[appointment.status], language)}"
    return [
        reference_of(shown.id),
        shown.person.name or "",
        kind_name(shown.need.kind, language) if shown.need.kind else "",
        speak(URGENCIES[shown.need.urgency], language) if shown.need.urgency else "",
        shown.sender or "",
        shown.place.organization if shown.place else "",
        shown.place.service if shown.place else "",
        shown.sent_at.isoformat(timespec="minutes") if shown.sent_at else "",
        speak(standing, language),
        shown.status_since.isoformat(timespec="minutes") if shown.status_since else "",
        speak(shown.reason, language) if shown.reason else "",
        when,
        speak(COARSE_WORDS[shown.coarse], language) if shown.coarse else "",
    ]
