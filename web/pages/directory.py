"""The list of those who keep the directory, and one listing with everything that can be edited."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct

from network.actors import Actor, Role
from network.providers.listing import ListedPlace, Listing
from network.providers.queries.directory import PER_PAGE, AgencyRow, DirectoryRow, DirectoryRows, Wanting
from network.rules.freshness import Freshness, freshness
from network.rules.permissions import may_add_organization, may_settle_problems, may_teach_words
from network.tables import Location, ServiceStatus
from network.words import Say, say, say_number
from web.pages.editing import STATUSES
from web.pages.filled import Choice, Filled
from web.pages.paging import Paging, paging
from web.pages.services import Trust, trust

WANTING = {
    None: say("All"),
    Wanting.REPORTED: say("Reported as wrong"),
    Wanting.CHECK: say("Not checked for 90 days"),
    Wanting.CAPACITY: say("Nobody says how full"),
    Wanting.IMPORTED: say("From other directories"),
    Wanting.INACTIVE: say("Closed"),
}


class FilterLink(Struct, frozen=True):
    """One choice above the list."""

    href: str
    words: Say
    count: int | None
    is_current: bool


class ListingRow(Struct, frozen=True):
    """One listing."""

    href: str
    public_href: str
    name: str
    organization: str
    organization_href: str
    verified_at: datetime | None
    edited_at: datetime | None
    is_weak: bool
    notes: tuple[Say | str, ...]
    verify_action: str


class DirectoryPage(Struct, frozen=True):
    """The list."""

    heading: Say
    action: str
    q: str
    wanting: str
    filters: tuple[FilterLink, ...]
    rows: tuple[ListingRow, ...]
    count: Say
    paging: Paging
    new_agency_href: str
    problems_href: str
    words_href: str
    agencies_href: str
    capacity_href: str


class AgenciesPage(Struct, frozen=True):
    """The list of agencies: tuples of address, name and what stands beneath."""

    q: str
    rows: tuple[tuple[str, str, Say, bool], ...]
    count: Say
    paging: Paging
    new_agency_href: str


class Section(Struct, frozen=True):
    """One part of a listing that can be edited."""

    href: str
    name: Say
    explains: Say


class PlaceEdit(Struct, frozen=True):
    """One place of a listing."""

    name: str
    location_id: UUID
    is_private: bool
    has_own_hours: bool
    hours_href: str
    edit_href: str
    remove_action: str


class ListingPage(Struct, frozen=True):
    """One listing, with everything about it that can be edited."""

    name: str
    organization: str
    organization_href: str
    public_href: str
    status: Say | str
    is_open: bool
    trust: Trust
    sections: tuple[Section, ...]
    places: tuple[PlaceEdit, ...]
    more_places: tuple[Choice, ...]
    place_action: str
    place_form: Filled
    new_location_href: str
    verify_action: str


def directory_page(
    actor: Actor, found: DirectoryRows, *, q: str, wanting: Wanting | None, page: int, now: datetime
) -> DirectoryPage:
    """The list, as a curator or a provider sees it."""
    keeps_all = actor.has(Role.CURATOR)
    path = "/directory" if keeps_all else "/our-services"
    words = {"q": q} if q else {}
    return DirectoryPage(
        heading=say("Directory") if keeps_all else say("Our services"),
        action=path,
        q=q,
        wanting=wanting or "",
        filters=tuple(
            FilterLink(
                _href(path, words | ({"wanting": each} if each else {})),
                name,
                found.counts[each] if each else None,
                each is wanting,
            )
            for each, name in WANTING.items()
            if keeps_all or each is not Wanting.IMPORTED
        ),
        rows=tuple(_row(row, now) for row in found.rows),
        count=say_number("{number} listing", "{number} listings", found.total),
        paging=paging(
            _href(path, words | ({"wanting": wanting} if wanting else {})), page, found.total, PER_PAGE
        ),
        new_agency_href="/directory/organizations/new" if may_add_organization(actor) else "",
        problems_href="/directory/problems" if may_settle_problems(actor) else "",
        words_href="/directory/words" if may_teach_words(actor) else "",
        agencies_href="/directory/organizations",
        capacity_href="/capacity" if actor.has(Role.PROVIDER) else "",
    )


def agencies_page(actor: Actor, rows: Sequence[AgencyRow], total: int, *, q: str, page: int) -> AgenciesPage:
    """The list of agencies."""
    return AgenciesPage(
        q=q,
        rows=tuple(
            (
                f"/directory/organizations/{row.organization_id}",
                row.name,
                say_number("{number} service", "{number} services", row.services),
                row.is_member,
            )
            for row in rows
        ),
        count=say_number("{number} agency", "{number} agencies", total),
        paging=paging(_href("/directory/organizations", {"q": q} if q else {}), page, total, PER_PAGE),
        new_agency_href="/directory/organizations/new" if may_add_organization(actor) else "",
    )


def listing_page(
    listing: Listing, locations: Sequence[Location], now: datetime, *, form: Filled | None = None
) -> ListingPage:
    """One listing; `locations` are all places of its agency."""
    here = f"/directory/services/{listing.service.id}"
    given_at = {place.location.id for place in listing.places}
    return ListingPage(
        name=listing.service.name,
        organization=listing.organization.name,
        organization_href=f"/directory/organizations/{listing.organization.id}",
        public_href=f"/services/{listing.service.id}",
        status=next((choice.label for choice in STATUSES if choice.value == listing.service.status), ""),
        is_open=listing.service.status is ServiceStatus.ACTIVE,
        trust=trust(listing, now),
        sections=tuple(Section(f"{here}/{name}", heading, explains) for name, heading, explains in _SECTIONS),
        places=tuple(
            PlaceEdit(
                name=place.location.name or "–",
                location_id=place.location.id,
                is_private=place.location.is_confidential,
                hours_href=f"{here}/places/{place.location.id}/hours",
                has_own_hours=has_own_hours(place),
                edit_href=f"/directory/locations/{place.location.id}",
                remove_action=f"{here}/places/{place.location.id}/removal",
            )
            for place in listing.places
        ),
        more_places=tuple(
            Choice(str(location.id), location.name or "–")
            for location in locations
            if location.id not in given_at
        ),
        place_action=f"{here}/places",
        place_form=form or Filled(),
        new_location_href=f"/directory/organizations/{listing.organization.id}/locations/new",
        verify_action=f"{here}/verification",
    )


_SECTIONS = (
    ("words", say("Words"), say("Name, what it is, for whom, how to get in; English and Spanish")),
    ("facts", say("Kind and facts"), say("Kind of service, ages, whom it takes, open or closed")),
    ("contact", say("How to reach it"), say("Telephone numbers, e-mail, web page, languages")),
    ("hours", say("Hours"), say("The week and special days")),
    ("bring", say("What to bring and what it costs"), say("Documents, costs, where people must live")),
)


def has_own_hours(place: ListedPlace) -> bool:
    """Whether hours are said for the service at this very place; they stand before the service's own."""
    return any(row.service_at_location_id is not None for row in place.schedules)


def _row(row: DirectoryRow, now: datetime) -> ListingRow:
    fresh = freshness(row.verified_at, now)
    notes: list[Say | str] = []
    if row.problems:
        notes.append(
            say_number("{number} report to look into", "{number} reports to look into", row.problems)
        )
    if row.status is not ServiceStatus.ACTIVE:
        notes.append(next(choice.label for choice in STATUSES if choice.value == row.status))
    if row.is_imported:
        notes.append(say("From another directory"))
    if not row.places:
        notes.append(say("No place yet"))
    elif row.capacity_said_at is None:
        notes.append(say("Nobody says how full"))
    return ListingRow(
        href=f"/directory/services/{row.service_id}",
        public_href=f"/services/{row.service_id}",
        name=row.name,
        organization=row.organization,
        organization_href=f"/directory/organizations/{row.organization_id}",
        verified_at=row.verified_at,
        edited_at=row.last_modified,
        is_weak=fresh is not Freshness.CHECKED,
        notes=tuple(notes),
        verify_action=f"/directory/services/{row.service_id}/verification",
    )


def _href(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
