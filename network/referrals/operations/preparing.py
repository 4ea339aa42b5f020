"""Prepares referrals: drafts that nobody but the sender's side knows of."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from network import events
from network.actors import Actor
from network.clock import now
from network.errors import Conflict, Invalid, NotFound
from network.people.queries import relation
from network.referrals.consents import NEEDED, SENDABLE
from network.referrals.gates import may_send_to
from network.referrals.remarks import write_remark
from network.rules.people_permissions import may_change_person
from network.rules.permissions import require
from network.tables import (
    Candidacy,
    InformationKind,
    Need,
    NeedStatus,
    Organization,
    Person,
    Referral,
    RemarkKind,
    Service,
    ServiceAtLocation,
    Trying,
)
from network.words import say

MOST_CANDIDATES = 5


def prepare_referrals(
    session: Session,
    actor: Actor,
    need: Need,
    place_ids: Sequence[UUID],
    *,
    trying: Trying = Trying.IN_TURN,
    information: Collection[InformationKind],
    note: str = "",
    question_id: UUID | None = None,
) -> list[Referral]:
    """One draft for each place, in this order; several are candidates of which one is enough.

    `place_ids` are services at locations; `information` is what will be disclosed, at least who it is and
    what is needed. Ask `open_duplicates` before. Raises NotFound, NotAllowed, Invalid, Conflict.
    """
    person = _person(session, actor, need)
    if need.status is not NeedStatus.OPEN:
        raise Conflict(say("This need is closed. Open it again, then refer."))
    kinds = _checked_information(information, note)
    places = _places(session, place_ids)
    sender = session.get_one(Organization, person.organization_id)
    for _, service in places:
        require(may_send_to(session, sender, service))
    candidacy = _candidacy(session, need, trying, len(places))
    return [
        _draft(session, actor, person, need, place, service, kinds, note, candidacy, turn, question_id)
        for turn, (place, service) in enumerate(places)
    ]


def _person(session: Session, actor: Actor, need: Need) -> Person:
    person = session.get_one(Person, need.person_id)
    require(may_change_person(actor, relation(session, actor, person)))
    return person


def _checked_information(information: Collection[InformationKind], note: str) -> list[str]:
    kinds = frozenset(information)
    if kinds - SENDABLE:
        raise Invalid({"information": say("This cannot be sent with a referral.")})
    if NEEDED - kinds:
        raise Invalid({"information": say("A referral tells at least who it is and what is needed.")})
    if note.strip() and InformationKind.NOTE not in kinds:
        raise Invalid({"note": say("You wrote a note: tick that it is sent, or remove it.")})
    return [kind.value for kind in InformationKind if kind in kinds]


def _places(session: Session, place_ids: Sequence[UUID]) -> list[tuple[ServiceAtLocation, Service]]:
    if not place_ids:
        raise Invalid({"places": say("Choose where to refer to.")})
    if len(set(place_ids)) > MOST_CANDIDATES:
        raise Invalid({"places": say("Choose at most {most} places.", most=MOST_CANDIDATES)})
    rows = session.exec(
        select(ServiceAtLocation, Service)
        .join(Service, col(Service.id) == col(ServiceAtLocation.service_id))
        .where(col(ServiceAtLocation.id).in_(set(place_ids)))
    )
    found = {place.id: (place, service) for place, service in rows}
    if len(found) < len(set(place_ids)):
        raise NotFound
    return [found[place_id] for place_id in dict.fromkeys(place_ids)]


def _candidacy(session: Session, need: Need, trying: Trying, places: int) -> Candidacy | None:
    if places < 2:
        return None
    candidacy = Candidacy(need_id=need.id, trying=trying, created_at=now())
    session.add(candidacy)
    session.flush()
    return candidacy


def _draft(
    session: Session,
    actor: Actor,
    person: Person,
    need: Need,
    place: ServiceAtLocation,
    service: Service,
    kinds: list[str],
    note: str,
    candidacy: Candidacy | None,
    turn: int,
    question_id: UUID | None,
) -> Referral:
    assert actor.id is not None  # somebody of the staff: they may change the person
    referral = Referral(
        person_id=person.id,
        need_id=need.id,
        case_id=need.case_id,
        service_id=service.id,
        service_at_location_id=place.id,
        sender_organization_id=person.organization_id,
        sender_account_id=actor.id,
        receiver_organization_id=service.organization_id,
        kind=need.kind,
        urgency=need.urgency,
        status_since=now(),
        candidacy_id=candidacy.id if candidacy else None,
        turn=turn,
        question_id=question_id,
        information=kinds,
        created_at=now(),
    )
    session.add(referral)
    session.flush()
    remark = write_remark(session, actor, referral, RemarkKind.NOTE, note)
    events.record(
        session, actor, "referral.prepared", "referral", referral.id,
        to=referral.status.value, remark=str(remark.id) if remark else None,
    )  # fmt: skip
    return referral
