"""The page of `docs/` that tells who a place takes, and in which order places stand."""

from textwrap import wrap

import numpy as np

from network.places.distance import METRES_PER_MILE
from network.rules import ranking
from network.rules.capacity import HALF_LIFE, HIDDEN_AFTER
from network.rules.ranking import Parts, Usual
from network.rules.taking import ONE_IS_ENOUGH, PAYERS, RULES, Rule
from network.search.grades import EXACTLY, SURENESS
from network.search.kindred import kind_name
from network.search.records import KIND, MENTIONED
from network.search.relaxing import STEPS
from network.search.why_not import MOST_ALMOST
from network.tables import CapacityUnit

WIDTH = 110


def search_page() -> str:
    """Facts, formula, example, sorts, and what is offered when nothing is found."""
    return "\n".join([*_facts(), *_formula(), *_example(), *_orders(), *_nothing(), *_exactness()])


def _facts() -> list[str]:
    return [
        "# Search",
        "",
        "Written by `trestle docs` from `network/rules/taking.py` and `network/rules/ranking.py`.",
        "",
        "## Who takes this person",
        "",
        *_text(
            "What is known of a person is posted and kept on the server; it never stands in an address",
            "or a log. For each fact a place says **yes**, says **no**, or **does not say**. A place",
            "that says no to one fact is not shown. A place that does not say stays, is labelled with",
            "the question to ask, and stands lower. “Only places that say they take this person” keeps",
            "those that say yes to everything.",
        ),
        "| fact of the person | yes | no | but not a no |",
        "|---|---|---|---|",
        "| `age` | within the ages it serves | outside them | |",
        "| `language` * | speaks it, or has an interpreter; English always | lists languages without it | |",
        "| `lives_in` (ZIP code) | serves its county, state or ZIP code | serves other areas only | |",
        *(_row(name, code, rule) for (name, code), rule in RULES.items()),
        "",
        *_text(
            "Yes stands before no. * Of several languages or ways to pay one is enough; of all else",
            "everything counts, so that a fact more never makes a place fit that did not. A ZIP code",
            "that nobody knows decides nothing. What the codes are called:",
            "`network/providers/kinds/facts.csv`.",
        ),
        *_text(
            "Where free places are said by population, only those count that this person may have: beds",
            "for women are not free for a man, rooms for families only for who brings children. A place",
            "that is held for somebody is not free.",
        ),
    ]


def _text(*lines: str) -> list[str]:
    return [*wrap(" ".join(lines), WIDTH, break_long_words=False, break_on_hyphens=False), ""]


def _row(name: str, code: str, rule: Rule) -> str:
    no = ("payer.…",) if set(PAYERS) <= set(rule.no) else rule.no
    cells = (", ".join(map(_code, codes)) for codes in (dict.fromkeys(rule.yes), no, rule.unless))
    star = " *" if name in ONE_IS_ENOUGH else ""
    return f"| `{name}`: `{code}`{star} | {' | '.join(cells)} |"


def _code(code: str) -> str:
    if code.startswith("kind:"):
        return f"it is “{kind_name(code.removeprefix('kind:'), 'en')}”"
    return f"`{code}`"


def _formula() -> list[str]:
    beds, others = (HALF_LIFE[unit].total_seconds() / 3600 for unit in (CapacityUnit.BED, CapacityUnit.SLOT))
    points = (
        ("fit", ranking.FIT),
        ("near", ranking.NEAR),
        ("room", ranking.ROOM),
        ("answers", ranking.ANSWERS),
    )
    usual, far = f"{ranking.USUAL:g}", f"{ranking.HALF_NEAR / METRES_PER_MILE:g}"
    return [
        "## In which order",
        "",
        "`fit`, the default, is one formula. Each part lies between 0 and 1 and is shown with every result.",
        "",
        "```",
        f"score   = {' + '.join(f'{most:g}·{part}' for part, most in points)}",
        "",
        f"fit     = words × facts × ({ranking.NEVER_CHECKED:g} when nobody here ever checked the listing)",
        "words   = how surely the words mean it: the mean over the words typed, telling ones counting more;",
        f"          exactly 1, a kind not named by the title {SURENESS[EXACTLY[KIND]]:g}, loosely less,",
        f"          only mentioned {SURENESS[EXACTLY[MENTIONED]]:g}; 1 when nothing typed",
        f"facts   = the mean over all facts known of the person: yes 1, does not say {ranking.UNSAID:g}",
        f"near    = 1 / (1 + miles / {far}); 0 for a private or unknown place, and for one that is online "
        "or a telephone; 1 without a point",
        f"room    = c·said + (1 − c)·{ranking.ROOM_UNKNOWN:g}",
        f"said    = 1 free for this person, {ranking.ROOM_ON_WAITLIST:g} full with an open waitlist, 0 full",
        "c       = ½ ^ (hours since it was said / half-life); 0 if it was never said",
        f"          half-life: beds {beds:g} hours, all else {others:g} hours",
        "answers = acceptance × speed",
        f"          acceptance = (accepted + {usual}·usual share) / (answered + {usual})",
        f"          speed      = 1 / (1 + hours / {ranking.HALF_SPEED:g})",
        f"          hours      = (sum of hours to an answer + {usual}·usual hours) / (answered + {usual})",
        "```",
        "",
        *_point(
            "Among equals decide the distance (without a point, how well the words fit), the"
            " name, and the id."
        ),
        *_point(
            f"What is older than {HIDDEN_AFTER} half-lives is not shown as a number, and hardly counts here."
        ),
        *_point(
            f"Answers are those to referrals of the last {ranking.COUNTED_DAYS} days; a"
            f" waitlist, or silence until"
            " the deadline, is no yes. “Usual” is the whole network. A place without a record"
            " stands at what is"
            " usual, and a few answers move it only a little. Victim services have no record."
            " Counts are shown"
            " to signed-in staff only; everyone sees the parts."
        ),
        *_point(
            "All pages of a search are scored as of the minute in which the first was asked for, so that none"
            " overlap. The address of a page tells how the result before it scored, but no fact"
            " of the person."
        ),
        "",
    ]


def _point(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)


def _example() -> list[str]:
    fit = ranking.fit(np.ones(1), np.array([0.75]), np.array([True]))
    near = ranking.near(np.array([4 * METRES_PER_MILE]))
    sure = ranking.sureness(np.array([92 / 60]), np.array([12.0]))
    room = ranking.room(np.array([True]), np.array([False]), sure)
    answers = ranking.answers(np.array([11]), np.array([9]), np.array([33.0]), Usual(0.6, 12.0))
    parts = Parts(*(float(part[0]) for part in (fit, near, room, answers)))
    acceptance, hours = (9 + 5 * 0.6) / 16, (33 + 5 * 12) / 16
    lines = (
        ("fit", "words 1 × facts (1 + ½) / 2", parts.fit, ranking.FIT),
        ("near", "1 / (1 + 4 / 8)", parts.near, ranking.NEAR),
        ("room", f"c = ½ ^ (92 min / 12 h) = {sure[0]:.2f}; c·1 + (1 − c)·0.3", parts.room, ranking.ROOM),
        ("answers", f"{acceptance:.2f} / (1 + {hours:.1f} / 24)", parts.answers, ranking.ANSWERS),
    )
    return [
        "### One example",
        "",
        *_text(
            "For a man who takes methadone, “detox” within 25 miles. The place is called so, says it",
            "accepts people who take methadone, and does not say whether it serves men. It is 4 miles",
            "away, said 92 minutes ago that 2 beds are free, and accepted 9 of 11 referrals after 3",
            "hours on average; in the whole network 60 in 100 are accepted, after 12 hours.",
        ),
        "| part | worked out | is | points |",
        "|---|---|---|---|",
        *(
            f"| {name} | {how} | {part:.2f} | {most * part:.1f} of {most:g} |"
            for name, how, part, most in lines
        ),
        f"| **score** | | | **{parts.score:.1f} of 100** |",
        "",
    ]


def _orders() -> list[str]:
    return [
        "### Other orders",
        "",
        "| sort | by |",
        "|---|---|",
        "| `distance` | miles alone; private and unknown places last |",
        "| `soonest` | hours until somebody can probably start. Free: when it answers, or when"
        " it takes people in"
        " again if that is later. Full with an open waitlist: the days it says one waits, and its answer. Not"
        f" said how full: when it takes people in, its answer, and {ranking.A_DAY_TO_ASK:g}"
        f" hours to find out."
        " Unknown last |",
        "| `relevance` | how surely the words mean it, checked listings first, then where the words stand |",
        "| `name` | the name |",
        "",
    ]


def _nothing() -> list[str]:
    return [
        "## When nothing is found",
        "",
        *_text(
            "Search offers the smallest changes that find something, each with its count: the next",
            f"distance people say ({', '.join(map(str, STEPS[:6]))}, … miles), to ask places that do not",
            "say, one filter less, other words. If no single change helps: everything but the need and",
            "the person. Nothing known of the person is ever given up.",
        ),
        *_text(
            f"“Almost” names at most {MOST_ALMOST} places that miss one thing, and what. “Why is … not",
            "here?” names everything that a place misses. Of a private place nobody hears how far it",
            "is.",
        ),
        *_text(
            "A search without a result is counted for the gaps (docs/gaps.md) with kind, ZIP code or",
            "county, filters, band of age, sex, language, who pays, wheelchair and court order.",
            "Offenses, medication, household, papers, use and where somebody lives are not kept with",
            "it.",
        ),
    ]


def _exactness() -> list[str]:
    return [
        "## What is exact",
        "",
        *_text(
            "Distances follow one formula everywhere (docs/decisions/0007-one-distance-formula.md). All",
            "filters must hold; counts are of what is found when that filter is chosen and all others",
            "stay. `tests/network/search/test_exactness.py` holds all this against a list and a ruler,",
            "poles and antimeridian included; `test_formula.py` works every order out a second time,",
            "place by place.",
        ),
    ]
