"""What a report says, in sentences: for its page and its paper alike."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from babel.numbers import format_decimal, format_percent
from msgspec import Struct

from network.actors import Role
from network.reports.figures import AreaLine, Figures, GapLine, Measured, MeasureLine, Surveyed
from network.rules.causes import CAUSE_WORDS
from network.rules.gap_words import STATUS_WORDS, finding
from network.rules.measures import MEASURES, Measure, Unit
from network.rules.periods import Period, read_period
from network.search.kindred import kind_name
from network.tables import Cause, GapRule, GapStatus
from network.words import Say, say, say_number
from web.pages.frame import ROLE_NAMES
from web.pages.gap_scales import counted
from web.pages.report_summary import summary_of
from web.pages.times import locale_of

_BY_CODE: dict[str, Measure] = {one.code.value: one for one in MEASURES}
WITHHELD = say("withheld")
NOTHING = say("nothing to measure")


class MeasureShown(Struct, frozen=True):
    """One measure of the quarter and of the one before; `of` are the numbers that it is made of."""

    name: Say
    definition: Say
    now: Say | str
    before: Say | str
    of: Say | str


class NumberShown(Struct, frozen=True):
    """One row of a table of needs."""

    name: Say | str
    needed: Say
    unmet: Say


class GapShown(Struct, frozen=True):
    """One gap with what is done about it."""

    finding: Say
    state: Say
    since: date
    owner: Say
    review_on: date | None
    word: Say  # what stands before the plan
    plan: tuple[str, ...]


class SurveyShown(Struct, frozen=True):
    """Where needs found no service."""

    sentence: Say
    made_at: datetime
    since: date
    areas: tuple[NumberShown, ...]
    kinds: tuple[NumberShown, ...]
    causes: tuple[tuple[Say, Say], ...]


class ReportShown(Struct, frozen=True):
    """A whole report."""

    title: Say
    quarter: Say
    first_day: date
    last_day: date
    operator: str
    made_at: datetime
    made_by: str
    replaces_made_at: datetime | None
    summary: tuple[Say, ...]
    measures: tuple[MeasureShown, ...]
    survey: SurveyShown | None
    map_svg: str
    map_words: Say
    gaps: tuple[GapShown, ...]
    more_gaps: int
    words: tuple[str, ...]  # paragraphs as they were typed
    least: int
    digest: str


def report_shown(figures: Figures, language: str) -> ReportShown:
    """The report for a reader of this language; what leadership wrote stays as it was typed."""
    quarter = read_period(figures.quarter)
    survey = _survey(figures.survey, language) if figures.survey else None
    return ReportShown(
        title=title_of(quarter),
        quarter=quarter.spoken,
        first_day=quarter.first,
        last_day=quarter.last,
        operator=figures.operator,
        made_at=datetime.fromisoformat(figures.made_at),
        made_by=figures.made_by,
        replaces_made_at=datetime.fromisoformat(figures.replaces_made_at) if figures.replaces else None,
        summary=summary_of(figures, language),
        measures=tuple(_measures(figures, language)),
        survey=survey,
        map_svg=figures.map_svg,
        map_words=say(
            "{sentence} The table after the map has its numbers.", sentence=survey.sentence if survey else ""
        ),
        gaps=tuple(_gap(gap, language) for gap in figures.gaps),
        more_gaps=figures.more_gaps,
        words=paragraphs(figures.words),
        least=figures.suppress_below,
        digest=figures.digest,
    )


def title_of(quarter: Period) -> Say:
    """What a report is called."""
    return say("Report on {quarter}", quarter=quarter.spoken)


def paragraphs(words: str) -> tuple[str, ...]:
    """What stands between empty lines."""
    return tuple(part.strip() for part in words.split("\n\n") if part.strip())


def _measures(figures: Figures, language: str) -> Iterator[MeasureShown]:
    for line in figures.measures:
        measure = _BY_CODE.get(line.code)
        if measure is not None:
            yield MeasureShown(
                name=measure.name,
                definition=measure.definition,
                now=value_words(line.now, measure.unit, language),
                before=value_words(line.before, measure.unit, language),
                of=_made_of(line, measure),
            )


def value_words(measured: Measured, unit: Unit, language: str) -> Say | str:
    """A value with its unit, or why there is none."""
    if measured.is_early:
        return say("too early to say")
    if measured.value is None:
        return WITHHELD if measured.is_withheld else NOTHING
    if unit is Unit.SHARE:
        return format_percent(measured.value, locale=locale_of(language))
    if unit is Unit.COUNT:
        return counted(int(measured.value))
    return say("{days} days", days=format_decimal(measured.value, locale=locale_of(language)))


def _made_of(line: MeasureLine, measure: Measure) -> Say | str:
    if line.now.is_early:
        return ""
    part, whole = line.now.numerator, line.now.denominator
    if part is None or whole is None:
        return WITHHELD
    if measure.unit is not Unit.SHARE:
        return counted(part)
    return say("{part} of {whole}", part=counted(part), whole=counted(whole))


def number(count: int | None) -> Say:
    """A count, or that it is withheld."""
    return WITHHELD if count is None else counted(count)


def _survey(survey: Surveyed, language: str) -> SurveyShown:
    causes = sorted(survey.causes.items(), key=lambda one: (one[1] is None, -(one[1] or 0)))
    return SurveyShown(
        sentence=_finding(survey),
        made_at=datetime.fromisoformat(survey.made_at),
        since=datetime.fromisoformat(survey.since).date(),
        areas=tuple(_areas(survey.areas)),
        kinds=tuple(_row(kind_name(kind.key, language), kind) for kind in survey.kinds),
        causes=tuple((CAUSE_WORDS[Cause(cause)], number(count)) for cause, count in causes if count != 0),
    )


def _finding(survey: Surveyed) -> Say:
    place = survey.place or say("the network")
    if survey.needed is None:
        return say("The needs in {place} are too few to show, or would tell such a number.", place=place)
    if survey.unmet is None:
        return say(
            "Of {needed} needs in {place}, how many found no service is withheld.",
            needed=counted(survey.needed),
            place=place,
        )
    return say(
        "{unmet} of {needed} needs in {place} found no service.",
        unmet=counted(survey.unmet),
        needed=counted(survey.needed),
        place=place,
    )


def _areas(areas: Sequence[AreaLine]) -> Iterator[NumberShown]:
    seen = [area for area in areas if area.needed != 0]
    told = [area for area in seen if area.needed is not None or area.unmet is not None]
    for area in sorted(told, key=lambda area: (-(area.unmet or 0), area.key)):
        yield _row(area.name or say("not known where"), area)
    if hidden := len(seen) - len(told):
        yield NumberShown(
            say_number("{number} more place", "{number} more places", hidden), WITHHELD, WITHHELD
        )


def _row(name: Say | str, line: AreaLine) -> NumberShown:
    return NumberShown(name, number(line.needed), number(line.unmet))


def _gap(gap: GapLine, language: str) -> GapShown:
    return GapShown(
        finding=finding(
            GapRule(gap.rule),
            days=gap.days,
            count=gap.count,
            least=gap.least,
            kind=kind_name(gap.kind, language),
            county=gap.county,
        ),
        state=STATUS_WORDS[GapStatus(gap.status)],
        since=date.fromisoformat(gap.since),
        owner=_owner(gap),
        review_on=date.fromisoformat(gap.review_on) if gap.review_on else None,
        word=say("Why:") if gap.status == GapStatus.ACCEPTED.value else say("Plan:"),
        plan=paragraphs(gap.plan),
    )


def _owner(gap: GapLine) -> Say:
    if not gap.owner_role:
        return say("nobody answers for it yet")
    return say("{office}, {agency}", office=ROLE_NAMES[Role(gap.owner_role)], agency=gap.owner_agency)
