"""Which disclosures to list, and since when to account, as an address says it; what is not understood is left
out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from network.disclosures.queries import YEARS_PART_2, Filters, start_of
from web.forms.days import typed_day
from web.forms.ids import id_or_none
from web.pages.paging import page_number

_REFERENCE = re.compile(r"[0-9a-fA-F]{4,32}")


@dataclass(frozen=True)
class DisclosuresQuery:
    """What stands in the address of the list."""

    reference: str = ""
    agency: UUID | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "DisclosuresQuery":
        """What of an address can be understood."""
        reference = re.sub(r"[\s-]", "", query.get("reference", ""))
        return cls(
            reference[-8:] if _REFERENCE.fullmatch(reference) else "",
            id_or_none(query.get("agency")),
            _day(query.get("since", "")),
            _day(query.get("until", "")),
            page_number(query.get("page")),
        )

    @property
    def filters(self) -> Filters:
        return Filters(self.reference, self.agency, self.since, self.until)

    @property
    def link(self) -> str:
        """The address of the list without its page."""
        given = {
            "reference": self.reference,
            "agency": str(self.agency or ""),
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
        }
        query = urlencode({name: value for name, value in given.items() if value})
        return f"/disclosures?{query}" if query else "/disclosures"


def since_of(query: Mapping[str, str], today: date) -> date | None:
    """The first day to account for: three years ago, a day, or None for the longest period."""
    if query.get("years") == str(YEARS_PART_2):
        return start_of(YEARS_PART_2, today)
    return _day(query.get("since", ""))


def _day(text: str) -> date | None:
    try:
        return typed_day(text)
    except ValueError:
        return None
