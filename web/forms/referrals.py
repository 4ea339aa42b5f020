"""What somebody chooses for a new referral: whom to ask, and what may be told."""

from dataclasses import dataclass
from uuid import UUID

from network.errors import Invalid
from network.tables import InformationKind, Trying
from network.words import Say, say
from web.forms.ids import id_or_none
from web.forms.typed import Typed

MOST_PLACES = 5
LONGEST = 2000  # characters of a note or reply

ALWAYS = (InformationKind.IDENTITY, InformationKind.NEED)
"""Without these nobody could answer."""
CHOSEN = (InformationKind.CONTACT, InformationKind.CASE, InformationKind.NOTE)
LEAST = (InformationKind.CONTACT,)
"""What is ticked at first: the least with which a provider can call somebody. (42 CFR 2.13(a))"""


@dataclass(frozen=True)
class Prepared:
    """What a sender chose, understood."""

    places: tuple[UUID, ...]
    trying: Trying
    information: frozenset[InformationKind]
    note: str


def prepared(typed: Typed) -> Prepared:
    """Raises Invalid by field."""
    problems: dict[str, Say] = {}
    places = chosen_places(typed.several("place"))
    if not 1 <= len(places) <= MOST_PLACES:
        problems["place"] = say("Choose from 1 to {number} places to ask.", number=MOST_PLACES)
    trying = typed.text("trying") or Trying.IN_TURN
    if trying not in set(Trying):
        problems["trying"] = say("Choose one of the list.")
    ticked, note = set(typed.several("information")), typed.text("note")
    if ticked - set(CHOSEN):
        problems["information"] = say("Choose one of the list.")
    if len(note) > LONGEST:
        problems["note"] = too_long()
    elif note and InformationKind.NOTE not in ticked:
        problems["note"] = say("You wrote a note: tick that it is sent, or remove it.")
    if problems:
        raise Invalid(problems)
    kinds = frozenset(InformationKind(one) for one in ticked) | set(ALWAYS)
    return Prepared(places, Trying(trying), kinds, note)


def chosen_places(given: tuple[str, ...]) -> tuple[UUID, ...]:
    """The places of an address or a form, each once, in their order."""
    found = [one for one in map(id_or_none, given) if one is not None]
    return tuple(dict.fromkeys(found))


def too_long() -> Say:
    """The sentence for a text that does not fit."""
    return say("That is too long: {most} characters at most.", most=LONGEST)
