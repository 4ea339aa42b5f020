"""A directory as it came in: records as they were written, before anything is checked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from network.exchange.problems import Place

OURS = (
    "trestle"  # the property, and the beginning of the file names, under which we say what HSDS does not know
)
SOURCES_FILE = f"{OURS}_sources.csv"
FIELDS_FILE = f"{OURS}_fields.csv"
TRANSLATIONS_FILE = f"{OURS}_translations.csv"
SAID_NOWHERE = object()  # of a source: nobody said which, or that there is none


@dataclass(slots=True)
class Raw:
    """One record as written. `links` are what it stands in, `own` what Trestle said under its own name.

    `is_whole`: an export of Trestle, in which nothing has to be looked up any more.
    """

    resource: str
    values: dict[str, Any]
    place: Place
    links: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    source: Any = SAID_NOWHERE  # name, None for records written here, SAID_NOWHERE
    is_whole: bool = False
    is_copy: bool = False

    def own_extra(self) -> dict[str, Any]:
        """Fields of others that Trestle had to keep apart, because HSDS has its own of that name."""
        extra = self.own.get("extra")
        return extra if isinstance(extra, dict) else {}


@dataclass
class Incoming:
    """Everything that came in. Read `raws` first: sources are complete when it is exhausted."""

    raws: Iterator[Raw]
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
