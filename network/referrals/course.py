"""The course of a referral for one viewer: where it stands, its appointments, what came of it, and the lines
of its timeline."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from network.actors import ActorKind
from network.clock import now
from network.referrals.opening import Course, Surroundings
from network.referrals.shown import ShownAppointment, ShownOutcome, TimelineLine
from network.referrals.viewing import Sight
from network.rules.happenings import HAPPENINGS
from network.rules.moves import Party
from network.rules.outcome_words import STEP_WORDS
from network.rules.reasons import reason_of
from network.rules.sharing import SharedField
from network.rules.telling import (
    OUTCOME_FIELDS,
    Told,
    View,
    told_event,
    told_status,
)
from network.tables import (
    Appointment,
    AppointmentStatus,
    Event,
    Outcome,
    ReferralStatus,
    Remark,
    RemarkKind,
)
from network.words import Say, say

_F = SharedField
NO_LONGER_NEEDED = say("ended: it is no longer needed")


class Telling:
    """Tells one viewer the course of one referral, and remembers what of it was told."""

    def __init__(self, sight: Sight, course: Course, around: Surroundings, *, knows_elsewhere: bool) -> None:
        referral = sight.referral
        self.sight = sight
        self.referral = referral
        self.around = around
        self.knows_elsewhere = knows_elsewhere
        self.events = course.events.get(referral.id, [])
        self.outcomes = course.outcomes.get(referral.id, [])
        self.by_id = {outcome.id: outcome for outcome in self.outcomes}
        self.appointments = course.appointments.get(referral.id, [])
        self.remarks = {remark.id: remark for remark in course.remarks.get(referral.id, [])}

    def sees(self, line: SharedField) -> bool:
        """Whether the viewer may know this line of the receiver's; it is told if so."""
        return self.sight.show(line, self.referral.receiver_organization_id)

    # Where it stands

    def status(self) -> ReferralStatus | None:
        """Where it stands as the viewer may know it."""
        status = self.referral.status
        if status is ReferralStatus.OBSOLETE and not self.knows_elsewhere:
            return ReferralStatus.WITHDRAWN
        return told_status(status, self.sight.view, self.sees, is_own=self._brought_it_there())

    def reason(self, told: ReferralStatus | None) -> str | None:
        """The code of why it stands there, if the viewer may know it."""
        reason = reason_of(self.referral.reason)
        if reason is None or told is not self.referral.status:
            return None
        if reason.about_service or self._brought_it_there():
            return reason.code.value
        if self.sight.view is not View.RECEIVER and self.sees(_F.REASON):
            return reason.code.value
        return None

    def _brought_it_there(self) -> bool:
        """Whether the viewer's own agency made the last move."""
        moves = [event for event in self.events if event.facts.get("to") == self.referral.status.value]
        return bool(moves) and self._is_own(moves[-1])

    def _is_own(self, event: Event) -> bool:
        return (
            self.sight.view is not View.JUSTICE
            and event.organization_id is not None
            and event.organization_id == self.sight.actor.organization_id
        )

    # What came of it

    def appointments_told(self, words: Mapping[UUID, str | None]) -> tuple[ShownAppointment, ...]:
        """The appointments the viewer may know of; `words` are those that were opened."""
        return tuple(
            ShownAppointment(
                row.id, row.starts_at, row.minutes, self._attendance(row), self._what_to_bring(row, words)
            )
            for row in self.appointments
            if self.sight.show(_F.APPOINTMENT_WHEN, self._booked_by(row))
        )

    def appointment_words_to_open(self) -> set[UUID]:
        """Of which appointments the viewer may read whom to ask for and what to bring."""
        return {
            row.id for row in self.appointments if self.sight.sees(_F.APPOINTMENT_WHERE, self._booked_by(row))
        }

    def _what_to_bring(self, row: Appointment, words: Mapping[UUID, str | None]) -> str | None:
        told = words.get(row.id)
        return told if told and self.sight.show(_F.APPOINTMENT_WHERE, self._booked_by(row)) else None

    def _attendance(self, row: Appointment) -> AppointmentStatus | None:
        """Where attendance is not shared, not even that somebody has said how it went."""
        if row.status in {AppointmentStatus.MOVED, AppointmentStatus.CANCELLED} or self.sees(_F.ATTENDANCE):
            return row.status
        return AppointmentStatus.BOOKED if row.starts_at > now() else None

    def _booked_by(self, row: Appointment) -> UUID:
        by_sender = self._organization_of(row.made_by_account_id) == self.referral.sender_organization_id
        referral = self.referral
        return referral.sender_organization_id if by_sender else referral.receiver_organization_id

    def outcomes_told(self, words: Mapping[UUID, str]) -> tuple[ShownOutcome, ...]:
        """What came of it, as far as the viewer may know."""
        corrected = {row.corrects_id for row in self.outcomes}
        return tuple(
            ShownOutcome(
                id=row.id,
                step=row.step,
                happened_on=row.happened_on,
                evidence=row.evidence,
                said_at=row.said_at,
                side=self._side(row.organization_id),
                detail=self._detail(row),
                words=words.get(row.remark_id) if row.remark_id else None,
                for_justice=row.for_justice,
                corrects_id=row.corrects_id,
                is_corrected=row.id in corrected,
            )
            for row in self.outcomes
            if self._knows_outcome(row)
        )

    def _knows_outcome(self, row: Outcome) -> bool:
        """A correction is told to whoever was told what it corrects."""
        first = row
        while first.corrects_id is not None and first.corrects_id in self.by_id:
            first = self.by_id[first.corrects_id]
        line = OUTCOME_FIELDS.get(row.step) or OUTCOME_FIELDS.get(first.step, _F.OUTCOME_STEP)
        return self.sight.show(line, self._owner(row), for_justice=row.for_justice or first.for_justice)

    def _detail(self, row: Outcome) -> str | None:
        if row.detail is None:
            return None
        known = self.sight.show(_F.OUTCOME_DETAIL, self._owner(row), for_justice=row.for_justice)
        return row.detail if known else None

    def _owner(self, row: Outcome) -> UUID:
        return row.organization_id or self.referral.receiver_organization_id

    def _side(self, organization_id: UUID | None) -> Party:
        own = organization_id == self.referral.sender_organization_id
        return Party.SENDER if own else Party.RECEIVER

    # Words

    def words_to_open(self) -> set[UUID]:
        """Of which remarks the viewer may read the words."""
        return {
            remark.id
            for remark in self.remarks.values()
            if self.sight.sees(_line_of(remark, self._side(remark.organization_id)), remark.organization_id)
        }

    def _tell_words(self, remark_id: UUID, words: Mapping[UUID, str]) -> str | None:
        remark = self.remarks.get(remark_id)
        if remark is None or remark_id not in words:
            return None
        self.sight.show(_line_of(remark, self._side(remark.organization_id)), remark.organization_id)
        return words[remark_id]

    def note(self, words: Mapping[UUID, str]) -> str | None:
        """The sender's first note."""
        for remark in self.remarks.values():
            is_senders = remark.organization_id == self.referral.sender_organization_id
            if remark.kind is RemarkKind.NOTE and is_senders:
                return self._tell_words(remark.id, words)
        return None

    # The timeline

    def timeline(
        self, words: Mapping[UUID, str], outcomes: tuple[ShownOutcome, ...]
    ) -> tuple[TimelineLine, ...]:
        """Every line the viewer may read, oldest first."""
        lines = [line for event in self.events if (line := self._line(event, words)) is not None]
        lines += [self._outcome_line(outcome) for outcome in outcomes]
        return tuple(sorted(lines, key=lambda line: line.at))

    def _line(self, event: Event, words: Mapping[UUID, str]) -> TimelineLine | None:
        told = self._told(event)
        if told is None:
            return None
        code, has_more = self._reason_of(event, told)
        remark_id = _id(event.facts.get("remark"))
        spoken = self._tell_words(remark_id, words) if remark_id and not told.is_less else None
        channel = event.facts.get("channel")
        return TimelineLine(
            at=event.happened_at,
            kind="referral.not_linked" if told.is_less else event.kind,
            sentence=told.sentence or HAPPENINGS[event.kind].sentence,
            side=self._party(event),
            who=self.name_of(event.actor_id),
            organization=self._organization(event.organization_id),
            channel=channel if isinstance(channel, str) else None,
            reason=code,
            words=spoken,
            is_withheld=has_more or bool(remark_id and spoken is None),
            appointment_id=_id(event.facts.get("appointment")),
        )

    def _told(self, event: Event) -> Told | None:
        if event.kind == "referral.obsolete" and not self.knows_elsewhere:
            return Told(NO_LONGER_NEEDED)
        return told_event(event.kind, self.sight.view, self.sees, is_own=self._is_own(event))

    def _reason_of(self, event: Event, told: Told) -> tuple[Say | None, bool]:
        """The reason of an event in words, and whether there is one that is not told."""
        code = event.facts.get("reason")
        reason = reason_of(code) if isinstance(code, str) else None
        if reason is None:
            return None, False
        owner = event.organization_id or self.referral.receiver_organization_id
        if not told.is_less and (
            reason.about_service or self._is_own(event) or self.sight.show(_F.REASON, owner)
        ):
            return reason.words, False
        return None, True

    def _outcome_line(self, outcome: ShownOutcome) -> TimelineLine:
        row = self.by_id[outcome.id]
        if row.remark_id and outcome.words:
            self._tell_words(row.remark_id, {row.remark_id: outcome.words})
        return TimelineLine(
            at=outcome.said_at,
            kind=f"outcome.{outcome.step}",
            sentence=STEP_WORDS[outcome.step],
            side=outcome.side,
            who=self.name_of(row.said_by_account_id),
            organization=self._organization(row.organization_id),
            words=outcome.words,
            is_withheld=bool(row.remark_id and not outcome.words),
            outcome_id=outcome.id,
        )

    def opened_at(self) -> datetime | None:
        """When the receiver opened it; always told to the sender."""
        for event in self.events:
            if event.kind == "referral.viewed" and self._told(event) is not None:
                return event.happened_at
        return None

    def name_of(self, account_id: UUID | None) -> str | None:
        """The name of somebody of the staff."""
        account = self.around.accounts.get(account_id) if account_id else None
        return account[0] if account else None

    def _organization_of(self, account_id: UUID | None) -> UUID | None:
        account = self.around.accounts.get(account_id) if account_id else None
        return account[1] if account else None

    def _organization(self, organization_id: UUID | None) -> str | None:
        return self.around.organizations.get(organization_id) if organization_id else None

    def _party(self, event: Event) -> Party:
        match event.actor_kind:
            case ActorKind.SYSTEM | ActorKind.OPERATOR:
                return Party.SYSTEM
            case ActorKind.PERSON:
                return Party.PERSON
            case _:
                return self._side(event.organization_id)


def _line_of(remark: Remark, side: Party) -> SharedField:
    """Which line of the consent the words of a remark are."""
    if side is Party.SENDER:
        return _F.REMARK_REPLY if remark.kind is RemarkKind.REPLY else _F.REMARK_NOTE
    match remark.kind:
        case RemarkKind.REASON:
            return _F.REASON_WORDS
        case RemarkKind.EVIDENCE:
            return _F.EVIDENCE_WORDS
        case _:
            return _F.ANSWER_WORDS


def _id(fact: object) -> UUID | None:
    return UUID(fact) if isinstance(fact, str) and fact else None
