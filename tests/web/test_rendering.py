"""Templates that have a language's words in them say what templates say that look them up."""

import pytest

from tests.cast import Cast
from tests.web.browser import TestBrowser
from web.rendering import OurEnvironment


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("address", ["/", "/help", "/search?near=94103", "/sign-in", "/services/{}"])
def test_a_page_is_the_same_however_its_words_came_into_it(
    stranger: TestBrowser, cast: Cast, monkeypatch: pytest.MonkeyPatch, language: str, address: str
) -> None:
    here, headers = address.format(cast.clinic_service.id), {"accept-language": language}
    stranger.get(here, headers=headers)  # the token of forms comes first
    put_in = stranger.get(here, headers=headers)

    monkeypatch.setattr(OurEnvironment, "of", lambda self, _language: self)
    looked_up = stranger.get(here, headers=headers)

    assert f'<html lang="{language}">' in put_in.text
    assert put_in.text == looked_up.text
