"""More about one place: its numbers, the groups it counts apart, and when it takes new people in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from babel.dates import get_day_names
from msgspec import Struct
from msgspec.structs import replace

from network.errors import Invalid
from network.providers.queries.capacities import PlaceCapacity
from network.rules.capacity_parts import POPULATIONS
from network.tables import IntakeHours, Waitlist
from network.words import Say, say
from web.forms.place_details import intake_values, lines_of, numbers_values
from web.forms.typed import Typed
from web.pages.capacity import UNITS, WAITLISTS
from web.pages.filled import Choice, Filled
from web.pages.fullness import Fullness, fullness
from web.pages.times import locale_of


class PlaceDetailsPage(Struct, frozen=True):
    """Two forms: numbers, and intake hours."""

    service: str
    location: str
    href: str
    fullness: Fullness
    held: int
    numbers: Filled
    numbers_action: str
    units: tuple[Choice, ...]
    waitlists: tuple[Choice, ...]
    groups: tuple[Choice, ...]  # that are counted apart now
    other_groups: tuple[Choice, ...]
    opens_others: bool
    intake: Filled
    intake_action: str
    days: tuple[Choice, ...]
    lines: tuple[int, ...]
    problem: Say | None = None


def place_details_page(
    one: PlaceCapacity, intake: Sequence[IntakeHours], language: str, now: datetime
) -> PlaceDetailsPage:
    """The page as it is opened."""
    said, here = one.capacity, f"/capacity/{one.place.id}"
    values = numbers_values(said, one.parts, one.unit, said.waitlist if said else Waitlist.UNKNOWN)
    names = get_day_names(locale=locale_of(language))
    return _with_groups(
        PlaceDetailsPage(
            service=one.service.name,
            location=one.location.name or "",
            href=f"/services/{one.service.id}?at={one.location.id}",
            fullness=fullness(said, now, one.parts),
            held=said.held if said else 0,
            numbers=Filled(values, prefix="n-"),
            numbers_action=f"{here}/details",
            units=UNITS,
            waitlists=WAITLISTS,
            groups=(),
            other_groups=(),
            opens_others=False,
            intake=Filled(intake_values(intake), prefix="h-"),
            intake_action=f"{here}/intake",
            days=tuple(Choice(str(day), str(names[day]).capitalize()) for day in range(7)),
            lines=tuple(range(1, lines_of(intake) + 1)),
        )
    )


def wrong_numbers(page: PlaceDetailsPage, typed: Typed, wrong: Invalid) -> PlaceDetailsPage:
    """The page again, with everything typed about numbers and what is wrong with it."""
    problems = _shown_at(wrong.problems, {"parts": f"available.{next(iter(POPULATIONS))}"})
    return _with_groups(replace(page, numbers=Filled(typed.shown(), problems, prefix="n-")))


def wrong_intake(page: PlaceDetailsPage, typed: Typed, wrong: Invalid) -> PlaceDetailsPage:
    """The page again, with every line of the week as it was typed."""
    places = {f"intake.{day}": f"opens-{day}-1" for day in range(7)} | {"intake": "opens-0-1"}
    return replace(page, intake=Filled(typed.shown(), _shown_at(wrong.problems, places), prefix="h-"))


def _shown_at(problems: Mapping[str, Say], places: Mapping[str, str]) -> dict[str, Say]:
    """Each sentence at a field that the form has."""
    return {places.get(name, name): sentence for name, sentence in problems.items()}


def _with_groups(page: PlaceDetailsPage) -> PlaceDetailsPage:
    """Groups with a number stand first; the others wait in a fold."""
    choices = [Choice(code, name) for code, name in POPULATIONS.items()]
    form = page.numbers
    first = tuple(choice for choice in choices if form.value(f"available.{choice.value}"))
    others = tuple(choice for choice in choices if choice not in first)
    wrong = any(
        form.problem(f"{field}.{choice.value}") for choice in others for field in ("available", "maximum")
    )
    return replace(page, groups=first, other_groups=others, opens_others=wrong)


SAVED = say("Saved. Everybody who searches sees it now.")
