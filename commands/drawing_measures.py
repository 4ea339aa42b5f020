"""The page of `docs/` that says what every measure is."""

from network.measures.cells import RECIPES
from network.rules.measures import EVERYWHERE, MEASURES, Measure, Unit
from network.words import Say

UNITS = {Unit.COUNT: "a count", Unit.SHARE: "share of the denominator", Unit.DAYS: "days"}
HEAD = """\
# Measures

Written by `trestle docs` from `network/rules/measures.py`; `network/measures/` computes them. `/measures`,
its CSV and JSON, the PDF of `/our-results`, and the quarterly report read the same cells. The page
`/our-results` itself is for the agency's own staff: it counts only what they wrote down, and withholds
nothing of that.

A referral belongs to the month, quarter and year in which it was sent, on the network's own clock
(`TRESTLE_DEFAULT_TIME_ZONE`); whatever came of it later counts there, too. So a period's numbers still change
after it has ended, and what takes a while is not judged before everything in the period is old enough: the
cell says so (`early`).

Outcomes count as they stand: one that was corrected counts as it was corrected, one that was taken back not
at all, two entries for one day are one service. Who was reopened counts as what became of it then.

Every number is of referrals (appointments and needs where it says so), not of people: somebody may be
referred more than once. `/our-results` says also how many different people had a first service.

## Not counted anywhere

"""
WITHHELD = """\
## What is withheld

No count from 1 to `TRESTLE_SUPPRESS_BELOW` - 1 is shown, nor a count or share that is shown together with
another one from which it falls short by so few. Further counts are withheld so that no sum gives one away: a
table's rows and the network, a county and its ZIP codes, an agency and its services, a quarter and its
months, a year and its quarters. All tables of a year are decided on together, for whoever may read one may
read all; nothing else is published: no other stretches of days, no month by anything, no two things at once.

Not defended: a range, yesterday's table (a period that is not over changes from day to day), and the rare
case in which a count follows not from sums but from no part being more than its whole.

A median is of at least so many; the slowest tenth of at least twice as many. An agency is told how fast it
answers beside the others only when there are five others whose time may be shown, and never whose or how
long.

A number that is missing has a state in the files: `withheld`, `early`, or none when there is nothing to
measure.
"""


def measures_page() -> str:
    """Every measure: what it is, of what, without what."""
    lines = [HEAD + "\n".join(f"- {words}" for words in EVERYWHERE), "", "## Measures", ""]
    for measure in MEASURES:
        lines += [f"### {measure.name}", "", str(measure.definition), "", *_rows(measure), ""]
    return "\n".join([*lines, WITHHELD])


def _rows(measure: Measure) -> list[str]:
    wait = RECIPES[measure.code].settles_after.days
    rows: list[tuple[str, Say | str]] = [
        ("code", f"`{measure.code}`"),
        ("unit", UNITS[measure.unit]),
        ("counted", measure.numerator),
        ("of", measure.denominator or ""),
        ("left out", "; ".join(map(str, measure.left_out))),
        ("judged", f"{wait} days after the end of the period" if wait else ""),
        ("for one agency", "" if measure.is_of_agencies else "not told"),
        ("after", measure.source),
    ]
    return ["| | |", "|---|---|", *(f"| {name} | {words} |" for name, words in rows if str(words))]
