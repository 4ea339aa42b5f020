"""Letters about referrals, questions and links: who gets one, what it says, and what it never says."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import Session, select

from network import events
from network.actors import SYSTEM, Actor
from network.answers.addresses import TypedAddress, address_for, keep_address
from network.answers.codes import ask_code
from network.answers.links import find_link, make_link
from network.answers.opening import find_opened
from network.answers.sending import ask_renewal, renew_lapsed, send_link_again, take_links_back
from network.clock import now, stopped_at
from network.db import Database
from network.notices.letters import events_wait
from network.notices.post import DemoOutbox, Envelope, MailServer, NotTaken
from network.notices.sending import send_due
from network.notices.texting import PostOffices, TextGateway, post_office
from network.questions.operations import answer_question, ask_question
from network.referrals.operations import (
    accept_referral,
    ask_sender,
    decline_referral,
    release_referral,
    reply_to_receiver,
    send_referral,
    view_referral,
    waitlist_referral,
    withdraw_consent,
    withdraw_referral,
)
from network.rules.reasons import DeclineReason
from network.settings import Mode, Settings, WrongSetting
from network.tables import (
    Account,
    AccountStatus,
    AnswerLink,
    Appointment,
    AskedPlace,
    CodeChannel,
    ContactWay,
    InformationKind,
    Letter,
    LetterStatus,
    Organization,
    Phone,
    QuestionAnswer,
    Referral,
    SafeContact,
    Urgency,
)
from tests.cast import Cast
from tests.conftest import RolledBack
from tests.network.notices.conftest import Mailbox, write
from tests.network.referrals.story import Story

K = InformationKind
INTAKE, SECOND = "intake@clinic.example", "second@clinic.example"
OLIVE, CODY, PAT = (f"{name}@example.org" for name in ("olive.officer", "cody.coordinator", "pat.provider"))
SYSTEM_ID = UUID(int=7)
NEVER = ("Rosa", "Marin", "Riverside", "Methadone", "Marlow Diversion", "415-555-7391", "opioid")


@pytest.fixture
def story(session: Session, cast: Cast) -> Story:
    keep_address(session, cast.cora_curator, cast.clinic, None, TypedAddress(INTAKE))
    return Story(session, cast)


def told(store: RolledBack, settings: Settings) -> dict[str, str]:
    """Everything that is due, as subject and body by address; nobody's name is in it."""
    write(store)
    seen = Seen()
    send_due(store, seen, settings)
    assert not any(word.lower() in text.lower() for text in seen.letters.values() for word in NEVER)
    return seen.letters


class Seen:
    """A post office that remembers."""

    keeps_words = False
    carries_mail = carries_texts = True

    def __init__(self) -> None:
        self.letters: dict[str, str] = {}

    def send(self, envelope: Envelope) -> None:
        assert envelope.address not in self.letters
        self.letters[envelope.address] = f"{envelope.subject}\n{envelope.body}"


def answer_link_in(text: str) -> str:
    found = re.search(r"https://trestle\.example\.org/answers/(\S+)", text)
    assert found is not None
    return found[1]


def test_a_sent_referral_reaches_the_staff_and_the_address_with_a_link(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    referral = story.sent()
    session.commit()

    letters = told(store, settings)

    assert set(letters) == {PAT, INTAKE}
    assert f"/referrals/{referral.id}" in letters[PAT]
    assert str(referral.id) not in letters[INTAKE]
    with store.reading() as other:
        link = find_link(other, answer_link_in(letters[INTAKE]))
        assert link is not None
        assert link.referral_id == referral.id
    assert told(store, settings) == {}


def test_one_that_is_needed_now_says_so(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    story.need.urgency = Urgency.EMERGENT
    story.sent()
    session.commit()

    assert told(store, settings)[INTAKE].startswith("Needed now: can you take somebody?")


def test_a_referral_that_was_opened_is_told_to_nobody(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    referral = story.sent()
    session.commit()
    told(store, settings)
    view_referral(session, story.pat, referral)
    session.commit()

    assert told(store, settings) == {}


def test_an_accepted_and_a_declined_referral_are_told_alike(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    place, other_staff = story.another_clinic("Second Clinic")
    yes, no = story.sent(), story.sent(place, need=story.need_of("treatment.otp"))
    session.commit()
    told(store, settings)
    accept_referral(session, story.pat, yes)
    session.commit()
    accepted = told(store, settings)
    decline_referral(session, other_staff, no, reason=DeclineReason.NO_CAPACITY)
    session.commit()
    declined = told(store, settings)

    assert set(accepted) == set(declined) == {OLIVE}
    assert accepted[OLIVE].replace(str(yes.id), "") == declined[OLIVE].replace(str(no.id), "")


def test_questions_go_back_and_forth(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    referral = story.sent()
    session.commit()
    told(store, settings)
    ask_sender(session, story.pat, referral, "Does she take insulin?")
    session.commit()
    asked = told(store, settings)
    reply_to_receiver(session, story.olive, referral, "No.")
    session.commit()
    replied = told(store, settings)

    assert set(asked) == {OLIVE}
    assert "insulin" not in asked[OLIVE]
    assert set(replied) == {PAT, INTAKE}


def test_a_release_goes_to_a_coordinator_too(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    referral = story.sent()
    accept_referral(session, story.pat, referral)
    session.commit()
    told(store, settings)
    release_referral(session, story.pat, referral, reason=DeclineReason.NO_CAPACITY)
    session.commit()

    assert set(told(store, settings)) == {OLIVE, CODY}


def test_what_is_withdrawn_is_told_to_the_other_side_only(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    referral = story.sent()
    session.commit()
    told(store, settings)
    withdraw_referral(session, story.olive, referral)
    session.commit()

    letters = told(store, settings)
    assert set(letters) == {PAT, INTAKE}
    assert "/answers/" not in letters[INTAKE]


def test_consent_that_was_taken_back_is_told_with_what_not_to_do(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    consent = story.agree()
    [referral] = story.draft()
    send_referral(session, story.olive, referral, acknowledged=True)
    session.commit()
    told(store, settings)
    withdraw_consent(session, story.olive, consent)
    session.commit()

    letters = told(store, settings)
    assert {PAT, INTAKE} <= set(letters)
    assert "Do not use or pass on what you have read." in letters[INTAKE]


def test_a_letter_that_lost_its_reason_is_not_sent(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    referral = story.sent()
    session.commit()
    write(store)
    withdraw_referral(session, story.olive, referral)
    session.commit()
    seen = Seen()

    assert send_due(store, seen, settings) == {"not_needed": 2}
    assert seen.letters == {}


def test_a_yes_with_its_appointment_is_one_letter(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    referral = story.sent()
    session.commit()
    told(store, settings)
    accept_referral(session, story.pat, referral, appointment_at=now() + timedelta(days=2))
    session.commit()

    assert set(told(store, settings)) == {OLIVE}  # which fails when somebody gets two


@pytest.mark.parametrize(
    ("kind", "facts", "recipients"),
    [
        ("referral.nudged", {"awaits": "receiver"}, {PAT, INTAKE}),
        ("referral.escalated", {}, {OLIVE, CODY}),
        ("referral.clock_burns", {}, {OLIVE, CODY}),
        ("referral.expired_no_response", {}, {OLIVE}),
    ],
)
def test_each_timer_reaches_who_can_do_something(
    store: RolledBack,
    session: Session,
    story: Story,
    settings: Settings,
    kind: str,
    facts: dict[str, str],
    recipients: set[str],
) -> None:
    referral = story.sent()
    session.commit()
    told(store, settings)
    events.record(session, SYSTEM, kind, "referral", referral.id, **facts)
    session.commit()

    assert set(told(store, settings)) == recipients


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("referral.escalated", waitlist_referral),
        ("referral.clock_burns", waitlist_referral),
        ("referral.clock_burns", accept_referral),
    ],
)
def test_a_long_wait_after_an_answer_is_told_in_the_same_words_as_before_it(
    store: RolledBack,
    session: Session,
    story: Story,
    settings: Settings,
    kind: str,
    answer: Callable[[Session, Actor, Referral], object],
) -> None:
    referral = story.sent()
    session.commit()
    told(store, settings)
    events.record(session, SYSTEM, kind, "referral", referral.id)
    session.commit()
    before = told(store, settings)
    answer(session, story.pat, referral)
    session.commit()
    told(store, settings)
    events.record(session, SYSTEM, kind, "referral", referral.id)
    session.commit()

    assert told(store, settings) == before
    assert set(before) == {OLIVE, CODY}
    assert "answer" not in before[CODY]


@pytest.mark.parametrize("kind", ["referral.escalated", "referral.clock_burns"])
def test_a_long_wait_that_ended_meanwhile_is_told_to_nobody(
    store: RolledBack, session: Session, story: Story, settings: Settings, kind: str
) -> None:
    referral = story.sent()
    session.commit()
    told(store, settings)
    events.record(session, SYSTEM, kind, "referral", referral.id)
    accept_referral(session, story.pat, referral, appointment_at=now() + timedelta(days=2))
    session.commit()

    assert list(told(store, settings)) == [OLIVE]  # the news of the answer, once


@pytest.mark.parametrize(
    "kind",
    [
        "referral.waitlist_confirm_due",
        "referral.appointment_late",
        "referral.outcome_asked",
        "referral.missed_appt",
        "referral.lost_contact",
    ],
)
def test_the_officer_gets_no_letter_about_what_no_consent_lets_them_know(
    store: RolledBack, session: Session, story: Story, settings: Settings, kind: str
) -> None:
    referral = story.sent()
    waits = kind == "referral.waitlist_confirm_due"
    (waitlist_referral if waits else accept_referral)(session, story.pat, referral)
    session.get_one(Account, story.pat.id).status = AccountStatus.DISABLED
    session.commit()
    told(store, settings)

    events.record(session, SYSTEM, kind, "referral", referral.id)
    session.commit()
    assert not {OLIVE, CODY} & set(told(store, settings))

    story.hears_back(K.STATUS, K.ATTENDANCE, K.PROGRESS)
    events.record(session, SYSTEM, kind, "referral", referral.id)
    session.commit()
    assert OLIVE in told(store, settings)


def test_when_the_officer_has_left_the_coordinators_are_told(
    store: RolledBack, session: Session, cast: Cast, story: Story, settings: Settings
) -> None:
    referral = story.sent()
    session.commit()
    told(store, settings)
    session.get_one(Account, cast.olive_officer.id).status = AccountStatus.DISABLED
    decline_referral(session, story.pat, referral, reason=DeclineReason.NO_CAPACITY)
    session.commit()

    assert set(told(store, settings)) == {CODY}


def test_an_event_with_nobody_to_write_to_is_looked_at_once(
    store: RolledBack, session: Session, cast: Cast, settings: Settings
) -> None:
    story = Story(session, cast)
    referral = story.sent()
    for account in session.exec(select(Account).where(Account.organization_id == cast.clinic.id)):
        account.status = AccountStatus.DISABLED
    session.commit()

    assert told(store, settings) == {}
    with store.reading() as other:
        assert not events_wait(other)
        [letter] = other.exec(select(Letter)).all()
        assert (letter.status, letter.recipient) == (LetterStatus.FAILED, "nobody")
    assert referral.status == "sent"


def test_nobody_writes_to_a_real_program_or_a_victim_service(session: Session, cast: Cast) -> None:
    session.get_one(Organization, cast.other.id).email = "front@hilltop.example"
    service = cast.service(cast.other, "Counseling")
    assert address_for(session, cast.other.id, service.id) is not None
    cast.source.takes_referrals = False
    session.flush()

    assert address_for(session, cast.other.id, service.id) is None
    assert address_for(session, cast.shelter.id, cast.shelter_service.id) is None


@pytest.mark.usefixtures("story")
def test_a_question_goes_to_the_places_and_its_answer_to_who_asked(
    store: RolledBack, session: Session, cast: Cast, settings: Settings
) -> None:
    question = ask_question(
        session,
        cast.olive_officer,
        kind="treatment.otp",
        urgency=Urgency.ROUTINE,
        facts={"age": "25_64"},
        place_ids=[cast.clinic_place.id],
    )
    session.commit()
    letters = told(store, settings)
    assert set(letters) == {PAT, INTAKE}
    assert f"https://trestle.example.org/questions/{question.id}\n" in letters[PAT]
    with store.reading() as other:
        link = find_link(other, answer_link_in(letters[INTAKE]))
        assert link is not None
        assert link.asked_place_id is not None

    asked = session.exec(select(AskedPlace).where(AskedPlace.question_id == question.id)).one()
    answer_question(session, cast.pat_provider, asked, answer=QuestionAnswer.YES)
    session.commit()
    assert set(told(store, settings)) == {OLIVE}


# Links and codes


def linked(session: Session, story: Story, settings: Settings) -> tuple[Referral, str]:
    referral = story.sent()
    secret = make_link(session, referral, INTAKE, settings)
    assert secret is not None
    session.commit()
    return referral, secret


def test_a_lapsed_link_is_renewed_once_while_an_answer_is_waited_for(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    linked(session, story, settings)
    told(store, settings)

    with stopped_at(now() + timedelta(days=8, minutes=1)):
        assert renew_lapsed(store) == 1
        assert renew_lapsed(store) == 0
        assert set(told(store, settings)) == {INTAKE}
        assert renew_lapsed(store) == 0


def test_after_links_were_taken_back_only_the_sender_sends_another(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    referral, _ = linked(session, story, settings)
    told(store, settings)
    take_links_back(session, story.olive, referral)
    events.record(session, SYSTEM, "referral.nudged", "referral", referral.id, awaits="receiver")
    session.commit()
    assert set(told(store, settings)) == {PAT}

    send_link_again(session, story.olive, referral)
    session.commit()
    assert set(told(store, settings)) == {INTAKE}


def test_no_link_is_renewed_for_what_is_over(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    referral, _ = linked(session, story, settings)
    withdraw_referral(session, story.olive, referral)
    session.commit()

    with stopped_at(now() + timedelta(days=9)):
        assert renew_lapsed(store) == 0


def test_a_new_link_goes_to_the_kept_address_and_nowhere_else(
    store: RolledBack, session: Session, cast: Cast, story: Story, settings: Settings
) -> None:
    referral, secret = linked(session, story, settings)
    told(store, settings)
    keep_address(session, cast.cora_curator, cast.clinic, None, TypedAddress("new@clinic.example"))
    found = find_opened(session, cast.visitor, secret)
    assert found is not None
    ask_renewal(session, found.actor, found.link)
    session.commit()
    assert set(told(store, settings)) == {"new@clinic.example"}

    send_link_again(session, story.olive, referral)
    session.commit()
    assert set(told(store, settings)) == {"new@clinic.example"}
    session.expire_all()
    assert [link.revoked_at is None for link in session.exec(select(AnswerLink).order_by(AnswerLink.id))] == [  # type: ignore[arg-type]
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("kept", "with_texts", "channel", "goes_to"),
    [
        (
            TypedAddress(INTAKE, SECOND, "415-555-0142"),
            True,
            CodeChannel.SMS,
            "tel:+14155550142",
        ),
        (
            TypedAddress(INTAKE, SECOND),
            True,
            CodeChannel.SECOND_ADDRESS,
            "second@clinic.example",
        ),
        (TypedAddress(INTAKE, mobile="415-555-0142"), False, CodeChannel.SENDER, None),
        (TypedAddress(INTAKE), True, CodeChannel.SENDER, None),
        (TypedAddress("else@clinic.example", "second@clinic.example"), True, CodeChannel.SENDER, None),
    ],
)
def test_a_code_goes_another_way_than_the_link(
    store: RolledBack,
    session: Session,
    cast: Cast,
    story: Story,
    settings: Settings,
    kept: TypedAddress,
    with_texts: bool,
    channel: CodeChannel,
    goes_to: str | None,
) -> None:
    settings = replace(settings, sms_url="https://texts.example/" if with_texts else "")
    _, secret = linked(session, story, settings)
    told(store, settings)
    keep_address(session, cast.cora_curator, cast.clinic, None, kept)
    found = find_opened(session, cast.visitor, secret)
    assert found is not None

    assert ask_code(session, found.actor, found.link, settings) is channel
    code = found.link.code
    session.commit()
    letters = told(store, settings)

    assert set(letters) == ({goes_to} if goes_to else set())
    assert all(str(code) in text for text in letters.values())


# The person themselves


def reminded(
    store: RolledBack, session: Session, story: Story, settings: Settings, **safe: Any
) -> dict[str, str]:
    referral = story.sent()
    accept_referral(session, story.pat, referral, appointment_at=now() + timedelta(hours=24))
    session.add(SafeContact(person_id=story.rosa.id, changed_at=now(), **safe))
    session.add(Phone(organization_id=story.cast.unit.id, number="415-555-0199"))
    session.commit()
    told(store, settings)
    events.record(session, SYSTEM, "referral.appointment_near", "referral", referral.id)
    session.commit()
    return told(store, settings)


def test_a_reminder_says_when_and_nothing_else(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    letters = reminded(store, session, story, settings, may_text=True, phone="(415) 555-7391")

    [(address, text)] = letters.items()
    assert address == "tel:+14155557391"
    body = text.partition("\n")[2].strip()
    assert re.fullmatch(
        r"You have an appointment tomorrow at \d+:\d\d [ap]m\. Questions: 415-555-0199", body
    ), body
    appointment = session.exec(select(Appointment)).one()
    assert str(appointment.id) not in text


@pytest.mark.parametrize(
    "safe",
    [
        {"phone": "(415) 555-7391"},
        {"phone": "(415) 555-7391", "may_call": True},
        {"email": "rosa@example.org"},
        {"may_text": True},
        {"may_text": True, "phone": "112"},
    ],
)
def test_nobody_is_reminded_in_a_way_that_they_did_not_say_is_safe(
    store: RolledBack, session: Session, story: Story, settings: Settings, safe: dict[str, Any]
) -> None:
    assert reminded(store, session, story, settings, **safe) == {}


def test_somebody_who_prefers_e_mail_and_speaks_spanish_is_reminded_so(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    story.rosa.language = "es"
    letters = reminded(
        store,
        session,
        story,
        settings,
        may_text=True,
        phone="(415) 555-7391",
        may_email=True,
        email="r@example.org",
        preferred=ContactWay.EMAIL,
    )

    assert set(letters) == {"r@example.org"}
    assert "Tiene una cita mañana a las" in letters["r@example.org"]


def test_never_text_said_meanwhile_is_obeyed(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    referral = story.sent()
    accept_referral(session, story.pat, referral, appointment_at=now() + timedelta(hours=24))
    safe = SafeContact(person_id=story.rosa.id, may_text=True, phone="4155557391", changed_at=now())
    session.add(safe)
    session.commit()
    told(store, settings)
    events.record(session, SYSTEM, "referral.appointment_near", "referral", referral.id)
    session.commit()
    write(store)
    safe.may_text = False
    session.add(safe)
    session.commit()

    seen = Seen()
    send_due(store, seen, settings)
    assert seen.letters == {}


# Carrying


def test_texts_go_by_the_gateway_and_letters_by_mail() -> None:
    mail, texts = Seen(), Seen()
    office = PostOffices(mail, texts)
    for address in ("a@b.example", "tel:+14155550142"):
        office.send(Envelope(id=SYSTEM_ID, address=address, subject="s", body="b", language="en"))

    assert set(mail.letters) == {"a@b.example"}
    assert set(texts.letters) == {"tel:+14155550142"}


def test_who_carries_what_follows_from_the_settings(settings: Settings) -> None:
    sms = replace(settings, sms_url="https://texts.example/")
    both = replace(sms, smtp_host="mail.example")

    assert post_office(settings) is None
    assert isinstance(post_office(sms), TextGateway)
    assert isinstance(post_office(both), PostOffices)
    assert isinstance(post_office(replace(settings, smtp_host="mail.example")), MailServer)
    assert isinstance(post_office(replace(settings, mode=Mode.DEMO)), DemoOutbox)
    with pytest.raises(WrongSetting):
        post_office(replace(settings, sms_url="http://texts.example/"))


def test_letters_wait_while_only_texts_are_carried(
    store: RolledBack, session: Session, story: Story, settings: Settings
) -> None:
    story.sent()
    session.commit()
    write(store)
    texts_only = Seen()
    texts_only.carries_mail = False

    assert send_due(store, texts_only, settings) == {}
    assert {letter.status for letter in session.exec(select(Letter))} == {LetterStatus.DUE}


def test_a_gateway_takes_a_text_once_and_its_no_is_heard(settings: Settings) -> None:
    handed: list[httpx.Request] = []
    answers = iter([200, 400, 503])

    def take(request: httpx.Request) -> httpx.Response:
        handed.append(request)
        return httpx.Response(next(answers))

    settings = replace(settings, sms_url="https://texts.example/send", sms_token="secret")
    gateway = TextGateway(settings, httpx.Client(transport=httpx.MockTransport(take)))
    envelope = Envelope(SYSTEM_ID, "tel:+14155550142", "Your code", "Your Trestle code: 123456\n", "en")

    gateway.send(envelope)
    with pytest.raises(NotTaken) as final:
        gateway.send(envelope)
    with pytest.raises(NotTaken) as later:
        gateway.send(envelope)

    assert handed[0].read() == b'{"to":"+14155550142","text":"Your Trestle code: 123456"}'
    assert handed[0].headers["authorization"] == "Bearer secret"
    assert handed[0].headers["idempotency-key"] == str(envelope.id)
    assert (final.value.is_final, later.value.is_final) == (True, False)
    assert "4155550142" not in final.value.reason


def test_of_two_workers_each_letter_is_sent_by_one(
    database: Database, with_mail: Settings, mailbox: Mailbox
) -> None:
    with Session(database.engine, expire_on_commit=False) as session:
        cast = Cast(session)
        keep_address(session, cast.cora_curator, cast.clinic, None, TypedAddress(INTAKE))
        Story(session, cast).sent()
        session.commit()
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _: write(database), range(4)))
        list(workers.map(lambda _: send_due(database, MailServer(with_mail), with_mail), range(4)))

    assert sorted(mailbox.recipients) == sorted([PAT, INTAKE])
