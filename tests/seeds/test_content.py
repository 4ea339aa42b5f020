"""What ships as content: the words for kinds of service, Marlow County, and the directory of 2017."""

import re
import shutil
from collections import Counter
from datetime import date, time
from pathlib import Path
from zipfile import ZipFile

import pytest

from network.actors import Role
from network.providers.checks import (
    check_codes,
    check_hours,
    check_location,
    check_organization,
    check_phones,
    check_service,
)
from network.providers.kinds.reading import (
    Match,
    kind_term_id,
    read_care_levels,
    read_crosswalk,
    read_facts,
    read_kinds,
)
from network.tables import CapacityUnit, Frequency
from seeds.marlow import reading
from seeds.marlow.hours import read_hours
from seeds.marlow.reading import read_town, read_town_from
from seeds.marlow.strict import BadSeed
from seeds.marlow.town import AgencyPlace, Offer, Town
from seeds.otp import prepare

FICTIONAL_NUMBER = re.compile(r"(740|220)-555-01\d\d")


@pytest.fixture(scope="module")
def town() -> Town:
    return read_town()


@pytest.fixture
def copied_town(tmp_path: Path) -> Path:
    """The files of the county, to be spoiled."""
    return Path(shutil.copytree(reading.HERE, tmp_path / "marlow"))


def offers(town: Town) -> list[Offer]:
    return [offer for agency in town.agencies for offer in agency.offers]


def places(town: Town) -> list[AgencyPlace]:
    return [place for agency in town.agencies for place in agency.places]


# Kinds of service and facts


def test_each_kind_is_named_and_explained_in_both_languages_under_a_known_parent() -> None:
    codes = [kind.code for kind in read_kinds()]
    assert len(set(codes)) == len(codes)
    for kind in read_kinds():
        assert kind.parent == kind.code.rpartition(".")[0]
        assert not kind.parent or codes.index(kind.parent) < codes.index(kind.code)
        assert all((kind.name_en, kind.name_es, kind.description_en, kind.description_es)), kind.code
        assert kind.words_en, kind.code
        assert kind.words_es, kind.code
        assert all((*kind.place_label_en, *kind.place_label_es)), kind.code
        assert kind.half_life_hours == (12 if kind.unit is CapacityUnit.BED else 42), kind.code


def test_no_two_kinds_have_the_same_name() -> None:
    for names in ([kind.name_en for kind in read_kinds()], [kind.name_es for kind in read_kinds()]):
        assert [name for name, times in Counter(names).items() if times > 1] == []


def test_each_fact_is_named_in_both_languages_and_stands_in_a_group() -> None:
    codes = {fact.code: fact for fact in read_facts()}
    assert len(codes) == len(read_facts())
    for fact in read_facts():
        assert fact.name_en, fact.code
        assert fact.name_es, fact.code
        assert fact.about in {"service", "location"}
        if fact.parent:
            assert codes[fact.parent].parent == ""
            assert fact.code.startswith(fact.parent + ".")


def test_names_put_the_person_first() -> None:
    shown = [text for kind in read_kinds() for text in (kind.name_en, kind.description_en)]
    shown += [fact.name_en for fact in read_facts()]
    for text in shown:
        assert not re.search(
            r"\b(addict|abuser|offender|inmate|felon|alcoholic|junkie|homeless)s?\b", text, re.I
        )


def test_the_id_of_a_kind_never_changes() -> None:
    assert str(kind_term_id("treatment.otp")) == "ec410054-0fe3-55d4-b65f-6673c04f1084"


def test_each_foreign_code_leads_to_one_word_of_ours() -> None:
    kinds, facts = {kind.code for kind in read_kinds()}, {fact.code for fact in read_facts()}
    for crossing in read_crosswalk():
        assert bool(crossing.kind) != bool(crossing.fact), crossing
        assert crossing.kind in kinds or crossing.fact in facts, crossing
    assert {level.kind for level in read_care_levels()} <= kinds


def test_methadone_in_the_directory_of_2017_is_our_methadone() -> None:
    mm = [crossing for crossing in read_crosswalk() if crossing.code == "MM"]
    assert [(crossing.kind, crossing.match) for crossing in mm] == [("treatment.otp.methadone", Match.EXACT)]


def test_no_name_of_open_eligibility_is_shipped() -> None:
    crossings = [crossing for crossing in read_crosswalk() if crossing.taxonomy == "Open Eligibility"]
    assert len(crossings) > 40
    assert all(crossing.code.isdigit() for crossing in crossings)


# Marlow County


def test_the_county_is_as_large_as_promised_and_says_that_it_does_not_exist(town: Town) -> None:
    assert len(town.agencies) >= 60
    assert len(offers(town)) >= 95
    assert sum(len(offer.at) for offer in offers(town)) >= 100
    assert "do not exist" in town.notice
    assert "no existen" in town.notice_es


def test_the_directory_would_take_every_record(town: Town) -> None:
    for agency in town.agencies:
        check_organization(agency.words)
        check_phones(agency.phones)
    for place in places(town):
        check_location(place.words)
        check_codes((), place.details.facts or (), "location")
    for offer in offers(town):
        check_service(offer.words)
        check_phones(offer.details.phones or ())
        check_codes(offer.details.kinds or (), offer.details.facts or (), "service")
        for offered in offer.at:
            check_hours(offered.hours)


def test_no_name_and_no_id_is_used_twice(town: Town) -> None:
    names = [agency.words.name for agency in town.agencies] + [offer.words.name for offer in offers(town)]
    ids = [agency.id for agency in town.agencies]
    ids += [place.id for place in places(town)] + [offer.id for offer in offers(town)]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert len(set(ids)) == len(ids)


def test_numbers_and_addresses_can_belong_to_nobody(town: Town) -> None:
    owner: dict[str, str] = {}
    for agency in town.agencies:
        assert agency.words.email.partition("@")[2].endswith(".example.org"), agency.slug
        assert agency.words.website.endswith(".example.org"), agency.slug
        phones = [*agency.phones, *(phone for offer in agency.offers for phone in offer.details.phones or ())]
        for phone in phones:
            assert FICTIONAL_NUMBER.fullmatch(phone.number), phone.number
            assert owner.setdefault(phone.number, agency.slug) == agency.slug, phone.number
    assert all(member.email.endswith(".example") for member in town.staff)


def test_every_text_a_person_reads_is_there_in_spanish(town: Town) -> None:
    for agency in town.agencies:
        assert agency.words.spanish["description"] != agency.words.description, agency.slug
    for offer in offers(town):
        for field, spanish in offer.words.spanish.items():
            english = getattr(offer.words, field)
            assert spanish != english or len(english) < 15, (offer.words.name, field, english)


def test_places_are_in_the_county_except_those_nobody_may_find(town: Town) -> None:
    for place in places(town):
        if place.words.latitude is not None and place.words.longitude is not None:
            assert town.bounds.hold(place.words.latitude, place.words.longitude)
        else:
            assert place.is_confidential or place.words.location_type == "virtual"


def test_the_safe_house_has_no_address_but_the_sealed_one(town: Town) -> None:
    (hidden,) = [place for place in places(town) if place.is_confidential]
    (agency,) = [agency for agency in town.agencies if agency.words.is_victim_service]
    assert hidden in agency.places
    assert hidden.words.address is None
    assert hidden.private_address == "5 Withy End, Jessup Corners, OH 43030"
    street = hidden.private_address.partition(",")[0]
    everything_else = repr([agency.words, agency.offers, [place.words for place in places(town)]])
    assert street not in everything_else


def test_all_levels_of_care_and_all_kinds_of_restorative_justice_are_there(town: Town) -> None:
    offered = {kind for offer in offers(town) for kind in offer.details.kinds or ()}
    assert {level.kind for level in read_care_levels()} <= offered
    leaves = {kind.code for kind in read_kinds() if kind.parent}
    assert {code for code in leaves if code.startswith("restorative.")} <= offered
    assert leaves - offered == set()


def test_capacity_is_fresh_stale_full_and_unknown_somewhere(town: Town) -> None:
    said = [offered.capacity for offer in offers(town) for offered in offer.at]
    assert said.count(None) > 10
    known = [capacity for capacity in said if capacity is not None]
    assert sum(capacity.available == 0 for capacity in known) > 10
    half_life = {CapacityUnit.BED: 12, CapacityUnit.SLOT: 42, CapacityUnit.PLACE: 42}
    ages = [capacity.age_hours / half_life[capacity.unit] for capacity in known]
    assert sum(age < 1 for age in ages) > 20
    assert sum(1 <= age <= 4 for age in ages) > 10
    assert sum(age > 4 for age in ages) > 2


def test_the_north_has_no_withdrawal_bed_and_no_methadone(town: Town) -> None:
    north = {community.key for community in town.communities if community.side == "north"}
    found = set()
    for agency in town.agencies:
        there = {place.key for place in agency.places if place.community in north}
        for offer in agency.offers:
            if any(offered.place in there for offered in offer.at):
                found |= set(offer.details.kinds or ())
    assert "housing.emergency-shelter.winter" in found
    assert not {code for code in found if code.startswith(("treatment.withdrawal", "treatment.otp", "work"))}


def test_holidays_close_offices_but_not_shelters(town: Town) -> None:
    thanksgiving = date(2026, 11, 26)
    by_name = {offer.words.name: offer for offer in offers(town)}
    office = by_name["Housing interview and list"].at[0].hours
    closed = [row for row in office if row.valid_from == thanksgiving]
    assert [row.opens_at for row in closed] == [None]
    assert closed[0].spanish["description"] == "Día de Acción de Gracias"
    dosing = [
        row for row in by_name["Methadone and counseling"].at[0].hours if row.valid_from == thanksgiving
    ]
    assert [row.opens_at for row in dosing] == [time(6, 0)]
    assert [row.freq for row in by_name["Withdrawal beds"].at[0].hours] == [Frequency.WEEKLY]


def test_somebody_can_sign_in_for_every_role_and_one_in_spanish(town: Town) -> None:
    assert {member.role for member in town.staff} == set(Role)
    assert {member.language for member in town.staff} == {"en", "es"}
    assert len({member.email for member in town.staff}) == len(town.staff)


@pytest.mark.parametrize(
    ("text", "freq", "byday", "opens", "closes"),
    [
        ("MO-FR 08:00-17:00", Frequency.WEEKLY, "MO,TU,WE,TH,FR", time(8), time(17)),
        ("MO,WE-TH,SA 17:30-20:30", Frequency.WEEKLY, "MO,WE,TH,SA", time(17, 30), time(20, 30)),
        ("daily 19:00-07:00", Frequency.WEEKLY, "MO,TU,WE,TH,FR,SA,SU", time(19), time(7)),
        ("24/7", Frequency.WEEKLY, "MO,TU,WE,TH,FR,SA,SU", time(0), time(23, 59)),
        ("2SA,4SA 09:00-14:00", Frequency.MONTHLY, "2SA,4SA", time(9), time(14)),
        ("-1FR 10:00-12:00", Frequency.MONTHLY, "-1FR", time(10), time(12)),
    ],
)
def test_hours_as_people_write_them(
    text: str, freq: Frequency, byday: str, opens: time, closes: time
) -> None:
    row = read_hours(text)
    assert (row.freq, row.byday, row.opens_at, row.closes_at) == (freq, byday, opens, closes)


@pytest.mark.parametrize(
    "text",
    ["", "MO-FR", "FR-MO 08:00-17:00", "MO,MO 08:00-17:00", "Mon 08:00-17:00", "MO 8-17", "MO 25:00-26:00"],
)
def test_hours_nobody_can_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="like"):
        read_hours(text)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('"housing.emergency-shelter"]', '"housing.castle"]', "“housing.castle” is not one of the kinds"),
        ('"serves.couples"', '"serves.dragons"', "“serves.dragons” is not one of the facts"),
        ('hours = ["24/7"]', 'hours = ["always"]', "are not days|is not from when to when"),
        ("latitude = 40.0494", "latitude = 41.0494", "outside the county"),
        ('location = "schoolhouse"', 'location = "castle"', "is not a place of this agency"),
        ('name = "Habitaciones para familias"\n', "", "name is missing"),
        ('key = "rooms"', 'key = "rooms"\ncolour = "red"', "nobody reads colour"),
        ("available = 1, maximum = 10", "available = 11, maximum = 10", "do not fit together"),
        ('town = "marlow"', 'town = "atlantis"', "“atlantis” is not a town"),
        ('"children-papers"', '"passport"', "“passport” is not in documents"),
        ("is_member = true", "is_member = false", "takes referrals, but is no member"),
        ('key = "ladder"', 'key = "rooms"', "the same key"),
        ('name = "Hearth and Ladder"', "name = ", "organizations|hearth-and-ladder"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(
    copied_town: Path, before: str, after: str, sentence: str
) -> None:
    path = copied_town / "organizations" / "hearth-and-ladder.toml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(BadSeed, match=sentence) as refused:
        read_town_from(copied_town)
    assert "hearth-and-ladder.toml" in str(refused.value)


# The directory of 2017


def test_the_directory_of_2017_has_whole_zips_and_says_how_precise_it_is(tmp_path: Path) -> None:
    with ZipFile(prepare.PACKAGE) as archive:
        archive.extractall(tmp_path)
        assert {entry.date_time for entry in archive.infolist()} == {prepare.WHEN}
    addresses = prepare.read_rows(tmp_path / "addresses.csv")
    assert len(addresses) == 1090
    assert all(re.fullmatch(r"\d{5}", row["postal_code"]) for row in addresses)
    locations = prepare.read_rows(tmp_path / "locations.csv")
    assert Counter(row["precision"] for row in locations) == {"street": 1086, "city": 4}
    terms = prepare.read_rows(tmp_path / "taxonomy_terms.csv")
    assert sum(row["name"] == row["code"] for row in terms) == 52
    assert prepare.NOTICE in (tmp_path / "datapackage.json").read_text("utf-8")
    assert prepare.PACKAGE.stat().st_size < 2_500_000


def test_a_short_zip_where_none_can_be_is_refused_and_not_guessed() -> None:
    with pytest.raises(ValueError, match="not a ZIP that lost zeros"):
        prepare.pad_zips([{"postal_code": "4321", "state_province": "OH"}])


def test_the_same_files_make_the_same_zip(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        prepare.write_zip(tmp_path / name, {"b.csv": "id\n2\n", "a.csv": "id\n1\n"})
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
