"""The filters of the search page: choices with their counts, the ones that are on, and what to give up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from network.places.found import Found
from network.search.engine import FacetCount, Relaxation, Results
from network.search.kindred import fact_name, kind_name, kinds_by_code, with_parents
from network.search.tongues import language_name
from network.words import Say, say, say_number
from web.forms.search import ANYWHERE, CHOICES, SearchForm

MOST_CHOICES = 12
NAMES = {
    "has_capacity": say("Has free places"),
    "open_now": say("Open now"),
    "takes_referrals": say("Takes referrals here"),
    "accessible": say("Wheelchair access"),
    "court_ordered": say("Accepts court-ordered people"),
    "include_old": say("Also not confirmed for a year"),
}


@dataclass(frozen=True)
class FilterChoice:
    """One box to tick; `count` None: it is not counted. `depth` in the tree of kinds begins at 0."""

    name: str
    value: str
    label: Say | str
    count: int | None
    is_chosen: bool
    depth: int = 0

    @property
    def id(self) -> str:
        return f"f-{self.name}-{self.value}".replace(".", "-")


@dataclass(frozen=True)
class FilterGroup:
    """Boxes that belong together."""

    legend: Say
    choices: tuple[FilterChoice, ...]


@dataclass(frozen=True)
class Chip:
    """A link that changes the search by one thing."""

    href: str
    words: Say | str


def filter_groups(form: SearchForm, results: Results, language: str) -> tuple[FilterGroup, ...]:
    """All filters that would leave something, and those that are on."""
    facets = results.facets
    only = tuple(
        FilterChoice(name, "yes", label, _yes(facets.get(name, ())), _is_on(form, name))
        for name, label in NAMES.items()
        if facets.get(name) or _is_on(form, name) or name == "include_old"
    )
    groups = (
        FilterGroup(say("Only show"), only),
        FilterGroup(say("Kind of service"), tuple(_kinds(form, facets["taxonomy"], language))),
        FilterGroup(say("Language"), _boxes(form, "language", facets["language"], language_name, language)),
        FilterGroup(say("Cost and who pays"), _boxes(form, "cost", facets["cost"], fact_name, language)),
    )
    return tuple(group for group in groups if group.choices)


def _boxes(
    form: SearchForm,
    name: str,
    counts: tuple[FacetCount, ...],
    label_of: Callable[[str, str], str],
    language: str,
) -> tuple[FilterChoice, ...]:
    chosen = getattr(form, name)
    return tuple(
        FilterChoice(name, each.value, label_of(each.value, language), each.count, each.value in chosen)
        for place, each in enumerate(counts)
        if place < MOST_CHOICES or each.value in chosen
    )


def _yes(counts: tuple[FacetCount, ...]) -> int | None:
    return counts[0].count if counts else None


def _is_on(form: SearchForm, name: str) -> bool:
    return bool(getattr(form, name))


def _kinds(form: SearchForm, counts: tuple[FacetCount, ...], language: str) -> Iterator[FilterChoice]:
    """The branches of the tree, and what is below those that are chosen."""
    counted = {each.value: each.count for each in counts}
    open_ones = {parent for code in form.taxonomy for parent in with_parents(code)} | {""}
    for code, kind in kinds_by_code().items():
        if code in counted and kind.parent in open_ones:
            depth = len(with_parents(code)) - 1
            name = kind_name(code, language)
            yield FilterChoice("taxonomy", code, name, counted[code], code in form.taxonomy, depth)


def chips_for(form: SearchForm, found: Found | None, language: str) -> tuple[Chip, ...]:
    """What is on; a click takes it off."""
    chips = [Chip(form.href(**{name: ""}), label) for name, label in NAMES.items() if _is_on(form, name)]
    for name, label_of in (("taxonomy", kind_name), ("language", language_name), ("cost", fact_name)):
        chosen = getattr(form, name)
        chips += [
            Chip(
                form.href(**{name: tuple(each for each in chosen if each != value)}),
                label_of(value, language),
            )
            for value in chosen
        ]
    if form.age:
        chips.append(Chip(form.href(age=""), say("Age {age}", age=form.age)))
    if form.sex:
        chips.append(Chip(form.href(sex=""), say("Women") if form.sex == "women" else say("Men")))
    if found and form.within_miles == ANYWHERE:
        chips.append(Chip(form.href(within_miles=""), say("however far")))
    elif found and form.within_miles not in ("", "25"):
        chips.append(Chip(form.href(within_miles=""), say("within {miles} miles", miles=form.within_miles)))
    return tuple(chips)


def relaxing_links(form: SearchForm, results: Results, language: str) -> tuple[Chip, ...]:
    """What to give up so that something is found, and how much that would be."""
    return tuple(_relaxing_link(form, each, language) for each in results.relaxations)


def _relaxing_link(form: SearchForm, it: Relaxation, language: str) -> Chip:
    found = say_number("{number} service", "{number} services", it.count)
    match it.parameter:
        case "within_miles":
            words = say("{found} within {miles} miles", found=found, miles=it.within_miles)
            return Chip(form.href(within_miles=str(it.within_miles)), words)
        case "include_old":
            words = say("{found} that nobody confirmed for a year", found=found)
            return Chip(form.href(include_old="yes"), words)
        case "filters":
            kept = SearchForm(q=form.q, near=form.near, taxonomy=form.taxonomy)
            words = say("{found} without any filter, however far", found=found)
            return Chip(kept.href(within_miles=ANYWHERE, include_old="yes"), words)
        case "taxonomy" | "language" | "cost" as name:
            words = say("{found} without “{filter}”", found=found, filter=_label(form, name, language))
            return Chip(form.href(**{name: ()}), words)
        case "q":
            return Chip(
                form.href(q=""), say("{found} without the words “{words}”", found=found, words=form.q)
            )
        case name:
            words = say("{found} without “{filter}”", found=found, filter=_label(form, name, language))
            return Chip(form.href(**{name: ""}), words)


def _label(form: SearchForm, name: str, language: str) -> Say | str:
    if name in NAMES:
        return NAMES[name]
    if name == "age":
        return say("Age {age}", age=form.age)
    if name == "sex":
        return say("Women") if form.sex == "women" else say("Men")
    label_of = {"taxonomy": kind_name, "language": language_name, "cost": fact_name}[name]
    return ", ".join(label_of(value, language) for value in getattr(form, name))


assert set(NAMES) == set(CHOICES), "every choice has its words"
