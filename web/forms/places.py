"""A place as a curator types it."""

from dataclasses import dataclass, replace
from typing import Any

from network.errors import Invalid
from network.places.found import Found
from network.providers.words import LocationDetails, LocationWords, PostalAddress
from network.tables import LocationType, Precision
from network.words import Say, say
from web.forms import repeated
from web.forms.numbers import decimal_of
from web.forms.repeated import Values
from web.forms.typed import Typed

_DEGREES = say("Type degrees, for example 40.0581 or -82.4013.")

TEXTS = ("name", "description", "transportation")
ADDRESS = ("address_1", "address_2", "city", "state_province", "postal_code")
DETAILS = ("facts", "phones", "accessibility")
PRIVATE = (*TEXTS, "description_es", "transportation_es", "location_type", "time_zone", *DETAILS)
OPEN = (*PRIVATE, "address", "latitude", "longitude", "precision")


@dataclass(frozen=True)
class TypedPlace:
    """What a form says, for `add_location` and `change_location`."""

    words: LocationWords
    details: LocationDetails


@dataclass(frozen=True)
class TypedNewPlace:
    """The same for a new place; `privacy` says whether it must stay private, and its address to seal."""

    words: LocationWords
    details: LocationDetails
    privacy: dict[str, Any]


EMPTY_PLACE = LocationWords(""), LocationDetails()


def place_values(words: LocationWords, details: LocationDetails) -> Values:
    """What stands in the form first."""
    address = words.address
    values: Values = {name: getattr(words, name) for name in TEXTS}
    values |= {f"{name}_es": text for name, text in words.spanish.items()}
    values |= {name: getattr(address, name) if address else "" for name in ADDRESS}
    return values | {
        "location_type": words.location_type,
        "latitude": "" if words.latitude is None else str(words.latitude),
        "longitude": "" if words.longitude is None else str(words.longitude),
        "time_zone": words.time_zone,
        "find": "yes" if words.latitude is None else "",
        "facts": details.facts or (),
        **repeated.phone_values(details.phones or ()),
        **repeated.access_values(details.accessibility or ()),
    }


def typed_address(typed: Typed) -> str:
    """The address in one line, to be found on the map; empty when that is not wanted or must not be."""
    if not typed.ticked("find") or typed.ticked("is_confidential"):
        return ""
    line = ", ".join(typed.text(name) for name in ("address_1", "city") if typed.text(name))
    return f"{line}, {typed.text('state_province')} {typed.text('postal_code')}".strip(" ,")


def typed_place(
    typed: Typed, before: LocationWords, details: LocationDetails, *, found: Found | None = None
) -> TypedPlace:
    """The place as typed; `found` is where its address is, when that was looked up. Raises Invalid."""
    problems: dict[str, Say] = {}
    latitude, longitude = (decimal_of(typed, name, problems, _DEGREES) for name in ("latitude", "longitude"))
    kind = typed.text("location_type") or LocationType.PHYSICAL
    if kind not in set(LocationType):
        problems["location_type"] = say("Choose one of the list.")
    if problems:
        raise Invalid(problems)
    precision = before.precision
    if found is not None:
        latitude, longitude, precision = found.point.latitude, found.point.longitude, _precision(found)
    elif (latitude, longitude) != (before.latitude, before.longitude):
        precision = Precision.EXACT
    words = replace(
        before,
        **{name: typed.text(name) for name in TEXTS},
        location_type=LocationType(kind),
        latitude=latitude,
        longitude=longitude,
        precision=precision,
        time_zone=typed.text("time_zone") or (found.time_zone or "" if found else ""),
        address=_address(typed),
        spanish={
            **{name: text for name, text in before.spanish.items() if name not in TEXTS},
            **{name: typed.text(f"{name}_es") for name in TEXTS if name != "name"},
        },
    )
    return TypedPlace(
        words,
        LocationDetails(
            facts=typed.several("facts"),
            phones=repeated.typed_phones(typed, details.phones or ()),
            accessibility=repeated.typed_access(typed, details.accessibility or ()),
        ),
    )


def typed_new_place(typed: Typed, found: Found | None) -> TypedNewPlace:
    """A new place. Of one that must stay private the address is to be sealed, and nothing else tells it."""
    said = typed_place(typed, *EMPTY_PLACE, found=found)
    if not typed.ticked("is_confidential"):
        return TypedNewPlace(said.words, said.details, {})
    spanish = {name: text for name, text in said.words.spanish.items() if name != "transportation"}
    words = replace(
        said.words, address=None, latitude=None, longitude=None, transportation="", spanish=spanish
    )
    address = ", ".join(typed.text(name) for name in ADDRESS if typed.text(name))
    return TypedNewPlace(words, said.details, {"is_confidential": True, "private_address": address})


def _precision(found: Found) -> Precision:
    known = {one.value for one in Precision}
    return Precision(found.precision.value) if found.precision.value in known else Precision.CITY


def _address(typed: Typed) -> PostalAddress | None:
    parts = {name: typed.text(name) for name in ADDRESS}
    return PostalAddress(**parts) if any(parts.values()) else None  # type: ignore[arg-type]
