"""An officer finds places by the same words, whichever engine finds them."""

from network.search.engine import Results, Search
from network.search.kindred import with_parents
from network.search.records import KIND, MENTIONED, NAME, ORGANIZATION, PLACE
from tests.network.search.contract.conftest import MakeEngine
from tests.network.search.listings import listing

DETOX = listing("Oak Street program", words={"oak": NAME, "street": NAME, "program": NAME, "detox": KIND})
CLINIC = listing(
    "Pine clinic",
    words={"pine": NAME, "clinic": NAME, "methadone": KIND},
    marks=frozenset(f"kind:{code}" for code in with_parents("treatment.otp.methadone")),
)
SHELTER = listing("Elm House", words={"elm": NAME, "house": NAME, "shelter": ORGANIZATION, "lakeview": PLACE})
KNOWN = (DETOX, CLINIC, SHELTER)


def names(results: Results) -> list[str]:
    return sorted(result.name for result in results.results)


def test_officer_finds_a_place_by_any_word_that_stands_there(directory_of: MakeEngine) -> None:
    engine = directory_of(*KNOWN)

    assert names(engine.search(Search(q="detox"))) == ["Oak Street program"]
    assert names(engine.search(Search(q="Pine clinic"))) == ["Pine clinic"]
    assert names(engine.search(Search(q="shelter Lakeview"))) == ["Elm House"]
    assert names(engine.search(Search(q="METHADONE"))) == ["Pine clinic"]


def test_officer_who_is_still_typing_finds_it_already(directory_of: MakeEngine) -> None:
    engine = directory_of(*KNOWN)

    for typed in ("met", "meth", "methado"):
        assert names(engine.search(Search(q=typed))) == ["Pine clinic"]
    assert names(engine.search(Search(q="pine methad"))) == ["Pine clinic"]


def test_officer_who_mistypes_finds_it_and_is_told_that_the_word_is_only_alike(
    directory_of: MakeEngine,
) -> None:
    engine = directory_of(*KNOWN)

    for typed in ("methadon", "mehtadone", "methadnoe"):
        assert names(engine.search(Search(q=typed))) == ["Pine clinic"]
    assert "is what" not in str(engine.search(Search(q="methadnoe")).results[0].why[0])


def test_a_word_that_somebody_wrote_is_not_taken_for_another(directory_of: MakeEngine) -> None:
    engine = directory_of(listing("Meal"), listing("Deal"))

    assert names(engine.search(Search(q="meal"))) == ["Meal"]


def test_a_word_is_left_out_when_no_place_has_them_all_and_the_note_says_so(directory_of: MakeEngine) -> None:
    found = directory_of(*KNOWN).search(Search(q="elm methadone"))

    assert names(found) == ["Pine clinic"]
    assert str(found.note) == "No place fits all these words. Left out: elm"


def test_a_long_search_finds_only_what_has_all_its_words(directory_of: MakeEngine) -> None:
    most = "alder birch cedar dogwood elder fir ginkgo hazel ironwood juniper"
    engine = directory_of(listing(f"{most} larch"), listing(most))

    assert names(engine.search(Search(q=f"{most} larch"))) == [f"{most} larch"]


def test_words_that_say_nothing_find_everything(directory_of: MakeEngine) -> None:
    assert directory_of(*KNOWN).search(Search(q="I need some")).total == len(KNOWN)


def test_nonsense_finds_nothing_and_breaks_nothing(directory_of: MakeEngine) -> None:
    engine = directory_of(*KNOWN)

    for typed in (
        "xyzzyqwv",
        "\x00\x01",
        "'; DROP TABLE service; --",
        '"',
        "%",
        "-pine",
        "kinds = x",
        "[" * 90,
    ):
        assert engine.search(Search(q=typed)).total in {0, 1, len(KNOWN)}


def test_what_says_it_in_its_name_stands_before_what_only_mentions_it(directory_of: MakeEngine) -> None:
    engine = directory_of(
        listing("Mentioned", words={"detox": MENTIONED}),
        listing("By its agency", words={"detox": ORGANIZATION}),
        listing("By its name", words={"detox": NAME}),
    )

    found = engine.search(Search(q="detox"))

    assert [result.name for result in found.results][0] == "By its name"
    assert [result.name for result in found.results][-1] == "Mentioned"


def test_who_answered_is_said(directory_of: MakeEngine, word_engine: str) -> None:
    found = directory_of(*KNOWN).search(Search(q="detox"))

    assert found.engine == word_engine
    assert found.note is None
