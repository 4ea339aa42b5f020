"""What a consent must say before it holds, and when it stops holding.

42 CFR 2.31 with 45 CFR 164.508(c) for a consent that is free, 42 CFR 2.35 where taking part is a condition of
a charge, disposition, sentence or release. What goes further than the law is marked policy.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from network.rules.sharing import JUSTICE_CASE_ROLES
from network.tables.case import CaseRole
from network.tables.consent import (
    ConsentStatus,
    EndEvent,
    InformationKind,
    Instrument,
    Proceeding,
    Purpose,
    SigningWay,
)

MONITORING_ROLES = JUSTICE_CASE_ROLES
"""Who can have a duty to monitor progress, 2.35(a)(1); that nobody else can be chosen is policy."""

OUTWARD = frozenset(
    {
        InformationKind.IDENTITY,
        InformationKind.CONTACT,
        InformationKind.NEED,
        InformationKind.CASE,
        InformationKind.NOTE,
    }
)
"""What the person's own agency knows and can tell."""

INWARD = frozenset(
    {
        InformationKind.STATUS,
        InformationKind.ATTENDANCE,
        InformationKind.PROGRESS,
        InformationKind.REASONS,
    }
)
"""What the helping agency knows and can tell back."""

FOR_MONITORS = INWARD - {InformationKind.REASONS}
"""What can be told to those who monitor; reasons about the person never (policy)."""

DAYS_AFTER_REFERRALS = 30  # policy: time for the next agency after a no, and for the outcome to be told
MOST_RECIPIENTS = 10  # policy: more names are not read any more
MOST_LETTERS, MOST_WORDS = 200, 2000
DRAWN = re.compile(r"[MLQ0-9 .,-]{20,60000}")  # SVG path data of straight lines and curves, nothing else


@dataclass(frozen=True)
class Scan:
    """A scan of a signed paper that was found to be one: see network.consent.scans."""

    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Signing:
    """Everything that was asked and answered when somebody signs. Field names are those of the form.

    `is_condition` is the one plain question: is taking part a condition of a charge, disposition, sentence or
    release? `told` is what the person's agency may tell the recipients, `told_back` what these may tell it,
    `monitored` what they may tell those who monitor (2.35).
    """

    is_condition: bool | None = None
    recipient_organization_ids: tuple[UUID, ...] = ()
    told: frozenset[InformationKind] = frozenset()
    told_back: frozenset[InformationKind] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    asked_by_person: bool = False
    effective_from: date | None = None  # None: today
    expires_on: date | None = None
    expires_event: EndEvent | None = None
    language: str = "en"
    used_interpreter: bool = False
    # 2.35 only
    monitor_account_ids: tuple[UUID, ...] = ()
    monitor_roles: frozenset[CaseRole] = frozenset()
    monitored: frozenset[InformationKind] = frozenset()
    proceeding: Proceeding | None = None
    condition_authority: str = ""
    condition_reference: str = ""
    condition_set_on: date | None = None
    treatment_ends_on: date | None = None
    final_disposition_on: date | None = None
    factors: str = ""
    revocable_on: date | None = None
    revocable_event: EndEvent | None = None
    # The signature
    way: SigningWay | None = None
    signed_name: str = ""
    signature: str = field(default="", repr=False)  # SVG path data
    witness_name: str = ""
    representative: str = ""
    representative_authority: str = ""
    could_decide: bool = False
    scan: Scan | None = None
    copy_given: bool = False
    consent_id: UUID | None = None  # of the form that was shown, so that sending it twice signs once


@dataclass(frozen=True)
class Recipient:
    """What the rules must know of an agency that is to be told."""

    name: str
    is_victim_service: bool = False
    takes_referrals: bool = True


@dataclass(frozen=True)
class Policy:
    """What an operator decides about consents, because the law leaves it open or we could not verify it.

    `own_words` is a paragraph of the operator's own at the end of every text (state law, counsel's wish).
    """

    longest_days: int = 730
    own_words: str = ""
    own_words_es: str = ""


@dataclass(frozen=True)
class Monitor:
    """Somebody who takes part in the case now, and as what."""

    name: str
    roles: frozenset[CaseRole]


@dataclass(frozen=True)
class Circumstances:
    """What the rules must know beside the signing itself. `monitors` takes part in the person's open case
    now, by account; without a case `case_id` is None. `facts` are the kinds of things (keys of
    consent_names.FACTS) that are written down for the open needs, and would go where the need may be told."""

    person_name: str
    organization_id: UUID
    organization_name: str
    today: date
    recipients: Mapping[UUID, Recipient]
    case_id: UUID | None = None
    disposed_on: date | None = None
    monitors: Mapping[UUID, Monitor] = field(default_factory=dict)
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ending:
    """What has happened to a consent's case and referrals, as far as it can end the consent."""

    status: ConsentStatus
    expires_event: EndEvent | None = None
    disposed_on: date | None = None
    program_ended_at: datetime | None = None
    referrals_ended_at: datetime | None = None  # the last of them; None: none yet, or one is still open

    def is_disposed(self, moment: datetime) -> bool:
        """Whether the matter itself has come to its end."""
        return self.disposed_on is not None and self.disposed_on <= moment.date()


def instrument_of(signing: Signing) -> Instrument:
    """Which rule the answer to the one question picks."""
    return Instrument.CRIMINAL_JUSTICE if signing.is_condition else Instrument.VOLUNTARY


def last_day(signing: Signing, today: date, policy: Policy) -> date:
    """The last day of the consent; one that ends with an event ends at the latest after the longest time
    (policy)."""
    latest = (signing.effective_from or today) + timedelta(days=policy.longest_days)
    return min(signing.expires_on, latest) if signing.expires_on else latest


def end_of_day(day: date, time_zone: str) -> datetime:
    """The moment a day is over on the clock of `time_zone`, in UTC; days of 23 and 25 hours too."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(time_zone)).astimezone(UTC)


def start_of_day(day: date, time_zone: str) -> datetime:
    """The moment a day begins on the clock of `time_zone`, in UTC."""
    return end_of_day(day - timedelta(days=1), time_zone)


def has_ended(ending: Ending, instrument: Instrument, moment: datetime) -> bool:
    """Whether a grant of this consent has ended by an event at this moment, whatever its dates say.

    That final disposition ends a consent under 2.35 is policy: the rule only says it can be taken back then.
    """
    if ending.status is not ConsentStatus.SIGNED:
        return True
    if ending.is_disposed(moment) and (
        instrument is Instrument.CRIMINAL_JUSTICE or ending.expires_event is EndEvent.FINAL_DISPOSITION
    ):
        return True
    match ending.expires_event:
        case EndEvent.PROGRAM_ENDED:
            return ending.program_ended_at is not None and ending.program_ended_at <= moment
        case EndEvent.REFERRAL_CLOSED:
            wait = timedelta(days=DAYS_AFTER_REFERRALS)
            return ending.referrals_ended_at is not None and ending.referrals_ended_at + wait <= moment
        case _:
            return False


def is_revocable(
    instrument: Instrument, revocable_from: datetime | None, event_has_come: bool, moment: datetime
) -> bool:
    """Whether a grant can be taken back at this moment: a free one always, one under 2.35 from the day or
    event it names. (2.31(a)(6), 2.35(c))"""
    if instrument is Instrument.VOLUNTARY or event_has_come:
        return True
    return revocable_from is not None and revocable_from <= moment
