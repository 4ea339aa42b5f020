"""What came of what was sent to one agency, for its staff and for those who pay for it."""

from datetime import date

from msgspec import Struct

from network.measures.own import OwnResults, Speed
from network.measures.tables import MeasureRow
from network.rules.measures import BY_CODE, EVERYWHERE, M, Measure
from network.words import Say, say
from web.forms.measures import periods_to_choose
from web.pages.filled import Choice, Filled
from web.pages.measure_words import CellShown, cell_shown, number, of_words, value_words, withheld_words

SHOWN = (
    M.SENT, M.ANSWERED, M.IN_TIME, M.DAYS_TO_ANSWER, M.ACCEPTED, M.KEPT, M.LINKED, M.INITIATED, M.ENGAGED,
    M.COMPLETED,
)  # fmt: skip
OF_SERVICES = (M.SENT, M.ACCEPTED, M.LINKED, M.COMPLETED)
SPEEDS = {
    Speed.FASTER: say("You answer faster than most agencies."),
    Speed.ALIKE: say("You answer about as fast as most agencies."),
    Speed.SLOWER: say("Most agencies answer faster."),
}


class ResultLine(Struct, frozen=True):
    name: Say
    value: Say | str
    of: Say | str
    definition: Say


class ServiceLine(Struct, frozen=True):
    name: str
    cells: tuple[CellShown, ...]


class ResultsPage(Struct, frozen=True):
    """Everything at /our-results."""

    agency: str
    finding: Say
    period: Say
    code: str
    is_over: bool
    is_empty: bool
    form: Filled
    periods: tuple[Choice, ...]
    lines: tuple[ResultLine, ...]
    people: Say
    network_days: Say | str
    speed: Say
    headings: tuple[Say, ...]
    services: tuple[ServiceLine, ...]
    withheld: Say
    pdf_href: str
    measures: tuple[Measure, ...]
    left_out: tuple[Say, ...]


def results_page(results: OwnResults, today: date, language: str) -> ResultsPage:
    """The page of one agency in one period."""
    own = results.own
    days = BY_CODE[M.DAYS_TO_ANSWER]
    periods = periods_to_choose(today, with_months=False)
    return ResultsPage(
        agency=results.agency,
        finding=_finding(own),
        period=results.period.spoken,
        code=str(results.period),
        is_over=results.is_over,
        is_empty=own is None,
        form=Filled({"period": str(results.period)}),
        periods=tuple(Choice(str(one), one.spoken) for one in periods),
        lines=_lines(own, language) if own else (),
        people=number(results.people_served),
        network_days=value_words(days, results.network_days, language),
        speed=SPEEDS[results.speed] if results.speed else Say(""),
        headings=tuple(BY_CODE[code].name for code in OF_SERVICES),
        services=tuple(_service(row, language) for row in results.services),
        withheld=_withheld(results),
        pdf_href=f"/our-results.pdf?period={results.period}",
        measures=tuple(BY_CODE[code] for code in SHOWN),
        left_out=EVERYWHERE,
    )


def _withheld(results: OwnResults) -> Say:
    if results.is_whole:
        return say(
            "These are all numbers of your own agency as your staff wrote them down, small ones too: they "
            "are for your staff. The PDF counts what others said as well, and withholds counts from 1 to "
            "{most}, so that it can be given to others.",
            most=results.suppress_below - 1,
        )
    return withheld_words(results.suppress_below - 1)


def _finding(own: MeasureRow | None) -> Say:
    if own is None:
        return say("Nothing was sent to you in this time")
    sent, linked = own[M.SENT].numerator, own[M.LINKED].numerator
    if sent is None:
        return say("Few referrals were sent to you in this time")
    if linked is None:
        return say("{sent} referrals were sent to you", sent=number(sent))
    return say(
        "{linked} of {sent} referrals to you led to a first service", linked=number(linked), sent=number(sent)
    )


def _lines(own: MeasureRow, language: str) -> tuple[ResultLine, ...]:
    measures = (BY_CODE[code] for code in SHOWN)
    return tuple(
        ResultLine(
            one.name, value_words(one, own[one.code], language), of_words(one, own[one.code]), one.definition
        )
        for one in measures
    )


def _service(row: MeasureRow, language: str) -> ServiceLine:
    return ServiceLine(
        row.name, tuple(cell_shown(BY_CODE[code], row[code], language) for code in OF_SERVICES)
    )
