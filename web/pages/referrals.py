"""One referral: where it stands, who has the ball, until when, and everything that happened."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from network.actors import Actor
from network.referrals.shown import ShownReferral, TimelineLine
from network.rules.moves import Move, Party
from network.rules.notices_part2 import KIND_WORDS, Part2Notice, sentence_of
from network.rules.telling import COARSE_WORDS, View
from network.search.kindred import kind_name
from network.tables import ReferralStatus
from network.words import Say, say, say_number
from network.worklists.rows import reference_of
from web.pages.answer_links import LinkPart
from web.pages.appointments import AppointmentPart
from web.pages.case_words import URGENCIES
from web.pages.holds import Held
from web.pages.next_options import NextOptionsPage
from web.pages.outcomes import OutcomesPart
from web.pages.packet import PacketPage, packet_page
from web.pages.people import ClockPage
from web.pages.referral_moves import MovesShown, moves_shown
from web.pages.referral_words import BALLS, Standing, standing_of, turn_of

SIDES = {
    Party.SENDER: say("sender"),
    Party.RECEIVER: say("provider"),
    Party.COORDINATOR: say("coordinator"),
    Party.PERSON: say("the person"),
    Party.SYSTEM: say("Trestle"),
}


class Line(Struct, frozen=True):
    """One line of the timeline."""

    at: datetime
    sentence: Say
    who: str
    side: Say
    state: str  # color of its mark: sender, receiver or system
    reason: Say | None
    words: str | None
    is_withheld: bool


class WherePage(Struct, frozen=True):
    """The place, as the directory tells it to everybody."""

    href: str
    service: str
    organization: str
    location: str
    address: tuple[str, ...]
    phone: str


class NoticePage(Struct, frozen=True):
    """The rule's own words, and what the consent covers."""

    short: str
    paragraphs: tuple[str, ...]
    scopes: tuple[Say, ...]


class ReferralPage(Struct, frozen=True):
    """One referral for one reader; what they may not see is not here."""

    referral_id: str
    heading: Say
    reference: str
    view: str
    standing: Standing
    since: datetime | None
    reason: Say | None
    coarse: Say | None
    ball: Say | None
    ball_with: str
    answer_by: datetime | None
    is_late: bool
    expected: Say | None
    person: str
    person_href: str
    need: str
    urgency: Say | None
    packet: PacketPage
    where: WherePage | None
    sender: str
    sender_account: str
    sent_at: datetime | None
    claimed_by: str
    timeline: tuple[Line, ...]
    moves: MovesShown
    problem: Say | None
    notice: NoticePage | None
    withheld: tuple[Say, ...]
    clock: ClockPage | None
    appointment: AppointmentPart | None
    outcomes: OutcomesPart | None
    preview_href: str  # of what is not sent yet
    consent_href: str
    take_over_action: str
    help_action: str
    timeline_href: str
    link: LinkPart | None = None  # how they answer without an account, for who sent it
    files: tuple[tuple[Say, str], ...] = ()
    held: Held | None = None  # a place is held for it
    has_held_place: bool = False  # the place that was held for it is the taken one now
    options: NextOptionsPage | None = None  # what to try next, when it ended without help


class Extras(Struct, frozen=True):
    """What stands beside the referral itself, for this reader."""

    clock: ClockPage | None = None
    appointment: AppointmentPart | None = None
    outcomes: OutcomesPart | None = None
    consent_href: str = ""
    take_over_action: str = ""
    help_action: str = ""
    link: LinkPart | None = None
    held: Held | None = None
    has_held_place: bool = False


class Refused(Struct, frozen=True):
    """A move that was refused: which, what was typed, what is wrong."""

    move: str
    typed: Mapping[str, str]
    problems: Mapping[str, Say]
    sentence: Say | None


def referral_page(
    actor: Actor,
    shown: ShownReferral,
    moves: Sequence[Move],
    moment: datetime,
    extras: Extras,
    refused: Refused | None = None,
    opened: str = "",
) -> ReferralPage:
    """The page as this reader may have it."""
    here = f"/referrals/{shown.id}"
    is_unsent = shown.status in {ReferralStatus.DRAFT, ReferralStatus.AWAITING_CONSENT}
    ball = turn_of(shown)
    return ReferralPage(
        referral_id=str(shown.id),
        heading=say("Referral {reference}", reference=reference_of(shown.id)),
        reference=reference_of(shown.id),
        view=shown.view.value,
        standing=standing_of(shown),
        since=shown.status_since,
        reason=shown.reason,
        coarse=COARSE_WORDS[shown.coarse] if shown.coarse and shown.status is None else None,
        ball=BALLS[ball] if ball else None,
        ball_with=_ball_with(shown, ball),
        answer_by=shown.answer_by if ball is Party.RECEIVER else None,
        is_late=shown.answer_by is not None and shown.answer_by < moment,
        expected=_expected(shown),
        person=shown.person.name or shown.person.called or "",
        person_href=f"/people/{shown.person.id}" if shown.view is View.SENDER else "",
        need=kind_name(shown.need.kind, actor.language) if shown.need.kind else "",
        urgency=URGENCIES[shown.need.urgency] if shown.need.urgency else None,
        packet=packet_page(shown, actor.language, actor.time_zone),
        where=_where(shown),
        sender=shown.sender or "",
        sender_account=shown.sender_account or "",
        sent_at=shown.sent_at,
        claimed_by=shown.claimed_by or "",
        timeline=tuple(_line(line) for line in reversed(shown.timeline)),
        moves=moves_shown(
            shown.id,
            moves,
            shown.status,
            wrong=refused.move if refused else "",
            opened=opened,
            typed=refused.typed if refused else None,
            problems=refused.problems if refused else None,
        ),
        problem=refused.sentence if refused else None,
        files=_files(shown),
        notice=notice_page(shown.notice, actor.language) if shown.notice else None,
        withheld=tuple(KIND_WORDS[kind] for kind in shown.withheld),
        clock=extras.clock,
        appointment=extras.appointment,
        outcomes=extras.outcomes,
        preview_href=f"{here}/preview" if is_unsent else "",
        consent_href=extras.consent_href,
        take_over_action=extras.take_over_action,
        help_action=extras.help_action,
        link=extras.link,
        held=extras.held,
        has_held_place=extras.has_held_place,
        timeline_href=f"{here}/timeline",
    )


def _files(shown: ShownReferral) -> tuple[tuple[Say, str], ...]:
    """The same referral as a paper to hand over and for other systems, once it is sent."""
    here = f"/referrals/{shown.id}"
    paper = ((say("Handover paper (PDF)"), f"{here}/packet.pdf"),)
    other = ((say("For other systems (JSON)"), f"{here}/task.json"),)
    return () if shown.sent_at is None else other if shown.view is View.JUSTICE else paper + other


def notice_page(notice: Part2Notice, language: str) -> NoticePage:
    """The notice in the rule's own words."""
    return NoticePage(
        notice.short,
        (*notice.paragraphs, *notice.for_justice),
        tuple(sentence_of(scope, language) for scope in notice.scopes),
    )


def _ball_with(shown: ShownReferral, ball: Party | None) -> str:
    if ball is Party.RECEIVER and shown.place:
        return shown.claimed_by or shown.place.organization
    if ball is Party.SENDER:
        return shown.sender_account or shown.sender or ""
    return shown.sender or "" if ball is Party.COORDINATOR else ""


def _expected(shown: ShownReferral) -> Say | None:
    if shown.waitlist_position is not None:
        return say_number(
            "Place {number} on the waitlist", "Place {number} on the waitlist", shown.waitlist_position
        )
    return None


def _where(shown: ShownReferral) -> WherePage | None:
    place = shown.place
    if place is None:
        return None
    return WherePage(
        href=f"/services/{place.service_id}?at={place.location_id}",
        service=place.service,
        organization=place.organization,
        location=place.location or "",
        address=place.address,
        phone=place.phone or "",
    )


def _line(line: TimelineLine) -> Line:
    return Line(
        at=line.at,
        sentence=line.sentence,
        who=", ".join(one for one in (line.who, line.organization) if one),
        side=SIDES[line.side],
        state="receiver"
        if line.side is Party.RECEIVER
        else "system"
        if line.side is Party.SYSTEM
        else "sender",
        reason=line.reason,
        words=line.words,
        is_withheld=line.is_withheld,
    )
