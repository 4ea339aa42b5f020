"""A shelter's place is known to its own curator only."""

from datetime import date

import pytest
from sqlmodel import Session, select

from network.errors import Conflict, Invalid, NotAllowed
from network.ids import new_id
from network.providers import operations as write
from network.providers.queries.words import location_words
from network.providers.words import LocationWords, PostalAddress
from network.tables import Address, Event, Location, Metadata, PrivatePlace, Translation
from tests.cast import Cast


def place_of(session: Session, cast: Cast) -> Location:
    """The clinic's location, with all that could tell where it is."""
    location = session.get_one(Location, cast.clinic_place.location_id)
    location.transportation, location.external_identifier = "Bus 14 to 1 Test Street", "TEST-1"
    location.extra = {"map": "1 Test Street"}
    session.add(location)
    session.add(
        Translation(
            entity="location",
            entity_id=location.id,
            field="transportation",
            language="es",
            text="1 Test Street",
        )
    )
    address = session.exec(select(Address).where(Address.location_id == location.id)).one()
    session.add(
        Metadata(
            id=new_id(),
            resource_id=address.id,
            resource_type="address",
            last_action_date=date(2026, 1, 1),
            last_action_type="update",
            field_name="address_1",
            previous_value="2 Test Street",
            replacement_value="1 Test Street",
            updated_by="x",
        )
    )
    session.flush()
    return location


def test_hiding_a_place_takes_it_out_of_every_open_table(session: Session, cast: Cast) -> None:
    location = place_of(session, cast)
    write.hide_place(session, cast.cora_curator, location)
    session.flush()
    session.expire_all()
    location = session.get_one(Location, location.id)
    assert location.is_confidential
    assert (location.latitude, location.longitude, location.transportation) == (None, None, None)
    assert (location.external_identifier, location.extra) == (None, {})
    assert session.exec(select(Address).where(Address.location_id == location.id)).all() == []
    assert session.exec(select(Translation).where(Translation.entity_id == location.id)).all() == []
    assert session.exec(select(Metadata)).all() == []
    assert session.get_one(PrivatePlace, location.id).address == "1 Test Street, San Francisco, CA, 94103"
    with pytest.raises(Conflict):
        write.hide_place(session, cast.cora_curator, location)


def test_only_its_own_curator_reads_it_and_that_is_recorded(session: Session, cast: Cast) -> None:
    location = session.get_one(Location, cast.shelter_place.location_id)
    write.change_private_place(session, cast.hana_at_shelter, location, address="9 Quiet Lane")
    session.flush()
    assert write.read_private_place(session, cast.hana_at_shelter, location) == "9 Quiet Lane"
    read = session.exec(select(Event).where(Event.kind == "location.private_place_read")).one()
    assert (read.actor_id, read.subject_id) == (cast.hana_at_shelter.id, location.id)
    assert "Quiet" not in str(session.exec(select(Event.facts)).all())
    for name, actor in cast.everybody.items():
        if name != "hana_at_shelter":
            with pytest.raises(NotAllowed):
                write.read_private_place(session, actor, location)
            with pytest.raises(NotAllowed):
                write.change_private_place(session, actor, location, address="Elsewhere")
            with pytest.raises(NotAllowed):
                write.show_place(session, actor, location, LocationWords("Harbor House"))


def test_a_private_place_gets_no_address_or_coordinates_by_an_edit(session: Session, cast: Cast) -> None:
    location = session.get_one(Location, cast.shelter_place.location_id)
    address = PostalAddress("9 Quiet Lane", "San Francisco", "CA", "94103")
    for words in (
        LocationWords("Harbor House", latitude=37.7, longitude=-122.4),
        LocationWords("Harbor House", address=address),
    ):
        with pytest.raises(Invalid):
            write.change_location(session, cast.hana_at_shelter, location, words)
    write.change_location(session, cast.hana_at_shelter, location, LocationWords("Harbor House North"))
    assert location_words(session, location).address is None


def test_its_own_curator_makes_it_public_again(session: Session, cast: Cast) -> None:
    location = session.get_one(Location, cast.shelter_place.location_id)
    write.change_private_place(session, cast.hana_at_shelter, location, address="9 Quiet Lane")
    address = PostalAddress("1 Open Street", "San Francisco", "CA", "94103")
    words = LocationWords("Harbor House", latitude=37.7, longitude=-122.4, address=address)
    write.show_place(session, cast.hana_at_shelter, location, words)
    session.flush()
    assert not location.is_confidential
    assert location_words(session, location).address == address
    assert session.exec(select(PrivatePlace)).all() == []


def test_a_new_private_place_keeps_its_address_sealed(session: Session, cast: Cast) -> None:
    location = write.add_location(
        session,
        cast.hana_at_shelter,
        cast.shelter,
        LocationWords("Second house"),
        is_confidential=True,
        private_address="7 Quiet Lane",
    )
    session.flush()
    assert write.read_private_place(session, cast.hana_at_shelter, location) == "7 Quiet Lane"
    address = PostalAddress("7 Quiet Lane", "San Francisco", "CA", "94103")
    with pytest.raises(Invalid):
        write.add_location(
            session,
            cast.hana_at_shelter,
            cast.shelter,
            LocationWords("Third house", address=address),
            is_confidential=True,
        )
