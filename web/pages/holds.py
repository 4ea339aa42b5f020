"""A place that can be held, or is: the button, the countdown, and what a provider sees of it.

Where `row.hold` is not None: `{% with page = row.hold %}{% include "parts/hold.html" %}{% endwith %}`. It
comes from `web.holding.holding`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from uuid import UUID

from network.actors import Actor
from network.providers.queries.holds import HeldPlace, HoldOfPlace
from network.questions.places import PlaceRow
from network.rules.holding import END_REASONS, can_be_held, minutes_of
from network.tables import Capacity, CapacityUnit, Hold
from network.words import Say, say, say_number
from web.pages.doors import refer_href
from web.pages.filled import Choice, Filled
from web.pages.fullness import Fullness, key_at
from web.pages.times import clock_time


@dataclass(frozen=True)
class Held:
    """A hold that lasts: until when, and how long that still is."""

    words: Say  # "Held for you until 2:32 pm"
    left: Say  # "28 min left"; a script counts it down
    until: datetime
    seconds: int
    give_back_action: str  # empty: not theirs to give back
    refer_href: str  # empty: nothing more to do
    population: str | None = None  # for whom it is: a code of a part, serves.women


@dataclass(frozen=True)
class HoldPiece:
    """What parts/hold.html shows: a button, or the hold with its countdown."""

    key: str  # for the ids on the page, see `key_at`
    name: str  # whose place, for screen readers
    place_id: UUID
    need_id: UUID | None
    facts: str  # the short id of what is kept of a person
    next: str  # where to come back to without a script
    label: Say | None  # of the button; None: none can be held now
    held: Held | None
    problem: Say | None = None
    is_new: bool = False  # it was pressed just now
    fullness: Fullness | None = None  # after a press: what the badge beside it says now

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to press and nothing to say."""
        return self.label is None and self.held is None and self.problem is None


@dataclass(frozen=True)
class RefusedHold:
    """Why nothing was held or given back, and what to do."""

    problem: Say
    back: str


@dataclass(frozen=True)
class HeldLine:
    """One hold of this person, on the list of the day."""

    name: str
    service: str
    href: str
    held: Held
    next: str


@dataclass(frozen=True)
class HeldHere:
    """One hold of a provider's place: by whom, never for whom."""

    holder: str
    until: datetime
    seconds: int
    left: Say
    end_href: str


@dataclass(frozen=True)
class HoldRules:
    """Whether places of a provider may be held, and for how long."""

    action: str
    form: Filled


@dataclass(frozen=True)
class EndingPage:
    """Before a provider ends a hold: what that means, and why."""

    words: Say
    place: str
    action: str
    back: str
    reasons: tuple[Choice, ...]
    form: Filled
    problem: Say | None


def hold_piece(
    actor: Actor,
    row: PlaceRow,
    hold: Hold | None,
    *,
    moment: datetime,
    minutes: int,
    need_id: UUID | None = None,
    facts: str = "",
    next_path: str = "",
    problem: Say | None = None,
    fullness: Fullness | None = None,
) -> HoldPiece:
    """For one place that can be referred to. `fullness`: after a press, what the badge beside it says now."""
    return HoldPiece(
        key=key_at(row.service.id, row.location.id),
        name=f"{row.organization.name}, {row.name}",
        place_id=row.place.id,
        need_id=need_id,
        facts=facts,
        next=next_path,
        label=None if hold else _label(row.capacity, moment, minutes),
        held=held(actor, hold, moment, refer_to=need_id, facts=facts) if hold else None,
        problem=problem,
        is_new=fullness is not None,
        fullness=fullness,
    )


def held(
    actor: Actor, hold: Hold, moment: datetime, *, refer_to: UUID | None = None, facts: str = ""
) -> Held:
    """A hold of this person or their agency. `refer_to`: the need for which somebody looks; `facts`: the
    short id of what they said of the person."""
    until = clock_time(hold.until, actor.language, actor.time_zone)
    own = hold.held_by_account_id == actor.id
    words = (
        say("Held for you until {time}", time=until)
        if own
        else say("Held by your agency until {time}", time=until)
    )
    href = refer_href([hold.service_at_location_id], hold.need_id or refer_to, hold.question_id, facts=facts)
    return Held(
        words=words,
        left=left_words(hold, moment),
        until=hold.until,
        seconds=seconds_left(hold, moment),
        give_back_action=f"/holds/{hold.id}/release" if own else "",
        refer_href="" if hold.referral_id else href,
        population=hold.population,
    )


def held_lines(actor: Actor, holds: Sequence[HeldPlace], moment: datetime) -> tuple[HeldLine, ...]:
    """What this person holds now."""
    return tuple(
        HeldLine(
            name=one.organization.name,
            service=one.name,
            href=f"/referrals/{one.hold.referral_id}"
            if one.hold.referral_id
            else f"/services/{one.service.id}?at={one.location.id}",
            held=held(actor, one.hold, moment),
            next="/today",
        )
        for one in holds
    )


def held_for_referral(actor: Actor, hold: Hold, moment: datetime) -> Held:
    """For both sides of a referral: "A place is held for this until 2:32 pm"; nothing to press."""
    until = clock_time(hold.until, actor.language, actor.time_zone)
    return Held(
        words=say("A place is held for this until {time}", time=until),
        left=left_words(hold, moment),
        until=hold.until,
        seconds=seconds_left(hold, moment),
        give_back_action="",
        refer_href="",
    )


def held_here(holds: Sequence[HoldOfPlace], moment: datetime) -> tuple[HeldHere, ...]:
    """What is held of one place of a provider."""
    return tuple(
        HeldHere(
            holder=one.holder,
            until=one.hold.until,
            seconds=seconds_left(one.hold, moment),
            left=left_words(one.hold, moment),
            end_href=f"/capacity/holds/{one.hold.id}/ending",
        )
        for one in holds
    )


def hold_rules(place_id: UUID, said: Capacity | None, typed: Filled | None = None) -> HoldRules | None:
    """The provider's own rules, or what was typed and is wrong; None where nobody has said a number yet."""
    if said is None:
        return None
    values: dict[str, str | tuple[str, ...]] = {
        "takes_holds": "yes" if said.takes_holds else "",
        "hold_minutes": str(said.hold_minutes or ""),
    }
    form = typed or Filled(values, prefix=rules_prefix(place_id))
    return HoldRules(action=f"/capacity/{place_id}/holds", form=form)


def rules_prefix(place_id: UUID) -> str:
    """What begins the ids of the fields of one place's rules."""
    return f"h-{place_id.hex}-"


def ending_page(
    actor: Actor,
    one: HoldOfPlace,
    place: str,
    *,
    problems: dict[str, Say],
    problem: Say | None,
    typed: str,
) -> EndingPage:
    """The question before a provider ends a hold."""
    return EndingPage(
        words=say(
            "1 held until {time} by {agency}, for somebody",
            time=clock_time(one.hold.until, actor.language, actor.time_zone),
            agency=one.holder,
        ),
        place=place,
        action=f"/capacity/holds/{one.hold.id}/ending",
        back=f"/capacity#place-{one.hold.service_at_location_id}",
        reasons=tuple(Choice(reason, words) for reason, words in END_REASONS.items()),
        form=Filled({"reason": typed}, problems),
        problem=problem,
    )


def seconds_left(hold: Hold, moment: datetime) -> int:
    return max(0, ceil((hold.until - moment).total_seconds()))


def left_words(hold: Hold, moment: datetime) -> Say:
    """How long it lasts: "28 min left"."""
    return say_number("{number} min left", "{number} min left", ceil(seconds_left(hold, moment) / 60))


def _label(said: Capacity | None, moment: datetime, minutes: int) -> Say | None:
    if said is None or not can_be_held(said, moment):
        return None
    minutes = minutes_of(said, minutes)
    match said.unit:
        case CapacityUnit.BED:
            return say_number("Hold a bed for {number} minute", "Hold a bed for {number} minutes", minutes)
        case CapacityUnit.SLOT:
            return say_number(
                "Hold an opening for {number} minute", "Hold an opening for {number} minutes", minutes
            )
        case CapacityUnit.PLACE:
            return say_number(
                "Hold a place for {number} minute", "Hold a place for {number} minutes", minutes
            )
