"""Why a place is not among the results: those that miss one thing only, and one that somebody asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from network.search.engine import Almost, Missed, Result
from network.words import Say, say_number
from web.forms.search import SearchForm


@dataclass(frozen=True)
class AlmostRow:
    """A place that misses one thing."""

    href: str
    title: str  # the agency
    name: str  # the service
    reason: Say


@dataclass(frozen=True)
class AlmostPart:
    """The places that miss one thing only; `lead` says how many there are here."""

    lead: Say
    rows: tuple[AlmostRow, ...]


@dataclass(frozen=True)
class Explained:
    """One place that was asked about; no reasons: it is among the results."""

    href: str
    title: str
    name: str
    reasons: tuple[Say, ...]


@dataclass(frozen=True)
class WhyNotPage:
    """Why the places of this name are not among the results. `pairs` are the search's own parameters."""

    which: str
    search_href: str
    pairs: tuple[tuple[str, str], ...]
    places: tuple[Explained, ...]


def almost_part(found: Sequence[Almost], need: str) -> AlmostPart | None:
    """None when there is no such place."""
    if not found:
        return None
    lead = say_number(
        "Almost: {number} place misses one thing", "Almost: {number} places miss one thing", len(found)
    )
    rows = (
        AlmostRow(
            service_href(one.service_id, one.location_id, need),
            one.organization,
            one.name,
            one.missed.sentence,
        )
        for one in found
    )
    return AlmostPart(lead, tuple(rows))


def why_not_page(
    form: SearchForm, which: str, explained: Sequence[tuple[Result, Sequence[Missed]]]
) -> WhyNotPage:
    """The places of this name, each with all that it misses."""
    return WhyNotPage(
        which=which,
        search_href=form.href(),
        pairs=tuple(form.pairs()),
        places=tuple(
            Explained(
                href=service_href(result.service_id, result.location_id, form.need),
                title=result.organization,
                name=result.name,
                reasons=tuple(one.sentence for one in missed),
            )
            for result, missed in explained
        ),
    )


def service_href(service_id: UUID, location_id: UUID | None, need: str = "") -> str:
    """The listing of a service at a place, remembering for which need it was found."""
    marks = f"at={location_id}" if location_id else ""
    if need:
        marks += ("&" if marks else "") + urlencode({"need": need})
    return f"/services/{service_id}?{marks}" if marks else f"/services/{service_id}"
