"""What somebody reads on their own page: where to go, when, what to bring, and who may know what."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct, field

from network.consent.overview import KnownConsent
from network.mine.showing import OwnAppointment, OwnPage
from network.referrals.shown import ShownReferral
from network.search.kindred import kind_name
from network.tables import Instrument, ReferralStatus
from network.words import Say, say
from web.pages.consents import GrantLine, agencies_of, grant_line
from web.pages.filled import Filled

_S = ReferralStatus
_ASKED = say("We have asked them. They have not answered yet.")
_YES = say("They said yes. They will offer you an appointment.")
_THERE = say("You go there now.")
STANDINGS: dict[ReferralStatus, Say] = {
    _S.SENT: _ASKED,
    _S.VIEWED: _ASKED,
    _S.UNDER_REVIEW: _ASKED,
    _S.INFO_REQUESTED: say("They have a question. The people who work with you answer it."),
    _S.ACCEPTED: _YES,
    _S.SCHEDULED: _YES,
    _S.WAITLISTED: say("You are on their list. They call when a place is free."),
    _S.MISSED_APPT: say("An appointment was missed. You can still go: ask for another time."),
    _S.LINKED: _THERE,
    _S.ENGAGED: _THERE,
}
"""How it stands in words for the person."""
SAID = {
    "appointment.confirmed": say("You said that you come."),
    "appointment.cannot_come": say(
        "You said that you cannot come. Call them, or wait: they look for another time."
    ),
}


class OwnDoorPage(Struct, frozen=True):
    """What everybody finds behind such a link, whatever it is worth: a field for the code."""

    action: str
    form: Filled = field(default_factory=Filled)


class OwnOverPage(Struct, frozen=True):
    """A link with which nothing can be opened (any more)."""


class AppointmentLines(Struct, frozen=True):
    """When and where; `action` takes the answer, `said` is the last one."""

    starts_at: datetime
    time_zone: str
    service: str
    organization: str
    address: tuple[str, ...]
    phone: str
    words: str  # whom to ask for, what to bring
    action: str
    calendar_href: str
    said: Say | None
    may_say_yes: bool
    may_say_no: bool
    told: Say  # who reads the answer


class UnderwayLine(Struct, frozen=True):
    kind: str
    service: str
    organization: str
    phone: str
    standing: Say


class OwnConsent(Struct, frozen=True):
    """One signing that holds: who may tell whom what."""

    lines: tuple[GrantLine, ...]
    signed_at: datetime | None
    expires_on: date | None
    is_mandated: bool
    withdraw_href: str  # empty: it was asked for already, and ends as soon as it can
    agencies: tuple[tuple[str, str], ...]  # where there are several: name, and where it is taken back alone


class MinePage(Struct, frozen=True):
    base: str
    called: str
    appointments: tuple[AppointmentLines, ...]
    underway: tuple[UnderwayLine, ...]
    consents: tuple[OwnConsent, ...]
    agency: str
    agency_phone: str
    caseworkers: str


class OwnWithdrawalPage(Struct, frozen=True):
    """What stops, and when, before a consent is taken back."""

    base: str
    action: str
    agency: str  # empty: all of it
    agency_id: UUID | None
    now: tuple[GrantLine, ...]
    later: tuple[GrantLine, ...]
    revocable_on: date | None


class OwnLinkPage(Struct, frozen=True):
    """For the officer: whether there is a link, its code, and the card when it was just made."""

    initials: str
    name: str
    person_href: str
    action: str
    has_link: bool
    is_locked: bool = False
    until: datetime | None = None
    opened_at: datetime | None = None
    code: str = ""
    address: str = ""  # only when it was just made
    qr: str = ""


def base_of(secret: str) -> str:
    """The address of the link, without the host."""
    return f"/mine/{secret}"


def mine_page(own: OwnPage, base: str, language: str) -> MinePage:
    """The whole page."""
    return MinePage(
        base=base,
        called=own.called,
        appointments=tuple(_appointment(one, base) for one in own.appointments),
        underway=tuple(_underway(one, language) for one in own.underway if one.place),
        consents=tuple(_consent(known, base) for known in own.consents),
        agency=own.agency,
        agency_phone=own.agency_phone,
        caseworkers=", ".join(own.caseworkers),
    )


def _appointment(own: OwnAppointment, base: str) -> AppointmentLines:
    appointment, shown = own.appointment, own.referral
    place = shown.place
    address = place.address if place else ()
    here = f"{base}/appointments/{shown.id}"
    organization = place.organization if place else ""
    return AppointmentLines(
        starts_at=appointment.starts_at,
        time_zone=place.time_zone if place else "",
        service=place.service if place else "",
        organization=organization,
        address=address,
        phone=(place.phone if place else None) or "",
        words=appointment.words or "",
        action=f"{here}/{appointment.id}",
        calendar_href=f"{here}/calendar.ics",
        said=SAID.get(own.said),
        may_say_yes=own.said != "appointment.confirmed",
        may_say_no=own.said != "appointment.cannot_come",
        told=_told(own, organization),
    )


def _told(own: OwnAppointment, organization: str) -> Say:
    if own.sender_hears and own.referral.sender:
        return say(
            "{place} reads your answer, and so does {agency}: you allowed that.",
            place=organization,
            agency=own.referral.sender,
        )
    return say("Only {place} reads your answer.", place=organization)


def _underway(shown: ShownReferral, language: str) -> UnderwayLine:
    place = shown.place
    return UnderwayLine(
        kind=kind_name(shown.need.kind, language) if shown.need.kind else "",
        service=place.service if place else "",
        organization=place.organization if place else "",
        phone=(place.phone if place else None) or "",
        standing=STANDINGS.get(shown.status, _ASKED) if shown.status else _ASKED,
    )


def _consent(known: KnownConsent, base: str) -> OwnConsent:
    consent, agencies = known.consent, agencies_of(known, only_live=True)
    withdraw_href = f"{base}/consents/{consent.id}/withdrawal" if known.can_be_withdrawn else ""
    return OwnConsent(
        lines=tuple(grant_line(one) for one in known.grants if one.is_live),
        signed_at=consent.signed_at,
        expires_on=consent.expires_on,
        is_mandated=consent.instrument is Instrument.CRIMINAL_JUSTICE,
        withdraw_href=withdraw_href,
        agencies=tuple((name, f"{withdraw_href}?agency={id_}") for id_, name in agencies.items())
        if len(agencies) > 1 and withdraw_href
        else (),
    )


def own_withdrawal_page(known: KnownConsent, base: str, agency_id: UUID | None) -> OwnWithdrawalPage:
    """What happens when it is taken back, or only what is about one agency."""
    live = [one for one in known.grants if one.is_live and agency_id in {None, one.agency_id}]
    return OwnWithdrawalPage(
        base=base,
        action=f"{base}/consents/{known.consent.id}/withdrawal",
        agency=agencies_of(known, only_live=True).get(agency_id, "") if agency_id else "",
        agency_id=agency_id,
        now=tuple(grant_line(one) for one in live if one.can_end_now),
        later=tuple(grant_line(one) for one in live if not one.can_end_now),
        revocable_on=known.consent.revocable_on,
    )


def own_href(person_id: UUID) -> str:
    """Where their officer gives them the link."""
    return f"/people/{person_id}/own-page"
