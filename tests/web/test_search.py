"""Finding a service: for anybody, with and without a script, and whatever is typed."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.providers.changes import record_change
from network.search.kindred import kind_name
from network.tables import UnmetNeed
from tests.cast import Cast
from tests.web.browser import TestBrowser

AsActor = Callable[[Actor], TestBrowser]


def results_of(page: str) -> str:
    """The piece of the page that htmx swaps."""
    start = page.index('<div id="results">')
    return page[start : page.index('<div class="tr-split__map">')].strip()


def names(page: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'<h3><a href="[^"]*">([^<]*)</a></h3>', page)]


def test_a_stranger_finds_the_clinic_near_a_zip_code(stranger: TestBrowser) -> None:
    page = stranger.get("/search?q=methadone&near=94103")

    assert page.status_code == 200
    assert names(page.text) == ["Riverside Clinic: Methadone and buprenorphine"]
    assert "1 service near San Francisco, CA 94103" in page.text
    assert "Measured from the middle of San Francisco, CA 94103" in page.text
    assert "tel:4155550100" in page.text
    assert 'data-lat="37.7726"' in page.text


def test_an_officer_sees_how_full_it_is_who_said_so_and_when(as_actor: AsActor, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=92)

    page = as_actor(cast.olive_officer).get("/search?has_capacity=yes")

    assert "3 beds" in page.text
    assert "92 minutes ago" in page.text
    assert "said by its own staff · likely" in page.text


def test_a_private_place_is_listed_without_saying_where(stranger: TestBrowser) -> None:
    page = stranger.get("/search?q=shelter&near=94103").text

    assert "Place kept private" in page
    assert "data-lat" not in page


def test_the_piece_is_what_a_reload_shows(stranger: TestBrowser) -> None:
    for query in (
        "q=methadone&near=94103",
        "q=nothing-of-this",
        "taxonomy=housing&open_now=yes",
        "age=34",
        "hours=tonight",
        "",
    ):
        whole, piece = stranger.get(f"/search?{query}"), stranger.piece(f"/search?{query}")

        assert piece.text.strip() == results_of(whole.text)
        assert piece.status_code == whole.status_code


def test_the_piece_tells_the_browser_the_short_address(stranger: TestBrowser) -> None:
    piece = stranger.piece(
        "/search?q=methadone&near=94103&age=&sex=&sort=nearest&within_miles=25&has_capacity="
    )

    assert piece.headers["hx-replace-url"] == "/search?q=methadone&near=94103"


def test_a_typed_address_never_stands_in_an_address(stranger: TestBrowser) -> None:
    answer = stranger.post(
        "/search/place",
        data={
            "q": "methadone",
            "where": "1234 Mission Street, San Francisco, CA",
            "taxonomy": ["treatment", "housing"],
        },
        follow_redirects=False,
    )

    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/search?q=methadone&near=37.77,-122.42&taxonomy=treatment&taxonomy=housing"
    )
    assert "Mission" not in stranger.get(answer.headers["location"]).text


def test_an_address_that_came_in_a_link_is_replaced_at_once(stranger: TestBrowser) -> None:
    for typed in ("1234 Mission Street, San Francisco CA 94103", "37.774929,-122.419416", "Oakland, CA"):
        answer = stranger.get("/search", params={"near": typed}, follow_redirects=False)

        assert answer.status_code == 303
        assert re.fullmatch(r"/search\?near=(94103|37\.\d\d?,-122\.\d\d?)", answer.headers["location"])


def test_a_place_that_was_not_touched_stays_as_exact_as_it_was(stranger: TestBrowser) -> None:
    page = stranger.get("/search?near=37.81,-122.27").text
    shown = unescape(re.findall(r'name="shown" value="([^"]*)"', page)[0])

    answer = stranger.post(
        "/search/place",
        data={"q": "food", "where": shown, "shown": shown, "near": "37.81,-122.27"},
        follow_redirects=False,
    )

    assert shown.endswith(", CA")
    assert answer.headers["location"] == "/search?q=food&near=37.81,-122.27"


def test_an_emptied_place_is_no_place(stranger: TestBrowser) -> None:
    answer = stranger.post(
        "/search/place", data={"where": "", "shown": "94103", "near": "94103"}, follow_redirects=False
    )

    assert answer.headers["location"] == "/search"


@pytest.mark.parametrize("place", ["99999", "asdfghjkl", "123.4,567.8", "\x00\x01", "🏠🏠", "Ω≈ç√"])
def test_an_unknown_place_gets_a_sentence_and_keeps_what_was_typed(stranger: TestBrowser, place: str) -> None:
    page = stranger.post("/search/place", data={"q": "methadone", "where": place, "has_capacity": "yes"})

    assert page.status_code in {422, 200 if not place.strip("\x00\x01") else 422}
    if page.status_code == 422:
        assert "We do not know this place" in page.text
        assert 'value="methadone"' in page.text
        assert f'name="where" value="{place}"' in unescape(page.text)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("within_miles=-3", "The distance is a number of miles"),
        ("within_miles=nan", "The distance is a number of miles"),
        ("age=34", "Facts about a person never stand in an address"),
        ("sort=random", "Sort by one of these"),
        ("hours=dawn", "Choose one of these times"),
        ("limit=0", "The limit is a number"),
        ("limit=99999999999999999999", "The limit is a number"),
        ("taxonomy=no.such", "We do not know this kind of service"),
        ("language=klingonese", "We do not know this language"),
        ("cost=gold", "We do not know this way to pay"),
        ("has_capacity=perhaps", "Say yes or no"),
        ("cursor=garbage", "Start from the first page"),
        ("q=" + "x" * 300, "Please use fewer words"),
    ],
)
def test_what_cannot_be_meant_gets_a_sentence(stranger: TestBrowser, query: str, sentence: str) -> None:
    page = stranger.get(f"/search?{query}")
    answer = stranger.get(f"/api/search?{query}")

    assert page.status_code == 422
    assert sentence in page.text
    assert answer.status_code == 422
    assert sentence in " ".join(answer.json()["problems"].values())
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_nine_megabytes_of_words_are_refused_in_a_sentence(stranger: TestBrowser) -> None:
    page = stranger.post("/search/place", data={"q": "detox " * 1_500_000})

    assert page.status_code == 422
    assert "Please use fewer words" in page.text
    assert "detox detox" in page.text
    assert len(page.text) < 100_000


def test_hostile_text_is_shown_as_text(stranger: TestBrowser) -> None:
    page = stranger.get("/search", params={"q": '"><script>alert(1)</script>\u202e\x00'})

    assert "<script>alert" not in page.text
    assert "\u202e" not in page.text


def test_filters_show_how_many_they_leave_and_can_be_taken_off(stranger: TestBrowser, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 2)
    cast.session.commit()

    page = unescape(stranger.get("/search?taxonomy=treatment&has_capacity=yes&near=94103").text)

    assert (
        'id="f-has_capacity-yes" type="checkbox" name="has_capacity" value="yes" form="search" checked'
        in page
    )
    assert '<a class="tr-chip" href="/search?near=94103&taxonomy=treatment"' in page
    assert '<a class="tr-chip" href="/search?near=94103&has_capacity=yes"' in page
    assert "Opioid treatment program<span" in page


def test_a_search_that_finds_nothing_says_what_to_give_up(stranger: TestBrowser) -> None:
    page = unescape(stranger.get("/search?q=methadone&near=93650&language=es").text)
    wider = unescape(stranger.get("/search?q=methadone&near=93650").text)

    assert "Nothing fits all of this" in page
    assert "988" in page
    assert "1 service without any filter, however far" in page
    assert "1 service within 200 miles" in wider
    assert 'href="/search?q=methadone&near=93650&within_miles=200"' in wider


def test_a_result_keeps_to_pages(stranger: TestBrowser, cast: Cast) -> None:
    for number in range(25):
        cast.place(
            cast.service(cast.other, f"Circle {number:02}", "restorative.circle"), "Hall", 37.78, -122.41
        )
    record_change(cast.session, None)
    cast.session.commit()

    first = stranger.get("/search?taxonomy=restorative&near=94103").text
    following = unescape(re.findall(r'rel="next" href="([^"]*)"', first)[0])
    second = stranger.get(following).text

    assert len(names(first)) == 20
    assert "1–20 of 25" in first
    assert "21–25 of 25" in second
    assert not set(names(first)) & set(names(second))
    assert 'data-number="21"' in second


def test_an_officer_without_a_script_leaves_an_unmet_need(
    as_actor: AsActor, cast: Cast, session: Session
) -> None:
    browser = as_actor(cast.olive_officer)

    browser.post("/search/place", data={"q": "detox", "where": "94103", "language": "fr"})

    need = session.exec(select(UnmetNeed)).one()
    assert (need.zip, need.kinds, need.filters["language"]) == (
        "94103",
        ["treatment.withdrawal-management"],
        ["fr"],
    )


def test_a_settled_search_is_counted_once_for_those_who_search_for_others(
    as_actor: AsActor, cast: Cast, session: Session
) -> None:
    officer, provider = as_actor(cast.olive_officer), as_actor(cast.pat_provider)
    empty = officer.get("/search?q=detox&near=94103").text
    href = unescape(re.findall(r'hx-post="(/search/unmet[^"]*)" hx-trigger="load delay:10s"', empty)[0])

    assert officer.post(href).status_code == 204
    assert officer.post(href).status_code == 204
    assert "/search/unmet" not in provider.get("/search?q=detox&near=94103").text
    assert provider.post(href).status_code == 204

    assert session.exec(select(UnmetNeed)).one().times == 2


def test_reading_visiting_and_typing_count_nothing(
    as_actor: AsActor, stranger: TestBrowser, cast: Cast, session: Session
) -> None:
    officer = as_actor(cast.olive_officer)
    officer.get("/search?q=detox&near=94103")
    officer.piece("/search?q=detox&near=94103")
    officer.post("/search/place", data={"q": "detox", "where": "94103"}, headers={"hx-request": "true"})
    officer.post("/search/place", data={"q": "methadone", "where": "94103"})
    stranger.post("/search/place", data={"q": "detox", "where": "94103"})
    stranger.post("/search/unmet?q=detox")

    assert session.exec(select(UnmetNeed)).all() == []


def test_one_mile_is_no_miles(stranger: TestBrowser, cast: Cast) -> None:
    assert cast.clinic_service.id
    page = stranger.get("/search?q=methadone&near=94103&within_miles=1").text

    assert "within 1 mile" in page
    assert "within 1 miles" not in page


def test_programs_get_the_same_answer(stranger: TestBrowser, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 3)
    cast.session.commit()

    answer = stranger.get("/api/search?q=methadone&near=94103&limit=1").json()

    assert list(answer) == [
        "total", "engine", "took_ms", "next", "facets", "results", "relaxations", "almost", "why_not",
        "understood", "is_understood",
    ]  # fmt: skip
    assert (answer["total"], answer["engine"], answer["next"]) == (1, "embedded", None)
    found = answer["results"][0]
    assert set(found) == {
        "service_id",
        "location_id",
        "organization_id",
        "name",
        "organization",
        "distance_m",
        "latitude",
        "longitude",
        "capacity",
        "why",
        "asks",
        "unsaid",
        "score",
        "record",
    }
    assert found["capacity"]["available"] == 3
    assert found["why"] == ["“methadone” is what it is called"]
    assert answer["facets"]["has_capacity"] == [{"value": "yes", "count": 1}]


def test_tonight_and_free_places_are_one_tap_away_until_they_are_on(
    stranger: TestBrowser, session: Session, cast: Cast
) -> None:
    cast.capacity(cast.clinic_place, 2)
    record_change(session, None)
    session.commit()

    def quick(path: str) -> list[str]:
        page = stranger.get(path).text
        found = re.search(r'<ul class="tr-chips tr-chips--quick".*?</ul>', page, re.S)
        return (
            [unescape(href) for href in re.findall(r'<a class="tr-chip" href="([^"]+)"', found[0])]
            if found
            else []
        )

    assert quick("/search?near=94103") == [
        "/search?near=94103&hours=tonight",
        "/search?near=94103&has_capacity=yes",
    ]
    assert "/search?near=94103&hours=tonight" not in quick("/search?near=94103&hours=tonight")
    assert quick("/search?near=94103&has_capacity=yes") == []  # one place is left
    assert quick("/search?near=94103&hours=tonight&has_capacity=yes") == []
    assert quick("/search?q=nothingatall") == []


def test_programs_never_learn_where_a_private_place_is(stranger: TestBrowser) -> None:
    shelter = stranger.get("/api/search?taxonomy=housing&near=94103").json()["results"][0]

    assert (shelter["distance_m"], shelter["latitude"], shelter["longitude"]) == (None, None, None)
    assert "Place kept private" in shelter["why"]


def test_the_answer_for_programs_is_described(stranger: TestBrowser) -> None:
    described = stranger.get("/api/openapi.json").json()["paths"]["/api/search"]["get"]

    names = [parameter["name"] for parameter in described["parameters"]]
    assert {"q", "taxonomy", "near", "within_miles", "has_capacity", "sort", "limit", "cursor"} <= set(names)
    assert all(parameter["description"] for parameter in described["parameters"])


def test_the_map_gets_its_counties_from_us(stranger: TestBrowser) -> None:
    shapes = stranger.get("/places/counties.json?near=37.77,-122.42&within_miles=20")

    said = [feature["properties"] for feature in shapes.json()["features"]]
    assert "San Francisco County" in [each["name"] for each in said if each.get("is_here")]
    assert "Oakland" in [each["name"] for each in said if each.get("kind") == "town"]
    assert "max-age" in shapes.headers["cache-control"]
    assert stranger.get("/places/counties.json?near=1+Main+Street").status_code in {404, 422}


def test_the_page_speaks_spanish(stranger: TestBrowser) -> None:
    page = stranger.get("/search?q=metadona&near=94103", headers={"accept-language": "es"}).text

    assert '<html lang="es"' in page
    assert "1 servicio cerca de San Francisco, CA 94103" in page
    assert kind_name("treatment.otp", "es") in page


def test_what_was_said_too_long_ago_is_not_shown(stranger: TestBrowser, cast: Cast) -> None:
    cast.capacity(cast.clinic_place, 3, minutes_ago=49 * 60)
    cast.session.commit()

    page = stranger.get("/search?q=methadone").text

    assert "3 beds" not in page
    assert "Free places not known" in page
