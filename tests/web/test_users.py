"""Accounts, as administrators manage them in a browser."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from network.accounts.second_factors import set_second_factor
from network.actors import Actor, Role
from network.clock import now
from network.notices.letters import write_letters
from network.notices.post import MailServer
from network.notices.sending import send_due
from network.settings import Settings
from network.tables import Account, AccountRole, AccountStatus
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.entering import is_in, sign_in, with_password
from web.world import World

INVITATION = {
    "name": "Nia New",
    "email": "nia@example.org",
    "roles": ["officer", "coordinator"],
    "language": "es",
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Somebody whose mail server is down."""
    return replace(settings, smtp_host="127.0.0.1", smtp_port=1, smtp_security="none")


@pytest.fixture
def ada(as_actor: Callable[[Actor], TestBrowser], cast: Cast) -> TestBrowser:
    return as_actor(cast.ada_administrator)


def account(session: Session, email: str) -> Account:
    session.expire_all()
    return session.exec(select(Account).where(Account.email == email)).one()


def test_everybody_else_finds_nothing_here(as_actor: Callable[[Actor], TestBrowser], cast: Cast) -> None:
    olive = f"/users/{cast.olive_officer.id}"
    for name, actor in cast.everybody.items():
        if name in {"ada_administrator", "visitor"}:
            continue
        browser = as_actor(actor)
        for path in ("/users", "/users/new", olive):
            assert browser.get(path).status_code == 404, (name, path)
        for path in ("roles", "release", "disabling", "enabling", "invitation", "sign-out", "app-removal"):
            assert browser.post(f"{olive}/{path}", data={"roles": "curator"}).status_code == 404, (name, path)
        assert browser.post("/users", data=INVITATION).status_code == 404


def test_ada_sees_who_can_sign_in(ada: TestBrowser) -> None:
    page = ada.get("/users").text

    for words in ("Olive Officer", "olive.officer@example.org", "Riverside Clinic", "10 accounts"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("q=OLIVE", "Olive Officer", "Pat Provider"),
        ("role=curator", "Cora Curator", "Olive Officer"),
        ("status=active", "Olive Officer", "Nobody fits"),
        ("status=locked", "Nobody fits", "Olive Officer"),
        ("q=%F0%9F%A6%8A%00", "Nobody fits", "Olive Officer"),
        ("role=king&status=x&organization_id=x&page=x", "Olive Officer", "Nobody fits"),
        ("page=99999", "Olive Officer", "Nobody fits"),
    ],
)
def test_ada_narrows_the_list(ada: TestBrowser, query: str, shown: str, hidden: str) -> None:
    page = ada.get(f"/users?{query}").text

    assert shown in page
    assert hidden not in page


def test_a_long_list_is_paged(ada: TestBrowser, session: Session) -> None:
    session.add_all(
        Account(email=f"p{n}@example.org", name=f"Person {n:03}", created_at=now()) for n in range(60)
    )
    session.commit()

    page = ada.get("/users?q=person&page=2").text
    assert "60 accounts" in page
    assert "Person 025" in page
    assert "Person 024" not in page
    assert 'href="/users?q=person&amp;page=3"' in page


def test_ada_invites_somebody(ada: TestBrowser, session: Session, cast: Cast) -> None:
    answer = ada.post("/users", data=INVITATION | {"organization_id": str(cast.clinic.id)})

    assert "Nia New is invited." in answer.text
    nia = account(session, "nia@example.org")
    assert (nia.status, nia.language, nia.organization_id) == (AccountStatus.INVITED, "es", cast.clinic.id)
    roles = session.exec(select(AccountRole.role).where(AccountRole.account_id == nia.id)).all()
    assert set(roles) == {Role.OFFICER, Role.COORDINATOR}


def test_a_wrong_invitation_keeps_what_was_typed(ada: TestBrowser, session: Session) -> None:
    answer = ada.post("/users", data=INVITATION | {"email": "olive.officer@example.org", "name": '"><b>'})

    assert answer.status_code == 422
    assert "There is an account with this address already." in answer.text
    assert 'value="&#34;&gt;&lt;b&gt;"' in answer.text
    assert answer.text.count(" checked") == 3
    assert session.exec(select(Account).where(Account.email == "nia@example.org")).all() == []


def test_an_officer_is_not_invited_without_an_agency_and_a_curator_is(
    ada: TestBrowser, session: Session
) -> None:
    alone = ada.post("/users", data=INVITATION)
    assert alone.status_code == 422
    assert "belong to an agency: choose it first." in alone.text
    assert 'value="Nia New"' in alone.text

    ada.post("/users", data=INVITATION | {"roles": ["curator", "administrator"]})
    assert account(session, "nia@example.org").organization_id is None


@pytest.mark.parametrize("field", ["name", "email", "roles"])
def test_what_is_missing_is_said(ada: TestBrowser, field: str) -> None:
    answer = ada.post("/users", data={key: value for key, value in INVITATION.items() if key != field})

    assert answer.status_code == 422
    assert f'id="f-{field}-problem"' in answer.text


def test_a_mail_server_that_is_down_is_said_on_the_page(
    ada: TestBrowser, session: Session, cast: Cast, world: World, settings: Settings
) -> None:
    data = INVITATION | {"organization_id": str(cast.clinic.id)}
    where = ada.post("/users", data=data, follow_redirects=False).headers["location"]
    with world.store.writing() as other:
        write_letters(other)
    assert "The letter waits to be sent." in ada.get(where).text

    send_due(world.store, MailServer(settings), settings)
    session.expire_all()

    assert "The mail server did not take the letter (1 try). It is tried again." in ada.get(where).text


def test_ada_gives_other_roles(ada: TestBrowser, session: Session, cast: Cast) -> None:
    answer = ada.post(f"/users/{cast.olive_officer.id}/roles", data={"roles": ["curator", "supervisor"]})

    assert "The roles of Olive Officer are saved." in answer.text
    roles = session.exec(
        select(AccountRole.role).where(AccountRole.account_id == cast.olive_officer.id)
    ).all()
    assert set(roles) == {Role.CURATOR, Role.SUPERVISOR}


def test_roles_that_cannot_be_given_say_why(ada: TestBrowser, cast: Cast) -> None:
    nothing = ada.post(f"/users/{cast.olive_officer.id}/roles", data={"roles": "king"})
    assert nothing.status_code == 422
    assert "Choose at least one role." in nothing.text

    herself = ada.post(f"/users/{cast.ada_administrator.id}/roles", data={"roles": "officer"})
    assert herself.status_code == 403
    assert "This is the last administrator." in herself.text
    assert "Ada Administrator" in herself.text


def test_ada_unlocks_somebody(ada: TestBrowser, session: Session, cast: Cast) -> None:
    olive = with_password(session, cast.olive_officer, locked_at=now())
    page = ada.get(f"/users/{olive.id}").text
    assert "Locked" in page

    assert "The account is unlocked." in ada.post(f"/users/{olive.id}/release").text
    assert account(session, olive.email).locked_at is None
    assert ada.post(f"/users/{olive.id}/release").status_code == 409


def test_whoever_is_disabled_is_out_at_once(
    ada: TestBrowser, stranger: TestBrowser, session: Session, cast: Cast
) -> None:
    olive = with_password(session, cast.olive_officer)
    sign_in(stranger, olive.email)
    assert is_in(stranger)

    ada.post(f"/users/{olive.id}/disabling")
    assert not is_in(stranger)
    assert sign_in(stranger, olive.email).status_code == 422

    ada.post(f"/users/{olive.id}/enabling")
    assert sign_in(stranger, olive.email).status_code == 303


def test_ada_cannot_disable_herself(ada: TestBrowser, cast: Cast) -> None:
    herself = f"/users/{cast.ada_administrator.id}"

    assert ada.post(f"{herself}/disabling").status_code == 403
    assert "Disable this account" not in ada.get(herself).text


def test_ada_invites_again_signs_out_and_removes_a_lost_app(
    ada: TestBrowser, session: Session, cast: Cast
) -> None:
    olive = account(session, "olive.officer@example.org")
    assert ada.post(f"/users/{olive.id}/invitation").status_code == 409
    assert ada.post(f"/users/{olive.id}/app-removal").status_code == 404
    set_second_factor(session, cast.olive_officer, olive, secret="A" * 32, step=0)
    session.commit()
    assert "The authenticator app is removed." in ada.post(f"/users/{olive.id}/app-removal").text
    assert "signed out everywhere" in ada.post(f"/users/{olive.id}/sign-out").text

    with_password(session, cast.olive_officer, status=AccountStatus.INVITED)
    assert "Another invitation" in ada.post(f"/users/{olive.id}/invitation").text


def test_the_page_tells_what_happened_and_who_did_it(ada: TestBrowser, cast: Cast) -> None:
    ada.post(f"/users/{cast.olive_officer.id}/disabling")
    page = ada.get(f"/users/{cast.olive_officer.id}").text

    assert "can no longer sign in" in page
    assert "by Ada Administrator" in page


def test_somebody_who_does_not_exist_is_not_found(ada: TestBrowser, cast: Cast) -> None:
    assert ada.get(f"/users/{cast.clinic.id}").status_code == 404
    assert ada.get("/users/not-an-id").status_code == 404


class TestWithoutAMailServer:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, smtp_host="")

    def test_the_page_says_what_the_operator_can_do(self, ada: TestBrowser) -> None:
        assert "trestle users link" in ada.get("/users/new").text
