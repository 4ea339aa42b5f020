"""What leadership is shown of a survey."""

import pytest
from sqlmodel import Session

from network.errors import NotAllowed, NotFound
from network.gaps.overview import HIDDEN, NOTHING, Area, Shown, look_at_gaps, together
from network.tables import Cause
from tests.cast import Cast
from tests.surveyed import figure, survey

MARLOW, FAIRFIELD, FRANKLIN, ALLEGHENY = "39089", "39045", "39049", "42003"
DETOX = "treatment.withdrawal-management"
FULL, FAR = str(Cause.NO_CAPACITY), str(Cause.TOO_FAR)


def test_without_a_place_the_only_county_with_needs_is_looked_into(session: Session, cast: Cast) -> None:
    made = survey(session)
    figure(session, made, MARLOW, met=30, causes={FULL: 20})
    figure(session, made, MARLOW, "43055", met=30, causes={FULL: 20})
    figure(session, made, MARLOW, "43001", access=0.0, nearest_open_m=None)

    found = look_at_gaps(session, cast.lena_leadership, made)

    assert (found.county, found.state, found.states) == (MARLOW, "OH", ("OH",))
    assert [(area.key, area.figures.unmet) for area in found.areas] == [("43001", 0), ("43055", 20)]
    assert found.total.needed == 50
    assert found.total.share == 0.4
    assert found.total.main_cause == (Cause.NO_CAPACITY, True)


def test_with_several_counties_the_state_with_most_of_them_is_shown(session: Session, cast: Cast) -> None:
    made = survey(session)
    for county in (MARLOW, FAIRFIELD, ALLEGHENY):
        figure(session, made, county, met=20, causes={FULL: 12, FAR: 15})
    figure(session, made, None, met=40, access=None, nearest_open_m=None)

    found = look_at_gaps(session, cast.cody_coordinator, made)

    assert (found.county, found.state, found.states) == ("", "OH", ("OH", "PA"))
    assert [area.key for area in found.areas] == [FAIRFIELD, MARLOW, ""]
    assert (found.total.needed, found.total.unmet) == (94, 54), "who is not known where is in no state"
    assert found.total.main_cause == (Cause.TOO_FAR, True)
    assert look_at_gaps(session, cast.cody_coordinator, made, state="PA").total.needed == 47


def test_what_is_withheld_leaves_neither_its_row_nor_a_sum(session: Session, cast: Cast) -> None:
    made = survey(session)
    figure(session, made, MARLOW, met=20, causes={FULL: 12})
    figure(session, made, FAIRFIELD, met=20, causes={FULL: 7})
    figure(session, made, FRANKLIN, met=20, causes={FULL: 14, FAR: 13}, hide=(FULL, FAR))

    found = look_at_gaps(session, cast.sal_supervisor, made, state="OH")
    by_key = {area.key: area.figures for area in found.areas}

    assert by_key[FAIRFIELD].unmet is None
    assert by_key[FAIRFIELD].share is None
    assert by_key[FAIRFIELD].causes[Cause.NO_CAPACITY] is None
    assert by_key[FRANKLIN].unmet == 27
    assert by_key[FRANKLIN].main_cause is None, "either of what is withheld may be the larger"
    assert found.hidden == 1
    assert (found.total.needed, found.total.unmet) == (79, 39), "without Fairfield"
    assert found.total.causes[Cause.NO_CAPACITY] is None


def test_kinds_are_summed_up_for_the_place_that_is_looked_at(session: Session, cast: Cast) -> None:
    made = survey(session)
    for fips in (MARLOW, FAIRFIELD):
        figure(session, made, fips, met=20, causes={FULL: 12})
        figure(session, made, fips, kind="treatment", met=20, causes={FULL: 12})
    figure(session, made, MARLOW, kind=DETOX, causes={FULL: 12})

    state = look_at_gaps(session, cast.priya_privacy, made, kind=DETOX)
    county = look_at_gaps(session, cast.priya_privacy, made, kind=DETOX, county=FAIRFIELD)

    assert {kind.code: kind.figures.unmet for kind in state.kinds} == {"": 24, "treatment": 24, DETOX: 12}
    assert [area.key for area in state.areas] == [MARLOW]
    assert {kind.code for kind in county.kinds} == {"", "treatment"}
    assert county.total == NOTHING


def test_before_anything_was_needed_there_is_nothing_to_look_at(session: Session, cast: Cast) -> None:
    found = look_at_gaps(session, cast.lena_leadership, survey(session))

    assert (found.county, found.state, found.areas, found.kinds) == ("", "", (), ())
    assert found.total == NOTHING


@pytest.mark.parametrize(
    "asked", [{"kind": "unicorns"}, {"county": "00000"}, {"county": "x"}, {"state": "XX"}, {"state": "oh"}]
)
def test_what_is_no_kind_and_no_place_is_not_found(
    session: Session, cast: Cast, asked: dict[str, str]
) -> None:
    with pytest.raises(NotFound):
        look_at_gaps(session, cast.lena_leadership, survey(session), **asked)


def test_officers_and_providers_see_no_overview(session: Session, cast: Cast) -> None:
    made = survey(session)
    for actor in (cast.olive_officer, cast.pat_provider, cast.cora_curator, cast.ada_administrator):
        with pytest.raises(NotAllowed):
            look_at_gaps(session, actor, made)


def test_the_main_cause_is_said_only_when_it_is_one() -> None:
    def main(**counts: int | None) -> tuple[Cause, bool] | None:
        causes = {cause: counts.get(cause, 0) for cause in Cause}
        return Shown(needed=60, unmet=40, causes=causes).main_cause

    assert main(no_capacity=30, too_far=10) == (Cause.NO_CAPACITY, True)
    assert main(no_capacity=16, too_far=12, no_answer=12) == (Cause.NO_CAPACITY, False)
    assert main(no_capacity=20, too_far=20) is None
    assert main(no_capacity=18, too_far=None) is None
    assert main(no_capacity=22, too_far=None) == (Cause.NO_CAPACITY, True)
    assert main() is None
    assert NOTHING.main_cause is None


def test_where_the_sum_is_withheld_its_parts_still_tell_the_least() -> None:
    hidden: dict[Cause, int | None] = dict.fromkeys(Cause)
    partly = Shown(needed=42, unmet=None, causes={**hidden, Cause.TOO_FAR: 39})

    assert partly.at_least == 39
    assert partly.main_cause == (Cause.TOO_FAR, True)
    assert Shown(needed=None, unmet=None, causes=partly.causes).main_cause is None
    assert Shown(needed=90, unmet=None, causes=partly.causes).main_cause is None
    assert HIDDEN.at_least == 0
    assert NOTHING.at_least == 0


def test_a_county_of_which_too_little_may_be_said_is_withheld_everywhere(
    session: Session, cast: Cast
) -> None:
    made = survey(session)
    figure(session, made, MARLOW, met=3, causes={FULL: 2})

    found = look_at_gaps(session, cast.lena_leadership, made)

    assert found.county == MARLOW
    assert len(found.areas) == found.hidden > 10
    assert all(area.figures == HIDDEN for area in found.areas)


def test_what_is_measured_is_not_added_up() -> None:
    near, far = Shown(5, 0, access=0.5, nearest_m=100.0), Shown(7, 0, access=0.7, nearest_m=900.0)

    assert together([near, near]).access == 0.5
    assert together([near, far]).access is None
    assert together([near, far]).nearest_m is None
    assert together([]) == NOTHING
    assert Area("x", NOTHING).figures.share is None
