"""The forms of agencies and their places."""

from collections.abc import Sequence

from msgspec import Struct

from network.actors import Actor
from network.rules.permissions import may_add_organization
from network.rules.sharing import GuardedField, may_see
from network.tables import Location, Organization
from network.words import Say, say
from web.pages.editing import (
    LOCATION_TYPES,
    PHONE_CHOICES,
    TIME_ZONES,
    EditPage,
    Shown,
    fact_groups,
    kind_choices,
    numbers,
)
from web.pages.filled import Choice, Filled

DIRECTORY = (say("Directory"), "/directory")
AGENCIES = (say("Agencies and places"), "/directory/organizations")


class AgencyPage(Struct, frozen=True):
    """An agency with its services and places, and its form."""

    edit: EditPage
    public_href: str
    services: tuple[tuple[str, str], ...]  # address, name
    places: tuple[tuple[str, str, bool], ...]  # address, name, private
    new_service_href: str
    new_location_href: str


class PrivatePage(Struct, frozen=True):
    """Where a private place is, for the one who may know; or the page before a place becomes private."""

    name: str
    trail: tuple[tuple[Say | str, str], ...]
    here: str
    back: str
    address: str  # empty until it is shown
    is_shown: bool
    warnings: tuple[str, ...]  # texts that stay public: do they tell where it is?
    form: Filled


def agency_form(organization: Organization | None, actor: Actor, shown: Shown) -> EditPage:
    """The form of an agency; None: of a new one."""
    here = f"/directory/organizations/{organization.id}" if organization else "/directory/organizations"
    return EditPage(
        name=organization.name if organization else "",
        trail=(DIRECTORY, AGENCIES),
        action=here if organization else f"{here}/new",
        back="/directory/organizations",
        form=shown.form,
        version=shown.version,
        meanwhile=shown.meanwhile,
        conflict=shown.conflict,
        rows={"phones": numbers(shown.form.values, "number")},
        choices={"phone_types": PHONE_CHOICES},
        flags={"asks_membership": bool(may_add_organization(actor))},
    )


def agency_page(
    organization: Organization,
    services: Sequence[tuple[str, str]],
    locations: Sequence[Location],
    edit: EditPage,
) -> AgencyPage:
    """An agency with all that belongs to it."""
    here = f"/directory/organizations/{organization.id}"
    return AgencyPage(
        edit=edit,
        public_href=f"/organizations/{organization.id}",
        services=tuple((f"/directory/services/{service_id}", name) for service_id, name in services),
        places=tuple(
            (f"/directory/locations/{location.id}", location.name or "–", location.is_confidential)
            for location in locations
        ),
        new_service_href=f"{here}/services/new",
        new_location_href=f"{here}/locations/new",
    )


def new_service_page(
    organization: Organization, locations: Sequence[Location], shown: Shown, language: str
) -> EditPage:
    """The short form of a new service; the rest is filled in afterwards."""
    here = f"/directory/organizations/{organization.id}"
    return EditPage(
        name=organization.name,
        trail=(DIRECTORY, AGENCIES, (organization.name, here)),
        action=f"{here}/services/new",
        back=here,
        form=shown.form,
        version="",
        choices={
            "kinds": kind_choices(language),
            "locations": tuple(Choice(str(location.id), location.name or "–") for location in locations),
        },
    )


def location_page(
    organization: Organization | None,
    location: Location | None,
    shown: Shown,
    actor: Actor,
) -> EditPage:
    """The form of a place; `location` None: of a new one."""
    agency = f"/directory/organizations/{organization.id}" if organization else "/directory/organizations"
    here = f"/directory/locations/{location.id}" if location else f"{agency}/locations/new"
    is_private = location is not None and location.is_confidential
    may_read = location is not None and may_see(actor, GuardedField.PRIVATE_PLACE, location.organization_id)
    name = (location.name or "") if location else (organization.name if organization else "")
    return EditPage(
        name=name,
        trail=(DIRECTORY, AGENCIES, (organization.name if organization else "", agency)),
        action=here,
        back=agency,
        form=shown.form,
        version=shown.version,
        meanwhile=shown.meanwhile,
        conflict=shown.conflict,
        rows={
            "phones": numbers(shown.form.values, "number"),
            "access": numbers(shown.form.values, "access"),
        },
        choices={
            "phone_types": PHONE_CHOICES,
            "location_type": LOCATION_TYPES,
            "time_zone": _zones(shown),
        },
        groups=fact_groups("location", actor.language),
        flags={"is_new": location is None, "is_private": is_private, "may_read": is_private and may_read},
    )


def private_page(
    organization: Organization | None,
    location: Location,
    *,
    verb: str,
    address: str = "",
    is_shown: bool = False,
    form: Filled | None = None,
) -> PrivatePage:
    """The page of a private place, or the one before it becomes private."""
    here = f"/directory/locations/{location.id}"
    agency = f"/directory/organizations/{organization.id}" if organization else "/directory/organizations"
    texts = (location.name, location.alternate_name, location.description)
    return PrivatePage(
        name=location.name or "–",
        trail=(
            DIRECTORY,
            AGENCIES,
            (organization.name if organization else "", agency),
            (location.name or "–", here),
        ),
        here=f"{here}/{verb}",
        back=here,
        address=address,
        is_shown=is_shown,
        warnings=tuple(text for text in texts if text),
        form=form or Filled({"address": address}),
    )


def _zones(shown: Shown) -> tuple[Choice, ...]:
    """The time zones of the United States, and the one that is set already."""
    chosen = shown.form.value("time_zone")
    known = {choice.value for choice in TIME_ZONES}
    return TIME_ZONES if not chosen or chosen in known else (*TIME_ZONES, Choice(chosen, chosen))
