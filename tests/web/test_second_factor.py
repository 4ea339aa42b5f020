"""Signing in with an authenticator app, and setting one up on the way in."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pyotp
import pytest
from sqlmodel import Session

from network.accounts.second_factors import set_second_factor
from network.actors import Actor
from network.clock import now
from network.settings import Settings
from network.tables import Account, SecondFactor
from tests.cast import Cast
from tests.web.browser import TestBrowser
from tests.web.entering import COOKIE, is_in, sign_in, with_password
from tests.web.stage import Stage, Stages
from web.world import World

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def olive(session: Session, cast: Cast) -> Account:
    return with_password(session, cast.olive_officer)


@pytest.fixture
def another_browser(world: World, stage: Stage) -> Iterator[TestBrowser]:
    with stage.browser(world) as browser:
        yield browser


class TestSecondFactor:
    """Somebody with an authenticator app, and somebody who needs one."""

    @pytest.fixture
    def app(self, session: Session, cast: Cast, olive: Account) -> Callable[[], str]:
        """Olive's app; answers with the code of now."""
        set_second_factor(session, cast.olive_officer, olive, secret=SECRET, step=0)
        session.commit()
        return lambda: pyotp.TOTP(SECRET).at(now())

    def test_the_password_alone_opens_nothing(
        self, stranger: TestBrowser, olive: Account, app: Callable[[], str]
    ) -> None:
        answer = sign_in(stranger, olive.email, next_path="/help")

        assert answer.headers["location"] == "/sign-in/code?next=%2Fhelp"
        assert app()
        assert not is_in(stranger)
        assert stranger.post("/sign-out/everywhere").status_code == 401

    def test_the_code_opens_under_another_id(
        self, stranger: TestBrowser, olive: Account, app: Callable[[], str]
    ) -> None:
        sign_in(stranger, olive.email)
        half = stranger.cookies[COOKIE]
        assert "six digits" in stranger.get("/sign-in/code").text

        answer = stranger.post("/sign-in/code", data={"code": app(), "next": "/help"}, follow_redirects=False)

        assert answer.headers["location"] == "/help"
        assert stranger.cookies[COOKIE] != half
        assert is_in(stranger)
        stranger.cookies.clear()
        stranger.cookies.set(COOKIE, half)
        assert not is_in(stranger)

    def test_a_code_that_was_seen_over_her_shoulder_is_worth_nothing(
        self, stranger: TestBrowser, another_browser: TestBrowser, olive: Account, app: Callable[[], str]
    ) -> None:
        code = app()
        for browser, expected in ((stranger, 303), (another_browser, 422)):
            sign_in(browser, olive.email)
            answer = browser.post("/sign-in/code", data={"code": code}, follow_redirects=False)
            assert answer.status_code == expected

    def test_wrong_codes_lock_the_account(
        self, stranger: TestBrowser, session: Session, olive: Account, app: Callable[[], str]
    ) -> None:
        sign_in(stranger, olive.email)
        for _ in range(5):
            answer = stranger.post("/sign-in/code", data={"code": "000000"})
            assert answer.status_code == 422
            assert "000000" not in answer.text
        session.expire_all()

        assert session.get_one(Account, olive.id).locked_at is not None
        assert stranger.post("/sign-in/code", data={"code": app()}).status_code == 422

    @pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/second-factor"])
    def test_nobody_comes_to_the_second_step_first(self, stranger: TestBrowser, path: str) -> None:
        assert stranger.get(path, follow_redirects=False).status_code == 303
        assert stranger.post(path, data={"code": "1"}, follow_redirects=False).status_code == 303

    def test_with_the_password_alone_nobody_sets_up_another_app(
        self, stranger: TestBrowser, session: Session, olive: Account, app: Callable[[], str]
    ) -> None:
        assert app()
        sign_in(stranger, olive.email)
        page = stranger.get("/sign-in/second-factor").text
        key = page.split("<code>")[1].split("</code>")[0].replace(" ", "")

        answer = stranger.post("/sign-in/second-factor", data={"code": pyotp.TOTP(key).at(now())})

        assert answer.status_code == 409
        session.expire_all()
        assert session.get_one(SecondFactor, olive.id).secret == SECRET
        assert not is_in(stranger)


class TestWhereEverybodyNeedsAnApp:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, second_factor_required=True)

    def test_a_new_person_sets_one_up_on_the_way_in(self, stranger: TestBrowser, olive: Account) -> None:
        answer = sign_in(stranger, olive.email, next_path="/help")
        assert answer.headers["location"] == "/sign-in/second-factor?next=%2Fhelp"
        page = stranger.get(answer.headers["location"]).text
        assert 'src="data:image/svg+xml' in page
        key = page.split("<code>")[1].split("</code>")[0].replace(" ", "")
        assert not is_in(stranger)

        wrong = stranger.post("/sign-in/second-factor", data={"code": "000000", "next": "/help"})
        assert wrong.status_code == 422
        assert key in wrong.text.replace(" ", "")

        right = {"code": pyotp.TOTP(key).at(now()), "next": "/help"}
        answer = stranger.post("/sign-in/second-factor", data=right, follow_redirects=False)
        assert answer.headers["location"] == "/help"
        assert is_in(stranger)
        again = stranger.post("/sign-in/code", data={"code": right["code"]}, follow_redirects=False)
        assert again.headers["location"].startswith("/sign-in")

    def test_demonstration_accounts_need_none(
        self, world: World, stages: Stages, session: Session, cast: Cast, demo_settings: Settings
    ) -> None:
        dana: Actor = cast.olive_officer
        account = with_password(session, dana, is_demo=True)
        demo = replace(world, settings=replace(demo_settings, second_factor_required=True))
        with stages.of(demo).browser(demo) as browser:
            assert sign_in(browser, account.email).headers["location"] == "/today"
            assert is_in(browser)
