"""The real directory of 2017 that is shipped: 1,090 programs, and quickly."""

import shutil
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from network.actors import OPERATOR
from network.db import Database
from network.exchange.importing import import_directory
from network.tables import Attribute, Location, Organization, Service, Source, TaxonomyTerm
from seeds.otp.seeding import PACKAGE, SOURCE, seed_treatment_programs
from tests.conftest import BOTH
from tests.databases import drop_database, fresh_database

SECONDS = 30  # a twentieth of that on a quiet machine


@pytest.fixture(scope="module", params=BOTH)
def programs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database of each kind for all of these, which only read it."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("programs") / "programs.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        url = f"sqlite:///{path}"
    else:
        url = fresh_database(request.getfixturevalue("postgres_template"))
    database = Database(url)
    began = time.process_time()
    with database.writing() as session:
        assert seed_treatment_programs(session) == 1090
    assert time.process_time() - began < SECONDS
    yield database
    database.close()
    if request.param == "postgresql":
        drop_database(url)


def count(session: Session, table: type[object]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_every_program_comes_in_marked_as_old_and_not_to_be_sent_to(programs: Database) -> None:
    with programs.reading() as session:
        source = session.exec(select(Source)).one()
        assert (source.name, str(source.listed_on), source.takes_referrals) == (SOURCE, "2017-01-01", False)
        assert "call first" in source.notice
        assert count(session, Service) == count(session, Location) == 1090
        assert count(session, Organization) == 821
        assert count(session, Attribute) == 72_859
        assert not session.exec(select(Service).where(col(Service.takes_referrals))).first()
        assert not session.exec(select(Location).where(col(Location.time_zone) == "")).first()
        unnamed = select(TaxonomyTerm).where(TaxonomyTerm.code == TaxonomyTerm.name)
        assert len(session.exec(unnamed).all()) == 52


def test_the_same_directory_again_changes_nothing(programs: Database) -> None:
    with programs.reading() as session:
        again = import_directory(session, OPERATOR, PACKAGE, source=SOURCE, check_only=True)
    assert (again.changed, again.counts["service"].unchanged, again.problems.left_out()) == (0, 1090, 0)
