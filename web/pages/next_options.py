"""What to try next for a need: places that were not tried, each with its way to a referral."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from network.actors import Actor
from network.referrals.next_options import NextOption
from network.tables import Need
from network.words import Say, say
from web.pages.doors import ask_href, refer_href
from web.pages.search_results import Reader, ResultRow, result_row


class OptionRow(Struct, frozen=True):
    """One place to try next."""

    row: ResultRow
    refer_href: str
    said_yes: bool


class NextOptionsPage(Struct, frozen=True):
    """The options; `ask_href` asks all of them at once, `search_href` looks further."""

    options: tuple[OptionRow, ...]
    lead: Say
    ask_href: str
    search_href: str


def next_options_page(need: Need, options: Sequence[NextOption], actor: Actor) -> NextOptionsPage:
    """What next_options/_list.html shows."""
    ids: list[UUID] = [option.place_id for option in options]
    reader = Reader(actor, need=str(need.id))
    return NextOptionsPage(
        options=tuple(_row(need, option, number, reader) for number, option in enumerate(options, start=1)),
        lead=_lead(options),
        ask_href=ask_href(ids, need.id) if len(ids) > 1 else "",
        search_href=f"/search?takes_referrals=yes&need={need.id}",
    )


def _row(need: Need, option: NextOption, number: int, reader: Reader) -> OptionRow:
    return OptionRow(
        row=result_row(option.result, number, None, reader, for_person=bool(need.facts)),
        refer_href=refer_href([option.place_id], need.id, option.said_yes_to),
        said_yes=option.said_yes_to is not None,
    )


def _lead(options: Sequence[NextOption]) -> Say:
    if not options:
        return say("We found no other place of this kind that takes referrals.")
    if options[0].is_akin:
        return say("Nothing else of this very kind is near. These come close; the nearest first.")
    if any(option.has_room for option in options):
        return say("Found for you: places with room first, the nearest first.")
    return say("Found for you: nobody says that there is room; the nearest first.")
