"""A source that comes again changes its own records, leaves others' alone, and forgets nothing unasked."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from network.clock import now
from network.errors import NotAllowed
from network.exchange.importing import import_directory
from network.exchange.problems import ProblemKind
from network.providers.changes import directory_version
from network.providers.kinds.reading import kind_term_id
from network.tables import (
    Attribute,
    Capacity,
    CapacityVoice,
    Event,
    Location,
    Organization,
    Phone,
    Precision,
    Problem,
    Service,
    ServiceAtLocation,
    Source,
    SourceKind,
    TaxonomyTerm,
    Translation,
)
from network.tables import ProblemKind as Reported
from tests.cast import Cast
from tests.network.exchange.conftest import Import, told
from tests.network.exchange.packages import Sheets, clinic, some_id, some_uuid, write_package


def test_what_changed_is_changed_and_the_rest_is_left_alone(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    folder = write_package(tmp_path / "package", clinic())
    first = bring_in(folder, source="County")
    same = bring_in(folder, source="County")
    sheets = clinic(service__name="Group counseling")
    sheets["phone"].append(
        {"id": some_id("fax"), "service_id": some_id("counseling"), "number": "740-555-0177"}
    )
    changed = bring_in(write_package(folder, sheets), source="County")
    assert {counts.inserted for counts in first.counts.values()} == {0, 1}
    assert first.changed == 9
    assert same.changed == 0
    assert (changed.counts["service"].updated, changed.counts["phone"].inserted) == (1, 1)
    assert changed.changed == 2
    session.expire_all()
    assert session.exec(select(Service)).one().name == "Group counseling"


def test_another_source_with_the_same_ids_changes_nothing(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    folder = write_package(tmp_path / "package", clinic())
    bring_in(folder, source="County")
    report = bring_in(write_package(folder, clinic(service__name="Taken over")), source="City")
    assert session.exec(select(Service)).one().name == "Counseling"
    assert report.changed == 0
    assert report.problems.left_out() == 7
    assert {kind for kind, _ in report.problems.counts} == {ProblemKind.OTHER_SOURCE}
    assert "County" in str(report.problems.listed[0].reason)


def test_another_source_cannot_add_a_phone_to_a_listing_of_ours(
    session: Session, cast: Cast, bring_in: Import, tmp_path: Path
) -> None:
    sheets: Sheets = {
        "phone": [
            {"id": some_id("trap"), "service_id": str(cast.clinic_service.id), "number": "900-555-0100"}
        ],
        "attribute": [
            {
                "id": some_id("lie"),
                "link_id": str(cast.clinic_service.id),
                "link_entity": "service",
                "taxonomy_term_id": str(kind_term_id("treatment.otp")),
            }
        ],
    }
    report = bring_in(write_package(tmp_path / "package", sheets), source="Somebody")
    assert {one[3] for one in told(report)} == {"other-source", "parent-left-out"}
    assert session.exec(select(Phone).where(Phone.number == "900-555-0100")).all() == []


def test_terms_of_a_shared_vocabulary_are_used_and_not_changed(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    bring_in(write_package(tmp_path / "first", clinic()), source="County")
    sheets = clinic(taxonomy_term__name="Our own word")
    sheets = {name: sheets[name] for name in ("taxonomy", "taxonomy_term")} | {
        "organization": [{"id": some_id("city"), "name": "City Clinic", "description": "x"}],
        "attribute": [
            {
                "id": some_id("city says"),
                "link_id": some_id("city"),
                "link_entity": "organization",
                "taxonomy_term_id": some_id("care"),
            }
        ],
    }
    report = bring_in(write_package(tmp_path / "second", sheets), source="City")
    assert report.problems.total == 0
    assert session.exec(select(TaxonomyTerm).where(TaxonomyTerm.code == "CARE")).one().name == "Care"
    assert len(session.exec(select(Attribute).where(Attribute.link_entity == "organization")).all()) == 1


def test_our_own_kinds_cannot_be_renamed_by_an_import(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    kind = session.get_one(TaxonomyTerm, kind_term_id("treatment.otp"))
    before = (kind.name, session.exec(select(Translation.text).where(Translation.entity_id == kind.id)).all())
    sheets: Sheets = {"taxonomy_term": [{"id": str(kind.id), "name": "Renamed", "description": "x"}]}
    folder = write_package(tmp_path / "package", sheets)
    (folder / "trestle_sources.csv").write_text("name,kind,is_default\nCounty,imported,true\n")
    (folder / "trestle_translations.csv").write_text(
        f"resource,resource_id,field,language,text\ntaxonomy_term,{kind.id},name,es,Otro\n"
    )
    bring_in(folder)
    session.expire_all()
    kind = session.get_one(TaxonomyTerm, kind_term_id("treatment.otp"))
    assert (
        kind.name,
        session.exec(select(Translation.text).where(Translation.entity_id == kind.id)).all(),
    ) == before


def test_a_place_that_comes_under_another_id_is_the_place_that_is_known(
    session: Session, cast: Cast, bring_in: Import, tmp_path: Path
) -> None:
    bring_in(write_package(tmp_path / "first", clinic()), source="County")
    place = session.exec(
        select(ServiceAtLocation).where(ServiceAtLocation.id == some_uuid("counseling at office"))
    ).one()
    cast.capacity(place, 2)
    sheets = clinic(service_at_location__id=some_id("made anew"))
    sheets["phone"].append(
        {"id": some_id("desk"), "service_at_location_id": some_id("made anew"), "number": "740-555-0166"}
    )
    report = bring_in(write_package(tmp_path / "second", sheets), source="County")
    assert report.counts["service_at_location"].inserted == 0
    assert (
        session.exec(select(Phone).where(Phone.number == "740-555-0166")).one().service_at_location_id
        == place.id
    )


def test_what_is_missing_is_reported_and_removed_only_when_asked(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    folder = write_package(tmp_path / "package", clinic())
    bring_in(folder, source="County")
    sheets = clinic()
    fewer = {
        name: [] if name in {"service", "service_at_location", "phone", "attribute"} else rows
        for name, rows in sheets.items()
    }
    write_package(folder, fewer)
    kept = bring_in(folder, source="County")
    assert (kept.counts["service"].missing, kept.counts["service"].removed) == (1, 0)
    assert session.exec(select(Service)).one().name == "Counseling"
    removed = bring_in(folder, source="County", remove_absent=True)
    assert removed.counts["service"].removed == removed.counts["phone"].removed == 1
    assert session.exec(select(Service)).all() == []
    assert session.exec(select(Organization)).one().name == "Elm Clinic"


def test_what_is_still_in_use_here_stays_with_all_that_belongs_to_it(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    folder = write_package(tmp_path / "package", clinic())
    bring_in(folder, source="County")
    service_id = some_uuid("counseling")
    session.add(Problem(service_id=service_id, kind=Reported.MOVED, reported_at=now()))
    sheets: Sheets = {name: [] for name in clinic()} | {
        "organization": [{"id": some_id("oak"), "name": "Oak Clinic", "description": "x"}]
    }
    report = bring_in(write_package(folder, sheets), source="County", remove_absent=True)
    assert ProblemKind.STILL_USED in {kind for kind, _ in report.problems.counts}
    assert session.exec(select(Service)).one().organization_id == some_uuid("clinic")
    assert session.exec(select(Phone)).one().service_id == service_id
    assert report.counts["phone"].removed == 0


def test_a_check_writes_nothing(session: Session, bring_in: Import, tmp_path: Path) -> None:
    version = directory_version(session)
    report = bring_in(write_package(tmp_path / "package", clinic()), check_only=True)
    assert report.counts["service"].inserted == 1
    assert session.exec(select(Organization)).all() == []
    assert session.exec(select(Source)).all() == []
    assert directory_version(session) == version


def test_an_import_is_written_down_and_told_to_every_search(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    version = directory_version(session)
    bring_in(write_package(tmp_path / "package", clinic()), source="County", listed_on=None)
    source = session.exec(select(Source)).one()
    event = session.exec(select(Event).where(Event.kind == "directory.imported")).one()
    assert event.subject_id == source.id
    assert event.facts["services_new"] == 1
    assert directory_version(session) == version + 1


def test_only_curators_and_the_operator_import(session: Session, cast: Cast, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "package", clinic())
    for actor in (cast.olive_officer, cast.pat_provider, cast.ada_administrator, cast.visitor):
        with pytest.raises(NotAllowed):
            import_directory(session, actor, folder)
    assert import_directory(session, cast.cora_curator, folder).counts["service"].inserted == 1


def test_a_source_is_described_once_and_described_anew_when_told(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    folder = write_package(tmp_path / "package", clinic())
    bring_in(folder, source="County", notice="From 2017", kind=SourceKind.IMPORTED)
    assert not session.exec(select(Service)).one().takes_referrals
    bring_in(folder, source="County")
    session.expire_all()
    assert session.exec(select(Source)).one().notice == "From 2017"
    bring_in(folder, source="County", notice="From 2018", takes_referrals=True)
    session.expire_all()
    assert session.exec(select(Source)).one().notice == "From 2018"
    assert session.exec(select(Service)).one().takes_referrals


def test_what_somebody_here_measured_better_stays(session: Session, bring_in: Import, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "package", clinic(location__latitude="", location__longitude=""))
    bring_in(folder, source="County")
    location = session.exec(select(Location)).one()
    location.latitude, location.longitude, location.precision = 40.06, -82.41, Precision.EXACT
    session.flush()
    bring_in(folder, source="County")
    session.expire_all()
    location = session.exec(select(Location)).one()
    assert (location.latitude, location.precision) == (40.06, Precision.EXACT)


def test_capacity_that_was_said_later_here_stays(session: Session, bring_in: Import, tmp_path: Path) -> None:
    sheets = clinic()
    sheets["unit"] = [{"id": some_id("unit"), "name": "Beds"}]
    sheets["service_capacity"] = [
        {
            "id": some_id("capacity"),
            "service_id": some_id("counseling"),
            "unit_id": some_id("unit"),
            "available": 4,
            "maximum": 9,
            "updated": (now() - timedelta(days=1)).isoformat(),
        }
    ]
    folder = write_package(tmp_path / "package", sheets)
    bring_in(folder, source="County")
    capacity = session.exec(select(Capacity)).one()
    assert (capacity.available, capacity.maximum, capacity.unit, capacity.said_by) == (
        4,
        9,
        "bed",
        CapacityVoice.IMPORT,
    )
    capacity.available, capacity.said_at, capacity.said_by = 0, now(), CapacityVoice.PROVIDER
    session.flush()
    bring_in(folder, source="County")
    session.expire_all()
    assert session.exec(select(Capacity)).one().available == 0
