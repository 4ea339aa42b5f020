"""Everything that one report says, as it is kept, hashed and printed."""

from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from network.reports.canonical import canonical_json


@dataclass(frozen=True)
class MeasureLine:
    """One measure of the quarter beside the quarter before. None: nothing to measure, or withheld."""

    code: str
    value: float | None
    numerator: int | None
    denominator: int | None
    before: float | None
    is_withheld: bool = False
    was_withheld: bool = False


@dataclass(frozen=True)
class GapLine:
    """One gap as it stood when the report was made."""

    kind: str
    county_fips: str
    county: str
    rule: str
    status: str
    opened_on: str  # ISO day
    needs: int | None  # None: withheld
    owner: str  # the office of whoever answers for it, never a name
    review_on: str = ""
    plan: str = ""  # words of leadership


@dataclass(frozen=True)
class CauseLine:
    """How many needs found no service for one reason; None: withheld."""

    cause: str
    needs: int | None


@dataclass(frozen=True)
class Figures:
    """What a report says; days and moments are ISO texts, so that its JSON is the same everywhere."""

    quarter: str
    first_day: str
    last_day: str
    language: str
    operator: str
    made_at: str
    made_by: str
    words: str
    corrects: str  # id of the report that this one replaces
    suppress_below: int
    surveyed_at: str  # of the gaps; empty: never
    surveyed_since: str
    needed: int | None
    unmet: int | None
    causes: tuple[CauseLine, ...] = ()
    measures: tuple[MeasureLine, ...] = ()
    gaps: tuple[GapLine, ...] = ()
    map_svg: str = ""
    map_words: str = ""

    def members(self) -> dict[str, Any]:
        """As JSON members."""
        return asdict(self)

    @property
    def digest(self) -> str:
        """SHA-256 of its canonical JSON, hexadecimal: the number that stands on the paper."""
        return sha256(canonical_json(self.members())).hexdigest()


@dataclass(frozen=True)
class Draft:
    """What leadership decides about a report before it is made."""

    quarter: str
    language: str = "en"
    words: str = field(default="")
    corrects: str = ""
