"""What people do with their own account."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import available_timezones

from sqlmodel import Session

from network import events
from network.accounts.links import check_new_password
from network.accounts.passwords import hash_password, is_right
from network.accounts.second_factors import remove_second_factor, step_of
from network.accounts.sessions import end_session, end_sessions
from network.accounts.tries import add_try, key_of, take_back, tries
from network.actors import Actor
from network.clock import now
from network.db import Store
from network.errors import Invalid, NotFound, TooMany
from network.settings import Settings
from network.tables import Account
from network.words import LANGUAGES, Say, say


def own_account(session: Session, actor: Actor) -> Account:
    """The account of whoever asks. Raises NotFound for everybody who has none."""
    account = session.get(Account, actor.id) if actor.is_signed_in else None
    if account is None:
        raise NotFound
    return account


def change_profile(
    session: Session, actor: Actor, account: Account, *, language: str, time_zone: str
) -> None:
    """Read in this language, and see times in this zone. Raises Invalid."""
    problems: dict[str, Say] = {}
    if language not in LANGUAGES:
        problems["language"] = say("Choose a language from the list.")
    if time_zone not in available_timezones():
        problems["time_zone"] = say("Choose a time zone from the list.")
    if problems:
        raise Invalid(problems)
    account.language, account.time_zone = language, time_zone
    session.add(account)
    events.record(session, actor, "account.profile_changed", "account", account.id, language=language)


def finish_tour(session: Session, actor: Actor) -> None:
    """Somebody has looked around for the first time; they are not shown around again."""
    account = own_account(session, actor)
    account.toured_at = account.toured_at or now()
    session.add(account)


def check_own_password(
    store: Store, settings: Settings, actor: Actor, password: str, field: str = "password"
) -> None:
    """Raises Invalid unless this is the password of whoever asks. Slow, with its own short transaction.

    Raises TooMany after as many wrong tries as lock an account: somebody else may sit at this screen.
    """
    with store.writing() as session:
        password_hash = own_account(session, actor).password_hash
        key = key_of("own password", str(actor.id), settings)
        number = add_try(session, key)
        if tries(session, key, timedelta(minutes=settings.failed_tries_minutes)) > settings.failed_tries:
            raise TooMany(say("Too many wrong passwords. Please wait a quarter of an hour."))
    if not is_right(password, password_hash):
        raise Invalid({field: say("This is not your password. Type the one you sign in with.")})
    with store.writing() as session:
        take_back(session, number)


def check_change(store: Store, settings: Settings, actor: Actor, old: str, password: str, again: str) -> str:
    """The hash of a new password that may replace the old one. Slow. Raises Invalid."""
    with store.reading() as session:
        account = own_account(session, actor)
    check_own_password(store, settings, actor, old, "old")
    check_new_password(password, again, name=account.name, email=account.email)
    if password == old:
        raise Invalid({"password": say("This is your present password. Choose another one.")})
    return hash_password(password)


def change_password(
    session: Session, actor: Actor, account: Account, *, password_hash: str, but: UUID | None
) -> None:
    """Another password; every browser but the one that asked signs in again."""
    account.password_hash, account.password_changed_at = password_hash, now()
    session.add(account)
    end_sessions(session, account.id, but=but)
    events.record(session, actor, "account.password_changed", "account", account.id, by="owner")


def check_first_code(secret: str, code: str) -> int:
    """The time step of the code that confirms an app. Raises Invalid when it does not fit the key."""
    step = step_of(secret, code)
    if step is None:
        raise Invalid({"code": say("This code does not fit. Wait for the next one in the app and type it.")})
    return step


def remove_own_app(session: Session, actor: Actor, account: Account, *, but: UUID | None) -> None:
    """Sign in without the app from now on. The password was asked for just before."""
    remove_second_factor(session, actor, account, but=but)


def sign_out(session: Session, actor: Actor, session_id: UUID) -> None:
    """Sign one of one's own browsers out. Raises NotFound when it is over already."""
    account = own_account(session, actor)
    end_session(session, account.id, session_id)
    events.record(session, actor, "account.signed_out", "account", account.id)


def sign_out_everywhere(session: Session, actor: Actor) -> int:
    """Sign all one's browsers out; answers how many that were."""
    account = own_account(session, actor)
    count = end_sessions(session, account.id)
    events.record(session, actor, "account.signed_out_everywhere", "account", account.id, browsers=count)
    return count
