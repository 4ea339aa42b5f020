"""Referrals in a list: how many, which, and the way to each."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from msgspec import Struct

from network.actors import Actor
from network.rules.moves import Party
from network.words import Say, say, say_number
from network.worklists.catalogue import Catalogue, Filters, Standing
from network.worklists.lists import Whose
from network.worklists.rows import PER_PAGE
from web.pages.paging import Paging, paging
from web.pages.work_cards import WorkCard, work_card
from web.pages.worklists import LISTS, Tab

STANDING_WORDS: dict[Standing, Say] = {
    Standing.OPEN: say("Open"),
    Standing.ENDED: say("Ended"),
    Standing.ALL: say("All"),
}
WHOSE_WORDS: dict[Whose, Say] = {Whose.MINE: say("Mine"), Whose.AGENCY: say("The whole agency")}


class ReferralListPage(Struct, frozen=True):
    """One page of referrals, and the ways to narrow it."""

    whose: tuple[Tab, ...]  # empty: there is only one way
    tabs: tuple[Tab, ...]
    lists: tuple[Tab, ...]
    count: Say
    cards: tuple[WorkCard, ...]
    paging: Paging
    is_narrowed: bool
    empty_href: str  # where to begin when there is nothing
    empty_words: Say
    table_href: str


def referral_list_page(
    actor: Actor, found: Catalogue, filters: Filters, page: int, moment: datetime
) -> ReferralListPage:
    """The list as it was asked for."""
    sends = Party.SENDER in found.sides
    return ReferralListPage(
        whose=tuple(
            Tab(
                list_address(filters, whose=whose),
                WHOSE_WORDS[whose],
                count,
                whose is (filters.whose or Whose.AGENCY),
            )
            for whose, count in found.by_whose.items()
        )
        if len(found.by_whose) > 1
        else (),
        tabs=tuple(
            Tab(
                list_address(filters, standing=standing, work=None),
                STANDING_WORDS[standing],
                count,
                filters.work is None and standing is filters.standing,
            )
            for standing, count in found.by_standing.items()
        ),
        lists=tuple(
            Tab(list_address(filters, work=work), LISTS[work][0], count, work is filters.work)
            for work, count in found.by_list.items()
            if count or work is filters.work
        ),
        count=say_number("{number} referral", "{number} referrals", found.total),
        cards=tuple(work_card(actor, row, moment) for row in found.rows),
        paging=paging(list_address(filters), page, found.total, PER_PAGE),
        is_narrowed=filters != Filters(whose=filters.whose),
        empty_href="/people" if sends else "/inbox",
        empty_words=say("People") if sends else say("Inbox"),
        table_href=list_address(filters).replace("/referrals", "/referrals.csv", 1),
    )


def list_address(filters: Filters, **changed: object) -> str:
    """The address of this list with something changed; what goes without saying is left out."""
    values: Mapping[str, object] = {**vars(filters), **changed}
    query = [
        (name, str(value))
        for name, value in (
            ("list", values["work"]),
            ("standing", None if values["work"] else values["standing"]),
            ("whose", values["whose"]),
        )
        if value and value is not Standing.OPEN
    ]
    return f"/referrals?{urlencode(query)}" if query else "/referrals"
