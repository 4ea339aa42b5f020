"""The states, the District of Columbia and the territories, with their names in English and Spanish."""

from __future__ import annotations

from dataclasses import dataclass

from network.places.spelling import plain


@dataclass(frozen=True, slots=True)
class State:
    """`code` is postal ("OH"), `fips` the first two digits of its counties' numbers ("39")."""

    code: str
    fips: str
    name: str


STATES = tuple(
    State(*line.split(" ", 2))
    for line in """\
AL 01 Alabama
AK 02 Alaska
AZ 04 Arizona
AR 05 Arkansas
CA 06 California
CO 08 Colorado
CT 09 Connecticut
DE 10 Delaware
DC 11 District of Columbia
FL 12 Florida
GA 13 Georgia
HI 15 Hawaii
ID 16 Idaho
IL 17 Illinois
IN 18 Indiana
IA 19 Iowa
KS 20 Kansas
KY 21 Kentucky
LA 22 Louisiana
ME 23 Maine
MD 24 Maryland
MA 25 Massachusetts
MI 26 Michigan
MN 27 Minnesota
MS 28 Mississippi
MO 29 Missouri
MT 30 Montana
NE 31 Nebraska
NV 32 Nevada
NH 33 New Hampshire
NJ 34 New Jersey
NM 35 New Mexico
NY 36 New York
NC 37 North Carolina
ND 38 North Dakota
OH 39 Ohio
OK 40 Oklahoma
OR 41 Oregon
PA 42 Pennsylvania
RI 44 Rhode Island
SC 45 South Carolina
SD 46 South Dakota
TN 47 Tennessee
TX 48 Texas
UT 49 Utah
VT 50 Vermont
VA 51 Virginia
WA 53 Washington
WV 54 West Virginia
WI 55 Wisconsin
WY 56 Wyoming
AS 60 American Samoa
GU 66 Guam
MP 69 Northern Mariana Islands
PR 72 Puerto Rico
VI 78 U.S. Virgin Islands""".splitlines()
)

_ALSO_CALLED = {
    "DC": ("Distrito de Columbia",), "HI": ("Hawái",), "LA": ("Luisiana",), "MI": ("Míchigan",),
    "MN": ("Minesota",), "MS": ("Misisipi", "Misisipí"), "MO": ("Misuri",), "NC": ("Carolina del Norte",),
    "ND": ("Dakota del Norte",), "NH": ("Nuevo Hampshire", "Nueva Hampshire"), "NJ": ("Nueva Jersey",),
    "NM": ("Nuevo México", "Nuevo Méjico"), "NY": ("Nueva York", "New York State"), "OR": ("Oregón",),
    "PA": ("Pensilvania",), "SC": ("Carolina del Sur",), "SD": ("Dakota del Sur",), "TN": ("Tenesí",),
    "TX": ("Tejas",), "VI": ("Virgin Islands", "Islas Vírgenes"), "WA": ("Washington State",),
    "WV": ("Virginia Occidental",), "AS": ("Samoa Americana",), "MP": ("Islas Marianas del Norte",),
}  # fmt: skip

BY_CODE = {state.code: state for state in STATES}
BY_FIPS = {state.fips: state for state in STATES}
BY_NAME = {
    plain(name): state
    for state in STATES
    for name in (state.code, state.name, *_ALSO_CALLED.get(state.code, ()))
}
