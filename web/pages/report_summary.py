"""The paragraph at the head of a report, built from its figures; what is withheld is left out."""

from collections.abc import Iterator

from babel.numbers import format_decimal, format_percent

from network.reports.figures import Figures, Measured
from network.rules.measures import M
from network.words import Say, say, say_number
from web.pages.gap_scales import counted
from web.pages.times import locale_of


def summary_of(figures: Figures, language: str) -> tuple[Say, ...]:
    """Its sentences."""
    return (*_of_referrals(figures, language), *_of_needs(figures), *_of_gaps(figures))


def _of_referrals(figures: Figures, language: str) -> Iterator[Say]:
    sent = _of(figures, M.SENT).numerator
    if sent is None:
        yield say("How many people were referred is too few to show, or would tell such a number.")
    elif not sent:
        yield say("Nobody was referred in this quarter.")
    else:
        yield say_number(
            "{number} referral was sent in this quarter.",
            "{number} referrals were sent in this quarter.",
            sent,
        )
    accepted, linked = _of(figures, M.ACCEPTED).value, _of(figures, M.LINKED).value
    if accepted is not None:
        yield say("{share} of those that were answered were accepted.", share=_share(accepted, language))
    if linked is not None:
        yield say("{share} of those accepted came to a first service.", share=_share(linked, language))
    days = _of(figures, M.DAYS_TO_ANSWER).value
    if days is not None:
        shown = format_decimal(days, locale=locale_of(language))
        yield say("Half of the answers came within {days} days.", days=shown)


def _of_needs(figures: Figures) -> Iterator[Say]:
    survey = figures.survey
    if survey is not None and survey.needed and survey.unmet is not None:
        yield say(
            "{unmet} of the {needed} needs that were last surveyed found no service.",
            unmet=counted(survey.unmet),
            needed=counted(survey.needed),
        )


def _of_gaps(figures: Figures) -> Iterator[Say]:
    standing = sum(gap.status != "resolved" for gap in figures.gaps) + figures.more_gaps
    planned = sum(gap.status == "in_plan" for gap in figures.gaps)
    if standing:
        yield say_number(
            "{number} gap stands open; {planned} of them in a plan.",
            "{number} gaps stand open; {planned} of them in a plan.",
            standing,
            planned=counted(planned),
        )


def _of(figures: Figures, code: M) -> Measured:
    return next((line.now for line in figures.measures if line.code == code.value), Measured())


def _share(value: float, language: str) -> str:
    return format_percent(value, locale=locale_of(language))
