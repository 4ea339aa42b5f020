"""A card says how one gets to a service, and why it is there, in the reader's words."""

from network.providers.changes import record_change
from network.search.kindred import kind_name
from network.tables import Location, LocationType
from tests.cast import Cast
from tests.web.browser import TestBrowser


def test_a_service_online_says_so_in_the_readers_language(stranger: TestBrowser, cast: Cast) -> None:
    service = cast.service(cast.other, "Recovery by video", "treatment.outpatient")
    place = cast.place(service, "Video room", 37.77, -122.41)
    location = cast.session.get_one(Location, place.location_id)
    location.location_type = LocationType.VIRTUAL
    record_change(cast.session, None)
    cast.session.commit()

    pages = [
        stranger.get("/search?q=video&near=94103", headers={"accept-language": language}).text
        for language in ("en", "es")
    ]

    assert "Online or by phone" in pages[0]
    assert "En línea o por teléfono" in pages[1]
    assert not any("data-lat" in page for page in pages)


def test_a_kind_that_a_reason_names_is_not_said_a_second_time(stranger: TestBrowser, cast: Cast) -> None:
    service = cast.service(cast.other, "Help with work", "work.job-training", "basic-needs.meals")
    cast.place(service, "Workshop", 37.77, -122.41)
    record_change(cast.session, None)
    cast.session.commit()

    page = stranger.get("/search?taxonomy=work.job-training&near=94103").text
    card = page[page.index('<li class="tr-result"') : page.index("</ol>")]

    assert card.count(kind_name("work.job-training", "en")) == 1
    assert f"Offers: {kind_name('work.job-training', 'en')}" in card
    assert f'<li class="tr-tag">{kind_name("basic-needs.meals", "en")}</li>' in card


def test_reasons_show_words_as_they_were_typed(stranger: TestBrowser, cast: Cast) -> None:
    cast.place(cast.service(cast.other, "Formación para el trabajo", "work"), "Taller", 37.77, -122.41)
    record_change(cast.session, None)
    cast.session.commit()

    page = stranger.get("/search?q=Formaci%C3%B3n&near=94103").text

    assert "“Formación” is what it is called" in page
