"""Asking agencies how full their places are: which ones, when, and with which link they answer.

The worker records that an agency is asked; the letter follows from that event, as every letter does.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from network import events
from network.actors import SYSTEM, Actor, ActorKind, Role
from network.clock import now
from network.db import Store
from network.errors import Invalid, NotFound
from network.rules.asking import MOST_HOURS, next_moment
from network.rules.capacity_links import CapacityLink, read_link
from network.rules.permissions import may_edit_listing, require
from network.settings import Settings
from network.tables import CapacityAsking, Location, Organization
from network.words import Say, say

AT_ONCE = 100


@dataclass(frozen=True)
class AskingWords:
    """When an agency wants to be asked: full hours of its clock, weekdays (0 is Monday). No hour: never."""

    hours: tuple[int, ...]
    weekdays: tuple[int, ...]
    time_zone: str


def agency_to_ask(session: Session, actor: Actor, organization_id: UUID | None) -> Organization:
    """The agency for which this person says when it is asked. Raises NotFound, NotAllowed."""
    organization = session.get(Organization, organization_id) if organization_id is not None else None
    if organization is None:
        raise NotFound
    require(may_edit_listing(actor, organization.id))
    return organization


def asking_of(session: Session, organization_id: UUID) -> CapacityAsking | None:
    """When this agency is asked; None when nobody ever said."""
    found = select(CapacityAsking).where(CapacityAsking.organization_id == organization_id)
    return session.exec(found.execution_options(populate_existing=True)).one_or_none()


def keep_asking(session: Session, actor: Actor, organization: Organization, words: AskingWords) -> None:
    """Ask this agency at these hours from now on. Raises NotAllowed, Invalid by field."""
    require(may_edit_listing(actor, organization.id))
    if problems := _problems(words):
        raise Invalid(problems)
    row = asking_of(session, organization.id) or _new(organization, words.time_zone)
    row.sqlmodel_update(
        {
            "hours": sorted(words.hours),
            "weekdays": sorted(words.weekdays),
            "time_zone": words.time_zone,
            "next_at": next_moment(words.hours, words.weekdays, words.time_zone, now()),
            "changed_at": now(),
            "changed_by_account_id": actor.id if actor.is_signed_in else None,
        }
    )
    session.add(row)
    session.flush()
    hours = ",".join(map(str, row.hours))
    events.record(session, actor, "capacity.asking_kept", "organization", organization.id, hours=hours)


def ask_now(session: Session, actor: Actor, organization: Organization) -> None:
    """Send the message at once, whatever the hour. Raises NotAllowed."""
    require(may_edit_listing(actor, organization.id))
    row = asking_of(session, organization.id) or _new(organization, clock_of(session, organization.id))
    row.asked_at = now()
    session.add(row)
    session.flush()
    events.record(session, actor, "capacity.asked", "organization", organization.id)


def void_links(session: Session, actor: Actor, organization: Organization) -> None:
    """No link that was sent to this agency so far works any more. Raises NotAllowed."""
    require(may_edit_listing(actor, organization.id))
    row = asking_of(session, organization.id) or _new(organization, clock_of(session, organization.id))
    row.links_from = now()
    session.add(row)
    session.flush()
    events.record(session, actor, "capacity.links_voided", "organization", organization.id)


def ask_due(store: Store) -> int:
    """Ask the agencies whose hour has come; answers how many. An hour that the worker slept through is asked
    once, late."""
    with store.reading() as session:
        due = session.exec(_due().limit(AT_ONCE)).all()
    return sum(_ask(store, row_id) for row_id in due)


def find_link(session: Session, token: str, settings: Settings) -> CapacityLink | None:
    """What a token says, however old it is; None when we did not write it, or its agency is gone."""
    link = read_link(token, settings)
    if link is None or session.get(Organization, link.organization_id) is None:
        return None
    return link


def link_works(session: Session, link: CapacityLink) -> bool:
    """Whether numbers can still be said with it."""
    row = asking_of(session, link.organization_id)
    return row is not None and link.works(now(), row.links_from)


def speaker_of(link: CapacityLink, visitor: Actor) -> Actor:
    """Who holds the link speaks for that agency's staff, about how full its places are and nothing else."""
    return replace(
        visitor,
        kind=ActorKind.LINK,
        id=None,
        organization_id=link.organization_id,
        roles=frozenset({Role.PROVIDER}),
    )


def ask_renewal(session: Session, actor: Actor, link: CapacityLink) -> None:
    """Who holds a link that is too old wants a new one: it goes to the same address and nowhere else."""
    events.record(
        session, actor, "capacity.asked", "organization", link.organization_id, to=link.to.hex(), renewed=1
    )


def clock_of(session: Session, organization_id: UUID) -> str:
    """The clock of most of the agency's places; Chicago's when none says one."""
    zones = session.exec(select(Location.time_zone).where(Location.organization_id == organization_id)).all()
    known = sorted(zone for zone in zones if zone)
    return max(known, key=known.count, default="America/Chicago")


def _ask(store: Store, row_id: UUID) -> bool:
    with store.writing() as session:
        row = session.get_one(CapacityAsking, row_id)
        claimed = session.exec(
            update(CapacityAsking)
            .where(
                col(CapacityAsking.id) == row_id,
                col(CapacityAsking.next_at) == row.next_at,
                col(CapacityAsking.next_at) <= now(),
            )
            .values(asked_at=now(), next_at=next_moment(row.hours, row.weekdays, row.time_zone, now()))
            .execution_options(synchronize_session=False)
        )
        if claimed.rowcount == 1:
            events.record(session, SYSTEM, "capacity.asked", "organization", row.organization_id)
        return claimed.rowcount == 1


def _due() -> SelectOfScalar[UUID]:
    due = select(CapacityAsking.id).where(col(CapacityAsking.next_at) <= now())
    return due.order_by(col(CapacityAsking.next_at), col(CapacityAsking.id))


def _new(organization: Organization, time_zone: str) -> CapacityAsking:
    return CapacityAsking(
        organization_id=organization.id, time_zone=time_zone, links_from=now(), changed_at=now()
    )


def _problems(words: AskingWords) -> dict[str, Say]:
    problems: dict[str, Say] = {}
    if not _are_within(words.hours, 23) or len(words.hours) > MOST_HOURS:
        problems["hours"] = say("Choose up to {most} full hours of the day.", most=MOST_HOURS)
    if not _are_within(words.weekdays, 6) or (words.hours and not words.weekdays):
        problems["weekdays"] = say("Choose at least one day of the week.")
    if words.time_zone not in available_timezones():
        problems["time_zone"] = say("Choose a clock of the list.")
    return problems


def _are_within(numbers: Collection[int], most: int) -> bool:
    return len(set(numbers)) == len(numbers) and all(0 <= number <= most for number in numbers)
