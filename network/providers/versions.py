"""Two people may edit the same record: each saves only if nobody changed what they saw.

A form carries a mark of every field as it was shown. Saving compares the marks with what the record says now.
"""

import hashlib
from collections.abc import Mapping

from network.errors import Conflict
from network.words import say

MARK_LENGTH = 10


class EditedMeanwhile(Conflict):
    """Somebody else changed these fields since the form was shown. `fields` are their names."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(
            say("Somebody else changed this while you were typing. What you typed is kept: look, then save.")
        )
        self.fields = fields


def version_of(state: Mapping[str, object]) -> str:
    """The mark of every field, to be carried by a form: `name=3f2a…,description=…`."""
    return ",".join(f"{name}={_mark(value)}" for name, value in sorted(state.items()))


def check_version(version: str, state: Mapping[str, object]) -> None:
    """Raises EditedMeanwhile with the fields that are not as this version saw them."""
    seen = dict(part.partition("=")[::2] for part in version.split(",") if "=" in part)
    changed = tuple(name for name, mark in seen.items() if _mark(state.get(name)) != mark)
    if changed:
        raise EditedMeanwhile(changed)


def _mark(value: object) -> str:
    return hashlib.sha256(repr(value or "").encode()).hexdigest()[:MARK_LENGTH]
