"""What leadership types about a gap, and which gaps a list asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from network.errors import Invalid
from network.gaps.flags import GapFilter
from network.rules.gap_moves import GAP_MOVES, IN_WORK, GapMove, Mover
from network.tables import GapStatus
from network.words import say
from web.forms.ids import id_or_none
from web.forms.referral_moves import a_date

MOVES: dict[str, GapMove] = {move.name: move for move in GAP_MOVES if move.by is Mover.LEADERSHIP}
NOBODY = "nobody"
STATES: dict[str, frozenset[GapStatus]] = {
    "open": IN_WORK,
    **{status.value: frozenset({status}) for status in GapStatus},
    "all": frozenset(GapStatus),
}
"""What `?state=` may say; `open` goes without saying."""


@dataclass(frozen=True)
class GapForm:
    """Everything that one of the moves may ask; each takes what it needs."""

    words: str = ""
    owner: str = ""
    review_on: str = ""
    seen: str = ""

    def owner_id(self) -> UUID | None:
        """Who is to answer for it; None for nobody. Raises Invalid."""
        chosen = id_or_none(self.owner)
        if self.owner and chosen is None:
            raise Invalid({"owner": say("Choose who answers for it.")})
        return chosen

    @property
    def seen_status(self) -> GapStatus | None:
        """The state that the page had shown."""
        return GapStatus(self.seen) if self.seen in set(GapStatus) else None

    def given(self, move: GapMove) -> dict[str, Any]:
        """What the operation of this move is given. Raises Invalid by field."""
        given: dict[str, Any] = {"seen": self.seen_status}
        if move.needs_words:
            given["words"] = self.words
        if move.needs_owner:
            given["owner_id"] = self.owner_id()
        if move.needs_owner or move.needs_review:
            given["review_on"] = self.day()
        return given

    def day(self) -> date | None:
        """The review date; None for nothing. Raises Invalid."""
        text = self.review_on.strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise Invalid({"review_on": a_date()}) from None


@dataclass(frozen=True)
class GapListForm:
    """Which gaps are asked for, as the address says it."""

    state: str = "open"
    county: str = ""
    kind: str = ""
    owner: str = ""  # an account's id, or `nobody`
    due: bool = False

    @property
    def wanted(self) -> GapFilter:
        return GapFilter(
            statuses=STATES[self.state],
            county_fips=self.county,
            kind=self.kind,
            owner_id=id_or_none(self.owner),
            without_owner=self.owner == NOBODY,
            only_due=self.due,
        )

    @property
    def query(self) -> dict[str, str]:
        """The address of the same list; what goes without saying is left out."""
        values = {
            "state": "" if self.state == "open" else self.state,
            "county": self.county,
            "kind": self.kind,
        }
        values |= {"owner": self.owner, "due": "yes" if self.due else ""}
        return {name: value for name, value in values.items() if value}


def list_form(parameters: Mapping[str, str]) -> GapListForm:
    """Reads an address; what it says wrongly is left out."""
    state = parameters.get("state", "open")
    owner = parameters.get("owner", "")
    return GapListForm(
        state=state if state in STATES else "open",
        county=parameters.get("county", "").strip(),
        kind=parameters.get("kind", "").strip(),
        owner=owner if owner == NOBODY or id_or_none(owner) else "",
        due=parameters.get("due", "") == "yes",
    )
