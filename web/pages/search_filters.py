"""The filters of the search page: choices with their counts, the ones that are on, and what to give up."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from network.places.found import Found
from network.rules.person_facts import NAMES as FACTS
from network.rules.person_facts import PersonFacts
from network.search.engine import FacetCount, HoursWish, Relaxation, Results
from network.search.kindred import fact_name, kind_name, kinds_by_code, with_parents
from network.search.tongues import language_name
from network.words import Say, say, say_number
from web.forms.search import CHOICES, MANY, SearchForm
from web.forms.search_values import ANYWHERE
from web.pages.need_facts import FACT_NAMES, fact_said

MOST_CHOICES = 12
NAMES = {
    "only_sure": say("Only places that say they take this person"),
    "has_capacity": say("Has free places"),
    "takes_referrals": say("Takes referrals here"),
    "accessible": say("Wheelchair access"),
    "court_ordered": say("Accepts court-ordered people"),
    "include_old": say("Also not confirmed for a year"),
}
HOURS = {
    HoursWish.NOW: say("Open now"),
    HoursWish.TONIGHT: say("Tonight"),
    HoursWish.EVENING: say("On a weekday evening"),
    HoursWish.WEEKEND: say("On the weekend"),
}
# Filters that a place has to say; the facts of the same name leave in those that do not say.
WISHES = ("accessible", "court_ordered", "language", "cost")


class FilterChoice(Struct, frozen=True):
    """One box to tick, or one of several to choose; `count` None: it is not counted. `depth` in the tree of
    kinds begins at 0."""

    name: str
    value: str
    label: Say | str
    count: int | None
    is_chosen: bool
    depth: int = 0

    @property
    def id(self) -> str:
        return f"f-{self.name}-{self.value or 'any'}".replace(".", "-")


class FilterGroup(Struct, frozen=True):
    """Boxes that belong together."""

    legend: Say
    choices: tuple[FilterChoice, ...]
    is_one_of: bool = False


class Chip(Struct, frozen=True):
    """A link that changes the search by one thing. What is known of a person is not in the address: `without`
    is sent with the form of it instead."""

    href: str
    words: Say | str
    without: str = ""


def filter_groups(
    form: SearchForm, results: Results, language: str, *, for_person: bool
) -> tuple[FilterGroup, ...]:
    """All filters that would leave something, and those that are on. `for_person`: of whom something is
    known."""
    facets = results.facets
    shown = {"include_old"} | ({"only_sure"} if for_person else set())
    only = tuple(
        FilterChoice(name, "yes", label, _yes(facets.get(name, ())), _is_on(form, name))
        for name, label in NAMES.items()
        if facets.get(name) or _is_on(form, name) or name in shown
    )
    groups = (
        FilterGroup(say("Only show"), only),
        FilterGroup(say("When?"), tuple(_hours(form, facets)), is_one_of=True),
        FilterGroup(say("Kind of service"), tuple(_kinds(form, facets["taxonomy"], language))),
        FilterGroup(say("Language"), _boxes(form, "language", facets["language"], language_name, language)),
        FilterGroup(say("Cost and who pays"), _boxes(form, "cost", facets["cost"], fact_name, language)),
    )
    return tuple(group for group in groups if group.choices)


def _hours(form: SearchForm, facets: dict[str, tuple[FacetCount, ...]]) -> Iterator[FilterChoice]:
    yield FilterChoice("hours", "", say("Any time"), None, not form.hours)
    for wish, label in HOURS.items():
        count = _yes(facets.get("open_now", ())) if wish is HoursWish.NOW else None
        yield FilterChoice("hours", wish, label, count, form.hours == wish)


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
    if form.hours in set(HoursWish):
        chips.append(Chip(form.href(hours=""), HOURS[HoursWish(form.hours)]))
    if found and form.within_miles == ANYWHERE:
        chips.append(Chip(form.href(within_miles=""), say("however far")))
    elif found and form.within_miles not in ("", "25"):
        chips.append(Chip(form.href(within_miles=""), how_far(form.within_miles)))
    return tuple(chips)


def how_far(miles: str) -> Say:
    """How far somebody looks."""
    return say("within 1 mile") if miles == "1" else say("within {miles} miles", miles=miles)


def quick_links(form: SearchForm, results: Results) -> tuple[Chip, ...]:
    """What is asked for most, one tap each: tonight, and where something is free. None that is on already, or
    would leave nothing or everything."""
    chips = []
    if results.total > 1 and not form.hours:
        chips.append(Chip(form.href(hours=HoursWish.TONIGHT.value), HOURS[HoursWish.TONIGHT]))
    free = _yes(results.facets.get("has_capacity", ()))
    if free and free < results.total and not form.has_capacity:
        chips.append(Chip(form.href(has_capacity="yes"), NAMES["has_capacity"]))
    return tuple(chips)


def relaxing_links(form: SearchForm, results: Results, facts: PersonFacts, language: str) -> tuple[Chip, ...]:
    """What to give up so that something is found, and how much that would be."""
    return tuple(_relaxing_link(form, each, facts, language) for each in results.relaxations)


def _relaxing_link(form: SearchForm, it: Relaxation, facts: PersonFacts, language: str) -> Chip:
    found = say_number("{number} service", "{number} services", it.count)
    match it.parameter:
        case "within_miles":
            words = say("{found} {within}", found=found, within=how_far(str(it.within_miles)))
            return Chip(form.href(within_miles=str(it.within_miles)), words)
        case "include_old":
            words = say("{found} that nobody confirmed for a year", found=found)
            return Chip(form.href(include_old="yes"), words)
        case "filters":
            kept = SearchForm(
                q=form.q, near=form.near, taxonomy=form.taxonomy, need=form.need, facts=form.facts,
                of_need=form.of_need,
            )  # fmt: skip
            words = say("{found} without any filter, however far", found=found)
            return Chip(kept.href(within_miles=ANYWHERE, include_old="yes"), words)
        case "only_sure":
            return Chip(form.href(only_sure=""), _if_asked(found, it.asks, facts, language))
        case "q":
            return Chip(
                form.href(q=""), say("{found} without the words “{words}”", found=found, words=form.q)
            )
        case name if name in FACTS and not (name in WISHES and _is_on(form, name)):
            words = say("{found} without “{filter}”", found=found, filter=_fact_words(name, facts, language))
            return Chip("", words, without=name)
        case name:
            words = say("{found} without “{filter}”", found=found, filter=_label(form, name, language))
            return Chip(form.href(**{name: () if name in MANY else ""}), words)


def _if_asked(found: Say, names: tuple[str, ...], facts: PersonFacts, language: str) -> Say:
    """How many more there are when one asks by telephone about what they do not say."""
    if len(names) == 1:
        about = _fact_words(names[0], facts, language)
        return say("{found} if you call to ask about “{fact}”", found=found, fact=about)
    return say("{found} if you call to ask what they do not say", found=found)


def _fact_words(name: str, facts: PersonFacts, language: str) -> Say | str:
    """A fact by what is known; by its name where that is more than one thing."""
    codes = facts.as_facts().get(name, ())
    return fact_said(name, codes[0], language) if len(codes) == 1 else FACT_NAMES[name]


_LABELS: dict[str, Callable[[str, str], str]] = {
    "taxonomy": kind_name,
    "language": language_name,
    "cost": fact_name,
}


def _label(form: SearchForm, name: str, language: str) -> Say | str:
    if name in NAMES:
        return NAMES[name]
    if name == "hours":
        return HOURS[HoursWish(form.hours)]
    return ", ".join(_LABELS[name](value, language) for value in getattr(form, name))


assert set(NAMES) == set(CHOICES), "every choice has its words"
