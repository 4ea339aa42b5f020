"""The results of one agency on paper, for those who pay for it."""

from datetime import date

from babel.dates import format_date
from msgspec import Struct

from network.settings import Settings
from network.words import Say, say, speaker
from web.pages.results import ResultsPage
from web.pages.times import locale_of


class PaperLine(Struct, frozen=True):
    name: str
    value: str
    of: str
    definition: str


class PaperService(Struct, frozen=True):
    name: str
    values: list[str]


class ResultsPaper(Struct, frozen=True):
    """What web/papers/results.typ prints."""

    language: str
    title: str
    agency: str
    period: str
    finding: str
    made: str
    headings: list[str]
    lines: list[PaperLine]
    speed: list[str]
    services_heading: str
    service_headings: list[str]
    services: list[PaperService]
    notes_heading: str
    notes: list[str]


def results_paper(page: ResultsPage, today: date, settings: Settings, language: str) -> ResultsPaper:
    """The same values as on the page."""
    tell = speaker(language)

    def words(value: Say | str) -> str:
        return tell(value) if isinstance(value, Say) else value

    day = format_date(today, format="long", locale=locale_of(language))
    network = settings.operator_name or "Trestle"
    return ResultsPaper(
        language=language,
        title=tell(say("What came of referrals")),
        agency=page.agency,
        period=tell(
            page.period if page.is_over else say("{period} (not over yet)", period=page.period)
        ),
        finding=tell(page.finding),
        made=tell(say("Counted by {network} on {day}.", network=network, day=day)),
        headings=[tell(say("Measure")), tell(say("Value")), tell(say("Numbers")), tell(say("What it means"))],
        lines=[
            PaperLine(tell(one.name), words(one.value), words(one.of), tell(one.definition))
            for one in page.lines
        ],
        speed=[
            tell(sentence)
            for sentence in (
                say("People with a first service: {people}.", people=page.people),
                page.speed,
            )
            if tell(sentence)
        ] if page.lines else [],
        services_heading=tell(say("By service")),
        service_headings=[tell(say("Service")), *map(tell, page.headings)],
        services=[PaperService(one.name, [words(cell.value) for cell in one.cells]) for one in page.services],
        notes_heading=tell(say("How it was counted")),
        notes=[
            tell(page.withheld),
            tell(say("Not counted anywhere:")) + " " + "; ".join(map(tell, page.left_out)) + ".",
        ],
    )  # fmt: skip
