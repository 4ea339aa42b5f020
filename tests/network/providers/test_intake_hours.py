"""When a service takes new people in."""

from datetime import time

import pytest
from sqlmodel import Session, select

from network.errors import Invalid, NotAllowed
from network.providers.changes import changes_since, directory_version
from network.providers.operations import IntakeWords, put_intake_hours
from network.providers.operations.intake import intake_hours_of, words_of
from network.tables import Event
from tests.cast import Cast

MORNING, EVENING = IntakeWords(0, time(8), time(11)), IntakeWords(0, time(17, 30), time(23, 59))


def test_provider_says_when_new_people_are_taken_in(session: Session, cast: Cast) -> None:
    place, before = cast.clinic_place, directory_version(session)
    put_intake_hours(session, cast.pat_provider, place, [EVENING, MORNING])
    rows = intake_hours_of(session, [place.id])[place.id]
    assert [words_of(row) for row in rows] == [MORNING, EVENING]
    assert changes_since(session, before) == {cast.clinic_service.id}
    told = len(session.exec(select(Event).where(Event.kind == "service.changed")).all())
    put_intake_hours(session, cast.cora_curator, place, [MORNING, EVENING])
    assert len(session.exec(select(Event).where(Event.kind == "service.changed")).all()) == told
    put_intake_hours(session, cast.cora_curator, place, [])
    assert intake_hours_of(session, [place.id]) == {}


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([IntakeWords(2, time(11), time(8))], "intake.2"),
        ([IntakeWords(0, time(9), time(12)), MORNING], "intake.0"),
        ([IntakeWords(7, time(9), time(12))], "intake"),
        ([IntakeWords(1, time(hour, minute), time(hour, minute + 1)) for hour in range(8) for minute in
          (0, 5, 10, 15)], "intake"),
    ],
)  # fmt: skip
def test_lines_that_cannot_be_are_refused(
    session: Session, cast: Cast, lines: list[IntakeWords], field: str
) -> None:
    with pytest.raises(Invalid) as told:
        put_intake_hours(session, cast.pat_provider, cast.clinic_place, lines)
    assert set(told.value.problems) == {field}


def test_nobody_else_says_it(session: Session, cast: Cast) -> None:
    for actor in (cast.olga_outsider, cast.olive_officer, cast.visitor):
        with pytest.raises(NotAllowed):
            put_intake_hours(session, actor, cast.clinic_place, [MORNING])
