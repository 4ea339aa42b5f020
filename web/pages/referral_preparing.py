"""Before a referral is sent: whom to ask, what may be told, and what exactly each of them will see."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct, field

from network.providers.listing import ListedPlace, Listing, Text
from network.rules.capacity_parts import Facts, excludes
from network.rules.need_facts import facts_of
from network.rules.permissions import Verdict
from network.search.kindred import kind_name
from network.tables import Need, Person, Referral, Trying, Urgency
from network.words import Say, say
from network.worklists.rows import reference_of
from web.forms.referrals import CHOSEN, LEAST, MOST_PLACES
from web.pages.case_words import URGENCIES
from web.pages.doors import NOTHING_SAID, SaidOfPerson, ask_href, known_facts, refer_href
from web.pages.filled import Choice, Filled
from web.pages.fullness import Fullness, fullness
from web.pages.holds import Held
from web.pages.need_facts import facts_said
from web.pages.people import full_name
from web.pages.person import find_service
from web.pages.referral_words import INFORMATION, STANDINGS, Standing

TRYING = (
    Choice(
        Trying.IN_TURN,
        say("One after the other"),
        say("The next is asked when the one before says no, or nothing. Fewer people learn who it is."),
    ),
    Choice(
        Trying.AT_ONCE,
        say("All at once"),
        say("The first yes wins; the others are told that they are no longer needed."),
    ),
)
KINDS = tuple(Choice(kind, *INFORMATION[kind]) for kind in CHOSEN)


class Around(Struct, frozen=True):
    """What stands around the chosen places: what is held there for it and what they say against it, both by
    place; and what was said of the person for the search."""

    held: Mapping[UUID, Held] = field(default_factory=dict)
    misfits: Mapping[UUID, tuple[Say, ...]] = field(default_factory=dict)
    said: SaidOfPerson = NOTHING_SAID


NOTHING_AROUND = Around()


class OpenOne(Struct, frozen=True):
    """A referral for the same person, need and place that is open already."""

    href: str
    reference: str
    standing: Standing


class Candidate(Struct, frozen=True):
    """One place to ask."""

    place_id: UUID
    name: Text
    organization: str
    place: str
    href: str
    fullness: Fullness
    problem: Say | None  # why nothing can be sent there
    phone: str
    open_ones: tuple[OpenOne, ...]
    remove_href: str


class NewReferralPage(Struct, frozen=True):
    """Whom to ask, what may be told."""

    person: str
    person_href: str
    need: str
    urgency: Say | None
    candidates: tuple[Candidate, ...]
    can_add: bool
    search_href: str
    ask_href: str  # to ask without a name first
    trying: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    form: Filled
    action: str
    can_go_on: bool
    held: Mapping[UUID, Held]  # what is kept for it now, by place
    warnings: Mapping[UUID, Say]  # by place: what is held there is not for this person
    misfits: Mapping[UUID, tuple[Say, ...]]  # by place: what it says of itself that does not fit this person
    said: tuple[Say | str, ...]  # of the person for the search, and not written down for this need


def new_referral_page(
    person: Person,
    need: Need,
    language: str,
    places: Sequence[tuple[Listing, ListedPlace]],
    verdicts: Mapping[UUID, Verdict],
    open_ones: Mapping[UUID, Sequence[Referral]],
    moment: datetime,
    form: Filled | None = None,
    question_id: UUID | None = None,
    around: Around = NOTHING_AROUND,
) -> NewReferralPage:
    """The form as it stands first, or as it was typed."""
    facts, said = known_facts(need, around.said), around.said
    warnings = {place_id: excludes(one.population, facts) for place_id, one in around.held.items()}
    ids = [place.place.id for _, place in places]
    beside = [urlencode({"beside": " ".join(map(str, ids))})] if ids else []
    candidates = tuple(
        _candidate(need, listing, place, ids, verdicts, open_ones, moment, question_id, said.name)
        for listing, place in places
    )
    return NewReferralPage(
        person=full_name(person),
        person_href=f"/people/{person.id}",
        need=kind_name(need.kind, language),
        urgency=None if need.urgency is Urgency.ROUTINE else URGENCIES[need.urgency],
        candidates=candidates,
        can_add=len(candidates) < MOST_PLACES,
        search_href="&".join([find_service(need), *beside]),
        ask_href=""
        if question_id
        else ask_href([one.place_id for one in candidates if one.problem is None], need.id),
        trying=TRYING,
        kinds=KINDS,
        form=form or Filled({"information": tuple(LEAST), "trying": Trying.IN_TURN}),
        action=refer_href(ids, need.id, question_id, facts=said.name),
        can_go_on=any(one.problem is None for one in candidates),
        held=around.held,
        warnings={place_id: warning for place_id, warning in warnings.items() if warning},
        misfits=around.misfits,
        said=facts_said(_unwritten(said.facts, facts_of(need)), language),
    )


def _unwritten(said: Facts, written: Facts) -> Facts:
    """What was said that the need does not say."""
    return {
        name: left
        for name, codes in said.items()
        if (left := tuple(code for code in codes if code not in written.get(name, ())))
    }


def _candidate(
    need: Need,
    listing: Listing,
    place: ListedPlace,
    ids: Sequence[UUID],
    verdicts: Mapping[UUID, Verdict],
    open_ones: Mapping[UUID, Sequence[Referral]],
    moment: datetime,
    question_id: UUID | None,
    facts: str,
) -> Candidate:
    place_id = place.place.id
    phones = [phone.number for phone in (*place.phones, *listing.phones, *listing.agency_phones)]
    return Candidate(
        place_id=place_id,
        name=listing.text(listing.service, "name") or Text(listing.service.name),
        organization=listing.organization.name,
        place="" if place.location.is_confidential else place.location.name or "",
        href=f"/services/{listing.service.id}?at={place.location.id}",
        fullness=fullness(place.capacity, moment),
        problem=verdicts[place_id].reason_against,
        phone=phones[0] if phones else "",
        open_ones=tuple(
            OpenOne(f"/referrals/{one.id}", reference_of(one.id), STANDINGS[one.status])
            for one in open_ones.get(place_id, ())
        ),
        remove_href=refer_href([one for one in ids if one != place_id], need.id, question_id, facts=facts)
        if len(ids) > 1
        else "",
    )
