"""What counties and ZIP codes are called here: by the operator's own names where it has given some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from network.places.counties import get_county
from network.places.found import Found, Precision
from network.places.gazetteer import find_zip


@dataclass(frozen=True)
class PlaceNames:
    """Names of counties by number and of the towns of ZIP codes; the tables' own where none is given."""

    counties: dict[str, str] = field(default_factory=dict)
    towns: dict[str, str] = field(default_factory=dict)

    def county(self, fips: str) -> str:
        """ "Harbor County", without its state; the number itself when there is no such county."""
        found = get_county(fips)
        return self.counties.get(fips) or (found.name if found else fips)

    def town(self, zip_code: str) -> str:
        """The town of a ZIP code; empty when it has none, or none of its own in a county that was renamed."""
        found = find_zip(zip_code)
        if zip_code in self.towns or found is None:
            return self.towns.get(zip_code, "")
        return "" if found.county_fips in self.counties else found.town


def names_of(own: Iterable[Found]) -> PlaceNames:
    """Names with the operator's own places (`geocoder.own_places`) before those of the tables."""
    counties, towns = {}, {}
    for place in own:
        name = place.label.partition(",")[0]
        if place.precision is Precision.COUNTY and place.county_fips:
            counties[place.county_fips] = name
        elif place.precision is Precision.ZIP and place.zip:
            towns[place.zip] = name
    return PlaceNames(counties, towns)
