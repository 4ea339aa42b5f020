"""What is said about a result besides why it is here: how far it is, and how far to trust it."""

from network.places.distance import METRES_PER_MILE
from network.search.engine import Place, Result
from network.tables import Precision
from network.words import Say, say

KEPT_PRIVATE = say("Place kept private")
ROUGHLY = {
    Precision.ZIP: say("from the middle of its ZIP code"),
    Precision.CITY: say("from the middle of its city"),
}


def distance_sentence(result: Result, *, from_exact_point: bool) -> Say | None:
    """How far it is and how exactly that is known; None when nothing was measured."""
    if result.place is Place.PRIVATE:
        return KEPT_PRIVATE
    if result.place is Place.VIRTUAL:
        return say("Online or by phone")
    if result.place is Place.UNKNOWN:
        return say("Place not known")
    if result.distance_m is None:
        return None
    far = _miles(result.distance_m)
    if result.precision in ROUGHLY:
        return say("about {miles} ({how})", miles=far, how=ROUGHLY[result.precision])
    return far if from_exact_point else say("about {miles}", miles=far)


def trust_sentence(result: Result) -> Say | None:
    """What a reader must know before relying on it; None when somebody here answers for it."""
    if result.is_checked:
        return None
    if result.listed_year is None:
        return say("Not verified here: call first")
    return say("Listed in {year}, not verified here: call first", year=result.listed_year)


def _miles(metres: float) -> Say:
    miles = metres / METRES_PER_MILE
    if miles < 0.1:
        return say("less than 0.1 mile")
    shown = f"{miles:.1f}" if miles < 10 else f"{miles:,.0f}"
    return say("{miles} miles", miles=shown) if shown != "1.0" else say("1 mile")
