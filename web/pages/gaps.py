"""Where needs find no service, and why: finding, map, kinds, causes, the same as a table, open gaps."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from markupsafe import Markup
from msgspec import Struct

from network.actors import Actor
from network.gaps.overview import Overview
from network.places.naming import PlaceNames
from network.places.states import BY_CODE
from network.words import Say, say, say_number
from web.forms.gaps import SHAPES, TABLE, GapsForm
from web.pages.filled import Choice, Filled
from web.pages.gap_finding import CauseRow, cause_rows, finding, kind_of, place_of
from web.pages.gap_flags import GapCard
from web.pages.gap_kinds import KindList, kind_choices, kind_list
from web.pages.gap_map import GapMap, gap_map, gap_map_svg, legend_rows
from web.pages.gap_scales import LEGEND_WORDS, SHOW_WORDS, Show, measured
from web.pages.gap_table import GapTable, gap_table

MOST_GAPS = 3  # beside the map
MAP_CREDIT = "U.S. Census Bureau, GeoNames"


class Choosing(Struct, frozen=True):
    """One way to look, as a link."""

    words: Say | str
    href: str
    is_current: bool


class MapPart(Struct, frozen=True):
    """The picture, its legend, and where a script finds the same areas to move about on."""

    svg: Markup
    heading: Say
    legend: tuple[tuple[str, Say], ...]  # fill and words
    shapes: str
    credit: str = MAP_CREDIT


class GapsPage(Struct, frozen=True):
    """One look at a survey."""

    finding: Say
    trail: tuple[tuple[str, str], ...]
    here: Say | str
    made_at: datetime
    since: datetime
    days: int
    least: int
    most_withheld: int
    hidden: Say | None
    form: Filled  # the choice of a kind; `kept` are the fields that stay
    kinds_to_choose: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    shows: tuple[Choosing, ...]
    states: tuple[Choosing, ...]  # empty: there is one
    map: MapPart | None
    kinds: KindList
    causes: tuple[CauseRow, ...]
    table: GapTable
    table_href: str
    bands: tuple[tuple[str, str], ...]  # miles, and how much a place within them counts
    gaps: tuple[GapCard, ...]  # that need somebody, the most pressing first
    more_gaps: Say | None
    gaps_href: str
    is_county: bool
    is_empty: bool


class NoSurveyPage(Struct, frozen=True):
    """Before the first survey: how it comes to be."""

    hours: int
    days: int


def gaps_page(
    actor: Actor, overview: Overview, form: GapsForm, names: PlaceNames, gaps: Sequence[GapCard]
) -> GapsPage:
    """The page for one overview."""
    looked = form.at(overview)
    return GapsPage(
        finding=finding(overview, names, actor.language),
        trail=_trail(overview, looked),
        here=place_of(overview, names),
        made_at=overview.made_at,
        since=overview.since,
        days=round((overview.made_at - overview.since) / timedelta(days=1)),
        least=overview.suppress_below,
        most_withheld=overview.suppress_below - 1,
        hidden=_hidden(overview, form.show),
        form=Filled({"kind": form.kind}, prefix="g-"),
        kinds_to_choose=kind_choices(overview, actor.language),
        kept=tuple((name, value) for name, value in looked.pairs() if name != "kind"),
        shows=tuple(
            Choosing(words, looked.href(show=show), show is form.show) for show, words in SHOW_WORDS.items()
        ),
        states=_states(overview, looked),
        map=_map(actor, overview, looked, names),
        kinds=kind_list(overview, looked, actor.language),
        causes=cause_rows(overview),
        table=gap_table(overview, names, looked),
        table_href=looked.href(TABLE),
        bands=tuple(_band(band) for band in overview.bands.split(",") if band),
        gaps=tuple(gaps[:MOST_GAPS]),
        more_gaps=_more(len(gaps) - MOST_GAPS),
        gaps_href=_gaps_href(overview),
        is_county=bool(overview.county),
        is_empty=not any(area.figures.needed != 0 for area in overview.areas),
    )


def the_map(overview: Overview, form: GapsForm, names: PlaceNames, language: str) -> GapMap | None:
    """The map that the page shows, with links into the page or to a county."""
    title = say(
        "Map of {place}: {kind}", place=place_of(overview, names), kind=kind_of(overview.kind, language)
    )
    looked = form.at(overview)

    def href(key: str) -> str:
        return f"#area-{key}" if overview.county else looked.href(county=key, state="")

    return gap_map(overview, form.show, names, title, href)


def _map(actor: Actor, overview: Overview, form: GapsForm, names: PlaceNames) -> MapPart | None:
    found = the_map(overview, form, names, actor.language)
    if found is None:
        return None
    return MapPart(
        svg=gap_map_svg(found, actor.language),
        heading=LEGEND_WORDS[form.show],
        legend=tuple(legend_rows(found)),
        shapes=form.href(SHAPES),
    )


def _trail(overview: Overview, form: GapsForm) -> tuple[tuple[str, str], ...]:
    if not overview.county:
        return ()
    return ((BY_CODE[overview.state].name, form.href(county="", state=overview.state)),)


def _states(overview: Overview, form: GapsForm) -> tuple[Choosing, ...]:
    if overview.county or len(overview.states) < 2:
        return ()
    return tuple(
        Choosing(
            BY_CODE[state].name,
            form.href(state=state, county=""),
            state == overview.state,
        )
        for state in overview.states
    )


def _hidden(overview: Overview, show: Show) -> Say | None:
    """How many areas are hatched; of a state: how many its sums leave out."""
    if not show.counts_people:
        return None
    hatched = sum(
        bool(area.key) and area.figures.is_withheld and measured(show, area.figures) is None
        for area in overview.areas
    )
    if overview.county and hatched:
        return say_number(
            "The numbers around {number} ZIP code are withheld.",
            "The numbers around {number} ZIP codes are withheld.",
            hatched,
        )
    if overview.hidden and not overview.county:
        return say_number(
            "The numbers of {number} county are withheld and not counted here.",
            "The numbers of {number} counties are withheld and not counted here.",
            overview.hidden,
        )
    return None


def _more(count: int) -> Say | None:
    return say_number("and {number} more", "and {number} more", count) if count > 0 else None


def _gaps_href(overview: Overview) -> str:
    """The whole list of open gaps of this place and kind."""
    query = urlencode({name: at for name, at in (("county", overview.county), ("kind", overview.kind)) if at})
    return f"/gaps/flags?{query}" if query else "/gaps/flags"


def _band(text: str) -> tuple[str, str]:
    miles, _, weight = text.partition(":")
    return miles.strip(), weight.strip()
