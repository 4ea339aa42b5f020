"""Finding a service for a person of whom something is known: it decides who is there, and stands in no
address."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.people.operations import add_person, open_need
from network.people.words import NeedWords, PersonWords
from network.providers.changes import record_change
from network.tables import CapacityPart, KeptFacts, Need, ServiceAtLocation, UnmetNeed
from tests.cast import Cast
from tests.chance import words_in
from tests.web.browser import TestBrowser
from tests.web.test_search import names
from web.searching import KEPT_FROM_ONE

AsActor = Callable[[Actor], TestBrowser]
HIM: dict[str, Any] = {"age": "34", "sex": "men", "moud": "methadone", "no_id": "yes", "language": ["", "es"]}
NEAR = "q=sober+living&near=94103"


@pytest.fixture
def houses(cast: Cast) -> dict[str, ServiceAtLocation]:
    """Recovery houses: one takes people who take methadone, one does not, one does not say."""
    told = {
        "Anvil": ("serves.men", "excludes.methadone"),
        "Lantern": ("serves.men", "moud.methadone.accepted", "accepts.no-id"),
        "Quiet": (),
    }
    places = {
        name: cast.place(
            cast.service(cast.other, f"{name} House", "housing.recovery-residence", facts=facts),
            f"{name} House",
            37.77,
            -122.41,
        )
        for name, facts in told.items()
    }
    record_change(cast.session, None)
    cast.session.commit()
    return places


def say_of(browser: TestBrowser, query: str = NEAR, **facts: Any) -> Any:
    """What a browser sends when the form of the person is filled in."""
    return browser.post("/search/facts", data={"search": query, **facts}, follow_redirects=False)


def pressed(browser: TestBrowser, page: str, name: str, value: str) -> str:
    """The page after a button of the form of the person was pressed."""
    form = page[page.index('<form id="who"') : page.index("</form>", page.index('<form id="who"'))]
    ticked = re.findall(r'name="(\w+)" value="([^"]*)" checked', form)
    typed = re.findall(r'name="(age|lives_in)" type="text" value="([^"]*)"', form)
    data: dict[str, list[str]] = {name: [value]}
    for field, given in (*ticked, *typed):
        data.setdefault(field, []).append(given)
    data["search"] = [unescape(re.findall(r'name="search" value="([^"]*)"', page)[0])]
    return str(browser.post("/search/facts", data=data).text)


@pytest.mark.usefixtures("houses")
def test_a_stranger_says_who_it_is_for_and_sees_who_can_take_them(stranger: TestBrowser) -> None:
    sent = say_of(stranger, **HIM)

    assert sent.status_code == 303
    assert re.fullmatch(r"/search\?q=sober\+living&near=94103&facts=[a-z2-7]{10}", sent.headers["location"])
    page = stranger.get(sent.headers["location"]).text
    assert [name.split(": ")[1] for name in names(page)] == ["Lantern House", "Quiet House"]
    lantern, quiet = re.findall(
        r'<li class="tr-result".*?</li>\s*(?=<li class="tr-result"|</ol>)', page, re.S
    )
    assert "Takes people who take methadone" in lantern
    assert "Ask: does not say whether it takes people who take methadone" in quiet
    assert re.search(r"Almost: \d places? miss", unescape(page))
    assert "Does not take people who take methadone" in page
    for chip in ("34 years old", "man", "takes methadone", "no ID", "Spanish"):
        assert re.search(rf'<button class="tr-chip"[^>]*>{chip}<', page)


@pytest.mark.usefixtures("houses")
def test_each_thing_can_be_taken_back_and_all_at_once(stranger: TestBrowser) -> None:
    page = stranger.get(say_of(stranger, **HIM).headers["location"]).text

    without = pressed(stranger, page, "without", "moud:methadone")
    assert "takes methadone</" not in without
    assert 'value="moud:methadone"' not in without
    assert 'value="age:34"' in without
    cleared = pressed(stranger, without, "clear", "yes")
    assert "tr-who__said" not in cleared
    assert "facts=" not in re.findall(r'name="search" value="([^"]*)"', cleared)[0]
    assert len(names(cleared)) == 3


@pytest.mark.usefixtures("houses")
def test_what_an_officer_said_is_nobody_elses(as_actor: AsActor, cast: Cast, stranger: TestBrowser) -> None:
    officer, colleague = as_actor(cast.olive_officer), as_actor(cast.cody_coordinator)
    address = say_of(officer, **HIM).headers["location"]

    assert "takes methadone" in officer.get(address).text
    for other in (colleague, stranger):
        page = other.get(address).text
        assert "kept for half a day, and only for who said it" in page
        assert 'value="moud:methadone"' not in page
        assert len(names(page)) == 3


@pytest.mark.usefixtures("houses")
def test_nothing_of_the_person_is_in_an_address_a_header_or_the_title(
    as_actor: AsActor, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    officer = as_actor(cast.olive_officer)
    facts: dict[str, Any] = {
        **HIM,
        "offence": "registry",
        "household": "pets",
        "lives_in": "94110",
        "cost": "payer.medicaid",
    }
    with caplog.at_level("DEBUG"):
        sent = say_of(officer, **facts)
        page = officer.get(sent.headers["location"])
        piece = officer.piece(sent.headers["location"])

    words = re.compile(r"methadone|registry|pets|94110|medicaid|no_id|age=|sex=|\bmen\b|language=es", re.I)
    addresses = re.findall(r'(?:href|action|hx-get|hx-post|src|data-[a-z]+)="([^"]*)"', page.text)
    assert addresses
    assert [one for one in addresses if words.search(one)] == []
    for answer in (sent, page, piece):
        assert [each for each in answer.headers.items() if words.search(" ".join(each))] == []
    assert piece.headers["hx-replace-url"] == sent.headers["location"]
    assert not words.search(page.text[: page.text.index("</title>")])
    logged = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert not words.search(logged.replace(str(cast.olive_officer.id), "").replace("94110", ""))
    assert words_in(logged, ["94110"]) == []


@pytest.mark.parametrize(
    "fact", ["age=34", "sex=men", "moud=methadone", "offence=arson", "household=pets", "no_id=yes",
             "active_use=yes", "lives_in=94103"],
)  # fmt: skip
def test_a_fact_in_an_address_is_refused_and_all_else_is_kept(stranger: TestBrowser, fact: str) -> None:
    page = stranger.get(f"/search?q=detox&near=94103&{fact}")
    answer = stranger.get(f"/api/search?q=detox&near=94103&{fact}")

    for told in (page, answer):
        assert told.status_code == 422
        assert "Facts about a person never stand in an address. Post them." in told.text
    assert 'value="detox"' in page.text
    assert 'value="94103"' in page.text
    assert fact not in page.text


def test_a_wrong_fact_is_shown_again_with_everything_typed(stranger: TestBrowser) -> None:
    page = say_of(stranger, **{**HIM, "age": "old", "lives_in": "941", "moud": ["methadone", "heroin"]})

    assert page.status_code == 422
    assert "The age is a number of years" in page.text
    assert "A ZIP code has five digits" in page.text
    assert 'value="old"' in page.text
    assert 'value="yes" checked' in page.text
    assert 'value="sober living"' in page.text
    assert 'name="search" value="q=sober+living&amp;near=94103"' in page.text


@pytest.mark.usefixtures("houses")
def test_only_places_that_say_so_and_what_asking_would_find(stranger: TestBrowser) -> None:
    address = say_of(stranger, moud="methadone").headers["location"]
    page = stranger.get(f"{address}&only_sure=yes").text

    assert [name.split(": ")[1] for name in names(page)] == ["Lantern House"]
    assert "Only places that say they take this person" in page


def need_of(session: Session, officer: Actor, **facts: tuple[str, ...]) -> Need:
    person = add_person(session, officer, PersonWords("Rosalind", "Quimby"), anyway=True)
    words = NeedWords(
        "housing.recovery-residence", facts=facts, zip="94103", latitude=37.77, longitude=-122.41
    )
    need = open_need(session, officer, person, words)
    session.commit()
    return need


@pytest.mark.usefixtures("houses")
def test_a_search_from_a_need_has_only_its_id_in_the_address(
    session: Session, cast: Cast, as_actor: AsActor
) -> None:
    need = need_of(session, cast.olive_officer, moud=("methadone",), sex=("men",))
    officer = as_actor(cast.olive_officer)
    page = officer.get(f"/search?need={need.id}").text
    piece = officer.piece(f"/search?need={need.id}&taxonomy=any&taxonomy={need.kind}&near=94103")

    assert [name.split(": ")[1] for name in names(page)] == ["Lantern House", "Quiet House"]
    assert "What matters for this person:" in page
    assert "near San Francisco, CA 94103" in page
    assert piece.headers["hx-replace-url"] == f"/search?need={need.id}"
    assert f'href="/search?need={need.id}"' in officer.get(f"/people/{need.person_id}").text


@pytest.mark.usefixtures("houses")
def test_kind_and_place_of_a_need_can_be_given_up(session: Session, cast: Cast, as_actor: AsActor) -> None:
    need = need_of(session, cast.olive_officer)
    officer = as_actor(cast.olive_officer)
    everything = officer.piece(f"/search?need={need.id}&taxonomy=any&near=any")
    typed = officer.post(
        "/search/place",
        data={"need": str(need.id), "taxonomy": "any", "where": "", "shown": "94103", "near": "94103"},
        follow_redirects=False,
    )

    assert everything.headers["hx-replace-url"] == f"/search?near=any&need={need.id}&taxonomy=any"
    assert "services</h2>" in everything.text
    assert len(names(everything.text)) == 5
    assert typed.headers["location"] == f"/search?near=any&need={need.id}&taxonomy=any"


@pytest.mark.usefixtures("houses")
def test_what_is_said_beside_a_need_wins_and_leaves_the_need_alone(
    session: Session, cast: Cast, as_actor: AsActor
) -> None:
    need = need_of(session, cast.olive_officer, moud=("methadone",))
    officer = as_actor(cast.olive_officer)
    sent = say_of(officer, f"need={need.id}", sex="men")
    page = officer.get(sent.headers["location"]).text

    assert re.fullmatch(rf"/search\?need={need.id}&facts=\w{{10}}", sent.headers["location"])
    assert len(names(page)) == 3
    assert f'href="/search?need={need.id}">Back to what the need says' in page
    session.expire_all()
    assert need.facts == '{"moud": ["methadone"]}'
    again = say_of(officer, sent.headers["location"].partition("?")[2], moud="methadone")
    assert again.headers["location"] == f"/search?need={need.id}"
    assert session.exec(select(KeptFacts)).all() == []


@pytest.mark.usefixtures("houses")
def test_strangers_learn_nothing_of_a_need(session: Session, cast: Cast, stranger: TestBrowser) -> None:
    need = need_of(session, cast.olive_officer, moud=("methadone",))

    page = stranger.get(f"/search?need={need.id}&taxonomy=any&near=any").text

    assert 'value="moud:methadone"' not in page
    assert "Rosalind" not in page
    assert len(names(page)) == 5


def test_an_empty_search_for_somebody_is_counted_without_what_could_tell_who(
    session: Session, cast: Cast, as_actor: AsActor
) -> None:
    officer = as_actor(cast.olive_officer)
    page = officer.get(say_of(officer, "q=detox&near=94103", **HIM).headers["location"]).text
    href = unescape(re.findall(r'hx-post="(/search/unmet[^"]*)"', page)[0])

    assert "Nothing fits all of this" in page
    assert "We count this as a need that nothing fits" in page
    assert officer.post(href).status_code == 204
    kept = session.exec(select(UnmetNeed)).one()
    assert kept.filters["age_from"] == 25
    assert "methadone" not in repr(kept.filters)


@pytest.mark.usefixtures("houses")
def test_why_one_place_is_not_here(stranger: TestBrowser) -> None:
    address = say_of(stranger, moud="methadone").headers["location"]
    page = stranger.get(address.replace("/search?", "/search/why-not?") + "&which=anvil+house")
    there = stranger.piece(address.replace("/search?", "/search/why-not?") + "&which=lantern")
    nobody = stranger.get("/search/why-not?q=detox&which=zzzzzz")

    assert "Does not take people who take methadone" in page.text
    assert "It is among the results." in there.text
    assert there.text.strip().startswith('<section id="why-not"')
    assert "We know no service or agency of this name." in nobody.text


@pytest.mark.usefixtures("houses")
def test_the_answer_why_is_the_same_as_on_its_page(stranger: TestBrowser) -> None:
    address = "/search/why-not?q=sober+living&hours=tonight&which=house"
    whole, piece = stranger.get(address).text, stranger.piece(address).text

    assert piece.strip() in whole
    assert "Does not say when it is open" in piece


@pytest.mark.usefixtures("houses")
def test_programs_post_what_is_known_and_nothing_is_kept(stranger: TestBrowser, session: Session) -> None:
    asked = {
        "q": "sober living",
        "near": "94103",
        "almost": True,
        "facts": {"moud": ["methadone"], "age": 34},
    }
    answer = stranger.post("/api/search", json=asked, forged=True)  # no token is needed

    assert answer.status_code == 200
    told = answer.json()
    assert [one["name"] for one in told["results"]] == ["Lantern House", "Quiet House"]
    lantern, quiet = told["results"]
    assert "moud" not in lantern["unsaid"]
    assert "moud" in quiet["unsaid"]
    assert 0 < quiet["score"]["score"] < lantern["score"]["score"] <= 100
    assert [(one["name"], one["missed"]["condition"]) for one in told["almost"]] == [("Anvil House", "moud")]
    assert lantern["record"] is None
    assert session.exec(select(KeptFacts)).all() == []


@pytest.mark.usefixtures("houses")
def test_programs_ask_why_a_place_is_not_there(
    stranger: TestBrowser, houses: dict[str, ServiceAtLocation]
) -> None:
    anvil = houses["Anvil"]
    asked = {"facts": {"moud": "methadone"}, "why_not": str(anvil.service_id), "hours": "now"}
    told = stranger.post("/api/search", json=asked, forged=True).json()

    assert {one["condition"] for one in told["why_not"]} == {"moud", "hours"}
    got = stranger.get(f"/api/search?why_not={anvil.service_id}&at={anvil.location_id}").json()
    assert got["why_not"] == []


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"age": 34}, "Put what is known of the person into"),
        ({"facts": ["methadone"]}, "Put what is known of the person into"),
        ({"facts": {"moud": ["heroin"]}}, "Choose one of those that are listed"),
        ({"facts": {"language": [f"a{chr(97 + n)}" for n in range(26)]}}, "We do not know this language"),
        ({"facts": {"name": "Rosa"}}, "Choose one of those that are listed"),
        ({"near": {"zip": 94103}}, "Give a text, a number, true or false, or a list"),
        ({"why_not": "anvil"}, "Give the id of a service"),
        ({"sort": "random"}, "Sort by one of these"),
    ],
)
def test_what_a_program_cannot_mean_gets_a_sentence(
    stranger: TestBrowser, asked: dict[str, Any], sentence: str
) -> None:
    answer = stranger.post("/api/search", json=asked, forged=True)

    assert answer.status_code == 422
    assert sentence in " ".join(answer.json()["problems"].values())
    assert "Rosa" not in answer.text


@pytest.mark.parametrize(
    "body", ['{"q":' + "[" * 200_000 + "]" * 200_000 + "}", '{"a":' * 90_000 + "1" + "}" * 90_000]
)
def test_lists_in_lists_without_end_cannot_be_read(stranger: TestBrowser, body: str) -> None:
    answer = stranger.post(
        "/api/search", content=body, headers={"content-type": "application/json"}, forged=True
    )

    assert answer.status_code == 400


def test_no_script_fills_the_table_of_what_was_said(stranger: TestBrowser, session: Session) -> None:
    for number in range(KEPT_FROM_ONE + 1):
        stranger.cookies.pop("trestle_browser", None)
        last = say_of(stranger, age=str(number % 90 + 1))

    assert last.status_code == 429
    assert len(session.exec(select(KeptFacts)).all()) == KEPT_FROM_ONE


def test_nobody_counts_for_whom_the_beds_of_a_private_place_are(
    stranger: TestBrowser, session: Session, cast: Cast
) -> None:
    place = cast.shelter_place
    cast.capacity(place, 3)
    for population, available in (("serves.women", 2), ("serves.families", 1), ("serves.men", 0)):
        session.add(CapacityPart(service_at_location_id=place.id, population=population, available=available))
    record_change(session, None)
    session.commit()

    def told(**facts: str) -> Any:
        answer = stranger.post("/api/search", json={"q": "shelter", "facts": facts}, forged=True).json()
        return next(one["capacity"] for one in answer["results"] if one["name"] == "Safe shelter")

    for capacity in (told(), told(sex="women")):
        assert capacity["has_room"] is True
        assert (capacity["available"], capacity["for_person"], capacity["parts"]) == (None, None, [])
    page = stranger.get(f"/services/{place.service_id}?at={place.location_id}").text
    assert "2 for women" not in page


def of_next_page(page: str) -> str:
    """The cursor of the page behind this one."""
    return unescape(re.findall(r'href="[^"]*cursor=([^"&]*)', page)[-1])


def test_the_next_page_of_a_search_for_somebody_tells_nothing_of_them(
    as_actor: AsActor, cast: Cast, houses: dict[str, ServiceAtLocation]
) -> None:
    officer = as_actor(cast.olive_officer)
    address = say_of(officer, f"{NEAR}&limit=1", **HIM).headers["location"]
    first = officer.get(address).text
    cursor = of_next_page(first)
    opened = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))

    assert names(first) == ["Hilltop Services: Lantern House"]
    assert str(houses["Lantern"].service_id).encode() not in opened
    assert of_next_page(officer.get(address).text) == cursor
    second = officer.get(f"{address}&cursor={cursor}").text
    assert names(second) == ["Hilltop Services: Quiet House"]
    for wrong in (cursor[:-4], f"A{cursor[1:]}" if cursor[0] != "A" else f"B{cursor[1:]}", "x"):
        assert officer.get(f"{address}&cursor={wrong}").status_code == 422
    assert officer.get(f"/search?{NEAR}&limit=1&cursor={cursor}").status_code == 422


@pytest.mark.usefixtures("houses")
def test_a_program_goes_from_page_to_page_for_somebody(stranger: TestBrowser) -> None:
    asked = {"q": "sober living", "near": "94103", "limit": 1, "facts": {"moud": ["methadone"]}}
    first = stranger.post("/api/search", json=asked, forged=True).json()
    second = stranger.post("/api/search", json={**asked, "cursor": first["next"]}, forged=True).json()

    found = [one["name"] for page in (first, second) for one in page["results"]]
    assert found == ["Lantern House", "Quiet House"]
    assert second["next"] is None


def test_the_posted_search_is_described(stranger: TestBrowser) -> None:
    described = stranger.get("/api/openapi.json").json()["paths"]["/api/search"]["post"]

    schema = described["requestBody"]["content"]["application/json"]["schema"]
    assert {"q", "near", "hours", "only_sure", "facts"} <= set(schema["properties"])
    facts = schema["properties"]["facts"]["properties"]
    assert {"age", "sex", "moud", "offence", "household", "lives_in"} <= set(facts)
    assert all(each["description"] for each in facts.values())


def test_only_staff_see_how_many_referrals_a_place_answered(
    as_actor: AsActor, cast: Cast, stranger: TestBrowser
) -> None:
    for browser in (as_actor(cast.olive_officer), stranger):
        page = browser.get("/search?q=methadone&near=94103").text
        assert "Why this place?" in page
        assert "How it answers" in page
        assert "said yes to" not in page  # nobody answered anything yet
