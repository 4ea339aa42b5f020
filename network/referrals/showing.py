"""The only way in which anything reads a referral's guarded content: pages, pieces, files, calendars, link
pages and messages alike.

Consent is read again each time; what another agency owns is opened only where a living grant lets it be
shown, and each reading of it is a disclosure that is written down.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, select

from network.actors import Actor, ActorKind, Role
from network.disclosures.operations import Telling as ToldOnce
from network.disclosures.operations import disclose_once_a_day
from network.disclosures.reading import note_readings
from network.errors import NotFound
from network.referrals import opening
from network.referrals.assembling import Rows, assemble
from network.referrals.course import Telling
from network.referrals.shown import ShownPerson, ShownReferral, TimelineLine
from network.referrals.viewing import Sight, look_at, narrowed_permits
from network.rules.sharing import SharedField
from network.rules.telling import View
from network.tables import Channel, Referral, ReferralStatus

__all__ = [
    "ShownPerson",
    "ShownReferral",
    "TimelineLine",
    "preview",
    "shown_for_handover",
    "shown_referral",
    "shown_referrals",
]

_F = SharedField
_FILES = frozenset({Channel.CSV, Channel.JSON, Channel.PDF, Channel.CALENDAR})


def shown_referral(
    session: Session, actor: Actor, referral: Referral, channel: Channel, *, identified: bool = True
) -> ShownReferral:
    """One referral with all that this viewer may see of it. Raises NotFound.

    `identified=False` shows only what says nothing about who it is: a link before its code.
    """
    return _show(session, actor, [referral], channel, whole=True, identified=identified)[0]


def shown_referrals(
    session: Session, actor: Actor, referrals: Sequence[Referral], channel: Channel
) -> list[ShownReferral]:
    """The same for a list, in its order: without contact, words and timeline. Raises NotFound.

    The number of questions to the database does not grow with the list.
    """
    return _show(session, actor, referrals, channel, whole=False, identified=True)


def preview(session: Session, actor: Actor, referral: Referral) -> ShownReferral:
    """Exactly what staff of the agency that is asked would be shown if the referral were sent now. Nothing is
    disclosed by it: the viewer is on the sender's side. Raises NotFound."""
    (own,) = look_at(session, actor, [referral])
    if own.view is not View.SENDER:
        raise NotFound
    return _assemble(session, [_as_receiver(session, referral)], whole=True)[0]


def shown_for_handover(session: Session, actor: Actor, referral: Referral, channel: Channel) -> ShownReferral:
    """What goes with the person on paper: of the person what the agency that was asked may be shown, whoever
    prints it, and of the answer what the printer may know.

    Printed on the sender's side it is disclosed to that agency all the same. Raises NotFound for others, and
    before it is sent.
    """
    (own,) = look_at(session, actor, [referral])
    if own.view is View.RECEIVER:
        return shown_referral(session, actor, referral, channel)
    if own.view is not View.SENDER or referral.sent_at is None:
        raise NotFound
    theirs = _as_receiver(session, referral)
    seen, told = _assemble(session, [own, theirs], whole=True)
    disclose_once_a_day(session, actor, [*_told(own, channel), *_told(theirs, channel)])
    note_readings(session, actor, "referral.read", "referral", [referral.id], channel)
    return replace(
        seen,  # of what the receiver tells, no more than the printer may know
        person=told.person,
        need=told.need,
        program=told.program,
        intake_by=told.intake_by,
        note=told.note,
        fields=seen.fields | told.fields,
        notice=told.notice,
    )


def _as_receiver(session: Session, referral: Referral) -> Sight:
    receiver = Actor(
        ActorKind.STAFF,
        organization_id=referral.receiver_organization_id,
        roles=frozenset({Role.PROVIDER}),
    )
    return Sight(receiver, referral, View.RECEIVER, narrowed_permits(session, referral))


def _show(
    session: Session,
    actor: Actor,
    referrals: Sequence[Referral],
    channel: Channel,
    *,
    whole: bool,
    identified: bool,
) -> list[ShownReferral]:
    if not referrals:
        return []
    sights = look_at(session, actor, referrals, identified=identified)
    shown = _assemble(session, sights, whole=whole)
    disclose_once_a_day(session, actor, [each for sight in sights for each in _told(sight, channel)])
    if whole or channel in _FILES:
        note_readings(session, actor, "referral.read", "referral", [r.id for r in referrals], channel)
    return shown


def _told(sight: Sight, channel: Channel) -> list[ToldOnce]:
    referral = sight.referral
    return [
        ToldOnce(
            person_id=referral.person_id,
            referral_id=referral.id,
            permit=permit,
            fields=frozenset(lines),
            channel=channel,
            recipient_organization_id=sight.actor.organization_id,
            recipient_account_id=sight.actor.id
            if permit.recipient_account_id or permit.recipient_case_role
            else None,
        )
        for permit, lines in sight.shown.items()
    ]


def _assemble(session: Session, sights: Sequence[Sight], *, whole: bool) -> list[ShownReferral]:
    course = opening.read_course(session, {sight.referral.id for sight in sights})
    around = opening.read_surroundings(session, sights, course)
    elsewhere = _elsewhere(session, sights)
    people = opening.open_people(session, sights)
    cases = opening.read_cases(session, sights)
    contacts = opening.open_contacts(session, sights) if whole else {}
    needs = opening.open_needs(session, sights) if whole else {}
    tellings = [Telling(sight, course, around, knows_elsewhere=_knows(sight, elsewhere)) for sight in sights]
    words: dict[UUID, str] = {}
    appointment_words: dict[UUID, str | None] = {}
    if whole:
        words = opening.open_words(session, set().union(*(each.words_to_open() for each in tellings)))
        appointment_words = opening.open_appointment_words(
            session, set().union(*(each.appointment_words_to_open() for each in tellings))
        )
    rows = Rows(people, contacts, needs, cases, words, appointment_words)
    return [assemble(each, rows, whole=whole) for each in tellings]


def _elsewhere(session: Session, sights: Sequence[Sight]) -> dict[UUID, set[UUID]]:
    """Which agencies else were asked for a need, where something ended because one of them helped."""
    needs = {s.referral.need_id for s in sights if s.referral.status is ReferralStatus.OBSOLETE}
    found: dict[UUID, set[UUID]] = {need_id: set() for need_id in needs}
    if needs:
        rows = session.exec(
            select(Referral.need_id, Referral.receiver_organization_id).where(
                col(Referral.need_id).in_(needs), col(Referral.sent_at).is_not(None)
            )
        )
        for need_id, organization_id in rows:
            found[need_id].add(organization_id)
    return found


def _knows(sight: Sight, elsewhere: dict[UUID, set[UUID]]) -> bool:
    """Whether the viewer may know that somebody else helped: only by the word of each who could have."""
    others = elsewhere.get(sight.referral.need_id, set()) - {sight.referral.receiver_organization_id}
    return (
        sight.view is View.SENDER
        and bool(others)
        and all(sight.sees(_F.OUTCOME_COARSE, organization_id) for organization_id in others)
    )
