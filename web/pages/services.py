"""A listing: can they take someone, how to reach them, how sure is this."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from network.actors import Actor, Role
from network.providers.listing import ListedPlace, Listing, Text
from network.providers.queries.calls import PhoneState
from network.rules.freshness import Freshness, freshness
from network.rules.permissions import may_speak_as
from network.tables import CapacityVoice, ServiceStatus, SourceKind, Waitlist
from network.words import Say, say, say_number
from web.pages.contacts import PhoneLine, PlaceShown, phone_lines, place_shown, web_address
from web.pages.doors import NOT_REFERRING, Doors, Referring, Wanted
from web.pages.filled import Choice, Filled
from web.pages.fitting import (
    FactRow,
    access_rows,
    bring_rows,
    fit_rows,
    kind_names,
    others_listed,
    sent_how,
)
from web.pages.fullness import NOBODY_SAID, Fullness, beside_hold, fullness, told_to
from web.pages.holds import HoldPiece
from web.pages.intake import intake_lines
from web.pages.openings import DayLine, OpeningHours, opening_hours
from web.pages.phone_answers import PhoneAnswer, phone_answer

WAITLISTS = (
    Choice(Waitlist.UNKNOWN, say("They did not say")),
    Choice(Waitlist.OPEN, say("Open: they write names down")),
    Choice(Waitlist.CLOSED, say("Closed")),
    Choice(Waitlist.NONE, say("They have none")),
)


@dataclass(frozen=True)
class Trust:
    """How sure a listing is: who looked at it and when, apart from when it was last edited."""

    words: Say
    is_weak: bool
    verified_at: datetime | None
    edited_at: datetime | None
    source: str
    listed_on: date | None
    problems: Say | None


@dataclass(frozen=True)
class PhoneReport:
    """The whole form of those who have just called; the quick answer stands above it."""

    action: str
    waitlists: tuple[Choice, ...]
    form: Filled
    is_open: bool


@dataclass(frozen=True)
class ServicePage:
    """One service at one of its places."""

    service_id: UUID
    name: Text
    organization: str
    organization_href: str
    kinds: tuple[str, ...]
    closed: Say | None
    alert: Text | None
    notice: Text | None
    listed: Say | None
    description: Text | None
    fullness: Fullness
    phone_answer: PhoneAnswer | None
    phone_report: PhoneReport | None
    own_capacity_href: str
    main_phone: PhoneLine | None
    phones: tuple[PhoneLine, ...]
    contacts: tuple[str, ...]
    email: str
    url: str
    how_to_get_in: Text | None
    wait_time: Text | None
    sent_how: tuple[Say | str, ...]
    takes_referrals: bool
    is_victim_service: bool
    hours: OpeningHours
    intake: tuple[DayLine, ...]  # when new people are taken in, where that is said apart
    place: PlaceShown | None
    others: tuple[PlaceShown, ...]
    fits: tuple[FactRow, ...]
    brings: tuple[FactRow, ...]
    access: tuple[FactRow, ...]
    others_listed: tuple[str, ...]
    trust: Trust
    card_href: str
    problem_href: str
    edit_href: str
    verify_action: str
    shortlist_id: UUID | None
    is_on_shortlist: bool
    doors: Doors | None
    wanted: Wanted | None
    hold: HoldPiece | None


def service_page(
    actor: Actor,
    listing: Listing,
    at: UUID | None,
    *,
    default_zone: str,
    now: datetime,
    shortlist: tuple[UUID, ...] = (),
    report: Filled | None = None,
    says_more: bool = False,
    called: PhoneState | None = None,
    referring: Referring = NOT_REFERRING,
    hold: HoldPiece | None = None,
) -> ServicePage:
    """The listing for this reader. `report` is the phone form as it was typed, when it was wrong; `says_more`
    opens it; `called` says how calls went; `referring`, whether somebody can be referred here, and who."""
    service, place = listing.service, listing.place_at(at)
    here = f"?at={place.location.id}" if place else ""
    phones = phone_lines(listing, place)
    zone = (place.location.time_zone if place else "") or default_zone
    reader_zone = actor.time_zone if actor.is_signed_in else zone  # nobody knows a visitor's
    voice = next((line for line in phones if line.is_voice), None)
    is_own = actor.has(Role.PROVIDER) and actor.organization_id == listing.organization.id
    return ServicePage(
        service_id=service.id,
        name=listing.text(service, "name") or Text(service.name),
        organization=listing.organization.name,
        organization_href=f"/organizations/{listing.organization.id}",
        kinds=kind_names(listing),
        closed=_closed(service.status),
        alert=listing.text(service, "alert"),
        notice=listing.notice,
        listed=_listed(listing),
        description=listing.text(service, "description"),
        fullness=beside_hold(
            _fullness(actor, place, now) if place else NOBODY_SAID,
            is_held=bool(hold and hold.held),
        ),
        phone_answer=phone_answer(
            actor,
            service_id=service.id,
            location_id=place.location.id if place else None,
            name=listing.organization.name,
            dial=voice.dial if voice else "",
            number=voice.dial if voice else "",
            unit=place.capacity.unit if place and place.capacity else None,
            populations=[part.population for part in place.parts] if place else (),
            state=called,
            swaps=False,
        ),
        phone_report=_phone_report(actor, listing, place, report, says_more=says_more),
        own_capacity_href="/capacity" if is_own and place else "",
        main_phone=next((line for line in phones if line.is_voice or line.is_text), None),
        phones=phones,
        contacts=tuple(
            ", ".join(part for part in (row.name, row.title, row.email) if part) for row in listing.contacts
        ),
        email=service.email or "",
        url=web_address(service.url or listing.organization.website),
        how_to_get_in=listing.text(service, "application_process"),
        wait_time=listing.text(service, "wait_time"),
        sent_how=sent_how(listing),
        takes_referrals=service.takes_referrals
        and (listing.source is None or listing.source.takes_referrals),
        is_victim_service=listing.organization.is_victim_service,
        hours=opening_hours(listing, place, time_zone=zone, reader_zone=reader_zone, now=now),
        intake=intake_lines(place.intake, actor.language) if place else (),
        place=place_shown(actor, listing, place) if place else None,
        others=tuple(place_shown(actor, listing, other) for other in listing.places if other is not place),
        fits=fit_rows(listing, place),
        brings=bring_rows(listing),
        access=access_rows(listing, place),
        others_listed=others_listed(listing, place),
        trust=trust(listing, now),
        card_href=f"/services/{service.id}/card{here}",
        problem_href=f"/services/{service.id}/problems/new{here}",
        edit_href=f"/directory/services/{service.id}" if listing.may_edit else "",
        verify_action=f"/directory/services/{service.id}/verification" if listing.may_edit else "",
        shortlist_id=place.place.id if place else None,
        is_on_shortlist=place is not None and place.place.id in shortlist,
        doors=referring.doors_at(place.place.id) if place else None,
        wanted=referring.wanted,
        hold=hold,
    )


def trust(listing: Listing, now: datetime) -> Trust:
    """How sure this listing is."""
    service, source = listing.service, listing.source
    fresh = freshness(service.verified_at, now)
    return Trust(
        words=_TRUST[fresh],
        is_weak=fresh is not Freshness.CHECKED,
        verified_at=service.verified_at,
        edited_at=service.last_modified,
        source=source.name if source else "",
        listed_on=source.listed_on if source else None,
        problems=say_number(
            "Somebody says that something here is wrong. It is being checked.",
            "{number} people say that something here is wrong. It is being checked.",
            listing.open_problems,
        )
        if listing.open_problems
        else None,
    )


_TRUST = {
    Freshness.CHECKED: say("Somebody here checked this listing."),
    Freshness.ASK: say("Nobody has checked this listing for more than three months. Call first."),
    Freshness.OLD: say("Nobody has checked this listing for more than half a year. Call first."),
    Freshness.OUT: say("Nobody has checked this listing for more than a year. Call first."),
    Freshness.NEVER: say("Nobody here has checked this listing. Call first."),
}


def _fullness(actor: Actor, place: ListedPlace, now: datetime) -> Fullness:
    said = fullness(place.capacity, now, place.parts)
    return told_to(actor, said, is_private=place.location.is_confidential)


def _closed(status: ServiceStatus) -> Say | None:
    match status:
        case ServiceStatus.ACTIVE:
            return None
        case ServiceStatus.TEMPORARILY_CLOSED:
            return say("This service is closed for now.")
        case _:
            return say("This service does not exist any more.")


def _listed(listing: Listing) -> Say | None:
    """How old an imported record is that nobody here has verified."""
    source = listing.source
    if source is None or source.kind is not SourceKind.IMPORTED or listing.service.verified_at is not None:
        return None
    if source.listed_on is None:
        return say("A real place from another directory, not verified here: call first.")
    return say("A real place, listed {year}, not verified here: call first.", year=source.listed_on.year)


def _phone_report(
    actor: Actor, listing: Listing, place: ListedPlace | None, report: Filled | None, *, says_more: bool
) -> PhoneReport | None:
    if place is None or not may_speak_as(actor, listing.organization.id, CapacityVoice.PHONE):
        return None
    said = place.capacity
    return PhoneReport(
        action=f"/services/{listing.service.id}/capacity?at={place.location.id}",
        waitlists=WAITLISTS,
        form=report or Filled({"waitlist": said.waitlist if said else Waitlist.UNKNOWN}, prefix="phone-"),
        is_open=says_more or report is not None,
    )
