"""What exactly each receiver will see, by which consent, and the one button that sends it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct

from network.actors import Actor
from network.providers.listing import Text
from network.rules.capacity_parts import Facts, excludes
from network.rules.need_facts import facts_of
from network.rules.notices_part2 import KIND_WORDS, notice_for
from network.rules.sharing import Permit
from network.search.kindred import kind_name
from network.tables import Hold, InformationKind, Trying
from network.words import Say, say, speak
from network.worklists.preparing import Draft, Drafts
from network.worklists.rows import reference_of
from web.pages.case_words import URGENCIES
from web.pages.doors import refer_href
from web.pages.fullness import Fullness, fullness
from web.pages.holds import Held, held_for_referral
from web.pages.packet import PacketPage, packet_page
from web.pages.people import full_name
from web.pages.referral_preparing import OpenOne
from web.pages.referral_words import STANDINGS
from web.pages.times import local_date

NO_HOLDS: Mapping[UUID, Hold] = MappingProxyType({})
NO_MISFITS: Mapping[UUID, tuple[Say, ...]] = MappingProxyType({})


class Receiver(Struct, frozen=True):
    """One agency, and what it will see."""

    reference: str
    organization: str
    service: Text
    place: str
    href: str
    fullness: Fullness
    need: str
    urgency: Say | None
    packet: PacketPage
    consent: Say | None  # what covers it; None: nothing does
    copy_href: str  # where the person gets a copy of it
    missing: Say | None
    consent_href: str
    problem: Say | None  # why nothing can be sent there at all
    open_ones: tuple[OpenOne, ...]
    held: Held | None  # a place is held for this there
    warning: Say | None  # which is not for this person
    misfits: tuple[Say, ...]  # what it says of itself that does not fit this person


class PreviewPage(Struct, frozen=True):
    """Everything that will be told, before it is."""

    person: str
    person_href: str
    how: Say
    receivers: tuple[Receiver, ...]
    notice: tuple[str, ...]
    can_send: bool
    has_double: bool
    send_action: str
    change_href: str
    discard_action: str
    problem: Say | None


def preview_page(
    actor: Actor,
    found: Drafts,
    moment: datetime,
    problem: Say | None = None,
    *,
    holds: Mapping[UUID, Hold] = NO_HOLDS,
    misfits: Mapping[UUID, tuple[Say, ...]] = NO_MISFITS,
) -> PreviewPage:
    """The preview of one draft, or of all candidates together. By place: `holds` are what is held for it,
    `misfits` what it says of itself that does not fit the person."""
    first = found.drafts[0].referral
    here = f"/referrals/{first.id}"
    facts = facts_of(found.need)
    receivers = tuple(_receiver(actor, draft, moment, facts, holds, misfits) for draft in found.drafts)
    asked_now = receivers if found.trying is Trying.AT_ONCE else receivers[:1]
    return PreviewPage(
        person=full_name(found.person),
        person_href=f"/people/{found.person.id}",
        how=_how(found),
        receivers=receivers,
        notice=notice_for().paragraphs,
        can_send=all(one.missing is None and one.problem is None for one in asked_now),
        has_double=any(one.open_ones for one in asked_now),
        send_action=f"{here}/sending",
        change_href=refer_href([draft.place.place.id for draft in found.drafts], found.need.id),
        discard_action=f"{here}/discarding",
        problem=problem,
    )


def _how(found: Drafts) -> Say:
    match found.trying:
        case Trying.IN_TURN:
            return say("They are asked one after the other. Only who is asked sees anything.")
        case Trying.AT_ONCE:
            return say("All are asked at once. The first yes wins, and the others see nothing any more.")
        case _:
            return say("Nothing was sent yet.")


def _receiver(
    actor: Actor,
    draft: Draft,
    moment: datetime,
    facts: Facts,
    holds: Mapping[UUID, Hold],
    misfits: Mapping[UUID, tuple[Say, ...]],
) -> Receiver:
    shown, listing, place = draft.shown, draft.listing, draft.place
    language = actor.language
    permit = draft.cover.permit if draft.cover.is_whole else None
    hold = holds.get(place.place.id)
    here = f"/referrals/{draft.referral.id}/preview"
    query = urlencode(
        {"place": str(place.place.id), "next": here, "told": " ".join(draft.referral.information)}
    )
    return Receiver(
        reference=reference_of(draft.referral.id),
        organization=listing.organization.name,
        service=listing.text(listing.service, "name") or Text(listing.service.name),
        place="" if place.location.is_confidential else place.location.name or "",
        href=f"/services/{listing.service.id}?at={place.location.id}",
        fullness=fullness(place.capacity, moment),
        need=kind_name(shown.need.kind, language) if shown.need.kind else "",
        urgency=URGENCIES[shown.need.urgency] if shown.need.urgency else None,
        packet=packet_page(shown, language, actor.time_zone),
        consent=_covered(permit, actor) if permit else None,
        copy_href=f"/consents/{permit.consent_id}" if permit else "",
        missing=None if permit else _missing(draft, language),
        consent_href=f"/people/{draft.referral.person_id}/consents/new?{query}",
        problem=draft.verdict.reason_against,
        open_ones=tuple(
            OpenOne(f"/referrals/{one.id}", reference_of(one.id), STANDINGS[one.status])
            for one in draft.open_ones
        ),
        held=held_for_referral(actor, hold, moment) if hold else None,
        warning=excludes(hold.population, facts) if hold else None,
        misfits=misfits.get(place.place.id, ()),
    )


def _covered(permit: Permit, actor: Actor) -> Say:
    if permit.until is None:
        return say("The person's consent covers this, until it ends as it says or is taken back.")
    last = permit.until - timedelta(seconds=1)  # it ends with the midnight after that day
    until = local_date(last, actor.language, actor.time_zone)
    return say("The person's consent covers this until {day}, unless it is taken back.", day=until)


def _missing(draft: Draft, language: str) -> Say:
    missing = draft.cover.missing or {InformationKind(kind) for kind in draft.referral.information}
    kinds = ", ".join(speak(KIND_WORDS[kind], language) for kind in InformationKind if kind in missing)
    return say(
        "The person has not agreed that {agency} is told: {kinds}.",
        agency=draft.listing.organization.name,
        kinds=kinds,
    )
