"""Gaps on pages: leadership finds them, says what becomes of each, and nothing that is withheld shows."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now, stopped_at
from network.gaps.judging import judge_gaps
from network.gaps.operations import acknowledge_gap, assign_gap, plan_gap, set_review
from network.tables import Gap, GapStatus, NearMiss
from tests.cast import Cast
from tests.network.gaps.surveyed import DETOX, MARLOW, figure, look, survey
from tests.web.browser import TestBrowser

Browser = Callable[[Actor], TestBrowser]
FINDING = "In 180 days, 30 needs for withdrawal management in San Francisco County found no free place"


@pytest.fixture
def gap(session: Session) -> Gap:
    look(session, now() - timedelta(hours=3), 30)
    return session.exec(select(Gap)).one()


@pytest.fixture
def lena(cast: Cast, as_actor: Browser, gap: Gap) -> TestBrowser:
    assert gap
    return as_actor(cast.lena_leadership)


def status_of(session: Session, gap: Gap) -> GapStatus:
    session.expire_all()
    return session.get_one(Gap, gap.id).status


class TestList:
    def test_leadership_sees_the_finding_in_a_sentence(self, lena: TestBrowser, gap: Gap) -> None:
        html = lena.get("/gaps/flags").text

        assert FINDING in html
        assert f'href="/gaps/{gap.id}"' in html
        assert "nobody answers for it yet" in html
        assert "1 gap<" in html

    def test_before_anything_was_counted_the_page_says_so(self, cast: Cast, as_actor: Browser) -> None:
        html = as_actor(cast.lena_leadership).get("/gaps/flags").text

        assert "Nothing was counted yet." in html

    def test_where_nothing_stands_out_the_page_leads_to_the_map(
        self, session: Session, cast: Cast, as_actor: Browser
    ) -> None:
        look(session, now(), 3)

        assert (
            "No figure is so high that it opens a gap."
            in as_actor(cast.lena_leadership).get("/gaps/flags").text
        )

    def test_filters_narrow_the_list(self, session: Session, cast: Cast, lena: TestBrowser, gap: Gap) -> None:
        assign_gap(session, cast.lena_leadership, gap, owner_id=cast.cody_coordinator.id)
        session.commit()
        for query, is_in in (
            ("kind=treatment", True),
            ("kind=housing", False),
            ("state=resolved", False),
            ("state=all", True),
            ("owner=nobody", False),
            (f"owner={cast.cody_coordinator.id}", True),
            ("due=yes", False),
            ("state=nonsense&owner=nonsense", True),
        ):
            assert (FINDING in lena.get(f"/gaps/flags?{query}").text) is is_in, query

    def test_what_is_due_for_review_stands_on_top(
        self, session: Session, cast: Cast, as_actor: Browser
    ) -> None:
        made = survey(session, now())
        figure(session, made, DETOX, 40, no_capacity=20)
        figure(session, made, "housing.emergency-shelter", 40, no_capacity=40)
        judge_gaps(session, made)
        gap = session.exec(select(Gap).where(Gap.kind == DETOX)).one()
        lena = cast.lena_leadership
        with stopped_at(now() - timedelta(days=10)):
            set_review(session, lena, gap, review_on=lena.today + timedelta(days=5))

        html = as_actor(lena).get("/gaps/flags").text

        assert html.index("withdrawal management in") < html.index("emergency shelter in")
        assert "Due for review (1)" in html

    def test_the_table_has_the_same_gaps_without_what_is_withheld(
        self, session: Session, cast: Cast, as_actor: Browser
    ) -> None:
        made = survey(session, now())
        figure(session, made, DETOX, 60, no_capacity=57, withheld=("needed", "met"))
        judge_gaps(session, made)
        lena = as_actor(cast.lena_leadership)

        text = lena.get("/gaps/flags.csv").content.decode("utf-8-sig")
        head, row = csv.reader(StringIO(text))
        told = dict(zip(head, row, strict=True))

        assert (told["Needs counted"], told["All needed"], told["Found no service"]) == ("57", "", "57")
        assert told["County"] == "San Francisco County"

    def test_many_gaps_take_several_pages(self, session: Session, cast: Cast, as_actor: Browser) -> None:
        made = survey(session, now())
        for county in range(1, 31):
            figure(session, made, DETOX, 40, county=f"06{2 * county - 1:03}", no_capacity=20)
        judge_gaps(session, made)
        lena = as_actor(cast.lena_leadership)

        assert "1–25 of 30" in lena.get("/gaps/flags").text
        assert "26–30 of 30" in lena.get("/gaps/flags?page=2").text
        assert "26–30 of 30" in lena.get("/gaps/flags?page=99").text


class TestOneGap:
    def test_its_page_says_the_finding_and_what_would_have_helped(
        self, session: Session, cast: Cast, as_actor: Browser
    ) -> None:
        made = survey(session, now())
        figure(session, made, DETOX, 40, no_capacity=28, no_answer=12)
        figure(session, made, f"{DETOX}.medical", 20, no_capacity=15)
        figure(session, made, DETOX, 25, zip_code="94103", no_capacity=20)
        figure(
            session,
            made,
            DETOX,
            15,
            zip_code="94110",
            no_capacity=8,
            withheld=("unmet", "needed", "no_capacity"),
        )
        service = cast.clinic_service.id
        for needs, condition in ((14, "has_capacity"), (4, "language")):
            session.add(
                NearMiss(
                    survey_id=made.id, kind=DETOX, county_fips=MARLOW,
                    service_id=service, condition=condition, needs=needs,
                )
            )  # fmt: skip
        session.flush()
        judge_gaps(session, made)
        gap = session.exec(select(Gap).where(Gap.rule == "no_capacity")).first()
        assert gap

        html = as_actor(cast.lena_leadership).get(f"/gaps/{gap.id}").text

        assert "14 needs, if Methadone and buprenorphine (Riverside Clinic) had a free place" in html
        assert "spoke the person" not in html  # 4 needs: too few to be told
        assert "94103" in html
        assert "withheld" in html
        assert ">8<" not in html

    def test_what_would_have_helped_is_not_told_where_its_reason_is_withheld(
        self, session: Session, cast: Cast, as_actor: Browser
    ) -> None:
        made = survey(session, now())
        figure(
            session,
            made,
            DETOX,
            90,
            no_capacity=30,
            no_answer=2,
            too_far=40,
            withheld=("no_capacity", "no_answer"),
        )
        for condition in ("has_capacity", "within_miles"):
            session.add(
                NearMiss(
                    survey_id=made.id, kind=DETOX, county_fips=MARLOW,
                    service_id=cast.clinic_service.id, condition=condition, needs=30,
                )
            )  # fmt: skip
        session.flush()
        judge_gaps(session, made)
        gap = session.exec(select(Gap)).one()

        html = as_actor(cast.lena_leadership).get(f"/gaps/{gap.id}").text

        assert "30 needs, if Methadone and buprenorphine (Riverside Clinic) were nearer" in html
        assert "had a free place" not in html

    def test_where_no_reason_may_be_told_it_says_so(
        self, session: Session, cast: Cast, as_actor: Browser
    ) -> None:
        made = survey(session, now())
        figure(session, made, DETOX, 60, no_capacity=40, other=3, withheld=("no_capacity", "other"))
        judge_gaps(session, made)
        gap = session.exec(select(Gap)).one()

        html = as_actor(cast.lena_leadership).get(f"/gaps/{gap.id}").text

        assert "43 needs for withdrawal management in San Francisco County found no service" in html
        assert "No single reason stands out" in html
        assert ">40<" not in html

    def test_its_evidence_over_time_is_a_picture_with_numbers(
        self, session: Session, cast: Cast, as_actor: Browser
    ) -> None:
        leader = cast.staff("Luz Leadership", cast.unit, *cast.lena_leadership.roles, language="es")
        for weeks, full in ((8, 20), (4, 25), (0, 30)):
            look(session, now() - timedelta(weeks=weeks), full)
        gap = session.exec(select(Gap)).one()

        html = as_actor(cast.lena_leadership).get(f"/gaps/{gap.id}").text

        assert html.count("tr-bars__bar") == 3
        for number in (20, 25, 30):
            assert f"<td>{number}</td>" in html
        assert "Over time: No place was free" in html
        assert "No place was free" not in as_actor(leader).get(f"/gaps/{gap.id}").text

    def test_who_only_reads_has_no_buttons(self, gap: Gap, cast: Cast, as_actor: Browser) -> None:
        html = as_actor(cast.sal_supervisor).get(f"/gaps/{gap.id}").text

        assert FINDING in html
        assert "/moves/" not in html
        assert "Write a remark" not in html

    def test_the_owner_writes_a_remark(
        self, session: Session, gap: Gap, cast: Cast, as_actor: Browser
    ) -> None:
        assign_gap(session, cast.lena_leadership, gap, owner_id=cast.cody_coordinator.id)
        cody = as_actor(cast.cody_coordinator)
        assert "Write a remark" in cody.get(f"/gaps/{gap.id}").text

        html = cody.post(f"/gaps/{gap.id}/remarks", data={"words": "Asked <b>two</b> houses."}).text

        assert "Asked &lt;b&gt;two&lt;/b&gt; houses." in html
        assert "Cody Coordinator" in html

    def test_spanish_readers_read_it_in_spanish(self, gap: Gap, cast: Cast, as_actor: Browser) -> None:
        leader = cast.staff("Luz Leadership", cast.unit, *cast.lena_leadership.roles, language="es")

        html = as_actor(leader).get(f"/gaps/{gap.id}").text

        assert "En 180 días" in html
        assert "What happened" not in html


class TestMoves:
    def test_leadership_acknowledges_and_then_plans(
        self, session: Session, gap: Gap, cast: Cast, lena: TestBrowser
    ) -> None:
        done = lena.post(f"/gaps/{gap.id}/moves/acknowledge", data={"seen": "new"})
        assert "Done. It stands in the history of this gap." in done.text
        assert status_of(session, gap) is GapStatus.ACKNOWLEDGED

        done = lena.post(
            f"/gaps/{gap.id}/moves/plan",
            data={
                "seen": "acknowledged",
                "owner": str(cast.cody_coordinator.id),
                "words": "Eight more beds from July.",
                "review_on": str(cast.lena_leadership.today + timedelta(days=90)),
            },
        )

        assert status_of(session, gap) is GapStatus.IN_PLAN
        assert "Eight more beds from July." in done.text
        assert "was given to Cody Coordinator" in done.text
        assert "Change the plan" in done.text

    def test_a_plan_without_an_owner_comes_back_with_what_was_typed(
        self, session: Session, gap: Gap, lena: TestBrowser
    ) -> None:
        answer = lena.post(
            f"/gaps/{gap.id}/moves/plan", data={"words": "More beds.", "review_on": "tomorrow", "owner": ""}
        )
        assert answer.status_code == 422
        assert "Type a date" in answer.text

        answer = lena.post(f"/gaps/{gap.id}/moves/plan", data={"words": "More beds.", "owner": ""})

        assert answer.status_code == 422
        assert "Choose who answers for it." in answer.text
        assert "More beds.</textarea>" in answer.text
        assert status_of(session, gap) is GapStatus.NEW

    def test_a_stale_button_says_what_happened_meanwhile(
        self, session: Session, gap: Gap, cast: Cast, lena: TestBrowser
    ) -> None:
        acknowledge_gap(session, cast.lena_leadership, gap)
        session.commit()

        answer = lena.post(f"/gaps/{gap.id}/moves/resolve", data={"seen": "new", "words": "It is done."})

        assert answer.status_code == 409
        assert "This cannot be done any more: the gap was acknowledged (Lena Leadership, " in answer.text
        assert status_of(session, gap) is GapStatus.ACKNOWLEDGED
        assert "It is done.</textarea>" in answer.text

    def test_what_was_typed_stays_even_when_its_form_is_gone(
        self, session: Session, gap: Gap, cast: Cast, lena: TestBrowser
    ) -> None:
        plan_gap(session, cast.lena_leadership, gap, words="Plan.", owner_id=cast.lena_leadership.id)
        session.commit()

        answer = lena.post(
            f"/gaps/{gap.id}/moves/take_up", data={"seen": "resolved", "words": "The house closed."}
        )

        assert answer.status_code == 409
        assert "The house closed." in answer.text

    def test_owner_and_review_date_are_changed_and_mended(
        self, session: Session, gap: Gap, cast: Cast, lena: TestBrowser
    ) -> None:
        assert (
            lena.post(f"/gaps/{gap.id}/owner", data={"owner": str(cast.olive_officer.id)}).status_code == 422
        )
        assert lena.post(f"/gaps/{gap.id}/owner", data={"owner": "nonsense"}).status_code == 422
        assert lena.post(f"/gaps/{gap.id}/review", data={"review_on": "2020-01-01"}).status_code == 422
        assert (
            "Cody Coordinator</strong>"
            in lena.post(f"/gaps/{gap.id}/owner", data={"owner": str(cast.cody_coordinator.id)}).text
        )
        day = cast.lena_leadership.today + timedelta(days=30)
        lena.post(f"/gaps/{gap.id}/review", data={"review_on": str(day)})

        session.expire_all()
        assert session.get_one(Gap, gap.id).review_on == day

    def test_a_review_date_that_is_over_is_not_offered_again(
        self, session: Session, gap: Gap, cast: Cast, as_actor: Browser
    ) -> None:
        lena = cast.lena_leadership
        with stopped_at(now() - timedelta(days=10)):
            set_review(session, lena, gap, review_on=lena.today + timedelta(days=5))

        html = as_actor(lena).get(f"/gaps/{gap.id}").text

        assert "Due for review" in html
        assert f'value="{gap.review_on}"' not in html

    def test_a_move_that_does_not_exist_is_not_found(self, gap: Gap, lena: TestBrowser) -> None:
        assert lena.post(f"/gaps/{gap.id}/moves/close", data={}).status_code == 404
