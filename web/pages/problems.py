"""Saying that a listing is wrong, and looking into it."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from network.providers.listing import Listing, Text
from network.providers.queries.problems import PER_PAGE, ReportedProblem
from network.tables import ProblemKind, ProblemStatus
from network.words import Say, say, say_number
from web.pages.filled import EMPTY, Choice, Filled
from web.pages.paging import Paging, paging

KIND_WORDS = {
    ProblemKind.WRONG_NUMBER: say("The telephone number is wrong or nobody answers"),
    ProblemKind.MOVED: say("They have moved"),
    ProblemKind.CLOSED: say("They have closed for good"),
    ProblemKind.WRONG_HOURS: say("The hours are wrong"),
    ProblemKind.WRONG_CAPACITY: say("How full it is was wrong"),
    ProblemKind.NOT_AS_DESCRIBED: say("It is not what the listing says"),
    ProblemKind.OTHER: say("Something else"),
}
KINDS = tuple(Choice(kind, words) for kind, words in KIND_WORDS.items())


class ProblemPage(Struct, frozen=True):
    """The form, or the thanks after it."""

    name: Text
    organization: str
    back: str
    action: str
    kinds: tuple[Choice, ...]
    form: Filled


class ProblemRow(Struct, frozen=True):
    """One problem in the curator's list."""

    problem_id: UUID
    kind: Say
    words: str
    service: str
    organization: str
    href: str
    edit_href: str
    place: str
    reporter: Say
    reported_at: datetime
    phone: str
    settled: Say | None
    settled_at: datetime | None


class ProblemsPage(Struct, frozen=True):
    """The curator's list."""

    rows: tuple[ProblemRow, ...]
    count: Say
    shows_settled: bool
    paging: Paging


def problem_page(listing: Listing, location_id: UUID | None, form: Filled = EMPTY) -> ProblemPage:
    """The form for what is wrong with this listing."""
    here = f"?at={location_id}" if location_id else ""
    return ProblemPage(
        name=listing.text(listing.service, "name") or Text(listing.service.name),
        organization=listing.organization.name,
        back=f"/services/{listing.service.id}{here}",
        action=f"/services/{listing.service.id}/problems{here}",
        kinds=KINDS,
        form=form,
    )


def problems_page(problems: list[ReportedProblem], total: int, *, settled: bool, page: int) -> ProblemsPage:
    """The list of open problems, or of those that were settled."""
    count = (
        say_number("{number} problem was looked into", "{number} problems were looked into", total)
        if settled
        else say_number("{number} problem to look into", "{number} problems to look into", total)
    )
    link = "/directory/problems?settled=yes" if settled else "/directory/problems"
    return ProblemsPage(tuple(map(_row, problems)), count, settled, paging(link, page, total, PER_PAGE))


def _row(one: ReportedProblem) -> ProblemRow:
    problem = one.problem
    at = f"?at={one.location.id}" if one.location else ""
    return ProblemRow(
        problem_id=problem.id,
        kind=KIND_WORDS[problem.kind],
        words=one.words,
        service=one.service.name,
        organization=one.organization.name,
        href=f"/services/{one.service.id}{at}",
        edit_href=f"/directory/services/{one.service.id}",
        place=one.location.name or "" if one.location else "",
        reporter=say("{name} said so", name=one.reporter) if one.reporter else say("a visitor said so"),
        reported_at=problem.reported_at,
        phone=one.phone,
        settled=_SETTLED.get(problem.status),
        settled_at=problem.settled_at,
    )


_SETTLED = {
    ProblemStatus.MENDED: say("The listing was mended"),
    ProblemStatus.DISMISSED: say("Nothing was wrong"),
}
