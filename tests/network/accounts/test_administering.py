"""What administrators do with accounts, and what nobody else does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from network.accounts import administering
from network.accounts.demo import create_demo_account
from network.accounts.queries import (
    AccountFilter,
    Standing,
    account_history,
    account_line,
    demo_accounts,
    find_accounts,
    get_account,
)
from network.accounts.second_factors import has_second_factor, set_second_factor
from network.accounts.sessions import begin_session, open_sessions
from network.actors import OPERATOR, Actor, ActorKind, Role
from network.clock import now
from network.db import Database
from network.errors import Conflict, Invalid, NetworkError, NotAllowed, NotFound
from network.rules.addresses import is_email, plain_email
from network.rules.names import plain_name
from network.settings import Mode, Settings
from network.tables import Account, AccountRole, AccountStatus, Event
from tests.cast import Cast


def invite(session: Session, actor: Actor, **changes: Any) -> Account:
    said: dict[str, Any] = {
        "name": "Nia New",
        "email": "nia@example.org",
        "organization_id": actor.organization_id,
        "roles": {Role.OFFICER},
    }
    return administering.invite_account(session, actor, **said | changes)


def roles_of(session: Session, account_id: Any) -> set[Role]:
    return {
        Role(role)
        for role in session.exec(select(AccountRole.role).where(AccountRole.account_id == account_id)).all()
    }


def test_an_administrator_invites_somebody(session: Session, cast: Cast) -> None:
    account = invite(
        session, cast.ada_administrator, email=" Nia@Example.ORG ", organization_id=cast.clinic.id
    )

    assert (account.email, account.status) == ("nia@example.org", AccountStatus.INVITED)
    assert roles_of(session, account.id) == {Role.OFFICER}
    event = session.exec(select(Event).where(Event.subject_id == account.id)).one()
    assert (event.kind, event.actor_id) == ("account.invited", cast.ada_administrator.id)
    assert "Nia" not in str(event.facts)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "\u202e\u200b\u0000"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "nia"}, "email"),
        ({"email": "nia@example.org\nBcc: all@example.org"}, "email"),
        ({"email": "Olive.Officer@example.org"}, "email"),
        ({"roles": set()}, "roles"),
        *(
            ({"roles": {role, Role.CURATOR}, "organization_id": None}, "roles")
            for role in (Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR, Role.PROVIDER, Role.PRIVACY)
        ),
        ({"language": "xx"}, "language"),
    ],
)
def test_an_invitation_that_cannot_be_sent_says_why(
    session: Session, cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        invite(session, cast.ada_administrator, **changes)

    assert list(wrong.value.problems) == [field]


@pytest.mark.parametrize(
    "act",
    [
        lambda session, actor, *_: invite(session, actor),
        lambda session, actor, account, _: administering.invite_again(session, actor, account),
        administering.release_account,
        lambda session, actor, account, _: administering.set_roles(session, actor, account, {Role.OFFICER}),
        lambda session, actor, account, _: administering.disable_account(session, actor, account),
        lambda session, actor, account, _: administering.enable_account(session, actor, account),
        lambda session, actor, account, _: administering.sign_out_account(session, actor, account),
        lambda session, actor, account, _: administering.remove_lost_app(session, actor, account),
    ],
)
def test_nobody_else_manages_accounts(
    session: Session, cast: Cast, olive: Account, settings: Settings, act: Callable[..., Any]
) -> None:
    for actor in [*cast.everybody.values(), Actor(ActorKind.LINK, id=olive.id)]:
        if actor is not cast.ada_administrator:
            with pytest.raises(NotAllowed):
                act(session, actor, olive, settings)


def test_nobody_else_learns_who_has_an_account(session: Session, cast: Cast, olive: Account) -> None:
    for actor in cast.everybody.values():
        if actor is not cast.ada_administrator:
            with pytest.raises(NotFound):
                find_accounts(session, actor, AccountFilter())
            with pytest.raises(NotFound):
                get_account(session, actor, olive.id)


def test_other_roles_mean_signing_in_again(
    session: Session, cast: Cast, olive: Account, settings: Settings
) -> None:
    begin_session(session, olive, settings, device="", is_whole=True)
    session.flush()

    administering.set_roles(session, cast.ada_administrator, olive, {Role.OFFICER, Role.CURATOR})
    session.flush()

    assert roles_of(session, olive.id) == {Role.OFFICER, Role.CURATOR}
    assert open_sessions(session, olive.id, settings) == []


def test_the_same_roles_again_change_nothing(
    session: Session, cast: Cast, olive: Account, settings: Settings
) -> None:
    begin_session(session, olive, settings, device="", is_whole=True)
    session.flush()

    assert not administering.set_roles(session, cast.ada_administrator, olive, {Role.OFFICER})
    assert len(open_sessions(session, olive.id, settings)) == 1


def test_the_last_administrator_stays(session: Session, cast: Cast, olive: Account) -> None:
    ada = session.get_one(Account, cast.ada_administrator.id)

    with pytest.raises(NotAllowed):
        administering.set_roles(session, cast.ada_administrator, ada, {Role.OFFICER})
    with pytest.raises(NotAllowed):
        administering.disable_account(session, OPERATOR, ada)

    administering.set_roles(session, cast.ada_administrator, olive, {Role.ADMINISTRATOR})
    administering.set_roles(session, cast.ada_administrator, ada, {Role.OFFICER})
    session.flush()
    assert roles_of(session, ada.id) == {Role.OFFICER}


def test_two_administrators_cannot_leave_at_once(database: Database) -> None:
    with database.writing() as session:
        accounts = [
            Account(email=f"{n}@example.org", name=n, status=AccountStatus.ACTIVE, created_at=now())
            for n in ("ada", "bea")
        ]
        session.add_all(accounts)
        session.flush()
        session.add_all(AccountRole(account_id=one.id, role=Role.ADMINISTRATOR) for one in accounts)
        ids = [one.id for one in accounts]

    def leave(account_id: Any) -> bool:
        try:
            with database.writing() as session:
                account = session.get_one(Account, account_id)
                administering.set_roles(session, OPERATOR, account, {Role.CURATOR})
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        left = list(pool.map(leave, ids))

    assert sorted(left) == [False, True]


def test_an_administrator_does_not_disable_herself(session: Session, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        administering.disable_account(
            session, cast.ada_administrator, session.get_one(Account, cast.ada_administrator.id)
        )


def test_disabling_signs_out_and_can_be_undone(
    session: Session, cast: Cast, olive: Account, settings: Settings
) -> None:
    begin_session(session, olive, settings, device="", is_whole=True)
    session.flush()
    administering.disable_account(session, cast.ada_administrator, olive)
    assert account_line(session, olive).standing is Standing.DISABLED
    assert open_sessions(session, olive.id, settings) == []
    with pytest.raises(Conflict):
        administering.disable_account(session, cast.ada_administrator, olive)

    administering.enable_account(session, cast.ada_administrator, olive)
    assert account_line(session, olive).standing is Standing.ACTIVE
    with pytest.raises(Conflict):
        administering.enable_account(session, cast.ada_administrator, olive)


def test_whoever_never_joined_is_invited_again_after_enabling(session: Session, cast: Cast) -> None:
    nia = invite(session, cast.ada_administrator)
    administering.disable_account(session, cast.ada_administrator, nia)
    administering.enable_account(session, cast.ada_administrator, nia)

    assert nia.status is AccountStatus.INVITED
    administering.invite_again(session, cast.ada_administrator, nia)


def test_only_invited_people_are_invited_again(session: Session, cast: Cast, olive: Account) -> None:
    with pytest.raises(Conflict):
        administering.invite_again(session, cast.ada_administrator, olive)


def test_only_what_is_locked_is_released(
    session: Session, cast: Cast, olive: Account, settings: Settings
) -> None:
    with pytest.raises(Conflict):
        administering.release_account(session, cast.ada_administrator, olive, settings)


def test_a_lost_app_is_removed(session: Session, cast: Cast, olive: Account) -> None:
    set_second_factor(session, cast.olive_officer, olive, secret="A" * 32, step=0)
    administering.remove_lost_app(session, cast.ada_administrator, olive)

    assert not has_second_factor(session, olive.id)
    with pytest.raises(NotFound):
        administering.remove_lost_app(session, cast.ada_administrator, olive)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (AccountFilter(words="OLIVE"), ["Olive Officer"]),
        (AccountFilter(words="officer olive"), ["Olive Officer"]),
        (AccountFilter(words="jose nunez"), ["José Núñez"]),
        (AccountFilter(words="JOSÉ"), ["José Núñez"]),
        (AccountFilter(words="pat.provider@"), ["Pat Provider"]),
        (AccountFilter(role=Role.ADMINISTRATOR), ["Ada Administrator"]),
        (AccountFilter(standing=Standing.INVITED), ["José Núñez"]),
        (AccountFilter(words="%"), []),
        (AccountFilter(words="olive", role=Role.CURATOR), []),
    ],
)
def test_administrators_find_people(
    session: Session, cast: Cast, wanted: AccountFilter, names: list[str]
) -> None:
    invite(session, cast.ada_administrator, name="José Núñez", email="jn@example.org")
    session.commit()

    found = find_accounts(session, cast.ada_administrator, wanted)

    assert [line.name for line in found.lines] == names
    assert found.total == len(names)


def test_a_long_list_comes_in_pages(session: Session, cast: Cast) -> None:
    session.add_all(
        Account(email=f"p{n}@example.org", name=f"Person {n:03}", created_at=now()) for n in range(60)
    )
    session.commit()

    pages = [
        find_accounts(session, cast.ada_administrator, AccountFilter(words="person", page=page))
        for page in (1, 2, 3, 99)
    ]

    assert [len(page.lines) for page in pages] == [25, 25, 10, 10]
    assert [line.name for line in pages[2].lines][0] == "Person 050"


def test_locked_and_disabled_people_are_listed_as_such(session: Session, cast: Cast, olive: Account) -> None:
    olive.locked_at = now()
    session.add(olive)
    session.commit()
    assert account_line(session, olive).standing is Standing.LOCKED
    found = find_accounts(session, cast.ada_administrator, AccountFilter(standing=Standing.LOCKED))
    assert [line.id for line in found.lines] == [olive.id]

    administering.disable_account(session, cast.ada_administrator, olive)
    session.commit()
    found = find_accounts(session, cast.ada_administrator, AccountFilter(standing=Standing.DISABLED))
    assert [line.id for line in found.lines] == [olive.id]


def test_the_history_names_whoever_did_it(session: Session, cast: Cast, olive: Account) -> None:
    administering.disable_account(session, cast.ada_administrator, olive)
    administering.enable_account(session, OPERATOR, olive)
    session.commit()

    lines = account_history(session, cast.ada_administrator, olive)

    assert [(line.kind, line.by) for line in lines] == [
        ("account.enabled", ""),
        ("account.disabled", "Ada Administrator"),
    ]


def test_demonstration_accounts_are_made_only_in_the_demonstration(
    session: Session, settings: Settings
) -> None:
    said: dict[str, Any] = {
        "name": "Dana Demo",
        "email": "dana@marlow.example",
        "password": "demo",
        "roles": {Role.OFFICER},
    }
    with pytest.raises(NotAllowed):
        create_demo_account(session, settings, **said)

    create_demo_account(session, Settings(mode=Mode.DEMO), **said)
    assert [(one.email, one.roles) for one in demo_accounts(session)] == [
        ("dana@marlow.example", ("officer",))
    ]


@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(name=st.text(max_size=200), email=st.text(max_size=80))
def test_whatever_is_typed_is_kept_plain_or_refused_with_a_sentence(
    session: Session, cast: Cast, name: str, email: str
) -> None:
    with session.begin_nested() as attempt:
        try:
            account = invite(session, cast.ada_administrator, name=name, email=email)
            session.flush()
        except NetworkError:
            pass
        else:
            assert plain_name(account.name) == account.name
            assert plain_email(account.email) == account.email
            assert is_email(account.email)
            assert "\n" not in account.name + account.email
        attempt.rollback()
