"""Who works in the year beside the staff that can sign in: more officers, an intake worker at each agency,
and those who monitor cases. They have no password."""

from dataclasses import dataclass
from random import Random
from uuid import UUID

from sqlmodel import Session, col, select

from network.accounts.demo import create_demo_account
from network.actors import Actor, ActorKind, Role
from network.settings import Settings
from network.tables import Account, AccountRole, CaseRole
from seeds.marlow.town import Town
from seeds.marlow.year.names import FAMILY, GIVEN

DIVERSION, BRIDGEWORK, COURTHOUSE = (
    "marlow-county-diversion-unit",
    "bridgework",
    "marlow-county-administration",
)
SENDERS = (DIVERSION, BRIDGEWORK)
MORE = (
    ("Ottoline Vandermark", Role.OFFICER, DIVERSION, "en"),
    ("Jerome Baptiste-Lowe", Role.OFFICER, DIVERSION, "en"),
    ("Amparo Silvestre", Role.OFFICER, DIVERSION, "es"),
    ("Callum Greyson", Role.OFFICER, DIVERSION, "en"),
    ("Winifred Osei", Role.COORDINATOR, DIVERSION, "en"),
    ("Teodor Blix", Role.OFFICER, BRIDGEWORK, "en"),
    ("Marguerite Sloane", Role.OFFICER, BRIDGEWORK, "en"),
)
MONITORS = (
    ("Lionel Haverstock", CaseRole.PROBATION),
    ("Beatrice Quarles", CaseRole.COURT),
    ("Simon Okafor-Reed", CaseRole.PROSECUTOR),
)


@dataclass(frozen=True)
class Crew:
    """Everybody who acts in the year, as the operations see them."""

    officers: dict[UUID, tuple[Actor, ...]]  # by agency, whoever has a caseload
    coordinators: dict[UUID, Actor]
    providers: dict[UUID, Actor]
    monitors: dict[CaseRole, Actor]
    leadership: tuple[Actor, ...]


def seed_crew(session: Session, settings: Settings, town: Town, random: Random) -> Crew:
    """Make the further accounts and answer everybody. Raises NotAllowed outside demo mode."""
    ids = {agency.slug: agency.id for agency in town.agencies}
    for name, role, slug, language in MORE:
        _account(session, settings, town, name, [role], ids[slug], language)
    for name, _ in MONITORS:
        _account(session, settings, town, name, [], ids[COURTHOUSE], "en")
    with_provider = {member.organization for member in town.staff if member.role is Role.PROVIDER}
    for agency in town.agencies:
        if agency.offers and agency.words.is_member and agency.slug not in with_provider:
            name = f"{random.choice(GIVEN)} {random.choice(FAMILY)}"
            _account(session, settings, town, name, [Role.PROVIDER], agency.id, "en")
    return crew_of(session, [ids[slug] for slug in SENDERS])


def _account(
    session: Session,
    settings: Settings,
    town: Town,
    name: str,
    roles: list[Role],
    organization_id: UUID,
    language: str,
) -> None:
    given, _, family = name.partition(" ")
    create_demo_account(
        session,
        settings,
        name=name,
        email=f"{given}.{family}.{str(organization_id)[:4]}@staff.marlow.example".replace(" ", "-"),
        password=None,
        roles=roles,
        organization_id=organization_id,
        language=language,
        time_zone=town.time_zone,
    )


def crew_of(session: Session, senders: list[UUID]) -> Crew:
    """Everybody who acts in the year, once their accounts are there."""
    roles: dict[UUID, set[Role]] = {}
    for row in session.exec(select(AccountRole)):
        roles.setdefault(row.account_id, set()).add(row.role)
    accounts = session.exec(select(Account).where(col(Account.is_demo)).order_by(col(Account.id))).all()
    everybody = [_actor(account, roles.get(account.id, set())) for account in accounts]
    monitors = dict(MONITORS)
    return Crew(
        officers={
            agency: tuple(
                actor
                for actor in everybody
                if actor.organization_id == agency and actor.has(Role.OFFICER, Role.COORDINATOR)
            )
            for agency in senders
        },
        coordinators={
            actor.organization_id: actor
            for actor in everybody
            if actor.organization_id and actor.has(Role.COORDINATOR)
        },
        providers={
            actor.organization_id: actor
            for actor in everybody
            if actor.organization_id and actor.has(Role.PROVIDER)
        },
        monitors={monitors[actor.name]: actor for actor in everybody if actor.name in monitors},
        leadership=tuple(actor for actor in everybody if actor.has(Role.LEADERSHIP)),
    )


def _actor(account: Account, roles: set[Role]) -> Actor:
    return Actor(
        ActorKind.STAFF,
        account.id,
        account.name,
        account.organization_id,
        frozenset(roles),
        account.language,
        account.time_zone,
    )
