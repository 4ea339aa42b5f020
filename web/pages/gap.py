"""One gap: what was found, for whom it matters, what would help, and what becomes of it."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from network.actors import Actor
from network.clock import day_of
from network.gaps.flags import is_due
from network.gaps.found import headline
from network.gaps.looking import Evidence, GapView, Helper
from network.gaps.overview import Shown
from network.places.naming import PlaceNames
from network.rules.causes import CAUSE_WORDS
from network.rules.gap_permissions import may_keep_gaps
from network.rules.gap_rules import CAUSES, THRESHOLDS
from network.search.kindred import kind_name
from network.tables import GapRule, GapStatus
from network.words import Say, say, say_number
from web.pages.gap_flags import StateShown, state_shown
from web.pages.gap_history import GapLine, gap_history
from web.pages.gap_moves import GapMovesShown, Refused, gap_moves_shown
from web.pages.times import short_date

MOST_ROWS = 8  # of a table
WIDTH, TALLEST = 64, 120  # of a bar's column and of the tallest bar, in pixels of the picture
BAR = 40

CONDITIONS: dict[str, Say] = {
    "has_capacity": say("had a free place"),
    "hours": say("were open at that hour"),
    "open_now": say("were open at that hour"),
    "within_miles": say("were nearer"),
    "age": say("took people of that age"),
    "sex": say("took people of that gender"),
    "language": say("spoke the person's language"),
    "cost": say("took that insurance or cost less"),
    "accessible": say("were accessible as it was needed"),
    "court_ordered": say("took people whom a court sends"),
    "moud": say("took people who take that medication"),
    "offence": say("took people with that record"),
    "household": say("took whoever comes along"),
    "no_id": say("took people without identification"),
    "active_use": say("took people who are still using"),
    "lives_in": say("took people who live there"),
}
ANY_CONDITION = say("changed one condition")


class Bar(Struct, frozen=True):
    """One survey in the picture of the evidence over time; a number of None is withheld."""

    day: str
    number: int | None
    x: int
    y: int
    height: int


class Counted(Struct, frozen=True):
    """One line of a table: its share is of the largest line, in percent; None: withheld."""

    words: Say | str
    number: int | None
    of: int | None  # of how many that were needed
    share: int


class GapPage(Struct, frozen=True):
    """One gap."""

    finding: Say
    explains: Say
    state: StateShown
    is_resolved: bool
    since: datetime
    owner: str
    review_on: date | None
    is_due: bool
    is_gone: bool
    times_opened: int
    opened_at: datetime
    as_of: datetime | None
    numbers: tuple[tuple[Say, Say], ...]
    bars: tuple[Bar, ...]
    bars_width: int
    bars_height: int
    bars_words: Say
    causes: tuple[Counted, ...]
    kinds: tuple[Counted, ...]
    zips: tuple[Counted, ...]
    helpers: tuple[tuple[Say, str], ...]  # sentence and the service's page
    map_href: str
    moves: GapMovesShown
    history: tuple[GapLine, ...]


def gap_page(
    actor: Actor, view: GapView, names: PlaceNames, *, today: date, refused: Refused | None = None
) -> GapPage:
    """The gap for this reader; `refused` is what could not be done and what was typed."""
    gap, county = view.gap, names.county(view.gap.county_fips)
    bars = tuple(_bars(view.over_time, actor, today))
    return GapPage(
        finding=headline(gap, actor.language, county),
        explains=next(one.explains for one in THRESHOLDS if one.rule is gap.rule),
        state=state_shown(gap.status),
        is_resolved=gap.status is GapStatus.RESOLVED,
        since=gap.status_since,
        owner=view.names.get(gap.owner_account_id, "") if gap.owner_account_id else "",
        review_on=gap.review_on,
        is_due=is_due(gap, today),
        is_gone=not gap.is_seen,
        times_opened=gap.times_opened,
        opened_at=gap.opened_at,
        as_of=view.as_of,
        numbers=tuple(_numbers(view.figures)),
        bars=bars,
        bars_width=WIDTH * max(len(bars), 1),
        bars_height=TALLEST,
        bars_words=say("Over time: {what}", what=_counted_words(gap.rule)),
        causes=_counted([(CAUSE_WORDS[cause], count, None) for cause, count in view.figures.causes.items()]),
        kinds=_counted([(kind_name(code, actor.language), *_of(one)) for code, one in view.kinds]),
        zips=_counted([(_zip_words(code, names), *_of(one)) for code, one in view.zips]),
        helpers=tuple(
            (_helper_words(one), f"/services/{one.service_id}") for one in view.helpers[:MOST_ROWS]
        ),
        map_href=f"/gaps?kind={gap.kind}&county={gap.county_fips}",
        moves=gap_moves_shown(
            gap,
            view.owners,
            may_keep=bool(may_keep_gaps(actor)),
            may_remark=view.may_remark,
            is_due=is_due(gap, today),
            refused=refused,
        ),
        history=tuple(gap_history(view)),
    )


WITHHELD = say("withheld")


def _counted_words(rule: GapRule) -> Say:
    if rule in CAUSES:
        return CAUSE_WORDS[CAUSES[rule]]
    return say("All needs of this kind") if rule is GapRule.LOW_ACCESS else say("Found no service")


def _numbers(figures: Shown) -> list[tuple[Say, Say]]:
    share = figures.share
    rows = [
        (say("Needed"), _number(figures.needed)),
        (say("Found no service"), _number(figures.unmet)),
        (
            say("Of all that was needed"),
            WITHHELD if share is None else say("{number}%", number=round(100 * share)),
        ),
    ]
    return rows if figures.needed != 0 else rows[:2]


def _number(count: int | None) -> Say:
    return WITHHELD if count is None else say_number("{number}", "{number}", count)


def _bars(evidence: Sequence[Evidence], actor: Actor, today: date) -> list[Bar]:
    highest = max((one.count or 0 for one in evidence), default=0) or 1
    bars = []
    for place, one in enumerate(evidence):
        height = round(TALLEST * (one.count or 0) / highest)
        day = short_date(day_of(one.made_at, actor.time_zone), actor.language, today)
        bars.append(Bar(day, one.count, place * WIDTH + (WIDTH - BAR) // 2, TALLEST - height, height))
    return bars


def _of(figures: Shown) -> tuple[int | None, int | None]:
    return figures.unmet, figures.needed


def _counted(rows: Sequence[tuple[Say | str, int | None, int | None]]) -> tuple[Counted, ...]:
    """The largest first, what is withheld last; lines of nothing are left out."""
    shown = [row for row in rows if row[1] != 0]
    shown.sort(key=lambda row: (row[1] is None, -(row[1] or 0)))
    most = max((row[1] or 0 for row in shown), default=0) or 1
    return tuple(
        Counted(words, number, of, round(100 * (number or 0) / most))
        for words, number, of in shown[:MOST_ROWS]
    )


def _zip_words(code: str, names: PlaceNames) -> Say | str:
    if not code:
        return say("In the county, not known where")
    town = names.town(code)
    return say("{zip} {town}", zip=code, town=town) if town else code


def _helper_words(one: Helper) -> Say:
    return say_number(
        "{number} need, if {service} ({organization}) {had}",
        "{number} needs, if {service} ({organization}) {had}",
        one.needs,
        service=one.service,
        organization=one.organization,
        had=CONDITIONS.get(one.condition, ANY_CONDITION),
    )
