"""What is said about a person, as the operations take it: plain text, checked by them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from network.errors import Conflict
from network.people.known import Known
from network.tables import ContactWay, Urgency
from network.words import say


@dataclass(frozen=True)
class PersonWords:
    """Who somebody is."""

    given_name: str
    family_name: str
    called: str = ""  # the name they use
    born_on: date | None = None
    language: str = "en"  # BCP 47
    needs_interpreter: bool = False


@dataclass(frozen=True)
class ContactRules:
    """How somebody may be reached without harm."""

    preferred: ContactWay = ContactWay.IN_PERSON
    phone: str = ""
    email: str = ""
    may_call: bool = False
    may_leave_voicemail: bool = False
    may_text: bool = False
    may_email: bool = False
    not_before: time | None = None
    not_after: time | None = None
    time_zone: str = ""  # IANA name; empty: the agency's
    words: str = ""


@dataclass(frozen=True)
class NeedWords:
    """What somebody needs. `facts` are search filters by their name in the address of a search."""

    kind: str
    urgency: Urgency = Urgency.ROUTINE
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""
    zip: str = ""
    latitude: float | None = None  # degrees; rounded before they are kept
    longitude: float | None = None


class AlreadyKnown(Conflict):
    """Somebody like this is on the agency's caseload already; `known` says whom and how alike."""

    def __init__(self, known: tuple[Known, ...]) -> None:
        super().__init__(say("Somebody like this is on your agency's caseload already."))
        self.known = known
