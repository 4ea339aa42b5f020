"""What people signed: the list of a person's consents, one consent, its copy, and taking it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from network.actors import Actor
from network.clock import now
from network.consent.overview import KnownConsent, KnownGrant, is_waiting
from network.rules.consent_names import INFORMATION, INSTRUMENTS, MONITORS, SIGNING_WAYS
from network.rules.consent_permissions import may_take_consent
from network.rules.consent_text import kept_text
from network.tables import CaseFile, Person
from network.tables.consent import ConsentStatus, Instrument, SigningWay
from network.words import LANGUAGES, Say, say
from web.pages.consent_reading import ReadPart, for_reading
from web.pages.people import ClockPage, clock_page, full_name, initials_of


@dataclass(frozen=True)
class State:
    """Where a consent or grant stands: a word, a shape and a color."""

    words: Say
    icon: str
    state: str  # good, wait, stop or quiet


LIVE = State(say("Holds"), "check_circle", "good")
LATER = State(say("Begins later"), "schedule", "quiet")
WAITS = State(say("Ends as soon as it can"), "hourglass_empty", "wait")
ENDED = State(say("Has ended"), "cancel", "stop")
REVOKED = State(say("Taken back"), "cancel", "stop")
REPLACED = State(say("Replaced by a newer one"), "history", "quiet")


@dataclass(frozen=True)
class GrantLine:
    """Who may tell whom what; `withdraw_href` takes back what is about this agency alone."""

    sentence: Say
    kinds: tuple[Say, ...]
    state: State
    last_moment: datetime | None  # of its last day
    agency_id: UUID


@dataclass(frozen=True)
class ConsentCard:
    href: str
    instrument: Say
    state: State
    agencies: tuple[str, ...]
    signed_at: datetime | None
    way: Say
    expires_on: date | None
    is_live: bool
    withdraw_href: str  # empty: nothing is left to take back, or the reader may not


@dataclass(frozen=True)
class ConsentsPiece:
    """The consents of one person, for their page and for their list: see consents/_of_person.html."""

    href: str
    new_href: str  # empty: the reader may not take one
    live: tuple[ConsentCard, ...]
    past: tuple[ConsentCard, ...]


@dataclass(frozen=True)
class ConsentsPage:
    initials: str
    name: str
    person_href: str
    clock: ClockPage
    consents: ConsentsPiece


@dataclass(frozen=True)
class AgencyLine:
    name: str
    withdraw_href: str


@dataclass(frozen=True)
class ConsentPage:
    initials: str
    name: str
    person_href: str
    list_href: str
    href: str
    clock: ClockPage
    card: ConsentCard
    taken_by: str
    language: str
    used_interpreter: bool
    witness: str
    signed_name: str
    representative: str
    authority: str
    signature: str  # SVG path data
    has_scan: bool
    copy_given_at: datetime | None
    copy_action: str  # empty: the reader may not say that it was given
    waits_since: datetime | None
    revoked_at: datetime | None
    grants: tuple[GrantLine, ...]
    agencies: tuple[AgencyLine, ...]  # each can be taken back alone, where there are several
    text: tuple[ReadPart, ...]
    text_language: str
    text_version: str
    is_mandated: bool
    renew_href: str
    texts: tuple[tuple[str, str, str], ...]  # code, name, href of the other languages it was kept in


@dataclass(frozen=True)
class WithdrawalPage:
    """What will stop at once, and what has to wait, before somebody takes a consent back."""

    initials: str
    name: str
    person_href: str
    href: str  # back to the consent
    action: str
    agency: str  # empty: all of it
    agency_id: UUID | None
    now: tuple[GrantLine, ...]
    later: tuple[GrantLine, ...]
    revocable_on: date | None
    clock: ClockPage


@dataclass(frozen=True)
class Setting:
    """The person and case that a page of consents is about."""

    person: Person
    case: CaseFile | None
    program: str

    def clock(self, actor: Actor) -> ClockPage:
        return clock_page(self.person, self.case, self.program, actor, now())


def consents_piece(actor: Actor, person: Person, consents: Sequence[KnownConsent]) -> ConsentsPiece:
    """The consents of a person: those that hold, and those that do not any more."""
    may = bool(may_take_consent(actor, person))
    cards = [(known.is_live, consent_card(known, may=may)) for known in consents]
    here = f"/people/{person.id}/consents"
    return ConsentsPiece(
        here,
        f"{here}/new" if may else "",
        tuple(card for live, card in cards if live),
        tuple(card for live, card in cards if not live),
    )


def consents_page(actor: Actor, setting: Setting, consents: Sequence[KnownConsent]) -> ConsentsPage:
    """The list of a person's consents."""
    person = setting.person
    return ConsentsPage(
        initials_of(person),
        full_name(person),
        f"/people/{person.id}",
        setting.clock(actor),
        consents_piece(actor, person, consents),
    )


def consent_card(known: KnownConsent, *, may: bool) -> ConsentCard:
    """One consent in a list."""
    consent = known.consent
    href = f"/consents/{consent.id}"
    return ConsentCard(
        href=href,
        instrument=INSTRUMENTS[consent.instrument],
        state=_state(known),
        agencies=tuple(agencies_of(known).values()),
        signed_at=consent.signed_at,
        way=SIGNING_WAYS[consent.signing_way or SigningWay.PAPER],
        expires_on=consent.expires_on,
        is_live=known.is_live,
        withdraw_href=f"{href}/withdrawal" if may and known.can_be_withdrawn else "",
    )


def consent_page(actor: Actor, setting: Setting, known: KnownConsent, language: str) -> ConsentPage:
    """What was signed, and how it stands; the text in `language` where it was read in it."""
    consent, person = known.consent, setting.person
    may = bool(may_take_consent(actor, person))
    card = consent_card(known, may=may)
    kept = [code for code in LANGUAGES if code in {"en", consent.language}]
    shown = language if language in kept else "en"
    agencies = agencies_of(known, only_live=True)
    return ConsentPage(
        initials=initials_of(person),
        name=full_name(person),
        person_href=f"/people/{person.id}",
        list_href=f"/people/{person.id}/consents",
        href=card.href,
        clock=setting.clock(actor),
        card=card,
        taken_by=known.taken_by,
        language=LANGUAGES.get(consent.language, consent.language),
        used_interpreter=consent.used_interpreter,
        witness=consent.witness_name or "",
        signed_name=consent.signed_name or "",
        representative=consent.representative or "",
        authority=consent.representative_authority or "",
        signature=consent.signature or "",
        has_scan=known.has_scan,
        copy_given_at=consent.copy_given_at,
        copy_action=f"{card.href}/copy" if may and card.is_live else "",
        waits_since=consent.revocation_asked_at if is_waiting(known) else None,
        revoked_at=consent.revoked_at,
        grants=tuple(map(grant_line, known.grants)),
        agencies=tuple(
            AgencyLine(name, f"{card.withdraw_href}?agency={id_}") for id_, name in agencies.items()
        )
        if len(agencies) > 1 and card.withdraw_href
        else (),
        text=for_reading(kept_text(consent.text or '{"en": []}', shown)),
        text_language=shown,
        text_version=consent.text_version,
        is_mandated=consent.instrument is Instrument.CRIMINAL_JUSTICE,
        renew_href=f"/people/{person.id}/consents/new?renews={consent.id}" if may else "",
        texts=tuple((code, LANGUAGES[code], f"{card.href}?text={code}") for code in kept if code != shown),
    )


def withdrawal_page(
    actor: Actor, setting: Setting, known: KnownConsent, agency_id: UUID | None
) -> WithdrawalPage:
    """What will happen when it is taken back."""
    person, href = setting.person, f"/consents/{known.consent.id}"
    concerned = [
        one for one in known.grants if one.is_live and (agency_id is None or one.agency_id == agency_id)
    ]
    return WithdrawalPage(
        initials=initials_of(person),
        name=full_name(person),
        person_href=f"/people/{person.id}",
        href=href,
        action=f"{href}/withdrawal",
        agency=agencies_of(known).get(agency_id, "") if agency_id else "",
        agency_id=agency_id,
        now=tuple(grant_line(one) for one in concerned if one.can_end_now),
        later=tuple(grant_line(one) for one in concerned if not one.can_end_now),
        revocable_on=known.consent.revocable_on,
        clock=setting.clock(actor),
    )


def grant_line(known: KnownGrant) -> GrantLine:
    """Who may tell whom what, as a sentence."""
    grant = known.grant
    recipient: Say | str = known.recipient
    if not recipient and grant.recipient_case_role:
        recipient = MONITORS[grant.recipient_case_role]
    return GrantLine(
        say("{who} may tell {whom}", who=known.discloser, whom=recipient),
        tuple(INFORMATION[kind][0] for kind in INFORMATION if kind in grant.information),
        _grant_state(known),
        grant.until - timedelta(seconds=1) if grant.until else None,
        known.agency_id,
    )


def _grant_state(known: KnownGrant) -> State:
    grant = known.grant
    if grant.revoked_at is not None:
        return REVOKED
    if not known.is_live:
        return LATER if grant.starts_at > now() else ENDED
    return WAITS if grant.revocation_asked_at is not None else LIVE


def _state(known: KnownConsent) -> State:
    match known.consent.status:
        case ConsentStatus.REVOKED:
            return REVOKED
        case ConsentStatus.REPLACED:
            return REPLACED
    if known.is_live:
        return WAITS if is_waiting(known) else LIVE
    return LATER if any(one.grant.starts_at > now() for one in known.grants) else ENDED


def agencies_of(known: KnownConsent, *, only_live: bool = False) -> dict[UUID, str]:
    """The helping agencies that it names, in their order."""
    lines: Iterable[KnownGrant] = (one for one in known.grants if one.is_live or not only_live)
    names: dict[UUID, str] = {}
    for one in lines:
        own = one.grant.discloser_organization_id == known.consent.organization_id
        names.setdefault(one.agency_id, one.recipient if own else one.discloser)
    return names
