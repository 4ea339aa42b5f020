"""For whom: the caseload and its needs, when a place was chosen before a person."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from network.people.caseload import PER_PAGE, Caseload, CaseloadLine, Whose
from network.questions.places import PlaceRow
from network.rules.capacity_parts import Facts, excludes
from network.rules.questions import MOST_PLACES
from network.search.kindred import kind_name, with_parents
from network.tables import Need
from network.words import Say
from web.pages.doors import NOTHING_SAID, SaidOfPerson, known_facts, refer_href, shown_name
from web.pages.need_facts import facts_said
from web.pages.onward import Onward
from web.pages.paging import Paging, paging
from web.pages.person import find_service
from web.pages.question_words import URGENCIES


@dataclass(frozen=True)
class NeedDoor:
    """One need of a person; the way to a referral for it, or to a search while no place is chosen."""

    href: str
    kind: str
    urgency: Say
    fits: bool  # the place offers this kind
    warning: Say | None  # the place that is held there is not for this person
    misfits: tuple[Say, ...]  # what the place says of itself that does not fit this person


@dataclass(frozen=True)
class PersonRow:
    """Somebody of the caseload."""

    name: str
    href: str
    clock: Say | None
    needs: tuple[NeedDoor, ...]
    new_need_href: str  # to say what they need; the places go along


@dataclass(frozen=True)
class ChosenPlace:
    """Where somebody is to be referred."""

    organization: str
    service: str
    reason_against: Say | None


@dataclass(frozen=True)
class ReferPage:
    """The caseload, those first whose need these places answer."""

    places: tuple[ChosenPlace, ...]
    said: tuple[Say | str, ...]  # of the person, for the search from which somebody comes
    people: tuple[PersonRow, ...]
    new_href: str  # to enter somebody; the places go along
    paging: Paging
    agency_href: str  # the whole agency's caseload, for those who oversee it
    own_href: str


@dataclass(frozen=True)
class _Wish:
    """What was chosen before the person: places, and what was said of whom they are for."""

    places: list[UUID]
    kinds: frozenset[str]
    question_id: UUID | None
    held: Collection[str | None]
    said: SaidOfPerson
    misfits: Callable[[Facts], tuple[Say, ...]]

    @property
    def onward(self) -> Onward:
        """What goes along while a person and their need are entered."""
        return Onward(tuple(self.places), self.question_id, self.said.name)


def refer_page(
    caseload: Caseload,
    places: list[PlaceRow],
    kinds: frozenset[str],
    *,
    question_id: UUID | None,
    language: str,
    held: Collection[str | None] = (),
    said: SaidOfPerson = NOTHING_SAID,
    misfits: Callable[[Facts], tuple[Say, ...]] = lambda _: (),
) -> ReferPage:
    """Each need of each person, with its way to a referral to these places. `kinds` are what they offer,
    `held` for whom the places are that this person holds there, `said` what was said for the search,
    `misfits` what they say of themselves that does not fit somebody of whom this is known."""
    able = [place.place.id for place in places if place.reason_against is None][:MOST_PLACES]
    here = refer_href(able, question_id=question_id, facts=said.name)
    wish = _Wish(able, kinds, question_id, held, said, misfits)
    people = [_person(line, wish, language) for line in caseload.lines]
    is_agency = caseload.whose is Whose.AGENCY
    return ReferPage(
        places=tuple(
            ChosenPlace(place.organization.name, place.name, place.reason_against) for place in places
        ),
        said=facts_said(said.facts, language),
        people=tuple(sorted(people, key=lambda row: not any(need.fits for need in row.needs))),
        new_href=wish.onward.to("/people/new"),
        paging=paging(f"{here}&whose=agency" if is_agency else here, caseload.page, caseload.total, PER_PAGE),
        agency_href=f"{here}&whose=agency" if caseload.may_choose and not is_agency else "",
        own_href=here if is_agency else "",
    )


def _person(line: CaseloadLine, wish: _Wish, language: str) -> PersonRow:
    needs = [_door(need, wish, language) for need in line.needs]
    return PersonRow(
        name=shown_name(line.person),
        href=f"/people/{line.person.id}",
        clock=line.clock.words if line.case else None,
        needs=tuple(sorted(needs, key=lambda need: not need.fits)),
        new_need_href=wish.onward.to(f"/people/{line.person.id}/needs/new"),
    )


def _door(need: Need, wish: _Wish, language: str) -> NeedDoor:
    facts, fits = known_facts(need, wish.said), _fits(need, wish.kinds)
    href = refer_href(wish.places, need.id, wish.question_id, facts=wish.said.name)
    return NeedDoor(
        href=href if wish.places else find_service(need),
        kind=kind_name(need.kind, language),
        urgency=URGENCIES[need.urgency][0],
        fits=fits,
        warning=next(filter(None, (excludes(population, facts) for population in wish.held)), None),
        misfits=wish.misfits(facts) if fits else (),
    )


def _fits(need: Need, kinds: frozenset[str]) -> bool:
    """Whether the need is one of these kinds, or they are branches of one tree."""
    return any(need.kind in with_parents(kind) or kind in with_parents(need.kind) for kind in kinds)
