"""The invented towns of Marlow County, so that the demonstration finds them by name and ZIP code."""

from dataclasses import replace
from functools import cache

from network.places.counties import get_county
from network.places.found import Found, found_county, found_zip
from network.places.gazetteer import find_zip
from seeds.marlow.reading import read_town


@cache
def marlow_places() -> dict[str, Found]:
    """Places by what people may type: the county, its towns and their ZIP codes."""
    town = read_town()
    county = get_county(town.county_fips)
    assert county is not None
    whole = replace(found_county(county, town.time_zone), label=town.name)
    places = {town.name: whole, f"{town.name}, {town.state_province}": whole}
    for community in town.communities:
        zip_code = find_zip(community.postal_code)
        assert zip_code is not None
        label = f"{community.city}, {town.state_province} {community.postal_code}"
        found = replace(found_zip(zip_code), label=label)
        places[community.postal_code] = found
        places.setdefault(community.city, found)
        places.setdefault(f"{community.city}, {town.state_province}", found)
    return places
