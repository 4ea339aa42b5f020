"""The list of gaps: which there are, who answers for each, and what is due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct

from network.actors import Actor
from network.gaps.flags import is_due
from network.gaps.found import found_in, headline
from network.places.naming import PlaceNames
from network.rules.gap_words import RULE_WORDS, STATUS_WORDS
from network.search.kindred import kind_name, kinds_by_code, with_parents
from network.tables import Gap, GapStatus
from network.words import Say, say, say_number, speak
from web.forms.gap_flags import NOBODY, STATES, GapListForm
from web.pages.filled import Choice, Filled
from web.pages.paging import Paging, paging

PER_PAGE = 25
STYLES: dict[GapStatus, str] = {
    GapStatus.NEW: "stop",
    GapStatus.ACKNOWLEDGED: "wait",
    GapStatus.IN_PLAN: "busy",
    GapStatus.RESOLVED: "good",
    GapStatus.ACCEPTED: "quiet",
}
_OTHER_STATES = {"open": say("Need somebody"), "all": say("All")}


class StateShown(Struct, frozen=True):
    """The state of a gap as a badge."""

    words: Say
    style: str


class GapCard(Struct, frozen=True):
    """One gap in a list."""

    href: str
    finding: Say
    state: StateShown
    since: datetime
    owner: str  # empty: nobody
    review_on: date | None
    is_due: bool
    is_gone: bool  # the newest figures no longer show it


class StateTab(Struct, frozen=True):
    """A way to narrow the list, with how many it shows."""

    href: str
    words: Say
    count: int
    is_current: bool


class GapListPage(Struct, frozen=True):
    """The gaps that were asked for, and the ways to narrow them."""

    tabs: tuple[StateTab, ...]
    form: Filled
    hidden: tuple[tuple[str, str], ...]  # what the form keeps of the address
    kinds: tuple[Choice, ...]
    counties: tuple[Choice, ...]  # empty: there is only one
    owners: tuple[Choice, ...]
    count: Say
    cards: tuple[GapCard, ...]
    paging: Paging
    is_narrowed: bool
    as_of: datetime | None  # of the newest survey; None before the first
    table_href: str


def gap_list_page(
    actor: Actor,
    form: GapListForm,
    found: Sequence[Gap],
    everything: Sequence[Gap],
    names: PlaceNames,
    owners: Mapping[UUID, str],
    *,
    today: date,
    as_of: datetime | None,
    number: int = 1,
) -> GapListPage:
    """`found` are the gaps that were asked for, `everything` all there are."""
    number = min(number, max(1, -(-len(found) // PER_PAGE)))
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    counties = sorted({gap.county_fips for gap in everything})
    return GapListPage(
        tabs=tuple(_tabs(form, everything, today)),
        form=Filled(form.query, prefix="g-"),
        hidden=tuple((name, form.query[name]) for name in ("state", "due") if name in form.query),
        kinds=tuple(_kind_choices(everything, actor.language)),
        counties=tuple(Choice(fips, names.county(fips)) for fips in counties) if len(counties) > 1 else (),
        owners=(
            Choice(NOBODY, say("Nobody yet")),
            *(Choice(str(key), name) for key, name in sorted(owners.items(), key=lambda one: one[1])),
        ),
        count=say_number("{number} gap", "{number} gaps", len(found)),
        cards=tuple(gap_card(gap, actor, names, owners, today) for gap in shown),
        paging=paging(list_address(form), number, len(found), PER_PAGE),
        is_narrowed=form != GapListForm(),
        as_of=as_of,
        table_href=list_address(form, "/gaps/flags.csv"),
    )


def gap_card(gap: Gap, actor: Actor, names: PlaceNames, owners: Mapping[UUID, str], today: date) -> GapCard:
    """One gap for a list."""
    return GapCard(
        href=f"/gaps/{gap.id}",
        finding=headline(gap, actor.language, names.county(gap.county_fips)),
        state=state_shown(gap.status),
        since=gap.status_since,
        owner=owners.get(gap.owner_account_id, "") if gap.owner_account_id else "",
        review_on=gap.review_on,
        is_due=is_due(gap, today),
        is_gone=not gap.is_seen and gap.status is not GapStatus.RESOLVED,
    )


def state_shown(status: GapStatus) -> StateShown:
    """The state in a word, with its colour."""
    return StateShown(STATUS_WORDS[status], STYLES[status])


def gap_rows(
    gaps: Iterable[Gap], actor: Actor, names: PlaceNames, owners: Mapping[UUID, str]
) -> list[list[object]]:
    """The list as a table; what must not be shown stays empty."""

    def words(sentence: Say) -> str:
        return speak(sentence, actor.language)

    heads = (
        say("Kind of service"), say("County"), say("What it is"), say("State"), say("Since"),
        say("Needs counted"), say("All needed"), say("Found no service"), say("Counted since"),
        say("Owner"), say("Review on"), say("Times found"), say("Still there"), say("Page"),
    )  # fmt: skip
    rows: list[list[object]] = [[words(head) for head in heads]]
    for gap in gaps:
        found = found_in(gap)
        rows.append(
            [
                kind_name(gap.kind, actor.language),
                names.county(gap.county_fips),
                words(RULE_WORDS[gap.rule]),
                words(STATUS_WORDS[gap.status]),
                gap.status_since.date(),
                found.count,
                found.needed,
                found.unmet,
                found.since.date(),
                owners.get(gap.owner_account_id, "") if gap.owner_account_id else "",
                gap.review_on,
                gap.times_opened,
                words(say("yes") if gap.is_seen else say("no")),
                f"/gaps/{gap.id}",
            ]
        )
    return rows


def list_address(form: GapListForm, path: str = "/gaps/flags") -> str:
    """The address of a list."""
    return f"{path}?{urlencode(form.query)}" if form.query else path


def _tabs(form: GapListForm, everything: Sequence[Gap], today: date) -> Iterable[StateTab]:
    due = sum(is_due(gap, today) for gap in everything)
    for state, statuses in STATES.items():
        count = sum(gap.status in statuses for gap in everything)
        words = _OTHER_STATES.get(state) or STATUS_WORDS[GapStatus(state)]
        if count or state in (form.state, "open"):
            href = list_address(replace(form, state=state, due=False))
            yield StateTab(href, words, count, state == form.state and not form.due)
        if state == "open" and (due or form.due):
            href = list_address(replace(form, state="all", due=True))
            yield StateTab(href, say("Due for review"), due, form.due)


def _kind_choices(gaps: Sequence[Gap], language: str) -> Iterable[Choice]:
    """The kinds of the gaps and all above them, in the order of the tree."""
    known = {code for gap in gaps for code in with_parents(gap.kind)}
    for code in kinds_by_code():
        if code in known:
            yield Choice(code, kind_name(code, language))
