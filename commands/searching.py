"""`trestle search`: find services near a place, from the shell."""

import sys
from typing import Any

import click
from msgspec import to_builtins
from rich.console import Console
from rich.table import Table

from commands.console import console
from commands.opening import open_database, open_named_places, print_json
from network.clock import now
from network.errors import Invalid
from network.places.found import Found, Precision, how_precise
from network.places.geocoder import locate
from network.rules.capacity import Confidence, capacity_sentence
from network.rules.person_facts import PersonFacts
from network.search.answer import answer_of
from network.search.choosing import choose_finder
from network.search.embedded import EmbeddedEngine
from network.search.engine import DEFAULT_LIMIT, DEFAULT_MILES, HoursWish, Result, Results, Sort
from network.search.sentences import distance_sentence, trust_sentence
from network.settings import Settings, read_settings
from web.forms.search import SearchForm

MOST_WHY = 3


@click.command("search")
@click.argument("q", metavar="[WORDS]", default="")
@click.option("--near", default="", help="A ZIP code, 'latitude,longitude', or a city and state.")
@click.option("--within", default=str(DEFAULT_MILES), show_default=True, help="Miles from there, or 'any'.")
@click.option(
    "--taxonomy", multiple=True, help="Code of a kind of service, e.g. treatment.otp. May be repeated."
)
@click.option("--has-capacity", is_flag=True, help="Only with free places.")
@click.option(
    "--hours",
    type=click.Choice([wish.value for wish in HoursWish]),
    default=None,
    help="Only what is known to be open then.",
)
@click.option("--open-now", is_flag=True, help="The same as --hours now.")
@click.option("--accessible", is_flag=True, help="Only with wheelchair access.")
@click.option("--court-ordered", is_flag=True, help="Only what accepts court-ordered people.")
@click.option("--takes-referrals", is_flag=True, help="Only where a referral can be sent.")
@click.option("--include-old", is_flag=True, help="Also what nobody confirmed for a year.")
@click.option("--language", multiple=True, help="A language that is spoken, e.g. es. May be repeated.")
@click.option("--cost", multiple=True, help="cost.free, payer.medicaid, … May be repeated.")
@click.option("--only-sure", is_flag=True, help="Only places that say they take this person.")
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="NAME=CODE",
    help="What is known of the person: age=34, sex=men, moud=methadone, no_id=yes, … May be repeated.",
)
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default=Sort.FIT.value,
    show_default=True,
    help="Order.",
)
@click.option("--limit", default=DEFAULT_LIMIT, show_default=True, help="How many.")
@click.option("--cursor", default="", help="'next' of the page before.")
@click.option("--json", "as_json", is_flag=True, help="Answer as GET /api/search does.")
def search_command(within: str, as_json: bool, facts: tuple[str, ...], **typed: Any) -> None:
    """Find services: trestle search "methadone" --near 94103 --within 25 --limit 10"""
    settings = read_settings()
    form = SearchForm.read({"within_miles": within, **{name: _texts(value) for name, value in typed.items()}})
    try:
        found, results = _find(settings, form, _facts(facts))
    except Invalid as error:
        raise click.ClickException(" ".join(map(str, error.problems.values()))) from None
    if as_json:
        print_json(to_builtins(answer_of(results, "en")))
    else:
        _show(found, results)


def _texts(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["yes"] if value else []
    return (
        [str(each) for each in value] if isinstance(value, tuple) else [] if value is None else [str(value)]
    )


def _facts(given: tuple[str, ...]) -> PersonFacts:
    """What was said of the person. Raises Invalid."""
    said: dict[str, list[str]] = {}
    for name, _, code in (one.partition("=") for one in given):
        said.setdefault(name, []).append(code)
    return PersonFacts.read(said)


def _find(settings: Settings, form: SearchForm, facts: PersonFacts) -> tuple[Found | None, Results]:
    found = locate(form.near, open_named_places(settings)) if form.near else None
    if form.near and found is None:
        raise click.ClickException(
            f"No place is known as {form.near!r}. Give a ZIP code, or a city and state."
        )
    search = form.checked(found, "en", facts)
    engine = EmbeddedEngine(settings.default_time_zone, choose_finder(settings))
    database = open_database(settings)
    with console.status("Reading the directory…"), database.reading() as session:
        engine.refresh(session)
    database.close()
    return found, engine.search(search)


def _show(found: Found | None, results: Results) -> None:
    output = Console(file=sys.stdout)
    table = Table("Service", "Where", "Free places", "Why")
    for result in results.results:
        exact = found is not None and found.precision is Precision.EXACT
        far = distance_sentence(result, from_exact_point=exact)
        where = ", ".join(part for part in (str(far or ""), result.city, result.state) if part)
        why = [*result.why[:MOST_WHY], *result.asks, trust_sentence(result)]
        table.add_row(
            f"[bold]{result.organization}[/bold]\n{result.name}\n{result.phone}",
            where,
            _free(result),
            "\n".join(str(each) for each in why if each),
        )
    if results.results:
        output.print(table)
    last = results.before + len(results.results)
    output.print(
        f"{results.before + 1 if last else 0}–{last} of {results.total} services ({results.took_ms} ms)"
    )
    if found:
        output.print(str(how_precise(found)))
    if results.next:
        output.print(f"More: --cursor {results.next}", soft_wrap=True)


def _free(result: Result) -> str:
    said = result.capacity
    if (
        said.confidence is Confidence.UNKNOWN
        or said.available is None
        or said.unit is None
        or said.said_at is None
    ):
        return "not known"
    return str(capacity_sentence(said.available, said.unit, said.said_at, now()))
