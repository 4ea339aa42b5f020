"""The leak promise: whatever was agreed, whoever reads and wherever it comes out, nothing that was not
granted is in it.

What may be there is drawn here once more, without asking the rule (network/rules/sharing.py): by hand, from
who reads and which grants hold.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from network.actors import Actor, Role
from network.answers.codes import living_code
from network.answers.links import make_link
from network.clock import now
from network.notices.letters import write_letters
from network.places.geocoder import open_geocoder
from network.search.embedded import EmbeddedEngine
from network.tables import (
    AnswerLink,
    CaseRole,
    ConsentStatus,
    InformationKind,
    Instrument,
    Letter,
    Referral,
    ReferralStatus,
)
from tests.cast import Cast
from tests.chance import words_in
from tests.conftest import RolledBack
from tests.told import CANARIES, INWARD, NEVER, OUTWARD, Told
from tests.web.browser import TestBrowser
from tests.web.conftest import SETTINGS
from web.app import create_app
from web.world import World

K = InformationKind
S = ReferralStatus
EXAMPLES = 120
# What a form offers is the same for all, and so are the rungs of the ladder: only the one that was reached
# tells something, and that stands apart (`aria-current`).
NOISE = re.compile(
    r"<label.*?</label>"
    r"|<li><svg[^>]*><use href=\"[^\"]*(?:more_horiz|check_circle)\"></use></svg>.*?</li>",
    re.DOTALL,
)

# Sentences that only somebody who may know them reads; the words of Told stand in CANARIES.
SENTENCES: dict[InformationKind, tuple[str, ...]] = {
    K.STATUS: ("was accepted", "got an appointment", "led to a first service"),
    K.ATTENDANCE: ("had its appointment missed", "Came and was seen"),
    K.PROGRESS: ("led to regular help", "Takes part regularly"),
    K.REASONS: ("screening of criminal history",),
}

STATES = ("live", "live", "live", "not_yet", "over", "revoked", "not_signed", "to_another", "from_another")
STATUSES = (S.SENT, S.VIEWED, S.ACCEPTED, S.SCHEDULED, S.MISSED_APPT, S.ENGAGED, S.COMPLETED, S.LOST_CONTACT,
            S.RELEASED_AFTER_ACCEPT, S.CONSENT_REVOKED)  # fmt: skip
OWN_SIDE = ("olive_officer", "cody_coordinator", "sal_supervisor", "priya_privacy")
OTHER_SIDE = ("pat_provider", "prue_privacy")
STRANGERS = (
    "otto_colleague", "olga_outsider", "lena_leadership", "cora_curator", "ada_administrator",
    "hana_at_shelter", "visitor",
)  # fmt: skip
READERS = (*OWN_SIDE, *OTHER_SIDE, "paul_prosecutor", "link", *STRANGERS)


@dataclass(frozen=True)
class Case:
    """What was agreed, how it stands, and who reads."""

    reader: str
    status: ReferralStatus
    chosen: frozenset[InformationKind]
    outward: frozenset[InformationKind]
    outward_state: str
    inward: frozenset[InformationKind]
    inward_state: str
    to_court: frozenset[InformationKind]
    by_role: bool
    for_justice: bool
    has_code: bool
    outlets: tuple[int, ...] = ()  # the ones to read, by their number; none: all of them


def may_be_there(case: Case) -> set[InformationKind]:
    """What this reader may find, drawn by hand."""
    if case.reader in OWN_SIDE:
        back = case.inward if case.inward_state == "live" else frozenset()
        return set(OUTWARD) | back
    if case.reader in OTHER_SIDE or (case.reader == "link" and case.has_code):
        return set(INWARD) | (case.outward & case.chosen if case.outward_state == "live" else set())
    if case.reader == "paul_prosecutor":
        never = {K.REASONS} if case.for_justice else {K.REASONS, K.ATTENDANCE, K.PROGRESS}
        return set(case.to_court) - never
    if case.reader == "link":
        return set(INWARD)
    return set()


def what_leaked(case: Case, text: str) -> list[str]:
    """The words in the text that this reader may not find."""
    allowed = may_be_there(case)
    forbidden = [
        word
        for kind in InformationKind
        if kind not in allowed
        for word in (*CANARIES[kind], *SENTENCES.get(kind, ()))
    ]
    if case.reader not in OWN_SIDE:
        forbidden += NEVER
    return words_in(NOISE.sub("", text), forbidden)


class Place:
    """One running application in which each case is made, read at every outlet, and undone."""

    def __init__(self, store: RolledBack, session: Session, cast: Cast) -> None:
        self.store, self.cast = store, cast
        self.readers: dict[str, Actor] = {
            **cast.everybody,
            "prue_privacy": cast.staff("Prue Privacy", cast.clinic, Role.PRIVACY),
            "otto_colleague": cast.staff("Otto Officer", cast.unit, Role.OFFICER),
        }
        court = cast.organization("Marlow Court")
        self.readers["paul_prosecutor"] = cast.staff("Paul Prosecutor", court, Role.OFFICER)
        session.commit()
        self.connection = store._sessions.kw["bind"]
        self.reader = cast.visitor
        self.settings = replace(SETTINGS, mail_from="trestle@example.org")
        self.world = World(self.settings, store, EmbeddedEngine(), open_geocoder(self.settings))
        self.app = create_app(self.world, lambda _request, _world: self.reader)
        self.papers: list[str] = []
        self.read = 0

    def outlets(self, case: Case) -> list[tuple[str, str]]:
        """Make the case, read everything that comes out of it by its name, and undo it."""
        self.connection.exec_driver_sql("SAVEPOINT one_case")
        try:
            with self.store.writing() as session:
                referral = self._make(session, case)
                secret = make_link(session, referral, "intake@clinic.example", self.settings) or ""
            with TestBrowser(self.app, self.world) as browser:
                found = list(self._pages(browser, case, referral, secret))
            return found + (list(self._letters()) if case.reader == "link" else [])
        finally:
            self.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT one_case")

    def _make(self, session: Session, case: Case) -> Referral:
        told = Told(session, self.cast)
        referral = told.refer(case.status, information=case.chosen)
        told.told_back(referral, for_justice=case.for_justice)
        unit, clinic, other = self.cast.unit.id, self.cast.clinic.id, self.cast.other.id
        self._grant(told, case.outward, case.outward_state, unit, clinic, other)
        self._grant(told, case.inward, case.inward_state, clinic, unit, other)
        paul = self.readers["paul_prosecutor"]
        told.takes_part(paul, CaseRole.PROSECUTOR)
        if case.to_court:
            recipient: dict[str, Any] = (
                {"to_role": CaseRole.PROSECUTOR} if case.by_role else {"to_account": paul.id}
            )
            told.grant(told.consent(Instrument.CRIMINAL_JUSTICE), clinic, case.to_court, **recipient)
        return referral

    def _grant(
        self, told: Told, kinds: frozenset[InformationKind], state: str, discloser: Any, to: Any, other: Any
    ) -> None:
        if not kinds:
            return
        moment = now()
        told.grant(
            told.consent(status=ConsentStatus.REVOKED if state == "not_signed" else ConsentStatus.SIGNED),
            other if state == "from_another" else discloser,
            kinds,
            to=other if state == "to_another" else to,
            starts_at=moment + timedelta(days=1) if state == "not_yet" else None,
            until=moment - timedelta(minutes=1) if state == "over" else None,
            revoked_at=moment - timedelta(minutes=1) if state == "revoked" else None,
        )

    def _pages(
        self, browser: TestBrowser, case: Case, referral: Referral, secret: str
    ) -> Iterator[tuple[str, str]]:
        if case.reader == "link":
            yield from self._behind_link(browser, case, secret)
            return
        self.reader = self.readers[case.reader]
        here = f"/referrals/{referral.id}"
        paths = (
            here,
            f"{here}/packet.pdf",
            f"{here}/task.json",
            f"{here}/appointment",
            f"{here}/appointment.ics",
            f"{here}/outcomes/new",
            "/referrals?standing=all",
            "/referrals.csv?standing=all",
            f"/people/{referral.person_id}",
            f"/people/{referral.person_id}/disclosures",
            "/inbox",
            "/today",
            "/board",
            f"{here}/timeline",
        )
        for number, path in enumerate(paths):
            if not case.outlets or number in case.outlets:
                answer = browser.piece(path) if path.endswith("timeline") else browser.get(path)
                yield path.replace(str(referral.id), "…"), self._text(answer)

    def _behind_link(self, browser: TestBrowser, case: Case, secret: str) -> Iterator[tuple[str, str]]:
        self.reader = self.cast.visitor
        here = f"/answers/{secret}"
        yield "link, door", self._text(browser.get(here))
        browser.post(f"{here}/opening")
        yield "link, opened", self._text(browser.get(here))
        if case.has_code:
            browser.post(f"{here}/code")
            with self.store.reading() as session:
                code = living_code(session.exec(select(AnswerLink)).one())
            browser.post(f"{here}/code/check", data={"code": code})
            yield "link, with its code", self._text(browser.get(here))

    def _letters(self) -> Iterator[tuple[str, str]]:
        with self.store.writing() as session:
            write_letters(session)
            for letter in session.exec(select(Letter)).all():
                yield "letter", repr(letter)

    def _text(self, answer: Any) -> str:
        self.read += answer.status_code == 200
        text: str = answer.text if not answer.content.startswith(b"%PDF") else self.papers.pop()
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        return text + repr(headers)


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.fixture
def place(store: RolledBack, session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Place:
    made = Place(store, session, cast)

    def compile_(*_: Any, sys_inputs: dict[str, str], **__: Any) -> bytes:
        made.papers.append(sys_inputs["page"])  # every word that is set on the paper
        return b"%PDF"

    monkeypatch.setattr("web.typesetting.typst.compile", compile_)
    return made


def kinds(of: tuple[InformationKind, ...]) -> st.SearchStrategy[frozenset[InformationKind]]:
    return st.frozensets(st.sampled_from(of))


CASES = st.builds(
    Case,
    reader=st.sampled_from(READERS),
    status=st.sampled_from(STATUSES),
    chosen=kinds(OUTWARD),
    outward=kinds(OUTWARD),
    outward_state=st.sampled_from(STATES),
    inward=kinds(INWARD),
    inward_state=st.sampled_from(STATES),
    to_court=kinds(INWARD),
    by_role=st.booleans(),
    for_justice=st.booleans(),
    has_code=st.booleans(),
    outlets=st.sets(st.integers(0, 13), min_size=3, max_size=3).map(lambda drawn: tuple(sorted(drawn))),
)
EVERYTHING = Case(
    "pat_provider", S.ENGAGED, frozenset(OUTWARD), frozenset(OUTWARD), "live", frozenset(INWARD), "live",
    frozenset(INWARD), True, True, True,
)  # fmt: skip


def test_nothing_that_was_not_granted_comes_out_anywhere(
    place: Place, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    looked = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),  # a found leak is clear enough, and each reading takes time
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(case=CASES)
    @example(case=EVERYTHING)
    @example(case=replace(EVERYTHING, reader="olive_officer"))
    @example(case=replace(EVERYTHING, reader="olive_officer", inward=frozenset()))
    @example(case=replace(EVERYTHING, reader="olive_officer", inward=frozenset({K.STATUS})))
    @example(case=replace(EVERYTHING, reader="paul_prosecutor", for_justice=False))
    @example(case=replace(EVERYTHING, reader="link", outward_state="revoked"))
    def look(case: Case) -> None:
        nonlocal looked
        looked += 1
        caplog.clear()
        with caplog.at_level(logging.DEBUG):
            for name, text in place.outlets(case):
                assert (name, what_leaked(case, text)) == (name, [])
        everything = [word for words in CANARIES.values() for word in words if not word.isdigit()]
        logged = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
        assert [word for word in (*everything, *NEVER) if word in logged] == [], "log"

    look()
    with capsys.disabled():
        print(f"\nleaks: {looked} examples, {place.read} pages and files read, 0 leaks")  # noqa: T201


def test_each_of_those_words_is_found_where_it_may_be(place: Place) -> None:
    """Or the promise above would be kept by pages that show nothing."""
    seen = " ".join(text for _, text in place.outlets(EVERYTHING))
    back = " ".join(text for _, text in place.outlets(replace(EVERYTHING, reader="olive_officer")))

    for kind in OUTWARD:
        assert any(word in seen for word in CANARIES[kind]), kind
    for kind in (K.STATUS, K.ATTENDANCE, K.PROGRESS):
        assert any(word in back for word in (*CANARIES[kind], *SENTENCES[kind])), kind


def test_a_page_that_shows_too_much_is_caught() -> None:
    case = replace(EVERYTHING, reader="olive_officer", inward=frozenset({K.STATUS}))

    assert what_leaked(case, "finchdetail") == ["finchdetail"]
    assert what_leaked(replace(case, reader="olga_outsider"), "Zarqina, 1931") == ["Zarqina", "1931"]
    assert what_leaked(case, "finchbring 2033") == []
