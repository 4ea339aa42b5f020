"""A referral as one viewer may see it. Whatever they may not see is None here, and was never decrypted."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from network.rules.moves import Party
from network.rules.notices_part2 import Part2Notice
from network.rules.sharing import SharedField
from network.rules.telling import Coarse, View
from network.tables.case import Urgency
from network.tables.consent import InformationKind
from network.tables.outcome import Evidence, OutcomeStep
from network.tables.person import ContactWay
from network.tables.referral import AppointmentStatus, ReferralStatus
from network.words import Say

_CAME = frozenset({OutcomeStep.ARRIVED_SCREENED, OutcomeStep.ADMITTED_ENROLLED})


@dataclass(frozen=True)
class ShownContact:
    """How the person may be reached without harm."""

    preferred: ContactWay | None = None
    may_call: bool = False
    may_leave_voicemail: bool = False
    may_text: bool = False
    may_email: bool = False
    not_before: time | None = None
    not_after: time | None = None
    time_zone: str = ""
    phone: str | None = None
    email: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class ShownPerson:
    """Who it is about; all None where the viewer may not know."""

    id: UUID
    name: str | None = None  # given and family name
    called: str | None = None
    initials: str | None = None
    born_on: date | None = None
    language: str | None = None  # BCP 47
    needs_interpreter: bool | None = None
    contact: ShownContact | None = None


@dataclass(frozen=True)
class ShownNeed:
    """What is needed."""

    kind: str | None = None  # code of our kinds of service
    urgency: Urgency | None = None
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()  # search filters: name and what was chosen
    words: str | None = None


@dataclass(frozen=True)
class ShownPlace:
    """Where the person is sent: what the directory says to everybody. No address of a private place."""

    service_id: UUID
    service_at_location_id: UUID
    location_id: UUID
    service: str
    organization: str
    location: str | None = None
    address: tuple[str, ...] = ()
    phone: str | None = None
    time_zone: str = ""


@dataclass(frozen=True)
class ShownAppointment:
    """When somebody is expected. `status` is None where attendance is not shared."""

    id: UUID
    starts_at: datetime
    minutes: int | None
    status: AppointmentStatus | None
    words: str | None = None  # whom to ask for, what to bring


@dataclass(frozen=True)
class ShownOutcome:
    """One thing that came of it."""

    id: UUID
    step: OutcomeStep
    happened_on: date
    evidence: Evidence
    said_at: datetime
    side: Party
    detail: str | None = None
    words: str | None = None
    for_justice: bool = False
    corrects_id: UUID | None = None
    is_corrected: bool = False  # a later one says otherwise


@dataclass(frozen=True)
class TimelineLine:
    """One line of what happened, oldest first."""

    at: datetime
    kind: str  # of the event, or `outcome.<step>`
    sentence: Say
    side: Party
    who: str | None = None  # whose account it was
    organization: str | None = None
    channel: str | None = None
    reason: Say | None = None
    words: str | None = None
    is_withheld: bool = False  # there is a reason or words that this viewer is not told
    outcome_id: UUID | None = None
    appointment_id: UUID | None = None


@dataclass(frozen=True)
class ShownReferral:
    """One referral for one viewer: the only form in which a page, file, message or link page has it.

    `status` is where it stands as the viewer may know it; None: it was opened, and no more may be told.
    """

    id: UUID
    view: View
    person: ShownPerson
    need: ShownNeed
    place: ShownPlace | None  # None: not even the provider's name may be known
    sender: str | None  # name of the agency that asks
    sender_account: str | None  # who asks there
    sender_organization_id: UUID
    receiver_organization_id: UUID
    status: ReferralStatus | None
    status_since: datetime | None
    coarse: Coarse | None
    is_over: bool  # as far as the viewer may know
    reason: Say | None
    reason_code: str | None
    created_at: datetime
    sent_at: datetime | None
    opened_at: datetime | None
    answered_at: datetime | None
    answer_by: datetime | None  # None once it was answered or may not be known
    waitlist_position: int | None = None
    expected_on: date | None = None
    claimed_by: str | None = None
    program: str | None = None  # name of the diversion program
    intake_by: datetime | None = None  # the diversion clock
    note: str | None = None  # the sender's first note
    appointments: tuple[ShownAppointment, ...] = ()
    outcomes: tuple[ShownOutcome, ...] = ()
    timeline: tuple[TimelineLine, ...] = ()
    fields: frozenset[SharedField] = frozenset()  # what of the other side's is shown here
    withheld: tuple[InformationKind, ...] = ()  # what no consent lets this viewer know
    notice: Part2Notice | None = None  # stands wherever something of the other side's is shown

    @property
    def appointment(self) -> ShownAppointment | None:
        """The appointment that stands: the latest that was not moved or called off."""
        standing = [
            each
            for each in self.appointments
            if each.status not in {AppointmentStatus.MOVED, AppointmentStatus.CANCELLED}
        ]
        return standing[-1] if standing else None

    @property
    def has_come(self) -> bool:
        """Whether the person kept the appointment that stands, or came and was seen on its day or later."""
        one = self.appointment
        if one is not None and one.status is AppointmentStatus.KEPT:
            return True
        zone = ZoneInfo(self.place.time_zone) if self.place and self.place.time_zone else UTC
        day = one.starts_at.astimezone(zone).date() if one else date.min
        return any(
            each.happened_on >= day and each.step in _CAME and not each.is_corrected for each in self.outcomes
        )
