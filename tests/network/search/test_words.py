"""People find what they mean however they type it: other words, Spanish, no accents, half a word, a typo."""

from itertools import islice, product

import pytest

from network.search.danger import AGAINST_VIOLENCE, IN_A_CRISIS, Rule, rules_of_danger, told_by
from network.search.engine import Search, Sort
from network.search.kindred import with_parents, words_of_kinds
from network.search.placing import PlaceAmongWords, place_among
from network.search.records import MENTIONED, NAME, ORGANIZATION, PLACE
from network.search.synonyms import read_synonyms
from network.search.tokens import MOST_TOKENS, tokens_of, typed_tokens
from network.search.words import MOST_REMEMBERED, OF_A_TERM
from network.words import speak
from tests.network.search.listings import Gathered, engine_of, listing


def of_kind(name: str, kind: str) -> Gathered:
    words = {**words_of_kinds(frozenset((kind,))), **dict.fromkeys(tokens_of(name), NAME)}
    return listing(name, words=words, marks=frozenset(f"kind:{code}" for code in with_parents(kind)))


KNOWN = (
    of_kind("Oak Street program", "treatment.withdrawal-management"),
    of_kind("Elm House", "housing.recovery-residence"),
    of_kind("Pine clinic", "treatment.otp.methadone"),
    of_kind("New Start", "work.job-training"),
    of_kind("Neighbors talk", "restorative.mediation"),
)


def names_for(q: str) -> list[str]:
    return [result.name for result in engine_of(*KNOWN).search(Search(q=q)).results]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("detox", "Oak Street program"),
        ("DETOXIFICATION", "Oak Street program"),
        ("desintoxicación", "Oak Street program"),
        ("desintoxicacion", "Oak Street program"),
        ("detx", "Oak Street program"),
        ("sober living", "Elm House"),
        ("a sober home", "Elm House"),
        ("methadone", "Pine clinic"),
        ("metadona", "Pine clinic"),
        ("methadon", "Pine clinic"),
        ("mehtadone", "Pine clinic"),
        ("methadnoe clinic", "Pine clinic"),
        ("meth", "Pine clinic"),
        ("mediación", "Neighbors talk"),
        ("mediations", "Neighbors talk"),
    ],
)
def test_an_officer_finds_what_is_meant(typed: str, meant: str) -> None:
    assert names_for(typed)[0] == meant


def test_the_first_letters_already_find() -> None:
    for letters in ("m", "me", "met", "meth"):
        assert "Pine clinic" in names_for(letters)


def test_a_wider_word_finds_every_kind_below_it() -> None:
    assert {"Oak Street program", "Pine clinic"} <= set(names_for("treatment"))
    assert {result.name for result in engine_of(*KNOWN).search(Search(kinds=("treatment",))).results} == {
        "Oak Street program",
        "Pine clinic",
    }


def test_what_is_named_stands_before_what_only_a_wider_word_names() -> None:
    engine = engine_of(
        of_kind("Elm House", "housing.recovery-residence"), of_kind("Oak", "housing.emergency-shelter")
    )

    assert [result.name for result in engine.search(Search(q="shelter")).results] == ["Oak", "Elm House"]


def test_all_words_must_fit_where_any_place_has_them_all() -> None:
    engine = engine_of(listing("Elm methadone"), listing("Elm"), listing("Methadone"))

    assert [result.name for result in engine.search(Search(q="elm methadone")).results] == ["Elm methadone"]


def test_where_no_place_has_all_words_those_that_say_most_are_kept_and_the_page_says_so() -> None:
    found = engine_of(*KNOWN).search(Search(q="elm methadone"))

    assert [result.name for result in found.results] == ["Pine clinic"]
    assert str(found.note) == "No place fits all these words. Left out: elm"


def test_nonsense_finds_nothing_and_breaks_nothing() -> None:
    for typed in ("xyzzyqwv", "🙂🙂", "\x00\x01", "‮‮‮", "'; DROP TABLE service; --", "%", "a" * 5_000_000):
        assert engine_of(*KNOWN).search(Search(q=typed)).total in {0, len(KNOWN)}


def test_letters_typed_again_and_again_do_not_sound_like_one_letter() -> None:
    veterans = of_kind("VA's clinic", "treatment.otp.methadone")

    assert engine_of(*KNOWN, veterans).search(Search(q="zzzzzz")).total == 0


def test_words_that_say_nothing_are_not_asked_for() -> None:
    assert names_for("I need a methadone") == ["Pine clinic"]
    assert len(names_for("I need some")) == len(KNOWN)


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    assert len(typed_tokens(" ".join(f"word{number}" for number in range(1000)))) <= 12


def test_a_mention_stands_behind_what_is_offered() -> None:
    engine = engine_of(
        listing("Mentioned", words={"detox": MENTIONED}),
        listing("By its agency", words={"detox": ORGANIZATION}),
        listing("By its town", words={"detox": PLACE}),
        listing("By its name", words={"detox": NAME}),
    )

    found = engine.search(Search(q="detox"))

    assert [result.name for result in found.results] == [
        "By its name",
        "By its agency",
        "By its town",
        "Mentioned",
    ]
    assert [str(result.why[0]) for result in found.results] == [
        "“detox” is what it is called",
        "“detox” is in the agency's name",
        "“detox” is where it is",
        "It mentions “detox”",
    ]


def test_a_word_that_somebody_wrote_is_not_taken_for_a_typo_of_another() -> None:
    engine = engine_of(listing("Meals"), listing("Deals"))

    assert [result.name for result in engine.search(Search(q="meal")).results] == ["Meals"]


@pytest.mark.parametrize(
    ("written", "token"),
    [("Women's", "women"), ("classes", "class"), ("services", "service"), ("bus", "bus"),
     ("reuniones", "reunion"),
     ("babies", "baby"), ("Niños", "nino"), ("SSI", "ssi")],
)  # fmt: skip
def test_one_spelling_for_one_word(written: str, token: str) -> None:
    assert tokens_of(written) == [token]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("soberliving", "Elm House"),
        ("oxford house", "Elm House"),
        ("where can I find a sober home?", "Elm House"),
        ("sober l", "Elm House"),
        ("recovry residence", "Elm House"),
        ("cold turkey", "Oak Street program"),
        ("desintoxicasion", "Oak Street program"),
        ("trade school", "New Start"),
        ("learn a trade near 94103", "New Start"),
        ("neighbor dispute", "Neighbors talk"),
        ("pinec linic", "Pine clinic"),
        ("pineclinic", "Pine clinic"),
    ],
)
def test_words_are_understood_together(typed: str, meant: str) -> None:
    assert names_for(typed)[0] == meant


def test_a_place_that_only_mentions_every_word_does_not_hide_the_one_that_is_meant() -> None:
    engine = engine_of(*KNOWN, listing("Chance", words={"methadone": MENTIONED, "blue": MENTIONED}))

    found = engine.search(Search(q="blue methadone"))

    assert found.results[0].name == "Pine clinic"
    assert str(found.note) == "No place fits all these words. Left out: blue"


def test_a_place_that_surely_is_what_is_meant_and_mentions_the_rest_is_kept_alone() -> None:
    engine = engine_of(*KNOWN, listing("Both", words={"methadone": NAME, "blue": MENTIONED}))

    assert [result.name for result in engine.search(Search(q="blue methadone")).results] == ["Both"]


def test_the_words_of_a_kinds_name_standing_apart_are_not_its_name() -> None:
    engine = engine_of(
        listing("A job and some training for cooks"),
        *KNOWN,
        listing("Apart", words={"job": NAME, "training": NAME}),
    )

    found = engine.search(Search(q="job training", sort=Sort.RELEVANCE))

    assert found.results[0].name == "New Start"


AMONG_HARM = (
    *KNOWN,
    of_kind("Fern door", "housing.dv-shelter"),
    of_kind("Beside you", "legal.victim-advocacy"),
    of_kind("Groups to stop", "family.abuse-intervention"),
)


@pytest.mark.parametrize(
    "typed",
    ["he hits me", "he hit me", "she beats me", "my boyfriend hurts me", "scared of my partner",
     "afraid of my ex", "mi marido me pega", "me golpea", "tengo miedo de mi pareja"],
)  # fmt: skip
def test_who_is_harmed_finds_shelter_and_an_advocate_and_no_group_for_those_who_harm(typed: str) -> None:
    found = {result.name for result in engine_of(*AMONG_HARM).search(Search(q=typed)).results}

    assert found == {"Fern door", "Beside you"}


@pytest.mark.parametrize("typed", ["he hits her wants to stop", "i hit my wife", "le pego a mi esposa"])
def test_who_harms_somebody_and_wants_to_stop_finds_a_group(typed: str) -> None:
    assert engine_of(*AMONG_HARM).search(Search(q=typed)).results[0].name == "Groups to stop"


IN_CRISIS = (
    *AMONG_HARM,
    of_kind("Kestrel", "mental-health.crisis-stabilization"),
    of_kind("Team that comes", "mental-health.mobile-crisis"),
    of_kind("Coffee", "family"),
)


@pytest.mark.parametrize(
    "typed",
    ["my boyfriend choked me", "he said he will kill me", "my ex is following me", "he has a gun",
     "dv victim with kids", "my husband broke my arm", "i was raped last night", "someone is hurting me",
     "my uncle touched me", "being trafficked", "im scared", "i need detox and my boyfriend choked me",
     "mi novio me ahorcó", "mi pareja me pegó anoche", "me amenazó con matarme", "fui violada",
     "tengo miedo"],
)  # fmt: skip
def test_a_sentence_of_violence_is_answered_with_shelter_or_an_advocate_whatever_else_it_says(
    typed: str,
) -> None:
    first = engine_of(*IN_CRISIS).search(Search(q=typed)).results[0].name

    assert first in {"Fern door", "Beside you"}


@pytest.mark.parametrize(
    "typed",
    ["i want to die", "my daughter tried to kill herself", "kms", "wish i was dead",
     "he is going to hang himself", "i dont wanna be here anymore", "took too many pills",
     "i feel like hurting someone", "family man on bridge", "mi hijo quiere suicidarse",
     "ya no quiero vivir", "pienso en suicidarme"],
)  # fmt: skip
def test_a_sentence_of_dying_is_answered_with_help_in_a_crisis_whatever_else_it_says(typed: str) -> None:
    first = engine_of(*IN_CRISIS).search(Search(q=typed)).results[0].name

    assert first in {"Kestrel", "Team that comes"}


@pytest.mark.parametrize(
    "typed",
    ["he hurt me", "my husbend chokd me", "dad hits my little brother", "someone is touching my daughter",
     "my stepfather came into my room at night", "mi tío toca a mi niña", "my phone died and he hit me"],
)  # fmt: skip
def test_whoever_is_harmed_by_somebody_is_answered_with_shelter_or_an_advocate(typed: str) -> None:
    assert engine_of(*IN_CRISIS).search(Search(q=typed)).results[0].name in {"Fern door", "Beside you"}


@pytest.mark.parametrize(
    "typed",
    ["kill bed bugs", "dying to get a job", "scared of the dentist", "he was robbed of his chance",
     "killing time until noon", "hit rock bottom", "beat my addiction", "threatened with eviction",
     "shoot me an email about class", "hit with a huge court fine", "punched a wall", "a car crash hurt me",
     "i hurt someone and want to make it right", "me muero de hambre", "matar cucarachas"],
)  # fmt: skip
def test_words_of_danger_in_another_sense_find_no_help_against_danger(typed: str) -> None:
    found = {result.name for result in engine_of(*IN_CRISIS).search(Search(q=typed)).results}

    assert found.isdisjoint({"Fern door", "Beside you", "Kestrel", "Team that comes"})


@pytest.mark.parametrize("rule", rules_of_danger(), ids=lambda rule: rule.example)
def test_every_rule_of_danger_is_about_the_sentence_beside_it(rule: Rule) -> None:
    told = told_by(rule.example)

    assert told.kinds == {"crisis": IN_A_CRISIS, "violence": AGAINST_VIOLENCE, "nothing": ()}[rule.says]
    assert told.tokens or told.harmless


def test_for_whom_somebody_asks_weighs_less_than_what_they_ask_for() -> None:
    engine = engine_of(*IN_CRISIS, of_kind("Income", "benefits.disability"), of_kind("Rooms", "housing"))

    assert engine.search(Search(q="ssi for homeless", sort=Sort.RELEVANCE)).results[0].name == "Income"


@pytest.mark.parametrize(
    "typed",
    ["scared to go to detox", "protect me detox", "detox before i get hurt", "tengo miedo del detox"],
)
def test_fear_decides_only_where_nothing_else_is_asked_for(typed: str) -> None:
    assert engine_of(*IN_CRISIS).search(Search(q=typed)).results[0].name == "Oak Street program"


def test_what_people_shorten_is_read_as_the_whole_word() -> None:
    engine = engine_of(
        of_kind("Calm", "mental-health.anger-management"),
        of_kind("Saturdays", "restorative.community-service"),
        of_kind("Rooms", "housing.emergency-shelter.family"),
    )

    assert engine.search(Search(q="anger mgmt")).results[0].name == "Calm"
    assert engine.search(Search(q="26 hrs of comm svc")).results[0].name == "Saturdays"
    assert engine.search(Search(q="woman w/ 2 kids in car")).results[0].name == "Rooms"


def test_a_misspelled_name_is_known_by_the_word_beside_it() -> None:
    engine = engine_of(
        listing("Aldie", words={"aldie": NAME, "@aldie": NAME}),
        listing("Aldous Point", words={"aldous": NAME, "point": NAME, "@aldouspoint": NAME}),
        listing("Gatewick", words={"gatewick": NAME, "@gatewick": NAME}),
        listing("Milk", words={"wic": NAME, "gate": NAME}),
    )

    assert engine.search(Search(q="aldis point")).results[0].name == "Aldous Point"
    assert engine.search(Search(q="aldi")).results[0].name == "Aldie"
    assert engine.search(Search(q="gate wick")).results[0].name == "Gatewick"


@pytest.mark.parametrize(
    "typed", ["do", "can i do 2 methadone", "one", "methadone now", "que puedo hacer metadona"]
)
def test_no_reason_is_made_of_words_that_say_nothing(typed: str) -> None:
    engine = engine_of(
        *KNOWN,
        listing("One door now", words=dict.fromkeys(("do", "can", "one", "now", "puedo", "2"), NAME)),
        listing("Doctor", words={"doctor": NAME, "do": MENTIONED, "can": MENTIONED}),
    )

    told = [speak(reason, "en") for result in engine.search(Search(q=typed)).results for reason in result.why]

    assert all("methadon" in each or "metadona" in each for each in told)


def test_the_last_word_of_a_synonym_may_be_begun_but_no_word_of_it_missing() -> None:
    assert names_for("cold tur") == ["Oak Street program"]
    assert "Oak Street program" not in names_for("cold")


@pytest.mark.parametrize(
    "typed",
    ["im shaking and havent slept, methadone", "methadone cuz i cant stop", "wont they give methadone",
     "methadone for 2", "q me den metadona", "metadona x favor", "metadona pa mi hijo menor"],
)  # fmt: skip
def test_the_words_of_a_sentence_need_not_stand_in_a_listing(typed: str) -> None:
    found = engine_of(*KNOWN, listing("Sealing haven", words={"haven": NAME, "sealing": NAME})).search(
        Search(q=typed)
    )

    assert found.results[0].name == "Pine clinic"
    assert "Sealing haven" not in {result.name for result in found.results}


def test_a_common_word_by_which_a_place_is_called_is_looked_for() -> None:
    engine = engine_of(*KNOWN, listing("Turning"), listing("Other", words={"turning": MENTIONED}))

    assert engine.search(Search(q="turning")).results[0].name == "Turning"


def test_two_letters_are_a_state_only_behind_a_town_or_at_the_end() -> None:
    words = {"meal": NAME, "toledo": PLACE, "oh": PLACE}
    engine = engine_of(listing("Meals in Ohio", words=words), listing("Meals", words={"meal": NAME}))

    def names(q: str) -> list[str]:
        return [result.name for result in engine.search(Search(q=q)).results]

    assert names("meals Toledo, OH tonight") == ["Meals in Ohio"]
    assert names("meals OH") == ["Meals in Ohio"]
    assert len(names("oh I need meals")) == 2


def test_a_result_says_what_a_synonym_means_in_the_readers_language() -> None:
    engine = engine_of(*KNOWN)

    [english] = engine.search(Search(q="oxford house")).results[0].why
    [spanish] = engine.search(Search(q="oxford house", language="es")).results[0].why

    assert speak(english, "en") == "“oxford house” also means Recovery residence"
    assert speak(spanish, "es") == "“oxford house” también se refiere a Residencia de recuperación"


def test_a_short_word_with_two_typos_must_begin_right() -> None:
    assert names_for("tinning") == []


@pytest.mark.parametrize(
    ("typed", "words", "near"),
    [
        ("detox 43071", "detox", "43071"),
        ("detox near Columbus, OH", "detox", "Columbus, OH"),
        ("albergue en Chicago", "albergue", "Chicago"),
    ],
)
def test_a_place_among_the_words_is_recognized(typed: str, words: str, near: str) -> None:
    assert place_among(typed) == PlaceAmongWords(words, near)


@pytest.mark.parametrize("typed", ["43055", "food in the morning", "help in crisis", "house 99999 x", ""])
def test_what_is_no_place_is_not_offered_as_one(typed: str) -> None:
    assert place_among(typed) is None


def test_every_shipped_rule_says_something_and_stands_once() -> None:
    rules = read_synonyms(None)

    assert all(tokens_of(rule.words) and tokens_of(rule.means) for rule in rules)
    assert len({(rule.words, rule.means) for rule in rules}) == len(rules)
    assert {rule.language for rule in rules} == {"en", "es"}


def test_what_strangers_type_does_not_fill_the_memory_of_a_small_directory() -> None:
    engine = engine_of(*KNOWN)
    remembered = MOST_REMEMBERED // OF_A_TERM
    letters = "bcdfghjklmnpqrstvwxz"
    typed = ("".join(each) for each in product(letters, repeat=4))
    for _ in range(remembered // MOST_TOKENS + 2):
        engine.search(Search(q=" ".join(islice(typed, MOST_TOKENS))))

    assert 0 < len(engine._index.words._found) <= remembered


def test_words_of_different_places_are_not_said_to_stand_together() -> None:
    engine = engine_of(
        listing(
            "Elm house",
            words={"elm": NAME, "house": NAME, "farrow": PLACE, "dog": MENTIONED, "van": MENTIONED},
        )
    )

    def why(q: str) -> list[str]:
        return [str(reason) for reason in engine.search(Search(q=q)).results[0].why]

    assert why("elm house") == ["“elm house” is what it is called"]
    assert why("house elm") == ["“house” is what it is called", "“elm” is what it is called"]
    assert why("elm farrow house") == [
        "“elm” is what it is called", "“house” is what it is called", "“farrow” is where it is",
    ]  # fmt: skip
    assert why("dog van") == ["It mentions “dog”", "It mentions “van”"]


def test_a_synonym_of_a_kind_means_that_kind_and_no_other_with_such_a_word() -> None:
    engine = engine_of(
        of_kind("Outpatient counseling", "treatment.outpatient"),
        of_kind("Fern room", "mental-health.counseling"),
    )

    assert [one.name for one in engine.search(Search(q="grief counseling")).results][0] == "Fern room"


def test_who_types_a_kind_finds_it_before_a_title_that_only_has_the_word() -> None:
    engine = engine_of(of_kind("Rides to work", "transport.rides"), of_kind("Crew", "work.transitional-jobs"))

    assert engine.search(Search(q="work")).results[0].name == "Crew"
    assert engine.search(Search(q="wrok")).results[0].name == "Crew"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("i really want to get some methadone before the weekend begins", "Pine clinic"),
        ("my brother said the blue house has methadone", "Pine clinic"),
        ("learn somehow a trade quickly", "New Start"),
    ],
)
def test_the_understood_words_of_a_sentence_decide(typed: str, meant: str) -> None:
    chance = listing(
        "Chance", words=dict.fromkeys(("brother", "blue", "weekend", "said", "learn"), MENTIONED)
    )

    assert engine_of(*KNOWN, chance).search(Search(q=typed)).results[0].name == meant


@pytest.mark.parametrize(
    "typed", ["the best of luck to all of you", "blue zebra kitchen yesterday", "tomo algo ya pues"]
)
def test_a_sentence_that_nobody_understands_is_not_answered_by_chance(typed: str) -> None:
    engine = engine_of(
        *KNOWN, listing("Chance", words=dict.fromkeys(("blue", "luck", "best", "tomo"), MENTIONED))
    )

    found = engine.search(Search(q=typed))

    assert (found.total, found.is_understood) == (0, False)
    assert engine.search(Search(q="blue luck")).total == 1  # few words are there to be found


def test_what_the_words_were_understood_as_is_told() -> None:
    engine = engine_of(*KNOWN)

    assert engine.search(Search(q="cold turkey tonight")).understood == ("treatment.withdrawal-management",)
    assert engine.search(Search(q="pine methadone")).understood == ("pine", "treatment.otp.methadone")


def test_the_age_of_a_teenager_is_understood() -> None:
    engine = engine_of(
        of_kind("Elm shelter", "housing.emergency-shelter"),
        listing(
            "Loft",
            words=words_of_kinds(frozenset(("housing.emergency-shelter.youth",))) | {"teenager": MENTIONED},
        ),
    )

    assert engine.search(Search(q="17 yo kicked out")).results[0].name == "Loft"
