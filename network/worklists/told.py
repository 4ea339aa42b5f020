"""What a list may be narrowed by without telling what no consent lets the sender know: the same rule as
network/rules/telling.py, asked of the database."""

from typing import Any

from sqlalchemy import String, cast, exists, true
from sqlmodel import col

from network.clock import now
from network.consent.conditions import is_living
from network.rules.moves import MOVES
from network.rules.sharing import KIND_OF
from network.rules.telling import EVENT_NEEDS
from network.tables import ConsentGrant, InformationKind, Referral, ReferralStatus


def kind_needed(status: ReferralStatus) -> InformationKind | None:
    """What a grant must cover for the sender to know that a referral stands there; None: always told."""
    lines = [EVENT_NEEDS.get(move.event) for move in MOVES if move.target is status]
    found = [line for line in lines if line is not None]
    return KIND_OF[found[0]] if found else None


def is_told(status: ReferralStatus) -> Any:
    """Whether the sender of a referral that stands there may know it."""
    kind = kind_needed(status)
    return true() if kind is None else is_granted(kind)


def is_granted(kind: InformationKind) -> Any:
    """Whether a living grant lets the receiver tell the sender this kind of things about the person."""
    return exists().where(
        col(ConsentGrant.person_id) == col(Referral.person_id),
        col(ConsentGrant.discloser_organization_id) == col(Referral.receiver_organization_id),
        col(ConsentGrant.recipient_organization_id) == col(Referral.sender_organization_id),
        cast(col(ConsentGrant.information), String).contains(f'"{kind.value}"'),
        is_living(now()),
    )
