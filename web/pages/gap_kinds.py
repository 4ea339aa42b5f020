"""Kinds of service by how many needs found none, and the tree of all of them to choose from."""

from msgspec import Struct

from network.gaps.overview import KindFigures, Overview, Shown
from network.search.kindred import kind_name, kinds_by_code, with_parents
from network.words import Say, say
from web.forms.gaps import GapsForm
from web.pages.filled import Choice
from web.pages.gap_scales import counted

FIRST = 10  # of the list; the others unfold
INDENT = "\u2003"  # of a kind below another


class KindRow(Struct, frozen=True):
    """One kind; `width` is of the bar, in percent of the longest."""

    name: str
    href: str
    number: Say
    width: int
    is_current: bool
    is_withheld: bool


class KindList(Struct, frozen=True):
    """The kinds one step below what is looked at, those with most unmet needs first."""

    first: tuple[KindRow, ...]
    others: tuple[KindRow, ...]
    up: tuple[tuple[Say | str, str], ...]  # the kinds above, from the top: words and address


def kind_list(overview: Overview, form: GapsForm, language: str) -> KindList:
    """The list beside the map."""
    listed = [kind for kind in overview.kinds if kind.figures.needed != 0 and _stands(kind.code, overview)]
    most = max((kind.figures.at_least for kind in listed), default=0)
    listed.sort(key=lambda kind: _order(kind, language))
    rows = tuple(_row(kind, most, overview, form, language) for kind in listed)
    above = [code for code in reversed(with_parents(overview.kind)) if code != overview.kind]
    up: list[tuple[Say | str, str]] = (
        [(say("All kinds of service"), form.href(kind=""))] if overview.kind else []
    )
    up += [(kind_name(code, language), form.href(kind=code)) for code in above]
    return KindList(rows[:FIRST], rows[FIRST:], tuple(up))


def kind_choices(overview: Overview, language: str) -> tuple[Choice, ...]:
    """All kinds that were needed here, as a tree in one list."""
    seen = {kind.code for kind in overview.kinds if kind.figures.needed != 0} | {overview.kind}
    return (
        Choice("", say("All kinds of service")),
        *(
            Choice(code, INDENT * (len(with_parents(code)) - 1) + kind_name(code, language))
            for code in kinds_by_code()
            if code in seen
        ),
    )


def _stands(code: str, overview: Overview) -> bool:
    """Whether a kind is one step below; below everything, two steps, so that the list says something."""
    if not code:
        return False
    depth = len(with_parents(code))
    if not overview.kind:
        return depth == 2
    return _parent(code) == (overview.kind if _has_children(overview) else _parent(overview.kind))


def _has_children(overview: Overview) -> bool:
    return any(_parent(kind.code) == overview.kind for kind in overview.kinds if kind.code)


def _parent(code: str) -> str:
    return kinds_by_code()[code].parent


def _row(kind: KindFigures, most: int, overview: Overview, form: GapsForm, language: str) -> KindRow:
    found = kind.figures
    return KindRow(
        name=kind_name(kind.code, language),
        href=form.href(kind=kind.code),
        number=_number(found),
        width=round(100 * found.at_least / most) if most else 0,
        is_current=kind.code == overview.kind,
        is_withheld=found.unmet is None and not found.at_least,
    )


def _number(found: Shown) -> Say:
    if found.unmet is None:
        return say("at least {least}", least=counted(found.at_least)) if found.at_least else say("withheld")
    unmet = counted(found.unmet)
    return say("{unmet} of {needed}", unmet=unmet, needed=counted(found.needed)) if found.needed else unmet


def _order(kind: KindFigures, language: str) -> tuple[bool, int, str]:
    found = kind.figures
    return found.unmet is None and not found.at_least, -found.at_least, kind_name(kind.code, language)
