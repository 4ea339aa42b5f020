""" "Can you take someone?" on pages: asked on a phone, answered in ninety seconds, nobody named."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now, stopped_at
from network.people.operations import add_person, open_need
from network.people.words import NeedWords, PersonWords
from network.tables import AskedPlace, Capacity, Need, Question, QuestionAnswer, QuestionStatus, Referral
from tests.cast import Cast
from tests.web.browser import TestBrowser

Browser = Callable[[Actor], TestBrowser]


def need_of(session: Session, cast: Cast, **words: Any) -> Need:
    person = add_person(session, cast.olive_officer, PersonWords("Rosalind", "Quimby"))
    need = open_need(
        session,
        cast.olive_officer,
        person,
        NeedWords("treatment.otp", words="was seen at Mill Street", **words),
    )
    session.commit()
    return need


def ask(browser: TestBrowser, *places: Any, **fields: Any) -> Any:
    form = {"kind": "treatment.otp", "urgency": "urgent", "place": [str(one.id) for one in places]} | fields
    return browser.post("/questions", data=form)


def asked(session: Session) -> AskedPlace:
    session.expire_all()
    return session.exec(select(AskedPlace)).one()


def test_officer_asks_for_somebody_and_nothing_of_them_is_told(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    need = need_of(session, cast, facts={"age": ("34",), "language": ("es",), "cost": ("payer.medicaid",)})
    officer = as_actor(cast.olive_officer)
    html = officer.get(f"/questions/new?need={need.id}&place={cast.clinic_place.id}").text
    assert "You ask for Rosalind Quimby." in html
    assert '<option value="25_64" selected>' in html
    assert '<option value="treatment.otp" selected>' in html
    answer = ask(officer, cast.clinic_place, need=str(need.id), also=["pets", "tonight"], age="25_64")
    assert answer.status_code == 200
    assert "1 place asked, no answer yet" in answer.text

    question = session.exec(select(Question)).one()
    assert question.need_id == need.id
    told = as_actor(cast.pat_provider).get(f"/questions/{question.id}").text
    assert "Comes with a pet" in told
    assert "Marlow Diversion Unit asks." in told
    for secret in ("Rosalind", "Quimby", "Mill Street", str(need.id)):
        assert secret not in told


def test_provider_says_yes_with_beds_and_the_officer_refers(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    need = need_of(session, cast)
    officer, provider = as_actor(cast.olive_officer), as_actor(cast.pat_provider)
    url = ask(officer, cast.clinic_place, need=str(need.id)).url.path
    action = f"{url}/answers/{asked(session).id}"
    done = provider.post(action, data={"answer": "yes", "available": "2"})
    assert "Your answer is there. Thank you." in done.text
    # One of the two is held for who asked.
    assert session.exec(select(Capacity.available, Capacity.held)).one() == (1, 1)
    html = officer.get(url).text
    assert "Yes, they can" in html
    assert "Pat Provider" in html
    question = session.exec(select(Question)).one()
    link = f"/referrals/new?need={need.id}&place={cast.clinic_place.id}&question={question.id}"
    assert link.replace("&", "&amp;") in html
    place = {"place": str(cast.clinic_place.id)}
    assert officer.post(link, data=place, follow_redirects=False).status_code == 303
    assert session.exec(select(Referral.question_id)).one() == question.id
    assert "The referral that came of it" in officer.get(url).text
    for nonsense in (str(need.id), "nonsense"):
        elsewhere = link.replace(str(question.id), nonsense)
        assert officer.post(elsewhere, data=place, follow_redirects=False).status_code == 303


def test_without_a_need_the_yes_leads_to_choosing_a_person(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    officer = as_actor(cast.olive_officer)
    url = ask(officer, cast.clinic_place).url.path
    as_actor(cast.pat_provider).post(f"{url}/answers/{asked(session).id}", data={"answer": "waitlist"})
    html = officer.get(url).text
    assert "Only the waitlist" in html
    assert f"/refer?place={cast.clinic_place.id}&amp;question=" in html


def test_wrong_answers_are_shown_again_with_everything_typed(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    officer, provider = as_actor(cast.olive_officer), as_actor(cast.pat_provider)
    url = ask(officer, cast.clinic_place).url.path
    action = f"{url}/answers/{asked(session).id}"
    refused = provider.post(action, data={"answer": "no", "available": "7"})
    assert refused.status_code == 422
    assert "Choose why it is not possible." in refused.text
    assert 'value="7"' in refused.text
    for form in ({}, {"answer": "perhaps"}, {"answer": "yes", "available": "many"}):
        assert provider.post(action, data=form).status_code == 422
    assert (
        provider.post(action, data={"answer": "no", "reason": "x", "expected_on": "soon"}).status_code == 422
    )
    assert asked(session).answer is None


def test_a_stale_form_is_kept_and_says_what_happened(session: Session, cast: Cast, as_actor: Browser) -> None:
    officer, provider = as_actor(cast.olive_officer), as_actor(cast.pat_provider)
    url = ask(officer, cast.clinic_place).url.path
    action = f"{url}/answers/{asked(session).id}"
    provider.post(action, data={"answer": "yes"})
    again = provider.post(action, data={"answer": "no", "reason": "no_capacity"})
    assert again.status_code == 409
    assert "Somebody of your agency has answered meanwhile." in again.text
    assert asked(session).answer is QuestionAnswer.YES
    changed = provider.post(action, data={"answer": "no", "reason": "no_capacity", "instead_of": "yes"})
    assert changed.status_code == 200
    assert "No place is free" in changed.text


def test_a_question_that_is_over_keeps_no_answer(session: Session, cast: Cast, as_actor: Browser) -> None:
    officer, provider = as_actor(cast.olive_officer), as_actor(cast.pat_provider)
    url = ask(officer, cast.clinic_place, urgency="emergent").url.path
    action = f"{url}/answers/{asked(session).id}"
    with stopped_at(now() + timedelta(hours=3)):
        late = provider.post(action, data={"answer": "yes"})
        assert late.status_code == 409
        assert "This question is over" in late.text
    assert "Closed. Nobody needs to answer any more." in officer.post(f"{url}/closure").text
    assert officer.post(f"{url}/closure").status_code == 409
    assert session.exec(select(Question)).one().status is QuestionStatus.CLOSED


def test_what_cannot_be_asked_is_shown_again(session: Session, cast: Cast, as_actor: Browser) -> None:
    officer = as_actor(cast.olive_officer)
    html = officer.get(f"/questions/new?place={cast.shelter_place.id}&place={cast.clinic_place.id}").text
    assert "Make this handover by telephone." in html
    refused = ask(officer, cast.clinic_place, cast.shelter_place)
    assert refused.status_code == 422
    assert "Make this handover by telephone." in refused.text
    for fields in (
        {"urgency": "soon"},
        {"kind": ""},
        {"kind": "magic"},
        {"age": "34"},
        {"language": "Spanish!"},
    ):
        assert ask(officer, cast.clinic_place, **fields).status_code == 422, fields
    assert ask(officer).status_code == 422
    assert (
        officer.post(
            "/questions", data={"place": "nonsense", "kind": "work", "urgency": "urgent"}
        ).status_code
        == 422
    )
    assert not session.exec(select(Question)).all()


def test_nobody_asks_for_a_person_they_do_not_know(session: Session, cast: Cast, as_actor: Browser) -> None:
    need = need_of(session, cast)
    colleague = cast.staff("Otto Officer", cast.unit, *cast.olive_officer.roles)
    browser = as_actor(colleague)
    assert browser.get(f"/questions/new?need={need.id}&place={cast.clinic_place.id}").status_code == 404
    assert ask(browser, cast.clinic_place, need=str(need.id)).status_code == 404


def test_questions_are_listed_for_who_asked(cast: Cast, as_actor: Browser) -> None:
    officer = as_actor(cast.olive_officer)
    assert "You have asked nothing yet" in officer.get("/questions").text
    assert "No place is chosen yet" in officer.get("/questions/new").text
    url = ask(officer, cast.clinic_place).url.path
    assert url in officer.get("/questions").text
    assert url in as_actor(cast.cody_coordinator).get("/questions").text
    other = cast.staff("Otto Officer", cast.unit, *cast.olive_officer.roles)
    assert url not in as_actor(other).get("/questions").text
    for stranger in (other, cast.olga_outsider, cast.lena_leadership, cast.ada_administrator):
        assert as_actor(stranger).get(url).status_code == 404
    assert url in as_actor(cast.pat_provider).get("/questions").text
    assert "Nobody has asked you yet" in as_actor(cast.olga_outsider).get("/questions").text
    assert as_actor(cast.lena_leadership).get("/questions").status_code == 403


def test_a_question_waits_in_the_inbox_and_counts_until_it_is_answered(
    session: Session, cast: Cast, as_actor: Browser
) -> None:
    url = ask(as_actor(cast.olive_officer), cast.clinic_place, also=["tonight"]).url.path
    provider = as_actor(cast.pat_provider)
    for page in ("/inbox", "/today"):
        html = provider.get(page).text
        assert f'href="{url}"' in html
        assert "Needed tonight" in html
        assert url not in as_actor(cast.olga_outsider).get(page).text
    assert "1 thing needs you now." in provider.get("/today").text
    provider.post(f"{url}/answers/{asked(session).id}", data={"answer": "yes"})
    assert url not in provider.get("/inbox").text
    assert "Nothing needs you right now." in provider.get("/today").text
