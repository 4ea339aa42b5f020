"""What leadership does with a gap, and who may."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select, update

from network.actors import VISITOR, Actor
from network.clock import now, stopped_at
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.gaps.flags import (
    GapFilter,
    get_gap,
    history_of,
    list_gaps,
    open_gaps,
    possible_owners,
    remarks_on,
)
from network.gaps.judging import judge_gaps
from network.gaps.looking import evidence_over_time
from network.gaps.operations import (
    accept_gap,
    acknowledge_gap,
    assign_gap,
    plan_gap,
    remark_gap,
    resolve_gap,
    set_review,
    take_up_gap,
)
from network.ids import new_id
from network.tables import Account, AccountStatus, Event, Gap, GapStatus
from tests.cast import Cast
from tests.network.gaps.surveyed import DETOX, MARLOW, day, figure, look, survey

WORDS = "Eight more beds from July."


@pytest.fixture
def gap(session: Session, cast: Cast) -> Gap:
    assert cast.unit
    look(session, now() - timedelta(days=1), 30)
    return session.exec(select(Gap)).one()


@pytest.fixture
def lena(cast: Cast) -> Actor:
    return cast.lena_leadership


def next_month(actor: Actor) -> date:
    return actor.today + timedelta(days=30)


def problems_of(refusal: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return set(refusal.value.problems)


class TestMoves:
    def test_leadership_acknowledges_a_gap(self, session: Session, gap: Gap, lena: Actor) -> None:
        acknowledge_gap(session, lena, gap)

        assert gap.status is GapStatus.ACKNOWLEDGED
        assert history_of(session, gap)[0].kind == "gap.acknowledged"

    def test_a_plan_has_an_owner_and_words(self, session: Session, gap: Gap, lena: Actor, cast: Cast) -> None:
        with pytest.raises(Invalid) as refusal:
            plan_gap(session, lena, gap, words="  ", owner_id=None)
        assert problems_of(refusal) == {"words", "owner"}

        plan_gap(session, lena, gap, words=WORDS, owner_id=cast.cody_coordinator.id)

        assert (gap.status, gap.owner_account_id) == (GapStatus.IN_PLAN, cast.cody_coordinator.id)
        assert [event.kind for event in history_of(session, gap)[:2]] == ["gap.assigned", "gap.planned"]

    def test_the_words_of_a_plan_are_sealed(self, session: Session, gap: Gap, lena: Actor) -> None:
        plan_gap(session, lena, gap, words=WORDS, owner_id=lena.id)

        (remark,) = remarks_on(session, gap).values()
        assert remark.words == WORDS
        assert WORDS not in str(session.connection().execute(text("SELECT words FROM gap_remark")).scalar())
        assert WORDS not in str([event.facts for event in history_of(session, gap)])

    def test_accepting_needs_words_and_a_day_within_a_year(
        self, session: Session, gap: Gap, lena: Actor
    ) -> None:
        today = lena.today
        for wrong in (None, today, today - timedelta(days=1), today + timedelta(days=367)):
            with pytest.raises(Invalid) as refusal:
                accept_gap(session, lena, gap, words="", review_on=wrong)
            assert problems_of(refusal) == {"words", "review_on"}

        accept_gap(session, lena, gap, words="No money before June.", review_on=next_month(lena))

        assert (gap.status, gap.review_on) == (GapStatus.ACCEPTED, next_month(lena))

    def test_resolving_needs_words_and_ends_the_review(self, session: Session, gap: Gap, lena: Actor) -> None:
        set_review(session, lena, gap, review_on=next_month(lena))
        with pytest.raises(Invalid) as refusal:
            resolve_gap(session, lena, gap, words="")
        assert problems_of(refusal) == {"words"}

        resolve_gap(session, lena, gap, words="A new house has opened.")

        assert (gap.status, gap.review_on) == (GapStatus.RESOLVED, None)

    def test_what_was_resolved_too_early_is_taken_up_again(
        self, session: Session, gap: Gap, lena: Actor
    ) -> None:
        resolve_gap(session, lena, gap, words="Done.")
        take_up_gap(session, lena, gap, words="The house has closed again.")

        assert gap.status is GapStatus.ACKNOWLEDGED

    def test_words_have_an_end(self, session: Session, gap: Gap, lena: Actor) -> None:
        with pytest.raises(Invalid) as refusal:
            remark_gap(session, lena, gap, words="x" * 4001)
        assert problems_of(refusal) == {"words"}


class TestStaleButtons:
    def test_who_comes_second_hears_what_the_first_did(self, session: Session, gap: Gap, lena: Actor) -> None:
        acknowledge_gap(session, lena, gap, seen=GapStatus.NEW)

        with pytest.raises(Conflict) as refusal:
            accept_gap(session, lena, gap, words="Later.", review_on=next_month(lena), seen=GapStatus.NEW)

        assert str(refusal.value).startswith(
            "This cannot be done any more: the gap was acknowledged (Lena Leadership, "
        )
        assert gap.status is GapStatus.ACKNOWLEDGED
        assert len(remarks_on(session, gap)) == 0

    def test_who_decides_on_what_a_survey_has_closed_hears_that(self, session: Session, cast: Cast) -> None:
        for number, full in ((0, 30), (1, 5), (29, 5)):
            look(session, day(number), full)
        gap = session.exec(select(Gap)).one()

        with pytest.raises(Conflict) as refusal:
            plan_gap(
                session, cast.lena_leadership, gap,
                words=WORDS, owner_id=cast.lena_leadership.id, seen=GapStatus.NEW,
            )  # fmt: skip

        assert "was no longer found by the surveys of four weeks (by the newest figures," in str(
            refusal.value
        )

    def test_two_who_give_it_away_at_once_do_not_both_win(
        self, session: Session, gap: Gap, lena: Actor, cast: Cast
    ) -> None:
        session.exec(
            update(Gap).where(col(Gap.id) == gap.id).values(owner_account_id=cast.sal_supervisor.id),
            execution_options={"synchronize_session": False},
        )

        with pytest.raises(Conflict):
            assign_gap(session, lena, gap, owner_id=cast.cody_coordinator.id)


class TestOwners:
    @pytest.mark.usefixtures("cast")
    def test_a_gap_is_given_to_leadership_supervisors_and_coordinators(self, session: Session) -> None:
        assert [account.name for account in possible_owners(session)] == [
            "Cody Coordinator", "Lena Leadership", "Sal Supervisor",
        ]  # fmt: skip

    @pytest.mark.parametrize("name", ["olive_officer", "pat_provider", "priya_privacy"])
    def test_nobody_else_is_given_one(
        self, session: Session, gap: Gap, lena: Actor, cast: Cast, name: str
    ) -> None:
        with pytest.raises(Invalid):
            assign_gap(session, lena, gap, owner_id=cast.everybody[name].id)

    def test_who_can_no_longer_sign_in_is_given_none(
        self, session: Session, gap: Gap, lena: Actor, cast: Cast
    ) -> None:
        account = session.get_one(Account, cast.cody_coordinator.id)
        account.status = AccountStatus.DISABLED
        session.flush()

        with pytest.raises(Invalid):
            plan_gap(session, lena, gap, words=WORDS, owner_id=account.id)

    def test_a_gap_with_a_plan_keeps_an_owner(self, session: Session, gap: Gap, lena: Actor) -> None:
        plan_gap(session, lena, gap, words=WORDS, owner_id=lena.id)

        with pytest.raises(Invalid):
            assign_gap(session, lena, gap, owner_id=None)

    def test_giving_it_to_the_same_person_again_tells_nobody(
        self, session: Session, gap: Gap, lena: Actor, cast: Cast
    ) -> None:
        assign_gap(session, lena, gap, owner_id=cast.cody_coordinator.id)
        assign_gap(session, lena, gap, owner_id=cast.cody_coordinator.id)

        assert len(session.exec(select(Event).where(Event.kind == "gap.assigned")).all()) == 1


class TestWhoMay:
    READERS = ("lena_leadership", "sal_supervisor", "cody_coordinator", "priya_privacy")

    def test_overviews_are_for_those_who_lead_and_coordinate(
        self, session: Session, gap: Gap, cast: Cast
    ) -> None:
        for name, actor in cast.everybody.items():
            if name in self.READERS:
                assert open_gaps(session, actor) == [gap]
            else:
                with pytest.raises(NotAllowed):
                    open_gaps(session, actor)
        with pytest.raises(NotAllowed):
            get_gap(session, VISITOR, gap.id)

    def test_only_leadership_decides(self, session: Session, gap: Gap, cast: Cast) -> None:
        for name, actor in cast.everybody.items():
            if name == "lena_leadership":
                continue
            with pytest.raises(NotAllowed):
                acknowledge_gap(session, actor, gap)
            with pytest.raises(NotAllowed):
                assign_gap(session, actor, gap, owner_id=actor.id)
            with pytest.raises(NotAllowed):
                set_review(session, actor, gap, review_on=None)

    def test_the_owner_writes_remarks_and_others_who_read_it_do_not(
        self, session: Session, gap: Gap, lena: Actor, cast: Cast
    ) -> None:
        assign_gap(session, lena, gap, owner_id=cast.cody_coordinator.id)

        remark_gap(session, cast.cody_coordinator, gap, words="Asked the county for money.")
        with pytest.raises(NotAllowed):
            remark_gap(session, cast.sal_supervisor, gap, words="Me too.")

        assert [one.words for one in remarks_on(session, gap).values()] == ["Asked the county for money."]

    def test_what_does_not_exist_is_not_found(self, session: Session, lena: Actor) -> None:
        with pytest.raises(NotFound):
            get_gap(session, lena, new_id())


class TestLists:
    def several(self, session: Session) -> dict[str, Gap]:
        made = survey(session, now() - timedelta(days=1))
        for kind, county, count in (
            (DETOX, MARLOW, 20),
            ("housing.emergency-shelter", MARLOW, 40),
            ("treatment.withdrawal-management.medical", "06001", 30),
        ):
            figure(session, made, kind, 50, county=county, no_capacity=count)
        judge_gaps(session, made)
        return {gap.kind: gap for gap in session.exec(select(Gap)).all()}

    def test_the_largest_comes_first_and_what_is_due_before_all(self, session: Session, lena: Actor) -> None:
        gaps = self.several(session)
        assert [gap.evidence["count"] for gap in open_gaps(session, lena)] == [40, 30, 20]

        with stopped_at(now() - timedelta(days=10)):
            set_review(session, lena, gaps[DETOX], review_on=lena.today + timedelta(days=2))

        assert [gap.evidence["count"] for gap in open_gaps(session, lena)] == [20, 40, 30]
        assert list_gaps(session, lena, GapFilter(only_due=True)) == [gaps[DETOX]]

    def test_a_kind_stands_for_all_kinds_below_it(self, session: Session, lena: Actor) -> None:
        gaps = self.several(session)

        assert len(open_gaps(session, lena, kind=DETOX)) == 2
        assert open_gaps(session, lena, county_fips=MARLOW, kind=DETOX) == [gaps[DETOX]]

    def test_what_is_resolved_or_accepted_needs_nobody(self, session: Session, lena: Actor) -> None:
        gaps = self.several(session)
        resolve_gap(session, lena, gaps[DETOX], words="Done.")

        assert gaps[DETOX] not in open_gaps(session, lena)
        assert list_gaps(session, lena, GapFilter(frozenset({GapStatus.RESOLVED}))) == [gaps[DETOX]]

    def test_a_list_by_owner(self, session: Session, lena: Actor, cast: Cast) -> None:
        gaps = self.several(session)
        assign_gap(session, lena, gaps[DETOX], owner_id=cast.cody_coordinator.id)

        assert list_gaps(session, lena, GapFilter(owner_id=cast.cody_coordinator.id)) == [gaps[DETOX]]
        assert gaps[DETOX] not in list_gaps(session, lena, GapFilter(without_owner=True))


def test_evidence_over_time_has_one_survey_for_four_weeks(session: Session) -> None:
    for number in (0, 10, 30, 32, 58):
        look(session, day(number), 20 + number)

    over_time = evidence_over_time(session, session.exec(select(Gap)).one())

    assert [((one.made_at - day(0)).days, one.count) for one in over_time] == [(0, 20), (30, 50), (58, 78)]
