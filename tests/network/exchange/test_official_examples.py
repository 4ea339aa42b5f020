"""The examples that HSDS publishes come in; what is wrong with them is named."""

from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker
from sqlmodel import Session, select

from network.exchange.shape import kept_resources, resources
from network.tables import Contact, Location, Organization, Phone, Service, TaxonomyTerm
from tests.network.exchange.conftest import Import, told
from tests.network.exchange.validating import validator_of

EXAMPLES = Path(__file__).parent / "official"


def test_the_example_package_comes_in_and_its_own_faults_are_named(bring_in: Import) -> None:
    report = bring_in(EXAMPLES / "csv", source="Examples")
    assert {name for name, counts in report.counts.items() if counts.inserted == 1} == (
        kept_resources().keys() - {"attribute", "metadata"}
    )
    assert sorted(told(report)) == [
        ("attributes.csv", 2, "link_entity", "not-found", "left out"),  # says something of a "link_entity"
        ("contacts.csv", 2, "organization_id", "not-found", "without"),
        ("contacts.csv", 2, "service_at_location_id", "not-found", "without"),
        ("locations.csv", 2, "latitude", "nowhere", "without"),  # 100 degrees north
        ("locations.csv", 2, "organization_id", "not-found", "without"),
        ("metadata.csv", 2, "resource_id", "not-found", "left out"),
        ("organizations.csv", 2, "parent_organization_id", "not-found", "without"),
        ("service_capacity.csv", 2, "available", "capacity", "noted"),  # 12 of 10 kilograms
        ("taxonomy_terms.csv", 2, "parent_id", "not-found", "without"),
        ("taxonomy_terms.csv", 2, "taxonomy_id", "not-found", "without"),
    ]


def test_what_could_not_be_used_of_a_record_is_kept_beside_it(session: Session, bring_in: Import) -> None:
    bring_in(EXAMPLES / "csv", source="Examples")
    contact = session.exec(select(Contact)).one()
    term = session.exec(select(TaxonomyTerm).where(TaxonomyTerm.code == "code")).one()
    service = session.exec(select(Service)).one()
    assert contact.service_id == service.id
    assert contact.organization_id is None
    assert contact.extra["organization_id"] == "ae67a707-5893-4225-b0b1-320ab9cb596b"
    assert term.extra["parent_id"] == "0bc248fa-dc27-4650-9ba4-8f1a24ef16a2"
    assert service.extra["capacities"][0]["unit"]["name"] == "Kilogram"  # type: ignore[index]


def test_the_nested_example_comes_in_with_each_record_once(session: Session, bring_in: Import) -> None:
    report = bring_in(EXAMPLES / "service_full.json")
    phone = session.exec(select(Phone)).one()
    location = session.exec(select(Location)).one()
    assert report.counts["service"].inserted == 1
    assert phone.service_id is not None
    assert phone.contact_id is not None
    assert phone.service_at_location_id is not None
    assert location.organization_id == session.exec(select(Organization)).one().id
    assert report.sources == ["service_full"]


def test_the_schemas_that_are_shipped_are_schemas() -> None:
    for name in resources():
        Draft202012Validator.check_schema(validator_of(name).schema)
    assert isinstance(validator_of("service").format_checker, FormatChecker)
