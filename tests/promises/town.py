"""The whole application with everybody of the cast signed in; what somebody does there is undone after."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection
from sqlmodel import Session, col, select, update

from network.accounts.links import make_link
from network.accounts.passwords import hash_password
from network.accounts.sessions import begin_session, find_session
from network.actors import Actor
from network.answers.addresses import TypedAddress, keep_address
from network.answers.links import make_link as make_answer_link
from network.clock import now, today_in
from network.consent.signing import Scan, sign_consent
from network.mine.links import give_own_link
from network.outcomes.operations import book_appointment, record_outcome
from network.people.file import participants_of
from network.places.geocoder import open_geocoder
from network.providers import operations as write
from network.providers.operations.holding import place_hold
from network.questions.operations import ask_question
from network.referrals.operations import accept_referral, prepare_referrals, send_referral
from network.rules.periods import quarter_with
from network.search.embedded import EmbeddedEngine
from network.search.teaching import add_synonym
from network.settings import Mode
from network.tables import (
    Account,
    AccountSession,
    AccountStatus,
    Appointment,
    AskedPlace,
    Evidence,
    Gap,
    Letter,
    LetterStatus,
    Location,
    Need,
    Outcome,
    OutcomeStep,
    ProblemKind,
    Referral,
    SecondFactor,
    Urgency,
)
from network.tables.consent import InformationKind, SigningWay
from tests.caseload import case_due_in, methadone, program, rosa
from tests.cast import Cast
from tests.chance import words_in
from tests.conftest import RolledBack
from tests.network.consent.people import free
from tests.network.gaps.surveyed import look
from tests.network.reports.made import report
from tests.pictures import png
from tests.web.browser import TestBrowser
from tests.web.conftest import SETTINGS
from tests.web.forms import form_values
from web.app import create_app
from web.flash import COOKIE
from web.visit import cookie_name, find_actor
from web.world import World

PASSWORD = "blue kettle sings at noon"
PRIVATE_ADDRESS = "9 Quiet Lane"
ADDRESSES = re.compile("quiet lane|willow yard", re.IGNORECASE)
COORDINATES = ("37.8123", "122.4321")
TYPED = re.compile(r'value="[^"]*"|[?&;]q=[^"&]*|“[^”]*”')  # a page repeats what this person typed
DEMO = replace(SETTINGS, mode=Mode.DEMO)  # so that the outbox is there


@dataclass(frozen=True)
class Asked:
    """What came back, and whether it was the way to the sign-in page."""

    status: int
    text: str
    leads_to: str
    response: Any

    @property
    def is_page(self) -> bool:
        return "text/html" in self.response.headers.get("content-type", "")

    @property
    def cookies_set(self) -> str:
        return "; ".join(self.response.headers.get_list("set-cookie"))

    @property
    def outcome(self) -> str:
        """The status, or `in` when the person is asked to sign in first and nothing was done."""
        is_refused = self.leads_to == "/sign-in" and COOKIE not in self.cookies_set
        return "in" if self.status == 303 and is_refused else str(self.status)


class Town:
    """The cast, a waiting invitation, a sent letter, a reported problem, a shelter with a private address."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.store = RolledBack(connection)
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            self.cast = Cast(session)
            self.ids = self._fill(session)
            self.people = {name: actor for name, actor in vars(self.cast).items() if isinstance(actor, Actor)}
            self._cookies = {name: self._sign_in(session, actor) for name, actor in self.people.items()}
            session.commit()
        self._forms: dict[str, dict[str, Any]] = {}
        self.world = World(DEMO, self.store, EmbeddedEngine(), open_geocoder(DEMO))
        self.browser = TestBrowser(create_app(self.world, find_actor), self.world)

    @property
    def private_address(self) -> str:
        return PRIVATE_ADDRESS

    def _fill(self, session: Session) -> dict[str, str]:
        cast = self.cast
        session.exec(
            update(Account).values(
                is_demo=True, password_hash=hash_password(PASSWORD), password_changed_at=now()
            )
        )
        cast.capacity(cast.clinic_place, 3)
        shelter = session.get_one(Location, cast.shelter_place.location_id)
        write.change_private_place(session, cast.hana_at_shelter, shelter, address=PRIVATE_ADDRESS)
        moved = cast.place(cast.shelter_service, "Harbor House, second door", 37.8123, -122.4321)
        annex = session.get_one(Location, moved.location_id)
        write.hide_place(session, cast.hana_at_shelter, annex, address="Willow Yard 4")
        problem = write.report_problem(
            session,
            cast.visitor,
            cast.clinic_service,
            kind=ProblemKind.WRONG_NUMBER,
            words="",
            location_id=None,
        )
        synonym = add_synonym(session, cast.cora_curator, words="jailhouse dorm", means="shelter")
        second = cast.place(cast.service(cast.clinic, "Groups"), "Riverside Annex", 37.77, -122.41)
        newcomer = Account(
            email="nora.newcomer@example.org",
            name="Nora Newcomer",
            organization_id=cast.unit.id,
            status=AccountStatus.INVITED,
            is_demo=True,
            language="en",
            time_zone="America/Chicago",
            created_at=now(),
        )
        session.add(newcomer)
        session.flush()
        session.add(SecondFactor(account_id=newcomer.id, secret="JBSWY3DPEHPK3PXP", set_at=now()))
        letter = Letter(
            kind="password",
            cause="a-link",
            recipient=str(newcomer.id),
            address=newcomer.email,
            subject="Welcome",
            body="Come in.",
            status=LetterStatus.SENT,
            created_at=now(),
            due_at=now(),
            sent_at=now(),
        )
        session.add(letter)
        session.flush()
        question = ask_question(
            session,
            cast.olive_officer,
            kind="treatment.otp",
            urgency=Urgency.ROUTINE,
            facts={"also": ["pets"]},
            place_ids=[cast.clinic_place.id],
        )
        person = rosa(session, cast.olive_officer)
        case = case_due_in(session, cast.olive_officer, person, 3)
        asked = session.exec(select(AskedPlace).where(AskedPlace.question_id == question.id)).one()
        paper = Scan("image/png", png())
        consent = sign_consent(
            session, cast.olive_officer, person, free(cast, way=SigningWay.PAPER, scan=paper)
        )
        need = methadone(session, cast.olive_officer, person)
        referral, appointment, outcome = self._refer(session, need)
        hold = place_hold(session, cast.olive_officer, cast.clinic_place)
        (draft,) = prepare_referrals(
            session,
            cast.olive_officer,
            need,
            [cast.clinic_place.id],
            information={InformationKind.IDENTITY, InformationKind.NEED},
        )
        return {
            "referral": str(referral.id),
            "gap": str(self._gap(session).id),
            "report": str(report(session, cast.lena_leadership).id),
            "ended_quarter": str(quarter_with(now().date()).before),
            "draft": str(draft.id),
            "answer": self._link(session, referral),
            "mine": give_own_link(session, cast.olive_officer, person.id, DEMO),
            "appointment": str(appointment.id),
            "outcome": str(outcome.id),
            "clinic_day": outcome.happened_on.isoformat(),
            "consent": str(consent.id),
            "person": str(person.id),
            "second_person": str(rosa(session, cast.olive_officer, family_name="Reyes").id),
            "case": str(case.id),
            "participation": str(participants_of(session, case.id)[0].participation.id),
            "need": str(need.id),
            "program": str(program(session, cast).id),
            "today": cast.olive_officer.today.isoformat(),
            "question": str(question.id),
            "asked_place": str(asked.id),
            "clinic": str(cast.clinic.id),
            "shelter": str(cast.shelter.id),
            "clinic_service": str(cast.clinic_service.id),
            "shelter_service": str(cast.shelter_service.id),
            "clinic_at": str(cast.clinic_place.location_id),
            "shelter_at": str(cast.shelter_place.location_id),
            "clinic_second_at": str(second.location_id),
            "clinic_place": str(cast.clinic_place.id),
            "hold": str(hold.id),
            "shelter_place": str(cast.shelter_place.id),
            "problem": str(problem.id),
            "synonym": str(synonym.id),
            "newcomer": str(newcomer.id),
            "letter": str(letter.id),
            "unit": str(cast.unit.id),
            "link": make_link(session, newcomer),
        }

    def _gap(self, session: Session) -> Gap:
        """Many who found no free place."""
        look(session, now(), 30)
        return session.exec(select(Gap)).one()

    def _refer(self, session: Session, need: Need) -> tuple[Referral, Appointment, Outcome]:
        """Accepted by the clinic; the appointment is five minutes ago, and the clinic reached the person."""
        cast = self.cast
        told = {InformationKind.IDENTITY, InformationKind.CONTACT, InformationKind.NEED}
        (referral,) = prepare_referrals(
            session, cast.olive_officer, need, [cast.clinic_place.id], information=told
        )
        send_referral(session, cast.olive_officer, referral, acknowledged=True)
        accept_referral(session, cast.pat_provider, referral)
        at = now() - timedelta(minutes=5)
        appointment = book_appointment(session, cast.pat_provider, referral, starts_at=at)
        outcome = record_outcome(
            session,
            cast.pat_provider,
            referral,
            step=OutcomeStep.CONTACTED,
            happened_on=today_in("America/Los_Angeles"),
            evidence=Evidence.PROVIDER_ATTESTED,
        )
        return referral, appointment, outcome

    def _link(self, session: Session, referral: Referral) -> str:
        """The secret with which the clinic answers without an account."""
        intake = "intake@clinic.example"
        keep_address(session, self.cast.cora_curator, self.cast.clinic, None, TypedAddress(intake))
        return make_answer_link(session, referral, intake, DEMO) or ""

    def _sign_in(self, session: Session, actor: Actor) -> str:
        if actor.id is None:
            return ""
        account = session.get_one(Account, actor.id)
        return begin_session(session, account, DEMO, device="Firefox, Linux", is_whole=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Whatever is done inside is undone."""
        undo = self._connection.begin_nested()
        try:
            yield
        finally:
            undo.rollback()

    def ask(
        self,
        person: str,
        asked: str,
        form: dict[str, Any] | None = None,
        *,
        language: str = "en",
        forged: bool = False,
        on_to_the_end: bool = False,
    ) -> Asked:
        """Ask for `GET /path` or `POST /path` as this person, alone in the town.

        `{clinic_service}` and the like stand for ids; `{own_session}` is the person's own sign-in. A form of
        None is sent as the page of the same path shows it. Fails when the answer tells where the shelter is.
        """
        method, path = asked.split(" ")
        path = path.format(**self.ids, **self._own(person))
        fields = {name: text.format(**self.ids) for name, text in (form or {}).items()}
        if method == "POST" and form is None:
            fields = dict(self._form_shown(path))
        self._be(person, language)
        with self.alone():
            if method == "GET":
                answer = self.browser.get(path, follow_redirects=on_to_the_end)
            else:
                fields["_csrf_token"] = "x"  # of every real form; the browser's header goes before it
                answer = self.browser.post(path, data=fields, forged=forged, follow_redirects=False)
        self._look_for_the_shelter(person, answer.text)
        leads_to = urlsplit(answer.headers.get("location", "")).path
        return Asked(answer.status_code, answer.text, leads_to, answer)

    def _form_shown(self, path: str) -> dict[str, Any]:
        if path not in self._forms:
            self._be("hana_at_shelter", "en")
            self._forms[path] = form_values(self.browser.get(path).text, path)
        return self._forms[path]

    def _be(self, person: str, language: str) -> None:
        self.browser.cookies.clear()
        self.browser.cookies.set("trestle_language", language)
        if self._cookies[person]:
            self.browser.cookies.set(cookie_name(DEMO), self._cookies[person])

    def _look_for_the_shelter(self, person: str, text: str) -> None:
        assert not words_in(text, COORDINATES), f"{person} is told the shelter's coordinates"
        if person != "hana_at_shelter":
            told = ADDRESSES.search(TYPED.sub("", text))
            assert not told, f"{person} is told {told[0]!r}"

    def _own(self, person: str) -> dict[str, str]:
        if not self._cookies[person]:
            return {"own_session": self.ids["clinic"]}
        with self.store.reading() as session:
            found = find_session(session, self._cookies[person], DEMO)
        assert found is not None
        return {"own_session": str(found.id)}

    @contextmanager
    def everybody_is_signed_out(self) -> Iterator[None]:
        """The sign-ins of all browsers have ended meanwhile."""
        with self.alone():
            with self.store.writing() as session:
                session.exec(
                    update(AccountSession)
                    .where(col(AccountSession.ended_at).is_(None))
                    .values(ended_at=now())
                )
            yield
