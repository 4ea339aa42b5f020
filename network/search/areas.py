"""Where people must live to use a service, as far as the words of a service area say it in a way we can read.

A directory writes "Alameda County", "Ohio", "43055, 43056" or a whole paragraph. Only what is nothing but the
names of counties, states and ZIP codes is read; everything else leaves the question open.
"""

import re
from functools import lru_cache

from network.places.counties import find_counties, get_county
from network.places.gazetteer import find_zip
from network.places.states import BY_CODE, STATES

ANYWHERE = "us"
_BETWEEN = re.compile(r"\s*(?:[;,/&\n]|\band\b|\bor\b)\s*", re.IGNORECASE)
_BEGINNING = re.compile(r"^\s*(?:residents of|all of|zip codes?:?|the state of)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"\d{5}")
_DIVISION = re.compile(r"ocd-division/country:us(?:/state:([a-z]{2}))?(?:/county:([a-z_~.\-]+))?$")
_FIPS = re.compile(r"\bfips[ :#]*(\d{5}|\d{2})\b", re.IGNORECASE)
_EVERYWHERE = {"anywhere", "nationwide", "united states", "usa", "no restriction", "all"}
_STATES = {state.name.casefold(): state for state in STATES}


def area_codes(name: str | None, *texts: str | None) -> frozenset[str]:
    """Codes of the area ("county:39089", "zip:43055", "state:39", or "us" for everywhere); empty when it
    cannot be read. A number in any of the texts ("FIPS 39089", an OCD division) says more than the name."""
    for text in (name, *texts):
        if text and (codes := _numbered(text)):
            return codes
    return next((codes for text in (name, *texts) if text and (codes := _named(text))), frozenset())


def is_within(zip_code: str, codes: frozenset[str]) -> bool | None:
    """Whether somebody of this ZIP code lives in the area; None: the area or the code is not known."""
    found = find_zip(zip_code)
    if not codes or found is None:
        return None
    return not codes.isdisjoint(codes_of_zip(zip_code))


def codes_of_zip(zip_code: str) -> tuple[str, ...]:
    """The codes of all areas that this ZIP code is in; none for one that is not known."""
    found = find_zip(zip_code)
    if found is None:
        return ()
    county = (f"county:{found.county_fips}",) if found.county_fips else ()
    state = (f"state:{BY_CODE[found.state].fips}",) if found.state in BY_CODE else ()
    return (f"zip:{found.code}", *county, *state, ANYWHERE)


@lru_cache(maxsize=4096)
def _numbered(text: str) -> frozenset[str]:
    if numbers := _FIPS.findall(text):
        return frozenset(f"{'county' if len(one) == 5 else 'state'}:{one}" for one in numbers)
    division = _DIVISION.search(text.strip().casefold())
    if division is None:
        return frozenset()
    state, county = division.groups()
    if county:
        return _county(county.replace("_", " "), (state or "").upper())
    return frozenset({f"state:{BY_CODE[state.upper()].fips}"}) if state else frozenset({ANYWHERE})


@lru_cache(maxsize=4096)
def _named(text: str) -> frozenset[str]:
    """All of the text is names of areas, or it says nothing."""
    parts = [part for part in _BETWEEN.split(_BEGINNING.sub("", text.strip().rstrip("."))) if part]
    if len(parts) == 2 and parts[1].upper() in BY_CODE:
        return _county(parts[0], parts[1].upper())
    codes = [_one(part) for part in parts[:200]]
    return frozenset().union(*codes) if codes and all(codes) else frozenset()


def _one(part: str) -> frozenset[str]:
    name = part.casefold()
    if _NUMBER.fullmatch(part):
        known = f"zip:{part}" if find_zip(part) else f"county:{part}" if get_county(part) else ""
        return frozenset({known} if known else ())
    if name in _EVERYWHERE:
        return frozenset({ANYWHERE})
    if name in _STATES:
        return frozenset({f"state:{_STATES[name].fips}"})
    return _county(part, None) if "county" in name or "parish" in name else frozenset()


def _county(name: str, state: str | None) -> frozenset[str]:
    """A county; nothing when there are several of this name."""
    found = find_counties(name, state)
    return frozenset({f"county:{found[0].fips}"}) if len(found) == 1 else frozenset()
