"""Somebody's own page: what they, their officer, scanners, finders and guessers meet."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote

import pytest
from sqlmodel import Session, select

from network.actors import Actor
from network.clock import now, stopped_at
from network.mine.links import give_own_link, own_link_of
from network.outcomes.operations import book_appointment, move_appointment
from network.referrals.operations import accept_referral
from network.settings import Settings
from network.tables import (
    Appointment,
    AppointmentStatus,
    Consent,
    ConsentGrant,
    ConsentStatus,
    Disclosure,
    Event,
    InformationKind,
    Instrument,
    Letter,
    OwnLink,
    Purpose,
    Referral,
    ReferralStatus,
)
from tests.cast import Cast
from tests.chance import words_in
from tests.conftest import RolledBack
from tests.network.consent.people import today_here
from tests.network.referrals.story import Story
from tests.told import CANARIES, INWARD, NEVER, Told
from tests.web.browser import TestBrowser
from tests.web.page_checks import check_page
from tests.web.stage import Stage
from web.world import World

BRING = "Ask for Lou and bring your card"


class Hers:
    """Rosa, who is expected at the clinic in three days, and the link that Olive gave her."""

    def __init__(self, session: Session, cast: Cast, settings: Settings) -> None:
        self.session, self.cast, self.settings = session, cast, settings
        cast.capacity(cast.clinic_place, 3)
        self.story = Story(session, cast)
        self.referral = self.story.sent()
        accept_referral(session, cast.pat_provider, self.referral)
        self.appointment = book_appointment(
            session, cast.pat_provider, self.referral, starts_at=now() + timedelta(days=3), words=BRING
        )
        self.path = self.new_link()

    def new_link(self) -> str:
        secret = give_own_link(self.session, self.cast.olive_officer, self.story.rosa.id, self.settings)
        self.session.commit()
        return f"/mine/{secret}"

    @property
    def link(self) -> OwnLink:
        self.session.expire_all()
        link = own_link_of(self.session, self.story.rosa.id)
        assert link is not None
        return link

    def answer(self, phone: TestBrowser, answer: str) -> Any:
        path = f"{self.path}/appointments/{self.referral.id}/{self.appointment.id}"
        return phone.post(path, data={"answer": answer}, follow_redirects=False)

    def happened(self, kind: str) -> list[Event]:
        self.session.expire_all()
        return list(self.session.exec(select(Event).where(Event.kind == kind)))

    def consent(self) -> Consent:
        self.session.expire_all()
        return self.session.exec(select(Consent)).one()


@pytest.fixture
def hers(session: Session, cast: Cast, settings: Settings) -> Hers:
    return Hers(session, cast, settings)


@pytest.fixture
def phone(world: World, stage: Stage, hers: Hers) -> Any:  # noqa: ARG001  # she is there first
    with stage.browser(world) as browser:
        yield browser


@pytest.fixture
def another_phone(world: World, stage: Stage, phone: TestBrowser) -> Any:  # noqa: ARG001
    with stage.browser(world) as browser:
        yield browser


def open_with(phone: TestBrowser, path: str, code: str) -> Any:
    return phone.post(f"{path}/opening", data={"code": code}, follow_redirects=True)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def knows_nobody(text: str) -> bool:
    return not any(word in text for word in ("Rosa", "Marin", "Harbor", "Olive", BRING))


def test_a_scanner_or_finder_of_the_paper_learns_nothing(hers: Hers, phone: TestBrowser) -> None:
    theirs = phone.get(hers.path)
    of_nobody = phone.get(f"/mine/{'x' * 43}")

    assert theirs.status_code == 200
    assert knows_nobody(theirs.text)
    check_page(theirs.text)
    assert theirs.text.count("<h1>") == of_nobody.text.count("<h1>") == 1
    assert "noindex" in theirs.text
    assert hers.link.opened_at is None
    for answer in (theirs, phone.get(f"{hers.path}/appointments/{hers.referral.id}/calendar.ics")):
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]


def test_she_opens_it_with_the_code_and_sees_where_when_and_what(hers: Hers, phone: TestBrowser) -> None:
    page = open_with(phone, hers.path, hers.link.code)

    assert page.status_code == 200
    check_page(page.text)
    assert "Rosa" in page.text
    assert hers.cast.clinic.name in page.text
    assert BRING in page.text
    assert "Olive" in page.text
    assert "may tell" in page.text, "who may see her information"
    assert "988" in page.text
    assert "no-store" in page.headers["cache-control"]
    assert hers.happened("own_link.opened")


def test_her_own_reading_is_no_disclosure(hers: Hers, phone: TestBrowser, session: Session) -> None:
    before = len(session.exec(select(Disclosure)).all())
    open_with(phone, hers.path, hers.link.code)
    session.expire_all()

    assert len(session.exec(select(Disclosure)).all()) == before


def test_what_staff_write_is_not_on_it(hers: Hers, phone: TestBrowser, session: Session) -> None:
    hers.story.rosa.born_on = "1990-05-04"
    session.add(hers.story.rosa)
    session.commit()
    page = open_with(phone, hers.path, hers.link.code).text

    assert words_in(page, ["1990"]) == []
    assert "Marin" not in page, "only the name she is called by: others look over shoulders"


def test_of_all_that_is_kept_only_where_when_and_what_to_bring_is_on_it(
    hers: Hers, phone: TestBrowser, cast: Cast, settings: Settings
) -> None:
    told = Told(hers.session, cast)
    told.outward()
    told.inward(*INWARD)
    referral = told.refer(ReferralStatus.SCHEDULED)
    told.told_back(referral)
    for appointment in hers.session.exec(select(Appointment).where(Appointment.referral_id == referral.id)):
        appointment.status = AppointmentStatus.BOOKED
        hers.session.add(appointment)
    path = f"/mine/{give_own_link(hers.session, cast.olive_officer, told.person.id, settings)}"
    link = own_link_of(hers.session, told.person.id)
    assert link is not None
    hers.session.commit()
    page = open_with(phone, path, link.code).text

    assert "Quillabee" in page, "what she is called"
    assert "finchbring" in page
    hidden = {word for words in CANARIES.values() for word in words} | set(NEVER)
    hidden -= {"Quillabee", "finchbring", "2033"}
    assert words_in(page, hidden) == []


def test_another_phone_needs_the_code_as_well(
    hers: Hers, phone: TestBrowser, another_phone: TestBrowser
) -> None:
    open_with(phone, hers.path, hers.link.code)

    assert knows_nobody(another_phone.get(hers.path).text)


def test_five_wrong_codes_lock_it_for_the_right_one_too(hers: Hers, phone: TestBrowser) -> None:
    code = hers.link.code
    for left in (4, 3, 2, 1):
        answer = open_with(phone, hers.path, wrong(code))
        assert answer.status_code == 422
        assert f"You can try {left} more time" in answer.text
        check_page(answer.text)
    assert open_with(phone, hers.path, wrong(code)).status_code == 410
    closed = open_with(phone, hers.path, code)

    assert closed.status_code == 410
    assert knows_nobody(closed.text)
    assert hers.happened("own_link.locked")


def test_a_locked_link_closes_where_it_was_open(
    hers: Hers, phone: TestBrowser, another_phone: TestBrowser
) -> None:
    code = hers.link.code
    open_with(phone, hers.path, code)
    for _ in range(5):
        open_with(another_phone, hers.path, wrong(code))

    assert knows_nobody(phone.get(hers.path).text)


def test_no_code_at_all_is_a_wrong_code(hers: Hers, phone: TestBrowser) -> None:
    assert open_with(phone, hers.path, "").status_code == 422
    assert open_with(phone, hers.path, "none").status_code == 422


def test_a_link_that_is_none_says_the_same_as_one_that_is_over(hers: Hers, phone: TestBrowser) -> None:
    unknown = open_with(phone, f"/mine/{'x' * 43}", "123456")
    old, code = hers.path, hers.link.code
    hers.new_link()
    ended = open_with(phone, old, code)

    assert unknown.status_code == ended.status_code == 410
    assert knows_nobody(ended.text)
    heading = re.compile(r"<main.*</main>", re.DOTALL)
    assert heading.findall(unknown.text) == heading.findall(ended.text)


def test_it_ends_after_its_days(hers: Hers, phone: TestBrowser) -> None:
    code = hers.link.code
    with stopped_at(now() + timedelta(days=hers.settings.own_link_days, minutes=1)):
        assert open_with(phone, hers.path, code).status_code == 410


def test_it_closes_itself_after_half_an_hour(hers: Hers, phone: TestBrowser) -> None:
    open_with(phone, hers.path, hers.link.code)
    with stopped_at(now() + timedelta(minutes=31)):
        assert knows_nobody(phone.get(hers.path).text)
        late = hers.answer(phone, "comes")
        assert late.status_code == 409
        assert "Nothing was changed" in late.text
    assert not hers.happened("appointment.confirmed")


def test_she_closes_it_before_she_gives_the_phone_away(hers: Hers, phone: TestBrowser) -> None:
    open_with(phone, hers.path, hers.link.code)
    key = phone.cookies["trestle_answer_key"]
    phone.post(f"{hers.path}/closing", data={}, follow_redirects=True)

    assert knows_nobody(phone.get(hers.path).text)
    phone.cookies.set("trestle_answer_key", key)
    assert knows_nobody(phone.get(hers.path).text), "what the browser had kept opens nothing any more"


@pytest.mark.parametrize("secret", ["%0d%0aX-Evil:1", "%E2%82%AC", "a%3B%20Domain=example.org"])
def test_an_address_that_nobody_was_given_puts_nothing_into_an_answer(
    phone: TestBrowser, secret: str
) -> None:
    answer = phone.post(f"/mine/{secret}/closing", data={}, follow_redirects=False)
    kept = "\n".join(answer.headers.get_list("set-cookie"))

    assert answer.status_code == 303
    assert f"path=/mine/{quote(unquote(secret))};" in kept.replace("Path", "path")


def test_nobody_else_closes_it_for_her(hers: Hers, phone: TestBrowser, another_phone: TestBrowser) -> None:
    open_with(phone, hers.path, hers.link.code)
    another_phone.post(f"{hers.path}/closing", data={}, follow_redirects=True)

    assert "Rosa" in phone.get(hers.path).text


def test_she_is_not_told_that_something_ended_that_she_never_gave(
    hers: Hers, phone: TestBrowser, cast: Cast
) -> None:
    open_with(phone, hers.path, hers.link.code)
    path = f"{hers.path}/consents/{hers.consent().id}/withdrawal"

    assert phone.post(path, data={"agency": str(cast.shelter.id)}).status_code == 404
    assert hers.consent().status is ConsentStatus.SIGNED


def test_she_says_that_she_comes(hers: Hers, phone: TestBrowser) -> None:
    open_with(phone, hers.path, hers.link.code)
    assert hers.answer(phone, "comes").status_code == 303

    assert "You said that you come." in phone.get(hers.path).text
    assert hers.happened("appointment.confirmed")[0].facts == {"appointment": str(hers.appointment.id)}
    assert hers.answer(phone, "comes").status_code == 409, "said twice"
    assert hers.answer(phone, "maybe").status_code == 422


def test_the_clinic_reads_that_she_cannot_come_and_olive_only_where_rosa_allowed_it(
    hers: Hers, phone: TestBrowser, as_actor: Callable[[Actor], TestBrowser]
) -> None:
    page = open_with(phone, hers.path, hers.link.code).text
    assert f"Only {hers.cast.clinic.name} reads your answer." in page
    hers.answer(phone, "cannot")
    path = f"/referrals/{hers.referral.id}"

    assert "the person cannot come" in as_actor(hers.cast.pat_provider).get(path).text
    assert "the person cannot come" not in as_actor(hers.cast.olive_officer).get(path).text
    hers.story.keep(
        ConsentGrant(
            consent_id=hers.consent().id,
            person_id=hers.story.rosa.id,
            discloser_organization_id=hers.cast.clinic.id,
            recipient_organization_id=hers.cast.unit.id,
            information=[InformationKind.STATUS.value],
            purpose=Purpose.COORDINATION,
            instrument=Instrument.VOLUNTARY,
            starts_at=now() - timedelta(days=1),
        )
    )
    hers.session.commit()
    assert "the person cannot come" in as_actor(hers.cast.olive_officer).get(path).text
    assert "you allowed that" in phone.get(hers.path).text


def test_an_appointment_that_was_moved_meanwhile_is_not_answered(hers: Hers, phone: TestBrowser) -> None:
    open_with(phone, hers.path, hers.link.code)
    appointment = hers.session.get_one(Appointment, hers.appointment.id)
    move_appointment(
        hers.session,
        hers.cast.pat_provider,
        hers.session.get_one(Referral, hers.referral.id),
        appointment,
        starts_at=now() + timedelta(days=5),
    )
    hers.session.commit()

    assert hers.answer(phone, "comes").status_code == 404
    assert not hers.happened("appointment.confirmed")


def test_the_calendar_file_names_nobody_and_leads_to_her_page(hers: Hers, phone: TestBrowser) -> None:
    open_with(phone, hers.path, hers.link.code)
    file = phone.get(f"{hers.path}/appointments/{hers.referral.id}/calendar.ics")

    assert file.status_code == 200
    assert "BEGIN:VEVENT" in file.text
    assert hers.cast.clinic.name not in file.text
    assert "Rosa" not in file.text
    assert "/mine/" in file.text.replace("\r\n ", "")


def test_she_takes_her_consent_back_with_two_taps(hers: Hers, phone: TestBrowser) -> None:
    page = open_with(phone, hers.path, hers.link.code).text
    first = phone.get(re.search(r'href="(/mine/[^"]+/withdrawal)"', page)[1])  # type: ignore[index]
    check_page(first.text)
    assert "This stops at once" in first.text
    assert hers.consent().status is ConsentStatus.SIGNED
    done = phone.post(str(first.url.path), data={}, follow_redirects=True)

    assert "Taken back" in done.text
    assert hers.consent().status is ConsentStatus.REVOKED
    assert hers.session.get_one(Referral, hers.referral.id).status is ReferralStatus.CONSENT_REVOKED
    assert "Nobody: nothing about you" in done.text
    again = phone.post(str(first.url.path), data={}, follow_redirects=True)
    assert again.status_code == 200, "twice changes nothing"


def test_she_takes_it_back_for_one_agency_and_keeps_the_rest(hers: Hers, phone: TestBrowser) -> None:
    consent = hers.consent()
    grant = hers.session.exec(select(ConsentGrant)).one()
    shelter = hers.story.keep(
        ConsentGrant(
            **grant.model_dump(exclude={"id", "recipient_organization_id"}),
            recipient_organization_id=hers.cast.shelter.id,
        )
    )
    hers.session.commit()
    page = open_with(phone, hers.path, hers.link.code).text
    href = f"{hers.path}/consents/{consent.id}/withdrawal"
    assert f"{href}?agency={hers.cast.clinic.id}" in page
    asked = phone.get(f"{href}?agency={hers.cast.clinic.id}").text
    check_page(asked)
    assert f"Only for {hers.cast.clinic.name}" in asked
    assert hers.cast.shelter.name not in asked
    phone.post(href, data={"agency": str(hers.cast.clinic.id)}, follow_redirects=True)

    hers.session.expire_all()
    assert hers.session.get_one(ConsentGrant, grant.id).revoked_at is not None
    assert hers.session.get_one(ConsentGrant, shelter.id).revoked_at is None
    assert hers.consent().status is ConsentStatus.SIGNED


def test_what_is_a_condition_of_a_case_waits_and_says_so(hers: Hers, phone: TestBrowser) -> None:
    consent = hers.consent()
    consent.instrument = Instrument.CRIMINAL_JUSTICE
    consent.revocable_on = today_here() + timedelta(days=40)
    grant = hers.session.exec(select(ConsentGrant)).one()
    grant.instrument = Instrument.CRIMINAL_JUSTICE
    hers.session.add_all([consent, grant])
    hers.session.commit()
    open_with(phone, hers.path, hers.link.code)
    path = f"{hers.path}/consents/{consent.id}/withdrawal"
    assert "part of your case" in phone.get(path).text
    page = phone.post(path, data={}, follow_redirects=True)

    assert "You have asked to take this back." in page.text
    assert hers.consent().status is ConsentStatus.SIGNED
    assert hers.consent().revocation_asked_at is not None


def test_nothing_of_somebody_else_is_behind_her_link(hers: Hers, phone: TestBrowser, cast: Cast) -> None:
    other = Story(hers.session, cast)
    referral = other.sent()
    accept_referral(hers.session, cast.pat_provider, referral)
    appointment = book_appointment(
        hers.session, cast.pat_provider, referral, starts_at=now() + timedelta(days=1)
    )
    consent = hers.session.exec(select(Consent).where(Consent.person_id == other.rosa.id)).one()
    hers.session.commit()
    open_with(phone, hers.path, hers.link.code)

    comes = {"answer": "comes"}
    assert (
        phone.post(f"{hers.path}/appointments/{referral.id}/{appointment.id}", data=comes).status_code == 404
    )
    assert phone.get(f"{hers.path}/appointments/{referral.id}/calendar.ics").status_code == 404
    assert phone.get(f"{hers.path}/consents/{consent.id}/withdrawal").status_code == 404
    assert phone.post(f"{hers.path}/consents/{consent.id}/withdrawal", data={}).status_code == 404
    hers.session.expire_all()
    assert hers.session.get_one(Consent, consent.id).status is ConsentStatus.SIGNED


def test_she_reads_it_in_her_language_and_can_change_it(hers: Hers, phone: TestBrowser) -> None:
    hers.story.rosa.language = "es"
    hers.session.add(hers.story.rosa)
    hers.session.commit()
    page = open_with(phone, hers.path, hers.link.code)
    assert "Sus citas" in page.text
    check_page(page.text)
    phone.post("/language", data={"language": "en", "next": hers.path})

    assert "Your appointments" in phone.get(hers.path).text


def test_the_button_of_the_door_is_a_word_for_doing_it_in_spanish_too(hers: Hers, phone: TestBrowser) -> None:
    phone.cookies.set("trestle_language", "es")
    door = phone.get(hers.path).text

    assert "Abrir" in door
    assert "Abierto" not in door


def test_a_page_without_anything_yet_says_so(
    hers: Hers, phone: TestBrowser, cast: Cast, settings: Settings
) -> None:
    other = Story(hers.session, cast)
    path = f"/mine/{give_own_link(hers.session, cast.olive_officer, other.rosa.id, settings)}"
    link = own_link_of(hers.session, other.rosa.id)
    assert link is not None
    hers.session.commit()
    page = open_with(phone, path, link.code).text

    assert "You have no appointment now." in page
    assert "Nobody: nothing about you" in page
    check_page(page)


def test_olive_makes_the_link_shows_it_once_and_says_the_code(
    hers: Hers, as_actor: Callable[[Actor], TestBrowser]
) -> None:
    olive = as_actor(hers.cast.olive_officer)
    path = f"/people/{hers.story.rosa.id}/own-page"
    assert path in olive.get(f"/people/{hers.story.rosa.id}").text
    made = olive.post(path, data={})
    address = re.search(r"/mine/[\w-]{43}", made.text)
    later = olive.get(path)

    assert address is not None
    check_page(made.text)
    check_page(later.text)
    assert address[0] != hers.path
    assert address[0] not in later.text, "it is kept only as a hash"
    assert hers.link.code in later.text
    assert hers.link.token_hash not in later.text


def test_olive_ends_the_link(
    hers: Hers, phone: TestBrowser, as_actor: Callable[[Actor], TestBrowser]
) -> None:
    code = hers.link.code
    open_with(phone, hers.path, code)
    as_actor(hers.cast.olive_officer).post(f"/people/{hers.story.rosa.id}/own-page/revocation", data={})

    assert knows_nobody(phone.get(hers.path).text)
    assert open_with(phone, hers.path, code).status_code == 410
    assert hers.happened("own_link.taken_back")


def test_the_code_is_sealed_and_the_secret_is_kept_nowhere(hers: Hers, store: RolledBack) -> None:
    secret = hers.path.rpartition("/")[2]
    with store.reading() as session:
        row = session.connection().exec_driver_sql("SELECT * FROM own_link").mappings().one()
    kept = " ".join(str(value) for value in row.values())

    assert secret not in kept
    assert hers.link.code not in kept
    assert not hers.session.exec(select(Letter).where(Letter.body.contains(secret))).all()  # type: ignore[attr-defined]
