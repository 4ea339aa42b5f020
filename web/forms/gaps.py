"""Where and what the page of gaps looks at, as its address says it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from network.errors import NotFound
from network.gaps.overview import Overview
from web.pages.gap_scales import Column, Show

PAGE, TABLE, SHAPES = "/gaps", "/gaps.csv", "/gaps/areas.json"


@dataclass(frozen=True)
class GapsForm:
    """Kind, county and state are checked where they are looked up; empty: not chosen."""

    kind: str = ""
    county: str = ""
    state: str = ""
    show: Show = Show.UNMET
    sort: Column = Column.UNMET

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "GapsForm":
        """From an address. Raises NotFound for what cannot be measured or sorted by."""
        show, sort = query.get("show") or Show.UNMET, query.get("sort") or Column.UNMET
        if show not in set(Show) or sort not in set(Column):
            raise NotFound
        where = {name: query.get(name, "") for name in ("kind", "county", "state")}
        return cls(**where, show=Show(show), sort=Column(sort))

    def at(self, overview: Overview) -> "GapsForm":
        """The same look with its place said, which went without saying when there is only one."""
        return replace(self, county=overview.county, state="" if overview.county else overview.state)

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values; what goes without saying is left out."""
        usual = asdict(GapsForm())
        return [(name, str(value)) for name, value in asdict(self).items() if value != usual[name]]

    def href(self, path: str = PAGE, **changed: Any) -> str:
        """The address with these changes."""
        query = urlencode(replace(self, **changed).pairs())
        return f"{path}?{query}" if query else path
