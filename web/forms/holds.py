"""What a press of "Hold" says, and what a provider says of the holds of its places."""

from dataclasses import dataclass
from uuid import UUID

from network.errors import Invalid
from network.rules.holding import FEWEST_MINUTES, MOST_MINUTES, EndReason
from network.words import Say, say
from web.forms.ids import found_id
from web.forms.local_path import local_path
from web.forms.numbers import number_of


@dataclass(frozen=True)
class HoldForm:
    """A place; the need, or the short id of what is kept of a person, for whom it is held; `next` is the page
    from which it was pressed."""

    place: str = ""
    need: str = ""
    facts: str = ""
    next: str = ""

    @property
    def place_id(self) -> UUID:
        """Raises NotFound for what is no id."""
        return found_id(self.place)

    @property
    def next_path(self) -> str:
        return local_path(self.next, "/today")


@dataclass(frozen=True)
class GiveBackForm:
    """For whom places are looked for, as where it was held, and where to come back to."""

    need: str = ""
    facts: str = ""
    next: str = ""

    def at(self, place_id: UUID) -> HoldForm:
        """The form that would hold a place there again."""
        return HoldForm(str(place_id), self.need, self.facts, self.next)

    @property
    def next_path(self) -> str:
        return local_path(self.next, "/today")


@dataclass(frozen=True)
class EndingForm:
    """Why a provider ends a hold."""

    reason: str = ""

    def checked(self) -> EndReason:
        """Raises Invalid."""
        if self.reason not in set(EndReason):
            raise Invalid({"reason": say("Choose why. It is told to who holds the place.")})
        return EndReason(self.reason)


@dataclass(frozen=True)
class HoldRulesForm:
    """Whether places may be held here, and for how long."""

    takes_holds: str = ""
    hold_minutes: str = ""

    def checked(self) -> tuple[bool, int | None]:
        """Whether, and how many minutes; None: as everywhere. Raises Invalid."""
        problems: dict[str, Say] = {}
        minutes = number_of(vars(self), "hold_minutes", problems)
        if not problems and minutes is not None and not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
            problems["hold_minutes"] = say(
                "A place is held for {fewest} to {most} minutes.", fewest=FEWEST_MINUTES, most=MOST_MINUTES
            )
        if problems:
            raise Invalid(problems)
        return bool(self.takes_holds), minutes
