"""The finding of an overview in one sentence, and why: the causes with their numbers and what each means."""

from msgspec import Struct

from network.gaps.overview import Overview
from network.places.naming import PlaceNames
from network.places.states import BY_CODE
from network.rules.causes import CAUSE_WORDS
from network.search.kindred import kind_name
from network.tables import Cause
from network.words import Say, say
from web.pages.gap_scales import counted, outcome

WHY: dict[Cause, Say] = {
    Cause.NO_CAPACITY: say("no place was free"),
    Cause.NOT_ELIGIBLE: say("services did not take the people in question"),
    Cause.TOO_FAR: say("what fits was too far away"),
    Cause.NO_ANSWER: say("nobody answered"),
    Cause.NO_SERVICE: say("there is no such service"),
}
MEANINGS: dict[Cause, Say] = {
    Cause.NO_CAPACITY: say("A service fits and is near enough, but was full."),
    Cause.NOT_ELIGIBLE: say(
        "Services are there, but age, sex, language, cost or another condition did not fit."
    ),
    Cause.TOO_FAR: say("What fits lies farther away than people can be asked to go."),
    Cause.NO_ANSWER: say("A service was asked and did not answer in time."),
    Cause.NO_SERVICE: say("The directory knows no service of this kind within reach."),
    Cause.OTHER: say("A reason that is none of these."),
}


class CauseRow(Struct, frozen=True):
    """One cause; `width` is its share of all in percent, or of the largest where all are withheld."""

    words: Say
    means: Say
    number: Say
    width: int
    is_withheld: bool


def place_of(overview: Overview, names: PlaceNames) -> Say | str:
    """The county or state that is looked at."""
    if overview.county:
        return names.county(overview.county)
    state = BY_CODE.get(overview.state)
    return state.name if state else say("the network")


def kind_of(code: str, language: str) -> Say | str:
    """The kind of service by its name."""
    return kind_name(code, language) if code else say("All kinds of service")


def finding(overview: Overview, names: PlaceNames, language: str) -> Say:
    """What the page says, as its heading."""
    total, place = overview.total, place_of(overview, names)
    kind = kind_of(overview.kind, language)
    if not total.needed and total.needed is not None:
        return _nothing(overview, kind, place)
    if total.unmet is None and not total.at_least:
        if total.needed is None:
            return say("{kind}: the numbers of {place} are withheld", kind=kind, place=place)
        return say(
            "{kind}: {needed} needs in {place}; how many found no service is withheld",
            kind=kind,
            place=place,
            needed=counted(total.needed),
        )
    if total.unmet == 0:
        return say("{kind}: all needs in {place} found a service", kind=kind, place=place)
    found = outcome(total)
    cause, is_most = total.main_cause or (Cause.OTHER, False)
    if cause not in WHY:
        return say("{kind}: {found} in {place}", kind=kind, place=place, found=found)
    if is_most:
        return say(
            "{kind}: {found} in {place}, mostly because {why}",
            kind=kind,
            place=place,
            found=found,
            why=WHY[cause],
        )
    return say(
        "{kind}: {found} in {place}, most often because {why}",
        kind=kind,
        place=place,
        found=found,
        why=WHY[cause],
    )


def _nothing(overview: Overview, kind: Say | str, place: Say | str) -> Say:
    if overview.hidden:
        return say("{kind}: the numbers of {place} are withheld", kind=kind, place=place)
    return say("{kind}: no needs seen in {place}", kind=kind, place=place)


def cause_rows(overview: Overview) -> tuple[CauseRow, ...]:
    """Why needs found no service, the most frequent cause first; those that are withheld last."""
    total = overview.total
    found = [(cause, count) for cause, count in total.causes.items() if count != 0]
    most = max(total.unmet or 0, *(count or 0 for _, count in found), 1)
    found.sort(key=lambda one: (one[1] is None, -(one[1] or 0)))
    return tuple(
        CauseRow(
            words=CAUSE_WORDS[cause],
            means=MEANINGS[cause],
            number=say("withheld") if count is None else counted(count),
            width=round(100 * (count or 0) / most),
            is_withheld=count is None,
        )
        for cause, count in found
    )
