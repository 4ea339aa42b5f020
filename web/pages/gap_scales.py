"""What the map of gaps can measure, the classes it shades by, and how a number is said."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from network.gaps.overview import Shown
from network.places.distance import miles
from network.words import Say, say, say_number

PER_NEEDS = 10  # access is said as places per so many needs
LEAST_SAID, WHOLE_FROM = 0.1, 10  # numbers with a decimal stand between them
SOME = 1e-9  # more than none
NONE_OPEN = math.inf  # miles to the nearest open place where there is none
MOST_CLASSES = 4  # of counts, beside none at all
NICE = (1, 1.5, 2, 2.5, 3, 4, 5, 7.5)  # numbers that are easy to keep in mind, times 10, 100, …


class Show(StrEnum):
    """What the map measures; `UNMET` goes without saying."""

    UNMET = "unmet"
    SHARE = "share"
    ACCESS = "access"
    NEAREST = "nearest"

    @property
    def counts_people(self) -> bool:
        """Whether anything of it may have to be withheld."""
        return self in {Show.UNMET, Show.SHARE}


class Column(StrEnum):
    """What the table says of each area, in its order."""

    NAME = "name"
    NEEDED = "needed"
    UNMET = "unmet"
    SHARE = "share"
    NO_CAPACITY = "no_capacity"
    NOT_ELIGIBLE = "not_eligible"
    TOO_FAR = "too_far"
    NO_ANSWER = "no_answer"
    NO_SERVICE = "no_service"
    OTHER = "other"
    ACCESS = "access"
    NEAREST = "nearest"


SHOW_WORDS: dict[Show, Say] = {
    Show.UNMET: say("Found no service"),
    Show.SHARE: say("Share that found none"),
    Show.ACCESS: say("Places within reach"),
    Show.NEAREST: say("Nearest open place"),
}
LEGEND_WORDS: dict[Show, Say] = {
    Show.UNMET: say("Needs that found no service"),
    Show.SHARE: say("Of all needs, how many found no service"),
    Show.ACCESS: say("Free places within reach, for 10 needs"),
    Show.NEAREST: say("Miles to the nearest place that is likely free"),
}


class Scale(Struct, frozen=True):
    """Classes from the lightest, which is the least trouble, to the darkest."""

    show: Show
    steps: tuple[float, ...]  # where each class begins, from the smallest number
    words: tuple[Say, ...]  # of each class, from the lightest

    def place(self, shown: Shown) -> int | None:
        """The class of a figure, 0 the lightest; None: withheld, or nothing was seen."""
        number = measured(self.show, shown)
        if number is None:
            return None
        place = max(bisect_right(self.steps, number) - 1, 0)
        return len(self.steps) - 1 - place if self.show is Show.ACCESS else place


def scale_for(show: Show, figures: Iterable[Shown]) -> Scale:
    """The classes for what is shown; those of counts follow from the counts that may be shown."""
    match show:
        case Show.SHARE:
            return Scale(
                show,
                (0, 20, 40, 60, 80),
                tuple(
                    Say("{least}–{most}%", {"least": least, "most": most})
                    for least, most in ((0, 19), (20, 39), (40, 59), (60, 79), (80, 100))
                ),
            )
        case Show.ACCESS:
            steps = (0, SOME, 1, 3, 5)
            many = (say("5 or more"), say("3 to 5"), say("1 to 3"), say("under 1"), say("none"))
            return Scale(show, steps, many)
        case Show.NEAREST:
            steps = (0, 5, 10, 20, 30)
            near = (say("under 5"), say("5 to 10"), say("10 to 20"), say("20 to 30"))
            return Scale(show, steps, (*near, say("30 or more, or none open")))
        case _:
            return _scale_of_counts([one.unmet for one in figures if one.unmet])


def measured(show: Show, shown: Shown) -> float | None:
    """The number that is shaded; None: withheld, or nothing was seen. `NONE_OPEN` is the farthest."""
    match show:
        case Show.SHARE:
            return None if shown.share is None else round(100 * shown.share)
        case Show.ACCESS:
            return None if shown.access is None else _rounded(PER_NEEDS * shown.access)
        case Show.NEAREST if shown.access is None:
            return None
        case Show.NEAREST:
            return NONE_OPEN if shown.nearest_m is None else _rounded(miles(shown.nearest_m))
        case _:
            return None if shown.needed == 0 else shown.unmet


def said(show: Show, shown: Shown) -> Say | None:
    """The number as a label and in the table; None: withheld, or nothing was seen."""
    number = measured(show, shown)
    if number is None:
        return None
    match show:
        case Show.SHARE:
            return Say("{number}%", {"number": int(number)})
        case Show.NEAREST if number == NONE_OPEN:
            return say("none open")
        case Show.NEAREST:
            return say("{number} mi", number=_short(number))
        case _:
            return (
                Say("{number}", {"number": _short(number)}) if show is Show.ACCESS else counted(int(number))
            )


def counted(number: int) -> Say:
    """A whole number as the reader's language writes it."""
    return Say("{number}", {}, "{number}", number)


def _rounded(number: float) -> float:
    """As it is said, so that a number is in the class that it seems to be in."""
    return number if number < LEAST_SAID else round(number, 0 if number >= WHOLE_FROM else 1)


def _short(number: float) -> str:
    """With one decimal where that tells something."""
    if 0 < number < LEAST_SAID:
        return f"<{LEAST_SAID}"
    return f"{number:.0f}" if number >= WHOLE_FROM or number == 0 else f"{number:.1f}"


def _scale_of_counts(counts: list[int]) -> Scale:
    """None at all, and up to four classes with as many areas in each as easy numbers allow."""
    ordered = sorted(counts)
    if not ordered:
        return Scale(Show.UNMET, (0,), (counted(0),))
    steps = [ordered[0]]
    for part in range(1, MOST_CLASSES):
        step = _nice(ordered[part * len(ordered) // MOST_CLASSES])
        if step > steps[-1]:
            steps.append(step)
    ends = [*(step - 1 for step in steps[1:]), ordered[-1]]
    words = [
        counted(least)
        if least == most
        else Say("{least}–{most}", {"least": counted(least), "most": counted(most)})
        for least, most in zip(steps, ends, strict=True)
    ]
    return Scale(Show.UNMET, (0, *steps), (counted(0), *words))


def _nice(count: int) -> int:
    """The largest easy number up to this one."""
    return max(int(each * 10**power) for power in range(7) for each in NICE if each * 10**power <= count)


def outcome(shown: Shown) -> Say:
    """How many needs found no service, as far as that may be said."""
    if shown.needed == 0:
        return say("no needs seen")
    if shown.unmet is None and shown.at_least:
        least = counted(shown.at_least)
        if shown.needed is None:
            return say("at least {least} needs found no service", least=least)
        needed = counted(shown.needed)
        return say("at least {least} of {needed} needs found no service", least=least, needed=needed)
    if shown.unmet is None:
        return say("its numbers are withheld")
    if shown.needed is None:
        return say_number("{number} need found no service", "{number} needs found no service", shown.unmet)
    return say(
        "{unmet} of {needed} needs found no service",
        unmet=counted(shown.unmet),
        needed=counted(shown.needed),
    )


def in_words(shown: Shown) -> Say:
    """All numbers of an area in a sentence."""
    found = outcome(shown)
    near = said(Show.NEAREST, shown)
    if near is None:
        return found
    if shown.nearest_m is None:
        return say("{found}; no place is likely free", found=found)
    return say("{found}; nearest place that is likely free: {near}", found=found, near=near)
