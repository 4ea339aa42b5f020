"""One referral in a list: who, where it stands, since when, and the one thing to do next."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from network.actors import Actor, Role
from network.rules.moves import Party
from network.rules.permissions import Verdict
from network.rules.telling import View
from network.rules.worklist_permissions import may_take_over
from network.tables import ReferralStatus, Urgency
from network.words import Say
from network.worklists.lists import WAITS_FOR_ANSWER
from network.worklists.rows import WorkRow, reference_of
from web.pages.appointments import DidTheyCome, asked_in_list
from web.pages.case_words import URGENCIES
from web.pages.referral_words import BALLS, Standing, standing_of, turn_of


class WorkCard(Struct, frozen=True):
    """One referral in a list."""

    href: str
    reference: str
    person: str  # empty: not for this reader
    title: str  # the service
    place: str
    other_party: str  # the agency on the other side, with who sent it
    standing: Standing
    urgency: Say | None  # None: routine
    is_emergent: bool
    is_escalated: bool
    since: datetime
    answer_by: datetime | None
    is_late: bool
    claimed_by: str
    ball: Say | None
    open_action: str  # a POST that opens what nobody has opened; empty: there is a plain link
    accept_action: str  # a yes from the list, without an appointment
    decline_href: str  # to the reasons
    seen: str  # the status that somebody decides on
    take_over_action: str
    asked: DidTheyCome | None  # the appointment is over: one tap says whether they came


def work_card(actor: Actor, row: WorkRow, moment: datetime, *, back: str = "") -> WorkCard:
    """One referral as this reader sees it in a list; after a tap they come `back` to that page."""
    one, shown = row.referral, row.shown
    here = f"/referrals/{one.id}"
    ball = turn_of(shown)
    place, urgency = shown.place, shown.need.urgency
    waits = shown.view is View.RECEIVER and actor.has(Role.PROVIDER) and one.status in WAITS_FOR_ANSWER
    return WorkCard(
        href=here,
        reference=reference_of(one.id),
        person=shown.person.name or shown.person.called or "",
        title=place.service if place else "",
        place=place.location or "" if place else "",
        other_party=(shown.sender or "")
        if shown.view is View.RECEIVER
        else (place.organization if place else ""),
        standing=standing_of(shown),
        urgency=URGENCIES[urgency] if urgency and urgency is not Urgency.ROUTINE else None,
        is_emergent=urgency is Urgency.EMERGENT,
        is_escalated=row.is_escalated and shown.view is View.SENDER,
        since=shown.status_since or one.sent_at or one.created_at,
        answer_by=shown.answer_by if ball is Party.RECEIVER else None,
        is_late=shown.answer_by is not None and shown.answer_by < moment,
        claimed_by=shown.claimed_by or "",
        ball=BALLS[ball] if ball else None,
        open_action=f"{here}/moves/view" if waits and one.status is ReferralStatus.SENT else "",
        accept_action=f"{here}/moves/accept" if waits else "",
        decline_href=f"{here}?move=decline#move-decline" if waits else "",
        seen=one.status.value if waits else "",
        take_over_action=allowed(may_take_over(actor, one), f"{here}/keeper"),
        asked=asked_in_list(actor, shown, moment, back=back or here),
    )


def person_cards(actor: Actor, rows: Sequence[WorkRow], moment: datetime) -> tuple[WorkCard, ...]:
    """The referrals of one person, on a page that says who it is: headed by the service."""
    return tuple(replace(work_card(actor, row, moment), person="") for row in rows)


def allowed(verdict: Verdict, action: str) -> str:
    """The address of a button, empty where it is not for this reader."""
    return action if verdict else ""
