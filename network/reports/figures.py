"""Everything that one report says, as it is kept, hashed and printed: codes and numbers, no sentences."""

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from network.reports.canonical import canonical_json


@dataclass(frozen=True)
class Measured:
    """One measure in one quarter; None: withheld, or there is nothing to measure."""

    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    is_withheld: bool = False
    is_early: bool = False  # it cannot be judged yet


@dataclass(frozen=True)
class MeasureLine:
    """One measure of the quarter beside the quarter before."""

    code: str
    now: Measured
    before: Measured


@dataclass(frozen=True)
class GapLine:
    """One gap as it stood when the report was made."""

    kind: str
    county_fips: str
    county: str
    rule: str
    status: str
    since: str  # when it came into this state, ISO day
    count: int | None  # needs that carry it; None: withheld, but at least `least`
    least: int
    days: int  # that the survey looked back
    owner_role: str = ""  # the office of whoever answers for it, never a name; empty: nobody
    owner_agency: str = ""
    review_on: str = ""
    plan: str = ""  # words of leadership


@dataclass(frozen=True)
class AreaLine:
    """A county, or around a ZIP code; None: withheld. An empty key is what is not known closer."""

    key: str
    name: str
    needed: int | None
    unmet: int | None


@dataclass(frozen=True)
class Surveyed:
    """What the newest survey of gaps found in the one county or state of the report."""

    made_at: str
    since: str
    place: str  # its name
    needed: int | None
    unmet: int | None
    causes: dict[str, int | None]
    kinds: tuple[AreaLine, ...]  # those with most unmet needs; the key is a code, the name is empty
    areas: tuple[AreaLine, ...]


@dataclass(frozen=True)
class Figures:
    """What a report says; days and moments are ISO texts, so that its JSON is the same everywhere."""

    quarter: str
    language: str
    operator: str
    made_at: str
    made_by: str
    words: str
    replaces: str  # id of the report that this one corrects
    replaces_made_at: str
    suppress_below: int
    measures: tuple[MeasureLine, ...]
    survey: Surveyed | None
    gaps: tuple[GapLine, ...]
    more_gaps: int = 0  # that are not listed
    map_svg: str = ""

    def members(self) -> dict[str, Any]:
        """As JSON members."""
        return asdict(self)

    @property
    def digest(self) -> str:
        """SHA-256 of its canonical JSON, hexadecimal: the number that stands on the paper."""
        return sha256(canonical_json(self.members())).hexdigest()


def read_figures(members: dict[str, Any]) -> Figures:
    """Figures as they were kept."""
    survey = members["survey"]
    return Figures(
        **{
            **members,
            "measures": tuple(
                MeasureLine(line["code"], Measured(**line["now"]), Measured(**line["before"]))
                for line in members["measures"]
            ),
            "gaps": tuple(GapLine(**line) for line in members["gaps"]),
            "survey": survey
            and Surveyed(
                **{
                    **survey,
                    "kinds": tuple(AreaLine(**line) for line in survey["kinds"]),
                    "areas": tuple(AreaLine(**line) for line in survey["areas"]),
                }
            ),
        }
    )
