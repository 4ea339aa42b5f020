"""What was wrong with a directory that came in: where, what, and what became of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from network.words import Say, say

LISTED = 1000  # problems kept in memory; all of them are counted, and all pass through `also`
LONGEST_VALUE = 80
KEPT_TO_OURSELVES = {"address"}  # a confidential address must not reach a report


class Outcome(StrEnum):
    """What became of what the problem is about."""

    LEFT_OUT = "left out"  # the record
    WITHOUT = "without"  # the record came in without this field
    NOTED = "noted"  # came in; somebody should know


class ProblemKind(StrEnum):
    UNREADABLE = "unreadable"
    WRONG_WIDTH = "wrong-width"
    MISSING = "missing"
    WRONG_TYPE = "wrong-type"
    WRONG_OPTION = "wrong-option"
    WRONG_ADDRESS = "wrong-address"
    TOO_LONG = "too-long"
    DUPLICATE = "duplicate"
    NOT_FOUND = "not-found"
    PARENT_LEFT_OUT = "parent-left-out"
    OTHER_SOURCE = "other-source"
    CIRCLE = "circle"
    NOWHERE = "nowhere"
    SHORT_ZIP = "short-zip"
    KEPT_PRIVATE = "kept-private"
    NOT_UUID = "not-uuid"
    COPIED = "copied"
    UNKNOWN_FIELD = "unknown-field"
    READ_AS = "read-as"
    CAPACITY = "capacity"
    STILL_USED = "still-used"


TITLES: dict[ProblemKind, Say] = {
    ProblemKind.UNREADABLE: say("cannot be read"),
    ProblemKind.WRONG_WIDTH: say("more or fewer cells than the first row"),
    ProblemKind.MISSING: say("something required is missing"),
    ProblemKind.WRONG_TYPE: say("not a value of the right kind"),
    ProblemKind.WRONG_OPTION: say("not one of the allowed values"),
    ProblemKind.WRONG_ADDRESS: say("not a web or e-mail address"),
    ProblemKind.TOO_LONG: say("too long"),
    ProblemKind.DUPLICATE: say("stands there twice"),
    ProblemKind.NOT_FOUND: say("points to a record that is not there"),
    ProblemKind.PARENT_LEFT_OUT: say("belongs to a record that was left out"),
    ProblemKind.OTHER_SOURCE: say("belongs to another source"),
    ProblemKind.CIRCLE: say("points back to itself"),
    ProblemKind.NOWHERE: say("coordinates that are nowhere"),
    ProblemKind.SHORT_ZIP: say("ZIP code that lost its zeros"),
    ProblemKind.KEPT_PRIVATE: say("confidential place: kept private"),
    ProblemKind.NOT_UUID: say("id that is not a UUID"),
    ProblemKind.COPIED: say("stands in several places under one id"),
    ProblemKind.UNKNOWN_FIELD: say("field that HSDS does not know"),
    ProblemKind.READ_AS: say("understood, but written unusually"),
    ProblemKind.CAPACITY: say("capacity that cannot be placed"),
    ProblemKind.STILL_USED: say("missing from the file, but still in use here"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stood: file, row (of a sheet, whose header is row 1) or line, path in the object."""

    file: str
    row: int
    path: str = ""

    def field(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path and name else self.path or name


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was wrong, in words, with what stood there (shortened; never of an address)."""

    file: str
    row: int
    field: str
    kind: ProblemKind
    outcome: Outcome
    reason: Say
    value: str = ""


@dataclass
class Problems:
    """Counts every problem by kind and outcome, lists the first, and hands each to `also`."""

    also: Callable[[Problem], None] | None = None
    listed: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[ProblemKind, Outcome]] = field(default_factory=Counter)

    def add(
        self,
        place: Place,
        resource: str,
        name: str,
        kind: ProblemKind,
        outcome: Outcome,
        reason: Say,
        value: object = "",
    ) -> None:
        """Note one problem of a field (or of the whole record, with an empty name)."""
        self.counts[kind, outcome] += 1
        if len(self.listed) >= LISTED and self.also is None:
            return
        shown = "" if resource in KEPT_TO_OURSELVES or value is None else str(value)[:LONGEST_VALUE]
        problem = Problem(place.file, place.row, place.field(name), kind, outcome, reason, shown)
        if len(self.listed) < LISTED:
            self.listed.append(problem)
        if self.also is not None:
            self.also(problem)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def left_out(self) -> int:
        """How many records were left out."""
        return sum(count for (_, outcome), count in self.counts.items() if outcome is Outcome.LEFT_OUT)
