"""What the search page shows: the search box, the filters with their counts, and one page of results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from network.places.distance import METRES_PER_MILE
from network.places.found import Found, how_precise
from network.places.point import Point
from network.rules.permissions import may_add_organization, may_record_unmet_need
from network.search.engine import DEFAULT_MILES, Almost, Results, Search, Sort
from network.search.placing import place_among
from network.search.unmet import shows_unmet_need
from network.words import Say, say, say_number
from web.forms.search import SearchForm
from web.forms.search_values import ANYWHERE
from web.pages.doors import Wanted
from web.pages.filled import Choice, Filled
from web.pages.search_almost import AlmostPart, WhyNotPage, almost_part, why_not_page
from web.pages.search_filters import (
    Chip,
    FilterGroup,
    chips_for,
    filter_groups,
    how_far,
    quick_links,
    relaxing_links,
)
from web.pages.search_results import Reader, ResultRow, result_row
from web.pages.search_who import WhoPanel
from web.pages.search_words import kinds_to_choose, understood_as

MAP_CREDIT = "U.S. Census Bureau, GeoNames"
WIDEST_SHAPES = 150  # miles around which counties are drawn
NARROWEST_SHAPES = 20
MILES = ("5", "10", str(DEFAULT_MILES), "50", "100")
SORTS = (
    Choice(Sort.FIT, say("Best first")),
    Choice(Sort.DISTANCE, say("Distance only")),
    Choice(Sort.SOONEST, say("Soonest place")),
    Choice(Sort.RELEVANCE, say("Best fit for the words")),
    Choice(Sort.NAME, say("Name of the service")),
)


@dataclass(frozen=True)
class SearchBox:
    """The fields of the form. `near` is the place as it stands in the URL, the field shows it by its name."""

    form: Filled
    near: str
    need: str
    facts: str  # the name under which facts of a person are kept
    beside: str
    query: str  # the search as it stands, for the form of the person
    has_place: bool
    miles: tuple[Choice, ...]
    sorts: tuple[Choice, ...] = SORTS


@dataclass(frozen=True)
class FoundPart:
    """What was found, and everything by which it can be narrowed or widened."""

    count: Say
    measured: Say | None
    groups: tuple[FilterGroup, ...]
    chips: tuple[Chip, ...]
    quick: tuple[Chip, ...]  # filters of one tap
    rows: tuple[ResultRow, ...]
    range: Say | None
    previous_href: str
    next_href: str
    relaxations: tuple[Chip, ...]
    almost: AlmostPart | None
    why_not: WhyNotPage  # to ask about one place
    understood: Say | None  # as which kinds the words were understood
    kinds: tuple[Chip, ...]  # to choose from, when a sentence was not understood
    note: Say | None  # what the reader must know of how the words were found
    near: Chip | None  # a place that was typed among the words
    here: str
    shapes: str
    wanted: Wanted | None
    unmet_href: str  # where to count this as a need that nothing fits; empty: it is not to be counted
    is_directory_empty: bool
    add_agency_href: str  # for those who keep the directory


@dataclass(frozen=True)
class SearchPage:
    """The whole page; `found` is None when the search was not understood."""

    box: SearchBox
    who: WhoPanel
    found: FoundPart | None
    credit: str = MAP_CREDIT


def search_page(
    form: SearchForm,
    who: WhoPanel,
    search: Search,
    found: Found | None,
    results: Results,
    reader: Reader,
    almost: Sequence[Almost] = (),
) -> SearchPage:
    """The page for a search that was understood, for this reader."""
    shown, language = _shown(form, found), reader.actor.language
    is_counted = shows_unmet_need(results) and bool(may_record_unmet_need(reader.actor))
    for_person = bool(search.facts)
    part = FoundPart(
        count=_count(results, found),
        measured=how_precise(found) if found else None,
        groups=filter_groups(form, results, language, for_person=for_person),
        chips=chips_for(form, found, language),
        quick=quick_links(form, results),
        rows=tuple(
            result_row(result, number, found, reader, for_person=for_person)
            for number, result in enumerate(results.results, start=results.before + 1)
        ),
        range=_range(results),
        previous_href=form.href(cursor=results.previous) if form.cursor else "",
        next_href=form.href(cursor=results.next) if results.next else "",
        relaxations=relaxing_links(form, results, search.facts, language),
        almost=almost_part(almost, reader.need),
        why_not=why_not_page(form, "", ()),
        understood=understood_as(form, results, language),
        kinds=kinds_to_choose(form, results, language),
        note=results.note,
        near=_near_among_words(form),
        here=_degrees(found.point) if found else "",
        shapes=_shapes(found, search),
        wanted=reader.referring.wanted,
        unmet_href=f"/search/unmet?{form.query()}" if is_counted else "",
        is_directory_empty=results.is_directory_empty,
        add_agency_href="/directory/organizations/new" if may_add_organization(reader.actor) else "",
    )
    box = _box(form, {"q": form.q, "where": shown, "shown": shown}, has_place=found is not None)
    return SearchPage(box, who, part)


def _near_among_words(form: SearchForm) -> Chip | None:
    """To measure from the place that was typed among the words, if somebody means that."""
    among = place_among(form.q)
    if among is None or form.near == among.near:
        return None
    words = say("Look for “{words}” near {place}", words=among.words, place=among.near)
    return Chip(form.href(q=among.words, near=among.near), words)


def wrong_page(form: SearchForm, who: WhoPanel, where: str, problems: Mapping[str, Say]) -> SearchPage:
    """The page for a search that was not understood: everything typed, and what to do. What is wrong with the
    person's facts stands at their form."""
    said = {("where" if name == "near" else name): problem for name, problem in problems.items()}
    return SearchPage(_box(form, {"q": form.q, "where": where}, has_place=False, problems=said), who, None)


def _box(
    form: SearchForm, typed: dict[str, str], *, has_place: bool, problems: Mapping[str, Say] | None = None
) -> SearchBox:
    within = form.within_miles or str(DEFAULT_MILES)
    values = {"within_miles": within, "sort": form.sort or Sort.FIT}
    others = () if within in (*MILES, ANYWHERE) else (within,)
    return SearchBox(
        form=Filled({**values, **typed}, problems or {}, prefix="s-"),
        near=form.near,
        need=form.need if form.of_need else "",
        facts=form.facts,
        beside=form.beside,
        query=form.query(),
        has_place=has_place,
        miles=(
            *(Choice(each, how_far(each)) for each in (*MILES, *others)),
            Choice(ANYWHERE, say("however far")),
        ),
    )


def _shown(form: SearchForm, found: Found | None) -> str:
    """What stands in the field for the place: a ZIP code as it is, coordinates by the name of their town."""
    return "" if found is None else form.near if found.zip else found.label


def _count(results: Results, found: Found | None) -> Say:
    if found is None:
        return say_number("{number} service", "{number} services", results.total)
    return say_number(
        "{number} service near {place}", "{number} services near {place}", results.total, place=found.label
    )


def _range(results: Results) -> Say | None:
    last = results.before + len(results.results)
    if last == results.total and not results.before:
        return None
    return say("{first}–{last} of {total}", first=results.before + 1, last=last, total=results.total)


def _degrees(point: Point) -> str:
    rounded = point.rounded()
    return f"{rounded.latitude:g},{rounded.longitude:g}"


def _shapes(found: Found | None, search: Search) -> str:
    """The address of the counties around, for the map."""
    if found is None:
        return ""
    miles = (
        WIDEST_SHAPES if search.within_metres is None else round(search.within_metres / METRES_PER_MILE) * 2
    )
    shown = min(max(miles, NARROWEST_SHAPES), WIDEST_SHAPES)
    return f"/places/counties.json?near={_degrees(found.point)}&within_miles={shown}"
