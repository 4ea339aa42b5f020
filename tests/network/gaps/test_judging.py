"""What surveys do to gaps: they open on evidence, end when it is gone for long, and do not flap."""

from collections import Counter
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from network.clock import stopped_at
from network.gaps.judging import judge_gaps
from network.gaps.operations import accept_gap, acknowledge_gap, resolve_gap
from network.tables import Event, Gap, GapRule, GapStatus
from tests.cast import Cast
from tests.network.gaps.surveyed import DETOX, MARLOW, day, figure, look, survey

CAUSES_ONE_AFTER_THE_OTHER: tuple[dict[str, Any], ...] = ({"no_capacity": 70}, {"too_far": 40})

WEEK = 7


def the_gap(session: Session) -> Gap:
    return session.exec(select(Gap)).one()


def told(session: Session) -> list[str]:
    rows = session.exec(select(Event).where(Event.subject == "gap").order_by(col(Event.id)))
    return [event.kind for event in rows]


def test_many_needs_without_a_free_place_open_a_gap(session: Session) -> None:
    look(session, day(0), 30)

    gap = the_gap(session)
    assert (gap.kind, gap.county_fips, gap.rule, gap.status) == (DETOX, MARLOW, "no_capacity", "new")
    assert (gap.evidence["count"], gap.evidence["needed"], gap.times_opened) == (30, 40, 1)
    assert told(session) == ["gap.opened"]


def test_the_same_survey_twice_changes_nothing(session: Session) -> None:
    made = look(session, day(0), 30)

    assert judge_gaps(session, made) == Counter()
    assert told(session) == ["gap.opened"]


def test_a_gap_that_is_still_there_shows_the_newest_numbers(session: Session) -> None:
    look(session, day(0), 30)
    look(session, day(1), 33)

    gap = the_gap(session)
    assert (gap.evidence["count"], gap.seen_at, gap.is_seen) == (33, day(1), True)
    assert told(session) == ["gap.opened"]


def test_a_gap_does_not_end_with_the_first_survey_without_it(session: Session) -> None:
    look(session, day(0), 30)
    look(session, day(1), 5)
    look(session, day(28), 5)

    gap = the_gap(session)
    assert (gap.status, gap.is_seen) == (GapStatus.NEW, False)


def test_a_gap_ends_when_four_weeks_of_surveys_did_not_find_it(session: Session) -> None:
    look(session, day(0), 30)
    look(session, day(1), 5)
    look(session, day(29), 5)

    assert the_gap(session).status is GapStatus.RESOLVED
    assert told(session) == ["gap.opened", "gap.closed"]


def test_a_worker_that_was_away_for_long_ends_nothing_with_its_first_survey(session: Session) -> None:
    look(session, day(0), 30)
    look(session, day(60), 5)

    assert the_gap(session).status is GapStatus.NEW


def test_a_gap_that_is_there_on_and_off_stays_open(session: Session) -> None:
    for number in range(0, 10 * WEEK, WEEK):
        look(session, day(number), 30 if number % (2 * WEEK) == 0 else 5)

    assert told(session) == ["gap.opened"]


def test_a_gap_that_ended_and_is_found_again_is_new_once_more(session: Session) -> None:
    look(session, day(0), 30)
    for number in (1, 29):
        look(session, day(number), 5)
    look(session, day(30), 13)

    gap = the_gap(session)
    assert (gap.status, gap.times_opened, gap.opened_at, gap.is_seen) == (GapStatus.NEW, 2, day(30), True)
    assert gap.evidence["count"] == 13
    assert told(session) == ["gap.opened", "gap.closed", "gap.reopened"]


def test_what_somebody_works_on_keeps_its_state_when_it_is_found_again(session: Session, cast: Cast) -> None:
    look(session, day(0), 30)
    acknowledge_gap(session, cast.lena_leadership, the_gap(session))
    look(session, day(1), 31)

    assert the_gap(session).status is GapStatus.ACKNOWLEDGED


class TestResolvedBySomebody:
    """The same needs are counted for half a year: only new ones open it again."""

    def resolved(self, session: Session, cast: Cast) -> None:
        look(session, day(0), 30)
        with stopped_at(day(1)):
            resolve_gap(session, cast.lena_leadership, the_gap(session), words="Eight beds more.")

    def test_the_old_needs_do_not_open_it_again(self, session: Session, cast: Cast) -> None:
        self.resolved(session, cast)
        look(session, day(2), 30)
        look(session, day(60), 25)

        gap = the_gap(session)
        assert (gap.status, gap.is_seen) == (GapStatus.RESOLVED, True)
        assert gap.evidence["count"] == 30  # of when it was resolved

    def test_as_many_more_as_would_open_a_gap_open_it_again(self, session: Session, cast: Cast) -> None:
        self.resolved(session, cast)
        look(session, day(20), 41)
        assert the_gap(session).status is GapStatus.RESOLVED
        look(session, day(21), 42)

        gap = the_gap(session)
        assert (gap.status, gap.times_opened, gap.evidence["count"]) == (GapStatus.NEW, 2, 42)

    def test_it_opens_again_when_all_that_is_counted_came_after(self, session: Session, cast: Cast) -> None:
        self.resolved(session, cast)
        look(session, day(40), 15, looks_back=40)
        assert the_gap(session).status is GapStatus.RESOLVED
        look(session, day(41), 15, looks_back=40)

        assert the_gap(session).status is GapStatus.NEW

    def test_it_opens_again_after_four_weeks_without_it(self, session: Session, cast: Cast) -> None:
        self.resolved(session, cast)
        look(session, day(10), 5)
        look(session, day(20), 15)
        assert the_gap(session).status is GapStatus.RESOLVED
        look(session, day(30), 5)
        look(session, day(58), 15)

        assert the_gap(session).status is GapStatus.NEW


class TestAccepted:
    """What was accepted is left alone until its review date."""

    def accepted(self, session: Session, cast: Cast) -> None:
        look(session, day(0), 30)
        with stopped_at(day(1)):
            accept_gap(
                session, cast.lena_leadership, the_gap(session),
                words="No money before June.", review_on=date(2026, 6, 1),
            )  # fmt: skip

    def test_it_stays_accepted_until_then(self, session: Session, cast: Cast) -> None:
        self.accepted(session, cast)
        look(session, day(2), 60)
        look(session, day(90), 5)

        gap = the_gap(session)
        assert (gap.status, gap.is_seen) == (GapStatus.ACCEPTED, False)

    def test_it_comes_back_as_new_when_it_is_still_there(self, session: Session, cast: Cast) -> None:
        self.accepted(session, cast)
        look(session, day(90), 30)
        assert the_gap(session).status is GapStatus.ACCEPTED  # 31 May
        look(session, day(92), 30)

        gap = the_gap(session)
        assert (gap.status, gap.review_on, gap.times_opened) == (GapStatus.NEW, None, 1)
        assert told(session)[-1] == "gap.came_back"

    def test_it_ends_then_when_it_was_gone_for_long(self, session: Session, cast: Cast) -> None:
        self.accepted(session, cast)
        look(session, day(50), 5)
        look(session, day(92), 5)

        assert the_gap(session).status is GapStatus.RESOLVED


class TestWithheldReasons:
    """A reason that must not be told opens and closes nothing."""

    def found(self, session: Session, number: int, *, full: int, other: int, told: bool) -> None:
        made = survey(session, day(number))
        withheld = () if told else ("no_capacity", "other")
        figure(session, made, DETOX, 60, no_capacity=full, other=other, withheld=withheld)
        judge_gaps(session, made)

    def test_all_reasons_together_open_a_gap_where_none_may_be_told(self, session: Session) -> None:
        self.found(session, 0, full=40, other=3, told=False)

        gap = the_gap(session)
        assert (gap.rule, gap.evidence["count"]) == (GapRule.UNMET, 43)
        assert gap.evidence["withheld"] == ["no_capacity", "other"]

    def test_what_is_told_for_one_reason_is_not_told_again_for_all(self, session: Session) -> None:
        self.found(session, 0, full=40, other=0, told=True)
        assert the_gap(session).rule is GapRule.NO_CAPACITY
        self.found(session, 1, full=40, other=3, told=False)

        assert the_gap(session).rule is GapRule.NO_CAPACITY

    def test_a_gap_whose_number_is_withheld_stays_while_it_may_be_there(self, session: Session) -> None:
        self.found(session, 0, full=40, other=0, told=True)
        for number in (1, 40, 80):
            self.found(session, number, full=40, other=3, told=False)

        gap = the_gap(session)
        assert (gap.status, gap.is_seen, gap.evidence["count"]) == (GapStatus.NEW, True, 40)

    def test_it_ends_when_it_cannot_be_there_any_more(self, session: Session) -> None:
        self.found(session, 0, full=40, other=0, told=True)
        for number in (1, 30):
            self.found(session, number, full=6, other=3, told=False)

        assert the_gap(session).status is GapStatus.RESOLVED

    def test_what_was_resolved_does_not_come_back_for_having_been_withheld(
        self, session: Session, cast: Cast
    ) -> None:
        self.found(session, 0, full=40, other=0, told=True)
        with stopped_at(day(1)):
            resolve_gap(session, cast.lena_leadership, the_gap(session), words="Eight beds more.")
        for number in (2, 20, 40):
            self.found(session, number, full=40, other=3, told=False)
        self.found(session, 41, full=40, other=0, told=True)

        assert the_gap(session).status is GapStatus.RESOLVED  # and none for all reasons together

    def test_what_was_done_about_reach_says_nothing_of_needs_without_a_service(
        self, session: Session, cast: Cast
    ) -> None:
        self.found(session, 0, full=40, other=0, told=True)
        reach = the_gap(session)
        reach.rule, reach.evidence = GapRule.LOW_ACCESS, reach.evidence | {"withheld": ["unmet"]}
        session.add(reach)
        session.flush()
        with stopped_at(day(1)):
            resolve_gap(session, cast.lena_leadership, reach, words="A bus goes there now.")
        self.found(session, 2, full=40, other=3, told=False)

        rules = session.exec(select(Gap.rule).order_by(col(Gap.id))).all()
        assert rules == [GapRule.LOW_ACCESS, GapRule.UNMET]

    def test_of_several_that_were_resolved_the_one_with_most_is_what_new_is_compared_to(
        self, session: Session, cast: Cast
    ) -> None:
        for number, causes in enumerate(CAUSES_ONE_AFTER_THE_OTHER):
            made = survey(session, day(number))
            figure(session, made, DETOX, 80, **causes)
            judge_gaps(session, made)
            with stopped_at(day(number)):
                newest = session.exec(select(Gap).order_by(col(Gap.id).desc())).first()
                assert newest is not None
                resolve_gap(session, cast.lena_leadership, newest, words="More beds.")
        self.found(session, 2, full=62, other=3, told=False)

        assert len(session.exec(select(Gap)).all()) == 2

    def test_a_gap_of_all_reasons_stays_the_same_gap_when_one_is_told(self, session: Session) -> None:
        self.found(session, 0, full=40, other=3, told=False)
        self.found(session, 1, full=40, other=0, told=True)
        self.found(session, 40, full=40, other=0, told=True)

        gap = the_gap(session)
        assert (gap.rule, gap.is_seen) == (GapRule.UNMET, True)


def test_needs_that_are_not_known_where_open_nothing(session: Session) -> None:
    made = survey(session, day(0))
    row = figure(session, made, DETOX, 60, no_capacity=40)
    row.county_fips = None
    session.flush()
    judge_gaps(session, made)

    assert not session.exec(select(Gap)).all()
