"""Forms in which a listing is edited, and what to say when somebody else edited it meanwhile."""

from collections.abc import Iterable, Mapping

from babel import Locale
from msgspec import Struct, field

from network.errors import Invalid
from network.providers.kinds.reading import read_facts, read_kinds
from network.providers.terms import kinds_by_code
from network.providers.versions import EditedMeanwhile, version_of
from network.tables import LocationType, ServiceStatus
from network.words import Say, say
from web.forms.typed import Typed
from web.pages.contacts import PHONE_TYPES
from web.pages.filled import Choice, Filled
from web.pages.times import locale_of

SPARE_ROWS = 2
COMMON_LANGUAGES = (
    "en",
    "es",
    "ar",
    "zh",
    "fr",
    "ht",
    "hmn",
    "ko",
    "ne",
    "pt",
    "ru",
    "so",
    "sw",
    "tl",
    "uk",
    "vi",
    "ase",
)
TIME_ZONES = (
    Choice("America/New_York", say("Eastern")),
    Choice("America/Chicago", say("Central")),
    Choice("America/Denver", say("Mountain")),
    Choice("America/Phoenix", say("Arizona")),
    Choice("America/Los_Angeles", say("Pacific")),
    Choice("America/Anchorage", say("Alaska")),
    Choice("Pacific/Honolulu", say("Hawaii")),
    Choice("America/Puerto_Rico", say("Puerto Rico")),
    Choice("Pacific/Guam", say("Guam")),
)
STATUSES = (
    Choice(ServiceStatus.ACTIVE, say("Open")),
    Choice(ServiceStatus.TEMPORARILY_CLOSED, say("Closed for now")),
    Choice(ServiceStatus.INACTIVE, say("Not offered now")),
    Choice(ServiceStatus.DEFUNCT, say("Does not exist any more")),
)
LOCATION_TYPES = (
    Choice(LocationType.PHYSICAL, say("People go there")),
    Choice(LocationType.VIRTUAL, say("By phone or video")),
    Choice(LocationType.POSTAL, say("For letters only")),
)
PHONE_CHOICES = tuple(Choice(kind, PHONE_TYPES[kind]) for kind in ("voice", "hotline", "text", "tty", "fax"))
ASKED: dict[str, Say] = {
    "name": say("Name"),
    "alternate_name": say("Other name"),
    "description": say("What it is"),
    "alert": say("Notice on top of the listing"),
    "eligibility_description": say("For whom"),
    "application_process": say("How to get in"),
    "wait_time": say("How long people wait"),
    "fees_description": say("About costs"),
    "interpretation_services": say("Interpreters"),
    "kinds": say("Kind of service"),
    "facts": say("Facts to know"),
    "minimum_age": say("Youngest age"),
    "maximum_age": say("Oldest age"),
    "status": say("Open or closed"),
    "takes_referrals": say("Takes referrals"),
    "phones": say("Telephone numbers"),
    "contacts": say("People to ask for"),
    "email": say("E-mail"),
    "url": say("Web page"),
    "website": say("Web page"),
    "languages": say("Languages"),
    "documents": say("What to bring"),
    "costs": say("What it costs"),
    "areas": say("Where people must live"),
    "hours": say("Hours"),
    "address": say("Address"),
    "latitude": say("Latitude"),
    "longitude": say("Longitude"),
    "precision": say("How well the point is known"),
    "location_type": say("What kind of place"),
    "time_zone": say("Time zone"),
    "transportation": say("How to get there"),
    "accessibility": say("Accessibility"),
    "is_member": say("Takes part in this network"),
    "is_victim_service": say("Serves victims of violence"),
}


class Meanwhile(Struct, frozen=True):
    """A field that somebody else changed, and what it says now."""

    label: Say
    says: str
    language: Say | None  # said for a Spanish text


class FactGroup(Struct, frozen=True):
    """Facts that belong together, as tick boxes under one heading."""

    label: Say | str
    choices: tuple[Choice, ...]


class EditPage(Struct, frozen=True):
    """One form. `version` is what it saw; `rows` are the numbers of its repeated rows."""

    name: str
    trail: tuple[tuple[Say | str, str], ...]
    action: str
    back: str
    form: Filled
    version: str
    meanwhile: tuple[Meanwhile, ...] = ()
    conflict: Say | None = None
    asked: Mapping[str, Say] = field(default_factory=lambda: ASKED)
    rows: Mapping[str, range] = field(default_factory=dict)
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    groups: tuple[FactGroup, ...] = ()
    others: tuple[str, ...] = ()  # what is kept as it is, in words
    flags: Mapping[str, bool] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()  # name, address


class Shown(Struct, frozen=True):
    """What a form shows: the record's own words, or what was typed and why it was refused."""

    form: Filled
    version: str
    meanwhile: tuple[Meanwhile, ...] = ()
    conflict: Say | None = None


def first_shown(
    values: Mapping[str, str | tuple[str, ...]], state: Mapping[str, object], seen: Iterable[str]
) -> Shown:
    """The form as it is opened."""
    return Shown(Filled(values), version_of({name: state.get(name) for name in seen}))


def shown_again(
    typed: Typed, state: Mapping[str, object], seen: Iterable[str], refused: Invalid | EditedMeanwhile
) -> Shown:
    """The form with everything typed. If somebody else edited meanwhile, it says what, and now sees that."""
    if isinstance(refused, Invalid):
        return Shown(Filled(typed.shown(), refused.problems), typed.text("version"))
    version = version_of({name: state.get(name) for name in seen})
    changed = tuple(_meanwhile(name, state.get(name)) for name in refused.fields)
    return Shown(Filled(typed.shown()), version, changed, refused.sentence)


def _meanwhile(name: str, value: object) -> Meanwhile:
    plain = name.removesuffix("_es")
    spanish = say("in Spanish") if name.endswith("_es") else None
    return Meanwhile(ASKED.get(plain, say("Something else")), _plainly(value), spanish)


def _plainly(value: object) -> str:
    """What a field says now, in short: texts as they are, rows by their first words."""
    if value is None or value in ("", ()):
        return "–"
    if isinstance(value, tuple):
        return "; ".join(_plainly(one) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        return ", ".join(str(part) for part in vars(value).values() if isinstance(part, str | int) and part)
    return str(value)


def numbers(values: Mapping[str, object], name: str) -> range:
    """The rows of a repeated part: those that are filled, and a few empty ones."""
    filled = [
        int(key.rpartition("-")[2]) for key in values if key.rpartition("-")[0] == name and _is_number(key)
    ]
    return range(1, max(filled, default=0) + SPARE_ROWS + 1)


def _is_number(key: str) -> bool:
    number = key.rpartition("-")[2]
    return number.isdecimal() and len(number) <= 2


def kind_choices(language: str) -> tuple[Choice, ...]:
    """Every kind, with the names above it: "Housing › Emergency shelter"."""
    return tuple(Choice(kind.code, _path(kind.code, language)) for kind in read_kinds())


def fact_groups(about: str, language: str) -> tuple[FactGroup, ...]:
    """Facts about a service or a location, by their headings."""
    facts = read_facts()
    groups = [
        FactGroup(
            _name(heading, language),
            tuple(
                Choice(fact.code, _name(fact, language))
                for fact in facts
                if fact.parent == heading.code and fact.about == about
            ),
        )
        for heading in facts
        if not heading.parent
    ]
    return tuple(group for group in groups if group.choices)


def language_choices(language: str, also: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Languages to tick: the usual ones, and those that are said already."""
    names = Locale.parse(locale_of(language)).languages
    codes = dict.fromkeys((*COMMON_LANGUAGES, *(code for code in also if code)))
    return tuple(Choice(code, names.get(code.lower(), code)) for code in codes)


def _path(code: str, language: str) -> str:
    kind = kinds_by_code()[code]
    above = f"{_path(kind.parent, language)} › " if kind.parent else ""
    return above + (kind.name_es if language == "es" else kind.name_en)


def _name(fact: object, language: str) -> str:
    return str(getattr(fact, "name_es" if language == "es" else "name_en"))
