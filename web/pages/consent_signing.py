"""The pages on which somebody permits something: the one question, the choices, the text to sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from msgspec.structs import replace

from network.actors import Actor
from network.consent.choosing import Agency, monitors_of_case
from network.consent.overview import KnownConsent
from network.rules.consent import FOR_MONITORS, INWARD, OUTWARD, Circumstances, Policy, Signing
from network.rules.consent_names import END_EVENTS, INFORMATION, MONITORS, PROCEEDINGS, PURPOSES, listed
from network.rules.consent_text import spoken_text, text_mark
from network.rules.consent_words import AGREEMENT
from network.tables import Person
from network.tables.case import CaseRole
from network.tables.consent import InformationKind, Instrument, Purpose, SigningWay
from network.words import LANGUAGES, Say, say, speak
from web.forms.consents import ON_PAPER
from web.pages.case_words import ROLES
from web.pages.consent_reading import ReadPart, for_reading
from web.pages.consents import Setting
from web.pages.filled import Choice, Filled
from web.pages.people import ClockPage, full_name, initials_of

DAYS = 180  # how long a consent is proposed to last
PROPOSED = {
    "told": ("identity", "contact", "need"),
    "told_back": ("status",),
    "monitored": ("status", "attendance"),
}
FREE_PURPOSES = (Purpose.REFERRAL, Purpose.COORDINATION, Purpose.PATIENT_REQUEST)
BUTTONS = {"look", "switch", "change", "scan"}
WAYS = (
    Choice(SigningWay.SCREEN, say("Sign here with a finger or mouse")),
    Choice(SigningWay.KEYBOARD, say("Type the name"), say("The typed name is the signature.")),
    Choice(SigningWay.PAPER, say("On paper"), say("Print the text, then add a picture or PDF of it.")),
    Choice(SigningWay.WITNESSED, say("Before a witness"), say("The person says yes, or makes a mark.")),
)  # fmt: skip


@dataclass(frozen=True)
class QuestionPage:
    """The one plain question that decides which rule holds."""

    initials: str
    name: str
    person_href: str
    list_href: str
    action: str
    clock: ClockPage
    form: Filled
    carried: tuple[tuple[str, str], ...]  # what goes along: place, next, renews


@dataclass(frozen=True)
class ChoicesPage:
    """Who may be told what, why, until when."""

    initials: str
    name: str
    person_href: str
    list_href: str
    question_href: str
    action: str
    clock: ClockPage
    form: Filled
    is_condition: bool
    has_case: bool
    agencies: tuple[Choice, ...]
    told: tuple[Choice, ...]
    told_back: tuple[Choice, ...]
    monitored: tuple[Choice, ...]
    purposes: tuple[Choice, ...]
    endings: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    monitors: tuple[Choice, ...]
    monitor_roles: tuple[Choice, ...]
    proceedings: tuple[Choice, ...]
    revocable_events: tuple[Choice, ...]
    carried: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TextPage:
    """The text to read together, and the signature."""

    initials: str
    name: str
    person_href: str
    list_href: str
    change_action: str
    action: str
    clock: ClockPage
    form: Filled
    carried: tuple[tuple[str, str], ...]
    text: tuple[ReadPart, ...]
    text_language: str
    agreement: str
    others: tuple[Choice, ...]  # languages to change to
    ways: tuple[Choice, ...]
    needs_file_again: bool
    seen: str  # short for the text that stands here


def question_page(actor: Actor, setting: Setting, carried: Mapping[str, str]) -> QuestionPage:
    """The one plain question."""
    person = setting.person
    return QuestionPage(
        initials_of(person),
        full_name(person),
        f"/people/{person.id}",
        f"/people/{person.id}/consents",
        f"/people/{person.id}/consents/new",
        setting.clock(actor),
        Filled({}),
        _kept(carried),
    )


def choices_page(
    actor: Actor,
    setting: Setting,
    circumstances: Circumstances,
    agencies: Sequence[Agency],
    values: Mapping[str, str | tuple[str, ...]],
    problems: Mapping[str, Say] | None = None,
) -> ChoicesPage:
    """Everything that is chosen before the text can be read."""
    person, form = setting.person, Filled(values, problems or {})
    is_condition = form.value("condition") == "yes"
    here = f"/people/{person.id}/consents"
    carried = _kept(
        {name: form.value(name) for name in ("condition", "next", "renews", "consent_id", "place")}
    )
    return ChoicesPage(
        initials=initials_of(person),
        name=full_name(person),
        person_href=f"/people/{person.id}",
        list_href=here,
        question_href=f"{here}/new?"
        + urlencode(
            [
                *((name, value) for name, value in carried if name in {"place", "next", "renews"}),
                ("told", " ".join(kind for kind in form.chosen("told") if kind in OUTWARD)),
            ]
        ),
        action=f"{here}/text",
        clock=setting.clock(actor),
        form=form,
        is_condition=is_condition,
        has_case=circumstances.case_id is not None,
        agencies=tuple(Choice(str(agency.id), agency.name) for agency in agencies),
        told=tuple(_told_choice(kind, circumstances.facts) for kind in INFORMATION if kind in OUTWARD),
        told_back=tuple(Choice(kind, *INFORMATION[kind]) for kind in INFORMATION if kind in INWARD),
        monitored=tuple(Choice(kind, *INFORMATION[kind]) for kind in INFORMATION if kind in FOR_MONITORS),
        purposes=tuple(Choice(purpose, PURPOSES[purpose]) for purpose in FREE_PURPOSES),
        endings=tuple(Choice(event, words) for event, words in END_EVENTS.items()),
        languages=tuple(Choice(code, name) for code, name in LANGUAGES.items()),
        monitors=tuple(
            Choice(str(id_), say("{name}, {role}", name=one.name, role=_role(one.roles)))
            for id_, one in monitors_of_case(circumstances.monitors)
        ),
        monitor_roles=tuple(Choice(role, words) for role, words in MONITORS.items()),
        proceedings=tuple(Choice(one, words) for one, words in PROCEEDINGS.items()),
        revocable_events=tuple(Choice(event, words) for event, words in END_EVENTS.items()),
        carried=carried,
    )


def _told_choice(kind: InformationKind, facts: Sequence[str]) -> Choice:
    """What may be told; of the need with what is written down for it now."""
    name, about = INFORMATION[kind]
    if kind is not InformationKind.NEED or not facts:
        return Choice(kind, name, about)
    return Choice(kind, name, say("{about}. Written down now: {facts}.", about=about, facts=listed(facts)))


def proposed_values(
    person: Person,
    circumstances: Circumstances,
    policy: Policy,
    *,
    condition: str,
    agency: str,
    carried: Mapping[str, str],
) -> dict[str, str | tuple[str, ...]]:
    """What stands in the form at first: the kinds that a referral needs, and half a year."""
    last = circumstances.today + timedelta(days=min(DAYS, policy.longest_days))
    needed = set(carried.get("told", "").split())
    return {
        **PROPOSED,
        **{name: value for name, value in carried.items() if name != "told"},
        "told": tuple(
            kind for kind in INFORMATION if kind in OUTWARD and (kind in needed or kind in PROPOSED["told"])
        ),
        "condition": condition,
        "recipient_organization_ids": (agency,) if agency else (),
        "purposes": (Purpose.REFERRAL, Purpose.COORDINATION),
        "expires_on": "" if condition == "yes" else last.isoformat(),
        "language": person.language if person.language in LANGUAGES else "en",
        "used_interpreter": "yes" if person.needs_interpreter else "",
    }


def renewed_values(
    known: KnownConsent, first: dict[str, str | tuple[str, ...]]
) -> dict[str, str | tuple[str, ...]]:
    """The choices of an earlier consent, for a new period: only the days are asked anew."""
    consent, told, back, monitored = known.consent, set[str](), set[str](), set[str]()
    agencies, accounts, roles = dict[str, None](), dict[str, None](), dict[str, None]()
    for one in known.grants:
        grant = one.grant
        agencies[str(one.agency_id)] = None
        if grant.discloser_organization_id == consent.organization_id:
            told |= set(grant.information)
        elif grant.recipient_organization_id is not None:
            back |= set(grant.information)
        else:
            monitored |= set(grant.information)
            accounts |= {str(grant.recipient_account_id): None} if grant.recipient_account_id else {}
            roles |= {str(grant.recipient_case_role): None} if grant.recipient_case_role else {}
    return {
        **first,
        "condition": "yes" if consent.instrument is Instrument.CRIMINAL_JUSTICE else "no",
        "recipient_organization_ids": tuple(agencies),
        "told": tuple(told),
        "told_back": tuple(back),
        "monitored": tuple(monitored),
        "monitor_account_ids": tuple(accounts),
        "monitor_roles": tuple(roles),
        "purposes": tuple(consent.purposes),
        "language": consent.language,
        "proceeding": consent.proceeding or "",
        "condition_authority": consent.condition_authority or "",
        "condition_reference": consent.condition_reference or "",
        "condition_set_on": consent.condition_set_on.isoformat() if consent.condition_set_on else "",
    }


def text_page(
    actor: Actor,
    setting: Setting,
    signing: Signing,
    circumstances: Circumstances,
    policy: Policy,
    values: Mapping[str, str | tuple[str, ...]],
    problems: Mapping[str, Say] | None = None,
) -> TextPage:
    """The text in the person's language, and the ways to sign it."""
    person, problems = setting.person, problems or {}
    here, language = f"/people/{person.id}/consents", signing.language
    fields = [
        (name, one)
        for name, value in values.items()
        if name not in ON_PAPER | BUTTONS
        for one in ((value,) if isinstance(value, str) else value)
    ]
    return TextPage(
        initials=initials_of(person),
        name=full_name(person),
        person_href=f"/people/{person.id}",
        list_href=here,
        change_action=f"{here}/text",
        action=here,
        clock=setting.clock(actor),
        form=Filled(values, problems),
        carried=tuple(fields),
        text=for_reading(spoken_text(signing, circumstances, policy, language)),
        text_language=language,
        agreement=speak(AGREEMENT, language),
        others=tuple(Choice(code, name) for code, name in LANGUAGES.items() if code != language),
        ways=tuple(replace(way, value=str(way.value)) for way in WAYS),
        needs_file_again=bool(problems) and signing.way is SigningWay.PAPER,
        seen=text_mark(signing, circumstances, policy),
    )


def _role(roles: frozenset[CaseRole]) -> Say:
    return next(ROLES[role] for role in MONITORS if role in roles)


def _kept(carried: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in carried.items() if value)
