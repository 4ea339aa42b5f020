"""Puts together what one viewer sees of one referral."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from network.referrals.course import Telling
from network.referrals.shown import (
    ShownContact,
    ShownNeed,
    ShownPerson,
    ShownPlace,
    ShownReferral,
)
from network.referrals.viewing import Sight
from network.rules.moves import ASKED, ENDED
from network.rules.need_facts import kept_facts
from network.rules.notices_part2 import notice_for
from network.rules.reasons import reason_of
from network.rules.sharing import SharedField
from network.rules.telling import View, told_coarsely
from network.tables import OutcomeStep, Person, ReferralStatus, SafeContact
from network.tables.consent import Instrument

_F = SharedField
_LINKED = frozenset(
    {OutcomeStep.INITIATED, OutcomeStep.ENGAGED, OutcomeStep.CONTINUING, OutcomeStep.COMPLETED_SERVICE}
)


@dataclass(frozen=True)
class Rows:
    """What was opened for these viewers, by id."""

    people: dict[UUID, Person]
    contacts: dict[UUID, SafeContact]
    needs: dict[UUID, tuple[str | None, str | None]]
    cases: dict[UUID, tuple[datetime | None, str | None]]
    words: dict[UUID, str]
    appointment_words: dict[UUID, str | None]


def assemble(telling: Telling, rows: Rows, *, whole: bool) -> ShownReferral:
    """The referral as this viewer sees it."""
    sight, referral = telling.sight, telling.referral
    status = telling.status()
    code = telling.reason(status)
    reason = reason_of(code)
    outcomes = telling.outcomes_told(rows.words)
    has_linked = any(outcome.step in _LINKED and not outcome.is_corrected for outcome in outcomes)
    knows_answer = sight.view is View.RECEIVER or telling.sees(_F.ANSWER_STATUS)
    intake_by, program = _case(sight, rows)
    shown = ShownReferral(
        id=referral.id,
        view=sight.view,
        person=_person(sight, rows, whole=whole),
        need=_need(sight, rows, whole=whole),
        place=_place(telling, knows_answer=knows_answer),
        sender=telling.around.organizations.get(referral.sender_organization_id),
        sender_account=telling.name_of(referral.sender_account_id),
        sender_organization_id=referral.sender_organization_id,
        receiver_organization_id=referral.receiver_organization_id,
        status=status,
        status_since=_since(telling, status),
        coarse=told_coarsely(referral.status, sight.view, telling.sees, has_linked=has_linked),
        is_over=status in ENDED,
        reason=reason.words if reason else None,
        reason_code=code,
        created_at=referral.created_at,
        sent_at=referral.sent_at,
        opened_at=telling.opened_at(),
        answered_at=referral.answered_at if knows_answer else None,
        answer_by=referral.answer_by if status in ASKED else None,
        waitlist_position=referral.waitlist_position if knows_answer else None,
        expected_on=referral.expected_on if knows_answer or (reason and reason.about_service) else None,
        claimed_by=telling.name_of(referral.claimed_by_account_id) if knows_answer else None,
        program=program,
        intake_by=intake_by,
        note=telling.note(rows.words),
        appointments=telling.appointments_told(rows.appointment_words),
        outcomes=outcomes,
        timeline=telling.timeline(rows.words, outcomes) if whole else (),
        withheld=sight.withheld,
    )
    return replace(
        shown,
        fields=frozenset(line for lines in sight.shown.values() for line in lines),
        notice=notice_for(
            tuple(sight.shown),
            is_justice=any(permit.instrument is Instrument.CRIMINAL_JUSTICE for permit in sight.shown),
        )
        if sight.shown or sight.view not in {View.SENDER, View.PERSON}
        else None,
    )


def _since(telling: Telling, status: ReferralStatus | None) -> datetime | None:
    """Since when it stands where this viewer is told it stands: that no day is said would say that it stands
    elsewhere."""
    if status is None:
        return None
    if status is telling.referral.status or status in ENDED:
        return telling.referral.status_since
    moves = (event for event in telling.events if event.facts.get("to") == status.value)
    return max((event.happened_at for event in moves), default=None)


def _person(sight: Sight, rows: Rows, *, whole: bool) -> ShownPerson:
    referral = sight.referral
    person = rows.people.get(referral.person_id)
    owner = referral.sender_organization_id
    contact = _contact(sight, rows.contacts.get(referral.person_id)) if whole else None
    if person is None or not sight.show(_F.PERSON_NAME, owner):
        return ShownPerson(referral.person_id, contact=contact)
    shown = ShownPerson(
        referral.person_id,
        name=f"{person.given_name} {person.family_name}",
        called=person.called,
        initials=f"{person.given_name[:1]}. {person.family_name[:1]}.",
        contact=contact,
    )
    if not whole:
        return shown
    return replace(
        shown,
        born_on=date.fromisoformat(person.born_on)
        if person.born_on and sight.show(_F.PERSON_BORN_ON, owner)
        else None,
        language=person.language if sight.show(_F.PERSON_LANGUAGE, owner) else None,
        needs_interpreter=person.needs_interpreter if sight.show(_F.PERSON_LANGUAGE, owner) else None,
    )


def _contact(sight: Sight, row: SafeContact | None) -> ShownContact | None:
    owner = sight.referral.sender_organization_id
    if row is None or not sight.show(_F.CONTACT_WAY, owner):
        return None
    return ShownContact(
        preferred=row.preferred,
        may_call=row.may_call,
        may_leave_voicemail=row.may_leave_voicemail,
        may_text=row.may_text,
        may_email=row.may_email,
        not_before=row.not_before,
        not_after=row.not_after,
        time_zone=row.time_zone,
        phone=row.phone if row.phone and sight.show(_F.CONTACT_PHONE, owner) else None,
        email=row.email if row.email and sight.show(_F.CONTACT_EMAIL, owner) else None,
        words=row.words if row.words and sight.show(_F.CONTACT_WORDS, owner) else None,
    )


def _need(sight: Sight, rows: Rows, *, whole: bool) -> ShownNeed:
    referral = sight.referral
    owner = referral.sender_organization_id
    facts, words = rows.needs.get(referral.need_id, (None, None)) if whole else (None, None)
    return ShownNeed(
        kind=referral.kind if sight.show(_F.NEED_KIND, owner) else None,
        urgency=referral.urgency if sight.show(_F.NEED_URGENCY, owner) else None,
        facts=tuple(kept_facts(facts).items()) if facts and sight.show(_F.NEED_FACTS, owner) else (),
        words=words if words and sight.show(_F.NEED_WORDS, owner) else None,
    )


def _case(sight: Sight, rows: Rows) -> tuple[datetime | None, str | None]:
    referral = sight.referral
    intake_by, program = rows.cases.get(referral.case_id, (None, None)) if referral.case_id else (None, None)
    owner = referral.sender_organization_id
    return (
        intake_by if intake_by and sight.show(_F.CASE_INTAKE_BY, owner) else None,
        program if program and sight.show(_F.CASE_PROGRAM, owner) else None,
    )


def _place(telling: Telling, *, knows_answer: bool) -> ShownPlace | None:
    """Where it goes. Whoever monitors the case learns the provider's name only with a grant: the name alone
    can tell what somebody is treated for. (42 CFR 2.13(c))"""
    referral, around = telling.referral, telling.around
    if telling.sight.view is View.JUSTICE and not knows_answer:
        return None
    service, organization, location = around.places[referral.service_at_location_id]
    address = None if location.is_confidential else around.addresses.get(location.id)
    lines = (
        (
            address.address_1,
            address.address_2,
            f"{address.city}, {address.state_province} {address.postal_code}",
        )
        if address
        else ()
    )
    return ShownPlace(
        service_id=service.id,
        service_at_location_id=referral.service_at_location_id,
        location_id=location.id,
        service=around.names.get((service.id, telling.sight.actor.language), service.name),
        organization=organization.name,
        location=None if location.is_confidential else location.name,
        address=tuple(line for line in lines if line),
        phone=around.phones.get(service.id),
        time_zone=location.time_zone,
    )
