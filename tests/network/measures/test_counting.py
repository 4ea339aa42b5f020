"""What each measure counts, and what it leaves out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from network.actors import Actor
from network.clock import stopped_at
from network.errors import NotAllowed
from network.measures.queries import measure
from network.measures.tables import MeasureCell
from network.outcomes.operations import take_back_outcome
from network.rules.measures import MEASURES, By, M
from network.rules.periods import Period
from network.tables import AppointmentStatus, NeedStatus, OutcomeStep, ReferralStatus, SourceKind, Urgency
from tests.cast import Cast
from tests.network.measures.conftest import LATER, OPEN, Count
from tests.network.measures.history import History
from tests.network.outcomes.course import Course

S = ReferralStatus
APRIL = date(2026, 4, 6)


def of(cell: MeasureCell) -> tuple[int | None, int | None]:
    return cell.numerator, cell.denominator


def test_a_referral_is_followed_from_sending_to_the_end(history: History, count: Count) -> None:
    history.send(status=S.EXPIRED_NO_RESPONSE)
    history.send(status=S.DECLINED_PROVIDER, answered_after=1)
    history.send(status=S.NOT_LINKED, answered_after=1, accepted=True)
    history.linked(APRIL, 3)
    finished = history.linked(APRIL, 3, 10, 17)
    finished.status = S.COMPLETED

    total = count().total

    assert of(total[M.SENT]) == (5, 5)
    assert of(total[M.ANSWERED]) == (4, 5)
    assert of(total[M.ACCEPTED]) == (3, 4)
    assert of(total[M.LINKED]) == (2, 3)
    assert of(total[M.ENGAGED]) == (1, 2)
    assert of(total[M.COMPLETED]) == (1, 2)
    assert total[M.LINKED].value == pytest.approx(2 / 3)


def test_what_never_went_out_and_what_was_taken_back_in_time_counts_nowhere(
    history: History, count: Count, cast: Cast
) -> None:
    history.send(status=S.DRAFT, sent_at=None)
    history.send(status=S.ENTERED_IN_ERROR, answered_after=1, accepted=True)
    history.send(status=S.CONSENT_REVOKED, answered_after=1, accepted=True, services=(2,))
    history.send(status=S.WITHDRAWN)
    history.send(status=S.OBSOLETE)
    history.send(status=S.DECLINED_CLIENT)
    history.send(place=cast.shelter_place, status=S.LINKED, answered_after=1, accepted=True, services=(1,))
    history.send(status=S.WITHDRAWN, answered_after=1, accepted=True)

    total = count().total

    assert of(total[M.SENT]) == (1, 1)
    assert total[M.SENT].excluded == 5
    assert of(total[M.ACCEPTED]) == (1, 1)
    assert of(total[M.LINKED]) == (0, 1)


def test_programs_of_listed_directories_are_left_out(history: History, count: Count, cast: Cast) -> None:
    cast.source.kind, cast.source.takes_referrals = SourceKind.IMPORTED, False
    history.linked()

    assert of(count().total[M.SENT]) == (0, 0)


def test_corrected_services_count_once_and_those_taken_back_not_at_all(
    history: History, count: Count
) -> None:
    moved = history.send(status=S.LINKED, answered_after=1, accepted=True)
    wrong = history.say(moved, OutcomeStep.INITIATED, date(2026, 4, 7))
    history.say(moved, OutcomeStep.INITIATED, date(2026, 4, 27), corrects=wrong)
    never = history.send(status=S.ACCEPTED, answered_after=1, accepted=True)
    mistake = history.say(never, OutcomeStep.INITIATED, date(2026, 4, 7))
    history.say(never, OutcomeStep.ENTERED_IN_ERROR, date(2026, 4, 7), corrects=mistake)

    total = count().total

    assert of(total[M.LINKED]) == (1, 2)
    assert of(total[M.INITIATED]) == (0, 2)


@pytest.mark.parametrize(("day", "soon"), [(14, 1), (15, 0)])
def test_the_first_service_counts_as_soon_until_the_fourteenth_day(
    history: History, count: Count, day: int, soon: int
) -> None:
    history.linked(APRIL, day)

    assert of(count().total[M.INITIATED]) == (soon, 1)


@pytest.mark.parametrize(
    ("days", "engaged"), [((1, 20, 35), 1), ((1, 20, 36), 0), ((1, 1, 20), 0), ((1,), 0)]
)
def test_two_further_services_within_34_days_engage(
    history: History, count: Count, days: tuple[int, ...], engaged: int
) -> None:
    history.linked(APRIL, *days)

    assert of(count().total[M.ENGAGED]) == (engaged, 1)


def test_the_provider_may_say_that_somebody_is_engaged_or_goes_on(history: History, count: Count) -> None:
    in_time, late, housed = (history.linked(APRIL, 1) for _ in range(3))
    history.say(in_time, OutcomeStep.ENGAGED, APRIL + timedelta(days=35))
    history.say(late, OutcomeStep.ENGAGED, APRIL + timedelta(days=36))
    history.say(housed, OutcomeStep.CONTINUING, APRIL + timedelta(days=90))
    history.linked(APRIL, 1, 10, 20, 31)

    total = count().total

    assert of(total[M.ENGAGED]) == (2, 4)
    assert of(total[M.CONTINUING]) == (2, 4)


@pytest.mark.parametrize(
    ("today", "early"),
    [
        (date(2026, 7, 14), {M.INITIATED, M.ENGAGED, M.CONTINUING}),
        (date(2026, 7, 15), {M.ENGAGED, M.CONTINUING}),
        (date(2026, 8, 14), {M.ENGAGED}),
        (date(2026, 8, 18), set()),
    ],
)
def test_nothing_is_judged_too_early(history: History, count: Count, today: date, early: set[M]) -> None:
    history.linked(date(2026, 6, 30), 1)

    cells = count(moment=datetime(today.year, today.month, today.day, 18, tzinfo=UTC)).total.cells

    assert {code for code, cell in cells.items() if cell.is_early} == early
    assert all(cell.numerator is None and cell.value is None for cell in cells.values() if cell.is_early)


def test_an_answer_is_in_time_until_a_coordinator_is_called(history: History, count: Count) -> None:
    quick = history.send(status=S.ACCEPTED, answered_after=1, accepted=True)
    history.steps_in(quick, timedelta(days=1))
    slow = history.send(status=S.ACCEPTED, answered_after=1, accepted=True)
    history.steps_in(slow, timedelta(hours=23))
    history.steps_in(slow, timedelta(days=9))  # of a waitlist, later
    history.send(status=S.DECLINED_PROVIDER, answered_after=0.01, urgency=Urgency.EMERGENT)
    history.send(status=S.DECLINED_PROVIDER, answered_after=0.03, urgency=Urgency.EMERGENT)

    assert of(count().total[M.IN_TIME]) == (2, 4)


def test_days_are_medians_of_those_that_were_answered_or_served(history: History, count: Count) -> None:
    for days in (0.5, 1, 6):
        history.send(status=S.DECLINED_PROVIDER, answered_after=days)
    history.send(status=S.EXPIRED_NO_RESPONSE)
    for day in (2, 4, 9):
        history.linked(APRIL, day, day + 30)

    total = count().total

    assert total[M.DAYS_TO_ANSWER].value == 0.5
    assert of(total[M.DAYS_TO_ANSWER]) == (6, 6)
    assert total[M.DAYS_TO_ANSWER_90].value == 3.5
    assert total[M.DAYS_TO_SERVICE].value == 4


def test_appointments_that_nobody_spoke_of_or_that_were_moved_do_not_count(
    history: History, count: Count
) -> None:
    referral = history.send(status=S.SCHEDULED, answered_after=1, accepted=True)
    for status in AppointmentStatus:
        history.appointment(referral, status)

    assert of(count().total[M.KEPT]) == (1, 2)


def test_a_need_counts_once_where_it_was_first_sent(history: History, count: Count) -> None:
    met = history.need()
    history.send(date(2026, 2, 3), status=S.DECLINED_PROVIDER, answered_after=1, need=met)
    history.linked(date(2026, 4, 7), 2, need=met)
    history.send(status=S.EXPIRED_NO_RESPONSE, need=history.need(status=NeedStatus.MET))
    history.send(status=S.EXPIRED_NO_RESPONSE, need=history.need(status=NeedStatus.CLOSED))
    history.send(status=S.EXPIRED_NO_RESPONSE)

    assert of(count("2026-Q1").total[M.NEEDS_MET]) == (1, 1)
    assert of(count("2026-Q2").total[M.NEEDS_MET]) == (1, 2)
    assert count("2026-Q2").total[M.NEEDS_MET].excluded == 1
    assert of(count("2026").total[M.NEEDS_MET]) == (2, 3)


def test_one_that_is_found_again_is_no_longer_lost(history: History, count: Count) -> None:
    history.send(status=S.LOST_CONTACT, answered_after=1, accepted=True)
    history.send(status=S.OUTCOME_UNKNOWN, answered_after=1, accepted=True)
    history.send(status=S.ACCEPTED, answered_after=1, accepted=True, reopened_at=LATER)

    assert of(count().total[M.LOST]) == (2, 3)


def test_a_day_belongs_to_the_period_of_the_networks_own_clock(history: History, count: Count) -> None:
    history.send(date(2026, 4, 1), sent_at=datetime(2026, 4, 1, 4, 59, tzinfo=UTC))  # 23:59 in Chicago

    assert of(count("2026-03").total[M.SENT]) == (1, 1)
    assert of(count("2026-Q2").total[M.SENT]) == (0, 0)


def test_rows_add_up_to_the_network(history: History, count: Count, cast: Cast) -> None:
    beside = cast.place(cast.service(cast.other, "Housing desk", "housing"), "Hilltop", 37.76, -122.42)
    history.many(2, kind="treatment.otp")
    history.linked(date(2026, 5, 4), 1, kind="treatment", zip_code=None)
    history.linked(date(2026, 6, 1), 1, place=beside, kind="housing.shelter", zip_code="94110")

    for by in (By.KIND, By.SERVICE, By.ORGANIZATION, By.AREA, By.MONTH):
        table = count(by=by)
        tops = [row for row in table.rows if not row.depth]
        for code in (M.SENT, M.LINKED):
            assert sum(row[code].numerator or 0 for row in tops) == table.total[code].numerator

    assert [(row.name, row.depth) for row in count(by=By.SERVICE).rows] == [
        ("Riverside Clinic", 0),
        ("Methadone and buprenorphine", 1),
        ("Hilltop Services", 0),
        ("Housing desk", 1),
    ]
    assert {row.name for row in count(by=By.KIND).rows} >= {"Treatment for substance use, not said which"}
    assert {row.name for row in count(by=By.AREA).rows} >= {"San Francisco County", "94110 San Francisco"}


def test_a_month_has_no_rows(history: History, count: Count) -> None:
    history.linked()

    assert count("2026-04", By.ORGANIZATION).rows == ()
    assert of(count("2026-04", By.ORGANIZATION).total[M.SENT]) == (1, 1)


def test_the_network_of_an_empty_year_has_nothing_to_measure(cast: Cast, count: Count) -> None:
    assert cast
    table = count("2031", By.AREA)

    assert table.rows == ()
    assert all(cell.value is None for code, cell in table.total.cells.items() if code is not M.SENT)
    assert of(table.total[M.SENT]) == (0, 0)


def test_moves_and_entries_as_people_make_them_are_counted(
    session: Session, cast: Cast, count: Count
) -> None:
    course = Course(session, cast)
    entry = course.service(3, 8, 15)
    before = count("2026-Q1").total
    with course.at(16):
        take_back_outcome(session, course.pat, course.referral, entry)
    after = count("2026-Q1").total

    assert of(before[M.ACCEPTED]) == of(before[M.ENGAGED]) == of(before[M.IN_TIME]) == (1, 1)
    assert of(after[M.ENGAGED]) == (0, 1)
    assert of(after[M.LINKED]) == (1, 1)


def test_as_many_statements_whatever_the_size(session: Session, history: History, count: Count) -> None:
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))

    def needed() -> int:
        statements.clear()
        count(by=By.SERVICE)
        return len(statements)

    history.linked()
    few = needed()
    for _ in range(30):
        history.linked()

    assert needed() == few


def test_only_those_who_lead_or_coordinate_see_overviews(session: Session, cast: Cast) -> None:
    def may(actor: Actor) -> bool:
        try:
            with stopped_at(LATER):
                measure(session, actor, OPEN, Period(2026, 2))
        except NotAllowed:
            return False
        return True

    assert {name for name, actor in cast.everybody.items() if may(actor)} == {
        "cody_coordinator",
        "sal_supervisor",
        "lena_leadership",
        "priya_privacy",
    }


def test_every_measure_has_its_recipe_and_words() -> None:
    assert {measure.code for measure in MEASURES} == set(M)
    assert all(measure.definition.text.endswith(".") for measure in MEASURES)
