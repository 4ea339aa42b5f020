"""A move that follows from another one and is made by Trestle itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from network.rules.moves import Move
from network.rules.reasons import DeclineReason
from network.tables import Referral


@dataclass(frozen=True)
class Step:
    """Which referral, which move, and why."""

    referral: Referral
    move: Move
    reason: DeclineReason | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
