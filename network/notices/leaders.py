"""Whom letters about gaps are for: all who lead, on Monday morning, and whoever was given a gap."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlmodel import Session

from network.actors import Role
from network.gaps.weekly import morning_of
from network.notices.addressing import To, accounts, role_rows, to_account
from network.tables import Event


def to_gap_owner(session: Session, event: Event) -> list[To]:
    """Who was given the gap; nobody when it was only taken from somebody."""
    owner = event.facts.get("owner")
    return accounts(session, [UUID(str(owner))] if owner else [])


def to_leaders(session: Session, event: Event) -> Iterator[To]:
    """Everybody who leads, each on the morning of their own clock."""
    monday = date.fromisoformat(str(event.facts["week"]))
    for account in role_rows(session, Role.LEADERSHIP):
        yield replace(
            to_account(account), due_at=max(morning_of(monday, account.time_zone), event.happened_at)
        )
