"""Writing down what came of a referral, and correcting it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network.actors import Actor, Role
from network.clock import now
from network.outcomes.operations import record_outcome
from network.outcomes.queries import standing_outcomes
from network.tables import CaseFile, Evidence, InformationKind, Outcome, OutcomeStep, ReferralStatus
from tests.cast import Cast
from tests.network.referrals.story import Story
from tests.web.browser import TestBrowser
from tests.web.referred import Referred

Browser = Callable[[Actor], TestBrowser]
S = OutcomeStep


@pytest.fixture
def referred(session: Session, cast: Cast) -> Referred:
    return Referred(Story(session, cast))


def day(ago: int = 1) -> str:
    return (now() - timedelta(days=ago)).date().isoformat()


def said(step: str = "initiated", **more: str) -> dict[str, str]:
    return {"step": step, "happened_on": day(), "evidence": "provider_attested", **more}


def entries(session: Session, referred: Referred) -> list[str]:
    session.expire_all()
    return [entry.step.value for entry in standing_outcomes(session, referred.referral)]


def entry(session: Session, referred: Referred) -> Outcome:
    return record_outcome(
        session,
        referred.cast.pat_provider,
        referred.referral,
        step=S.INITIATED,
        happened_on=(now() - timedelta(days=1)).date(),
        evidence=Evidence.PROVIDER_ATTESTED,
        words="Dose at the window",
    )


def test_provider_writes_down_the_first_service(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    browser = as_actor(cast.pat_provider)
    page = browser.get(referred.path("outcomes/new")).text
    assert "<h1>What came of it?</h1>" in page
    assert "Received the first service" in page
    assert "Confirmed by the provider" in page
    assert "Seen by an officer" not in page
    assert "may be shown to the court" not in page.lower()  # there is no case

    answer = browser.post(
        referred.path("outcomes"),
        data=said(detail="moud_started", words="Dose at the window"),
        follow_redirects=False,
    )

    assert (answer.status_code, answer.headers["location"]) == (303, referred.path())
    assert entries(session, referred) == ["initiated"]
    assert referred.status() is ReferralStatus.LINKED
    assert "Received a further service" in browser.get(referred.path("outcomes/new")).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose what happened."),
        (said("nonsense"), "Choose what happened."),
        (said(happened_on=""), "Choose the day."),
        (said(happened_on="yesterday"), "Type a date like"),
        (said(happened_on="2999-01-01"), "still to come"),
        (said(happened_on="2001-01-01"), "before the referral was sent"),
        (said(evidence="hearsay"), "Choose how this is known."),
        (said(detail="bed_tonight"), "does not go with"),
        (said(detail="\x00"), "Choose one of the list."),
        (said(words="x" * 2001), "at most 2000"),
        (said("no_show"), "in another place"),
    ],
)
def test_a_form_that_cannot_be_used_is_shown_again(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred, typed: dict[str, str], sentence: str
) -> None:
    answer = as_actor(cast.pat_provider).post(referred.path("outcomes"), data=typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert entries(session, referred) == []


def test_a_double_submit_is_written_once(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    browser = as_actor(cast.pat_provider)
    browser.post(referred.path("outcomes"), data=said())
    again = browser.post(referred.path("outcomes"), data=said())

    assert again.status_code == 409
    assert "written down already" in again.text
    assert entries(session, referred) == ["initiated"]


def test_officer_cannot_speak_for_the_provider(cast: Cast, as_actor: Browser, referred: Referred) -> None:
    referred.tell_the_sender(InformationKind.STATUS)
    browser = as_actor(cast.olive_officer)
    page = browser.get(referred.path("outcomes/new")).text
    assert "Seen by an officer" in page
    assert "Confirmed by the provider" not in page

    assert browser.post(referred.path("outcomes"), data=said()).status_code == 403
    answer = browser.post(
        referred.path("outcomes"), data=said(evidence="self_report"), follow_redirects=False
    )
    assert answer.status_code == 303
    assert referred.status() is ReferralStatus.LINKED


def test_officer_without_a_grant_is_offered_nothing_and_learns_nothing(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    browser = as_actor(cast.olive_officer)
    assert "Nothing can be written down now" in browser.get(referred.path("outcomes/new")).text
    before = browser.post(referred.path("outcomes"), data=said(evidence="self_report"))
    entry(session, referred)
    after = browser.post(referred.path("outcomes"), data=said(evidence="self_report"))

    assert (before.status_code, after.status_code) == (409, 409)
    assert "does not fit where the referral stands" in before.text
    assert "does not fit where the referral stands" in after.text


def test_the_box_for_the_court_is_there_only_with_a_case_and_never_ticked(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    case: CaseFile = referred.story.case(9)
    referred.referral.case_id = case.id
    session.add(referred.referral)
    session.flush()
    browser = as_actor(cast.pat_provider)
    page = browser.get(referred.path("outcomes/new")).text
    assert 'name="for_justice"' in page
    assert "checked" not in page.partition('name="for_justice"')[2].partition(">")[0]

    browser.post(referred.path("outcomes"), data=said(for_justice="yes"))
    session.expire_all()
    assert session.exec(select(Outcome.for_justice)).all() == [True]


def test_a_wrong_day_is_corrected(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    one = entry(session, referred)
    here = referred.path(f"outcomes/{one.id}/correction")
    browser = as_actor(cast.pat_provider)
    page = browser.get(here).text
    assert day() in page
    assert "Dose at the window" in page

    wrong = browser.post(here, data=said(happened_on="2999-01-01", words="still here"))
    assert wrong.status_code == 422
    assert "still here" in wrong.text
    browser.post(here, data=said(happened_on=day(3)))
    assert [str(e.happened_on) for e in standing_outcomes(session, referred.referral)] == [day(3)]
    assert browser.get(here).status_code == 404  # it is corrected already
    assert browser.post(here, data=said()).status_code == 409


def test_what_never_happened_is_taken_back(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    one = entry(session, referred)
    browser = as_actor(cast.pat_provider)
    browser.post(referred.path(f"outcomes/{one.id}/correction/taking-back"), data={})

    assert entries(session, referred) == []
    assert referred.status() is ReferralStatus.ACCEPTED


def test_nobody_corrects_anothers_word_or_another_referrals(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    referred.tell_the_sender(InformationKind.STATUS, InformationKind.PROGRESS)
    one = entry(session, referred)
    here = referred.path(f"outcomes/{one.id}/correction")
    officer = as_actor(cast.olive_officer)
    assert officer.get(here).status_code == 404
    assert officer.post(here, data=said(evidence="self_report")).status_code == 403
    assert officer.post(f"{here}/taking-back", data={}).status_code == 403

    elsewhere = f"/referrals/{referred.another().id}/outcomes/{one.id}/correction"
    provider = as_actor(cast.pat_provider)
    assert provider.get(elsewhere).status_code == 404
    assert provider.post(elsewhere, data=said()).status_code == 404
    assert provider.post(f"{elsewhere}/taking-back", data={}).status_code == 404
    assert entries(session, referred) == ["initiated"]


@pytest.mark.parametrize("who", ["olga_outsider", "ada_administrator", "lena_leadership", "cora_curator"])
def test_for_others_there_is_nothing(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred, who: str
) -> None:
    one = entry(session, referred)
    browser = as_actor(getattr(cast, who))

    assert browser.get(referred.path("outcomes/new")).status_code == 404
    assert browser.post(referred.path("outcomes"), data=said()).status_code == 404
    assert browser.get(referred.path(f"outcomes/{one.id}/correction")).status_code == 404
    assert browser.post(referred.path(f"outcomes/{one.id}/correction"), data=said()).status_code == 404


def test_privacy_officer_reads_and_writes_nothing(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    browser = as_actor(cast.priya_privacy)

    assert browser.get(referred.path("outcomes/new")).status_code == 403
    answer = browser.post(referred.path("outcomes"), data=said(evidence="self_report"))
    assert answer.status_code == 403
    assert entries(session, referred) == []


def test_what_is_typed_is_never_read_as_html(cast: Cast, as_actor: Browser, referred: Referred) -> None:
    answer = as_actor(cast.pat_provider).post(
        referred.path("outcomes"), data=said(happened_on="", words="<script>alert(1)</script>")
    )

    assert "<script>alert(1)" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


def test_privacy_officer_of_the_provider_strikes_nothing_out(
    session: Session, cast: Cast, as_actor: Browser, referred: Referred
) -> None:
    one = entry(session, referred)
    reader = as_actor(cast.staff("Prudence Privacy", cast.clinic, Role.PRIVACY))
    here = referred.path(f"outcomes/{one.id}/correction")

    assert reader.post(here, data=said()).status_code == 403
    assert reader.post(f"{here}/taking-back", data={}).status_code == 403
    assert entries(session, referred) == ["initiated"]
