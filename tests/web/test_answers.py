"""Answering a referral by a link, without an account: what honest people, scanners and guessers meet."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.answers.addresses import TypedAddress, keep_address
from network.answers.links import make_link, take_back_links
from network.clock import now, stopped_at
from network.consent.revoking import revoke_consent
from network.providers.operations.holding import place_hold
from network.questions.operations import answer_question, ask_question, close_question
from network.referrals.operations import accept_referral, withdraw_consent, withdraw_referral
from network.settings import Settings
from network.tables import (
    AnswerLink,
    AskedPlace,
    Capacity,
    Consent,
    Disclosure,
    Event,
    Letter,
    Question,
    QuestionAnswer,
    Referral,
    ReferralStatus,
    Remark,
    SafeContact,
    Urgency,
)
from tests.cast import Cast
from tests.chance import words_in
from tests.conftest import RolledBack
from tests.network.referrals.story import Story
from tests.web.browser import TestBrowser
from tests.web.forms import form_values
from tests.web.stage import Stage
from web.world import World

S = ReferralStatus
IDENTITY = ("Rosa", "Marin", "415-555-7391", "1990")


class Asked:
    """A referral of Rosa's that the clinic was asked to take, and the link that its address got."""

    def __init__(self, session: Session, cast: Cast, settings: Settings) -> None:
        self.session, self.settings, self.cast = session, settings, cast
        keep_address(session, cast.cora_curator, cast.clinic, None, TypedAddress("intake@clinic.example"))
        cast.capacity(cast.clinic_place, 3)
        self.story = Story(session, cast)
        self.story.rosa.born_on = "1990-05-04"
        session.add(
            SafeContact(person_id=self.story.rosa.id, phone="415-555-7391", may_call=True, changed_at=now())
        )
        self.referral = self.story.sent()
        session.commit()
        self.path = self.new_link()

    def new_link(self) -> str:
        secret = make_link(self.session, self.referral, "intake@clinic.example", self.settings)
        assert secret is not None
        self.session.commit()
        return f"/answers/{secret}"

    @property
    def link(self) -> AnswerLink:
        self.session.expire_all()
        return self.session.exec(select(AnswerLink).order_by(AnswerLink.id)).all()[-1]  # type: ignore[arg-type]

    @property
    def status(self) -> ReferralStatus:
        self.session.expire_all()
        return self.session.get_one(Referral, self.referral.id).status

    def events(self, kind: str) -> list[Event]:
        self.session.expire_all()
        return list(self.session.exec(select(Event).where(Event.kind == kind)))


@pytest.fixture
def asked(session: Session, cast: Cast, settings: Settings) -> Asked:
    return Asked(session, cast, settings)


@pytest.fixture
def phone(world: World, stage: Stage, asked: Asked) -> Any:  # noqa: ARG001  # asked is there first
    """The browser of whoever opens the link."""
    with stage.browser(world) as browser:
        yield browser


@pytest.fixture
def another_phone(world: World, stage: Stage, phone: TestBrowser) -> Any:  # noqa: ARG001
    with stage.browser(world) as browser:
        yield browser


def open_on(browser: TestBrowser, path: str) -> Any:
    return browser.post(f"{path}/opening", data={}, follow_redirects=True)


def ask_code(browser: TestBrowser, asked: Asked) -> str:
    browser.post(f"{asked.path}/code", data={}, follow_redirects=False)
    code = asked.link.code
    assert code is not None
    return code


def knows_nobody(text: str) -> bool:
    return words_in(text, IDENTITY) == []


# Looking


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_mail_scanner_that_follows_the_link_changes_and_learns_nothing(
    phone: TestBrowser, asked: Asked, method: str
) -> None:
    looked = phone.request(method, asked.path)
    unknown = phone.request(method, "/answers/" + "x" * 43)

    assert looked.status_code == unknown.status_code == 200
    assert "Riverside" not in looked.text
    assert "Methadone" not in looked.text
    assert knows_nobody(looked.text)
    assert asked.status is S.SENT
    assert asked.link.opened_at is None
    assert not asked.events("answer_link.opened")


def test_a_known_an_unknown_an_old_and_a_revoked_link_look_alike(
    phone: TestBrowser, asked: Asked, session: Session
) -> None:
    def look(path: str) -> str:
        return phone.get(path).text.replace(path, "").split("<main")[1]  # type: ignore[no-any-return]

    known, unknown = look(asked.path), look("/answers/" + "x" * 43)
    with stopped_at(now() + timedelta(days=9)):
        old = look(asked.path)
    take_back_links(session, asked.referral)
    session.commit()

    assert known == unknown == old == look(asked.path)


def test_nothing_of_the_link_goes_to_other_sites_or_search_engines(phone: TestBrowser, asked: Asked) -> None:
    for answer in (phone.get(asked.path), open_on(phone, asked.path), phone.get("/answers/unknown")):
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "no-store" in answer.headers["cache-control"]
        assert '<meta name="referrer" content="no-referrer">' in answer.text


def test_whoever_tries_one_link_after_the_other_is_slowed_down(phone: TestBrowser) -> None:
    answers = {phone.request("GET", f"/answers/{n:043}").status_code for n in range(125)}

    assert answers == {200, 429}


# Opening


def test_open_shows_the_question_without_saying_who_it_is(phone: TestBrowser, asked: Asked) -> None:
    page = open_on(phone, asked.path)

    assert page.status_code == 200
    assert "Opioid treatment" in page.text or "Methadone" in page.text
    assert "25 to 64" in page.text
    assert "Marlow Diversion Unit asks Riverside Clinic" in page.text
    assert knows_nobody(page.text)
    assert asked.status is S.VIEWED
    assert asked.link.opened_at is not None


def test_the_link_says_how_long_a_place_is_held_for_it(
    phone: TestBrowser, asked: Asked, session: Session, cast: Cast
) -> None:
    assert "A place is held for this until" not in open_on(phone, asked.path).text
    place_hold(session, cast.olive_officer, cast.clinic_place, need=asked.story.need)
    session.commit()

    assert "A place is held for this until" in phone.get(asked.path).text
    phone.post(f"{asked.path}/answer", data={"answer": "accept", "seen": S.VIEWED})
    assert "A place is held for this until" not in phone.get(asked.path).text


def test_open_needs_the_token_of_our_own_page(phone: TestBrowser, asked: Asked) -> None:
    answer = phone.post(f"{asked.path}/opening", data={"_csrf_token": "x"}, forged=True)

    assert answer.status_code == 403
    assert asked.status is S.SENT


def test_an_unknown_link_says_only_that_it_cannot_be_opened(phone: TestBrowser) -> None:
    page = open_on(phone, "/answers/" + "x" * 43)

    assert page.status_code == 410
    assert "This link cannot be opened." in page.text
    assert "Marlow" not in page.text.split("<main")[1]


def test_the_page_of_an_opened_link_is_only_for_the_browser_that_opened_it(
    phone: TestBrowser, another_phone: TestBrowser, asked: Asked
) -> None:
    open_on(phone, asked.path)

    assert "Your answer" in phone.get(asked.path).text
    assert "Your answer" not in another_phone.get(asked.path).text


def test_the_cookie_of_one_link_opens_no_other(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)
    cookies = {cookie.name: cookie.value or "" for cookie in phone.cookies.jar}
    other = asked.new_link()
    for name in ("trestle_opened", "trestle_answer_key"):
        phone.cookies.set(name, cookies.get(name, "x"), path=other)

    assert "Your answer" not in phone.get(other).text
    answer = phone.post(f"{other}/answer", data={"answer": "accept"}, follow_redirects=False)
    assert answer.status_code == 409
    assert asked.status is S.VIEWED


# Answering


def test_a_yes_with_an_appointment_is_kept_as_the_clinics_own(phone: TestBrowser, asked: Asked) -> None:
    page = open_on(phone, asked.path)
    form = form_values(page.text, f"{asked.path}/answer")
    assert form["answer"] == "accept"
    day = (now() + timedelta(days=3)).date().isoformat()

    answer = phone.post(
        f"{asked.path}/answer", data={**form, "day": day, "time": "09:30"}, follow_redirects=True
    )

    assert "Your answer was sent." in answer.text
    assert "You said yes, and there is an appointment." in answer.text
    assert asked.status is S.SCHEDULED
    [accepted] = asked.events("referral.accepted")
    assert accepted.actor_kind == "link"
    assert accepted.facts["channel"] == "link"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"answer": "accept"}, S.ACCEPTED),
        ({"answer": "waitlist", "position": "4"}, S.WAITLISTED),
        ({"answer": "ask", "words": "Does she take insulin?"}, S.INFO_REQUESTED),
        ({"answer": "decline", "reason": "no_capacity"}, S.DECLINED_PROVIDER),
    ],
)
def test_each_answer_does_what_it_says(
    phone: TestBrowser, asked: Asked, form: dict[str, str], status: ReferralStatus
) -> None:
    open_on(phone, asked.path)

    answer = phone.post(f"{asked.path}/answer", data=form, follow_redirects=True)

    assert answer.status_code in {200, 410}
    assert asked.status is status


def test_what_was_asked_is_sealed_and_stands_in_no_event(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)
    phone.post(f"{asked.path}/answer", data={"answer": "ask", "words": "Does she take insulin?"})

    [event] = asked.events("referral.info_requested")
    assert "insulin" not in str(event.facts)
    remark = asked.session.exec(select(Remark).where(Remark.referral_id == asked.referral.id)).all()[-1]
    assert remark.words == "Does she take insulin?"


def test_a_no_without_a_reason_is_asked_again_with_everything_typed(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)

    page = phone.post(f"{asked.path}/answer", data={"answer": "decline", "words": "We are moving house"})

    assert page.status_code == 422
    assert "Choose" in page.text
    assert "We are moving house" in page.text
    assert asked.status is S.VIEWED


def test_after_a_yes_the_place_can_be_given_back_by_the_same_link(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)
    phone.post(f"{asked.path}/answer", data={"answer": "accept"})
    page = phone.post(
        f"{asked.path}/answer",
        data={"answer": "release", "reason": "no_capacity", "seen": "accepted"},
        follow_redirects=True,
    )

    assert asked.status is S.RELEASED_AFTER_ACCEPT
    assert "Your agency has given this person back." in page.text


def test_how_many_are_free_is_said_in_the_clinics_own_name(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)

    phone.post(f"{asked.path}/beds", data={"available": "7"})

    asked.session.expire_all()
    capacity = asked.session.exec(select(Capacity)).one()
    assert (capacity.available, capacity.said_by, capacity.said_by_account_id) == (7, "provider", None)


@pytest.mark.parametrize("typed", ["", "many", "-3", "99999999"])
def test_a_number_that_is_none_is_asked_again(phone: TestBrowser, asked: Asked, typed: str) -> None:
    open_on(phone, asked.path)

    page = phone.post(f"{asked.path}/beds", data={"available": typed})

    assert page.status_code == 422
    assert asked.session.exec(select(Capacity)).one().available == 3


# What happened meanwhile


def test_a_link_used_twice_says_what_was_answered(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)
    form = {"answer": "decline", "reason": "no_capacity"}
    phone.post(f"{asked.path}/answer", data=form)

    again = phone.post(f"{asked.path}/answer", data=form, follow_redirects=True)

    assert again.status_code == 410
    assert "Your agency has said no to this." in again.text
    assert "are kept" in again.text
    assert len(asked.events("referral.declined_provider")) == 1


def test_somebody_of_the_clinic_answered_meanwhile(phone: TestBrowser, asked: Asked) -> None:
    page = open_on(phone, asked.path)
    form = form_values(page.text, f"{asked.path}/answer")
    accept_referral(asked.session, asked.cast.pat_provider, asked.referral)
    asked.session.commit()

    answer = phone.post(f"{asked.path}/answer", data={**form, "answer": "decline", "reason": "no_capacity"})

    assert answer.status_code == 409
    assert asked.status is S.ACCEPTED
    assert "You said yes." in answer.text


def test_the_sender_took_it_back_meanwhile(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)
    withdraw_referral(asked.session, asked.story.olive, asked.referral)
    asked.session.commit()

    answer = phone.post(f"{asked.path}/answer", data={"answer": "accept", "seen": "viewed"})

    assert answer.status_code == 410
    assert "The agency that asked has taken the question back." in answer.text
    assert "You need not do anything." in answer.text
    assert asked.status is S.WITHDRAWN


def test_consent_withdrawn_while_the_clinic_reads_shows_nothing_any_more(
    phone: TestBrowser, asked: Asked
) -> None:
    open_on(phone, asked.path)
    phone.post(f"{asked.path}/code/check", data={"code": ask_code(phone, asked)})
    assert "Rosa" in phone.get(asked.path).text
    consent = asked.session.exec(select(Consent)).one()
    withdraw_consent(asked.session, asked.story.olive, consent)
    asked.session.commit()

    page = phone.get(asked.path)

    assert page.status_code == 410
    assert "consent to share information with you has ended" in page.text
    assert "Do not use or pass on what you have read." in page.text
    assert knows_nobody(page.text)
    assert "25 to 64" not in page.text


def test_a_consent_that_ran_out_counts_before_the_referral_has_moved(
    phone: TestBrowser, asked: Asked
) -> None:
    open_on(phone, asked.path)
    revoke_consent(asked.session, asked.story.olive, asked.session.exec(select(Consent)).one())
    asked.session.commit()
    assert asked.status is S.VIEWED

    assert phone.get(asked.path).status_code == 410
    assert phone.post(f"{asked.path}/answer", data={"answer": "accept"}).status_code == 410
    assert asked.status is S.VIEWED


def test_a_link_opened_too_late_is_renewed_at_the_registered_address(
    phone: TestBrowser, asked: Asked
) -> None:
    with stopped_at(now() + timedelta(days=8, minutes=1)):
        page = open_on(phone, asked.path)
        assert page.status_code == 410
        assert "This link is too old." in page.text
        renewed = phone.post(f"{asked.path}/renewal", data={})

    assert "A new link is on its way" in renewed.text
    assert len(asked.events("answer_link.renewal_asked")) == 1
    assert asked.status is S.SENT


def test_a_link_that_still_works_needs_no_renewal_and_is_not_opened_by_it(
    phone: TestBrowser, asked: Asked
) -> None:
    answer = phone.post(f"{asked.path}/renewal", data={}, follow_redirects=False)

    assert answer.headers["location"] == asked.path
    assert not asked.events("answer_link.renewal_asked")
    assert asked.status is S.SENT


def test_a_link_that_was_taken_back_shows_nothing(phone: TestBrowser, asked: Asked, session: Session) -> None:
    open_on(phone, asked.path)
    take_back_links(session, asked.referral)
    session.commit()

    page = phone.get(asked.path)

    assert page.status_code == 410
    assert "has taken it back" in page.text
    assert phone.post(f"{asked.path}/code", data={}).status_code == 410


# Who it is


def test_the_right_code_shows_who_it_is_to_this_browser_and_writes_that_down(
    phone: TestBrowser, another_phone: TestBrowser, asked: Asked
) -> None:
    open_on(phone, asked.path)
    open_on(another_phone, asked.path)
    before = len(asked.session.exec(select(Disclosure)).all())

    page = phone.post(
        f"{asked.path}/code/check", data={"code": ask_code(phone, asked)}, follow_redirects=True
    )

    assert "Rosa Marin" in page.text
    assert "415-555-7391" in page.text
    assert "prohibit you from using or disclosing" in page.text
    assert knows_nobody(another_phone.get(asked.path).text)
    asked.session.expire_all()
    told = asked.session.exec(select(Disclosure)).all()[before:]
    assert {row.channel for row in told} == {"link"}
    assert any("person.name" in row.fields for row in told)


def test_the_key_ends_after_half_an_hour(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)
    phone.post(f"{asked.path}/code/check", data={"code": ask_code(phone, asked)})

    with stopped_at(now() + timedelta(minutes=31)):
        page = phone.get(asked.path)

    assert page.status_code == 200
    assert knows_nobody(page.text)


def test_five_wrong_codes_lock_the_link_and_the_tries_survive(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)
    code = ask_code(phone, asked)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    pages = [phone.post(f"{asked.path}/code/check", data={"code": wrong}) for _ in range(5)]

    assert [page.status_code for page in pages] == [422] * 5
    assert "You can try 4 more times." in pages[0].text
    assert "Five wrong codes were typed, so this link is locked." in pages[4].text
    assert asked.link.locked_at is not None
    after = phone.post(f"{asked.path}/code/check", data={"code": code}, follow_redirects=True)
    assert after.status_code == 410
    assert knows_nobody(after.text)
    assert len(asked.events("answer_link.locked")) == 1


def test_a_new_link_or_code_brings_no_new_tries(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)
    for _ in range(4):
        code = ask_code(phone, asked)
        phone.post(f"{asked.path}/code/check", data={"code": f"{(int(code) + 1) % 1_000_000:06}"})
    asked.path = asked.new_link()
    open_on(phone, asked.path)
    code = ask_code(phone, asked)
    page = phone.post(f"{asked.path}/code/check", data={"code": f"{(int(code) + 1) % 1_000_000:06}"})

    assert "this link is locked" in page.text


@pytest.mark.parametrize("typed", ["", "abc", "12345", "1234567", "१२३४५६", "<script>"])
def test_what_is_no_code_is_wrong_and_never_a_fault(phone: TestBrowser, asked: Asked, typed: str) -> None:
    open_on(phone, asked.path)
    ask_code(phone, asked)

    page = phone.post(f"{asked.path}/code/check", data={"code": typed})

    assert page.status_code == 422
    assert "This code is wrong." in page.text


def test_a_code_from_yesterday_does_not_count_and_costs_no_try(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)
    code = ask_code(phone, asked)
    with stopped_at(now() + timedelta(hours=8, minutes=1)):
        page = phone.post(f"{asked.path}/code/check", data={"code": code})

    assert "There is no code that counts any more." in page.text
    assert asked.link.wrong_codes == 0


def test_without_another_way_the_sender_reads_the_code_out(
    phone: TestBrowser, asked: Asked, as_actor: Callable[[Actor], TestBrowser]
) -> None:
    open_on(phone, asked.path)
    code = ask_code(phone, asked)

    page = phone.get(asked.path)
    assert "Marlow Diversion Unit sees it and reads it out to you" in page.text
    assert code not in page.text
    read_out = f"{code[:3]} {code[3:]}"
    assert read_out in as_actor(asked.story.olive).get(f"/referrals/{asked.referral.id}").text
    assert read_out not in as_actor(asked.cast.pat_provider).get(f"/referrals/{asked.referral.id}").text


def test_codes_are_not_sent_all_day(phone: TestBrowser, asked: Asked) -> None:
    open_on(phone, asked.path)
    answers = [phone.post(f"{asked.path}/code", data={}, follow_redirects=False) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]


def test_nothing_identifying_is_in_letters_or_addresses(
    store: RolledBack, phone: TestBrowser, asked: Asked
) -> None:
    open_on(phone, asked.path)
    answer = phone.post(f"{asked.path}/answer", data={"answer": "accept"}, follow_redirects=False)

    assert answer.headers["location"] == asked.path
    with store.reading() as session:
        for letter in session.exec(select(Letter)):
            assert knows_nobody(letter.subject + letter.body)


# The sender's side


def test_the_sender_sends_a_new_link_and_the_old_one_is_dead(
    phone: TestBrowser, asked: Asked, as_actor: Callable[[Actor], TestBrowser]
) -> None:
    olive = as_actor(asked.story.olive)
    page = olive.post(f"/referrals/{asked.referral.id}/answer-link", data={}, follow_redirects=True)

    assert "A new link is on its way." in page.text
    assert "has taken it back" in open_on(phone, asked.path).text
    [event] = asked.events("answer_link.sent_again")
    assert event.subject_id == asked.referral.id


def test_the_sender_takes_a_link_back(
    phone: TestBrowser, asked: Asked, as_actor: Callable[[Actor], TestBrowser]
) -> None:
    olive = as_actor(asked.story.olive)
    here = f"/referrals/{asked.referral.id}/answer-link/revocation"

    assert "The link no longer works." in olive.post(here, data={}, follow_redirects=True).text
    assert olive.post(here, data={}).status_code == 409
    assert open_on(phone, asked.path).status_code == 410
    assert asked.status is S.SENT


def test_nobody_else_sends_or_takes_back_a_link(
    asked: Asked, as_actor: Callable[[Actor], TestBrowser]
) -> None:
    cast = asked.cast
    for actor, status in ((cast.pat_provider, 403), (cast.priya_privacy, 403), (cast.olga_outsider, 404)):
        for path in ("answer-link", "answer-link/revocation"):
            answer = as_actor(actor).post(f"/referrals/{asked.referral.id}/{path}", data={})
            assert answer.status_code == status, actor.name
    assert asked.link.revoked_at is None


# Where messages go


def test_a_coordinator_keeps_where_messages_go(
    asked: Asked, as_actor: Callable[[Actor], TestBrowser]
) -> None:
    cody, here = (
        as_actor(asked.cast.cody_coordinator),
        f"/directory/organizations/{asked.cast.clinic.id}/answer-address",
    )
    service = str(asked.cast.clinic_service.id)

    assert "intake@clinic.example" in cody.get(here).text
    page = cody.post(
        here,
        data={"service": service, "email": "nurse@clinic.example", "mobile": "(415) 555-0142"},
        follow_redirects=True,
    )

    assert "Saved." in page.text
    assert "nurse@clinic.example" in page.text
    assert "+14155550142" in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "nobody"}, "Type an e-mail address"),
        ({"email": "a@b.example", "second_email": "a@b.example"}, "must come by another way"),
        ({"email": "a@b.example", "mobile": "12"}, "Type a mobile number"),
        ({"email": "a@b.example", "service": "x"}, "Choose one of this agency"),
        ({"mobile": "415-555-0142"}, "Type an e-mail address"),
    ],
)
def test_an_address_that_cannot_be_used_is_asked_again(
    asked: Asked, as_actor: Callable[[Actor], TestBrowser], typed: dict[str, str], sentence: str
) -> None:
    here = f"/directory/organizations/{asked.cast.clinic.id}/answer-address"

    page = as_actor(asked.cast.pat_provider).post(here, data=typed)

    assert page.status_code == 422
    assert sentence in page.text


def test_nothing_is_sent_to_a_victim_service(asked: Asked, as_actor: Callable[[Actor], TestBrowser]) -> None:
    here = f"/directory/organizations/{asked.cast.shelter.id}/answer-address"
    cora = as_actor(asked.cast.cora_curator)

    assert "handovers are by telephone" in cora.get(here).text
    assert cora.post(here, data={"email": "a@b.example"}).status_code == 409


# A question without a name


@pytest.fixture
def question_path(session: Session, asked: Asked, settings: Settings) -> str:
    """The link for a question that the clinic was asked."""
    cast = asked.cast
    question = ask_question(
        session,
        cast.olive_officer,
        kind="treatment.otp",
        urgency=Urgency.URGENT,
        facts={"age": "18_24", "also": ["pregnant"]},
        place_ids=[cast.clinic_place.id],
    )
    place = session.exec(select(AskedPlace).where(AskedPlace.question_id == question.id)).one()
    secret = make_link(session, place, "intake@clinic.example", settings)
    session.commit()
    return f"/answers/{secret}"


def test_a_question_is_answered_by_its_link_and_has_nobody_behind_it(
    phone: TestBrowser, asked: Asked, question_path: str
) -> None:
    page = open_on(phone, question_path)

    assert "18 to 24" in page.text
    assert "Pregnant" in page.text
    assert "Who it is" not in page.text
    form = form_values(page.text, f"{question_path}/question")
    answer = phone.post(f"{question_path}/question", data={**form, "answer": "yes"}, follow_redirects=True)
    assert "You answered:" in answer.text
    [event] = asked.events("question.answered")
    assert (event.actor_kind, event.facts["answer"]) == ("link", "yes")


def test_a_question_answered_by_a_colleague_meanwhile(
    phone: TestBrowser, asked: Asked, question_path: str
) -> None:
    form = form_values(open_on(phone, question_path).text, f"{question_path}/question")
    place = asked.session.exec(select(AskedPlace)).one()
    answer_question(asked.session, asked.cast.pat_provider, place, answer=QuestionAnswer.YES)
    asked.session.commit()

    late = phone.post(f"{question_path}/question", data={**form, "answer": "waitlist"})

    assert late.status_code == 409
    assert "Somebody of your agency has answered meanwhile." in late.text
    asked.session.expire_all()
    assert asked.session.exec(select(AskedPlace)).one().answer is QuestionAnswer.YES


def test_a_question_that_is_over(phone: TestBrowser, asked: Asked, question_path: str) -> None:
    open_on(phone, question_path)
    close_question(asked.session, asked.cast.olive_officer, asked.session.exec(select(Question)).one())
    asked.session.commit()

    late = phone.post(f"{question_path}/question", data={"answer": "yes"})

    assert late.status_code == 410
    assert "nobody waits for an answer any more" in late.text


def test_the_link_of_a_question_shows_no_referral(
    phone: TestBrowser, asked: Asked, question_path: str
) -> None:
    open_on(phone, question_path)
    page = phone.post(f"{question_path}/answer", data={"answer": "accept"})

    assert page.status_code == 409
    assert asked.status is S.SENT


# In Spanish


@pytest.mark.parametrize("spanish", ["¿Pueden recibir a alguien?", "Su respuesta", "Envíenme un código"])
def test_everything_is_there_in_spanish(phone: TestBrowser, asked: Asked, spanish: str) -> None:
    phone.cookies.set("trestle_language", "es")

    assert "Un mensaje para su agencia" in phone.get(asked.path).text
    assert spanish in open_on(phone, asked.path).text
