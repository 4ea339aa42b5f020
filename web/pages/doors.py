"""The ways from a listing to a referral or a question, for those who look for services for somebody."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct, field

from network.questions.places import PlaceRow
from network.rules.capacity_parts import Facts
from network.rules.need_facts import facts_of, joined_facts
from network.rules.questions import MOST_PLACES
from network.search.engine import Result
from network.search.kindred import kind_name
from network.tables import Need, Person


class Doors(Struct, frozen=True):
    """Where "Refer" and "Ask" lead from one place."""

    refer_href: str
    ask_href: str


class SaidOfPerson(Struct, frozen=True):
    """What was said of a person for a search. Its short id goes along in addresses, what it says never."""

    name: str = ""
    facts: Facts = field(default_factory=dict)


NOTHING_SAID = SaidOfPerson()


def known_facts(need: Need | None, said: SaidOfPerson) -> Facts:
    """What is known of a person: what the need says, and where it says nothing, what was said for the
    search."""
    return joined_facts(said.facts, facts_of(need) if need else {})


class Wanted(Struct, frozen=True):
    """For whom a service is looked for. The name stands on the page, never in its address or title."""

    person: str
    kind: str
    person_href: str
    clear_href: str


class Referring(Struct, frozen=True):
    """What may be done with places: those that can be referred to, and for which need."""

    places: Mapping[UUID, PlaceRow] = field(default_factory=dict)  # by the service at a location
    need_id: UUID | None = None
    wanted: Wanted | None = None
    beside: tuple[UUID, ...] = ()  # places that are chosen already, to which one more is added
    facts: str = ""  # the short id of what was said of the person for the search

    def doors_of(self, result: Result) -> Doors | None:
        """The doors of a result of the search; None where nothing is sent."""
        at = result.service_id, result.location_id
        row = next((row for row in self.places.values() if (row.service.id, row.location.id) == at), None)
        return self.doors_at(row.place.id) if row else None

    def doors_at(self, place_id: UUID) -> Doors | None:
        """The doors of one service at a location."""
        return Doors(*self.hrefs_of([place_id])) if place_id in self.places else None

    def hrefs_of(self, place_ids: Iterable[UUID]) -> tuple[str, str]:
        """To refer to these in turn and to ask them, as many as may be asked at once; empty without any."""
        able = [place_id for place_id in place_ids if place_id in self.places][:MOST_PLACES]
        if not able:
            return "", ""
        all_of_them = list(dict.fromkeys([*self.beside, *able]))[:MOST_PLACES]
        return (
            refer_href(all_of_them, self.need_id, facts=self.facts),
            ask_href(all_of_them, self.need_id, facts=self.facts),
        )


NOT_REFERRING = Referring()


def refer_href(
    place_ids: Iterable[UUID],
    need_id: UUID | None = None,
    question_id: UUID | None = None,
    *,
    facts: str = "",
) -> str:
    """The page that prepares a referral; without a need, the one that asks for whom it is. `facts`: the short
    id of what was said of the person for the search."""
    query = _query(place_ids, need_id, question_id, facts)
    return f"/referrals/new?{query}" if need_id else f"/refer?{query}"


def ask_href(place_ids: Iterable[UUID], need_id: UUID | None = None, *, facts: str = "") -> str:
    """The page that puts a question together."""
    return f"/questions/new?{_query(place_ids, need_id, facts=facts)}"


def wanted(need: Need, person: Person, language: str, *, clear_href: str) -> Wanted:
    """For whom, in a few words."""
    return Wanted(
        person=shown_name(person),
        kind=kind_name(need.kind, language),
        person_href=f"/people/{person.id}",
        clear_href=clear_href,
    )


def shown_name(person: Person) -> str:
    """The name by which somebody is called, with the family's."""
    return f"{person.called or person.given_name} {person.family_name}"


def _query(
    place_ids: Iterable[UUID], need_id: UUID | None, question_id: UUID | None = None, facts: str = ""
) -> str:
    places = (("place", place_id) for place_id in place_ids)
    pairs = [("need", need_id), *places, ("question", question_id), ("facts", facts)]
    return urlencode([(name, str(value)) for name, value in pairs if value])
