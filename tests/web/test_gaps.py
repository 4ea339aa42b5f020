"""The page of gaps: finding, map, causes, kinds and table, for those who lead."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import Session

from network.actors import Actor
from network.clock import now
from network.places.cells import zip_cells
from network.places.geocoder import open_geocoder
from network.search.embedded import EmbeddedEngine
from network.settings import Settings
from network.tables import Cause, Gap, GapRule, GapSurvey
from seeds.marlow.places import marlow_places
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.counting import statements_of
from tests.surveyed import figure, survey
from tests.web.browser import TestBrowser
from web.world import World

Browser = Callable[[Actor], TestBrowser]
MARLOW, FAIRFIELD, FRANKLIN, LOS_ANGELES = "39089", "39045", "39049", "06037"
DETOX, RESIDENTIAL = "treatment.withdrawal-management", "treatment.withdrawal-management.residential"
FULL, FAR, SILENT = str(Cause.NO_CAPACITY), str(Cause.TOO_FAR), str(Cause.NO_ANSWER)


@pytest.fixture
def world(store: RolledBack, settings: Settings) -> World:
    """With the county of the demonstration under its own name."""
    return World(settings, store, EmbeddedEngine(), open_geocoder(settings, also=marlow_places()))


@pytest.fixture
def lena(as_actor: Browser, cast: Cast) -> Callable[[], TestBrowser]:
    return lambda: as_actor(cast.lena_leadership)


def marlow(session: Session) -> GapSurvey:
    """Withdrawal management in Marlow County, as a director would meet it."""
    made = survey(session)
    for kind in ("", "treatment", DETOX):
        figure(session, made, MARLOW, kind=kind, met=27, causes={FULL: 21, SILENT: 13})
        figure(session, made, MARLOW, "43055", kind=kind, met=27, causes={FULL: 21}, access=0.31)
        figure(session, made, MARLOW, "43023", kind=kind, causes={SILENT: 13}, nearest_open_m=None)
        figure(session, made, MARLOW, "43062", kind=kind, access=0.0)
    figure(session, made, MARLOW, kind="housing", met=4, causes={FULL: 2})
    return made


def table_of(html: str) -> dict[str, list[str]]:
    """The cells of each row of the table, as they are read."""
    body = html.split('class="usa-table usa-table--borderless tr-table tr-gap-table"')[1].split("</table>")[0]
    rows = re.findall(r'<tr role="row".*?</tr>', body, re.S)
    cells = [
        [
            re.sub(r"<[^>]+>", "", re.sub(r'<span class="tr-gap-cell".*?</span>', "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        for row in rows[1:]
    ]
    return {row[0]: row[1:] for row in cells}


def test_the_heading_says_where_needs_find_no_service_and_why(
    session: Session, lena: Callable[[], TestBrowser]
) -> None:
    marlow(session)

    html = lena().get(f"/gaps?kind={DETOX}").text

    assert (
        "<h1>Withdrawal management: 34 of 61 needs found no service in Marlow County,"
        " mostly because no place was free</h1>" in html
    )
    assert "Licking" not in html
    assert "Granville" not in html, "no real town in a county that was invented"


def test_the_map_shows_every_zip_code_with_its_numbers_in_words(
    session: Session, lena: Callable[[], TestBrowser]
) -> None:
    marlow(session)

    svg = re.search(r'<svg[^>]*class="tr-gap-map".*?</svg>', lena().get("/gaps").text, re.S)

    assert svg
    assert svg[0].count("<title>") == len(zip_cells(MARLOW))
    assert 'aria-label="43055 Marlow: 21 of 48 needs found no service; nearest' in svg[0]
    assert 'href="#area-43055"' in svg[0]
    assert "43023 Wexcombe: 13 of 13 needs found no service; no place is likely free" in svg[0]
    assert "no needs seen" in svg[0]
    assert "var(" not in svg[0]
    assert "<style" not in svg[0]


def test_the_table_has_the_numbers_of_the_map_and_the_file_those_of_the_table(
    session: Session, lena: Callable[[], TestBrowser]
) -> None:
    marlow(session)
    browser = lena()

    shown = table_of(browser.get("/gaps").text)
    content = browser.get("/gaps.csv").content.decode("utf-8-sig")
    saved = {row[1]: row[2:] for row in csv.reader(io.StringIO(content))}

    assert list(shown) == ["43055 Marlow", "43023 Wexcombe", "Whole county"]
    assert shown["43055 Marlow"][:4] == ["48", "21", "44%", "21"]
    assert shown["43055 Marlow"][-2:] == ["3.1", "5.0 mi"]
    assert shown["43023 Wexcombe"][-1] == "none open"
    assert shown["Whole county"][:3] == ["61", "34", "56%"]
    assert saved.pop("Area") is not None
    assert saved == shown


def test_a_small_number_is_nowhere(session: Session, lena: Callable[[], TestBrowser]) -> None:
    made = survey(session)
    figure(session, made, MARLOW, met=93, causes={FULL: 86})
    figure(session, made, MARLOW, "43055", met=90, causes={FULL: 79}, hide=("met", "unmet", "needed", FULL))
    figure(session, made, MARLOW, "43023", met=3, causes={FULL: 7})
    browser = lena()

    for show in ("unmet", "share", "access", "nearest"):
        page, areas = browser.get(f"/gaps?show={show}"), browser.get(f"/gaps/areas.json?show={show}")
        saved = browser.get(f"/gaps.csv?show={show}").text
        main = re.sub(r"<script.*?</script>| d=\"[^\"]*\"|<svg class=\"usa-icon.*?</svg>", "", page.text)
        rows = table_of(page.text)
        assert rows["43023 Wexcombe"][:3] == ["withheld"] * 3
        assert rows["43055 Marlow"][:3] == ["withheld"] * 3
        assert ">79<" not in main
        assert "43055 Marlow: its numbers are withheld" in page.text
        assert ",79," not in saved
        told = {one["properties"]["name"]: one["properties"] for one in areas.json()["features"]}
        assert "withheld" in told["Marlow"]["words"]
        assert (told["Marlow"]["fill"] == "url(#gap-withheld)") is (show in {"unmet", "share"})
    assert "The numbers around 2 ZIP codes are withheld." in browser.get("/gaps").text


def test_the_order_of_rows_tells_nothing_of_what_is_withheld(
    session: Session, lena: Callable[[], TestBrowser]
) -> None:
    made = survey(session)
    for zip_code, count in (("43001", 3), ("43023", 9), ("43055", 6), ("43062", 12)):
        figure(session, made, MARLOW, zip_code, met=11, causes={FULL: count})
    figure(session, made, MARLOW, met=44, causes={FULL: 30})

    browser = lena()

    for sort in ("unmet", "share", "no_capacity"):
        rows = list(table_of(browser.get(f"/gaps?sort={sort}").text))
        assert rows[1:4] == ["43001 Orrin", "43023 Wexcombe", "43055 Marlow"]
        assert rows[0].startswith("43062")


@pytest.mark.parametrize(
    ("sort", "first"), [("name", "43023"), ("needed", "43055"), ("access", "43023"), ("nearest", "43023")]
)
def test_the_table_is_sorted_by_the_column_that_was_chosen(
    session: Session, lena: Callable[[], TestBrowser], sort: str, first: str
) -> None:
    marlow(session)

    html = lena().get(f"/gaps?sort={sort}").text

    assert next(iter(table_of(html))).startswith(first)
    assert len(re.findall("aria-sort=", html)) == 1


def test_a_state_shows_its_counties_and_leads_into_them(
    session: Session, lena: Callable[[], TestBrowser]
) -> None:
    made = marlow(session)
    figure(session, made, FAIRFIELD, met=11, causes={FAR: 40})
    figure(session, made, FRANKLIN, met=11, causes={FULL: 5})
    figure(session, made, LOS_ANGELES, met=11, causes={FULL: 50})
    figure(session, made, None, met=12)
    browser = lena()

    html = browser.get("/gaps").text

    assert "<h1>All kinds of service: 74 of 112 needs found no service in Ohio, mostly because" in html
    assert list(table_of(html)) == [
        "Fairfield County", "Marlow County", "Franklin County", "Not known in which county",
        "All counties whose numbers are shown",
    ]  # fmt: skip
    assert f'href="/gaps?county={FAIRFIELD}" aria-label="Fairfield County: 40 of 51 needs' in html
    assert "The numbers of 1 county are withheld and not counted here." in html
    assert 'href="/gaps?state=CA">California</a>' in html
    inside = browser.get(f"/gaps?county={FAIRFIELD}").text
    assert 'href="/gaps?state=OH"' in inside
    assert "Fairfield County</span>" in inside


def test_kinds_are_a_list_from_the_worst_and_lead_deeper(
    session: Session, lena: Callable[[], TestBrowser]
) -> None:
    made = marlow(session)
    figure(session, made, MARLOW, kind="housing.emergency-shelter", met=20, causes={FULL: 40})
    figure(session, made, MARLOW, kind="housing.transitional", met=2, causes={FULL: 5})
    figure(session, made, MARLOW, kind=RESIDENTIAL, met=20, causes={FULL: 21})
    browser = lena()

    top = browser.get("/gaps").text.split('id="kinds-heading"')[1].split("</section>")[0]
    deep = browser.get(f"/gaps?kind={DETOX}").text.split('id="kinds-heading"')[1].split("</section>")[0]

    names = re.findall(r'<a href="[^"]*kind=[^"]*">([^<]+)</a> <strong>([^<]+)</strong>', top)
    assert names == [
        ("Emergency shelter", "40 of 60"),
        ("Withdrawal management", "34 of 61"),
        ("Transitional housing", "withheld"),
    ]
    assert "Withdrawal management, staying overnight" in deep
    assert ">All kinds of service</a>" in deep
    assert ">Treatment for substance use</a>" in deep


def test_open_gaps_stand_beside_the_map(session: Session, cast: Cast, as_actor: Browser) -> None:
    marlow(session)
    for county, rule in ((MARLOW, GapRule.NO_CAPACITY), (FRANKLIN, GapRule.TOO_FAR)):
        session.add(
            Gap(
                kind=DETOX,
                county_fips=county,
                rule=rule,
                status_since=now(),
                opened_at=now(),
                seen_at=now(),
                evidence={"count": 21, "least": 12, "needed": 61, "unmet": 34},
            )
        )
    session.flush()

    part = as_actor(cast.cody_coordinator).get("/gaps").text.split('id="gaps-heading"')[1]
    part = part.split("</section>")[0]

    assert "Marlow County" in part
    assert "Franklin" not in part
    assert part.count('<a href="/gaps/') == 2
    assert "nobody answers for it yet" in part


@pytest.mark.parametrize(
    "query",
    ["kind=unicorns", "county=00000", "county=abc", "state=XX", "show=everything", "sort=colour"],
)
def test_what_does_not_exist_is_not_found(
    session: Session, lena: Callable[[], TestBrowser], query: str
) -> None:
    marlow(session)
    browser = lena()

    for path in ("/gaps", "/gaps.csv", "/gaps/areas.json"):
        assert browser.get(f"{path}?{query}").status_code == 404


def test_before_the_first_survey_the_page_says_how_it_comes(lena: Callable[[], TestBrowser]) -> None:
    browser = lena()

    html = browser.get("/gaps").text

    assert "Nothing has been counted yet" in html
    assert "trestle gaps survey" in html
    assert browser.get("/gaps.csv").status_code == 404
    assert browser.get("/gaps/areas.json").status_code == 404


def test_with_no_needs_at_all_the_page_says_so(session: Session, lena: Callable[[], TestBrowser]) -> None:
    made = survey(session)
    browser = lena()

    assert "<h1>All kinds of service: no needs seen in the network</h1>" in browser.get("/gaps").text
    assert browser.get("/gaps/areas.json").status_code == 404
    figure(session, made, MARLOW, met=12)
    session.commit()
    quiet = browser.get("/gaps").text
    assert "<h1>All kinds of service: all needs in Marlow County found a service</h1>" in quiet
    elsewhere = browser.get("/gaps?county=39045").text
    assert "no needs seen in Fairfield County" in elsewhere
    assert "No needs here in this time" in elsewhere


def test_a_county_with_hundreds_of_zip_codes_is_one_page(
    session: Session, lena: Callable[[], TestBrowser]
) -> None:
    made = survey(session)
    codes = [zip_code for cell in zip_cells(LOS_ANGELES) for zip_code in cell.zips]
    for number, zip_code in enumerate(codes):
        figure(session, made, LOS_ANGELES, zip_code, met=11, causes={FULL: number % 40})
    figure(session, made, LOS_ANGELES, met=11 * len(codes), causes={FULL: 9000})
    browser = lena()
    browser.get("/help")  # the search has taken in the directory

    with statements_of(session) as said:
        html = browser.get("/gaps").text

    assert len(said) < 25
    assert len(table_of(html)) == len(codes) + 1
    assert len(html) < 1_500_000
    shapes = json.dumps(browser.get("/gaps/areas.json").json())
    assert len(shapes) < 400_000


def test_everything_a_script_draws_is_what_the_page_says(
    session: Session, lena: Callable[[], TestBrowser]
) -> None:
    made = marlow(session)
    figure(session, made, FAIRFIELD, met=11, causes={FAR: 40})
    browser = lena()

    for query in ("", "?county=39089&show=share", "?state=OH&show=nearest"):
        html, found = browser.get(f"/gaps{query}").text, browser.get(f"/gaps/areas.json{query}").json()
        assert found["type"] == "FeatureCollection"
        for one in found["features"]:
            says = one["properties"]
            assert f"<title>{says['words']}</title>" in html
            assert f'fill="{says["fill"]}"' in html
            assert not says["href"] or f'href="{says["href"].replace("&", "&amp;")}"' in html


def test_where_only_a_cause_may_be_told_the_page_says_at_least(
    session: Session, lena: Callable[[], TestBrowser]
) -> None:
    made = survey(session)
    figure(session, made, MARLOW, kind=DETOX, met=1, causes={FAR: 39, FULL: 2}, hide=("unmet",))
    figure(session, made, MARLOW, met=4, causes={FAR: 39, FULL: 2}, hide=("unmet", "needed"))
    browser = lena()

    detox, everything = browser.get(f"/gaps?kind={DETOX}").text, browser.get("/gaps").text

    finding = (
        "Withdrawal management: at least 39 of 42 needs found no service in Marlow County, mostly because"
    )
    assert finding in detox
    assert "All kinds of service: at least 39 needs found no service in Marlow County</h1>" in everything
    assert "<strong>at least 39</strong>" in everything
    assert everything.count('fill="url(#gap-withheld)"') >= len(zip_cells(MARLOW))
    assert ">41<" not in detox + everything


def test_who_may_not_see_overviews_is_told_why(cast: Cast, as_actor: Browser) -> None:
    for actor in (cast.olive_officer, cast.pat_provider):
        answer = as_actor(actor).get("/gaps")
        assert answer.status_code == 403
        assert "Overviews of the whole network are for leadership" in answer.text


def test_the_page_is_whole_in_spanish(session: Session, cast: Cast, as_actor: Browser) -> None:
    marlow(session)

    html = as_actor(replace(cast.lena_leadership, language="es")).get(f"/gaps?kind={DETOX}").text

    assert "34 de 61 necesidades no encontraron servicio en Marlow County, sobre todo porque no había" in html
    assert "Los mismos números en una tabla" in html
