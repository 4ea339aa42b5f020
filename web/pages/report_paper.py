"""A report as a PDF: every word in the language in which it was made."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from msgspec import Struct

from network.reports.figures import Figures
from network.settings import Settings
from network.words import Say, say, say_number, speaker
from web.pages.report_shown import GapShown, NumberShown, ReportShown, report_shown
from web.pages.times import exact_time, local_date


class PaperTable(Struct, frozen=True):
    """Headings and rows; the first cell of a row names it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class PaperGap(Struct, frozen=True):
    """One gap: what it is, how it stands, what is planned."""

    finding: str
    standing: str
    word: str
    plan: tuple[str, ...]


class ReportPaper(Struct, frozen=True):
    """What web/papers/report.typ prints; all texts are said already."""

    language: str
    title: str
    period: str
    made: str
    replaces: str
    summary: str
    measures_heading: str
    measures: PaperTable
    measures_note: str
    needs_heading: str
    needs_sentence: str
    needs_period: str
    map_svg: str
    map_words: str
    areas: PaperTable
    kinds: PaperTable
    causes: PaperTable
    gaps_heading: str
    gaps: tuple[PaperGap, ...]
    gaps_note: str
    words_heading: str
    words: tuple[str, ...]
    definitions_heading: str
    definitions: tuple[tuple[str, str], ...]
    privacy_heading: str
    privacy: str
    check_heading: str
    check: tuple[str, ...]
    digest: str


def report_paper(figures: Figures, settings: Settings) -> ReportPaper:
    """The paper of a report."""
    language, zone = figures.language, settings.default_time_zone
    shown, said = report_shown(figures, language), speaker(figures.language)

    def day(of: date | datetime) -> str:
        return local_date(of, language, zone)

    survey = shown.survey
    return ReportPaper(
        language=language,
        title=said(shown.title),
        period=said(say("{first} to {last}", first=day(shown.first_day), last=day(shown.last_day))),
        made=said(_made(shown, exact_time(shown.made_at, language, zone))),
        replaces=said(replaced(exact_time(shown.replaces_made_at, language, zone)))
        if shown.replaces_made_at
        else "",
        summary=" ".join(map(said, shown.summary)),
        measures_heading=said(say("Were people linked to services?")),
        measures=_measures(shown, language),
        measures_note=said(say("What each measure means stands at the end.")),
        needs_heading=said(say("Where needs found no service")),
        needs_sentence=said(survey.sentence)
        if survey
        else said(say("No survey of gaps had been made when this report was.")),
        needs_period=said(
            say(
                "Needs and searches from {since} to {until}.",
                since=day(survey.since),
                until=day(survey.made_at),
            )
        )
        if survey
        else "",
        map_svg=shown.map_svg,
        map_words=said(shown.map_words),
        areas=_numbers(say("Place"), survey.areas if survey else (), language),
        kinds=_numbers(say("Kind of service"), survey.kinds if survey else (), language),
        causes=PaperTable(
            (said(say("Why")), said(say("Needs"))),
            tuple((said(why), said(count)) for why, count in survey.causes) if survey else (),
        ),
        gaps_heading=said(say("Gaps, and who answers for them")),
        gaps=tuple(_gap(gap, language, day) for gap in shown.gaps),
        gaps_note=_gaps_note(shown, language),
        words_heading=said(say("In our own words")),
        words=shown.words,
        definitions_heading=said(say("What the measures mean")),
        definitions=tuple((said(one.name), said(one.definition)) for one in shown.measures),
        privacy_heading=said(say("Privacy")),
        privacy=said(privacy_note(shown.least)),
        check_heading=said(say("Is this paper genuine?")),
        check=tuple(map(said, how_to_check(settings.base_url))),
        digest=said(say("SHA-256 of its figures: {digest}", digest=shown.digest)),
    )


def privacy_note(least: int) -> Say:
    """Why some numbers are missing."""
    return say(
        "This report counts people and names nobody. Counts from 1 to {most} are withheld, and so is "
        "whatever they could be worked out from.",
        most=least - 1,
    )


def how_to_check(base_url: str) -> tuple[Say, ...]:
    """How whoever is given the file learns whether it is as it was made."""
    site = base_url.rstrip("/")
    return (
        say(
            "Open {address} and choose the file: it says whether a single byte was changed since it was "
            "made. A printed copy can only be compared with the file.",
            address=f"{site}/reports/check",
        ),
        say(
            "Without this site: the command “trestle verify report.pdf --public-key KEY” does the same, with "
            "the signature (report.pdf.sig) beside the file and the public key from {address}.",
            address=f"{site}/reports/key",
        ),
    )


def _made(shown: ReportShown, moment: str) -> Say:
    if not shown.operator:
        return say("Made by {name}, {moment}", name=shown.made_by, moment=moment)
    return say(
        "Made by {name}, {operator}, {moment}", name=shown.made_by, operator=shown.operator, moment=moment
    )


def replaced(moment: str) -> Say:
    """Says on the paper that it corrects an earlier one."""
    return say("This report replaces the one made {moment}.", moment=moment)


def _measures(shown: ReportShown, language: str) -> PaperTable:
    said = speaker(language)
    return PaperTable(
        tuple(map(said, (say("Measure"), say("This quarter"), say("The quarter before"), say("Counted")))),
        tuple(
            (said(one.name), _text(one.now, language), _text(one.before, language), _text(one.of, language))
            for one in shown.measures
        ),
    )


def _numbers(first: Say, rows: Iterable[NumberShown], language: str) -> PaperTable:
    said = speaker(language)
    return PaperTable(
        (said(first), said(say("Needed")), said(say("Found no service"))),
        tuple((_text(row.name, language), said(row.needed), said(row.unmet)) for row in rows),
    )


def _text(words: Say | str, language: str) -> str:
    return words if isinstance(words, str) else speaker(language)(words)


def _gap(gap: GapShown, language: str, day: Callable[[date], str]) -> PaperGap:
    said = speaker(language)
    standing = said(say("{state} since {day}; {owner}", state=gap.state, day=day(gap.since), owner=gap.owner))
    if gap.review_on:
        standing = said(
            say("{standing}; looked at again on {day}", standing=standing, day=day(gap.review_on))
        )
    return PaperGap(said(gap.finding), standing, said(gap.word), gap.plan)


def _gaps_note(shown: ReportShown, language: str) -> str:
    said = speaker(language)
    if not shown.gaps:
        return said(say("No figure was so high that it opened a gap."))
    if not shown.more_gaps:
        return ""
    return said(
        say_number("{number} more gap is not listed.", "{number} more gaps are not listed.", shown.more_gaps)
    )
