"""The text that people sign: plain, whole, and the same in both languages."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from network.rules.consent import Policy, Signing
from network.rules.consent_names import FACTS
from network.rules.consent_text import KeptPart, spoken_text
from network.rules.person_facts import NAMES, Household
from network.tables import InformationKind
from network.words import speak, translations
from tests.network.consent.test_missing_elements import BOUND, CASE, FREE, TODAY

CITED = re.compile(r"\((?:42 CFR|45 CFR)(?:[^()]|\([^()]*\))*\)")
WHOLE = {
    "free": Signing(**FREE),
    "bound": Signing(**(BOUND | {"condition_reference": "24-17", "factors": "Age"})),
}


def read(signing: Signing, language: str = "en", policy: Policy | None = None) -> tuple[KeptPart, ...]:
    return spoken_text(signing, CASE, policy or Policy(), language)


def sentences(parts: tuple[KeptPart, ...]) -> list[str]:
    return [line for part in parts for line in (part.heading, *part.before, *part.points, *part.after)]


def syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and len(groups) > 1
    return max(1, len(groups) - silent)


def grade(lines: list[str]) -> float:
    """Flesch-Kincaid of the whole sentences: the school year in which people read this without trouble."""
    spoken = [CITED.sub("", line).strip() for line in lines if len(line.split()) > 5]
    ends = sum(len(re.findall(r"[.:?!](?:\s|$)", line)) or 1 for line in spoken)
    words = [word for line in spoken for word in re.findall(r"[A-Za-z’'-]+", line)]
    return 0.39 * len(words) / ends + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("which", WHOLE)
def test_an_eighth_grader_can_read_it(which: str) -> None:
    assert grade(sentences(read(WHOLE[which]))) <= 8


@pytest.mark.parametrize("which", WHOLE)
def test_no_sentence_is_long(which: str) -> None:
    spoken = [CITED.sub("", line) for line in sentences(read(WHOLE[which]))]
    longest = max(
        (one for line in spoken for one in re.split(r"(?<=[.:])\s", line)), key=lambda s: len(s.split())
    )

    assert len(longest.split()) <= 36, longest


@pytest.mark.parametrize(
    ("which", "sections"),
    [
        (
            "free",
            ["2.31(a)(1)", "2.31(a)(2) to (4)", "2.31(a)(4)(iii)", "2.31(a)(5)", "2.31(a)(6)", "2.31(a)(7)",
             "2.31(a)(10)", "2.31(b) and (d)", "164.508(c)(2)", "164.508(c)(4)"],
        ),
        ("bound", ["2.35(a)", "2.35(a)(1)", "2.35(b)", "2.35(c)", "2.35(d)", "2.31(a)(10)"]),
    ],
)  # fmt: skip
def test_it_says_everything_that_the_rules_ask_for(which: str, sections: list[str]) -> None:
    text = "\n".join(sentences(read(WHOLE[which])))

    for section in sections:
        assert section in text


def test_who_what_why_and_until_when_stand_in_it() -> None:
    text = "\n".join(sentences(read(WHOLE["free"])))

    for words in (
        "Dee Hale",
        "Diversion Unit may tell Clinic",
        "Clinic may tell Diversion Unit",
        "What you need",
        "to find help for you",
        "May 31, 2026",
        "You can take this back at any time",
    ):
        assert words in text
    assert "condition" not in text


def test_under_a_condition_it_names_who_monitors_and_from_when_it_can_be_taken_back() -> None:
    text = "\n".join(sentences(read(WHOLE["bound"])))

    for words in (
        "Pim, the prosecutor in this case",
        "a charge that is held back",
        "Circuit Court",
        "24-17",
        "you can take back from May 1, 2026 on",
        "June 10, 2026",
        "What else counted: Age",
    ):
        assert words in text
    assert "You can take this back at any time" not in text


@pytest.mark.parametrize("which", WHOLE)
def test_the_spanish_text_says_every_sentence(which: str) -> None:
    english, spanish = read(WHOLE[which]), read(WHOLE[which], "es")
    same = set(sentences(english)) & set(sentences(spanish))

    assert [len(part.before) + len(part.points) for part in english] == [
        len(part.before) + len(part.points) for part in spanish
    ]
    assert {CITED.findall(line)[0] for line in sentences(english) if CITED.search(line)} == {
        CITED.findall(line)[0] for line in sentences(spanish) if CITED.search(line)
    }
    assert same == set(), "said in English only"
    assert translations("es").ugettext("What this is") != "What this is"


def test_the_operator_can_add_words_of_their_own() -> None:
    policy = Policy(own_words="State law: {nothing} more.", own_words_es="Ley del estado.")

    assert "State law: {nothing} more." in sentences(read(WHOLE["free"], "en", policy))
    assert "Ley del estado." in sentences(read(WHOLE["free"], "es", policy))


def test_a_consent_that_ends_with_an_event_still_names_a_last_day() -> None:
    signing = Signing(**(FREE | {"expires_on": None, "expires_event": "program_ended"}))
    text = "\n".join(sentences(read(signing)))

    assert "the day your diversion program ends" in text
    assert (TODAY + timedelta(days=730)).strftime("%B") in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_written_down_for_the_need_is_named_by_its_kinds(language: str) -> None:
    case = replace(CASE, facts=tuple(FACTS))
    told = spoken_text(WHOLE["free"], case, Policy(), language)
    spoken = [speak(words, language) for words in FACTS.values()]
    [part] = [part for part in told if list(part.points) == spoken]

    assert "42 CFR 2.31(a)(3)" in part.before[0]
    assert len(set(spoken)) == len(FACTS)
    assert grade(sentences(told)) <= 8 or language == "es"
    nothing_known = spoken_text(WHOLE["free"], CASE, Policy(), language)
    assert len(told) == len(nothing_known) + 1


def test_where_the_need_is_not_told_its_facts_are_not_named() -> None:
    without = Signing(**(FREE | {"told": frozenset({InformationKind.IDENTITY})}))
    spoken = sentences(spoken_text(without, replace(CASE, facts=tuple(FACTS)), Policy(), "en"))

    assert "pregnancy" not in spoken


def test_every_fact_of_a_need_has_words_for_the_person() -> None:
    several = {f"household.{one.value}" for one in Household}
    assert set(FACTS) == ({*NAMES} - {"household"}) | several
