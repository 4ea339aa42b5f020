"""Which part of a list is shown, and the links to the parts before and after."""

from msgspec import Struct

from network.words import Say, say


class Paging(Struct, frozen=True):
    """For the macro of parts/pager.html; an empty link: there is none."""

    previous: str
    following: str
    words: Say


def paging(link: str, page: int, total: int, per_page: int) -> Paging:
    """Links from this page (1 is the first) of a list at `link`, which may have a query already."""
    first, last = (page - 1) * per_page + 1, min(page * per_page, total)
    mark = "&" if "?" in link else "?"
    return Paging(
        previous=f"{link}{mark}page={page - 1}" if page > 1 else "",
        following=f"{link}{mark}page={page + 1}" if last < total else "",
        words=say("{first}–{last} of {total}", first=min(first, total), last=last, total=total),
    )


def page_number(text: str | None) -> int:
    """The page that an address asks for; 1 for anything that is no page."""
    return (
        int(text) if text and text.isascii() and text.isdecimal() and 1 <= int(text[:6]) == int(text) else 1
    )
