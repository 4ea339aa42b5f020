"""What Meilisearch's documentation promises of misspelled words, beginnings and synonyms, asked of the
program itself with our settings: one wrong letter from four letters on, two from seven.

The last word may be a beginning, so that letters that are missing at its end are no mistake.
"""

from typing import Any

import pytest

from network.search.meilisearch.configuring import index_settings
from network.search.meilisearch.synonyms import word_synonyms
from network.search.meilisearch.tasks import wait_for
from network.search.synonyms import shipped_synonyms
from tests.network.search.meilisearch.beside import Beside
from tests.network.search.meilisearch.live.conftest import Tell

CLINIC, DETOX, SHELTER = "Methadone clinic", "Detox", "Shelter"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("methadne", CLINIC),  # a letter is missing
        ("methaddone", CLINIC),  # one too many
        ("methidone", CLINIC),  # a wrong one
        ("mehtadone", CLINIC),  # two swapped
        ("detx", DETOX),
        ("detoz", DETOX),
        ("shetler", SHELTER),
        ("sheltor", SHELTER),
    ],
)
def test_one_wrong_letter_is_understood(told: Tell, typed: str, meant: str) -> None:
    assert told(CLINIC, DETOX, SHELTER)(typed) == {meant: 1}


@pytest.mark.parametrize("typed", ["metadono", "methidona", "mehtadoen", "metthadonne"])
def test_two_wrong_letters_are_understood_in_a_long_word(told: Tell, typed: str) -> None:
    assert told(CLINIC, DETOX, SHELTER)(typed) == {CLINIC: 2}


@pytest.mark.parametrize("typed", ["dtx", "dtoxx", "shltr", "mtdn"])
def test_a_short_word_is_not_guessed_at(told: Tell, typed: str) -> None:
    assert told(CLINIC, DETOX, SHELTER)(typed) == {}


def test_a_wrong_first_letter_counts_twice(told: Tell) -> None:
    typos = told(CLINIC, DETOX)

    assert typos("nethadone") == {CLINIC: 2}
    assert typos("betox") == {}


def test_numbers_are_taken_as_they_are(told: Tell) -> None:
    typos = told("Clinic 43055")

    assert typos("43055") == {"Clinic 43055": 0}
    assert typos("43065") == {}


def test_officer_who_is_still_typing_finds_it_from_the_first_letter(told: Tell) -> None:
    typos = told(CLINIC, DETOX, SHELTER)

    for typed in ("m", "me", "meth", "methado"):
        assert typos(typed) == {CLINIC: 0}
    assert typos("mehtad") == {CLINIC: 1}


def test_only_the_last_word_may_be_a_beginning(told: Tell) -> None:
    typos = told("Methadone clinic")

    assert typos("clinic meth") == {CLINIC: 0}
    assert typos("meth clinic") == {}


def test_every_word_must_stand_there(told: Tell) -> None:
    assert told(CLINIC, DETOX)("methadone shelter") == {}


def test_the_right_word_stands_before_the_nearly_right_one(told: Tell) -> None:
    assert list(told("Sheltor", "Shelter")("shelter")) == ["Shelter", "Sheltor"]


def test_accents_and_capitals_change_nothing(told: Tell) -> None:
    typos = told("Clinica de metadona")

    for typed in ("clínica", "CLINICA", "Clínica Metadona"):
        assert typos(typed) == {"Clinica de metadona": 0}


def test_a_word_typed_in_two_is_understood(told: Tell) -> None:
    assert set(told(CLINIC, DETOX)("metha done")) == {CLINIC}


def test_a_synonym_costs_nothing_and_goes_one_way(told: Tell) -> None:
    typos = told("Naloxone kit", "Narcan corner")

    assert typos("narcan") == {"Naloxone kit": 0, "Narcan corner": 0}
    assert typos("naloxone") == {"Naloxone kit": 0}


def test_the_server_keeps_our_settings_as_they_were_sent(live: Beside) -> None:
    sent = index_settings(word_synonyms(shipped_synonyms()))
    kept: dict[str, Any] = live.client.index(live.uid).get_settings()

    for name in (
        "rankingRules",
        "searchableAttributes",
        "pagination",
        "proximityPrecision",
        "searchCutoffMs",
    ):
        assert kept[name] == sent[name]
    for name, value in sent["typoTolerance"].items():
        assert kept["typoTolerance"][name] == value
    assert kept["synonyms"] == sent["synonyms"]


def test_other_synonyms_need_no_other_documents(live: Beside, told: Tell) -> None:
    typos = told(CLINIC)
    assert typos("juice") == {}

    settings = index_settings({"juice": ["methadone"]})
    wait_for(live.client, live.client.index(live.uid).update_settings(settings))

    assert typos("juice") == {CLINIC: 0}
